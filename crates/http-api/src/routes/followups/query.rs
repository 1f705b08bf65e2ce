//! The filters of a list of follow-ups (S1-API-04a).

use crate::{
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    request::checked,
};
use callboard_followups::{
    board::{Assignee, FollowUpFilter},
    model::{FollowUpKind, FollowUpStatus, Priority},
    report::Kept,
};
use callboard_kernel::{CallId, CustomerId, MemberId};
use poem_openapi::Object;
use uuid::Uuid;

/// Which follow-ups are wanted.
#[derive(Object)]
pub(crate) struct FollowUpQuery {
    /// Due at or after.
    from: Option<Instant>,
    /// Due before.
    to: Option<Instant>,
    /// Open or done.
    #[oai(default)]
    status: Vec<Word<FollowUpStatus>>,
    /// What is to be done.
    #[oai(default, rename = "type")]
    kind: Vec<Word<FollowUpKind>>,
    /// How pressing.
    #[oai(default)]
    priority: Vec<Word<Priority>>,
    /// Id of a member, `me`, or `none` for the pool.
    #[oai(validator(
        max_length = 36,
        pattern = "^(me|none|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$"
    ))]
    assigned_to: Option<String>,
    /// Of this call.
    call_id: Option<Uuid>,
    /// Of this customer.
    contact_id: Option<Uuid>,
    /// Only open ones past due.
    overdue: Option<bool>,
    /// Only open ones that are due soon.
    due_soon: Option<bool>,
    /// What became of it, once it was due.
    #[oai(default)]
    kept: Vec<Word<Kept>>,
    /// Who kept it, else who has it: id of a member, `me`, or `none` for the pool.
    #[oai(validator(
        max_length = 36,
        pattern = "^(me|none|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$"
    ))]
    responsible: Option<String>,
    /// Hours of the day in the workspace's time zone in which it is due.
    #[oai(default, validator(max_items = 24))]
    due_hour: Vec<u8>,
    /// A fragment of subject, note, name or number.
    #[oai(validator(min_length = 3, max_length = 200))]
    search: Option<String>,
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    pub(super) cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    pub(super) limit: Option<u32>,
    /// Also count all that fit.
    pub(super) with_total: Option<bool>,
}

impl FollowUpQuery {
    /// As the domain takes it. `me` is the caller; a program is nobody and has none.
    pub(super) fn filter(self, caller: &Caller) -> Result<FollowUpFilter, Problem> {
        let assigned_to = assignee(self.assigned_to.as_deref(), "assigned_to", caller)?;
        let responsible = assignee(self.responsible.as_deref(), "responsible", caller)?;
        Ok(FollowUpFilter {
            from: self.from.map(|at| at.0),
            to: self.to.map(|at| at.0),
            status: self.status.iter().map(|word| word.0).collect(),
            kind: self.kind.iter().map(|word| word.0).collect(),
            priority: self.priority.iter().map(|word| word.0).collect(),
            assigned_to,
            call: self.call_id.map(CallId),
            customer: self.contact_id.map(CustomerId),
            overdue: self.overdue.unwrap_or(false),
            due_soon: self.due_soon.unwrap_or(false),
            kept: self.kept.iter().map(|word| word.0).collect(),
            responsible,
            due_hour: self.due_hour,
            search: self.search,
        })
    }
}

/// Reads `me`, `none` or an id.
fn assignee(word: Option<&str>, path: &str, caller: &Caller) -> Result<Option<Assignee>, Problem> {
    Ok(match word {
        None => None,
        Some("none") => Some(Assignee::Nobody),
        Some("me") => {
            let me = caller.scope.member().unwrap_or(MemberId(Uuid::nil()));
            Some(Assignee::Member(me))
        }
        Some(id) => {
            let id = checked(id.parse().ok(), path, "Is the id of a member, `me` or `none`.")?;
            Some(Assignee::Member(MemberId(id)))
        }
    })
}
