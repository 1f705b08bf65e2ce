//! Row-level security on PostgreSQL, as the role that the server takes.

use crate::support::{World, connect_postgres, customer, follow_up, missed_call, run_postgres};
use sqlx::{AssertSqlSafe, Executor, PgConnection, Row};

async fn names(connection: &mut PgConnection, sql: &str) -> Vec<String> {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(connection).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

const TABLES: &str = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                      WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'seaql_migrations'";

#[tokio::test(flavor = "multi_thread")]
async fn every_table_is_locked_to_its_workspace() {
    let world = World::postgres().await;
    let mut owner = connect_postgres(&world.url).await;
    let without = |condition: &str| format!("{TABLES} AND NOT ({condition})");
    for (what, condition) in [
        (
            "a workspace",
            "EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id')",
        ),
        ("row-level security", "c.relrowsecurity"),
        ("security forced on the owner", "c.relforcerowsecurity"),
        (
            "a policy for the server",
            "EXISTS (SELECT 1 FROM pg_policies p WHERE p.tablename = c.relname AND p.policyname = 'own_workspace' AND p.roles = '{callboard_app}' AND p.cmd = 'ALL' AND p.qual LIKE '%callboard.workspace%' AND p.with_check LIKE '%callboard.workspace%')",
        ),
        (
            "an index that starts with the workspace",
            "EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] WHERE i.indrelid = c.oid AND a.attname = 'workspace_id')",
        ),
        (
            "an owner other than the server",
            "pg_get_userbyid(c.relowner) NOT IN ('callboard_app', 'callboard_system', 'callboard_search')",
        ),
    ] {
        assert_eq!(names(&mut owner, &without(condition)).await, [""; 0], "tables without {what}");
    }
    let open = "SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'callboard\\_%' \
                AND (rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole OR rolcreatedb)";
    assert_eq!(names(&mut owner, open).await, [""; 0], "roles with too many rights");
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_another_workspace_do_not_exist() {
    let world = World::postgres().await;
    let (ours, theirs) = (world.desk().await, world.desk().await);
    let call = world.call(&ours, missed_call(world.id())).await;
    world.customer(&ours, customer(world.id(), "Nora Vale", "+18645550100")).await;
    world.follow_up(&ours, follow_up(world.id(), Some(call))).await;
    let mut app = connect_postgres(&world.url).await;
    let mut owner = connect_postgres(&world.url).await;
    let tables = names(&mut owner, TABLES).await;
    assert!(tables.len() >= 20, "{tables:?}");
    run_postgres(&mut app, "SET ROLE callboard_app").await;
    for table in &tables {
        let enter = format!("BEGIN; SET LOCAL callboard.workspace = '{}'", theirs.workspace);
        run_postgres(&mut app, &enter).await;
        let foreign =
            format!("SELECT count(*) FROM {table} WHERE workspace_id <> '{}'", theirs.workspace);
        let seen: i64 =
            sqlx::query_scalar(AssertSqlSafe(foreign)).fetch_one(&mut app).await.unwrap();
        assert_eq!(seen, 0, "{table} shows rows of another workspace");
        run_postgres(&mut app, "ROLLBACK").await;
    }
    // The search functions read below row-level security and must know the workspace all the same.
    run_postgres(
        &mut app,
        &format!("BEGIN; SET LOCAL callboard.workspace = '{}'", theirs.workspace),
    )
    .await;
    for function in [
        "search_calls('%', '%', NULL)",
        "search_call_terms('%', '%', 9, 9)",
        "search_customers('%', '%', NULL)",
        "search_follow_ups('%', '%', NULL)",
    ] {
        let found: i64 =
            sqlx::query_scalar(AssertSqlSafe(format!("SELECT count(*) FROM {function}")))
                .fetch_one(&mut app)
                .await
                .unwrap();
        assert_eq!(found, 0, "{function}");
    }
    // Nor can a row be put into another workspace.
    let moved = format!("UPDATE calls SET workspace_id = '{}'", ours.workspace);
    assert_eq!(app.execute(AssertSqlSafe(moved)).await.unwrap().rows_affected(), 0);
    let smuggled = format!("INSERT INTO causes VALUES ('{}', 'x', 0)", ours.workspace);
    let refused = app.execute(AssertSqlSafe(smuggled)).await.unwrap_err().to_string();
    assert!(refused.contains("row-level security"), "{refused}");
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_workspace_nothing_is_answered() {
    let world = World::postgres().await;
    let desk = world.desk().await;
    let mut app = connect_postgres(&world.url).await;
    run_postgres(&mut app, "SET ROLE callboard_app").await;
    let refused = app.execute("SELECT * FROM calls").await.unwrap_err().to_string();
    assert!(refused.contains("callboard.workspace"), "{refused}");
    // After a transaction that had a workspace the setting is empty, not absent.
    run_postgres(
        &mut app,
        &format!("BEGIN; SET LOCAL callboard.workspace = '{}'; COMMIT", desk.workspace),
    )
    .await;
    let refused = app.execute("SELECT * FROM members").await.unwrap_err().to_string();
    assert!(refused.contains("uuid"), "{refused}");
    // And the server cannot read the schema's own list or make tables.
    let refused = app.execute("CREATE TABLE loot (workspace_id UUID)").await;
    assert!(refused.is_err());
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_system_role_reads_little_and_writes_less() {
    let world = World::postgres().await;
    let desk = world.desk().await;
    world.call(&desk, missed_call(world.id())).await;
    let mut system = connect_postgres(&world.url).await;
    run_postgres(&mut system, "SET ROLE callboard_system").await;
    for allowed in [
        "SELECT workspace_id, id, next_fire_at FROM follow_ups",
        "SELECT * FROM workspaces",
        "UPDATE deliveries SET epoch = epoch WHERE false",
    ] {
        run_postgres(&mut system, allowed).await;
    }
    for forbidden in [
        "SELECT * FROM calls",
        "SELECT * FROM customers",
        "SELECT note FROM follow_ups",
        "SELECT * FROM audit_entries",
        "UPDATE members SET role = 'owner'",
        "INSERT INTO causes SELECT workspace_id, 'x', 0 FROM workspaces",
        "DELETE FROM events",
    ] {
        let refused = system.execute(forbidden).await.unwrap_err().to_string();
        assert!(refused.contains("permission denied"), "{forbidden}: {refused}");
    }
    world.close().await;
}
