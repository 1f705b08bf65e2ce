//! Making and editing customers.

use super::{CausedBy, Customers, Why, id_of_key};
use crate::{
    error::CustomerError,
    events::CustomerEvent,
    model::{Customer, CustomerEdit, NewCustomer},
};
use callboard_kernel::{
    AuditDraft, Cause, Commit, CustomerId, Loaded, Permission, PortError, SaveError, Scope,
    Timestamp, Version,
};

impl Customers {
    /// Makes a customer. The same idempotency key again answers the first one as it is now.
    pub async fn create(
        &self,
        scope: &Scope,
        new: NewCustomer,
        idempotency_key: Option<&str>,
    ) -> Result<Loaded<Customer>, CustomerError> {
        scope.require(Permission::EditCustomers)?;
        let id = match idempotency_key {
            None => CustomerId(self.ports.ids.next()),
            Some(key) => CustomerId(id_of_key(scope, "customer", key)?),
        };
        if idempotency_key.is_some()
            && let Some(first) = self.ports.repo.get(scope, id).await?
        {
            return Ok(first);
        }
        let region = self.ports.region.region(scope).await?;
        let now = self.ports.clock.now();
        let customer = Customer::new(id, new, &region, now)?;
        let event = CustomerEvent::CustomerCreated(customer.facts());
        let audit = AuditDraft::create(customer.snapshot());
        let commit = Commit::create(customer.clone(), vec![event], audit, now);
        match self.ports.repo.save(scope, commit).await {
            Ok(version) => Ok(Loaded { value: customer, version }),
            // Two requests with one key at the same instant: the other one was first.
            Err(SaveError::Duplicate("customers_pkey") | SaveError::Stale)
                if idempotency_key.is_some() =>
            {
                self.load(scope, id).await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Edits a customer. Without a version the last write wins.
    pub async fn edit(
        &self,
        scope: &Scope,
        id: CustomerId,
        expected: Option<Version>,
        edit: CustomerEdit,
    ) -> Result<Loaded<Customer>, CustomerError> {
        scope.require(Permission::EditCustomers)?;
        let region = self.ports.region.region(scope).await?;
        let now = self.ports.clock.now();
        self.change(scope, id, expected, &Why::default(), &|before| {
            Ok(before.edited(edit.clone(), &region, now)?)
        })
        .await
    }

    /// Work was booked: a lead or former customer becomes active.
    pub async fn mark_booked(
        &self,
        scope: &Scope,
        id: CustomerId,
        cause: Cause,
        depth: u8,
    ) -> Result<(), CustomerError> {
        scope.require(Permission::EditCustomers)?;
        let caused_by: Option<CausedBy> = Some((cause, depth));
        let why = Why { note: "work was booked", caused_by };
        let now = self.ports.clock.now();
        self.change(scope, id, None, &why, &|before| Ok(before.booked(now))).await.map(|_| ())
    }

    /// There was contact at this instant.
    pub async fn mark_seen(
        &self,
        scope: &Scope,
        id: CustomerId,
        at: Timestamp,
    ) -> Result<(), CustomerError> {
        scope.require(Permission::EditCustomers)?;
        self.ports.repo.mark_seen(scope, id, at).await.map_err(PortError::into)
    }
}
