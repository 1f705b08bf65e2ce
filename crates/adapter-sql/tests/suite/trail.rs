//! The audit trail: complete, chained, append only.

use crate::support::{Desk, World, changed_call, missed_call, on_both};
use callboard_calls::model::CallSnapshot;
use callboard_kernel::{PageRequest, Version};
use callboard_workspaces::{
    AuditFilter,
    chain::{ChainFault, ChainReport, ChainWalk},
};

on_both!(
    the_chain_holds_after_concurrent_writes,
    an_edit_below_the_stores_is_found,
    entries_cannot_be_changed_by_the_server,
    the_trail_is_read_by_target_and_action,
);

/// Walks the whole chain.
pub(crate) async fn verify(world: &World, desk: &Desk) -> ChainReport {
    let mut walk = ChainWalk::new(desk.workspace);
    loop {
        let entries =
            world.stores.audit_trail.chain(&desk.scope, walk.last().seq, 7).await.unwrap();
        if entries.is_empty() {
            return walk.finish(world.stores.audit_trail.head(&desk.scope).await.unwrap());
        }
        for entry in &entries {
            if let Err(fault) = walk.step(entry) {
                return walk.broken(fault);
            }
        }
    }
}

async fn the_chain_holds_after_concurrent_writes(world: &World) {
    let desk = world.desk().await;
    futures_util::future::join_all((0..40).map(|n| {
        let call =
            CallSnapshot { notes: format!("Größe {n} — 1e3"), ..missed_call(world.id()) };
        world.call(&desk, call)
    }))
    .await;
    // Workspace, owner, forty calls.
    assert_eq!(verify(world, &desk).await, ChainReport { sound: 42, fault: None });
}

async fn an_edit_below_the_stores_is_found(world: &World) {
    let desk = world.desk().await;
    world.call(&desk, missed_call(world.id())).await;
    let unlock =
        if world.is_postgres() { "SELECT 1" } else { "DROP TRIGGER audit_entries_no_update" };
    world.as_owner(unlock).await;
    world.as_owner("UPDATE audit_entries SET note = 'never happened' WHERE seq = 2").await;
    assert_eq!(verify(world, &desk).await.fault, Some((2, ChainFault::Edited)));
}

async fn entries_cannot_be_changed_by_the_server(world: &World) {
    let desk = world.desk().await;
    if world.is_postgres() {
        let mut connection = crate::support::connect_postgres(&world.url).await;
        for verb in [
            "UPDATE audit_entries SET note = 'x'",
            "DELETE FROM audit_entries",
            "TRUNCATE audit_entries",
        ] {
            let sql = format!(
                "BEGIN; SET LOCAL ROLE callboard_app; SET LOCAL callboard.workspace = '{}'; {verb}",
                desk.workspace
            );
            let refused = sqlx::Executor::execute(&mut connection, sqlx::AssertSqlSafe(sql)).await;
            assert!(refused.unwrap_err().to_string().contains("permission denied"), "{verb}");
            crate::support::run_postgres(&mut connection, "ROLLBACK").await;
        }
    } else {
        let mut connection = crate::support::connect_sqlite(&world.url).await;
        for verb in ["UPDATE audit_entries SET note = 'x'", "DELETE FROM audit_entries"] {
            let refused = sqlx::Executor::execute(&mut connection, verb).await;
            assert!(refused.unwrap_err().to_string().contains("append only"), "{verb}");
        }
    }
}

async fn the_trail_is_read_by_target_and_action(world: &World) {
    let desk = world.desk().await;
    let before = missed_call(world.id());
    world.call(&desk, before.clone()).await;
    world.call(&desk, missed_call(world.id())).await;
    let after = CallSnapshot { notes: "Leak".into(), ..before.clone() };
    world.stores.calls.save(&desk.scope, changed_call(&before, after, Version(1))).await.unwrap();
    let list = |filter: AuditFilter| {
        let (trail, scope) = (world.stores.audit_trail.clone(), desk.scope.clone());
        async move { trail.list(&scope, &filter, &PageRequest::first(10)).await.unwrap().items }
    };
    let target = AuditFilter {
        target_kind: vec!["call".into()],
        target_id: Some(before.id.uuid()),
        ..AuditFilter::default()
    };
    let of_call = list(target.clone()).await;
    assert_eq!(
        of_call.iter().map(|row| row.action.as_str()).collect::<Vec<_>>(),
        ["update", "create"]
    );
    assert_eq!(of_call[0].actor_name, "Olive Owner");
    assert_eq!(of_call[0].after["notes"], "Leak");
    let created =
        AuditFilter { action: vec!["create".into()], actor: Some(desk.owner.uuid()), ..target };
    assert_eq!(list(created).await.len(), 1);
    assert_eq!(list(AuditFilter::default()).await.len(), 5);
    let other = world.desk().await;
    let (any, first) = (AuditFilter::default(), PageRequest::first(10));
    let foreign = world.stores.audit_trail.list(&other.scope, &any, &first).await.unwrap();
    assert_eq!(foreign.items.len(), 2);
}
