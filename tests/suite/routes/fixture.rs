//! How an operation is called so that it succeeds.

use serde_json::Value;

/// A request in the making. `$word` stands for the id of a thing that is made for it.
pub(super) struct Fixture {
    /// `operationId` of the document.
    pub(super) operation: &'static str,
    /// The lowest role that may; `anybody` needs no sign-in, `guest` is a viewer who is made for it.
    pub(super) role: &'static str,
    /// Values of the parameters of the path, in their order.
    pub(super) path: &'static [&'static str],
    /// The word of a query that it needs.
    pub(super) query: Option<&'static str>,
    /// The body; null when there is none.
    pub(super) body: Value,
}

/// One that changes nothing.
pub(super) fn read(
    operation: &'static str,
    role: &'static str,
    path: &'static [&'static str],
) -> Fixture {
    Fixture { operation, role, path, query: None, body: Value::Null }
}

/// One that changes something.
pub(super) fn write(
    operation: &'static str,
    role: &'static str,
    path: &'static [&'static str],
    body: Value,
) -> Fixture {
    Fixture { operation, role, path, query: None, body }
}
