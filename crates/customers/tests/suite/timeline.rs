//! Lines of the timeline.

use crate::world::{NOON, World, ana, customer, me, product, scope};
use callboard_customers::{
    CustomerError, CustomerEvent,
    model::{
        CallLine, Interaction, InteractionDirection, InteractionEdit, InteractionKind,
        NewInteraction,
    },
};
use callboard_kernel::{
    CallId, Cause, Classify, CustomerId, ErrorKind, Expected, InteractionId, Loaded, MemberId,
    Role, SaveError, Version, timestamp,
};
use uuid::Uuid;

fn note() -> NewInteraction {
    NewInteraction {
        kind: InteractionKind::Note,
        direction: InteractionDirection::Outbound,
        subject: "Gate code".into(),
        notes: "4711".into(),
        at: None,
        follow_up: None,
        duration_s: None,
        outcome: None,
    }
}

fn line_of(author: Option<MemberId>) -> Interaction {
    let id = InteractionId(Uuid::from_u128(0xB));
    Interaction::written(id, ana(), note(), author, timestamp(0)).unwrap()
}

fn with_line(line: Interaction) -> World {
    let mut world = World::with(customer());
    world
        .interactions
        .expect_get()
        .returning(move |_, _| Ok(Some(Loaded { value: line.clone(), version: Version(2) })));
    world
}

fn told() -> CallLine {
    CallLine {
        customer: ana(),
        call: CallId(Uuid::from_u128(0xC)),
        direction: InteractionDirection::Inbound,
        at: timestamp(NOON),
        duration_s: 61,
        member: Some(me()),
        answered: true,
        outcome: None,
    }
}

fn cause() -> Cause {
    Cause("e1/line".into())
}

#[tokio::test]
async fn any_staff_write_and_a_viewer_reads() {
    for role in [Role::Tech, Role::Dispatcher, Role::Owner] {
        let mut world = World::with(customer());
        world
            .interactions
            .expect_save()
            .times(1)
            .withf(|_, commit| {
                let state = commit.aggregate.snapshot();
                commit.expected == Expected::Absent
                    && state.member == Some(me())
                    && state.at == timestamp(NOON)
            })
            .returning(|_, _| Ok(Version(1)));
        world.customers().write_interaction(&scope(role), ana(), note(), None).await.unwrap();
    }
    let answer =
        World::new().customers().write_interaction(&scope(Role::Viewer), ana(), note(), None).await;
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::Forbidden);
}

#[tokio::test]
async fn the_same_key_again_answers_the_first_line() {
    let world = with_line(line_of(Some(me())));
    let again = world
        .customers()
        .write_interaction(&scope(Role::Tech), ana(), note(), Some("k1"))
        .await
        .unwrap();
    assert_eq!(again.version, Version(2), "nothing was written");
}

#[tokio::test]
async fn nobody_writes_into_the_timeline_of_an_absent_customer() {
    let nobody = CustomerId(Uuid::nil());
    let answer = World::with(customer())
        .customers()
        .write_interaction(&scope(Role::Owner), nobody, note(), None)
        .await;
    assert!(matches!(answer, Err(CustomerError::NotFound)));
}

/// S2-PH1-03: edit own, admin and dispatcher edit all.
#[tokio::test]
async fn the_author_corrects_his_own_and_dispatchers_all() {
    let somebody = MemberId(Uuid::from_u128(0x99));
    for (role, author, good) in [
        (Role::Tech, Some(me()), true),
        (Role::Tech, Some(somebody), false),
        (Role::Tech, None, false),
        (Role::Viewer, Some(me()), false),
        (Role::Dispatcher, Some(somebody), true),
        (Role::Admin, None, true),
    ] {
        let id = line_of(author).snapshot().id;
        let edit = InteractionEdit { notes: Some("4712".into()), ..InteractionEdit::default() };
        let mut world = with_line(line_of(author));
        world.interactions.expect_save().times(usize::from(good)).returning(|_, _| Ok(Version(3)));
        let answer = world.customers().edit_interaction(&scope(role), ana(), id, None, edit).await;
        assert_eq!(answer.is_ok(), good, "{role} edits the line of {author:?}");

        let mut world = with_line(line_of(author));
        world
            .interactions
            .expect_save()
            .times(usize::from(good))
            .withf(|_, commit| {
                commit.aggregate.snapshot().deleted_at == Some(timestamp(NOON))
                    && matches!(commit.events[..], [CustomerEvent::InteractionDeleted { .. }])
            })
            .returning(|_, _| Ok(Version(3)));
        let answer = world.customers().delete_interaction(&scope(role), ana(), id).await;
        assert_eq!(answer.is_ok(), good, "{role} deletes the line of {author:?}");
    }
}

#[tokio::test]
async fn a_line_is_found_only_with_its_own_customer() {
    let world = with_line(line_of(None));
    let other = CustomerId(Uuid::from_u128(1));
    let answer = world
        .customers()
        .delete_interaction(&scope(Role::Owner), other, line_of(None).snapshot().id)
        .await;
    assert!(matches!(answer, Err(CustomerError::NoSuchInteraction)));
}

#[tokio::test]
async fn an_edit_of_an_old_version_is_stale() {
    let line = line_of(Some(me()));
    let id = line.snapshot().id;
    let edit = InteractionEdit { notes: Some("4712".into()), ..InteractionEdit::default() };
    let old = Some(Version(1));
    let answer = with_line(line)
        .customers()
        .edit_interaction(&scope(Role::Tech), ana(), id, old, edit)
        .await;
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::Stale);
}

#[tokio::test]
async fn a_finished_call_writes_its_line() {
    let mut world = World::new();
    world.interactions.expect_of_call().returning(|_, _| Ok(None));
    world
        .interactions
        .expect_save()
        .times(1)
        .withf(|_, commit| {
            let state = commit.aggregate.snapshot();
            state.call == Some(told().call)
                && state.subject == "Call answered"
                && state.duration_s == Some(61)
                && commit.cause == Some(cause())
                && commit.depth == 1
        })
        .returning(|_, _| Ok(Version(1)));
    world.customers().record_call_interaction(&product(), told(), cause(), 1).await.unwrap();
}

#[tokio::test]
async fn a_call_told_twice_has_one_line() {
    let line = Interaction::of_call(InteractionId(Uuid::from_u128(1)), told(), timestamp(NOON));
    let known = Loaded { value: line, version: Version(1) };
    let mut world = World::new();
    let same = known.clone();
    world.interactions.expect_of_call().returning(move |_, _| Ok(Some(same.clone())));
    world.customers().record_call_interaction(&product(), told(), cause(), 1).await.unwrap();

    let mut world = World::new();
    world.interactions.expect_of_call().returning(move |_, _| Ok(Some(known.clone())));
    world
        .interactions
        .expect_save()
        .times(1)
        .withf(|_, commit| {
            commit.expected == Expected::At(Version(1))
                && commit.aggregate.snapshot().outcome.as_deref() == Some("Booked")
        })
        .returning(|_, _| Ok(Version(2)));
    let booked = CallLine { outcome: Some("Booked".into()), ..told() };
    world.customers().record_call_interaction(&product(), booked, cause(), 1).await.unwrap();

    for constraint in ["causes_pkey", "interactions_call_key"] {
        let mut world = World::new();
        world.interactions.expect_of_call().returning(|_, _| Ok(None));
        world
            .interactions
            .expect_save()
            .times(1)
            .returning(move |_, _| Err(SaveError::Duplicate(constraint)));
        world.customers().record_call_interaction(&product(), told(), cause(), 1).await.unwrap();
    }
}
