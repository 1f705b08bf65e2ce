//! What screens ask.

use super::Customers;
use crate::{
    board::{CustomerFilter, CustomerRow, CustomerSort, TimelineRow},
    error::CustomerError,
    model::Customer,
};
use callboard_kernel::{CustomerId, Invalid, Loaded, Page, PageRequest, Permission, Phone, Scope};

/// Fewest characters of a search: shorter ones find everything and no index helps.
const SHORTEST_SEARCH: usize = 3;

impl Customers {
    /// A page of the filtered list, last contact first unless another order is asked for.
    pub async fn list(
        &self,
        scope: &Scope,
        filter: &CustomerFilter,
        sort: Option<CustomerSort>,
        page: &PageRequest,
    ) -> Result<Page<CustomerRow>, CustomerError> {
        scope.require(Permission::ReadCustomers)?;
        checked(filter)?;
        let sort = sort.unwrap_or(CustomerSort::LAST_SEEN);
        Ok(self.ports.board.list(scope, filter, sort, page).await?)
    }

    /// How many customers the filter holds.
    pub async fn count(
        &self,
        scope: &Scope,
        filter: &CustomerFilter,
    ) -> Result<u64, CustomerError> {
        scope.require(Permission::ReadCustomers)?;
        checked(filter)?;
        Ok(self.ports.board.count(scope, filter).await?)
    }

    /// One row of the list.
    pub async fn row(&self, scope: &Scope, id: CustomerId) -> Result<CustomerRow, CustomerError> {
        scope.require(Permission::ReadCustomers)?;
        self.ports.board.row(scope, id).await?.ok_or(CustomerError::NotFound)
    }

    /// One customer with all its fields.
    pub async fn get(
        &self,
        scope: &Scope,
        id: CustomerId,
    ) -> Result<Loaded<Customer>, CustomerError> {
        scope.require(Permission::ReadCustomers)?;
        self.load(scope, id).await
    }

    /// The customers who have a number, the one seen last first.
    pub async fn find_by_number(
        &self,
        scope: &Scope,
        number: &Phone,
    ) -> Result<Vec<Loaded<Customer>>, CustomerError> {
        scope.require(Permission::ReadCustomers)?;
        Ok(self.ports.repo.by_phone(scope, number).await?)
    }

    /// A page of what happened with a customer, newest first (S2-PH2-02).
    pub async fn timeline(
        &self,
        scope: &Scope,
        id: CustomerId,
        page: &PageRequest,
    ) -> Result<Page<TimelineRow>, CustomerError> {
        scope.require(Permission::ReadCustomers)?;
        self.load(scope, id).await?;
        Ok(self.ports.board.timeline(scope, id, page).await?)
    }
}

fn checked(filter: &CustomerFilter) -> Result<(), Invalid> {
    let length = |text: &String| text.trim().chars().count();
    match filter.search.as_ref().map(length) {
        Some(length) if length < SHORTEST_SEARCH => {
            Err(Invalid::field("search", "too_short", "Search for three characters at least."))
        }
        Some(_) | None => Ok(()),
    }
}
