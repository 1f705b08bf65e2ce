//! Checks a JSON value against a schema of our own document and names every wrong field. What the document promises is
//! so what the server demands, and a handler only ever sees requests that fit.

use crate::fields::Instant;
use callboard_kernel::Invalid;
use regex::Regex;
use serde_json::{Map, Value};
use std::collections::HashMap;
use uuid::Uuid;

/// Deepest nesting of a request. Far above any of ours, far below what would hurt.
const MAX_DEPTH: usize = 24;

/// The schemas of the document.
pub(crate) struct Schemas {
    named: Map<String, Value>,
    /// Every pattern of the document, compiled once.
    patterns: HashMap<String, Regex>,
}

impl Schemas {
    /// Reads a document.
    pub(super) fn of(document: &Value) -> Self {
        let mut patterns = HashMap::new();
        collect_patterns(document, &mut patterns);
        let named = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
        Self { named, patterns }
    }

    /// All wrong fields of `value`; paths start with `path`.
    pub(crate) fn check(&self, schema: &Value, value: &Value, path: &str) -> Invalid {
        let mut wrong = Invalid::default();
        self.visit(schema, value, path, 0, &mut wrong);
        wrong
    }

    /// The schema that a `$ref` names, or the schema itself.
    pub(crate) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let target = schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|name| name.strip_prefix("#/components/schemas/"))
            .and_then(|name| self.named.get(name));
        target.unwrap_or(schema)
    }

    fn visit(&self, schema: &Value, value: &Value, path: &str, depth: usize, wrong: &mut Invalid) {
        if depth > MAX_DEPTH {
            wrong.push(path, "too_deep", "Is nested too deeply.");
            return;
        }
        if value.is_null() && schema.get("nullable") == Some(&Value::Bool(true)) {
            return;
        }
        let schema = self.resolve(schema);
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            for part in parts {
                self.visit(part, value, path, depth + 1, wrong);
            }
            return;
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("object") => self.visit_object(schema, value, path, depth, wrong),
            Some("array") => self.visit_array(schema, value, path, depth, wrong),
            Some("string") => self.check_string(schema, value, path, wrong),
            Some("integer") => check_integer(schema, value, path, wrong),
            Some("number") => check_number(schema, value, path, wrong),
            Some("boolean") if !value.is_boolean() => wrong_type(path, "true or false", wrong),
            _ => {}
        }
    }

    fn check_string(&self, schema: &Value, value: &Value, path: &str, wrong: &mut Invalid) {
        let found = wrong.0.len();
        check_string(schema, value, path, wrong);
        let Some(pattern) = schema.get("pattern").and_then(Value::as_str) else { return };
        // A text that is refused already needs no second reason.
        let text = value.as_str().filter(|_| wrong.0.len() == found);
        let fits = |text| self.patterns.get(pattern).is_none_or(|regex| regex.is_match(text));
        if text.is_some_and(|text| !fits(text)) {
            wrong.push(path, "invalid_format", format!("Must fit `{pattern}`."));
        }
    }

    fn visit_object(
        &self,
        schema: &Value,
        value: &Value,
        path: &str,
        depth: usize,
        wrong: &mut Invalid,
    ) {
        let Some(object) = value.as_object() else {
            return wrong_type(path, "an object", wrong);
        };
        let empty = Map::new();
        let known = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            let name = name.as_str().unwrap_or_default();
            if !object.contains_key(name) {
                wrong.push(join(path, name), "required", "Is required.");
            }
        }
        for (name, inner) in object {
            let at = join(path, name);
            match (known.get(name), schema.get("additionalProperties")) {
                (Some(schema), _) => self.visit(schema, inner, &at, depth + 1, wrong),
                (None, Some(Value::Object(_))) => {
                    self.visit(&schema["additionalProperties"], inner, &at, depth + 1, wrong);
                }
                (None, Some(Value::Bool(false))) => {
                    let known = known.keys().map(String::as_str);
                    wrong.push(at, "unknown_field", unknown("field", name, known));
                }
                (None, _) => {}
            }
        }
    }

    fn visit_array(
        &self,
        schema: &Value,
        value: &Value,
        path: &str,
        depth: usize,
        wrong: &mut Invalid,
    ) {
        let Some(items) = value.as_array() else {
            return wrong_type(path, "a list", wrong);
        };
        if let Some(limit) = limit(schema, "maxItems")
            && items.len() > limit
        {
            wrong.push(path, "too_many", format!("Has {limit} entries at most."));
            return;
        }
        if let Some(limit) = limit(schema, "minItems")
            && items.len() < limit
        {
            wrong.push(path, "too_few", format!("Has {limit} entries at least."));
        }
        for (index, item) in items.iter().enumerate() {
            self.visit(&schema["items"], item, &join(path, &index.to_string()), depth + 1, wrong);
        }
    }
}

fn collect_patterns(value: &Value, patterns: &mut HashMap<String, Regex>) {
    match value {
        Value::Object(map) => {
            let pattern = map.get("pattern").and_then(Value::as_str);
            let compiled = pattern.and_then(|text| Some((text.to_owned(), Regex::new(text).ok()?)));
            patterns.extend(compiled);
            map.values().for_each(|inner| collect_patterns(inner, patterns));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect_patterns(inner, patterns)),
        _ => {}
    }
}

/// `There is no field `nots`; did you mean `notes`?`
pub(crate) fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let nearest = known
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((likeness, known)) if likeness > 0.6 => {
            format!("There is no such {what}; did you mean `{known}`?")
        }
        _ => format!("There is no such {what}."),
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn limit(schema: &Value, key: &str) -> Option<usize> {
    schema.get(key).and_then(Value::as_u64).map(|limit| limit as usize)
}

fn wrong_type(path: &str, expected: &str, wrong: &mut Invalid) {
    wrong.push(path, "wrong_type", format!("Must be {expected}."));
}

fn check_string(schema: &Value, value: &Value, path: &str, wrong: &mut Invalid) {
    let Some(text) = value.as_str() else {
        return wrong_type(path, "a text", wrong);
    };
    // No database column takes NUL, so it is refused before one has to.
    if text.contains('\0') {
        return wrong.push(path, "invalid_character", "Contains a NUL character.");
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array)
        && !words.contains(value)
    {
        let words: Vec<_> = words.iter().filter_map(Value::as_str).collect();
        return wrong.push(path, "unknown_value", format!("Is one of: {}.", words.join(", ")));
    }
    let length = text.chars().count();
    if let Some(limit) = limit(schema, "maxLength")
        && length > limit
    {
        wrong.push(path, "too_long", format!("Has {limit} characters at most."));
    }
    if let Some(limit) = limit(schema, "minLength")
        && length < limit
    {
        wrong.push(path, "too_short", format!("Has {limit} characters at least."));
    }
    let (fits, expected) = match schema.get("format").and_then(Value::as_str) {
        Some("uuid") => (text.len() == 36 && Uuid::try_parse(text).is_ok(), "a UUID"),
        Some("date-time") => {
            (Instant::parse(text).is_some(), "an RFC 3339 instant such as 2026-03-01T17:30:00Z")
        }
        // The framework's own name for a date without a zone.
        Some("date" | "naive-date") => (is_date(text), "a date such as 2026-03-01"),
        _ => (true, ""),
    };
    if !fits {
        wrong.push(path, "invalid_format", format!("Must be {expected}."));
    }
}

fn is_date(text: &str) -> bool {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    text.len() == 10 && time::Date::parse(text, format).is_ok()
}

fn check_integer(schema: &Value, value: &Value, path: &str, wrong: &mut Invalid) {
    let Some(number) = value.as_i64() else {
        return wrong_type(path, "a whole number", wrong);
    };
    let (least, greatest) = match schema.get("format").and_then(Value::as_str) {
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let least = schema.get("minimum").and_then(Value::as_f64).map_or(least, |m| m as i64);
    let greatest = schema.get("maximum").and_then(Value::as_f64).map_or(greatest, |m| m as i64);
    check_range(number < least, number > greatest, (&least, &greatest), path, wrong);
}

fn check_number(schema: &Value, value: &Value, path: &str, wrong: &mut Invalid) {
    let Some(number) = value.as_f64() else {
        return wrong_type(path, "a number", wrong);
    };
    let least = schema.get("minimum").and_then(Value::as_f64).unwrap_or(f64::MIN);
    let greatest = schema.get("maximum").and_then(Value::as_f64).unwrap_or(f64::MAX);
    check_range(number < least, number > greatest, (&least, &greatest), path, wrong);
}

fn check_range<N: std::fmt::Display>(
    below: bool,
    above: bool,
    (least, greatest): (&N, &N),
    path: &str,
    wrong: &mut Invalid,
) {
    if below {
        wrong.push(path, "too_small", format!("Is {least} at least."));
    }
    if above {
        wrong.push(path, "too_large", format!("Is {greatest} at most."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(schema: Value, value: Value) -> Vec<(String, &'static str)> {
        let word = json!({"type": "string", "enum": ["in", "out"]});
        let document = json!({"components": {"schemas": {"Word": word}}, "x": schema});
        let schemas = Schemas::of(&document);
        schemas.check(&schema, &value, "").0.into_iter().map(|e| (e.path, e.code)).collect()
    }

    #[test]
    fn every_wrong_field_is_named_with_its_path() {
        let schema = json!({
            "type": "object", "additionalProperties": false, "required": ["name", "at"],
            "properties": {
                "name": {"type": "string", "maxLength": 3},
                "at": {"type": "string", "format": "date-time"},
                "tags": {"type": "array", "maxItems": 2, "items": {"type": "string"}},
                "way": {"$ref": "#/components/schemas/Word"},
                "age": {"type": "integer", "format": "int32", "minimum": 0},
                "inner": {"type": "object", "properties": {"on": {"type": "boolean"}}}
            }
        });
        let value = json!({
            "name": "long", "tags": ["a", 7], "way": "up", "age": -1, "inner": {"on": "yes"}, "nome": 1
        });
        let mut wrong = found(schema, value);
        wrong.sort();
        let expected = [
            ("age", "too_small"),
            ("at", "required"),
            ("inner.on", "wrong_type"),
            ("name", "too_long"),
            ("nome", "unknown_field"),
            ("tags.1", "wrong_type"),
            ("way", "unknown_value"),
        ];
        assert_eq!(wrong, expected.map(|(path, code)| (path.to_owned(), code)));
    }

    #[test]
    fn null_is_a_value_only_where_the_schema_says_so() {
        let schema = json!({"allOf": [{"$ref": "#/components/schemas/Word"}], "nullable": true});
        assert!(found(schema, Value::Null).is_empty());
        assert_eq!(found(json!({"type": "string"}), Value::Null).len(), 1);
    }

    #[test]
    fn strings_are_not_numbers_and_have_no_nul() {
        assert_eq!(found(json!({"type": "string"}), json!(5))[0].1, "wrong_type");
        assert_eq!(found(json!({"type": "string"}), json!("a\u{0}"))[0].1, "invalid_character");
    }

    #[test]
    fn a_text_fits_its_pattern() {
        let schema = json!({"type": "string", "maxLength": 4, "pattern": "^[a-z]+$"});
        assert!(found(schema.clone(), json!("abc")).is_empty());
        assert_eq!(found(schema.clone(), json!("ab1"))[0].1, "invalid_format");
        assert_eq!(found(schema, json!("ABCDE")).len(), 1);
    }

    #[test]
    fn a_date_is_a_day_that_there_is() {
        for format in ["date", "naive-date"] {
            let schema = json!({"type": "string", "format": format});
            assert!(found(schema.clone(), json!("2028-02-29")).is_empty());
            for wrong in ["2026-02-30", "2026-2-3", "today", "2026-02-03T00:00:00Z"] {
                assert_eq!(found(schema.clone(), json!(wrong))[0].1, "invalid_format", "{wrong}");
            }
        }
    }

    #[test]
    fn the_nearest_name_is_proposed() {
        let known = ["notes", "tags"];
        assert_eq!(
            unknown("field", "nots", known.into_iter()),
            "There is no such field; did you mean `notes`?"
        );
        assert_eq!(unknown("field", "xyz", known.into_iter()), "There is no such field.");
    }
}
