//! How well promises are kept.

use super::FollowUps;
use crate::{
    error::FollowUpError,
    hours::WallClock,
    report::{Pressing, SlaFigures, SlaReport},
};
use callboard_kernel::{Period, Permission, PortError, Scope, Timestamp};
use time::Duration;

/// Local days that a report covers when nobody says which.
const USUAL_DAYS: i64 = 30;

impl FollowUps {
    /// The period that a report covers, and the one to compare it with. An end that is not given is now; a start that is
    /// not given is 30 local days back, today included.
    pub async fn periods(
        &self,
        scope: &Scope,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Result<(Period, Period), FollowUpError> {
        scope.require(Permission::ReadCalls)?;
        let clock = self.wall_clock(scope).await?;
        let now = self.ports.clock.now();
        let to = to.unwrap_or(now);
        let usual = || clock.last_days(USUAL_DAYS, to).map(Period::from);
        let period = Period::try_new(from.map_or_else(usual, Ok)?, to)?;
        Ok((period, clock.before(period)))
    }

    /// The local day of now, and the time.
    pub async fn today(&self, scope: &Scope) -> Result<(Period, Timestamp), FollowUpError> {
        scope.require(Permission::ReadCalls)?;
        let now = self.ports.clock.now();
        let (start, end) = self.wall_clock(scope).await?.day_around(now);
        let day = Period::try_new(start, end.max(start + Duration::hours(1)))?;
        Ok((day, now))
    }

    /// The promises that came due in the period, by kind, agent and hour, and the part of the period that has come. A
    /// technician gets his own.
    pub async fn sla_report(
        &self,
        scope: &Scope,
        period: Period,
    ) -> Result<(Period, SlaReport), FollowUpError> {
        scope.require(Permission::ReadCalls)?;
        let Some(come) = self.come(period) else { return Ok((period, SlaReport::default())) };
        Ok((come, self.ports.reports.report(scope, come, self.ports.clock.now()).await?))
    }

    /// The promises that came due in the period, all together.
    pub async fn sla_figures(
        &self,
        scope: &Scope,
        period: Period,
    ) -> Result<SlaFigures, FollowUpError> {
        scope.require(Permission::ReadCalls)?;
        let Some(come) = self.come(period) else { return Ok(SlaFigures::default()) };
        Ok(self.ports.reports.total(scope, come, self.ports.clock.now()).await?)
    }

    /// Promises that press now.
    pub async fn pressing(&self, scope: &Scope) -> Result<Pressing, FollowUpError> {
        scope.require(Permission::ReadCalls)?;
        Ok(self.ports.reports.pressing(scope, self.ports.clock.now()).await?)
    }

    /// What of a period has come: a promise that is not due yet is neither kept nor broken. `None` when it lies ahead.
    fn come(&self, period: Period) -> Option<Period> {
        Period::try_new(period.from(), period.to().min(self.ports.clock.now())).ok()
    }

    async fn wall_clock(&self, scope: &Scope) -> Result<WallClock, FollowUpError> {
        let hours = self.ports.rules.hours(scope).await?.value;
        // Zones are checked before they are stored, so an unknown one is a defect of the store.
        WallClock::new(&hours.time_zone)
            .map_err(|error| PortError::broken("followups.zone", error).into())
    }
}
