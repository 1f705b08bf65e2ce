//! The document is true and whole.

use callboard_http_api::openapi_json;
use serde_json::Value;
use std::collections::BTreeSet;

fn document() -> Value {
    serde_json::from_str(&openapi_json()).unwrap()
}

fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let operations = item.as_object().unwrap().iter();
            operations.map(move |(method, operation)| (format!("{method} {path}"), operation))
        })
        .collect()
}

#[test]
fn every_operation_has_a_unique_id_a_tag_a_summary_and_its_problems() {
    let document = document();
    let mut ids = BTreeSet::new();
    for (name, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{name} has no id"));
        assert!(ids.insert(id.to_owned()), "{id} twice");
        assert!(id.contains('_'), "{id} is <verb>_<resource>");
        assert!(operation["tags"][0].is_string(), "{name} has no tag");
        assert!(operation["summary"].is_string(), "{name} has no summary");
        for status in [
            "400", "401", "403", "404", "405", "409", "412", "415", "422", "429", "500", "503",
            "507",
        ] {
            assert!(operation["responses"][status].is_object(), "{name} does not declare {status}");
        }
    }
    assert!(ids.len() > 50, "operations were lost: two handlers of one path in different groups?");
}

#[test]
fn everything_but_signing_in_and_signed_links_needs_a_sign_in() {
    let document = document();
    let open: Vec<_> = operations(&document)
        .into_iter()
        .filter(|(_, operation)| operation["security"].as_array().is_none_or(Vec::is_empty))
        .map(|(name, _)| name)
        .collect();
    let expected = [
        "get /attachments/{id}/file",
        "post /auth/reset",
        "get /auth/reset/{token}",
        "post /auth/sign-in",
        "get /exports/{id}/file",
        "get /recordings/{id}/file",
        "get /thumbnails/{id}/file",
    ];
    assert_eq!(open, expected);
}

#[test]
fn requests_are_closed_and_media_types_plain() {
    let text = openapi_json();
    assert!(!text.contains("charset"));
    assert!(!text.contains("\"uint"));
    let document = document();
    for name in
        ["CallPatch", "OutcomeRequest", "NewFollowUp", "SignIn", "BusinessHours", "SlaCondition"]
    {
        let schema = &document["components"]["schemas"][name];
        assert_eq!(schema["additionalProperties"], false, "{name} takes unknown fields");
    }
}

#[test]
fn queries_are_parameters_of_their_own() {
    let document = document();
    let parameters = document["paths"]["/calls"]["get"]["parameters"].as_array().unwrap();
    let names: BTreeSet<_> = parameters.iter().map(|p| p["name"].as_str().unwrap()).collect();
    for name in
        ["from", "direction", "disposition", "tag", "promise", "search", "sort", "cursor", "limit"]
    {
        assert!(names.contains(name), "{name} is missing in {names:?}");
    }
    assert!(document["components"]["schemas"]["CallListQuery"].is_null());
}
