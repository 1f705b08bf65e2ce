//! Taking an import back: what nobody touched since goes, what somebody touched stays and is listed.

use super::{CallImports, audit_line};
use crate::{
    error::CallError,
    import::{CallImport, RollbackCounts},
    model::Call,
    ports::{
        Held, JobProgress, KeptBecause, KeptCall, RollbackCandidate, RollbackPlace, RollbackPortion,
    },
};
use callboard_kernel::{AuditAction, CallId, Permission, SaveError, Scope, Version};
use serde_json::{Value, json};

/// Calls of one portion.
const CALLS: u32 = 300;
/// How often a portion is decided anew because somebody wrote in between.
const TRIES: usize = 3;

/// What becomes of a call.
enum Fate {
    Gone,
    Remove(CallId, Version),
    Restore(Box<Call>, Version),
    Keep(KeptCall),
}

fn fate(candidate: RollbackCandidate) -> Fate {
    let RollbackCandidate { call, version, left_at, before, is_referred_to, is_held } = candidate;
    let Some(version) = version else { return Fate::Gone };
    let keep = |because| Fate::Keep(KeptCall { call, because });
    match before {
        _ if version != left_at => keep(KeptBecause::Changed),
        _ if is_held => keep(KeptBecause::Held),
        Some(before) => Fate::Restore(Box::new(Call::restore(*before)), version),
        None if is_referred_to => keep(KeptBecause::ReferredTo),
        None => Fate::Remove(call, version),
    }
}

/// Where a rollback is after a portion.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct RolledBack {
    pub(super) place: RollbackPlace,
    pub(super) is_last: bool,
    pub(super) counts: RollbackCounts,
    pub(super) held: Held,
}

impl CallImports {
    /// Takes back the next calls of an import.
    pub(super) async fn roll_back_portion(
        &self,
        scope: &Scope,
        import: &CallImport,
        place: RollbackPlace,
        job: &JobProgress,
    ) -> Result<RolledBack, CallError> {
        scope.require(Permission::Import)?;
        let mut tries = 1;
        loop {
            let found = self.ports.store.to_roll_back(scope, import.id, &place, CALLS).await?;
            let last_of_part = (found.len() as u32) < CALLS;
            let after = found.last().map(|candidate| candidate.call).or(place.after);
            let next = match (last_of_part, place.in_changed) {
                (true, false) => RollbackPlace { in_changed: true, after: None },
                (_, in_changed) => RollbackPlace { in_changed, after },
            };
            let is_last = last_of_part && place.in_changed;
            let (portion, counts) = portion(import, found, is_last, next, job, self.now());
            match self.ports.store.roll_back(scope, portion).await {
                Ok(held) => return Ok(RolledBack { place: next, is_last, counts, held }),
                Err(SaveError::Stale | SaveError::MissingReference) if tries < TRIES => tries += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }
}

fn portion(
    import: &CallImport,
    found: Vec<RollbackCandidate>,
    is_last: bool,
    next: RollbackPlace,
    job: &JobProgress,
    at: callboard_kernel::Timestamp,
) -> (RollbackPortion, RollbackCounts) {
    let (mut remove, mut restore, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for candidate in found {
        match fate(candidate) {
            Fate::Gone => {}
            Fate::Remove(call, version) => remove.push((call, version)),
            Fate::Restore(call, version) => restore.push((*call, version)),
            Fate::Keep(call) => kept.push(call),
        }
    }
    let mut counts = import.rollback;
    counts.removed += remove.len() as u64;
    counts.restored += restore.len() as u64;
    counts.kept += kept.len() as u64;
    let facts = [
        ("calls_removed", Value::from(remove.len())),
        ("calls_restored", Value::from(restore.len())),
        ("calls_kept", Value::from(kept.len())),
    ];
    let mut job = job.clone();
    job.progress.done = counts.removed + counts.restored;
    job.progress.skipped = counts.kept;
    job.progress.position = json!(next);
    job.progress.result = json!(counts);
    let audit = audit_line(AuditAction::Import, import.id, &facts);
    let portion = RollbackPortion {
        import: import.id,
        remove,
        restore,
        kept,
        counts,
        is_last,
        job,
        audit,
        at,
    };
    (portion, counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn candidate() -> RollbackCandidate {
        RollbackCandidate {
            call: CallId(Uuid::nil()),
            version: Some(Version(1)),
            left_at: Version(1),
            before: None,
            is_referred_to: false,
            is_held: false,
        }
    }

    #[test]
    fn what_somebody_touched_stays() {
        assert!(matches!(fate(candidate()), Fate::Remove(..)));
        let kept = |candidate| match fate(candidate) {
            Fate::Keep(call) => Some(call.because),
            _ => None,
        };
        let changed = RollbackCandidate { version: Some(Version(2)), ..candidate() };
        assert_eq!(kept(changed), Some(KeptBecause::Changed));
        let named = RollbackCandidate { is_referred_to: true, ..candidate() };
        assert_eq!(kept(named), Some(KeptBecause::ReferredTo));
        let held = RollbackCandidate { is_held: true, ..candidate() };
        assert_eq!(kept(held), Some(KeptBecause::Held));
        assert!(matches!(fate(RollbackCandidate { version: None, ..candidate() }), Fate::Gone));
    }
}
