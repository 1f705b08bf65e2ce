//! Reading and verifying the trail.

use crate::world::{scope, workspace_id};
use callboard_kernel::{Actor, Classify, ErrorKind, Page, PageRequest, Role, timestamp};
use callboard_workspaces::{
    AuditFilter, AuditLog,
    chain::{self, ChainEntry, ChainFault, ChainHash, ChainHead, ChainReport, ChainedEntry},
    ports::MockAuditTrail,
};
use serde_json::Map;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use uuid::Uuid;

fn stored(length: i64) -> Vec<ChainedEntry> {
    let mut previous = ChainHash::START;
    (1..=length)
        .map(|seq| {
            let entry = ChainEntry {
                workspace: workspace_id(),
                seq,
                id: Uuid::from_u128(seq as u128),
                at: timestamp(seq),
                actor: Actor::System { name: "test".into() },
                action: "create".into(),
                target_kind: "call".into(),
                target_id: Uuid::nil(),
                before: Map::new(),
                after: Map::new(),
                note: String::new(),
            };
            let link = ChainedEntry { hash: chain::hash(previous, &entry), previous, entry };
            previous = link.hash;
            link
        })
        .collect()
}

/// A trail of which `visible` entries can be read and whose head stands at `head`.
fn trail(all: Vec<ChainedEntry>, visible: usize, head: usize) -> MockAuditTrail {
    let mut trail = MockAuditTrail::new();
    let last = head.checked_sub(1).map(|index| all[index].clone());
    trail.expect_head().returning(move |_| {
        let none = ChainHead { seq: 0, hash: ChainHash::START };
        Ok(last.as_ref().map_or(none, |last| ChainHead { seq: last.entry.seq, hash: last.hash }))
    });
    trail.expect_chain().returning(move |_, after, limit| {
        let rest = all[..visible].iter().skip(after as usize);
        Ok(rest.take(limit as usize).cloned().collect())
    });
    trail
}

async fn verify(trail: MockAuditTrail) -> ChainReport {
    AuditLog::new(Arc::new(trail)).verify(&scope(Role::Owner)).await.unwrap()
}

#[tokio::test]
async fn a_long_chain_is_read_in_steps() {
    assert_eq!(
        verify(trail(stored(1_200), 1_200, 1_200)).await,
        ChainReport { sound: 1_200, fault: None }
    );
    assert_eq!(verify(trail(vec![], 0, 0)).await, ChainReport { sound: 0, fault: None });
}

#[tokio::test]
async fn cut_and_added_ends_are_found() {
    assert_eq!(
        verify(trail(stored(700), 600, 700)).await.fault,
        Some((601, ChainFault::Truncated))
    );
    assert_eq!(verify(trail(stored(700), 700, 699)).await.fault, Some((700, ChainFault::PastHead)));
}

#[tokio::test]
async fn entries_written_meanwhile_are_no_fault() {
    let all = stored(3);
    let seen = Arc::new(AtomicI64::new(1));
    let mut trail = MockAuditTrail::new();
    let (heads, now) = (all.clone(), Arc::clone(&seen));
    trail.expect_head().returning(move |_| {
        let last = &heads[now.load(Ordering::SeqCst) as usize - 1];
        Ok(ChainHead { seq: last.entry.seq, hash: last.hash })
    });
    trail.expect_chain().returning(move |_, after, _| {
        // One more entry is committed between the reading of the head and of the entries, until there are three.
        let visible = (seen.load(Ordering::SeqCst) + 1).min(3);
        seen.store(visible, Ordering::SeqCst);
        Ok(all[..visible as usize].iter().skip(after as usize).cloned().collect())
    });
    assert_eq!(verify(trail).await, ChainReport { sound: 3, fault: None });
}

#[tokio::test]
async fn the_trail_is_for_dispatchers_and_above() {
    let log = AuditLog::new(Arc::new(MockAuditTrail::new()));
    let page = PageRequest::first(20);
    let error = log.of_target(&scope(Role::Tech), "call", Uuid::nil(), &page).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert_eq!(log.verify(&scope(Role::Viewer)).await.unwrap_err().kind(), ErrorKind::Forbidden);

    let mut trail = MockAuditTrail::new();
    trail
        .expect_list()
        .withf(|_, filter, _| {
            filter.target_kind == ["call"] && filter.target_id == Some(Uuid::nil())
        })
        .returning(|_, _, _| Ok(Page { items: Vec::new(), next: None }));
    let log = AuditLog::new(Arc::new(trail));
    log.of_target(&scope(Role::Dispatcher), "call", Uuid::nil(), &page).await.unwrap();
}

#[tokio::test]
async fn a_filter_that_makes_no_sense_is_refused() {
    let log = AuditLog::new(Arc::new(MockAuditTrail::new()));
    let filter = AuditFilter {
        action: vec!["vanish".into()],
        from: Some(timestamp(2)),
        to: Some(timestamp(2)),
        ..AuditFilter::default()
    };
    let error = log.list(&scope(Role::Owner), &filter, &PageRequest::first(20)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Invalid(fields) if fields.len() == 2));
}
