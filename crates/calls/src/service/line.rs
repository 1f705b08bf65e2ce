//! What the telephone line reports.

use super::{Calls, commit_of};
use crate::{
    error::CallError,
    model::{Call, Direction, FirstSight, INCIDENT_WITHIN, LineCall, LineChange, LineReport},
};
use callboard_kernel::{AuditAction, CallId, Loaded, Permission, SaveError, Scope, Timestamp};

/// How often a report is decided again when others write the same call at the same moment.
const TRIES: u8 = 4;

impl Calls {
    /// Takes a report of the line into the log and answers which call it is about. The same report twice, a late one and
    /// one out of order do no harm; a first report that was lost is made up for.
    pub async fn ingest(&self, scope: &Scope, report: LineReport) -> Result<CallId, CallError> {
        scope.require(Permission::WorkCalls)?;
        let mut tries = 1;
        loop {
            match self.take_report(scope, &report).await {
                Err(CallError::Save(
                    SaveError::Stale | SaveError::Duplicate("calls_provider_key"),
                )) if tries < TRIES => tries += 1,
                answer => return answer,
            }
        }
    }

    /// The call that a carrier knows by this id; `None` when the log has none.
    pub async fn of_carrier(
        &self,
        scope: &Scope,
        provider: &str,
        provider_call_id: &str,
    ) -> Result<Option<CallId>, CallError> {
        scope.require(Permission::ReadCalls)?;
        let found = self.ports.repo.find_by_provider(scope, provider, provider_call_id).await?;
        Ok(found.map(|loaded| loaded.value.id()))
    }

    async fn take_report(&self, scope: &Scope, report: &LineReport) -> Result<CallId, CallError> {
        let found = self
            .ports
            .repo
            .find_by_provider(scope, &report.provider, &report.provider_call_id)
            .await?;
        let incident = match &found {
            Some(loaded) if loaded.value.status().is_final() => None,
            _ => self.incident_of(scope, &report.line, report.change).await?,
        };
        match found {
            Some(loaded) => self.take_known(scope, loaded, report.change, incident).await,
            None => self.take_new(scope, report, incident).await,
        }
    }

    async fn take_known(
        &self,
        scope: &Scope,
        loaded: Loaded<Call>,
        change: LineChange,
        incident: Option<CallId>,
    ) -> Result<CallId, CallError> {
        let now = self.now();
        let id = loaded.value.id();
        if let Some(decision) = loaded.value.report(change, incident, now) {
            self.ports.repo.save(scope, commit_of(Some(&loaded), decision, now)).await?;
        }
        Ok(id)
    }

    async fn take_new(
        &self,
        scope: &Scope,
        report: &LineReport,
        incident: Option<CallId>,
    ) -> Result<CallId, CallError> {
        let line = &report.line;
        let known = match other_party(line) {
            Some(number) => self.ports.callers.by_number(scope, number).await?,
            None => None,
        };
        let after_hours = line.direction == Direction::In
            && !self.ports.hours.is_open(scope, line.started_at).await?;
        let id = CallId(self.ports.ids.next());
        let now = self.now();
        let mut first = Call::rings(report, FirstSight { id, known, after_hours }, now);
        if let Some(next) = first.call.report(report.change, incident, now) {
            first.call = next.call;
            first.events.extend(next.events);
            first.action = AuditAction::Create;
        }
        self.ports.repo.save(scope, commit_of(None, first, now)).await?;
        Ok(id)
    }

    /// The missed call that this one repeats. A repeat joins it only while somebody is still bound to act on it: it waits
    /// for its outcome, or a promise is open. Else the repeat is a new call for help.
    async fn incident_of(
        &self,
        scope: &Scope,
        line: &LineCall,
        change: LineChange,
    ) -> Result<Option<CallId>, CallError> {
        let unanswered = matches!(change, LineChange::HungUp { answered_at: None, .. });
        let (true, Direction::In, Some(number)) = (unanswered, line.direction, &line.from) else {
            return Ok(None);
        };
        let since: Timestamp = line.started_at - INCIDENT_WITHIN;
        let Some(first) = self.ports.repo.missed_from(scope, number, since).await? else {
            return Ok(None);
        };
        let Some(loaded) = self.ports.repo.get(scope, first).await? else { return Ok(None) };
        let alive =
            loaded.value.is_outcome_pending() || self.ports.promises.has_open(scope, first).await?;
        Ok(alive.then_some(first))
    }
}

const fn other_party(line: &LineCall) -> Option<&callboard_kernel::Phone> {
    match line.direction {
        Direction::In => line.from.as_ref(),
        Direction::Out => line.to.as_ref(),
    }
}
