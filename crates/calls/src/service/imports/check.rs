//! The dry run: what would come of a file, without writing a call.

use super::{CallImports, Portion};
use crate::{
    error::CallError,
    import::{BrokenRow, CheckReport, Duplicates, ImportPlan, ReportedCall, ReportedError},
};
use callboard_kernel::{Permission, Scope};
use std::{
    collections::{HashSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

/// Broken rows and known calls that are shown.
const SHOWN: usize = 100;
/// Characters of a wrong cell that are shown.
const VALUE: usize = 80;
/// Ids that are remembered to find repeats within the file: eight bytes each. A repeat beyond them counts as new here;
/// the import itself leaves it out all the same.
const MOST_IDS: usize = 4_000_000;

/// A dry run on its way.
#[derive(Clone, Debug, Default)]
pub struct Checking {
    /// What was found so far.
    pub report: CheckReport,
    seen: HashSet<u64>,
}

impl CallImports {
    /// Looks what would come of a portion.
    pub async fn look_at(
        &self,
        scope: &Scope,
        plan: &ImportPlan,
        portion: &Portion,
        checking: &mut Checking,
    ) -> Result<(), CallError> {
        scope.require(Permission::Import)?;
        let ids: Vec<String> =
            portion.calls.iter().map(|(_, row)| row.provider_call_id.clone()).collect();
        let known = self.known_among(scope, plan, &ids).await?;
        let report = &mut checking.report;
        report.counts.rows += portion.rows() as u64;
        report.counts.broken += portion.broken.len() as u64;
        for (line, row) in &portion.calls {
            let id = row.provider_call_id.as_str();
            let call = known.get(id).copied();
            let repeated = !is_first(&mut checking.seen, id);
            if call.is_none() && !repeated {
                report.counts.written += 1;
                continue;
            }
            if plan.choice(id) == Duplicates::Update && !repeated {
                report.counts.updated += 1;
            } else {
                report.counts.left_out += 1;
            }
            if report.known.len() < SHOWN {
                report.known.push(ReportedCall {
                    line: *line,
                    provider_call_id: id.to_owned(),
                    call,
                    started_at: row.started_at,
                    number: row.other_party().cloned(),
                });
            }
        }
        let room = SHOWN.saturating_sub(report.errors.len());
        report.errors.extend(portion.broken.iter().flat_map(reported).take(room));
        Ok(())
    }
}

fn is_first(seen: &mut HashSet<u64>, id: &str) -> bool {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    let hash = hasher.finish();
    if seen.len() >= MOST_IDS { !seen.contains(&hash) } else { seen.insert(hash) }
}

fn reported(row: &BrokenRow) -> impl Iterator<Item = ReportedError> {
    row.wrong.iter().map(|wrong| ReportedError {
        line: row.line,
        column: wrong.column.clone(),
        value: wrong.value.chars().take(VALUE).collect(),
        code: wrong.code.to_owned(),
        message: wrong.message.clone(),
    })
}
