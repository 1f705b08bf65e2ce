//! Doing a bulk change, portion by portion.

use super::bulk::{BULK_KINDS, BulkChanges};
use crate::{
    bulk::{
        BulkContext, BulkSpec, BulkSubject, Memento, PromiseChange, Skip, SkipReason, Verdict,
        decide, decide_undo,
    },
    error::CallError,
    jobs::{JobEnd, JobKind, JobState, LongWork, Progress, Step},
    model::Disposition,
    ports::{BulkPortion, ClaimedJob, Decided, DueRow, PortionWritten, PromiseChanged},
    service::commit_of,
};
use async_trait::async_trait;
use callboard_kernel::{CallId, Scope, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::Duration;

/// Calls of the first portion.
const FIRST_PORTION: u32 = 50;
/// Fewest and most calls of a portion.
const PORTIONS: (u32, u32) = (10, 400);
/// A portion shall take about so long: whoever writes at the same moment waits no longer than that.
const PORTION_TAKES: Duration = Duration::milliseconds(40);
/// Calls of a portion whose follow-ups are written one by one.
const PROMISE_PORTION: u32 = 40;
/// How long a job belongs to its worker after a portion.
const LEASE: Duration = Duration::seconds(20);
/// Reactions that may wait before a change that starts more of them pauses: those of everybody else come in between.
const MOST_WAITING: u32 = 300;
/// How long it pauses.
const PAUSE: Duration = Duration::milliseconds(500);
/// How often calls that somebody else was changing are looked at again before they are passed over.
const MOST_PASSES: u32 = 200;

/// Where a bulk job goes on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    /// The last call of the portion before.
    after: Option<CallId>,
    /// Calls of the next portion.
    portion: u32,
    /// How often it has begun from the start.
    passes: u32,
    /// What was decided of the next calls and is kept before it is done: follow-ups are changed in transactions of their
    /// own, and whoever goes on after a kill must not take his own work for somebody else's.
    planned: Vec<Planned>,
}

/// What was decided of a call before it is done.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Planned {
    call: CallId,
    what: Plan,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Plan {
    Change(PromiseChange),
    Skip(Skip),
}

impl Default for Place {
    fn default() -> Self {
        Self { after: None, portion: FIRST_PORTION, passes: 0, planned: Vec::new() }
    }
}

impl Place {
    fn to_value(&self) -> serde_json::Value {
        json!(self)
    }

    /// The size of the next portion follows from how long this one took.
    fn sized(mut self, took: Duration) -> Self {
        if took < PORTION_TAKES / 2 {
            self.portion = self.portion.saturating_mul(2);
        } else if took > PORTION_TAKES * 3 / 2 {
            self.portion /= 2;
        }
        self.portion = self.portion.clamp(PORTIONS.0, PORTIONS.1);
        self
    }
}

#[async_trait]
impl LongWork for BulkChanges {
    fn kinds(&self) -> &'static [JobKind] {
        &BULK_KINDS
    }

    async fn step(&self, scope: &Scope, held: &ClaimedJob) -> Result<Step, CallError> {
        let progress = &held.job.progress;
        let Some(spec) = BulkSpec::parse(&held.job.spec) else {
            let why = "unknown_operation: this program does not know the operation";
            return Ok(Step::Done(JobEnd::failed(progress.clone(), why)));
        };
        if spec.operation.is_outcome()
            && self.ports.store.waiting_reactions(scope, MOST_WAITING).await? >= MOST_WAITING
        {
            return Ok(Step::Later(PAUSE));
        }
        let place: Place = progress.place()?;
        if !place.planned.is_empty() {
            return self.keep_plan(scope, held, place).await;
        }
        let began = self.ports.jobs.now();
        let by_promise = spec.operation.is_about_promises();
        let limit = if by_promise { PROMISE_PORTION } else { place.portion };
        let due = self.ports.store.due(scope, held.job.id, place.after, limit, began).await?;
        if due.is_empty() {
            return self.at_the_end(scope, held, &spec, place).await;
        }
        if place.passes > MOST_PASSES {
            let busy =
                |row: DueRow| Decided::Skip { call: row.call, skip: SkipReason::Busy.into() };
            return self
                .write(scope, held, due.into_iter().map(busy).collect(), place, began)
                .await;
        }
        let decided = if by_promise {
            self.plan(scope, held, &spec, due).map(Err)
        } else {
            self.decided(scope, held, &spec, due).await.map(Ok)
        };
        match decided {
            Ok(Ok(rows)) => self.write(scope, held, rows, place, began).await,
            Ok(Err(planned)) => {
                let position = Place { planned, ..place }.to_value();
                Ok(Step::Going(Progress { position, ..progress.clone() }))
            }
            // The operation has become impossible, such as by a disposition that was retired.
            Err(CallError::Invalid(wrong)) => {
                let said = |field: &callboard_kernel::FieldError| {
                    format!("{}: {}", field.code, field.message)
                };
                let why = wrong.0.first().map(said).unwrap_or_default();
                Ok(Step::Done(JobEnd::failed(progress.clone(), why)))
            }
            Err(error) => Err(error),
        }
    }
}

impl BulkChanges {
    async fn write(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        rows: Vec<Decided>,
        place: Place,
        began: Timestamp,
    ) -> Result<Step, CallError> {
        let after = rows.last().map(Decided::call).or(place.after);
        let next = Place { after, planned: Vec::new(), ..place };
        let portion = BulkPortion {
            fence: held.fence,
            rows,
            before: held.job.progress.clone(),
            position: next.to_value(),
            lease: LEASE,
            at: began,
        };
        match self.ports.store.write(scope, portion).await? {
            PortionWritten::Yes(mut progress) => {
                // Kept with the next portion; after a kill the size before is as good.
                progress.position = next.sized(self.ports.jobs.now() - began).to_value();
                Ok(Step::Stored(progress))
            }
            PortionWritten::Lost => Ok(Step::Lost),
        }
    }

    /// All rows had their turn: done, unless some were left because somebody else was changing them.
    async fn at_the_end(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        spec: &BulkSpec,
        place: Place,
    ) -> Result<Step, CallError> {
        let mut progress = held.job.progress.clone();
        let worked = progress.done + progress.skipped;
        if progress.total.is_some_and(|total| worked < total) {
            progress.position = Place { after: None, passes: place.passes + 1, ..place }.to_value();
            return Ok(Step::Going(progress));
        }
        let given_to = spec.operation.assignee().filter(|member| scope.member() != Some(*member));
        if held.job.kind == JobKind::Bulk
            && spec.operation.is_about_promises()
            && progress.done > 0
            && let Some(member) = given_to
        {
            self.ports.promises.tell(scope, held.job.id, member, progress.done).await?;
        }
        Ok(Step::Done(JobEnd { state: JobState::Completed, progress, error: None }))
    }

    /// What shall become of the follow-ups of each call.
    fn plan(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        spec: &BulkSpec,
        due: Vec<DueRow>,
    ) -> Result<Vec<Planned>, CallError> {
        let at = (scope, held.job.created_at, self.ports.jobs.now());
        due.into_iter()
            .map(|row| {
                let what = match verdict(spec, &row, &[], at)? {
                    Verdict::Promise(change) => Plan::Change(change),
                    Verdict::Skip(skip) => Plan::Skip(skip),
                    Verdict::Change(..) => Plan::Skip(SkipReason::Refused.into()),
                };
                Ok(Planned { call: row.call, what })
            })
            .collect()
    }

    /// Does what was planned, and writes down what came of it.
    async fn keep_plan(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        place: Place,
    ) -> Result<Step, CallError> {
        let began = self.ports.jobs.now();
        let mut rows = Vec::with_capacity(place.planned.len());
        for Planned { call, what } in place.planned.clone() {
            rows.push(match what {
                Plan::Change(change) => self.promise(scope, held, call, change).await?,
                Plan::Skip(skip) => Decided::Skip { call, skip },
            });
        }
        self.write(scope, held, rows, place, began).await
    }

    /// What becomes of each call.
    async fn decided(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        spec: &BulkSpec,
        due: Vec<DueRow>,
    ) -> Result<Vec<Decided>, CallError> {
        let catalogue = if spec.operation.is_outcome() {
            self.ports.catalogue.load(scope).await?.value
        } else {
            Vec::new()
        };
        let now = self.ports.jobs.now();
        let why = match held.job.kind {
            JobKind::BulkUndo => "bulk change taken back",
            _ => "bulk change",
        };
        due.into_iter()
            .map(|row| {
                let call = row.call;
                match verdict(spec, &row, &catalogue, (scope, held.job.created_at, now))? {
                    Verdict::Change(decision, memento) => {
                        let Some(BulkSubject { call: before, .. }) = row.subject else {
                            return Ok(Decided::Skip { call, skip: SkipReason::NotFound.into() });
                        };
                        let commit = Box::new(commit_of(Some(&before), decision.because(why), now));
                        Ok(Decided::Change { before: Box::new(before), commit, memento })
                    }
                    Verdict::Skip(skip) => Ok(Decided::Skip { call, skip }),
                    Verdict::Promise(_) => {
                        Ok(Decided::Skip { call, skip: SkipReason::Refused.into() })
                    }
                }
            })
            .collect()
    }

    async fn promise(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        call: CallId,
        change: PromiseChange,
    ) -> Result<Decided, CallError> {
        let answer = self.ports.promises.change(scope, held.job.id, &change).await?;
        let follow_up = match answer {
            PromiseChanged::Yes(follow_up) => follow_up,
            PromiseChanged::No(reason) => return Ok(Decided::Skip { call, skip: reason.into() }),
        };
        let memento = match change {
            PromiseChange::Make { wish, .. } | PromiseChange::Withdraw { wish, .. } => {
                Memento::FollowUp { follow_up, wish }
            }
            PromiseChange::Assign { from, to, .. } => Memento::Assigned { follow_up, from, to },
        };
        Ok(Decided::Done { call, memento })
    }
}

fn verdict(
    spec: &BulkSpec,
    row: &DueRow,
    catalogue: &[Disposition],
    (scope, asked_at, now): (&Scope, Timestamp, Timestamp),
) -> Result<Verdict, CallError> {
    let Some(subject) = &row.subject else {
        return Ok(Verdict::Skip(Skip::from(SkipReason::NotFound)));
    };
    if let Some(memento) = &row.memento {
        return Ok(decide_undo(memento, subject, now));
    }
    let context = BulkContext { catalogue, by: scope.member(), asked_at, now };
    decide(&spec.operation, subject, context)
}
