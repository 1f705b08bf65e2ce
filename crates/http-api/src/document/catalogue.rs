//! Which operation a request means, and what it may carry, read from the document.

use poem::http::Method;
use serde_json::Value;

/// All operations by their addresses.
pub(crate) struct Catalogue(Vec<Address>);

struct Address {
    /// As the document writes it, such as `/calls/{id}`.
    template: String,
    segments: Vec<Segment>,
    operations: Vec<(Method, Operation)>,
}

enum Segment {
    Fixed(String),
    Parameter(String),
}

/// What an operation takes.
pub(crate) struct Operation {
    /// Needs no sign-in.
    pub(crate) is_open: bool,
    /// Query parameters.
    pub(crate) query: Vec<Parameter>,
    /// Parameters in the path.
    pub(crate) path: Vec<Parameter>,
    /// Schema of the body and whether it must be there.
    pub(crate) body: Option<(Value, bool)>,
}

/// A parameter.
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) schema: Value,
    pub(crate) required: bool,
}

/// Where a request leads.
pub(crate) enum Place<'a> {
    /// To this operation, with the values of its path parameters.
    Here { template: &'a str, operation: &'a Operation, values: Vec<(&'a str, String)> },
    /// The address exists for these methods.
    OtherMethod { allow: String },
    /// Nowhere.
    Nowhere,
}

impl Catalogue {
    /// Reads a document.
    pub(super) fn of(document: &Value) -> Self {
        let paths = document["paths"].as_object().into_iter().flatten();
        let mut addresses: Vec<_> = paths.map(|(path, item)| Address::of(path, item)).collect();
        // A fixed segment beats a parameter: `/calls/count` is no call.
        addresses.sort_by_key(|address| {
            address.segments.iter().map(|s| matches!(s, Segment::Parameter(_))).collect::<Vec<_>>()
        });
        Self(addresses)
    }

    /// Finds the operation of a path without its prefix.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Place<'_> {
        for address in &self.0 {
            let Some(values) = address.matches(path) else { continue };
            let template = address.template.as_str();
            return match address.operations.iter().find(|(m, _)| m == method) {
                Some((_, operation)) => Place::Here { template, operation, values },
                None => Place::OtherMethod { allow: address.allow() },
            };
        }
        Place::Nowhere
    }
}

impl Address {
    fn of(template: &str, item: &Value) -> Self {
        let segments = template.split('/').skip(1).map(|part| {
            match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                Some(name) => Segment::Parameter(name.to_owned()),
                None => Segment::Fixed(part.to_owned()),
            }
        });
        let operations =
            item.as_object().into_iter().flatten().filter_map(|(method, operation)| {
                Some((method.to_ascii_uppercase().parse().ok()?, Operation::of(operation)))
            });
        Self {
            template: template.to_owned(),
            segments: segments.collect(),
            operations: operations.collect(),
        }
    }

    fn matches(&self, path: &str) -> Option<Vec<(&str, String)>> {
        let mut parts = path.split('/').skip(1);
        let mut values = Vec::new();
        for segment in &self.segments {
            let part = parts.next()?;
            match segment {
                Segment::Fixed(fixed) if fixed == part => {}
                Segment::Parameter(name) if !part.is_empty() => {
                    values.push((name.as_str(), part.to_owned()));
                }
                Segment::Fixed(_) | Segment::Parameter(_) => return None,
            }
        }
        parts.next().is_none().then_some(values)
    }

    fn allow(&self) -> String {
        let methods: Vec<_> = self.operations.iter().map(|(method, _)| method.as_str()).collect();
        methods.join(", ")
    }
}

impl Operation {
    fn of(operation: &Value) -> Self {
        let parameters = |place: &str| {
            let all = operation["parameters"].as_array().into_iter().flatten();
            all.filter(|parameter| parameter["in"] == place).map(Parameter::of).collect()
        };
        let body = &operation["requestBody"];
        let schema = &body["content"]["application/json"]["schema"];
        Self {
            is_open: operation["security"].as_array().is_none_or(Vec::is_empty),
            query: parameters("query"),
            path: parameters("path"),
            body: (!schema.is_null()).then(|| (schema.clone(), body["required"] == true)),
        }
    }
}

impl Parameter {
    fn of(parameter: &Value) -> Self {
        Self {
            name: parameter["name"].as_str().unwrap_or_default().to_owned(),
            schema: parameter["schema"].clone(),
            required: parameter["required"] == true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn catalogue() -> Catalogue {
        Catalogue::of(&json!({"paths": {
            "/calls/{id}": {"get": {"security": [{"session": []}]}, "patch": {}},
            "/calls/count": {"get": {}},
            "/calls": {"get": {}}
        }}))
    }

    #[test]
    fn fixed_segments_beat_parameters() {
        let catalogue = catalogue();
        let found = catalogue.find(&Method::GET, "/calls/count");
        assert!(matches!(found, Place::Here { template: "/calls/count", .. }));
        let found = catalogue.find(&Method::GET, "/calls/7");
        let Place::Here { template, values, operation } = found else { panic!("not found") };
        assert_eq!((template, values), ("/calls/{id}", vec![("id", "7".to_owned())]));
        assert!(!operation.is_open);
    }

    #[test]
    fn other_methods_are_named() {
        let catalogue = catalogue();
        let Place::OtherMethod { allow } = catalogue.find(&Method::DELETE, "/calls/7") else {
            panic!("found")
        };
        assert_eq!(allow, "GET, PATCH");
    }

    #[test]
    fn what_does_not_exist_is_nowhere() {
        for path in ["/", "/calls/", "/calls/7/x", "/nothing"] {
            assert!(matches!(catalogue().find(&Method::GET, path), Place::Nowhere), "{path}");
        }
    }
}
