//! Mends in the generated document what the generator leaves wrong or open, so that a strict client and a strict tester
//! find it true.

use super::examples::examples;
use crate::problem::ProblemBody;
use poem_openapi::{registry::Registry, types::Type};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Statuses that every operation may answer besides its own, with why.
const PROBLEMS: [(&str, &str); 14] = [
    ("400", "The request is wrong; `errors` names every wrong field."),
    ("401", "Nobody is signed in."),
    ("403", "The role, or the origin of the request, does not allow it."),
    ("404", "There is no such thing in this workspace."),
    ("405", "This address knows other methods; `Allow` names them."),
    ("409", "Its state does not allow it."),
    ("412", "Someone changed it first: the version in `If-Match` is not the present one."),
    ("413", "The request is too large."),
    ("415", "The body is no `application/json`."),
    ("422", "Understood, but a rule demands more; `errors` names what is missing."),
    ("429", "Too many attempts; `Retry-After` says for how long."),
    ("500", "A defect."),
    ("503", "Something does not answer in time; `Retry-After` says when to try again."),
    ("507", "Nothing can be saved: the disk of the server is full, or may only be read."),
];

/// The document that is served.
pub(super) fn polished(generated: &str) -> Value {
    let mut document: Value = serde_json::from_str(generated).unwrap_or(Value::Null);
    each_operation(&mut document, expand_query);
    each_operation(&mut document, |operation, _| declare_problems(operation));
    add_problems(&mut document);
    plain_media_types(&mut document);
    mend_schemas(&mut document);
    close_requests(&mut document);
    drop_unused(&mut document);
    add_examples(&mut document);
    document
}

fn each_operation(document: &mut Value, mut mend: impl FnMut(&mut Map<String, Value>, &Value)) {
    let schemas = document["components"]["schemas"].clone();
    let paths = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    for operation in paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        if let Some(operation) = operation.as_object_mut() {
            mend(operation, &schemas);
        }
    }
}

/// A query is declared as one object in the handlers; here each of its fields becomes a parameter of its own.
fn expand_query(operation: &mut Map<String, Value>, schemas: &Value) {
    let Some(Value::Array(parameters)) = operation.remove("parameters") else { return };
    let mut expanded = Vec::new();
    for parameter in parameters {
        match named(&parameter["schema"], schemas) {
            Some(object) if parameter["in"] == "query" => expanded.extend(fields(object)),
            _ => expanded.push(parameter),
        }
    }
    if !expanded.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(expanded));
    }
}

fn named<'a>(schema: &Value, schemas: &'a Value) -> Option<&'a Value> {
    let name = schema.get("$ref")?.as_str()?.rsplit('/').next()?;
    schemas.get(name).filter(|schema| schema["type"] == "object")
}

fn fields(object: &Value) -> Vec<Value> {
    let required = object["required"].as_array().cloned().unwrap_or_default();
    let properties = object["properties"].as_object().into_iter().flatten();
    properties
        .map(|(name, schema)| {
            let mut schema = schema.clone();
            let description = schema.as_object_mut().and_then(|s| s.remove("description"));
            // `allOf` of a single reference exists only to carry the description, which the parameter has now.
            if let Some([only]) = schema["allOf"].as_array().map(Vec::as_slice) {
                schema = only.clone();
            } else if let Some(parts) = schema["allOf"].as_array()
                && let Some(reference) = parts.iter().find(|part| part.get("$ref").is_some())
            {
                schema = reference.clone();
            }
            let mut parameter = json!({
                "name": name,
                "in": "query",
                "required": required.contains(&Value::from(name.as_str())),
                "schema": schema,
            });
            if let Some(description) = description {
                parameter["description"] = description;
            }
            if parameter["schema"]["type"] == "array" {
                parameter["style"] = "form".into();
                parameter["explode"] = true.into();
            }
            parameter
        })
        .collect()
}

fn declare_problems(operation: &mut Map<String, Value>) {
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else {
        return;
    };
    for (status, _) in PROBLEMS {
        let shared = format!("#/components/responses/Problem{status}");
        responses.entry(status).or_insert_with(|| json!({"$ref": shared}));
    }
}

/// The problems that all operations share. No handler names their schema, so the generator has dropped it.
fn add_problems(document: &mut Value) {
    let mut registry = Registry::new();
    ProblemBody::register(&mut registry);
    for (name, schema) in registry.schemas {
        document["components"]["schemas"][name] = serde_json::to_value(schema).unwrap_or_default();
    }
    for (status, description) in PROBLEMS {
        document["components"]["responses"][format!("Problem{status}")] = problem(description);
    }
}

fn problem(description: &str) -> Value {
    json!({
        "description": description,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    })
}

/// Some generators of clients do not understand a media type with a charset, and JSON has none.
fn plain_media_types(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(body) = map.remove("application/json; charset=utf-8") {
                map.insert("application/json".to_owned(), body);
            }
            map.values_mut().for_each(plain_media_types);
        }
        Value::Array(items) => items.iter_mut().for_each(plain_media_types),
        _ => {}
    }
}

fn mend_schemas(value: &mut Value) {
    match value {
        Value::Object(map) => {
            mend_integer(map);
            mend_reference(map);
            drop_defaults(map);
            map.values_mut().for_each(mend_schemas);
        }
        Value::Array(items) => items.iter_mut().for_each(mend_schemas),
        _ => {}
    }
}

/// `uint8` and its kin are no formats of OpenAPI; their meaning is a lower bound of zero.
fn mend_integer(schema: &mut Map<String, Value>) {
    let Some(format) = schema.get("format").and_then(Value::as_str) else { return };
    let (format, greatest) = match format {
        "uint8" => ("int32", Some(255)),
        "uint16" => ("int32", Some(65_535)),
        "uint32" => ("int64", Some(i64::from(u32::MAX))),
        "uint64" => ("int64", None),
        _ => return,
    };
    schema.insert("format".to_owned(), format.into());
    schema.entry("minimum").or_insert(0.into());
    if let Some(greatest) = greatest {
        schema.entry("maximum").or_insert(greatest.into());
    }
}

/// What a client may leave out has a default by its nature. Said in the schema, generators of clients take it for a promise
/// that the field is always there, and demand it in requests.
fn drop_defaults(schema: &mut Map<String, Value>) {
    let is_schema = schema.contains_key("type") || schema.contains_key("allOf");
    if is_schema && schema.get("default").is_some_and(|default| !default.is_object()) {
        schema.remove("default");
    }
    for flag in ["deprecated", "explode"] {
        let noise = schema.contains_key("in") && schema.get("in") != Some(&Value::from("query"));
        if noise {
            schema.remove(flag);
        }
    }
}

/// A reference with something beside it comes as `allOf` of the reference and of a copy of that something, which would
/// forbid `null` where it is meant to allow it: only the reference stays in the list.
fn mend_reference(schema: &mut Map<String, Value>) {
    let Some(Value::Array(parts)) = schema.get_mut("allOf") else { return };
    let is_ref = |part: &Value| part.get("$ref").is_some();
    let is_note = |part: &Value| part.get("type").is_none() && part.get("properties").is_none();
    if parts.iter().filter(|part| is_ref(part)).count() == 1
        && parts.iter().all(|part| is_ref(part) || is_note(part))
    {
        parts.retain(is_ref);
    }
}

/// Objects that a client sends have no other fields than those declared.
fn close_requests(document: &mut Value) {
    let mut open = BTreeSet::new();
    each_operation(document, |operation, _| collect(operation.get("requestBody"), &mut open));
    let mut closed = BTreeSet::new();
    while let Some(name) = open.pop_first() {
        let schema = &mut document["components"]["schemas"][&name];
        if !closed.insert(name) {
            continue;
        }
        close(schema);
        collect(Some(schema), &mut open);
    }
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") && !map.contains_key("additionalProperties") {
                map.insert("additionalProperties".to_owned(), false.into());
            }
            map.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

fn collect(value: Option<&Value>, names: &mut BTreeSet<String>) {
    match value {
        Some(Value::Object(map)) => {
            let name = map.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next());
            names.extend(name.map(str::to_owned));
            map.values().for_each(|inner| collect(Some(inner), names));
        }
        Some(Value::Array(items)) => items.iter().for_each(|inner| collect(Some(inner), names)),
        _ => {}
    }
}

fn add_examples(document: &mut Value) {
    for (name, example) in examples() {
        if let Some(schema) = document["components"]["schemas"].get_mut(name) {
            schema["example"] = example;
        }
    }
}

/// Schemas of whole queries are used by nobody once their fields are parameters.
fn drop_unused(document: &mut Value) {
    let mut used = BTreeSet::new();
    let mut open = BTreeSet::new();
    collect(Some(&document["paths"]), &mut open);
    collect(Some(&document["components"]["responses"]), &mut open);
    while let Some(name) = open.pop_first() {
        let schema = &document["components"]["schemas"][&name];
        if used.insert(name) {
            collect(Some(schema), &mut open);
        }
    }
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.retain(|name, _| used.contains(name));
    }
}
