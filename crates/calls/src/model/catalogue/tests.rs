//! What a catalogue must keep to.

use super::super::{sample::*, shipped_dispositions};
use super::*;

fn codes(after: &[Disposition]) -> Vec<(String, &'static str)> {
    check_catalogue(&shipped_dispositions(), after)
        .unwrap_err()
        .0
        .into_iter()
        .map(|error| (error.path, error.code))
        .collect()
}

#[test]
fn dispositions_can_be_added_edited_retired_and_moved() {
    let mut all = shipped_dispositions();
    all[0].label = " Job booked ".to_owned();
    all[4].active = false;
    all.push(Disposition { position: 0, ..do_not_call() });
    let kept = check_catalogue(&shipped_dispositions(), &all).unwrap();
    let keys: Vec<_> = kept.iter().map(|rule| (rule.key.as_str(), rule.position)).collect();
    assert_eq!(
        keys,
        [
            ("do_not_call", 1),
            ("booked", 2),
            ("answered", 3),
            ("callback", 4),
            ("missed", 5),
            ("spam", 6)
        ]
    );
    assert_eq!(kept[1].label, "Job booked");
}

#[test]
fn what_calls_may_have_cannot_be_removed_or_renamed() {
    let mut all = shipped_dispositions();
    all[2].key = "call_back".to_owned();
    assert_eq!(codes(&all), [("data".into(), "cannot_remove")]);
}

#[test]
fn keys_are_unique_words_and_labels_tell_apart() {
    let mut all = shipped_dispositions();
    all.push(Disposition { label: "Other".to_owned(), ..all[0].clone() });
    assert_eq!(codes(&all), [("data.5.key".into(), "duplicate")]);
    for key in ["", "Booked", "1st", "no show", "x-y", &"k".repeat(41)] {
        let mut all = shipped_dispositions();
        all.push(Disposition { key: key.to_owned(), ..do_not_call() });
        assert_eq!(codes(&all), [("data.5.key".into(), "bad_format")], "{key}");
    }
    let mut all = shipped_dispositions();
    all.push(Disposition { key: "none".to_owned(), label: " BOOKED".to_owned(), ..do_not_call() });
    assert_eq!(
        codes(&all),
        [("data.5.key".into(), "reserved"), ("data.5.label".into(), "duplicate")]
    );
}

#[test]
fn one_must_be_active_and_a_closing_class_leaves_no_follow_up() {
    let retired: Vec<Disposition> = shipped_dispositions()
        .into_iter()
        .map(|rule| Disposition { active: false, ..rule })
        .collect();
    assert_eq!(codes(&retired), [("data".into(), "required")]);
    let mut all = shipped_dispositions();
    all[0].requires_follow_up = true;
    all[2].follow_up_minutes = Some(0);
    assert_eq!(
        codes(&all),
        [
            ("data.0.requires_follow_up".into(), "not_allowed"),
            ("data.2.follow_up_minutes".into(), "out_of_range")
        ]
    );
}

#[test]
fn unknown_and_retired_dispositions_cannot_be_chosen() {
    let mut all = shipped_dispositions();
    all[1].active = false;
    assert_eq!(choose(&all, "booked").unwrap().label, "Booked");
    assert_eq!(choose(&all, "answered").unwrap_err().0[0].code, "retired");
    assert_eq!(choose(&all, "lost").unwrap_err().0[0].code, "unknown_value");
}
