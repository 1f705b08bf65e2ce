//! The do-not-contact mark.

use crate::world::{World, ana, customer, marked, product, scope};
use callboard_customers::CustomerEvent;
use callboard_kernel::{Cause, Classify, ErrorKind, Role, Version};

#[tokio::test]
async fn a_dispatcher_marks_and_the_reason_is_kept() {
    let mut world = World::with(customer());
    world
        .repo
        .expect_save()
        .times(1)
        .withf(|_, commit| {
            let told = matches!(&commit.events[..], [CustomerEvent::CustomerChanged(facts)] if facts.do_not_contact);
            told && commit.audit.as_ref().is_some_and(|line| line.note == "asked us to stop")
        })
        .returning(|_, _| Ok(Version(5)));
    let customers = world.customers();
    let after = customers
        .mark_do_not_contact(&scope(Role::Dispatcher), ana(), "asked us to stop", None)
        .await
        .unwrap();
    assert!(after.value.snapshot().do_not_contact);
}

#[tokio::test]
async fn marking_again_writes_nothing() {
    World::with(marked())
        .customers()
        .mark_do_not_contact(&scope(Role::Dispatcher), ana(), "", None)
        .await
        .unwrap();
}

#[tokio::test]
async fn lifting_is_for_owners_and_for_the_product_that_takes_back_an_outcome() {
    for role in [Role::Viewer, Role::Tech, Role::Dispatcher, Role::Admin] {
        let answer = World::with(marked())
            .customers()
            .lift_do_not_contact(&scope(role), ana(), "", None)
            .await;
        assert_eq!(answer.unwrap_err().kind(), ErrorKind::Forbidden, "{role}");
    }
    for scope in [scope(Role::Owner), product()] {
        let mut world = World::with(marked());
        world
            .repo
            .expect_save()
            .times(1)
            .withf(|_, commit| commit.cause == Some(Cause("e1/lift".into())) && commit.depth == 2)
            .returning(|_, _| Ok(Version(5)));
        let cause = Some((Cause("e1/lift".into()), 2));
        let after = world
            .customers()
            .lift_do_not_contact(&scope, ana(), "outcome undone", cause)
            .await
            .unwrap();
        assert!(!after.value.snapshot().do_not_contact);
    }
}
