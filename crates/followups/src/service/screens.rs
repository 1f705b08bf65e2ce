//! What screens read.

use super::FollowUps;
use crate::{
    board::{FollowUpFilter, FollowUpRow, PromiseCounts},
    error::FollowUpError,
};
use callboard_kernel::{
    CallId, FollowUpId, Invalid, MAX_LIMIT, Page, PageRequest, Permission, Scope,
};

/// Shortest fragment that is searched for, because shorter ones find everything.
const MIN_SEARCH: usize = 3;

impl FollowUps {
    /// A page of the filtered list.
    pub async fn list(
        &self,
        scope: &Scope,
        filter: &FollowUpFilter,
        page: &PageRequest,
    ) -> Result<Page<FollowUpRow>, FollowUpError> {
        scope.require(Permission::ReadCalls)?;
        check(filter)?;
        if !(1..=MAX_LIMIT).contains(&page.limit) {
            return Err(Invalid::field("limit", "out_of_range", "1 to 100.").into());
        }
        Ok(self.ports.board.list(scope, filter, page, self.ports.clock.now()).await?)
    }

    /// How many follow-ups the filter holds.
    pub async fn count(
        &self,
        scope: &Scope,
        filter: &FollowUpFilter,
    ) -> Result<u64, FollowUpError> {
        scope.require(Permission::ReadCalls)?;
        check(filter)?;
        Ok(self.ports.board.count(scope, filter, self.ports.clock.now()).await?)
    }

    /// One follow-up as a row.
    pub async fn row(&self, scope: &Scope, id: FollowUpId) -> Result<FollowUpRow, FollowUpError> {
        scope.require(Permission::ReadCalls)?;
        let row = self.ports.board.row(scope, id, self.ports.clock.now()).await?;
        row.ok_or(FollowUpError::NotFound)
    }

    /// The follow-ups of a call, open ones first, a hundred at most.
    pub async fn of_call(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Vec<FollowUpRow>, FollowUpError> {
        let filter = FollowUpFilter { call: Some(call), ..FollowUpFilter::default() };
        Ok(self.list(scope, &filter, &PageRequest::first(MAX_LIMIT)).await?.items)
    }

    /// Whether the call has an open promise.
    pub async fn has_open(&self, scope: &Scope, call: CallId) -> Result<bool, FollowUpError> {
        scope.require(Permission::ReadCalls)?;
        Ok(!self.ports.repo.open_of_call(scope, call).await?.is_empty())
    }

    /// Counts for badges; a technician counts his own.
    pub async fn counts(&self, scope: &Scope) -> Result<PromiseCounts, FollowUpError> {
        scope.require(Permission::ReadCalls)?;
        Ok(self.ports.board.counts(scope, scope.member(), self.ports.clock.now()).await?)
    }
}

fn check(filter: &FollowUpFilter) -> Result<(), Invalid> {
    let mut wrong = Invalid::default();
    if filter.search.as_ref().is_some_and(|text| text.trim().chars().count() < MIN_SEARCH) {
        wrong.push("search", "too_short", "Three characters at least.");
    }
    if filter.from.zip(filter.to).is_some_and(|(from, to)| from >= to) {
        wrong.push("to", "before_from", "Must be later than from.");
    }
    if filter.due_hour.iter().any(|hour| *hour > 23) {
        wrong.push("due_hour", "out_of_range", "0 to 23.");
    }
    wrong.check()
}
