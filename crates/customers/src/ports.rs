//! What the customer domain needs from outside.

use crate::{
    board::{CustomerFilter, CustomerRow, CustomerSort, TimelineRow},
    events::CustomerEvent,
    model::{Customer, Interaction},
};
use async_trait::async_trait;
use callboard_kernel::{
    CallId, Commit, CustomerId, InteractionId, Loaded, Page, PageRequest, Phone, PortError,
    SaveError, Scope, Timestamp, Version,
};

/// Keeps customers with their numbers and addresses. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CustomerRepository: Send + Sync {
    /// The customer with the version that `save` must be given back; `None` when this workspace has no such customer.
    async fn get(
        &self,
        scope: &Scope,
        id: CustomerId,
    ) -> Result<Option<Loaded<Customer>>, PortError>;

    /// The customers who have this number, last seen first (never seen last, then oldest first); 20 at most.
    async fn by_phone(
        &self,
        scope: &Scope,
        number: &Phone,
    ) -> Result<Vec<Loaded<Customer>>, PortError>;

    /// For each of these numbers that somebody has, the first customer that `by_phone` answers; in one statement.
    async fn holders(
        &self,
        scope: &Scope,
        numbers: &[Phone],
    ) -> Result<Vec<(Phone, Customer)>, PortError>;

    /// Writes the customer, its numbers and addresses (replacing all of them), its events and its audit line together, or
    /// nothing. When the name differs from what is stored, the name shown on the customer's calls and open follow-ups (and
    /// their search texts) is refreshed in the same transaction. The do-not-contact mark of a customer that exists is left as
    /// it is: the list of those who are not to be contacted sets it. `Stale` when someone wrote first;
    /// `Duplicate("causes_pkey")` when the cause has worked before.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Customer, CustomerEvent>,
    ) -> Result<Version, SaveError>;

    /// Moves the last contact forward to `at`; does nothing when it is later already or there is no such customer. No event,
    /// no audit line, no new version, because nobody decided anything.
    async fn mark_seen(
        &self,
        scope: &Scope,
        id: CustomerId,
        at: Timestamp,
    ) -> Result<(), PortError>;
}

/// Keeps lines of timelines. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait InteractionRepository: Send + Sync {
    /// The line with the version that `save` must be given back; `None` when this workspace has no such line or it was
    /// deleted.
    async fn get(
        &self,
        scope: &Scope,
        id: InteractionId,
    ) -> Result<Option<Loaded<Interaction>>, PortError>;

    /// The line that tells of a call; `None` when there is none. A deleted line is answered, too, so that it does not come
    /// back.
    async fn of_call(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Option<Loaded<Interaction>>, PortError>;

    /// Writes the line, its events and its audit line together, or nothing, and moves the customer's last contact forward to
    /// the line's instant when it is new and no note. `Stale` when someone wrote first; `Duplicate("causes_pkey")` when the
    /// cause has worked before; `Duplicate("interactions_call_key")` when another line tells of the call;
    /// `MissingReference` when there is no such customer, call or follow-up.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Interaction, CustomerEvent>,
    ) -> Result<Version, SaveError>;
}

/// What screens read of customers. One statement a method.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CustomerBoard: Send + Sync {
    /// A page of the filtered list.
    async fn list(
        &self,
        scope: &Scope,
        filter: &CustomerFilter,
        sort: CustomerSort,
        page: &PageRequest,
    ) -> Result<Page<CustomerRow>, PortError>;

    /// How many customers the filter holds, exactly.
    async fn count(&self, scope: &Scope, filter: &CustomerFilter) -> Result<u64, PortError>;

    /// One row; `None` when this workspace has no such customer.
    async fn row(&self, scope: &Scope, id: CustomerId) -> Result<Option<CustomerRow>, PortError>;

    /// A page of the timeline, newest first; deleted lines are left out.
    async fn timeline(
        &self,
        scope: &Scope,
        customer: CustomerId,
        page: &PageRequest,
    ) -> Result<Page<TimelineRow>, PortError>;
}

/// Question: by which country's rules are national numbers read? Answered from the settings of the workspace.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait HomeRegion: Send + Sync {
    /// ISO 3166 code, such as `US`.
    async fn region(&self, scope: &Scope) -> Result<String, PortError>;
}
