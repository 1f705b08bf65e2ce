//! The use cases of the call domain, one method each, by theme: what the line reports, the log, outcomes, triage, the
//! catalogue of dispositions, reads, import, reports.

mod analytics;
mod bulk;
mod bulk_work;
mod catalogue;
mod escalation;
mod export_work;
mod exports;
mod import;
mod imports;
mod jobs;
mod line;
mod log;
mod outcome;
mod reads;
mod triage;
mod views;

pub use bulk::{BulkChanges, BulkChangesPorts, BulkPreview, BulkSelection, Undoing};
pub use exports::{
    ExportItem, ExportRequest, Exports, ExportsPorts, MAX_EXPORTS_A_DAY, READ_AT_ONCE,
};
pub use import::ImportAnswer;
pub use imports::{
    BrokenRows, CallImports, CallImportsPorts, CallLogReader, Checking, FileReading, Fill,
    ImportView, ImportWork, PlanEdit, Portion, PortionEnd, PreviewRow, Taken,
};
pub use jobs::{CallJobs, CallJobsPorts};
pub use reads::TriageItem;
pub use triage::{CLAIM_FOR, ClaimedCall, FREE_SKIPS};
pub use views::{CallViews, CallViewsPorts, Counted};

use crate::{
    error::CallError,
    model::{Call, Decision, Disposition},
    ports::{
        CallAnalytics, CallBoard, CallRepository, CallerDirectory, DispositionCatalogue, LocalDays,
        OpenPromises, OpeningHours, TriageClaims, WallboardSettings,
    },
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallId, Cause, Clock, Commit, IdGen, Loaded, SaveError, Scope,
    Timestamp, Version,
};
use std::sync::Arc;

/// What the call domain needs from outside.
#[derive(Clone)]
pub struct CallsPorts {
    /// Keeps calls.
    pub repo: Arc<dyn CallRepository>,
    /// Locks of the triage.
    pub claims: Arc<dyn TriageClaims>,
    /// What screens read.
    pub board: Arc<dyn CallBoard>,
    /// What reports read.
    pub analytics: Arc<dyn CallAnalytics>,
    /// Keeps the limits of the wallboard.
    pub limits: Arc<dyn WallboardSettings>,
    /// Keeps the catalogue of dispositions.
    pub catalogue: Arc<dyn DispositionCatalogue>,
    /// Tells whether the workspace is open.
    pub hours: Arc<dyn OpeningHours>,
    /// Tells when days start.
    pub days: Arc<dyn LocalDays>,
    /// Tells whether a call has an open promise.
    pub promises: Arc<dyn OpenPromises>,
    /// Tells who has a number.
    pub callers: Arc<dyn CallerDirectory>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGen>,
}

/// The use cases of the call domain. Each asks first whether the actor may.
#[derive(Clone)]
pub struct Calls {
    ports: CallsPorts,
}

impl Calls {
    /// The use cases over these ports.
    pub const fn new(ports: CallsPorts) -> Self {
        Self { ports }
    }

    fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    async fn load(&self, scope: &Scope, id: CallId) -> Result<Loaded<Call>, CallError> {
        self.ports.repo.get(scope, id).await?.ok_or(CallError::NotFound)
    }

    /// Loads, decides, writes. With an expected version somebody else's write is an error; without one the decision is
    /// made once more on what they wrote. A decision of `None` writes nothing and answers the call as it is.
    async fn change(
        &self,
        scope: &Scope,
        id: CallId,
        expected: Option<Version>,
        decide: impl Fn(&Call, Timestamp) -> Result<Option<Decision>, CallError> + Send + Sync,
    ) -> Result<Loaded<Call>, CallError> {
        self.change_because(scope, id, expected, None, decide).await
    }

    /// The same for an automation: its cause works once, the second time the call is answered as it is.
    async fn change_because(
        &self,
        scope: &Scope,
        id: CallId,
        expected: Option<Version>,
        cause: Option<(Cause, u8)>,
        decide: impl Fn(&Call, Timestamp) -> Result<Option<Decision>, CallError> + Send + Sync,
    ) -> Result<Loaded<Call>, CallError> {
        let first = self.load(scope, id).await?;
        self.change_loaded(scope, first, expected, cause, decide).await
    }

    /// The same for a call that was just loaded.
    async fn change_loaded(
        &self,
        scope: &Scope,
        first: Loaded<Call>,
        expected: Option<Version>,
        cause: Option<(Cause, u8)>,
        decide: impl Fn(&Call, Timestamp) -> Result<Option<Decision>, CallError> + Send + Sync,
    ) -> Result<Loaded<Call>, CallError> {
        let mut may_retry = expected.is_none();
        let mut loaded = first;
        loop {
            if expected.is_some_and(|version| version != loaded.version) {
                return Err(SaveError::Stale.into());
            }
            let now = self.now();
            let Some(decision) = decide(&loaded.value, now)? else { return Ok(loaded) };
            let mut commit = commit_of(Some(&loaded), decision, now);
            if let Some((cause, depth)) = cause.clone() {
                commit = commit.caused_by(cause, depth);
            }
            let call = commit.aggregate.clone();
            match self.ports.repo.save(scope, commit).await {
                Ok(version) => return Ok(Loaded { value: call, version }),
                Err(SaveError::Stale) if may_retry => {
                    may_retry = false;
                    loaded = self.load(scope, loaded.value.id()).await?;
                }
                Err(SaveError::Duplicate("causes_pkey")) => return Ok(loaded),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The rule of the disposition that a call has now, retired or not.
    async fn current_rule(
        &self,
        scope: &Scope,
        call: &Call,
    ) -> Result<Option<Disposition>, CallError> {
        let Some(key) = call.disposition() else { return Ok(None) };
        let all = self.ports.catalogue.load(scope).await?.value;
        Ok(all.into_iter().find(|rule| rule.key == key))
    }

    /// Whether the call, or the missed call that it repeats, has an open promise.
    async fn has_open_promise(&self, scope: &Scope, call: &Call) -> Result<bool, CallError> {
        if self.ports.promises.has_open(scope, call.id()).await? {
            return Ok(true);
        }
        match call.snapshot().incident {
            Some(first) => Ok(self.ports.promises.has_open(scope, first).await?),
            None => Ok(false),
        }
    }
}

/// The change as the store takes it; `before` is `None` for a new call.
fn commit_of(
    before: Option<&Loaded<Call>>,
    decision: Decision,
    now: Timestamp,
) -> Commit<Call, crate::events::CallEvent> {
    let Decision { call, events, action, note } = decision.with_escalation();
    let Some(before) = before else {
        debug_assert_eq!(action, AuditAction::Create, "a new call is created");
        let audit = AuditDraft::create(call.snapshot()).because(note);
        return Commit::create(call, events, audit, now);
    };
    let audit = AuditDraft::change(action, before.value.snapshot(), call.snapshot()).because(note);
    Commit::update(call, before.version, events, audit, now)
}
