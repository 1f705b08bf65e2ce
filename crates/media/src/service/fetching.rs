//! Bringing recordings in from providers, and deleting them there. What is done may be done twice: a worker writes into a file
//! of its own, and only who still has the recording can make that file its sound.

use super::{Media, recordings::LEASE, writing::Reading};
use crate::{
    MediaError,
    model::{Failure, Recording, RecordingTask, Sound},
    ports::{ClaimedRecording, SoundError},
};
use callboard_kernel::{Loaded, MediaFileId, Permission, PortError, Scope};
use callboard_telephony::{AudioFormat, RefusalCause, TelephonyError};
use std::time::Instant;
use time::Duration;

/// After so many failures in a row a recording is given up.
const MAX_FAILURES: u32 = 8;
/// The longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::hours(1);
/// Bytes of a recording: four hours of two sides as the telephone has them.
const LARGEST_SOUND: u64 = 512 * 1024 * 1024;
/// How often a worker says that it still has the recording.
const RENEW_EVERY: std::time::Duration = std::time::Duration::from_secs(10);

/// Why a recording did not come in.
enum Missed {
    /// It never will.
    For(Failure),
    /// Try again after a while.
    Later(Option<Duration>),
    /// Somebody else has it now.
    Lost,
}

impl From<PortError> for Missed {
    fn from(error: PortError) -> Self {
        tracing::warn!(error = &error as &dyn std::error::Error, "a recording did not come in");
        Self::Later(None)
    }
}

impl Media {
    /// Claims a recording that waits for a worker.
    pub async fn claim(&self) -> Result<Option<ClaimedRecording>, MediaError> {
        Ok(self.ports.recordings.claim(LEASE).await?)
    }

    /// Does what is to be done with a claimed recording. What fails is tried again later or told; an error means that not even
    /// that could be written, and the lease ends by itself.
    pub async fn work(&self, scope: &Scope, held: Loaded<Recording>) -> Result<(), MediaError> {
        scope.require(Permission::WorkCalls)?;
        match held.value.snapshot().task {
            Some(RecordingTask::Fetch) => self.fetch(scope, held).await,
            Some(RecordingTask::Transcribe) => self.transcribe(scope, held).await,
            Some(RecordingTask::Erase) => self.erase(scope, held).await,
            None => Ok(()),
        }
    }

    pub(super) async fn fetch(
        &self,
        scope: &Scope,
        held: Loaded<Recording>,
    ) -> Result<(), MediaError> {
        let Loaded { value: recording, version } = held;
        let is = (&recording, version);
        let kept = match self.bring(scope, &recording, version).await {
            Ok(sound) => {
                let file = sound.file;
                let next = self.ports.speech.is_some().then_some(RecordingTask::Transcribe);
                let stored = recording.clone().store(sound, next);
                let kept = self.keep(scope, is, stored, Duration::ZERO).await?;
                if !kept {
                    self.drop_file(scope, file).await;
                }
                kept
            }
            Err(Missed::For(failure)) => {
                self.keep(scope, is, recording.clone().fail(failure), Duration::ZERO).await?
            }
            Err(Missed::Later(wait)) => self.try_later(scope, is, wait).await?,
            Err(Missed::Lost) => false,
        };
        if !kept {
            tracing::info!(recording.id = %recording.snapshot().id, "somebody else has the recording");
        }
        Ok(())
    }

    /// Another attempt after a while, or none after too many.
    pub(super) async fn try_later(
        &self,
        scope: &Scope,
        is: (&Recording, callboard_kernel::Version),
        wait: Option<Duration>,
    ) -> Result<bool, MediaError> {
        let s = is.0.snapshot();
        if s.failures + 1 >= MAX_FAILURES {
            tracing::error!(
                workspace.id = %scope.workspace(), recording.id = %s.id, task = ?s.task,
                "work on a recording was given up"
            );
            let given_up = match s.task {
                Some(RecordingTask::Fetch) => is.0.clone().fail(Failure::GivenUp),
                _ => is.0.clone().settled(),
            };
            return self.keep(scope, is, given_up, Duration::ZERO).await;
        }
        let doubled = Duration::seconds(5 << s.failures.min(10)).min(LONGEST_WAIT);
        let wait = wait.unwrap_or(doubled).clamp(Duration::seconds(1), LONGEST_WAIT);
        self.keep(scope, is, is.0.clone().stumbled(), wait).await
    }

    async fn bring(
        &self,
        scope: &Scope,
        recording: &Recording,
        version: callboard_kernel::Version,
    ) -> Result<Sound, Missed> {
        let s = recording.snapshot();
        let provider = self.provider(&s.provider).ok_or(Missed::Later(None))?;
        let download = provider
            .recordings
            .fetch(scope, &s.provider_key, AudioFormat::Wav)
            .await
            .map_err(|error| self.missed(error))?;
        let mut writing = self.begin(scope, LARGEST_SOUND).await.map_err(not_written)?;
        let file = writing.file();
        let written = async {
            let mut chunks = download.chunks;
            let mut renewed = Instant::now();
            while let Some(piece) = chunks.next().await.map_err(|error| self.missed(error))? {
                writing.push(&piece).await.map_err(not_written)?;
                if renewed.elapsed() > RENEW_EVERY {
                    if !self.ports.recordings.renew(scope, s.id, version, LEASE).await? {
                        return Err(Missed::Lost);
                    }
                    renewed = Instant::now();
                }
            }
            writing.end().await.map_err(not_written)
        };
        let sound = match written.await {
            Ok((file, bytes)) => self.listen(scope, file, bytes).await,
            Err(missed) => Err(missed),
        };
        if sound.is_err() {
            self.drop_file(scope, file).await;
        }
        sound
    }

    async fn listen(&self, scope: &Scope, file: MediaFileId, bytes: u64) -> Result<Sound, Missed> {
        let source = Reading { media: self.clone(), scope: scope.clone(), file, bytes, offset: 0 };
        match self.ports.inspector.hear(Box::new(source)).await {
            Ok(heard) => {
                let (duration_ms, peaks) = (heard.duration_ms, heard.peaks);
                Ok(Sound { file, bytes, duration_ms, peaks })
            }
            Err(SoundError::Unreadable) => Err(Missed::For(Failure::Unreadable)),
            Err(SoundError::Port(error)) => Err(error.into()),
        }
    }

    async fn erase(&self, scope: &Scope, held: Loaded<Recording>) -> Result<(), MediaError> {
        let Loaded { value: recording, version } = held;
        let s = recording.snapshot();
        let is = (&recording, version);
        let Some(provider) = self.provider(&s.provider) else {
            self.try_later(scope, is, None).await?;
            return Ok(());
        };
        match provider.recordings.delete(scope, &s.provider_key).await {
            Ok(()) => {
                self.keep(scope, is, recording.clone().erased(), Duration::ZERO).await?;
            }
            Err(error) if error.cause() == Some(RefusalCause::NotFound) => {
                self.keep(scope, is, recording.clone().erased(), Duration::ZERO).await?;
            }
            Err(error) => {
                let wait = self.wait_of(&error);
                tracing::warn!(
                    recording.id = %s.id, error = &error as &dyn std::error::Error,
                    "a recording was not deleted at its provider; it is tried again"
                );
                self.try_later(scope, is, wait).await?;
            }
        }
        Ok(())
    }

    fn wait_of(&self, error: &TelephonyError) -> Option<Duration> {
        match error {
            TelephonyError::Busy { until, .. } => Some(*until - self.ports.clock.now()),
            _ => None,
        }
    }

    fn missed(&self, error: TelephonyError) -> Missed {
        match error.cause() {
            Some(RefusalCause::NotFound) => Missed::For(Failure::NotAtProvider),
            Some(_) => Missed::For(Failure::Refused),
            None => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "a recording did not come in; it is tried again"
                );
                Missed::Later(self.wait_of(&error))
            }
        }
    }
}

fn not_written(error: MediaError) -> Missed {
    match error {
        // It is longer than any call; no later attempt makes it shorter.
        MediaError::TooLarge { .. } => Missed::For(Failure::Unreadable),
        MediaError::Port(error) => error.into(),
        other => {
            tracing::warn!(error = &other as &dyn std::error::Error, "a recording was not written");
            Missed::Later(None)
        }
    }
}
