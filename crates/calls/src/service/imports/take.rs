//! Taking in a portion of a file: which calls are new, which change, which stay as they are.

use super::{CallImports, Portion, audit_line};
use crate::{
    error::CallError,
    import::{CallImport, Duplicates, ImportCounts, ImportPlan, ImportedCall, Place},
    model::Call,
    ports::{ChangedCall, Held, ImportPortion, JobProgress, KnownCaller},
};
use callboard_kernel::{
    AuditAction, CallId, CallImportId, Permission, Phone, SaveError, Scope, Timestamp,
};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// How often a portion is decided anew because somebody wrote in between.
const TRIES: usize = 3;

/// What became of a portion.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taken {
    /// The counts after it.
    pub counts: ImportCounts,
    /// Whether the job may go on.
    pub held: Held,
}

/// Where a portion ends, and who does it.
#[derive(Clone, PartialEq, Debug)]
pub struct PortionEnd {
    /// Where the next one begins.
    pub position: Place,
    /// It is the last one.
    pub is_last: bool,
    /// The job, if one does it, with the progress to keep; its counts are filled in.
    pub job: Option<JobProgress>,
}

/// What a portion comes to before it is written.
struct Sorted {
    fresh: Vec<Call>,
    changed: Vec<ChangedCall>,
    left_out: u64,
}

impl CallImports {
    /// Takes in a portion of a file in one transaction: customers are found by number and known calls by their id, each in
    /// one question for all. Imported history demands nothing: no outcome, no clock, no place in a queue.
    pub async fn take(
        &self,
        scope: &Scope,
        import: &CallImport,
        plan: &ImportPlan,
        portion: &Portion,
        end: PortionEnd,
    ) -> Result<Taken, CallError> {
        scope.require(Permission::Import)?;
        let mut tries = 1;
        loop {
            let sorted = self.sort(scope, import.id, plan, &portion.calls).await?;
            let mut counts = import.counts;
            counts.rows += portion.rows() as u64;
            counts.written += sorted.fresh.len() as u64;
            counts.updated += sorted.changed.len() as u64;
            counts.left_out += sorted.left_out;
            counts.broken += portion.broken.len() as u64;
            let job = end.job.clone().map(|mut job| {
                job.progress.done = counts.written + counts.updated;
                job.progress.skipped = counts.left_out + counts.broken;
                job.progress.result = serde_json::json!(counts);
                job
            });
            let audit = portion_line(import.id, plan, &sorted, portion);
            let written = self.ports.store.write(
                scope,
                ImportPortion {
                    import: import.id,
                    fresh: sorted.fresh,
                    changed: sorted.changed,
                    counts,
                    position: end.position,
                    is_last: end.is_last,
                    job,
                    audit,
                    at: self.now(),
                },
            );
            match written.await {
                Ok(held) => return Ok(Taken { counts, held }),
                // A call came in, or somebody changed one, between the question and the answer.
                Err(SaveError::Stale | SaveError::Duplicate("calls_provider_key"))
                    if tries < TRIES =>
                {
                    tries += 1;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn sort(
        &self,
        scope: &Scope,
        import: CallImportId,
        plan: &ImportPlan,
        rows: &[(u64, ImportedCall)],
    ) -> Result<Sorted, CallError> {
        let ids: Vec<String> = rows.iter().map(|(_, row)| row.provider_call_id.clone()).collect();
        let known = self.known_among(scope, plan, &ids).await?;
        let mut seen = HashSet::with_capacity(rows.len());
        let (mut fresh, mut old, mut left_out) = (Vec::new(), HashMap::new(), 0);
        for (_, row) in rows {
            let id = row.provider_call_id.as_str();
            match known.get(id) {
                _ if !seen.insert(id) => left_out += 1,
                None => fresh.push(row),
                Some(call) if plan.choice(id) == Duplicates::Update => {
                    old.insert(*call, row);
                }
                Some(_) => left_out += 1,
            }
        }
        let asked = old.len() as u64;
        let changed = self.changes(scope, plan, &old).await?;
        left_out += asked - changed.len() as u64;
        let callers = self.callers_of(scope, &fresh).await?;
        let now = self.now();
        let fresh = fresh.into_iter().map(|row| {
            let caller = row.other_party().and_then(|number| callers.get(number));
            let id = CallId(self.ports.ids.next());
            Call::imported(row.clone(), id, &plan.provider, import.uuid(), caller, now)
        });
        Ok(Sorted { fresh: fresh.collect(), changed, left_out })
    }

    /// The known calls of these ids, asked only when there are any.
    pub(super) async fn known_among(
        &self,
        scope: &Scope,
        plan: &ImportPlan,
        ids: &[String],
    ) -> Result<HashMap<String, CallId>, CallError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        Ok(self.ports.store.known(scope, &plan.provider, ids).await?)
    }

    async fn changes(
        &self,
        scope: &Scope,
        plan: &ImportPlan,
        rows: &HashMap<CallId, &ImportedCall>,
    ) -> Result<Vec<ChangedCall>, CallError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<CallId> = rows.keys().copied().collect();
        let now: Timestamp = self.now();
        let known = self.ports.store.to_update(scope, &ids).await?;
        let changes = known.into_iter().filter_map(|known| {
            let row = rows.get(&known.call.value.id())?;
            let after = known.call.value.amended(
                row,
                &|field| plan.columns.contains_key(&field),
                &known.by_people,
                now,
            )?;
            let version = known.call.version;
            Some(ChangedCall { before: known.call.value.into_snapshot(), after, version })
        });
        Ok(changes.collect())
    }

    async fn callers_of(
        &self,
        scope: &Scope,
        rows: &[&ImportedCall],
    ) -> Result<HashMap<Phone, KnownCaller>, CallError> {
        let numbers: HashSet<&Phone> = rows.iter().filter_map(|row| row.other_party()).collect();
        if numbers.is_empty() {
            return Ok(HashMap::new());
        }
        let numbers: Vec<Phone> = numbers.into_iter().cloned().collect();
        Ok(self.ports.callers.of_numbers(scope, &numbers).await?)
    }
}

fn portion_line(
    import: CallImportId,
    plan: &ImportPlan,
    sorted: &Sorted,
    portion: &Portion,
) -> callboard_kernel::AuditDraft {
    let facts = [
        ("provider", Value::from(plan.provider.as_str())),
        ("rows_offered", Value::from(portion.rows())),
        ("rows_written", Value::from(sorted.fresh.len())),
        ("rows_updated", Value::from(sorted.changed.len())),
    ];
    audit_line(AuditAction::Import, import, &facts)
}
