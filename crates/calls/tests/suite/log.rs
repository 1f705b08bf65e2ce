//! Writing calls down, editing them, tying them to customers.

use crate::world::*;
use callboard_calls::{
    CallError,
    model::{CallEdit, CallSource, Direction, LeadSource, ManualCall},
    ports::KnownCaller,
};
use callboard_kernel::{Classify, CustomerId, ErrorKind, Loaded, Patch, Role, SaveError, Version};
use uuid::Uuid;

fn manual() -> ManualCall {
    ManualCall {
        direction: Direction::In,
        purpose: None,
        from: Some(number(1)),
        to: None,
        started_at: START,
        duration_s: 60,
        answered: true,
        agent: Some(DANA),
        customer: None,
        caller_name: "Pat Example".to_owned(),
        intent: None,
        lead_source: LeadSource::Unknown,
        value_est_cents: None,
        tags: Vec::new(),
        notes: String::new(),
    }
}

fn notes(text: &str) -> CallEdit {
    CallEdit { notes: Some(text.to_owned()), ..CallEdit::default() }
}

#[tokio::test]
async fn a_call_is_written_down_with_its_key() {
    let mut world = World::new().with_strangers(true).writing();
    world.repo.expect_find_by_provider().returning(|_, _, _| Ok(None));
    let (calls, written) = world.build();
    let logged = calls.log_by_hand(&dispatcher(), manual(), Some("key-1")).await.unwrap();
    assert_eq!(logged.version, Version(1));
    let s = logged.value.snapshot();
    assert_eq!((s.source, s.provider_call_id.as_deref()), (CallSource::Manual, Some("key-1")));
    assert_eq!(names(&written), ["calls.call_started", "calls.call_ended"]);
}

#[tokio::test]
async fn the_same_key_again_answers_the_first_call() {
    let mut world = World::new();
    world
        .repo
        .expect_find_by_provider()
        .withf(|_, provider, key| provider == "manual" && key == "key-1")
        .returning(|_, _, _| Ok(Some(Loaded { value: answered(CALL), version: Version(4) })));
    let (calls, written) = world.build();
    let again = calls.log_by_hand(&dispatcher(), manual(), Some("key-1")).await.unwrap();
    assert_eq!((again.value.id(), again.version), (CALL, Version(4)));
    assert!(written.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_same_key_at_the_same_moment_answers_the_first_call() {
    let mut world = World::new().with_strangers(true);
    let mut seen = 0;
    world.repo.expect_find_by_provider().times(2).returning(move |_, _, _| {
        seen += 1;
        Ok((seen > 1).then(|| Loaded { value: answered(CALL), version: Version(1) }))
    });
    world
        .repo
        .expect_save()
        .times(1)
        .returning(|_, _| Err(SaveError::Duplicate("calls_provider_key")));
    let (calls, _) = world.build();
    let first = calls.log_by_hand(&dispatcher(), manual(), Some("key-1")).await.unwrap();
    assert_eq!(first.value.id(), CALL);
}

#[tokio::test]
async fn a_bad_key_an_unknown_customer_and_a_bad_call_are_refused() {
    let mut world = World::new().with_strangers(true);
    world.callers.expect_by_id().returning(|_, _| Ok(None));
    let (calls, _) = world.build();
    let scope = dispatcher();
    for key in ["", "two words", &"k".repeat(129)] {
        let refused = calls.log_by_hand(&scope, manual(), Some(key)).await.unwrap_err();
        assert!(matches!(refused.kind(), ErrorKind::Invalid(_)), "{key}");
    }
    let of_nobody = ManualCall { customer: Some(CustomerId(Uuid::nil())), ..manual() };
    let refused = calls.log_by_hand(&scope, of_nobody, None).await;
    assert!(matches!(refused, Err(CallError::NoSuchCustomer)));
    let endless = ManualCall { duration_s: -1, ..manual() };
    let refused = calls.log_by_hand(&scope, endless, None).await;
    assert!(matches!(refused, Err(CallError::Invalid(_))));
}

#[tokio::test]
async fn without_a_version_an_edit_is_decided_again_once() {
    let world = World::new().with_call(missed(CALL)).with_catalogue().stale(1).writing();
    let (calls, written) = world.build();
    let edited = calls.edit(&dispatcher(), CALL, None, notes("Leak")).await.unwrap();
    assert_eq!((edited.value.notes(), edited.version), ("Leak", Version(4)));
    assert_eq!(names(&written), ["calls.call_updated"]);

    let (calls, _) = World::new().with_call(missed(CALL)).with_catalogue().stale(2).build();
    let refused = calls.edit(&dispatcher(), CALL, None, notes("Leak")).await;
    assert!(matches!(refused, Err(CallError::Save(SaveError::Stale))));
}

#[tokio::test]
async fn with_a_version_somebody_elses_write_is_an_error() {
    let (calls, written) = World::new().with_call(missed(CALL)).with_catalogue().build();
    let refused = calls.edit(&dispatcher(), CALL, Some(Version(2)), notes("Leak")).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Stale);
    assert!(written.lock().unwrap().is_empty());

    let (calls, _) = World::new().with_call(missed(CALL)).with_catalogue().stale(1).build();
    let refused = calls.edit(&dispatcher(), CALL, Some(Version(3)), notes("Leak")).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Stale, "no second try");
}

#[tokio::test]
async fn an_edit_is_no_way_around_the_rules_of_the_outcome() {
    let world = World::new().with_call(missed(CALL)).with_catalogue().with_promises(&[]).writing();
    let (calls, written) = world.build();
    let scope = dispatcher();
    let edit = CallEdit { disposition: Patch::Set("callback".to_owned()), ..notes("Later") };
    let refused = calls.edit(&scope, CALL, None, edit).await.unwrap_err();
    let ErrorKind::Rule(fields) = refused.kind() else { panic!("{refused}") };
    assert_eq!((fields[0].path.as_str(), fields[0].code), ("follow_up", "required"));
    let unknown = CallEdit { disposition: Patch::Set("lost".to_owned()), ..CallEdit::default() };
    let refused = calls.edit(&scope, CALL, None, unknown).await;
    assert!(matches!(refused, Err(CallError::Invalid(_))));
    assert!(written.lock().unwrap().is_empty(), "not even the notes");

    let booked = CallEdit { disposition: Patch::Set("booked".to_owned()), ..notes("Tuesday") };
    let edited = calls.edit(&scope, CALL, None, booked).await.unwrap().value;
    assert_eq!((edited.disposition(), edited.notes()), (Some("booked"), "Tuesday"));
    assert_eq!(names(&written), ["calls.outcome_recorded"]);
}

#[tokio::test]
async fn an_edit_that_changes_nothing_writes_nothing() {
    let (calls, written) = World::new().with_call(missed(CALL)).with_catalogue().build();
    let same = calls.edit(&dispatcher(), CALL, None, notes("")).await.unwrap();
    assert_eq!(same.version, Version(3));
    assert!(written.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_call_is_tied_to_a_customer_who_exists() {
    let mut world = World::new().with_call(missed(CALL)).writing();
    let pat = CustomerId(Uuid::from_u128(7));
    world.callers.expect_by_id().returning(move |_, id| {
        let caller = KnownCaller { id, name: "Pat Example".to_owned(), do_not_contact: true };
        Ok((id == pat).then_some(caller))
    });
    let (calls, written) = world.build();
    let scope = dispatcher();
    let linked = calls.link_customer(&scope, CALL, pat).await.unwrap().value;
    assert_eq!(linked.customer(), Some(pat));
    assert!(linked.snapshot().do_not_contact);
    assert_eq!(names(&written), ["calls.customer_linked"]);
    let refused = calls.link_customer(&scope, CALL, CustomerId(Uuid::nil())).await;
    assert!(matches!(refused, Err(CallError::NoSuchCustomer)));
    let same = calls.unlink_customer(&scope, CALL).await.unwrap();
    assert_eq!(same.version, Version(3), "it had none");
}

#[tokio::test]
async fn lower_roles_change_nothing_and_absent_calls_are_absent() {
    let (calls, _) = World::new().build();
    for role in [Role::Viewer, Role::Tech] {
        let scope = member(role);
        let refusals = [
            calls.log_by_hand(&scope, manual(), None).await.map(|_| ()),
            calls.edit(&scope, CALL, None, notes("n")).await.map(|_| ()),
            calls.link_customer(&scope, CALL, CustomerId(Uuid::nil())).await.map(|_| ()),
            calls.unlink_customer(&scope, CALL).await.map(|_| ()),
        ];
        for refused in refusals {
            assert!(matches!(refused, Err(CallError::Forbidden(_))), "{role}: {refused:?}");
        }
    }
    let mut world = World::new().with_catalogue();
    world.repo.expect_get().returning(|_, _| Ok(None));
    let (calls, _) = world.build();
    assert!(matches!(calls.get(&member(Role::Viewer), CALL).await, Err(CallError::NotFound)));
    let refused = calls.edit(&dispatcher(), CALL, None, notes("n")).await;
    assert!(matches!(refused, Err(CallError::NotFound)));
}
