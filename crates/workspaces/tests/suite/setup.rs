//! Founding workspaces from the command line.

use crate::world::{NOON, PlainHasher, workspace, workspace_id};
use callboard_kernel::{
    Classify, ErrorKind, ManualClock, Role, SequentialIds, WorkspaceId, timestamp,
};
use callboard_workspaces::{
    NewOwner, NewWorkspace, Setup, SetupPorts, WorkspaceError,
    model::{Secret, Workspace, WorkspaceSnapshot},
    ports::{MockTimeZones, MockWorkspaceDirectory, MockWorkspaceRepository},
};
use std::sync::Arc;
use uuid::Uuid;

fn setup(existing: Vec<Workspace>, repo: MockWorkspaceRepository) -> Setup {
    let mut directory = MockWorkspaceDirectory::new();
    directory.expect_all().returning(move || Ok(existing.clone()));
    let mut zones = MockTimeZones::new();
    zones.expect_exists().returning(|name| name == "America/New_York");
    Setup::new(SetupPorts {
        directory: Arc::new(directory),
        workspaces: Arc::new(repo),
        hasher: Arc::new(PlainHasher::default()),
        zones: Arc::new(zones),
        clock: Arc::new(ManualClock::new(timestamp(NOON))),
        ids: Arc::new(SequentialIds::default()),
    })
}

fn new() -> NewWorkspace {
    NewWorkspace {
        name: "Ridgeline".into(),
        time_zone: "America/New_York".into(),
        region: "us".into(),
        currency: "usd".into(),
        demo: false,
    }
}

fn owner(password: &str) -> NewOwner {
    NewOwner {
        name: "Olivia Park".into(),
        email: "Owner@demo.example".into(),
        password: Secret::received(password),
    }
}

#[tokio::test]
async fn a_workspace_is_founded_with_an_owner_who_can_sign_in() {
    let mut repo = MockWorkspaceRepository::new();
    repo.expect_found()
        .times(1)
        .withf(|scope, workspace, owner| {
            let owner = owner.as_ref().unwrap();
            let member = owner.aggregate.snapshot();
            scope.workspace() == workspace.aggregate.snapshot().id
                && member.role == Role::Owner
                && member
                    .password_hash
                    .as_ref()
                    .is_some_and(|hash| hash.0 == "hash:long enough now")
                && workspace.events.len() == 1
                && owner.events.len() == 1
        })
        .returning(|_, _, _| Ok(()));
    let founded = setup(vec![], repo).found_first(new(), owner("long enough now")).await.unwrap();
    assert_eq!(founded.workspace.snapshot().region, "US");
    assert_eq!(founded.owner.email, "owner@demo.example");
}

#[tokio::test]
async fn the_first_workspace_is_founded_once() {
    let setup = setup(vec![workspace()], MockWorkspaceRepository::new());
    let error = setup.found_first(new(), owner("long enough now")).await.unwrap_err();
    assert!(matches!(error, WorkspaceError::AlreadySetUp));
}

#[tokio::test]
async fn all_wrong_fields_are_named_at_once() {
    let wrong = NewWorkspace { time_zone: "Nowhere".into(), currency: "gold".into(), ..new() };
    let owner = NewOwner { email: "nobody".into(), ..owner("short") };
    let error =
        setup(vec![], MockWorkspaceRepository::new()).found(wrong, owner).await.unwrap_err();
    let ErrorKind::Invalid(fields) = error.kind() else { panic!("{error}") };
    let paths: Vec<_> = fields.iter().map(|field| field.path.as_str()).collect();
    assert_eq!(paths, ["time_zone", "currency", "owner.email", "owner.password"]);
}

#[tokio::test]
async fn a_workspace_is_named_by_id_or_by_a_name_that_only_one_has() {
    let twin = |id: u128, name: &str| {
        let state = WorkspaceSnapshot {
            id: WorkspaceId(Uuid::from_u128(id)),
            name: name.into(),
            ..workspace().snapshot().clone()
        };
        Workspace::restore(state)
    };
    let setup =
        setup(vec![workspace(), twin(1, "Twin"), twin(2, "twin")], MockWorkspaceRepository::new());
    let by_name = setup.named(" ridgeline HOME services ").await.unwrap();
    let by_id = setup.named(&workspace_id().to_string()).await.unwrap();
    assert_eq!(by_name, by_id);
    assert!(matches!(setup.named("Twin").await, Err(WorkspaceError::Invalid(_))));
    assert!(matches!(setup.named("Absent").await, Err(WorkspaceError::NotFound("workspace"))));
}

#[tokio::test]
async fn an_empty_workspace_is_checked_and_founded_without_an_owner() {
    let mut repo = MockWorkspaceRepository::new();
    repo.expect_found().times(1).withf(|_, _, owner| owner.is_none()).returning(|_, _, _| Ok(()));
    let empty = setup(vec![workspace()], repo);
    assert_eq!(empty.found_empty(new()).await.unwrap().snapshot().name, "Ridgeline");

    let nameless = NewWorkspace { name: " ".into(), ..new() };
    let error = empty.found_empty(nameless).await.unwrap_err();
    assert!(matches!(error, WorkspaceError::Invalid(_)));
}
