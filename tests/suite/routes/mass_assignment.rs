//! Nobody sets what he may not by naming the column.

use super::{
    document::Document,
    world::{Ready, World},
};
use callboard_tests::Engine;
use futures_util::{StreamExt, stream};
use serde_json::json;
use std::collections::BTreeSet;

/// Names that other programs have been taken over by.
const USUAL: [&str; 12] = [
    "workspace_id",
    "role",
    "is_admin",
    "admin",
    "owner",
    "id",
    "version",
    "created_at",
    "updated_at",
    "tenant_id",
    "balance",
    "__proto__",
];
/// Requests at the same time.
const AT_ONCE: usize = 8;

#[tokio::test]
async fn no_column_is_set_by_its_name() {
    let world = World::new(Engine::Sqlite).await;
    let document = Document::of(&world).await;
    let columns = world.rows.all_columns().await;
    let names: BTreeSet<_> = columns.iter().map(String::as_str).chain(USUAL).collect();
    assert!(names.len() > 100, "the columns were not found: {names:?}");
    let mut sent = 0;
    let mut faults = Vec::new();
    for (operation, fixture) in document.operations() {
        let schema = document.resolve(&operation.body);
        if schema["type"] != "object" {
            continue;
        }
        let known = schema["properties"].as_object().unwrap();
        let ready = world.ready(&operation, &fixture).await;
        let client = world.who_may(&fixture).await;
        let before = world.rows.fingerprint().await;
        let unknown = names.iter().filter(|name| !known.contains_key(**name));
        let answers = stream::iter(unknown.map(|name| {
            let mut more: Ready = ready.clone();
            more.body[*name] = json!("owner");
            let client = &client;
            async move { (*name, more.send(client).await) }
        }))
        .buffer_unordered(AT_ONCE)
        .collect::<Vec<_>>()
        .await;
        for (name, answer) in answers {
            sent += 1;
            let wrong = (name.to_owned(), "unknown_field".to_owned());
            if answer.status != 400 || !answer.wrong_fields().contains(&wrong) {
                faults.push(format!("{} took {name}: {answer}", operation.id));
            }
        }
        let changed = world.rows.fingerprint().await.changed_since(&before);
        if !changed.is_empty() {
            faults.push(format!("{}: refused requests changed {changed:?}", operation.id));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(sent > 4_000, "{sent} requests");
}
