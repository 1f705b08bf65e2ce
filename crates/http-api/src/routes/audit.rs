//! Who changed what.

use crate::{
    answer::Answer,
    auth::Caller,
    fields::Instant,
    problem::Problem,
    request::{Params, page},
    routes::Part,
};
use callboard_kernel::{Actor, CallId, Page};
use callboard_workspaces::{AuditFilter, AuditRow};
use poem_openapi::{Object, OpenApi, param::Path};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// An entry of the audit trail.
#[derive(Object)]
pub(crate) struct AuditEntry {
    /// Number within the workspace.
    seq: i64,
    /// When.
    at: Instant,
    /// Who.
    actor: AuditActor,
    /// What was done.
    action: String,
    /// Kind of the thing.
    target_kind: String,
    /// The thing.
    target_id: Uuid,
    /// Changed fields as they were.
    before: BTreeMap<String, Value>,
    /// Changed fields as they are.
    after: BTreeMap<String, Value>,
    /// Why.
    note: String,
    /// Hash of the entry and of the one before it.
    hash: String,
}

/// Who did something.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct AuditActor {
    /// `member`, `api_key` or `system`.
    kind: String,
    /// Id of the member or key.
    id: Option<Uuid>,
    /// Name of today; for the product itself the part that acted.
    name: String,
}

/// A page of the trail.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct AuditPage {
    /// Newest first.
    data: Vec<AuditEntry>,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Which entries.
#[derive(Object)]
pub(crate) struct AuditQuery {
    /// Id of the member or API key that acted.
    actor: Option<Uuid>,
    /// What was done, such as `update`.
    #[oai(default, validator(max_items = 20))]
    action: Vec<String>,
    /// Kind of the thing, such as `call`.
    #[oai(default, validator(max_items = 20))]
    target_kind: Vec<String>,
    /// The thing.
    target_id: Option<Uuid>,
    /// At or after.
    from: Option<Instant>,
    /// Before.
    to: Option<Instant>,
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

/// Which page of the entries of a call.
#[derive(Object)]
pub(crate) struct CallAuditQuery {
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

impl From<AuditRow> for AuditEntry {
    fn from(row: AuditRow) -> Self {
        let (kind, id) = match &row.actor {
            Actor::Member { id, .. } => ("member", Some(id.uuid())),
            Actor::ApiKey { id, .. } => ("api_key", Some(id.uuid())),
            Actor::System { .. } => ("system", None),
        };
        Self {
            seq: row.seq,
            at: row.at.into(),
            actor: AuditActor { kind: kind.to_owned(), id, name: row.actor_name },
            action: row.action,
            target_kind: row.target_kind,
            target_id: row.target_id,
            before: row.before.into_iter().map(|(name, value)| (name, readable(value))).collect(),
            after: row.after.into_iter().map(|(name, value)| (name, readable(value))).collect(),
            note: row.note,
            hash: row.hash,
        }
    }
}

/// Values as clients know them. Entries keep an instant in the compact form of nine numbers (year, day of the year, hour,
/// minute, second, nanosecond, offset), which is part of their hash; here it becomes RFC 3339.
fn readable(value: Value) -> Value {
    match value {
        Value::Array(items) => match instant(&items) {
            Some(at) => Value::from(at.to_string()),
            None => items.into_iter().map(readable).collect(),
        },
        Value::Object(map) => {
            map.into_iter().map(|(name, value)| (name, readable(value))).collect()
        }
        plain => plain,
    }
}

fn instant(parts: &[Value]) -> Option<Instant> {
    if parts.len() != 9 || !parts.iter().all(Value::is_i64) {
        return None;
    }
    serde_json::from_value(Value::from(parts)).ok().map(Instant)
}

fn answer(found: Page<AuditRow>) -> Answer<AuditPage> {
    let next_cursor = found.next.map(|cursor| cursor.0);
    let data = found.items.into_iter().map(AuditEntry::from).collect();
    Answer(AuditPage { data, has_more: next_cursor.is_some(), next_cursor })
}

pub(crate) struct AuditApi;

#[OpenApi(prefix_path = "/audit", tag = "Part::Audit")]
impl AuditApi {
    /// The audit trail
    #[oai(path = "/", method = "get", operation_id = "list_audit_entries")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<AuditQuery>,
    ) -> Result<Answer<AuditPage>, Problem> {
        let query = query.0;
        let filter = AuditFilter {
            actor: query.actor,
            action: query.action,
            target_kind: query.target_kind,
            target_id: query.target_id,
            from: query.from.map(|at| at.0),
            to: query.to.map(|at| at.0),
        };
        let page = page(query.limit, query.cursor);
        Ok(answer(caller.audit.list(&caller.scope, &filter, &page).await?))
    }

    /// What happened to a call
    #[oai(path = "/calls/:id", method = "get", operation_id = "list_audit_entries_of_call")]
    async fn of_call(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        query: Params<CallAuditQuery>,
    ) -> Result<Answer<AuditPage>, Problem> {
        let page = page(query.0.limit, query.0.cursor);
        // Who may not see the call may not see its trail either.
        caller.calls.get(&caller.scope, CallId(id.0)).await?;
        Ok(answer(caller.audit.of_target(&caller.scope, "call", id.0, &page).await?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn instants_are_readable_wherever_they_stand() {
        let at = callboard_kernel::timestamp(1_795_231_817_824);
        let value = json!({"at": at, "inner": {"list": [at, 3]}, "tags": ["a", "b"]});
        let text = "2026-11-21T03:30:17.824Z";
        assert_eq!(
            readable(value),
            json!({"at": text, "inner": {"list": [text, 3]}, "tags": ["a", "b"]})
        );
        let numbers = json!([1, 2, 3, 4, 5, 6, 7, 8, 900]);
        assert_eq!(readable(numbers.clone()), numbers);
    }
}
