//! The reference page: the document as plain HTML, made once, without any script.

use serde_json::{Map, Value};
use std::fmt::Write;

/// Codes of problems with what to do about them. Pages of problems (`type`) lead here.
const CODES: [(&str, &str); 32] = [
    ("already_done", "The follow-up is done already; open it again to change it."),
    ("already_paused", "The clock stands still already."),
    (
        "choose_workspace",
        "The password is right in several workspaces: send `workspace_id`, one of `workspaces`.",
    ),
    ("duplicate", "It exists already."),
    ("email_taken", "Another member has this e-mail address."),
    ("forbidden", "The role does not allow it; the detail names the lowest role that may."),
    ("foreign_origin", "A browser sent this for a page of another site."),
    ("held_by_other", "Somebody else holds the call in triage: see `by` and `until`."),
    ("internal", "A defect. The id of the request (`X-Request-Id`) is in the server's log."),
    ("invalid", "Fields are wrong: see `errors`."),
    ("last_owner", "A workspace keeps one active owner; name another one first."),
    ("mail_moved_on", "The mail needs nobody any more; the detail says how it stands."),
    ("mail_too_old", "What was written more than three days ago is not sent any more."),
    ("malformed_json", "The body is no JSON."),
    ("method_not_allowed", "See the header `Allow`."),
    ("missing_reference", "It names something that does not exist in this workspace."),
    ("no_demo", "The workspace is no demo: nobody pretends to call it."),
    ("not_ended", "The call still rings or talks."),
    ("not_found", "There is no such thing in this workspace, or it is not yours to see."),
    ("not_signed_in", "Sign in, or send an API key."),
    ("nothing_to_undo", "No outcome is left that can still be taken back."),
    ("nothing_to_waive", "The call asks for no outcome."),
    ("outcome_incomplete", "The disposition demands what `errors` names: a note, a follow-up."),
    ("outcome_required", "A required outcome cannot be emptied; choose another one or undo it."),
    ("reset_link_dead", "The link was used, replaced, or ran out."),
    ("skip_reason_missing", "From the third skip on a reason is needed."),
    ("stale", "Someone changed it first: load it again and decide again."),
    ("still_open", "The follow-up is open."),
    ("too_large", "A request has 1 MiB at most."),
    ("too_many_attempts", "Wait as long as `Retry-After` says."),
    ("unavailable", "Something does not answer in time; try again in a moment."),
    ("wrong_credentials", "The e-mail address or the password is wrong."),
];

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1c2330}\
h2{margin-top:3rem;border-bottom:1px solid #d8dde6}h3{margin-bottom:0}code{background:#f1f3f7;padding:.1em .3em;border-radius:4px}\
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .75rem .25rem 0;vertical-align:top}\
nav a{margin-right:1rem}.m{font-weight:700;display:inline-block;min-width:4.5rem}p{margin:.25rem 0}\
@media(prefers-color-scheme:dark){body{background:#12151c;color:#dfe4ee}code{background:#222834}a{color:#8ab4ff}h2{border-color:#333b4a}}";

/// The page.
pub(crate) fn page(document: &Value) -> String {
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Callboard API</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>{STYLE}</style></head><body>\
         <h1>Callboard API {}</h1><p>{}</p><p><a href=\"/api/openapi.json\">The OpenAPI document</a></p><nav>",
        escape(&document["info"]["version"]),
        escape(&document["info"]["description"]),
    );
    let tags = document["tags"].as_array().into_iter().flatten();
    for tag in tags.clone() {
        let name = escape(&tag["name"]);
        put(&mut html, format_args!("<a href=\"#{name}\">{name}</a>"));
    }
    html.push_str("<a href=\"#schemas\">Schemas</a><a href=\"#problems\">Problems</a></nav>");
    for tag in tags {
        let name = escape(&tag["name"]);
        put(
            &mut html,
            format_args!("<h2 id=\"{name}\">{name}</h2><p>{}</p>", escape(&tag["description"])),
        );
        operations(document, &tag["name"], &mut html);
    }
    schemas(document, &mut html);
    html.push_str("<h2 id=\"problems\">Problems</h2><table>");
    for (code, meaning) in CODES {
        put(
            &mut html,
            format_args!(
                "<tr id=\"problem-{code}\"><td><code>{code}</code></td><td>{meaning}</td></tr>"
            ),
        );
    }
    html.push_str("</table></body></html>\n");
    html
}

/// Writing into a string cannot fail.
fn put(html: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = html.write_fmt(text);
}

fn escape(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn operations(document: &Value, tag: &Value, html: &mut String) {
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if operation["tags"].as_array().is_some_and(|tags| tags.contains(tag)) {
                put(
                    html,
                    format_args!(
                        "<h3 id=\"{}\"><span class=\"m\">{}</span><code>/api{path}</code></h3><p>{}. {}</p>",
                        escape(&operation["operationId"]),
                        method.to_uppercase(),
                        escape(&operation["summary"]),
                        escape(&operation["description"]),
                    ),
                );
                parameters(operation, html);
                bodies(operation, html);
            }
        }
    }
}

fn parameters(operation: &Value, html: &mut String) {
    let parameters = operation["parameters"].as_array().filter(|all| !all.is_empty());
    let Some(parameters) = parameters else { return };
    html.push_str("<table>");
    for parameter in parameters {
        put(
            html,
            format_args!(
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td></tr>",
                escape(&parameter["name"]),
                escape(&parameter["in"]),
                kind(&parameter["schema"]),
                escape(&parameter["description"]),
            ),
        );
    }
    html.push_str("</table>");
}

fn bodies(operation: &Value, html: &mut String) {
    let request = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !request.is_null() {
        put(html, format_args!("<p>Body: {}</p>", kind(request)));
    }
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        if status.starts_with('2') {
            let schema = &response["content"]["application/json"]["schema"];
            put(html, format_args!("<p>{status}: {}</p>", kind(schema)));
        }
    }
}

fn schemas(document: &Value, html: &mut String) {
    html.push_str("<h2 id=\"schemas\">Schemas</h2>");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        put(
            html,
            format_args!(
                "<h3 id=\"schema-{name}\">{name}</h3><p>{}</p>",
                escape(&schema["description"])
            ),
        );
        match schema["properties"].as_object() {
            Some(properties) => fields(properties, html),
            None => put(html, format_args!("<p>{}</p>", kind(schema))),
        }
    }
}

fn fields(properties: &Map<String, Value>, html: &mut String) {
    html.push_str("<table>");
    for (field, schema) in properties {
        let meaning = escape(&schema["description"]);
        put(
            html,
            format_args!(
                "<tr><td><code>{field}</code></td><td>{}</td><td>{meaning}</td></tr>",
                kind(schema)
            ),
        );
    }
    html.push_str("</table>");
}

/// A schema in a few words, with a link to the one that it names.
fn kind(schema: &Value) -> String {
    let reference = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str());
    if let Some(name) = reference.and_then(|reference| reference.rsplit('/').next()) {
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<_> =
            words.iter().map(|word| format!("<code>{}</code>", escape(word))).collect();
        return words.join(" ");
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("array"), _) => format!("list of {}", kind(&schema["items"])),
        (Some(kind), Some(format)) => format!("{kind} ({format})"),
        (Some(kind), None) => kind.to_owned(),
        (None, _) if schema.is_null() => "nothing".to_owned(),
        (None, _) => "anything".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn the_page_shows_every_operation_and_runs_no_script() {
        let document = Document::new();
        let html = page(document.json());
        for (path, _) in document.json()["paths"].as_object().unwrap() {
            assert!(html.contains(&format!("<code>/api{path}</code>")), "{path}");
        }
        assert!(
            !html.contains("<script") && !html.contains("http://") && !html.contains("https://")
        );
    }
}
