//! The do-not-contact mark: easy to set, hard to lift.

use super::{CausedBy, Customers, Why};
use crate::{error::CustomerError, model::Customer};
use callboard_kernel::{CustomerId, Loaded, Permission, Scope};

impl Customers {
    /// Marks a customer. Marking again changes nothing.
    pub async fn mark_do_not_contact(
        &self,
        scope: &Scope,
        id: CustomerId,
        reason: &str,
        caused_by: Option<CausedBy>,
    ) -> Result<Loaded<Customer>, CustomerError> {
        scope.require(Permission::EditCustomers)?;
        self.set_mark(scope, id, true, Why { note: reason, caused_by }).await
    }

    /// Lifts the mark. For owners, and for the product when it takes back the outcome that set it.
    pub async fn lift_do_not_contact(
        &self,
        scope: &Scope,
        id: CustomerId,
        reason: &str,
        caused_by: Option<CausedBy>,
    ) -> Result<Loaded<Customer>, CustomerError> {
        scope.require(Permission::OverrideDoNotContact)?;
        self.set_mark(scope, id, false, Why { note: reason, caused_by }).await
    }

    async fn set_mark(
        &self,
        scope: &Scope,
        id: CustomerId,
        marked: bool,
        why: Why<'_>,
    ) -> Result<Loaded<Customer>, CustomerError> {
        let now = self.ports.clock.now();
        self.change(scope, id, None, &why, &|before| Ok(before.with_do_not_contact(marked, now)))
            .await
    }
}
