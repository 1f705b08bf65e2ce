//! Recordings as people and providers see them.

use super::Media;
use crate::{
    MediaError, MediaEvent,
    model::{ConsentFact, NewRecording, Recording, RecordingState},
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallId, Commit, Invalid, Loaded, Permission, RecordingId, SaveError,
    Scope, Version,
};
use callboard_telephony::RecordingProgressed;
use time::Duration;

/// How often a change is decided again when somebody wrote first.
const ATTEMPTS: u32 = 6;
/// How long somebody who brings a recording in has it for himself, unless he renews.
pub(super) const LEASE: Duration = Duration::seconds(60);
/// Longest reason of a deletion, in characters.
const LONGEST_REASON: usize = 300;

impl Media {
    /// What a provider reports of a recording of this call. Reports may come twice and in any order. `consent` is what is known
    /// of the people on the line; what was known better before stays.
    pub async fn recording_progressed(
        &self,
        scope: &Scope,
        call: CallId,
        provider: &str,
        report: &RecordingProgressed,
        consent: ConsentFact,
    ) -> Result<RecordingId, MediaError> {
        scope.require(Permission::WorkCalls)?;
        let key = report.recording.as_str();
        for _ in 0..ATTEMPTS {
            let now = self.ports.clock.now();
            let known = self.ports.recordings.by_provider(scope, provider, key).await?;
            let commit = if let Some(Loaded { value: before, version }) = known {
                let after = before.clone().heard(report).consented(consent, now);
                if after == before {
                    return Ok(before.snapshot().id);
                }
                let audit =
                    AuditDraft::change(AuditAction::Update, &before.audited(), &after.audited());
                let events = changed(&before, &after);
                Commit::update(after, version, events, audit, now)
            } else {
                let new = Recording::announced(NewRecording {
                    id: RecordingId(self.ports.ids.next()),
                    call,
                    provider: provider.to_owned(),
                    provider_key: report.recording.clone(),
                    lazy: self.provider(provider).is_some_and(|known| known.lazy),
                    consent,
                    at: now,
                });
                let new = new.heard(report);
                let audit = AuditDraft::create(&new.audited());
                let events = vec![told(&new)];
                Commit::create(new, events, audit, now)
            };
            let id = commit.aggregate.snapshot().id;
            match self.ports.recordings.save(scope, commit, Duration::ZERO).await {
                Ok(_) => return Ok(id),
                Err(SaveError::Stale | SaveError::Duplicate("recordings_provider_key")) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(SaveError::Stale.into())
    }

    /// The newest recording of a call; `None` when there is none.
    pub async fn recording_of(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Option<Recording>, MediaError> {
        self.of_call(scope, call).await?;
        Ok(self.ports.recordings.of_call(scope, call).await?.map(|loaded| loaded.value))
    }

    /// The recording of a call for somebody who wants to hear it. One that still waits with its provider is brought in: a lazy one
    /// at once, another one by a worker.
    pub async fn hear(&self, scope: &Scope, call: CallId) -> Result<Recording, MediaError> {
        self.of_call(scope, call).await?;
        let found = self.ports.recordings.of_call(scope, call).await?;
        let Loaded { value: before, version } = found.ok_or(MediaError::NotFound)?;
        if !before.can_be_wanted() {
            return Ok(before);
        }
        let lazy = before.snapshot().lazy;
        let wanted = before.clone().wanted();
        let (wanted, wait) =
            if lazy { (wanted.fetching(), LEASE) } else { (wanted, Duration::ZERO) };
        let now = self.ports.clock.now();
        let commit = Commit {
            audit: None,
            ..Commit::update(
                wanted.clone(),
                version,
                changed(&before, &wanted),
                AuditDraft::change(AuditAction::Update, &before.audited(), &wanted.audited()),
                now,
            )
        };
        match self.ports.recordings.save(scope, commit, wait).await {
            Ok(version) if lazy => {
                self.fetch(scope, Loaded { value: wanted, version }).await?;
            }
            // Somebody else wants it, too, and was first.
            Ok(_) | Err(SaveError::Stale) => {}
            Err(error) => return Err(error.into()),
        }
        let now = self.ports.recordings.of_call(scope, call).await?;
        Ok(now.ok_or(MediaError::NotFound)?.value)
    }

    /// Deletes a recording here and at the provider, for good. `reason` stands in the audit trail.
    pub async fn delete_recording(
        &self,
        scope: &Scope,
        id: RecordingId,
        reason: &str,
    ) -> Result<(), MediaError> {
        scope.require(Permission::Supervise)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            let message = format!("Say why, in 1 to {LONGEST_REASON} characters.");
            return Err(Invalid::field("reason", "required", message).into());
        }
        for _ in 0..ATTEMPTS {
            let loaded = self.recording(scope, id).await?;
            if loaded.value.snapshot().state == RecordingState::Deleted {
                return Err(MediaError::AlreadyDeleted);
            }
            match self.erase_here(scope, loaded, reason).await {
                Err(MediaError::Save(SaveError::Stale)) => {}
                other => return other,
            }
        }
        Err(SaveError::Stale.into())
    }

    /// Deletes a recording here and leaves its deletion at the provider to a worker.
    pub(super) async fn erase_here(
        &self,
        scope: &Scope,
        loaded: Loaded<Recording>,
        reason: &str,
    ) -> Result<(), MediaError> {
        let Loaded { value: before, version } = loaded;
        let now = self.ports.clock.now();
        let after = before.clone().delete(scope.member(), now);
        let audit = AuditDraft::change(AuditAction::Delete, &before.audited(), &after.audited())
            .because(reason);
        let events = changed(&before, &after);
        let commit = Commit::update(after, version, events, audit, now);
        self.ports.recordings.save(scope, commit, Duration::ZERO).await?;
        Ok(())
    }

    /// A recording for who may see its call.
    pub(super) async fn recording(
        &self,
        scope: &Scope,
        id: RecordingId,
    ) -> Result<Loaded<Recording>, MediaError> {
        if scope.only_calls_of().is_none() {
            scope.require(Permission::Download)?;
        }
        let found = self.ports.recordings.get(scope, id).await?.ok_or(MediaError::NotFound)?;
        self.of_call(scope, found.value.snapshot().call).await?;
        Ok(found)
    }

    /// Writes what a worker made of a recording; `false` when somebody else had it in between.
    pub(super) async fn keep(
        &self,
        scope: &Scope,
        (before, version): (&Recording, Version),
        after: Recording,
        wait: Duration,
    ) -> Result<bool, MediaError> {
        let audit = AuditDraft::change(AuditAction::Update, &before.audited(), &after.audited());
        let events = changed(before, &after);
        let commit = Commit::update(after, version, events, audit, self.ports.clock.now());
        match self.ports.recordings.save(scope, commit, wait).await {
            Ok(_) => Ok(true),
            Err(SaveError::Stale) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

fn told(recording: &Recording) -> MediaEvent {
    let s = recording.snapshot();
    MediaEvent::RecordingChanged { call: s.call, recording: s.id, state: s.state }
}

/// The event of a change that somebody can see.
pub(super) fn changed(before: &Recording, after: &Recording) -> Vec<MediaEvent> {
    let (was, is) = (before.snapshot(), after.snapshot());
    let same = was.state == is.state && was.consent == is.consent && was.sound == is.sound;
    if same { Vec::new() } else { vec![told(after)] }
}
