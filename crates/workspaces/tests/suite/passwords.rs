//! Changing a password, with the old one or with a link.

use crate::world::{NOON, World, account, loaded, me, member, scope};
use callboard_kernel::{Classify, ErrorKind, Role, SaveError, SessionId, Version, timestamp};
use callboard_workspaces::{
    WorkspaceError, WorkspaceEvent,
    model::{Member, MemberSnapshot, PasswordReset, Secret},
    ports::EndSessions,
};
use std::sync::Arc;
use time::Duration;
use uuid::Uuid;

fn myself() -> Member {
    let state = MemberSnapshot { id: me(), ..member(17, Role::Viewer).snapshot().clone() };
    Member::restore(state)
}

fn here() -> SessionId {
    SessionId(Uuid::from_u128(5))
}

fn secret(text: &str) -> Secret {
    Secret::received(text)
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions() {
    let mut world = World::new().in_workspace();
    world.members.expect_get().returning(|_, _| Ok(Some(loaded(myself()))));
    world
        .members
        .expect_save()
        .times(1)
        .withf(|_, commit, end| {
            let hash = commit.aggregate.snapshot().password_hash.clone().unwrap();
            let told = WorkspaceEvent::SessionRevoked {
                member: me(),
                session: None,
                except: Some(here()),
            };
            let audit = serde_json::to_string(&commit.audit.as_ref().unwrap().after).unwrap();
            hash.0 == "hash:new and long enough"
                && commit.events == [told]
                && *end == EndSessions::AllBut(here())
                && !audit.contains("hash:")
        })
        .returning(|_, _, _| Ok(Version(5)));
    let accounts = world.accounts();
    accounts
        .change_password(
            &scope(Role::Viewer),
            here(),
            &secret("correct horse"),
            &secret("new and long enough"),
        )
        .await
        .unwrap();
}

#[tokio::test]
async fn guesses_of_the_current_password_are_throttled() {
    let mut world = World::new().in_workspace();
    world.members.expect_get().returning(|_, _| Ok(Some(loaded(myself()))));
    let accounts = world.accounts();
    let scope = scope(Role::Viewer);
    for _ in 0..10 {
        let (guess, new) = (secret("guess"), secret("new and long enough"));
        let error = accounts.change_password(&scope, here(), &guess, &new).await.unwrap_err();
        let ErrorKind::Invalid(fields) = error.kind() else { panic!("{error}") };
        assert_eq!((fields[0].path.as_str(), fields[0].code), ("current_password", "wrong"));
    }
    let (right, new) = (secret("correct horse"), secret("new and long enough"));
    let error = accounts.change_password(&scope, here(), &right, &new).await.unwrap_err();
    assert!(matches!(error, WorkspaceError::Throttled { .. }), "{error}");
}

#[tokio::test]
async fn a_common_password_is_refused() {
    let mut world = World::new().in_workspace();
    world.members.expect_get().returning(|_, _| Ok(Some(loaded(myself()))));
    let accounts = world.accounts();
    for (new, code) in [
        ("password1", "too_common"),
        ("ridgeline home services", "too_easy"),
        ("short", "too_short"),
    ] {
        let error = accounts
            .change_password(&scope(Role::Viewer), here(), &secret("correct horse"), &secret(new))
            .await
            .unwrap_err();
        let ErrorKind::Invalid(fields) = error.kind() else { panic!("{error}") };
        assert_eq!((fields[0].path.as_str(), fields[0].code), ("new_password", code));
    }
}

fn with_link(change: impl FnOnce(&mut PasswordReset, &mut MemberSnapshot)) -> World {
    let mut reset = PasswordReset::issue(secret("link").hash(), me(), timestamp(NOON));
    let mut state = myself().snapshot().clone();
    change(&mut reset, &mut state);
    let found = (reset, account(0xA, Member::restore(state)));
    let mut world = World::new();
    world
        .directory
        .expect_reset()
        .withf(|hash| *hash == secret("link").hash())
        .returning(move |_| Ok(Some(found.clone())));
    world
}

#[tokio::test]
async fn a_link_sets_a_password_and_ends_all_sessions() {
    let mut world = with_link(|_, _| {});
    world
        .resets
        .expect_redeem()
        .times(1)
        .withf(|scope, token, commit| {
            let told = WorkspaceEvent::SessionRevoked { member: me(), session: None, except: None };
            scope.member() == Some(me())
                && *token == secret("link").hash()
                && commit.events == [told]
        })
        .returning(|_, _, _| Ok(Version(5)));
    let accounts = world.accounts();
    let view = accounts.look_at_reset(&secret("link")).await.unwrap();
    assert_eq!(view.email_hint, "m•••@demo.example");
    assert_eq!(view.expires_at, timestamp(NOON) + Duration::hours(24));
    accounts.use_reset(&secret("link"), &secret("new and long enough")).await.unwrap();
}

#[tokio::test]
async fn a_link_that_was_used_or_ran_out_or_is_a_former_members_is_dead() {
    let worlds = [
        with_link(|reset, _| reset.used_at = Some(timestamp(NOON))),
        with_link(|_, member| member.active = false),
        {
            let world = with_link(|_, _| {});
            world.clock.advance(Duration::hours(24));
            world
        },
    ];
    for world in worlds {
        let accounts = world.accounts();
        let new = secret("new and long enough");
        assert!(matches!(
            accounts.look_at_reset(&secret("link")).await,
            Err(WorkspaceError::ResetLinkDead)
        ));
        let error = accounts.use_reset(&secret("link"), &new).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}

#[tokio::test]
async fn a_link_used_twice_at_once_works_once() {
    let mut world = with_link(|_, _| {});
    world
        .resets
        .expect_redeem()
        .returning(|_, _, _| Err(SaveError::Duplicate("password_resets_used")));
    let answer = world.accounts().use_reset(&secret("link"), &secret("new and long enough")).await;
    assert!(matches!(answer, Err(WorkspaceError::ResetLinkDead)));
}

#[tokio::test]
async fn a_link_made_for_a_member_is_told_to_the_trail_without_the_token() {
    let mut world = World::new();
    world.members.expect_get().returning(|_, _| Ok(Some(loaded(member(17, Role::Viewer)))));
    world
        .resets
        .expect_issue()
        .times(1)
        .withf(|_, reset, change| {
            let line = format!("{:?}", change.audit);
            !line.contains(&reset.token_hash.to_hex()) && change.audit.note == "password link made"
        })
        .returning(|_, _, _| Ok(()));
    let clock = Arc::clone(&world.clock);
    let link = world
        .members()
        .reset_link(&scope(Role::Admin), member(17, Role::Viewer).snapshot().id)
        .await
        .unwrap();
    assert_eq!(link.expires_at, callboard_kernel::Clock::now(&*clock) + Duration::hours(24));
}
