//! The schema: made once, refused when it is newer than the program.

use crate::support::{World, on_both};
use callboard_adapter_sql::{DatabaseError, Fitness, migrate, pending_migrations};

on_both!(migrating_again_changes_nothing, a_newer_schema_is_refused);

async fn migrating_again_changes_nothing(world: &World) {
    assert!(pending_migrations(&world.url).await.unwrap().is_empty());
    assert!(migrate(&world.url).await.unwrap().is_empty());
    assert_eq!(world.db.fitness().await, Fitness::Fit);
}

async fn a_newer_schema_is_refused(world: &World) {
    let newer = "m29990101_000001_from_the_future";
    let sql = format!("INSERT INTO seaql_migrations (version, applied_at) VALUES ('{newer}', 0)");
    world.as_owner(&sql).await;
    for refused in [migrate(&world.url).await, pending_migrations(&world.url).await] {
        let error = refused.unwrap_err();
        assert!(matches!(&error, DatabaseError::Newer(name, _) if name == newer), "{error:?}");
    }
}

/// Several servers start at the same moment on an empty database.
#[tokio::test(flavor = "multi_thread")]
async fn several_servers_may_migrate_at_once() {
    let url = crate::support::empty_postgres().await;
    let answers = futures_util::future::join_all((0..4).map(|_| migrate(&url))).await;
    for answer in &answers {
        assert!(answer.is_ok(), "{answer:?}");
    }
    assert!(pending_migrations(&url).await.unwrap().is_empty());
    crate::support::drop_postgres(&url).await;
}

#[tokio::test]
async fn a_url_of_another_kind_is_refused() {
    for url in ["mysql://localhost/x", "callboard.db", ""] {
        assert!(matches!(migrate(url).await, Err(DatabaseError::UnknownUrl)), "{url}");
    }
}
