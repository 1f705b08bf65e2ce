//! A new database can be used at once.

use crate::support::{World, on_both};

on_both!(the_schema_is_complete_and_migrating_again_changes_nothing);

async fn the_schema_is_complete_and_migrating_again_changes_nothing(world: &World) {
    assert!(callboard_adapter_sql::pending_migrations(&world.url).await.unwrap().is_empty());
    assert!(callboard_adapter_sql::migrate(&world.url).await.unwrap().is_empty());
    world.db.ping().await.unwrap();
}
