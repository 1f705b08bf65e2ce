//! Settings of a workspace for all outgoing contact.

use super::Consents;
use crate::{error::ConsentError, settings::Settings};
use callboard_kernel::{
    AuditAction, AuditDraft, Auditable, Invalid, Loaded, Permission, SaveError, Scope, Version,
};
use serde::Serialize;
use uuid::Uuid;

/// The greatest number that a cap may be.
const MOST: u16 = 100;
/// The longest time that an answer may be relied on, in minutes.
const LONGEST_PERMIT: u16 = 60;

/// The settings as the audit trail compares them.
#[derive(Serialize)]
struct Audited<'a> {
    #[serde(skip)]
    workspace: Uuid,
    #[serde(flatten)]
    settings: &'a Settings,
}

impl Auditable for Audited<'_> {
    const KIND: &'static str = "consent_settings";
    fn target_id(&self) -> Uuid {
        self.workspace
    }
}

impl Consents {
    /// The settings.
    pub async fn settings(&self, scope: &Scope) -> Result<Loaded<Settings>, ConsentError> {
        scope.require(Permission::ReadSettings)?;
        Ok(self.ports.book.settings(scope).await?)
    }

    /// Replaces the settings. Saving what stands already writes nothing.
    pub async fn save_settings(
        &self,
        scope: &Scope,
        expected: Option<Version>,
        settings: Settings,
    ) -> Result<Loaded<Settings>, ConsentError> {
        scope.require(Permission::ManageSettings)?;
        check(&settings)?;
        let before = self.ports.book.settings(scope).await?;
        if expected.is_some_and(|version| version != before.version) {
            return Err(SaveError::Stale.into());
        }
        if settings == before.value {
            return Ok(before);
        }
        let workspace = scope.workspace().uuid();
        let audit = AuditDraft::change(
            AuditAction::Update,
            &Audited { workspace, settings: &before.value },
            &Audited { workspace, settings: &settings },
        );
        let (book, now) = (&self.ports.book, self.now());
        let version =
            book.save_settings(scope, before.version, settings.clone(), audit, now).await?;
        Ok(Loaded { value: settings, version })
    }
}

fn check(settings: &Settings) -> Result<(), Invalid> {
    let mut wrong = Invalid::default();
    let caps = [
        ("caps.calls_per_day", settings.caps.calls_per_day),
        ("caps.texts_per_automation_per_day", settings.caps.texts_per_automation_per_day),
        ("caps.automated_per_week", settings.caps.automated_per_week),
    ];
    for (path, cap) in caps {
        if cap > MOST {
            wrong.push(path, "out_of_range", format!("Is {MOST} at most."));
        }
    }
    if !(1..=LONGEST_PERMIT).contains(&settings.permit_minutes) {
        let message = format!("From 1 to {LONGEST_PERMIT} minutes.");
        wrong.push("permit_minutes", "out_of_range", message);
    }
    wrong.check()
}
