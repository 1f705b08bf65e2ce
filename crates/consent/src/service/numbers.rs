//! Numbers that the workspace neither takes calls from nor contacts.

use super::{Consents, MAX_REASON, Needed, Writing, id_of, lines, text};
use crate::{error::ConsentError, events::ConsentEvent, model::BlockedNumber, ports::Change};
use callboard_kernel::{
    AuditAction, CallId, Invalid, Page, PageRequest, Permission, Phone, SaveError, Scope,
};

impl Consents {
    /// Whether calls of this number are not taken. Asked while it rings.
    pub async fn is_blocked(&self, scope: &Scope, number: &Phone) -> Result<bool, ConsentError> {
        scope.require(Permission::ReadCalls)?;
        Ok(self.ports.book.blocked(scope, number).await?.is_some())
    }

    /// A page of the blocked numbers, newest first.
    pub async fn blocked_numbers(
        &self,
        scope: &Scope,
        page: &PageRequest,
    ) -> Result<Page<BlockedNumber>, ConsentError> {
        scope.require(Permission::ReadCustomers)?;
        Ok(self.ports.board.blocked(scope, page).await?)
    }

    /// The number that a person or a program wrote, in any format; national numbers by the rules of the workspace.
    pub async fn number(&self, scope: &Scope, written: &str) -> Result<Phone, ConsentError> {
        let region = self.ports.acquaintance.region(scope).await?;
        Phone::parse(written.trim(), &region)
            .map_err(|error| Invalid::field("number", "malformed", format!("This {error}.")).into())
    }

    /// Blocks a number. Blocking it again changes nothing and answers how it stands.
    pub async fn block(
        &self,
        scope: &Scope,
        number: &str,
        reason: &str,
        call: Option<CallId>,
    ) -> Result<BlockedNumber, ConsentError> {
        scope.require(Permission::WorkCalls)?;
        let mut wrong = Invalid::default();
        let reason = text(reason, "reason", MAX_REASON, Needed::Perhaps, &mut wrong);
        wrong.check()?;
        let number = self.number(scope, number).await?;
        if let Some(standing) = self.ports.book.blocked(scope, &number).await? {
            return Ok(standing);
        }
        let by = scope.actor().clone();
        let block = BlockedNumber { number: number.clone(), at: self.now(), by, reason };
        let target = id_of(scope, &["blocked number", number.as_str()]);
        let audit = lines::blocked(AuditAction::Create, target, &block);
        let event = ConsentEvent::NumberBlocked { number: number.clone() };
        let writing = Writing::one(Change::Block(block.clone(), call), event, audit);
        match self.write(scope, writing).await {
            Ok(_) => Ok(block),
            Err(ConsentError::Save(SaveError::Duplicate("blocked_numbers_pkey"))) => {
                let standing = self.ports.book.blocked(scope, &number).await?;
                standing.ok_or_else(|| SaveError::Stale.into())
            }
            Err(error) => Err(error),
        }
    }

    /// Blocks a number no longer. For supervisors.
    pub async fn unblock(&self, scope: &Scope, number: &str) -> Result<(), ConsentError> {
        scope.require(Permission::Supervise)?;
        // What is no number is not blocked.
        let number = match self.number(scope, number).await {
            Ok(number) => number,
            Err(ConsentError::Invalid(_)) => return Err(ConsentError::NotBlocked),
            Err(error) => return Err(error),
        };
        let standing = self.ports.book.blocked(scope, &number).await?;
        let block = standing.ok_or(ConsentError::NotBlocked)?;
        let target = id_of(scope, &["blocked number", number.as_str()]);
        let audit = lines::blocked(AuditAction::Delete, target, &block);
        let event = ConsentEvent::NumberUnblocked { number: number.clone() };
        self.write(scope, Writing::one(Change::Unblock(number.clone()), event, audit)).await?;
        Ok(())
    }
}
