//! Reports and the wallboard.

use super::Calls;
use crate::{
    analytics::{AgentCalls, CallFigures, CallOverview, CallTrends},
    error::CallError,
    wallboard::{LimitsOf, Wallboard, WallboardLimits},
};
use callboard_kernel::{
    AuditAction, AuditDraft, Loaded, Period, Permission, SaveError, Scope, Version,
};

impl Calls {
    /// A period at a glance, beside the one before it. A technician gets his own calls.
    pub async fn overview(
        &self,
        scope: &Scope,
        period: Period,
        before: Period,
    ) -> Result<CallOverview, CallError> {
        scope.require(Permission::ReadCalls)?;
        let sources = self.ports.analytics.sources(scope, period).await?;
        let now = sources.iter().fold(CallFigures::default(), |sum, (_, one)| sum.and(*one));
        let before = self.ports.analytics.figures(scope, before).await?;
        Ok(CallOverview { now, before, sources })
    }

    /// A period over time.
    pub async fn trends(&self, scope: &Scope, period: Period) -> Result<CallTrends, CallError> {
        scope.require(Permission::ReadCalls)?;
        Ok(self.ports.analytics.trends(scope, period).await?)
    }

    /// A period by agent, most calls first.
    pub async fn agents(
        &self,
        scope: &Scope,
        period: Period,
    ) -> Result<Vec<AgentCalls>, CallError> {
        scope.require(Permission::ReadCalls)?;
        Ok(self.ports.analytics.agents(scope, period).await?)
    }

    /// The wallboard, with the figures of the local day.
    pub async fn wallboard(&self, scope: &Scope, day: Period) -> Result<Wallboard, CallError> {
        scope.require(Permission::ReadCalls)?;
        let limits = self.ports.limits.load(scope).await?.value;
        let at = self.now();
        let desk = self.ports.analytics.desk(scope, day, limits.service_level_s, at).await?;
        Ok(Wallboard { at, desk, limits })
    }

    /// The limits of the wallboard.
    pub async fn wallboard_limits(
        &self,
        scope: &Scope,
    ) -> Result<Loaded<WallboardLimits>, CallError> {
        scope.require(Permission::ReadSettings)?;
        Ok(self.ports.limits.load(scope).await?)
    }

    /// Replaces the limits of the wallboard. Saving what stands already writes nothing.
    pub async fn save_wallboard_limits(
        &self,
        scope: &Scope,
        expected: Option<Version>,
        limits: WallboardLimits,
    ) -> Result<Loaded<WallboardLimits>, CallError> {
        scope.require(Permission::ManageSettings)?;
        limits.validate()?;
        let before = self.ports.limits.load(scope).await?;
        if expected.is_some_and(|version| version != before.version) {
            return Err(SaveError::Stale.into());
        }
        if limits == before.value {
            return Ok(before);
        }
        let workspace = scope.workspace();
        let audit = AuditDraft::change(
            AuditAction::Update,
            &LimitsOf { workspace, limits: before.value },
            &LimitsOf { workspace, limits },
        );
        let version =
            self.ports.limits.save(scope, before.version, limits, audit, self.now()).await?;
        Ok(Loaded { value: limits, version })
    }
}
