//! API keys.

use crate::world::{World, scope, tokens};
use callboard_kernel::Classify;
use callboard_kernel::{ApiKeyId, ErrorKind, ManualClock, Role, SequentialIds, timestamp};
use callboard_workspaces::{
    ApiKeys, ApiKeysPorts, WorkspaceEvent,
    model::{ApiKeySnapshot, Secret},
    ports::MockApiKeyStore,
};
use std::sync::Arc;
use uuid::Uuid;

fn keys(store: MockApiKeyStore) -> ApiKeys {
    ApiKeys::new(ApiKeysPorts {
        keys: Arc::new(store),
        tokens: Arc::new(tokens()),
        clock: Arc::new(ManualClock::new(timestamp(0))),
        ids: Arc::new(SequentialIds::default()),
    })
}

#[tokio::test]
async fn a_key_is_shown_once_and_kept_as_a_hash() {
    let mut store = MockApiKeyStore::new();
    store
        .expect_add()
        .times(1)
        .withf(|_, key, change| {
            let line = format!("{:?}{:?}{:?}", change.audit, change.events, key);
            !line.contains(&"01".repeat(32)) && !line.contains(&key.key_hash.to_hex())
        })
        .returning(|_, _, _| Ok(()));
    let made = keys(store).create(&scope(Role::Admin), " CRM ", Role::Viewer).await.unwrap();
    assert!(made.secret.reveal().starts_with("cb_"));
    assert_eq!(made.key.key_hash, made.secret.hash());
    assert_eq!((made.key.name.as_str(), made.key.prefix.as_str()), ("CRM", "cb_01010101"));
}

#[tokio::test]
async fn a_key_is_not_above_its_maker_and_has_a_name() {
    for (own, role, name, kind) in [
        (Role::Admin, Role::Owner, "CRM", "forbidden"),
        (Role::Dispatcher, Role::Viewer, "CRM", "forbidden"),
        (Role::Admin, Role::Viewer, " ", "invalid"),
    ] {
        let answer = keys(MockApiKeyStore::new()).create(&scope(own), name, role).await;
        assert_eq!(answer.unwrap_err().code(), kind);
    }
}

#[tokio::test]
async fn a_revoked_key_tells_its_open_connections_and_owners_keys_are_for_owners() {
    let secret = Secret::received("cb_x");
    for (own, role, good) in [
        (Role::Admin, Role::Viewer, true),
        (Role::Admin, Role::Owner, false),
        (Role::Owner, Role::Owner, true),
    ] {
        let id = ApiKeyId(Uuid::from_u128(3));
        let key = ApiKeySnapshot::of(&secret, id, "CRM".into(), role, None, timestamp(0));
        let mut store = MockApiKeyStore::new();
        store.expect_get().returning(move |_, _| Ok(Some(key.clone())));
        store
            .expect_revoke()
            .times(usize::from(good))
            .withf(move |_, key, change| {
                *key == id && change.events == [WorkspaceEvent::ApiKeyRevoked { key: id }]
            })
            .returning(|_, _, _| Ok(true));
        let answer = keys(store).revoke(&scope(own), id).await;
        assert_eq!(answer.is_ok(), good, "{own} revokes a key of {role}");
    }
}

#[tokio::test]
async fn an_absent_key_cannot_be_revoked() {
    let mut store = MockApiKeyStore::new();
    store.expect_get().returning(|_, _| Ok(None));
    let answer = keys(store).revoke(&scope(Role::Owner), ApiKeyId(Uuid::nil())).await;
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_program_has_no_sessions_of_its_own() {
    let key = callboard_kernel::Scope::authenticated(
        crate::world::workspace_id(),
        callboard_kernel::Actor::ApiKey { id: ApiKeyId(Uuid::nil()), role: Role::Owner },
    );
    let answer = World::new().accounts().sessions(&key).await;
    assert_eq!(answer.unwrap_err().code(), "not_a_member");
}
