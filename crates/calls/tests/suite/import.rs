//! Batches of past calls.

use crate::world::*;
use callboard_calls::{
    CallError,
    import::ImportedCall,
    model::{CallStatus, Direction, LeadSource},
    ports::KnownCaller,
};
use callboard_kernel::{AuditAction, CustomerId, Phone, Role};
use uuid::Uuid;

pub(crate) fn row(id: &str) -> ImportedCall {
    ImportedCall {
        provider_call_id: id.to_owned(),
        direction: Direction::In,
        status: CallStatus::Missed,
        from: Some(number(1)),
        to: Some(number(99)),
        started_at: START,
        duration_s: 0,
        hung_up_at: None,
        caller_name: String::new(),
        lead_source: LeadSource::Unknown,
        disposition: None,
        value_est_cents: None,
        tags: Vec::new(),
        notes: String::new(),
        recording_url: None,
    }
}

#[tokio::test]
async fn duplicates_of_the_file_and_of_the_store_are_named_by_their_place() {
    let import = Uuid::from_u128(9);
    let mut world = World::new();
    world.callers.expect_of_numbers().times(1).returning(|_, numbers| {
        let known = |number: &Phone| {
            let caller = KnownCaller {
                id: CustomerId(Uuid::from_u128(7)),
                name: "Pat Example".to_owned(),
                do_not_contact: false,
            };
            (number.clone(), caller)
        };
        Ok(numbers.iter().map(known).collect())
    });
    world
        .repo
        .expect_import()
        .times(1)
        .withf(move |_, batch| {
            let named = batch.calls.iter().all(|call| call.snapshot().caller_name == "Pat Example");
            let ids: Vec<_> = batch
                .calls
                .iter()
                .filter_map(|call| call.snapshot().provider_call_id.as_deref())
                .collect();
            named
                && ids == ["a", "b", "c"]
                && batch.import == import
                && batch.audit.action == AuditAction::Import
                && batch.calls.iter().all(|call| !call.needs_triage())
        })
        .returning(|_, _| Ok(vec![1]));
    let (calls, _) = world.build();
    let rows = vec![row("a"), row("a"), row("b"), row("c")];
    let answer = calls.import_batch(&member(Role::Admin), import, "twilio", rows).await.unwrap();
    assert_eq!((answer.written, answer.duplicates), (2, vec![1, 2]));
}

#[tokio::test]
async fn only_administrators_import_and_batches_are_bounded() {
    let (calls, _) = World::new().build();
    let refused = calls.import_batch(&dispatcher(), Uuid::nil(), "twilio", vec![row("a")]).await;
    assert!(matches!(refused, Err(CallError::Forbidden(_))));
    let many: Vec<_> = (0..1_001).map(|n| row(&n.to_string())).collect();
    let refused = calls.import_batch(&member(Role::Admin), Uuid::nil(), "twilio", many).await;
    assert!(matches!(refused, Err(CallError::Invalid(_))));
    let empty = calls.import_batch(&member(Role::Admin), Uuid::nil(), "twilio", vec![]).await;
    assert_eq!(empty.unwrap().written, 0, "no call of the store");
}
