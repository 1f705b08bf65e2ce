//! Making and editing customers.

use crate::world::{NOON, World, ana, customer, product, scope, scope_in};
use callboard_customers::{
    CustomerError, CustomerEvent,
    model::{Customer, CustomerEdit, CustomerStatus, NewCustomer, PhoneDraft},
};
use callboard_kernel::{
    Cause, Classify, CustomerId, ErrorKind, Expected, Loaded, Role, SaveError, Version, timestamp,
};
use mockall::Sequence;
use std::sync::{Arc, Mutex};

fn new() -> NewCustomer {
    let phones = vec![PhoneDraft { number: "(864) 555-0100".into(), ..PhoneDraft::default() }];
    NewCustomer { phones, ..NewCustomer::lead("Ana Ortiz") }
}

fn renamed() -> CustomerEdit {
    CustomerEdit { name: Some("Ana Ortiz Vega".into()), ..CustomerEdit::default() }
}

#[tokio::test]
async fn a_customer_is_made_with_the_numbers_of_the_workspaces_country() {
    let mut world = World::new();
    world
        .repo
        .expect_save()
        .times(1)
        .withf(|_, commit| {
            let state = commit.aggregate.snapshot();
            commit.expected == Expected::Absent
                && state.phones[0].number.as_str() == "+18645550100"
                && matches!(&commit.events[..], [CustomerEvent::CustomerCreated(facts)] if facts.name == "Ana Ortiz")
                && commit.audit.as_ref().is_some_and(|line| line.before.is_empty())
        })
        .returning(|_, _| Ok(Version(1)));
    let made = world.customers().create(&scope(Role::Dispatcher), new(), None).await.unwrap();
    assert_eq!(made.value.snapshot().created_at, timestamp(NOON));
}

#[tokio::test]
async fn who_may_not_edit_customers_makes_none() {
    for role in [Role::Viewer, Role::Tech] {
        let error = World::new().customers().create(&scope(role), new(), None).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Forbidden, "{role}");
        let error =
            World::new().customers().edit(&scope(role), ana(), None, renamed()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Forbidden, "{role}");
    }
}

/// A store in memory of whatever is saved.
fn remembering() -> (World, Arc<Mutex<Vec<Customer>>>) {
    let kept: Arc<Mutex<Vec<Customer>>> = Arc::default();
    let mut world = World::new();
    let (reading, writing) = (Arc::clone(&kept), Arc::clone(&kept));
    world.repo.expect_get().returning(move |_, id| {
        let all = reading.lock().unwrap();
        let found = all.iter().find(|one| one.snapshot().id == id).cloned();
        Ok(found.map(|value| Loaded { value, version: Version(1) }))
    });
    world.repo.expect_save().returning(move |_, commit| {
        writing.lock().unwrap().push(commit.aggregate);
        Ok(Version(1))
    });
    (world, kept)
}

#[tokio::test]
async fn the_same_key_again_answers_the_first_customer() {
    let (world, kept) = remembering();
    let customers = world.customers();
    let dispatcher = scope(Role::Dispatcher);
    let first = customers.create(&dispatcher, new(), Some("k1")).await.unwrap();
    let again = customers.create(&dispatcher, new(), Some("k1")).await.unwrap();
    assert_eq!(first.value, again.value);
    assert_eq!(kept.lock().unwrap().len(), 1);

    customers.create(&dispatcher, new(), Some("k2")).await.unwrap();
    customers.create(&scope_in(0xB, Role::Dispatcher), new(), Some("k1")).await.unwrap();
    let ids: std::collections::HashSet<CustomerId> =
        kept.lock().unwrap().iter().map(|one| one.snapshot().id).collect();
    assert_eq!(ids.len(), 3, "another key and another workspace make another customer");
}

#[tokio::test]
async fn two_requests_with_one_key_at_once_make_one_customer() {
    let mut world = World::new();
    let mut order = Sequence::new();
    world.repo.expect_get().times(1).in_sequence(&mut order).returning(|_, _| Ok(None));
    world
        .repo
        .expect_save()
        .times(1)
        .in_sequence(&mut order)
        .returning(|_, _| Err(SaveError::Duplicate("customers_pkey")));
    let first = Loaded { value: customer(), version: Version(1) };
    world
        .repo
        .expect_get()
        .times(1)
        .in_sequence(&mut order)
        .returning(move |_, _| Ok(Some(first.clone())));
    let answer =
        world.customers().create(&scope(Role::Dispatcher), new(), Some("k1")).await.unwrap();
    assert_eq!(answer.value.snapshot().id, ana());
}

#[tokio::test]
async fn a_key_of_no_or_too_many_characters_is_refused() {
    for key in [String::new(), "k".repeat(201)] {
        let answer =
            World::new().customers().create(&scope(Role::Dispatcher), new(), Some(&key)).await;
        assert_eq!(answer.unwrap_err().code(), "invalid");
    }
}

#[tokio::test]
async fn a_change_is_told_and_audited_with_what_differs() {
    let mut world = World::with(customer());
    world
        .repo
        .expect_save()
        .times(1)
        .withf(|_, commit| {
            let line = commit.audit.as_ref().unwrap();
            matches!(&commit.events[..], [CustomerEvent::CustomerChanged(facts)] if facts.name == "Ana Ortiz Vega")
                && line.before["name"] == "Ana Ortiz"
                && line.after["name"] == "Ana Ortiz Vega"
                && !line.after.contains_key("phones")
                && commit.expected == Expected::At(Version(4))
        })
        .returning(|_, _| Ok(Version(5)));
    let after = world
        .customers()
        .edit(&scope(Role::Dispatcher), ana(), Some(Version(4)), renamed())
        .await
        .unwrap();
    assert_eq!(after.version, Version(5));
}

#[tokio::test]
async fn an_edit_that_changes_nothing_writes_nothing() {
    let same = CustomerEdit { name: Some("Ana Ortiz".into()), ..CustomerEdit::default() };
    let answer =
        World::with(customer()).customers().edit(&scope(Role::Dispatcher), ana(), None, same).await;
    assert_eq!(answer.unwrap().version, Version(4));
}

#[tokio::test]
async fn with_a_version_the_first_write_wins_and_without_one_the_last() {
    let old = Some(Version(3));
    let answer = World::with(customer())
        .customers()
        .edit(&scope(Role::Dispatcher), ana(), old, renamed())
        .await;
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::Stale);

    let mut world = World::with(customer());
    let mut order = Sequence::new();
    world
        .repo
        .expect_save()
        .times(1)
        .in_sequence(&mut order)
        .returning(|_, _| Err(SaveError::Stale));
    world.repo.expect_save().times(1).in_sequence(&mut order).returning(|_, _| Ok(Version(6)));
    world.customers().edit(&scope(Role::Dispatcher), ana(), None, renamed()).await.unwrap();

    let mut world = World::with(customer());
    world.repo.expect_save().times(2).returning(|_, _| Err(SaveError::Stale));
    let answer = world.customers().edit(&scope(Role::Dispatcher), ana(), None, renamed()).await;
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::Stale);
}

#[tokio::test]
async fn an_absent_customer_is_not_found() {
    let answer = World::with(customer())
        .customers()
        .edit(&scope(Role::Owner), CustomerId(uuid::Uuid::nil()), None, renamed())
        .await;
    assert!(matches!(answer, Err(CustomerError::NotFound)));
}

#[tokio::test]
async fn a_booking_makes_a_lead_active_once() {
    let mut world = World::with(customer());
    world
        .repo
        .expect_save()
        .times(1)
        .withf(|_, commit| {
            let state = commit.aggregate.snapshot();
            state.status == CustomerStatus::Active
                && state.converted_at == Some(timestamp(NOON))
                && commit.cause == Some(Cause("e1/booked".into()))
                && commit.depth == 1
        })
        .returning(|_, _| Ok(Version(5)));
    world.customers().mark_booked(&product(), ana(), Cause("e1/booked".into()), 1).await.unwrap();

    let active = customer().booked(timestamp(1));
    World::with(active)
        .customers()
        .mark_booked(&product(), ana(), Cause("e2/booked".into()), 1)
        .await
        .unwrap();

    let mut world = World::with(customer());
    world.repo.expect_save().times(1).returning(|_, _| Err(SaveError::Duplicate("causes_pkey")));
    world.customers().mark_booked(&product(), ana(), Cause("e1/booked".into()), 1).await.unwrap();
}
