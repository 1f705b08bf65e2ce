//! What is true of the chain of audit entries.

use super::*;
use callboard_kernel::timestamp;

fn workspace() -> WorkspaceId {
    WorkspaceId(Uuid::from_u128(7))
}

fn entry(seq: i64) -> ChainEntry {
    let Value::Object(after) =
        json!({"name": format!("v{seq}"), "cents": 1_200, "nested": {"b": 1, "a": [1, 2]}})
    else {
        panic!("an object");
    };
    ChainEntry {
        workspace: workspace(),
        seq,
        id: Uuid::from_u128(seq as u128),
        at: timestamp(seq * 1_000),
        actor: Actor::System { name: "test".into() },
        action: "update".into(),
        target_kind: "call".into(),
        target_id: Uuid::from_u128(99),
        before: Map::new(),
        after,
        note: String::new(),
    }
}

fn chain(length: i64) -> Vec<ChainedEntry> {
    let mut previous = ChainHash::START;
    (1..=length)
        .map(|seq| {
            let entry = entry(seq);
            let link = ChainedEntry { hash: hash(previous, &entry), previous, entry };
            previous = link.hash;
            link
        })
        .collect()
}

fn head(chain: &[ChainedEntry]) -> ChainHead {
    let none = ChainHead { seq: 0, hash: ChainHash::START };
    chain.last().map_or(none, |last| ChainHead { seq: last.entry.seq, hash: last.hash })
}

fn verify(chain: &[ChainedEntry], head: ChainHead) -> ChainReport {
    let mut walk = ChainWalk::new(workspace());
    for stored in chain {
        if let Err(fault) = walk.step(stored) {
            return walk.broken(fault);
        }
    }
    walk.finish(head)
}

#[test]
fn an_untouched_chain_holds() {
    for length in [0, 1, 5] {
        let chain = chain(length);
        assert_eq!(verify(&chain, head(&chain)), ChainReport { sound: length, fault: None });
    }
}

#[test]
fn each_edited_field_is_found() {
    let edits: [fn(&mut ChainEntry); 9] = [
        |e| e.at = timestamp(1),
        |e| e.id = Uuid::from_u128(1_000),
        |e| e.actor = Actor::System { name: "somebody".into() },
        |e| e.action = "delete".into(),
        |e| e.target_kind = "member".into(),
        |e| e.target_id = Uuid::from_u128(100),
        |e| drop(e.before.insert("name".into(), json!("x"))),
        |e| drop(e.after.insert("cents".into(), json!(1_201))),
        |e| e.note = "because".into(),
    ];
    for (index, edit) in edits.iter().enumerate() {
        let mut touched = chain(5);
        let head = head(&touched);
        edit(&mut touched[2].entry);
        let report = verify(&touched, head);
        assert_eq!(
            report,
            ChainReport { sound: 2, fault: Some((3, ChainFault::Edited)) },
            "edit {index}"
        );
    }
}

#[test]
fn an_edit_with_a_new_hash_is_found_at_the_next_entry() {
    let mut touched = chain(5);
    let head = head(&touched);
    touched[2].entry.note = "because".into();
    touched[2].hash = hash(touched[2].previous, &touched[2].entry);
    assert_eq!(verify(&touched, head).fault, Some((4, ChainFault::Unlinked)));
}

#[test]
fn a_removed_entry_is_found() {
    let mut touched = chain(5);
    let head = head(&touched);
    touched.remove(2);
    assert_eq!(verify(&touched, head).fault, Some((4, ChainFault::Missing)));
}

#[test]
fn a_removed_entry_is_found_even_if_the_later_ones_are_renumbered() {
    let mut touched = chain(5);
    let head = head(&touched);
    touched.remove(2);
    touched[2].entry.seq = 3;
    touched[3].entry.seq = 4;
    assert_eq!(verify(&touched, head).fault, Some((3, ChainFault::Unlinked)));
}

#[test]
fn swapped_entries_are_found() {
    let mut touched = chain(5);
    let head = head(&touched);
    touched.swap(1, 2);
    assert_eq!(verify(&touched, head).fault, Some((3, ChainFault::Missing)));
    touched[1].entry.seq = 2;
    touched[2].entry.seq = 3;
    assert_eq!(verify(&touched, head).fault, Some((2, ChainFault::Unlinked)));
}

#[test]
fn a_cut_end_is_found() {
    let whole = chain(5);
    let report = verify(&whole[..3], head(&whole));
    assert_eq!(report, ChainReport { sound: 3, fault: Some((4, ChainFault::Truncated)) });
    assert_eq!(verify(&[], head(&whole)).fault, Some((1, ChainFault::Truncated)));
}

#[test]
fn an_entry_past_the_end_is_found() {
    let longer = chain(6);
    let report = verify(&longer, head(&longer[..5]));
    assert_eq!(report, ChainReport { sound: 5, fault: Some((6, ChainFault::PastHead)) });
}

#[test]
fn a_replaced_last_entry_is_found() {
    let mut touched = chain(5);
    let head = head(&touched);
    touched[4].entry.note = "because".into();
    touched[4].hash = hash(touched[4].previous, &touched[4].entry);
    assert_eq!(verify(&touched, head).fault, Some((5, ChainFault::HeadDiffers)));
}

#[test]
fn the_chain_of_another_workspace_does_not_pass_as_ones_own() {
    let foreign = chain(2);
    let mut walk = ChainWalk::new(WorkspaceId(Uuid::from_u128(8)));
    assert_eq!(walk.step(&foreign[0]), Err((1, ChainFault::Unlinked)));
}

/// What a database may change of JSON without changing its meaning.
#[test]
fn the_order_of_keys_and_the_form_of_whole_numbers_do_not_count() {
    let one: Value =
        serde_json::from_str(r#"{"b":1,"a":{"y":[1.0,2],"x":null},"é\n":"\u0001"}"#).unwrap();
    let other: Value =
        serde_json::from_str(r#"{"é\n":"\u0001","a":{"x":null,"y":[1,2.0]},"b":1e0}"#).unwrap();
    assert_eq!(canonical(&one), canonical(&other));
    assert_eq!(canonical(&json!({"b": 0.5, "a": -3.0})), r#"{"a":-3,"b":0.5}"#);
    assert_ne!(canonical(&json!({"a": "1"})), canonical(&json!({"a": 1})));
}

/// The form is data: a chain that was written once must verify for ever.
#[test]
fn the_hash_of_a_known_entry_stays_the_same() {
    let first = hash(ChainHash::START, &entry(1)).to_hex();
    assert_eq!(first, "863058e7c74de322dbde54d60dbd2ba9a834c7173f3a6db0e4ad171b873b0018");
}
