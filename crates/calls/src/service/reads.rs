//! What screens read: lists, numbers, the queue.

use super::{Calls, views::in_days};
use crate::{
    board::{CallFilter, CallMetrics, CallRow, CallSort, SpokenFilter, TriageQueue, TriageSummary},
    error::CallError,
    model::triage_reason,
};
use callboard_kernel::{CallId, Invalid, MAX_LIMIT, Page, PageRequest, Permission, Scope};

/// Most rows that can be asked for by id at once.
const MAX_IDS: usize = 500;

/// A call of the triage queue with the reason for its place.
#[derive(Clone, PartialEq, Debug)]
pub struct TriageItem {
    /// The call.
    pub call: CallRow,
    /// Why it stands there.
    pub reason: String,
}

impl Calls {
    /// A page of the filtered list. Without a sort it is newest first, or the order of S1-API-07 for calls that need
    /// triage.
    pub async fn list(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        sort: Option<CallSort>,
        page: &PageRequest,
    ) -> Result<Page<CallRow>, CallError> {
        scope.require(Permission::ReadCalls)?;
        filter.check()?;
        check_page(page)?;
        Ok(self.ports.board.list(scope, filter, sort, page, self.now()).await?)
    }

    /// The filter as it is meant now: its days become instants in the zone of the workspace.
    pub async fn in_days(
        &self,
        scope: &Scope,
        spoken: SpokenFilter,
    ) -> Result<CallFilter, CallError> {
        scope.require(Permission::ReadCalls)?;
        spoken.check()?;
        Ok(in_days(&*self.ports.days, scope, spoken, self.now()).await?)
    }

    /// How many calls the filter holds, exactly.
    pub async fn count(&self, scope: &Scope, filter: &CallFilter) -> Result<u64, CallError> {
        scope.require(Permission::ReadCalls)?;
        filter.check()?;
        Ok(self.ports.board.count(scope, filter, self.now()).await?)
    }

    /// Header numbers over the filtered set.
    pub async fn metrics(
        &self,
        scope: &Scope,
        filter: &CallFilter,
    ) -> Result<CallMetrics, CallError> {
        scope.require(Permission::ReadCalls)?;
        filter.check()?;
        Ok(self.ports.board.metrics(scope, filter, self.now()).await?)
    }

    /// One call as a row.
    pub async fn row(&self, scope: &Scope, id: CallId) -> Result<CallRow, CallError> {
        let found = self.rows(scope, &[id]).await?;
        found.into_iter().next().ok_or(CallError::NotFound)
    }

    /// These calls as rows, in no particular order; absent ones are left out.
    pub async fn rows(&self, scope: &Scope, ids: &[CallId]) -> Result<Vec<CallRow>, CallError> {
        scope.require(Permission::ReadCalls)?;
        if ids.len() > MAX_IDS {
            return Err(Invalid::field("ids", "too_many", "At most 500 calls at once.").into());
        }
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.ports.board.rows(scope, ids, self.now()).await?)
    }

    /// The newest calls with the customer of this call, or with its number when none is known, this one included.
    pub async fn history(
        &self,
        scope: &Scope,
        id: CallId,
        limit: u32,
    ) -> Result<Vec<CallRow>, CallError> {
        scope.require(Permission::ReadCalls)?;
        let call = self.load(scope, id).await?.value;
        let customer = call.customer();
        let number = call.other_party().filter(|_| customer.is_none()).cloned();
        if customer.is_none() && number.is_none() {
            return Ok(Vec::new());
        }
        let limit = limit.clamp(1, MAX_LIMIT);
        Ok(self.ports.board.history(scope, customer, number, limit, self.now()).await?)
    }

    /// Tags in use that start with `prefix`, most used first.
    pub async fn tags(
        &self,
        scope: &Scope,
        prefix: &str,
        limit: u32,
    ) -> Result<Vec<String>, CallError> {
        scope.require(Permission::ReadCalls)?;
        Ok(self.ports.board.tags(scope, prefix.trim(), limit.clamp(1, MAX_LIMIT)).await?)
    }

    /// The triage queue with its numbers, each call with the reason for its place.
    pub async fn triage_queue(
        &self,
        scope: &Scope,
        page: &PageRequest,
    ) -> Result<TriageQueue<TriageItem>, CallError> {
        scope.require(Permission::ReadCalls)?;
        check_page(page)?;
        let now = self.now();
        let TriageQueue { page, summary } = self.ports.board.triage(scope, page, now).await?;
        let page = page.map(|call| TriageItem { reason: triage_reason(&call, now), call });
        Ok(TriageQueue { page, summary })
    }

    /// The triage queue in numbers.
    pub async fn triage_summary(&self, scope: &Scope) -> Result<TriageSummary, CallError> {
        scope.require(Permission::ReadCalls)?;
        Ok(self.ports.board.triage_summary(scope, self.now()).await?)
    }
}

fn check_page(page: &PageRequest) -> Result<(), Invalid> {
    if (1..=MAX_LIMIT).contains(&page.limit) {
        Ok(())
    } else {
        Err(Invalid::field("limit", "out_of_range", "Must be from 1 to 100."))
    }
}
