//! Bringing a firm's own history in.

use super::Calls;
use crate::{
    error::CallError,
    import::ImportedCall,
    model::Call,
    ports::{ImportBatch, KnownCaller},
};
use callboard_kernel::{AuditAction, AuditDraft, CallId, Invalid, Permission, Phone, Scope};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Most calls of one batch.
const MAX_BATCH: usize = 1_000;

/// What became of a batch.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportAnswer {
    /// Calls written.
    pub written: u32,
    /// Indexes of calls that are known already, in the store or earlier in the batch.
    pub duplicates: Vec<usize>,
}

impl Calls {
    /// The id of a new import, which all its batches carry.
    pub fn new_import(&self) -> Uuid {
        self.ports.ids.next()
    }

    /// Writes a batch of past calls in one transaction. Calls that are known already are left out, so that a file can be
    /// read again after it broke off. Customers are found by number.
    pub async fn import_batch(
        &self,
        scope: &Scope,
        import: Uuid,
        provider: &str,
        rows: Vec<ImportedCall>,
    ) -> Result<ImportAnswer, CallError> {
        scope.require(Permission::Import)?;
        check_size(rows.len())?;
        let (fresh, mut duplicates) = without_repeats(rows);
        if fresh.is_empty() {
            return Ok(ImportAnswer { written: 0, duplicates });
        }
        let known = self.callers_of(scope, &fresh).await?;
        let now = self.now();
        let mut places = Vec::with_capacity(fresh.len());
        let mut calls = Vec::with_capacity(fresh.len());
        for (place, row) in fresh {
            let caller = row.other_party().and_then(|number| known.get(number));
            let id = CallId(self.ports.ids.next());
            places.push(place);
            calls.push(Call::imported(row, id, provider, import, caller, now));
        }
        let audit = audit_line(import, provider, calls.len());
        let offered = calls.len();
        let batch = ImportBatch { import, calls, audit, at: now };
        let left_out = self.ports.repo.import(scope, batch).await?;
        let written = offered.saturating_sub(left_out.len()) as u32;
        duplicates.extend(left_out.iter().filter_map(|index| places.get(*index)));
        duplicates.sort_unstable();
        Ok(ImportAnswer { written, duplicates })
    }

    /// Who has the numbers of the batch.
    async fn callers_of(
        &self,
        scope: &Scope,
        rows: &[(usize, ImportedCall)],
    ) -> Result<HashMap<Phone, KnownCaller>, CallError> {
        let numbers: HashSet<&Phone> =
            rows.iter().filter_map(|(_, row)| row.other_party()).collect();
        if numbers.is_empty() {
            return Ok(HashMap::new());
        }
        let numbers: Vec<Phone> = numbers.into_iter().cloned().collect();
        Ok(self.ports.callers.of_numbers(scope, &numbers).await?)
    }
}

/// The rows with their places, without those whose id came earlier in the batch, and the places of the latter.
fn without_repeats(rows: Vec<ImportedCall>) -> (Vec<(usize, ImportedCall)>, Vec<usize>) {
    let mut seen = HashSet::with_capacity(rows.len());
    let mut repeats = Vec::new();
    let mut fresh = Vec::with_capacity(rows.len());
    for (place, row) in rows.into_iter().enumerate() {
        if seen.insert(row.provider_call_id.clone()) {
            fresh.push((place, row));
        } else {
            repeats.push(place);
        }
    }
    (fresh, repeats)
}

fn audit_line(import: Uuid, provider: &str, rows: usize) -> AuditDraft {
    let mut after = Map::new();
    after.insert("provider".to_owned(), Value::from(provider));
    after.insert("rows_offered".to_owned(), Value::from(rows));
    AuditDraft {
        action: AuditAction::Import,
        target_kind: "import",
        target_id: import,
        before: Map::new(),
        after,
        note: String::new(),
    }
}

fn check_size(rows: usize) -> Result<(), Invalid> {
    if rows <= MAX_BATCH {
        Ok(())
    } else {
        Err(Invalid::field("rows", "too_many", format!("At most {MAX_BATCH} calls in a batch.")))
    }
}
