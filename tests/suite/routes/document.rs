//! What the document says there is.

use super::{
    fixture::Fixture,
    fixtures,
    world::{NOWHERE, World},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The document of the server.
pub(super) struct Document(Value);

/// A parameter of a query or a header.
pub(super) struct Parameter {
    /// Its name.
    pub(super) name: String,
    /// What it may be.
    pub(super) schema: Value,
}

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
    /// Parameters of the query.
    pub(super) query: Vec<Parameter>,
    /// Headers that it reads.
    pub(super) headers: Vec<Parameter>,
    /// What the JSON body may be; null when there is none.
    pub(super) body: Value,
}

/// A field of a request, however deep: the names on the way to it, `0` for the first entry of a list.
pub(super) struct Field {
    /// The names.
    pub(super) path: Vec<String>,
    /// What it may be.
    pub(super) schema: Value,
}

impl Operation {
    fn of(method: &str, path: &str, operation: &Value) -> Self {
        let Some(id) = operation["operationId"].as_str() else {
            panic!("{method} {path} has no operationId")
        };
        let parameters = |place: &str| -> Vec<Parameter> {
            let all = operation["parameters"].as_array().into_iter().flatten();
            let here = all.filter(|one| one["in"] == place);
            here.map(|one| Parameter {
                name: one["name"].as_str().unwrap().to_owned(),
                schema: one["schema"].clone(),
            })
            .collect()
        };
        Self {
            id: id.to_owned(),
            method: method.to_uppercase(),
            template: path.to_owned(),
            is_open: operation["security"].as_array().is_none_or(Vec::is_empty),
            query: parameters("query"),
            headers: parameters("header"),
            body: operation["requestBody"]["content"]["application/json"]["schema"].clone(),
        }
    }

    /// May change something.
    pub(super) fn is_unsafe(&self) -> bool {
        self.method != "GET"
    }

    /// The path with ids that nothing has.
    pub(super) fn nowhere(&self) -> String {
        self.path_with(NOWHERE)
    }

    /// The path with this text for every parameter.
    pub(super) fn path_with(&self, text: &str) -> String {
        let parts =
            self.template.split('/').map(|part| if part.starts_with('{') { text } else { part });
        format!("/api{}", parts.collect::<Vec<_>>().join("/"))
    }
}

impl Document {
    /// The one that the server serves.
    pub(super) async fn of(world: &World) -> Self {
        Self(world.server.anonymous().get("/api/openapi.json").await.ok())
    }

    /// Each operation with its fixture; fails when one lacks the other.
    pub(super) fn operations(&self) -> Vec<(Operation, Fixture)> {
        let mut fixtures: BTreeMap<_, _> =
            fixtures::all().into_iter().map(|one| (one.operation, one)).collect();
        let mut pairs = Vec::new();
        let mut missing = Vec::new();
        for (path, item) in self.0["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let operation = Operation::of(method, path, operation);
                match fixtures.remove(operation.id.as_str()) {
                    Some(fixture) => pairs.push((operation, fixture)),
                    None => missing.push(operation.id),
                }
            }
        }
        assert!(
            missing.is_empty(),
            "these operations have no fixture in tests/suite/routes/fixtures, or one for two of them: {missing:?}"
        );
        assert!(fixtures.is_empty(), "these fixtures have no operation: {:?}", fixtures.keys());
        assert!(pairs.len() >= 60, "{} operations", pairs.len());
        pairs
    }

    /// The schema behind references and wrappers.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap_or_default();
            return self.resolve(&self.0["components"]["schemas"][name]);
        }
        match schema["allOf"].as_array().map(Vec::as_slice) {
            Some([one]) => self.resolve(one),
            _ => schema,
        }
    }

    /// Every field of a schema, however deep.
    pub(super) fn fields(&self, schema: &Value) -> Vec<Field> {
        let mut all = Vec::new();
        self.collect(schema, &[], &mut all);
        all
    }

    fn collect(&self, schema: &Value, path: &[String], all: &mut Vec<Field>) {
        let schema = self.resolve(schema);
        let steps: Vec<(&str, &Value)> = match schema["type"].as_str() {
            Some("object") => schema["properties"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, inner)| (name.as_str(), inner))
                .collect(),
            Some("array") => vec![("0", &schema["items"])],
            _ => Vec::new(),
        };
        for (name, inner) in steps {
            let mut path = path.to_vec();
            path.push(name.to_owned());
            assert!(path.len() < 12, "requests are not this deep: {path:?}");
            self.collect(inner, &path, all);
            all.push(Field { path, schema: self.resolve(inner).clone() });
        }
    }

    /// The body with another value in one field; what is on the way there is made.
    pub(super) fn with(
        &self,
        schema: &Value,
        body: &Value,
        path: &[String],
        value: &Value,
    ) -> Value {
        let Some((step, rest)) = path.split_first() else { return value.clone() };
        let schema = self.resolve(schema);
        let body = if body.is_null() { self.sample(schema) } else { body.clone() };
        match body {
            Value::Array(entries) => {
                let first = entries.first().cloned().unwrap_or_default();
                let first = self.with(&schema["items"], &first, rest, value);
                Value::Array(vec![first])
            }
            Value::Object(mut fields) => {
                let inner = fields.get(step).cloned().unwrap_or_default();
                let inner = self.with(&schema["properties"][step], &inner, rest, value);
                fields.insert(step.clone(), inner);
                Value::Object(fields)
            }
            other => panic!("{step} is in nothing: {other}"),
        }
    }

    /// The least that a schema asks for.
    fn sample(&self, schema: &Value) -> Value {
        let schema = self.resolve(schema);
        match (schema["type"].as_str(), schema["format"].as_str()) {
            (Some("object"), _) => {
                let required = schema["required"].as_array().into_iter().flatten();
                let fields = required
                    .filter_map(Value::as_str)
                    .map(|name| (name.to_owned(), self.sample(&schema["properties"][name])));
                Value::Object(fields.collect::<Map<_, _>>())
            }
            (Some("array"), _) => json!([]),
            (Some("integer" | "number"), _) => {
                json!(schema["minimum"].as_f64().unwrap_or(1.0) as i64)
            }
            (Some("boolean"), _) => json!(false),
            (_, Some("uuid")) => json!(NOWHERE),
            (_, Some("date-time")) => json!("2031-03-01T17:30:00Z"),
            (_, Some("date" | "naive-date")) => json!("2031-03-01"),
            _ => schema["enum"].get(0).cloned().unwrap_or_else(|| json!("12:00")),
        }
    }
}
