//! What the document says there is.

use super::{
    fixture::Fixture,
    fixtures,
    world::{NOWHERE, World},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// An operation of the document.
pub(super) struct Operation {
    /// `operationId`.
    pub(super) id: String,
    /// In capitals.
    pub(super) method: String,
    /// The path with its parameters.
    pub(super) template: String,
    /// Needs no sign-in.
    pub(super) is_open: bool,
}

impl Operation {
    /// May change something.
    pub(super) fn is_unsafe(&self) -> bool {
        self.method != "GET"
    }

    /// The path with ids that nothing has.
    pub(super) fn nowhere(&self) -> String {
        let parts =
            self.template.split('/').map(|part| if part.starts_with('{') { NOWHERE } else { part });
        format!("/api{}", parts.collect::<Vec<_>>().join("/"))
    }
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(id) = operation["operationId"].as_str() else {
                panic!("{method} {path} has no operationId")
            };
            all.push(Operation {
                id: id.to_owned(),
                method: method.to_uppercase(),
                template: path.clone(),
                is_open: operation["security"].as_array().is_none_or(Vec::is_empty),
            });
        }
    }
    all
}

/// Each operation with its fixture; fails when one lacks the other.
pub(super) async fn operations_with_fixtures(world: &World) -> Vec<(Operation, Fixture)> {
    let document = world.server.anonymous().get("/api/openapi.json").await.ok();
    let mut fixtures: BTreeMap<_, _> =
        fixtures::all().into_iter().map(|one| (one.operation, one)).collect();
    let operations = operations(&document);
    let missing: Vec<_> = operations
        .iter()
        .filter(|one| !fixtures.contains_key(one.id.as_str()))
        .map(|one| &one.id)
        .collect();
    assert!(
        missing.is_empty(),
        "these operations have no fixture in tests/suite/routes/fixtures: {missing:?}"
    );
    let pairs: Vec<_> = operations
        .into_iter()
        .map(|operation| {
            let fixture = fixtures
                .remove(operation.id.as_str())
                .unwrap_or_else(|| panic!("{} twice", operation.id));
            (operation, fixture)
        })
        .collect();
    assert!(fixtures.is_empty(), "these fixtures have no operation: {:?}", fixtures.keys());
    assert!(pairs.len() >= 60, "{} operations", pairs.len());
    pairs
}
