//! Reading and verifying the audit trail.

use crate::{
    board::{AuditFilter, AuditRow},
    chain::{ChainReport, ChainWalk},
    error::WorkspaceError,
    ports::AuditTrail,
};
use callboard_kernel::{AuditAction, Invalid, Page, PageRequest, Permission, Scope};
use std::sync::Arc;
use uuid::Uuid;

/// Entries that a verification reads at once.
const STEP: u32 = 500;

/// The audit trail of a workspace.
pub struct AuditLog {
    trail: Arc<dyn AuditTrail>,
}

impl AuditLog {
    /// Over its port.
    pub fn new(trail: Arc<dyn AuditTrail>) -> Self {
        Self { trail }
    }

    /// A page of the filtered trail, newest first.
    pub async fn list(
        &self,
        scope: &Scope,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditRow>, WorkspaceError> {
        scope.require(Permission::ReadAudit)?;
        checked(filter)?;
        Ok(self.trail.list(scope, filter, page).await?)
    }

    /// What happened to one thing, newest first (S1X-AUD-01).
    pub async fn of_target(
        &self,
        scope: &Scope,
        kind: &str,
        id: Uuid,
        page: &PageRequest,
    ) -> Result<Page<AuditRow>, WorkspaceError> {
        let filter = AuditFilter {
            target_kind: vec![kind.to_owned()],
            target_id: Some(id),
            ..AuditFilter::default()
        };
        self.list(scope, &filter, page).await
    }

    /// Computes the chain again from its first entry and compares its end with the head. Entries that are written meanwhile
    /// are taken along.
    pub async fn verify(&self, scope: &Scope) -> Result<ChainReport, WorkspaceError> {
        scope.require(Permission::ReadAudit)?;
        let mut walk = ChainWalk::new(scope.workspace());
        loop {
            // The head is read before the entries that decide: what it knows then must be readable, so an empty page
            // below it means a cut end. What comes after an unmoved head was added past it.
            let head = self.trail.head(scope).await?;
            let entries = self.trail.chain(scope, walk.last().seq, STEP).await?;
            let nothing_more = entries.is_empty();
            for entry in &entries {
                if let Err(fault) = walk.step(entry) {
                    return Ok(walk.broken(fault));
                }
            }
            if nothing_more {
                return Ok(walk.finish(head));
            }
        }
    }
}

fn checked(filter: &AuditFilter) -> Result<(), Invalid> {
    let mut wrong = Invalid::default();
    if filter.action.iter().any(|word| AuditAction::parse(word).is_none()) {
        wrong.push("action", "unknown_value", "There is no such action.");
    }
    if let (Some(from), Some(to)) = (filter.from, filter.to)
        && from >= to
    {
        wrong.push("to", "out_of_range", "The end must be later than the beginning.");
    }
    wrong.check()
}
