//! Keeps business hours and SLA rules.

use crate::{
    documents::{self, Replacement},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_followups::{
    events::SETTINGS_CHANGED, hours::BusinessHours, ports::RuleBook, rules::SlaRules,
};
use callboard_kernel::{AuditDraft, Loaded, PortError, SaveError, Scope, Timestamp, Version};
use serde::Serialize;

const HOURS: &str = "business_hours";
const RULES: &str = "sla_rules";

store! {
    /// Keeps both as settings documents.
    SqlRuleBook + ids
}

#[async_trait]
impl RuleBook for SqlRuleBook {
    async fn hours(&self, scope: &Scope) -> Result<Loaded<BusinessHours>, PortError> {
        self.read_hours(scope).await.during("rule_book.hours")
    }

    async fn save_hours(
        &self,
        scope: &Scope,
        expected: Version,
        hours: BusinessHours,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError> {
        let new =
            Replacement { kind: HOURS, event: SETTINGS_CHANGED, expected, body: &hours, audit, at };
        self.replace(scope, new).await.saving("rule_book.save_hours")
    }

    async fn sla_rules(&self, scope: &Scope) -> Result<Loaded<SlaRules>, PortError> {
        self.read_rules(scope).await.during("rule_book.sla_rules")
    }

    async fn save_sla_rules(
        &self,
        scope: &Scope,
        expected: Version,
        rules: SlaRules,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError> {
        let new =
            Replacement { kind: RULES, event: SETTINGS_CHANGED, expected, body: &rules, audit, at };
        self.replace(scope, new).await.saving("rule_book.save_sla_rules")
    }
}

impl SqlRuleBook {
    async fn read_hours(&self, scope: &Scope) -> Result<Loaded<BusinessHours>> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT time_zone FROM workspaces WHERE workspace_id = $1";
        let row = scoped::query_one(&tx, sql, []).await?.ok_or(StoreError::MissingReference)?;
        let time_zone: String = row.try_get("", "time_zone")?;
        let stored = documents::load::<BusinessHours>(&tx, HOURS).await?;
        tx.done().await?;
        let shipped = || Loaded { value: BusinessHours::shipped(&time_zone), version: Version(0) };
        let mut hours = stored.unwrap_or_else(shipped);
        // The workspace has one zone; hours that were saved before it moved mean the same times of day in the new one.
        hours.value.time_zone = time_zone;
        Ok(hours)
    }

    async fn read_rules(&self, scope: &Scope) -> Result<Loaded<SlaRules>> {
        let tx = self.db.read(scope).await?;
        let stored = documents::load::<SlaRules>(&tx, RULES).await?;
        tx.done().await?;
        Ok(stored.unwrap_or_else(|| Loaded { value: SlaRules::shipped(), version: Version(0) }))
    }

    async fn replace<T: Serialize + Sync>(
        &self,
        scope: &Scope,
        new: Replacement<'_, T>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let version = documents::save(&mut tx, &*self.ids, new).await?;
        tx.commit().await?;
        Ok(version)
    }
}
