//! Business hours and SLA rules of a workspace.

use super::{FollowUps, counting_of};
use crate::{error::FollowUpError, hours::BusinessHours, rules::SlaRules};
use callboard_kernel::{
    AuditAction, AuditDraft, Invalid, Loaded, Permission, SaveError, Scope, Timestamp, Version,
};

impl FollowUps {
    /// The business hours.
    pub async fn hours(&self, scope: &Scope) -> Result<Loaded<BusinessHours>, FollowUpError> {
        scope.require(Permission::ReadSettings)?;
        Ok(self.ports.rules.hours(scope).await?)
    }

    /// Replaces the business hours. Their zone is that of the workspace, which has its own setting. Clocks that run keep
    /// their due instants; levels to come are planned in the new hours.
    pub async fn save_hours(
        &self,
        scope: &Scope,
        expected: Option<Version>,
        hours: BusinessHours,
    ) -> Result<Loaded<BusinessHours>, FollowUpError> {
        scope.require(Permission::ManageSettings)?;
        hours.validate()?;
        let before = self.ports.rules.hours(scope).await?;
        if hours.time_zone != before.value.time_zone {
            let message = "The time zone is a setting of the workspace; change it there.";
            return Err(Invalid::field("time_zone", "not_here", message).into());
        }
        let expected = unchanged(expected, before.version)?;
        let now = self.ports.clock.now();
        let audit = AuditDraft::change(AuditAction::Update, &before.value, &hours);
        let version =
            self.ports.rules.save_hours(scope, expected, hours.clone(), audit, now).await?;
        Ok(Loaded { value: hours, version })
    }

    /// The SLA rules.
    pub async fn sla_rules(&self, scope: &Scope) -> Result<Loaded<SlaRules>, FollowUpError> {
        scope.require(Permission::ReadSettings)?;
        Ok(self.ports.rules.sla_rules(scope).await?)
    }

    /// Replaces the SLA rules. Clocks that run keep the rule that they were started with.
    pub async fn save_sla_rules(
        &self,
        scope: &Scope,
        expected: Option<Version>,
        rules: SlaRules,
    ) -> Result<Loaded<SlaRules>, FollowUpError> {
        scope.require(Permission::ManageSettings)?;
        rules.validate()?;
        let before = self.ports.rules.sla_rules(scope).await?;
        let expected = unchanged(expected, before.version)?;
        let now = self.ports.clock.now();
        let audit = AuditDraft::change(AuditAction::Update, &before.value, &rules);
        let version =
            self.ports.rules.save_sla_rules(scope, expected, rules.clone(), audit, now).await?;
        Ok(Loaded { value: rules, version })
    }

    /// Whether the desk is open at the instant.
    pub async fn is_open(&self, scope: &Scope, at: Timestamp) -> Result<bool, FollowUpError> {
        scope.require(Permission::ReadSettings)?;
        let counting = counting_of(self.ports.rules.hours(scope).await?.value)?;
        Ok(counting.business().is_open(at))
    }

    /// When the desk opens next: the instant itself while it is open, `None` when it never does.
    pub async fn next_opening(
        &self,
        scope: &Scope,
        at: Timestamp,
    ) -> Result<Option<Timestamp>, FollowUpError> {
        scope.require(Permission::ReadSettings)?;
        let counting = counting_of(self.ports.rules.hours(scope).await?.value)?;
        Ok(counting.business().next_opening(at).ok())
    }
}

fn unchanged(expected: Option<Version>, found: Version) -> Result<Version, SaveError> {
    match expected {
        Some(expected) if expected != found => Err(SaveError::Stale),
        Some(_) | None => Ok(found),
    }
}
