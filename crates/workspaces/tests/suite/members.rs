//! Who may make and change whom.

use crate::world::{ME, World, loaded, member, scope};
use callboard_kernel::{Classify, ErrorKind, Expected, Role, SaveError, Scope, Version};
use callboard_workspaces::{
    NewMember, WorkspaceError, WorkspaceEvent,
    model::{Member, MemberEdit, Secret},
    ports::EndSessions,
};
use mockall::Sequence;

fn edit(role: Option<Role>, active: Option<bool>) -> MemberEdit {
    MemberEdit { name: None, role, active }
}

fn with(members: Vec<Member>) -> World {
    let mut world = World::new().in_workspace();
    let all: Vec<_> = members.into_iter().map(loaded).collect();
    let list = all.clone();
    world
        .members
        .expect_get()
        .returning(move |_, id| Ok(all.iter().find(|m| m.value.snapshot().id == id).cloned()));
    world.members.expect_list().returning(move |_, _| Ok(list.clone()));
    world
}

async fn change(
    world: World,
    scope: &Scope,
    id: u128,
    edit: MemberEdit,
) -> Result<(), WorkspaceError> {
    let id = member(id, Role::Viewer).snapshot().id;
    world.members().edit(scope, id, None, edit).await.map(|_| ())
}

#[tokio::test]
async fn nobody_changes_or_gives_a_role_above_his_own() {
    for (own, target, given, good) in [
        (Role::Admin, Role::Viewer, Role::Admin, true),
        (Role::Admin, Role::Admin, Role::Tech, true),
        (Role::Admin, Role::Viewer, Role::Owner, false),
        (Role::Admin, Role::Owner, Role::Viewer, false),
        (Role::Owner, Role::Viewer, Role::Owner, true),
        (Role::Dispatcher, Role::Viewer, Role::Tech, false),
    ] {
        let mut world = with(vec![member(17, target), member(18, Role::Owner)]);
        world.members.expect_save().times(usize::from(good)).returning(|_, _, _| Ok(Version(5)));
        let answer = change(world, &scope(own), 17, edit(Some(given), None)).await;
        assert_eq!(answer.is_ok(), good, "{own} makes {target} {given}");
        if let Err(error) = answer {
            assert_eq!(error.kind(), ErrorKind::Forbidden);
        }
    }
}

#[tokio::test]
async fn the_last_active_owner_stays() {
    let mut former = member(18, Role::Owner).snapshot().clone();
    former.active = false;
    for loss in [edit(Some(Role::Admin), None), edit(None, Some(false))] {
        let world = with(vec![member(17, Role::Owner), Member::restore(former.clone())]);
        let error = change(world, &scope(Role::Owner), 17, loss.clone()).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, "last_owner"));

        let mut world = with(vec![member(17, Role::Owner), member(18, Role::Owner)]);
        world.members.expect_save().times(1).returning(|_, _, _| Ok(Version(5)));
        change(world, &scope(Role::Owner), 17, loss).await.unwrap();
    }
}

#[tokio::test]
async fn two_owners_who_demote_each_other_at_once_do_not_both_succeed() {
    let mut world = with(vec![member(17, Role::Owner), member(18, Role::Owner)]);
    world
        .members
        .expect_save()
        .returning(|_, _, _| Err(SaveError::Duplicate("members_last_owner")));
    let error =
        change(world, &scope(Role::Owner), 17, edit(Some(Role::Viewer), None)).await.unwrap_err();
    assert!(matches!(error, WorkspaceError::LastOwner));
}

#[tokio::test]
async fn a_deactivation_ends_all_sessions_and_nothing_else_does() {
    let mut world = with(vec![member(17, Role::Tech)]);
    world
        .members
        .expect_save()
        .times(1)
        .withf(|_, commit, end| {
            let told = WorkspaceEvent::SessionRevoked {
                member: commit.aggregate.snapshot().id,
                session: None,
                except: None,
            };
            *end == EndSessions::All && commit.events.contains(&told)
        })
        .returning(|_, _, _| Ok(Version(5)));
    change(world, &scope(Role::Admin), 17, edit(None, Some(false))).await.unwrap();

    let mut world = with(vec![member(17, Role::Tech)]);
    world
        .members
        .expect_save()
        .times(1)
        .withf(|_, commit, end| *end == EndSessions::None && commit.events.len() == 1)
        .returning(|_, _, _| Ok(Version(5)));
    change(world, &scope(Role::Admin), 17, edit(Some(Role::Viewer), None)).await.unwrap();
}

#[tokio::test]
async fn an_edit_that_changes_nothing_writes_nothing() {
    let world = with(vec![member(17, Role::Tech)]);
    change(world, &scope(Role::Admin), 17, edit(Some(Role::Tech), Some(true))).await.unwrap();
}

#[tokio::test]
async fn without_a_version_the_last_write_wins_and_with_one_the_first() {
    let mut world = with(vec![member(17, Role::Tech)]);
    let mut order = Sequence::new();
    world
        .members
        .expect_save()
        .times(1)
        .in_sequence(&mut order)
        .returning(|_, _, _| Err(SaveError::Stale));
    world
        .members
        .expect_save()
        .times(1)
        .in_sequence(&mut order)
        .returning(|_, _, _| Ok(Version(6)));
    change(world, &scope(Role::Admin), 17, edit(Some(Role::Viewer), None)).await.unwrap();

    let world = with(vec![member(17, Role::Tech)]);
    let id = member(17, Role::Tech).snapshot().id;
    let old = Some(Version(3));
    let answer =
        world.members().edit(&scope(Role::Admin), id, old, edit(Some(Role::Viewer), None)).await;
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::Stale);
}

fn new(role: Role) -> NewMember {
    NewMember { name: "Dana Reyes".into(), email: "Dana@Demo.example".into(), role }
}

#[tokio::test]
async fn a_new_member_gets_a_link_instead_of_a_password() {
    let mut world = World::new();
    world
        .members
        .expect_save()
        .times(1)
        .withf(|_, commit, _| {
            let state = commit.aggregate.snapshot();
            commit.expected == Expected::Absent
                && state.password_hash.is_none()
                && state.email == "dana@demo.example"
        })
        .returning(|_, _, _| Ok(Version(1)));
    world.resets.expect_issue().times(1).returning(|_, _, _| Ok(()));
    let added = world.members().add(&scope(Role::Admin), new(Role::Dispatcher)).await.unwrap();
    assert!(added.link.token.reveal().len() >= 32);
}

#[tokio::test]
async fn a_member_above_ones_own_role_or_with_a_known_address_is_refused() {
    let answer = World::new().members().add(&scope(Role::Admin), new(Role::Owner)).await;
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::Forbidden);
    let answer = World::new().members().add(&scope(Role::Dispatcher), new(Role::Viewer)).await;
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::Forbidden);

    let mut world = World::new();
    world.members.expect_save().returning(|_, _, _| Err(SaveError::Duplicate("members_email_key")));
    let error = world.members().add(&scope(Role::Admin), new(Role::Viewer)).await.unwrap_err();
    let ErrorKind::Invalid(fields) = error.kind() else { panic!("{error}") };
    assert_eq!((fields[0].path.as_str(), fields[0].code), ("email", "taken"));
}

#[tokio::test]
async fn a_member_made_by_a_command_has_a_checked_password() {
    let answer = World::new().in_workspace().members();
    let weak = Secret::received("password1");
    let answer = answer.add_with_password(&scope(Role::Owner), new(Role::Viewer), &weak).await;
    assert!(matches!(answer, Err(WorkspaceError::Invalid(_))));

    let mut world = World::new().in_workspace();
    world.members.expect_save().returning(|_, _, _| Ok(Version(1)));
    let good = Secret::received("callboard-demo");
    let added = world
        .members()
        .add_with_password(&scope(Role::Owner), new(Role::Viewer), &good)
        .await
        .unwrap();
    assert_eq!(added.value.snapshot().password_hash.as_ref().unwrap().0, "hash:callboard-demo");
}

#[tokio::test]
async fn addresses_are_shown_to_those_who_manage_members() {
    for (role, shown) in [(Role::Viewer, false), (Role::Dispatcher, false), (Role::Admin, true)] {
        let rows =
            with(vec![member(17, Role::Tech)]).members().list(&scope(role), false).await.unwrap();
        assert_eq!(rows[0].email.is_some(), shown, "{role}");
        assert!(rows[0].has_password);
    }
    let own = with(vec![member(ME, Role::Viewer)]).members();
    let rows = own.list(&scope(Role::Viewer), false).await.unwrap();
    assert!(rows[0].email.is_some(), "his own");
}
