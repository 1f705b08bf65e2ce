//! How long media are kept, and the sweep that lets them go.

use super::{
    Media,
    attachments::{audit_of, event_of},
    files::line,
};
use crate::{
    MediaError,
    model::{KeptCounts, MediaClass, RetentionSettings, expired_before},
};
use callboard_kernel::{
    AttachmentId, AuditAction, AuditDraft, CallId, Commit, Loaded, Permission, RecordingId,
    SaveError, Scope, Timestamp, Version,
};
use serde_json::json;

/// What one sweep removes of a class at most; the next one goes on.
const AT_ONCE: u32 = 200;

impl Media {
    /// How long media are kept.
    pub async fn retention(&self, scope: &Scope) -> Result<Loaded<RetentionSettings>, MediaError> {
        scope.require(Permission::ReadSettings)?;
        Ok(self.ports.retention.load(scope).await?)
    }

    /// How much there is of each class.
    pub async fn kept(&self, scope: &Scope) -> Result<KeptCounts, MediaError> {
        scope.require(Permission::ReadSettings)?;
        Ok(self.ports.retention.counts(scope).await?)
    }

    /// Replaces how long media are kept. What is older than that goes with the next sweep.
    pub async fn save_retention(
        &self,
        scope: &Scope,
        expected: Option<Version>,
        settings: RetentionSettings,
    ) -> Result<Loaded<RetentionSettings>, MediaError> {
        scope.require(Permission::ManageSettings)?;
        settings.validate()?;
        let before = self.ports.retention.load(scope).await?;
        if expected.is_some_and(|expected| expected != before.version) {
            return Err(SaveError::Stale.into());
        }
        let audit = AuditDraft::change(AuditAction::Update, &before.value, &settings);
        let now = self.ports.clock.now();
        let version =
            self.ports.retention.save(scope, before.version, settings.clone(), audit, now).await?;
        Ok(Loaded { value: settings, version })
    }

    /// Lets go what is older than its class is kept, each with its line in the audit trail. Answers how much that was. Works when
    /// it runs twice or late. For the timetable.
    pub async fn sweep(&self, scope: &Scope) -> Result<u64, MediaError> {
        scope.require(Permission::ManageSettings)?;
        let settings = self.ports.retention.load(scope).await?.value;
        let now = self.ports.clock.now();
        let mut gone = 0;
        for class in MediaClass::ALL {
            let Some(days) = settings.days(*class) else { continue };
            let before = expired_before(now, days);
            let why = format!("kept for {days} days");
            gone += match class {
                MediaClass::Recordings => {
                    let old = self.ports.retention.old_recordings(scope, before, AT_ONCE).await?;
                    self.expire_recordings(scope, &old, &why).await?
                }
                MediaClass::Transcripts => {
                    let old = self.ports.retention.old_transcripts(scope, before, AT_ONCE).await?;
                    self.expire_transcripts(scope, &old, &why, now).await?
                }
                MediaClass::Attachments => {
                    let old = self.ports.retention.old_attachments(scope, before, AT_ONCE).await?;
                    self.expire_attachments(scope, &old, &why, now).await?
                }
            };
        }
        Ok(gone)
    }

    async fn expire_recordings(
        &self,
        scope: &Scope,
        old: &[RecordingId],
        why: &str,
    ) -> Result<u64, MediaError> {
        let mut gone = 0;
        for id in old {
            let Some(loaded) = self.ports.recordings.get(scope, *id).await? else { continue };
            gone += unless_changed(self.erase_here(scope, loaded, why).await)?;
        }
        Ok(gone)
    }

    async fn expire_transcripts(
        &self,
        scope: &Scope,
        old: &[CallId],
        why: &str,
        now: Timestamp,
    ) -> Result<u64, MediaError> {
        let mut gone = 0;
        for call in old {
            let audit =
                line(AuditAction::Delete, "transcript", call.uuid(), json!({})).because(why);
            gone += u64::from(self.ports.transcripts.remove(scope, *call, audit, now).await?);
        }
        Ok(gone)
    }

    async fn expire_attachments(
        &self,
        scope: &Scope,
        old: &[AttachmentId],
        why: &str,
        now: Timestamp,
    ) -> Result<u64, MediaError> {
        let mut gone = 0;
        for id in old {
            let Some(loaded) = self.ports.attachments.get(scope, *id).await? else { continue };
            let Loaded { value: before, version } = loaded;
            let after = before.clone().expire(now);
            let audit = audit_of(&before, &after).because(why);
            let commit = Commit::update(after.clone(), version, vec![event_of(&after)], audit, now);
            let saved = self.ports.attachments.save(scope, commit).await;
            gone += unless_changed(saved.map(drop).map_err(MediaError::from))?;
        }
        Ok(gone)
    }
}

/// What somebody changed at this moment is looked at with the next sweep.
fn unless_changed(saved: Result<(), MediaError>) -> Result<u64, MediaError> {
    match saved {
        Ok(()) => Ok(1),
        Err(MediaError::Save(SaveError::Stale)) => Ok(0),
        Err(error) => Err(error),
    }
}
