//! Bulk changes: asking for one, seeing beforehand what it would do, watching it, taking it back.

use crate::{
    board::CallFilter,
    bulk::{
        BulkContext, BulkOperation, BulkSpec, MOST_CALLS, MOST_NAMED, MOST_UNFINISHED, Selection,
        Skip, SkipReason, Tally, UNDO_WITHIN, Verdict, decide,
    },
    error::CallError,
    jobs::{CallJob, JobKind},
    ports::{
        BulkCreated, BulkPromises, BulkRow, BulkStore, BulkTargets, DispositionCatalogue, Likeness,
        NewBulk, RowResult,
    },
    service::CallJobs,
};
use callboard_kernel::{
    CallId, CallJobId, Invalid, MAX_LIMIT, Page, PageRequest, Permission, Scope, Timestamp,
};
use std::{collections::HashMap, sync::Arc};

/// The kinds of jobs of this service.
pub(super) const BULK_KINDS: [JobKind; 2] = [JobKind::Bulk, JobKind::BulkUndo];

/// What bulk changes need from outside.
#[derive(Clone)]
pub struct BulkChangesPorts {
    /// Keeps the jobs and their rows.
    pub store: Arc<dyn BulkStore>,
    /// Keeps the catalogue of dispositions.
    pub catalogue: Arc<dyn DispositionCatalogue>,
    /// Changes follow-ups.
    pub promises: Arc<dyn BulkPromises>,
    /// Looks after the jobs.
    pub jobs: CallJobs,
}

/// The use cases of bulk changes.
#[derive(Clone)]
pub struct BulkChanges {
    pub(super) ports: BulkChangesPorts,
}

/// What a bulk change would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BulkPreview {
    /// Calls that are meant.
    pub total: u64,
    /// Of these, calls that would change.
    pub would_change: u64,
    /// The others, by reason.
    pub skipped: Tally,
}

/// Which calls are meant, as a person says it.
#[derive(Clone, PartialEq, Debug)]
pub enum BulkSelection {
    /// These.
    Named(Vec<CallId>),
    /// All that match, except some.
    Matching(Box<CallFilter>, Vec<CallId>),
}

/// Until when a bulk change can be taken back, or by what it was.
#[derive(Clone, PartialEq, Debug)]
pub enum Undoing {
    /// It can be until then.
    Until(Timestamp),
    /// It was, or is being.
    By(CallJobId),
    /// It cannot.
    Never,
}

impl BulkChanges {
    /// Over these ports.
    pub const fn new(ports: BulkChangesPorts) -> Self {
        Self { ports }
    }

    /// Asks for a change of many calls. The calls are resolved now, once; a worker changes them one after the other. The
    /// same key again answers the first job.
    pub async fn ask(
        &self,
        scope: &Scope,
        operation: BulkOperation,
        selection: BulkSelection,
        idempotency_key: Option<&str>,
    ) -> Result<CallJob, CallError> {
        scope.require(Permission::WorkCalls)?;
        let operation = self.checked(scope, operation).await?;
        let targets = targets_of(selection)?;
        let selection = match targets {
            BulkTargets::Named(_) => Selection::Named,
            BulkTargets::Matching { .. } | BulkTargets::DoneBy(_) => Selection::Matching,
        };
        let spec = BulkSpec { operation, selection, undo_of: None };
        self.create(scope, JobKind::Bulk, &spec, targets, idempotency_key).await
    }

    /// What a change would do at this moment. Calls that are alike are judged together, by the same rules as the change.
    pub async fn preview(
        &self,
        scope: &Scope,
        operation: BulkOperation,
        selection: BulkSelection,
    ) -> Result<BulkPreview, CallError> {
        scope.require(Permission::WorkCalls)?;
        let operation = self.checked(scope, operation).await?;
        let targets = targets_of(selection)?;
        let now = self.ports.jobs.now();
        let likeness = likeness_of(&operation);
        let (groups, absent) = self.ports.store.alike(scope, &targets, &likeness, now).await?;
        let catalogue = self.ports.catalogue.load(scope).await?.value;
        let by = scope.member();
        let context = BulkContext { catalogue: &catalogue, by, asked_at: now, now };
        let mut preview = BulkPreview { total: absent, would_change: 0, skipped: Tally::default() };
        if absent > 0 {
            preview.skipped.count(Skip::from(SkipReason::NotFound), absent);
        }
        for group in groups {
            preview.total += group.calls;
            match decide(&operation, &group.sample, context)? {
                Verdict::Change(..) | Verdict::Promise(_) => preview.would_change += group.calls,
                Verdict::Skip(skip) => preview.skipped.count(skip, group.calls),
            }
        }
        Ok(preview)
    }

    /// A bulk job.
    pub async fn get(&self, scope: &Scope, id: CallJobId) -> Result<CallJob, CallError> {
        let job = self.ports.jobs.get(scope, id).await?;
        if BULK_KINDS.contains(&job.kind) { Ok(job) } else { Err(CallError::NotFound) }
    }

    /// Bulk jobs, newest first; with `own` only those that the actor asked for.
    pub async fn list(
        &self,
        scope: &Scope,
        own: bool,
        page: &PageRequest,
    ) -> Result<Page<CallJob>, CallError> {
        check_page(page)?;
        self.ports.jobs.list(scope, &BULK_KINDS, own, page).await
    }

    /// The calls of a bulk job with what became of them.
    pub async fn rows(
        &self,
        scope: &Scope,
        id: CallJobId,
        result: Option<RowResult>,
        page: &PageRequest,
    ) -> Result<Page<BulkRow>, CallError> {
        check_page(page)?;
        let job = self.get(scope, id).await?;
        Ok(self.ports.store.rows(scope, job.id, result, page).await?)
    }

    /// Stops a bulk job after its current portion; what was changed stays changed.
    pub async fn cancel(&self, scope: &Scope, id: CallJobId) -> Result<CallJob, CallError> {
        self.get(scope, id).await?;
        self.ports.jobs.cancel(scope, id).await
    }

    /// Until when each of these jobs can be taken back, or by what it was; in their order.
    pub async fn undoing(
        &self,
        scope: &Scope,
        jobs: &[CallJob],
    ) -> Result<Vec<Undoing>, CallError> {
        let keys: Vec<_> =
            jobs.iter().filter(|job| has_changed(job)).map(|job| undo_key(job.id)).collect();
        let undone = if keys.is_empty() {
            Vec::new()
        } else {
            self.ports.jobs.store().asked_under(scope, JobKind::BulkUndo, &keys).await?
        };
        let undone: HashMap<_, _> = undone
            .iter()
            .filter_map(|undo| Some((BulkSpec::parse(&undo.spec)?.undo_of?, undo.id)))
            .collect();
        let now = self.ports.jobs.now();
        let undoing = |job: &CallJob| match (undone.get(&job.id), job.finished_at) {
            _ if !has_changed(job) => Undoing::Never,
            (Some(by), _) => Undoing::By(*by),
            (None, Some(at)) if at + UNDO_WITHIN >= now => Undoing::Until(at + UNDO_WITHIN),
            (None, _) => Undoing::Never,
        };
        Ok(jobs.iter().map(undoing).collect())
    }

    /// Takes a finished bulk change back, by a job of its own: each call gets back what it had, except where somebody
    /// changed the same thing since. Asking twice answers the same job.
    pub async fn undo(&self, scope: &Scope, id: CallJobId) -> Result<CallJob, CallError> {
        let job = self.get(scope, id).await?;
        if job.actor.uuid() != scope.actor().uuid() {
            scope.require(Permission::Supervise)?;
        }
        match self.undoing(scope, std::slice::from_ref(&job)).await?.pop() {
            Some(Undoing::By(undo)) => return self.get(scope, undo).await,
            Some(Undoing::Never) | None => return Err(CallError::NothingToUndo),
            Some(Undoing::Until(_)) => {}
        }
        let asked = BulkSpec::parse(&job.spec).ok_or(CallError::NothingToUndo)?;
        let spec = BulkSpec {
            operation: asked.operation,
            selection: Selection::Undo,
            undo_of: Some(job.id),
        };
        let key = undo_key(job.id);
        let targets = BulkTargets::DoneBy(job.id);
        self.create(scope, JobKind::BulkUndo, &spec, targets, Some(&key)).await
    }

    async fn create(
        &self,
        scope: &Scope,
        kind: JobKind,
        spec: &BulkSpec,
        targets: BulkTargets,
        key: Option<&str>,
    ) -> Result<CallJob, CallError> {
        let job = self.ports.jobs.draft(kind, spec.to_value(), None, key);
        let now = self.ports.jobs.now();
        let bulk =
            NewBulk { job, targets, most_unfinished: MOST_UNFINISHED, most_calls: MOST_CALLS };
        match self.ports.store.create(scope, bulk, now).await? {
            BulkCreated::Yes(job) | BulkCreated::Already(job) => Ok(*job),
            BulkCreated::TooMany => Err(CallError::TooManyJobs { most: MOST_UNFINISHED }),
            BulkCreated::TooLarge { calls } => {
                let message = format!(
                    "{calls} calls match, and {MOST_CALLS} can be changed at once; narrow the filter."
                );
                Err(Invalid::field("filter", "too_many", message).into())
            }
        }
    }

    async fn checked(
        &self,
        scope: &Scope,
        operation: BulkOperation,
    ) -> Result<BulkOperation, CallError> {
        let catalogue = self.ports.catalogue.load(scope).await?.value;
        let operation = operation.checked(&catalogue, self.ports.jobs.now())?;
        if let Some(member) = operation.assignee()
            && !self.ports.promises.is_active(scope, member).await?
        {
            let message = "There is no such active member.";
            return Err(Invalid::field("assigned_to", "not_found", message).into());
        }
        Ok(operation)
    }
}

/// Whether it is over and there is something that could be taken back.
fn has_changed(job: &CallJob) -> bool {
    job.kind == JobKind::Bulk && job.progress.done > 0 && job.state.is_final()
}

/// The key under which a job is taken back, so that it is once.
fn undo_key(job: CallJobId) -> String {
    format!("undo:{job}")
}

fn targets_of(selection: BulkSelection) -> Result<BulkTargets, CallError> {
    match selection {
        BulkSelection::Named(mut ids) => {
            check_names(&ids, "call_ids")?;
            if ids.is_empty() {
                return Err(
                    Invalid::field("call_ids", "required", "Name at least one call.").into()
                );
            }
            ids.sort_unstable();
            ids.dedup();
            Ok(BulkTargets::Named(ids))
        }
        BulkSelection::Matching(filter, except) => {
            filter.check()?;
            check_names(&except, "except_ids")?;
            Ok(BulkTargets::Matching { filter, except })
        }
    }
}

fn check_names(ids: &[CallId], path: &str) -> Result<(), Invalid> {
    if ids.len() <= MOST_NAMED {
        Ok(())
    } else {
        Err(Invalid::field(path, "too_many", format!("At most {MOST_NAMED} calls by id.")))
    }
}

fn likeness_of(operation: &BulkOperation) -> Likeness {
    match operation {
        BulkOperation::Tag { tags } | BulkOperation::Untag { tags } => {
            Likeness::Tags(tags.iter().map(|tag| tag.to_lowercase()).collect())
        }
        BulkOperation::Spam { .. } | BulkOperation::Disposition { .. } => Likeness::Outcome,
        BulkOperation::Followup { .. } | BulkOperation::Assign { .. } => Likeness::FollowUp,
    }
}

fn check_page(page: &PageRequest) -> Result<(), Invalid> {
    if (1..=MAX_LIMIT).contains(&page.limit) {
        Ok(())
    } else {
        Err(Invalid::field("limit", "out_of_range", "Must be from 1 to 100."))
    }
}
