//! Asking for a change of many calls.

use super::job::{Names, Skipped};
use crate::{
    auth::Caller,
    fields::{Nullable, Word},
    problem::Problem,
    routes::calls::{outcome::OutcomeFollowUp, query::CallFilters},
};
use callboard_calls::{
    self as calls, BulkSelection,
    bulk::{BulkOperation, BulkWord},
    jobs::{CallJob, JobState},
    model::SpamReason,
};
use callboard_kernel::{CallId, FieldError, Invalid, MemberId, Patch};
use poem_openapi::Object;
use uuid::Uuid;

/// A change of many calls.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct BulkRequest {
    /// These calls. Either this or `filter`.
    #[oai(validator(min_items = 1, max_items = 5000))]
    call_ids: Option<Vec<Uuid>>,
    /// All calls that match at this moment.
    filter: Option<CallFilters>,
    /// With `filter`: not these.
    #[oai(default, validator(max_items = 5000))]
    except_ids: Vec<Uuid>,
    /// What is done.
    operation: Word<BulkWord>,
    /// What the operation needs to know.
    data: Option<BulkData>,
}

/// What an operation needs to know; each takes only its own fields.
#[derive(Object, Default)]
#[oai(deny_unknown_fields)]
pub(crate) struct BulkData {
    /// `tag`, `untag`: the labels.
    #[oai(validator(max_items = 30))]
    tags: Option<Vec<String>>,
    /// `disposition`: its key.
    #[oai(validator(max_length = 40))]
    disposition: Option<String>,
    /// `disposition`: added below the notes of each call.
    #[oai(validator(max_length = 2000))]
    note: Option<String>,
    /// `followup`: the promise; `disposition`: a promise made with it.
    follow_up: Option<OutcomeFollowUp>,
    /// `spam`, `disposition`: why it is spam.
    spam_reason: Option<Word<SpamReason>>,
    /// `spam`, `disposition`: also where another outcome stands.
    replace: Option<bool>,
    /// `followup`: also where a follow-up is open.
    even_if_open: Option<bool>,
    /// `assign`: who gets the open follow-up; `null` gives it back to everybody.
    assigned_to: Nullable<Uuid>,
}

/// A change that will be made.
#[derive(Object)]
pub(crate) struct BulkAsked {
    /// Its job.
    job_id: Uuid,
    /// How many calls are meant.
    affected_count: u64,
    /// Where it is in its life.
    status: Word<JobState>,
}

/// What a change would do.
#[derive(Object)]
pub(crate) struct BulkPreview {
    /// Calls that are meant.
    total: u64,
    /// Of these, calls that would change.
    would_change: u64,
    /// The others, by reason.
    skipped: Vec<Skipped>,
}

impl BulkAsked {
    pub(super) fn of(job: &CallJob) -> Self {
        Self {
            job_id: job.id.uuid(),
            affected_count: job.progress.total.unwrap_or_default(),
            status: Word(job.state),
        }
    }
}

impl BulkPreview {
    pub(super) fn of(preview: calls::BulkPreview, names: &Names) -> Self {
        let calls::BulkPreview { total, would_change, skipped } = preview;
        Self { total, would_change, skipped: Skipped::all(&skipped, names) }
    }
}

impl BulkRequest {
    /// As the domain takes it.
    pub(super) async fn parts(
        self,
        caller: &Caller,
    ) -> Result<(BulkOperation, BulkSelection), Problem> {
        let calls = |ids: Vec<Uuid>| ids.into_iter().map(CallId).collect::<Vec<_>>();
        let selection = match (self.call_ids, self.filter) {
            (Some(ids), None) if self.except_ids.is_empty() => BulkSelection::Named(calls(ids)),
            (None, Some(filter)) => BulkSelection::Matching(
                Box::new(filter.filter(caller).await?),
                calls(self.except_ids),
            ),
            (Some(_), None) => return Err(not_allowed("except_ids", "Only with `filter`.")),
            (Some(_), Some(_)) => return Err(not_allowed("filter", "Only without `call_ids`.")),
            (None, None) => return Err(missing("call_ids", "Or send `filter`.")),
        };
        let operation = self.data.unwrap_or_default().operation(self.operation.0)?;
        Ok((operation, selection))
    }
}

impl BulkData {
    fn operation(mut self, word: BulkWord) -> Result<BulkOperation, Problem> {
        let operation = match word {
            BulkWord::Tag => BulkOperation::Tag { tags: self.some_tags()? },
            BulkWord::Untag => BulkOperation::Untag { tags: self.some_tags()? },
            BulkWord::Spam => BulkOperation::Spam {
                reason: self.spam_reason.take().map(|word| word.0),
                replace: self.replace.take().unwrap_or(false),
            },
            BulkWord::Disposition => BulkOperation::Disposition {
                disposition: self
                    .disposition
                    .take()
                    .ok_or_else(|| missing("data.disposition", "Say which."))?,
                note: self.note.take(),
                follow_up: self.follow_up.take().map(OutcomeFollowUp::request),
                spam_reason: self.spam_reason.take().map(|word| word.0),
                replace: self.replace.take().unwrap_or(false),
            },
            BulkWord::Followup => BulkOperation::Followup {
                follow_up: self
                    .follow_up
                    .take()
                    .map(OutcomeFollowUp::request)
                    .ok_or_else(|| missing("data.follow_up", "Say what to promise."))?,
                even_if_open: self.even_if_open.take().unwrap_or(false),
            },
            BulkWord::Assign => {
                let chosen = std::mem::take(&mut self.assigned_to);
                let member = match chosen.patch(|id| id) {
                    Patch::Set(member) => Some(MemberId(member)),
                    Patch::Clear => None,
                    Patch::Keep => {
                        return Err(missing(
                            "data.assigned_to",
                            "Say who, or `null` for everybody.",
                        ));
                    }
                };
                BulkOperation::Assign { member }
            }
        };
        self.nothing_left()?;
        Ok(operation)
    }

    fn some_tags(&mut self) -> Result<Vec<String>, Problem> {
        self.tags.take().ok_or_else(|| missing("data.tags", "Name at least one tag."))
    }

    /// Refuses what the operation did not take.
    fn nothing_left(self) -> Result<(), Problem> {
        let left = [
            ("tags", self.tags.is_some()),
            ("disposition", self.disposition.is_some()),
            ("note", self.note.is_some()),
            ("follow_up", self.follow_up.is_some()),
            ("spam_reason", self.spam_reason.is_some()),
            ("replace", self.replace.is_some()),
            ("even_if_open", self.even_if_open.is_some()),
            ("assigned_to", !self.assigned_to.patch(|id| id).is_keep()),
        ];
        let wrong: Vec<FieldError> = left
            .into_iter()
            .filter(|(_, present)| *present)
            .map(|(name, _)| FieldError {
                path: format!("data.{name}"),
                code: "not_allowed",
                message: "This operation does not take it.".to_owned(),
            })
            .collect();
        if wrong.is_empty() { Ok(()) } else { Err(Problem::invalid(wrong)) }
    }
}

fn missing(path: &str, message: &str) -> Problem {
    Problem::invalid(Invalid::field(path, "required", message).0)
}

fn not_allowed(path: &str, message: &str) -> Problem {
    Problem::invalid(Invalid::field(path, "not_allowed", message).0)
}
