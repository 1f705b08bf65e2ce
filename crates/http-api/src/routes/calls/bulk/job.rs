//! A change of many calls as it is watched.

use crate::{
    auth::Caller,
    fields::{Instant, Word},
    problem::{PersonRef, Problem},
};
use callboard_calls::{
    Undoing,
    bulk::{BulkOperation, BulkSpec, BulkWord, SkipReason, Tally},
    jobs::{CallJob, JobKind, JobState},
    ports::{self, RowResult},
};
use callboard_kernel::{Actor, CallJobId, MemberId, Page};
use poem_openapi::Object;
use std::collections::HashMap;
use uuid::Uuid;

/// Members and dispositions by what stands for them, for names.
pub(super) struct Names {
    members: HashMap<MemberId, String>,
    dispositions: HashMap<String, String>,
}

/// A change of many calls.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct BulkJob {
    /// Its id.
    id: Uuid,
    /// `bulk`, or `bulk_undo` for one that takes another one back.
    kind: Word<JobKind>,
    /// What is done, or taken back.
    operation: Word<BulkWord>,
    /// The same in words, such as `Tag Storm, VIP`.
    what: String,
    /// Where it is in its life.
    status: Word<JobState>,
    /// How far it is.
    progress: BulkProgress,
    /// Calls that were passed over, by reason.
    skipped: Vec<Skipped>,
    /// Somebody asked it to stop.
    cancel_requested: bool,
    /// Why it failed.
    error: Option<String>,
    /// Who asked for it; absent for programs.
    asked_by: Option<PersonRef>,
    /// When it was asked for.
    created_at: Instant,
    /// When it began.
    started_at: Option<Instant>,
    /// When it ended.
    finished_at: Option<Instant>,
    /// Until when it can be taken back.
    undo_until: Option<Instant>,
    /// The job that takes it back.
    undone_by: Option<Uuid>,
    /// The job that it takes back.
    undo_of: Option<Uuid>,
}

/// How far a change is.
#[derive(Object)]
pub(crate) struct BulkProgress {
    /// Calls that are meant.
    total: u64,
    /// Of these, changed.
    done: u64,
    /// Of these, passed over.
    skipped: u64,
}

/// Calls that are passed over for one reason.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Skipped {
    /// Why.
    reason: Word<SkipReason>,
    /// The same in words that follow the number, such as `are marked do-not-contact`.
    message: String,
    /// How many.
    calls: u64,
    /// Who holds them.
    held_by: Option<PersonRef>,
}

/// A page of changes.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct BulkJobPage {
    /// The newest first.
    pub(super) data: Vec<BulkJob>,
    /// Where the next page starts.
    pub(super) next_cursor: Option<String>,
    /// Whether there is a next page.
    pub(super) has_more: bool,
}

/// Which changes.
#[derive(Object)]
pub(crate) struct BulkJobQuery {
    /// Only one's own.
    pub(super) mine: Option<bool>,
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    pub(super) cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    pub(super) limit: Option<u32>,
}

/// A call of a change.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct BulkRow {
    /// The call.
    call_id: Uuid,
    /// Name of the other party, else the number; empty when the call is gone.
    caller: String,
    /// First ring.
    started_at: Option<Instant>,
    /// What became of it.
    result: Word<RowResult>,
    /// Why it was passed over.
    reason: Option<Word<SkipReason>>,
    /// The same in words, such as `is marked do-not-contact`.
    message: Option<String>,
    /// Who holds it.
    held_by: Option<PersonRef>,
}

/// A page of calls of a change.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct BulkRowPage {
    /// By the id of the call.
    data: Vec<BulkRow>,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Which calls of a change.
#[derive(Object)]
pub(crate) struct BulkRowQuery {
    /// Only those of which this became.
    pub(super) result: Option<Word<RowResult>>,
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    pub(super) cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    pub(super) limit: Option<u32>,
}

impl Names {
    pub(super) async fn load(caller: &Caller) -> Result<Self, Problem> {
        let members = caller.members.list(&caller.scope, true).await?;
        let catalogue = caller.calls.dispositions(&caller.scope).await?.value;
        Ok(Self {
            members: members.into_iter().map(|member| (member.id, member.name)).collect(),
            dispositions: catalogue.into_iter().map(|rule| (rule.key, rule.label)).collect(),
        })
    }

    fn person(&self, id: MemberId) -> Option<PersonRef> {
        self.members.get(&id).map(|name| PersonRef { id: id.uuid(), name: name.clone() })
    }
}

impl BulkJob {
    /// One, with the names and the undo around it.
    pub(super) async fn load_one(
        caller: &Caller,
        job: &CallJob,
        names: &Names,
    ) -> Result<Self, Problem> {
        let mut loaded = Self::load(caller, std::slice::from_ref(job), names).await?;
        loaded.pop().ok_or_else(Problem::internal)
    }

    /// The same for many, in their order.
    pub(super) async fn load(
        caller: &Caller,
        jobs: &[CallJob],
        names: &Names,
    ) -> Result<Vec<Self>, Problem> {
        let undoing = caller.bulk.undoing(&caller.scope, jobs).await?;
        jobs.iter().zip(undoing).map(|(job, undoing)| Self::of(job, undoing, names)).collect()
    }

    fn of(job: &CallJob, undoing: Undoing, names: &Names) -> Result<Self, Problem> {
        let spec = BulkSpec::parse(&job.spec).ok_or_else(Problem::internal)?;
        let asked_by = match job.actor {
            Actor::Member { id, .. } => names.person(id),
            Actor::ApiKey { .. } | Actor::System { .. } => None,
        };
        let (undo_until, undone_by) = match undoing {
            Undoing::Until(until) => (Some(until.into()), None),
            Undoing::By(undo) => (None, Some(undo.uuid())),
            Undoing::Never => (None, None),
        };
        Ok(Self {
            id: job.id.uuid(),
            kind: Word(job.kind),
            operation: Word(spec.operation.word()),
            what: in_words(&spec.operation, names),
            status: Word(job.state),
            progress: BulkProgress {
                total: job.progress.total.unwrap_or_default(),
                done: job.progress.done,
                skipped: job.progress.skipped,
            },
            skipped: Skipped::all(&Tally::parse(&job.progress.result), names),
            cancel_requested: job.cancel_requested,
            error: job.error.clone(),
            asked_by,
            created_at: job.created_at.into(),
            started_at: job.started_at.map(Instant::from),
            finished_at: job.finished_at.map(Instant::from),
            undo_until,
            undone_by,
            undo_of: spec.undo_of.map(CallJobId::uuid),
        })
    }
}

impl Skipped {
    /// The greatest number first.
    pub(super) fn all(tally: &Tally, names: &Names) -> Vec<Self> {
        let mut all: Vec<Self> = tally
            .skipped
            .iter()
            .map(|count| {
                let (one, many) = count.reason.sentences();
                let held_by = count.held_by.and_then(|member| names.person(member));
                let message = if count.calls == 1 { one } else { many };
                let by = held_by.as_ref().map(|who| format!(" by {}", who.name));
                Self {
                    reason: Word(count.reason),
                    message: format!("{message}{}", by.unwrap_or_default()),
                    calls: count.calls,
                    held_by,
                }
            })
            .collect();
        all.sort_by_key(|skipped| std::cmp::Reverse(skipped.calls));
        all
    }
}

impl BulkRowPage {
    pub(super) fn of(page: Page<ports::BulkRow>) -> Self {
        let next_cursor = page.next.map(|cursor| cursor.0);
        let data = page.items.into_iter().map(BulkRow::from).collect();
        Self { data, has_more: next_cursor.is_some(), next_cursor }
    }
}

impl From<ports::BulkRow> for BulkRow {
    fn from(row: ports::BulkRow) -> Self {
        let ports::BulkRow { call, caller, started_at, result, skip, held_by_name } = row;
        let holder = skip.and_then(|skip| skip.held_by).zip(held_by_name);
        let held_by = holder.map(|(id, name)| PersonRef { id: id.uuid(), name });
        let message = skip.map(|skip| {
            let by = held_by.as_ref().map(|who| format!(" by {}", who.name));
            format!("{}{}", skip.reason.sentences().0, by.unwrap_or_default())
        });
        Self {
            call_id: call.uuid(),
            caller,
            started_at: started_at.map(Instant::from),
            result: Word(result),
            reason: skip.map(|skip| Word(skip.reason)),
            message,
            held_by,
        }
    }
}

fn in_words(operation: &BulkOperation, names: &Names) -> String {
    match operation {
        BulkOperation::Tag { tags } => format!("Tag {}", tags.join(", ")),
        BulkOperation::Untag { tags } => format!("Remove tag {}", tags.join(", ")),
        BulkOperation::Spam { .. } => "Mark as spam".to_owned(),
        BulkOperation::Disposition { disposition, .. } => {
            let label = names.dispositions.get(disposition).unwrap_or(disposition);
            format!("Outcome {label}")
        }
        BulkOperation::Followup { .. } => "Schedule a follow-up".to_owned(),
        BulkOperation::Assign { member: None } => "Give follow-ups back to everybody".to_owned(),
        BulkOperation::Assign { member: Some(member) } => {
            let name = names.members.get(member).map_or("somebody", String::as_str);
            format!("Assign follow-ups to {name}")
        }
    }
}
