//! The settings of the workspace.

use crate::world::{NOON, scope, workspace};
use callboard_kernel::{
    Classify, ErrorKind, Loaded, ManualClock, Role, SaveError, Version, timestamp,
};
use callboard_workspaces::{
    SettingsPorts, WorkspaceEvent, WorkspaceSettings,
    model::WorkspaceEdit,
    ports::{MockTimeZones, MockWorkspaceRepository},
};
use std::sync::Arc;

fn repository() -> MockWorkspaceRepository {
    let mut repo = MockWorkspaceRepository::new();
    repo.expect_get().returning(|_| Ok(Some(Loaded { value: workspace(), version: Version(2) })));
    repo
}

fn settings(repo: MockWorkspaceRepository) -> WorkspaceSettings {
    let mut zones = MockTimeZones::new();
    zones.expect_exists().returning(|name| name == "Europe/Madrid");
    WorkspaceSettings::new(SettingsPorts {
        workspaces: Arc::new(repo),
        zones: Arc::new(zones),
        clock: Arc::new(ManualClock::new(timestamp(NOON))),
    })
}

fn zone(name: &str) -> WorkspaceEdit {
    WorkspaceEdit { time_zone: Some(name.into()), ..WorkspaceEdit::default() }
}

#[tokio::test]
async fn a_change_is_told_and_audited() {
    let mut repo = repository();
    repo.expect_save()
        .times(1)
        .withf(|_, commit| {
            let line = commit.audit.as_ref().unwrap();
            matches!(&commit.events[..], [WorkspaceEvent::SettingsChanged { workspace }] if workspace.time_zone == "Europe/Madrid")
                && line.before["time_zone"] == "America/New_York"
                && line.after["time_zone"] == "Europe/Madrid"
        })
        .returning(|_, _| Ok(Version(3)));
    let after = settings(repo)
        .edit(&scope(Role::Admin), Some(Version(2)), zone("Europe/Madrid"))
        .await
        .unwrap();
    assert_eq!(after.version, Version(3));
}

#[tokio::test]
async fn unknown_zones_old_versions_and_low_roles_are_refused() {
    let error = settings(repository())
        .edit(&scope(Role::Admin), None, zone("Mars/Olympus"))
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Invalid(fields) if fields[0].path == "time_zone"));
    let error = settings(repository())
        .edit(&scope(Role::Admin), Some(Version(1)), zone("Europe/Madrid"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Stale);
    let error = settings(repository())
        .edit(&scope(Role::Dispatcher), None, zone("Europe/Madrid"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    settings(repository()).get(&scope(Role::Viewer)).await.unwrap();
}

#[tokio::test]
async fn without_a_version_it_is_tried_once_more() {
    let mut repo = repository();
    repo.expect_save().times(2).returning(|_, _| Err(SaveError::Stale));
    let error =
        settings(repo).edit(&scope(Role::Admin), None, zone("Europe/Madrid")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Stale);
}
