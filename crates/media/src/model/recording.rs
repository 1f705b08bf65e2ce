//! The sound of a call, from the first report of the provider until it is deleted.

use callboard_kernel::{Auditable, CallId, MediaFileId, MemberId, RecordingId, Timestamp, words};
use callboard_telephony::{ProviderRecordingId, RecordingProgressed, RecordingStatus};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

words! {
    /// Where a recording is.
    pub enum RecordingState {
        /// The provider makes it, or has it.
        Announced = "announced",
        /// A worker brings it in.
        Fetching = "fetching",
        /// It lies here.
        Stored = "stored",
        /// It did not come in, and will not by itself.
        Failed = "failed",
        /// It is gone.
        Deleted = "deleted",
    }
}

words! {
    /// What is known of the consent of the people on the line.
    pub enum ConsentFact {
        /// They were told that they are recorded.
        Announced = "announced",
        /// The caller agreed.
        CallerConsented = "caller_consented",
        /// Nothing was noted.
        NotRecorded = "not_recorded",
    }
}

words! {
    /// What a worker has to do with a recording.
    pub enum RecordingTask {
        /// Bring it in from the provider.
        Fetch = "fetch",
        /// Write down what is said in it.
        Transcribe = "transcribe",
        /// Delete it at the provider.
        Erase = "erase",
    }
}

words! {
    /// Why a recording did not come in.
    pub enum Failure {
        /// Nothing was said, so there is none.
        NothingSaid = "nothing_said",
        /// The provider lost it.
        LostByProvider = "lost_by_provider",
        /// The provider does not have it.
        NotAtProvider = "not_at_provider",
        /// The provider refused to give it.
        Refused = "refused",
        /// It is no sound that can be read.
        Unreadable = "unreadable",
        /// It was tried too often.
        GivenUp = "given_up",
    }
}

impl Failure {
    /// A sentence for people.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NothingSaid => "Nothing was said, so nothing was recorded.",
            Self::LostByProvider => "The telephone company lost the recording.",
            Self::NotAtProvider => "The telephone company does not have the recording any more.",
            Self::Refused => "The telephone company refused to give the recording.",
            Self::Unreadable => "What the telephone company gave is no sound that can be read.",
            Self::GivenUp => "The recording did not come in after many attempts.",
        }
    }

    /// Whether a person may have it tried again.
    pub const fn may_pass(self) -> bool {
        matches!(self, Self::Refused | Self::GivenUp | Self::Unreadable)
    }
}

/// The shape of a sound: the same number of values for each side, 0 to 100.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Peaks {
    /// The customer's side; the only one when the sides are not apart.
    pub customer: Vec<u8>,
    /// The agent's side; empty when the sides are not apart.
    pub agent: Vec<u8>,
}

/// A sound that lies here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sound {
    /// Its bytes.
    pub file: MediaFileId,
    /// How many.
    pub bytes: u64,
    /// Its length in milliseconds.
    pub duration_ms: u64,
    /// Its shape.
    pub peaks: Peaks,
}

/// A recording that the provider speaks of for the first time.
#[derive(Clone, PartialEq, Debug)]
pub struct NewRecording {
    /// Its id with us.
    pub id: RecordingId,
    /// The call.
    pub call: CallId,
    /// Name of the provider.
    pub provider: String,
    /// The provider's id.
    pub provider_key: ProviderRecordingId,
    /// Whether it is fetched only when somebody wants to hear it.
    pub lazy: bool,
    /// What is known of consent.
    pub consent: ConsentFact,
    /// When we hear of it.
    pub at: Timestamp,
}

/// All of a recording.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordingSnapshot {
    /// Its id.
    pub id: RecordingId,
    /// The call.
    pub call: CallId,
    /// Name of the provider.
    pub provider: String,
    /// The provider's id.
    pub provider_key: ProviderRecordingId,
    /// Where it is.
    pub state: RecordingState,
    /// What is known of consent.
    pub consent: ConsentFact,
    /// Since when.
    pub consent_at: Timestamp,
    /// Whether it is fetched only when somebody wants to hear it.
    pub lazy: bool,
    /// Whether it is a voicemail.
    pub is_voicemail: bool,
    /// When the sound began.
    pub started_at: Option<Timestamp>,
    /// Length in milliseconds: the provider's word until the sound is here.
    pub duration_ms: Option<u64>,
    /// The sound, when it is here.
    pub sound: Option<Sound>,
    /// Why it did not come in.
    pub failure: Option<Failure>,
    /// What a worker has to do with it.
    pub task: Option<RecordingTask>,
    /// How often in a row that failed.
    pub failures: u32,
    /// Whether the provider may still have it.
    pub at_provider: bool,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
    /// Who deleted it; `None` when its time was over.
    pub deleted_by: Option<MemberId>,
    /// When we first heard of it.
    pub created_at: Timestamp,
}

/// What the audit trail remembers of a recording.
#[derive(Serialize)]
pub struct Audited {
    id: RecordingId,
    call: CallId,
    state: RecordingState,
    consent: ConsentFact,
    failure: Option<Failure>,
    duration_ms: Option<u64>,
    at_provider: bool,
}

impl Auditable for Audited {
    const KIND: &'static str = "recording";
    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// The sound of a call.
#[derive(Clone, PartialEq, Debug)]
pub struct Recording(RecordingSnapshot);

impl Recording {
    /// One that the provider speaks of for the first time.
    pub fn announced(new: NewRecording) -> Self {
        let NewRecording { id, call, provider, provider_key, lazy, consent, at } = new;
        Self(RecordingSnapshot {
            id,
            call,
            provider,
            provider_key,
            state: RecordingState::Announced,
            consent,
            consent_at: at,
            lazy,
            is_voicemail: false,
            started_at: None,
            duration_ms: None,
            sound: None,
            failure: None,
            task: None,
            failures: 0,
            at_provider: true,
            deleted_at: None,
            deleted_by: None,
            created_at: at,
        })
    }

    /// As a store kept it.
    pub const fn restore(snapshot: RecordingSnapshot) -> Self {
        Self(snapshot)
    }

    /// All of it.
    pub const fn snapshot(&self) -> &RecordingSnapshot {
        &self.0
    }

    /// What the audit trail remembers.
    pub const fn audited(&self) -> Audited {
        Audited {
            id: self.0.id,
            call: self.0.call,
            state: self.0.state,
            consent: self.0.consent,
            failure: self.0.failure,
            duration_ms: self.0.duration_ms,
            at_provider: self.0.at_provider,
        }
    }

    /// What a report adds. Reports come twice and in any order: what is here, deleted or failed is not moved back, and a report
    /// that says nothing new leaves the recording as it is.
    pub fn heard(mut self, report: &RecordingProgressed) -> Self {
        if self.0.state == RecordingState::Deleted {
            return self;
        }
        self.0.is_voicemail |= report.is_voicemail;
        self.0.started_at = self.0.started_at.or(report.started_at);
        if self.0.sound.is_none() {
            let reported = report.duration_s.map(|seconds| u64::from(seconds) * 1_000);
            self.0.duration_ms = reported.or(self.0.duration_ms);
        }
        if self.0.state != RecordingState::Announced || self.0.task.is_some() {
            return self;
        }
        match report.status {
            RecordingStatus::InProgress => self,
            RecordingStatus::Completed if self.0.lazy => self,
            RecordingStatus::Completed => self.wanted(),
            RecordingStatus::Absent => self.fail(Failure::NothingSaid),
            RecordingStatus::Failed => self.fail(Failure::LostByProvider),
        }
    }

    /// Whether its consent is known better by this fact: agreeing is more than being told, which is more than nothing.
    pub fn consented(mut self, fact: ConsentFact, at: Timestamp) -> Self {
        let rank = |fact| match fact {
            ConsentFact::NotRecorded => 0,
            ConsentFact::Announced => 1,
            ConsentFact::CallerConsented => 2,
        };
        if rank(fact) > rank(self.0.consent) {
            self.0.consent = fact;
            self.0.consent_at = at;
        }
        self
    }

    /// A worker shall bring it in.
    pub fn wanted(mut self) -> Self {
        self.0.state = RecordingState::Announced;
        self.0.failure = None;
        self.0.failures = 0;
        self.0.task = Some(RecordingTask::Fetch);
        self
    }

    /// Whether somebody may ask to have it brought in: it waits with the provider, or failed in a way that may pass.
    pub const fn can_be_wanted(&self) -> bool {
        match self.0.state {
            RecordingState::Announced => self.0.task.is_none() && self.0.duration_ms.is_some(),
            RecordingState::Failed => match self.0.failure {
                Some(failure) => failure.may_pass(),
                None => true,
            },
            RecordingState::Fetching | RecordingState::Stored | RecordingState::Deleted => false,
        }
    }

    /// A worker has it in hand.
    pub fn fetching(mut self) -> Self {
        if self.0.task == Some(RecordingTask::Fetch) {
            self.0.state = RecordingState::Fetching;
        }
        self
    }

    /// It lies here; `next` is what is to be done then.
    pub fn store(mut self, sound: Sound, next: Option<RecordingTask>) -> Self {
        self.0.state = RecordingState::Stored;
        self.0.duration_ms = Some(sound.duration_ms);
        self.0.sound = Some(sound);
        self.0.failure = None;
        self.0.failures = 0;
        self.0.task = next;
        self
    }

    /// It did not come in.
    pub fn fail(mut self, failure: Failure) -> Self {
        self.0.state = RecordingState::Failed;
        self.0.failure = Some(failure);
        self.0.task = None;
        self.0.failures = 0;
        self
    }

    /// An attempt failed and another one follows.
    pub fn stumbled(mut self) -> Self {
        if self.0.state == RecordingState::Fetching {
            self.0.state = RecordingState::Announced;
        }
        self.0.failures += 1;
        self
    }

    /// What was to be done is done, or given up.
    pub fn settled(mut self) -> Self {
        self.0.task = None;
        self.0.failures = 0;
        self
    }

    /// It is gone at the provider, too.
    pub fn erased(mut self) -> Self {
        self.0.at_provider = false;
        self.settled()
    }

    /// It is deleted here at once, and at the provider by a worker.
    pub fn delete(mut self, by: Option<MemberId>, at: Timestamp) -> Self {
        self.0.state = RecordingState::Deleted;
        self.0.sound = None;
        self.0.failure = None;
        self.0.failures = 0;
        self.0.task = self.0.at_provider.then_some(RecordingTask::Erase);
        self.0.deleted_at = Some(at);
        self.0.deleted_by = by;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_telephony::ProviderCallId;
    use time::macros::datetime;

    const NOON: Timestamp = datetime!(2026-03-02 12:00 UTC);

    fn report(status: RecordingStatus) -> RecordingProgressed {
        RecordingProgressed {
            recording: ProviderRecordingId::parse("RE1").unwrap(),
            call: ProviderCallId::parse("CA1").unwrap(),
            status,
            duration_s: Some(61),
            channels: Some(2),
            started_at: Some(NOON),
            is_voicemail: false,
        }
    }

    fn announced(lazy: bool) -> Recording {
        Recording::announced(NewRecording {
            id: RecordingId(Uuid::from_u128(1)),
            call: CallId(Uuid::from_u128(2)),
            provider: "twilio".to_owned(),
            provider_key: ProviderRecordingId::parse("RE1").unwrap(),
            lazy,
            consent: ConsentFact::Announced,
            at: NOON,
        })
    }

    fn sound() -> Sound {
        Sound {
            file: MediaFileId(Uuid::from_u128(9)),
            bytes: 10,
            duration_ms: 60_500,
            peaks: Peaks::default(),
        }
    }

    #[test]
    fn reports_in_any_order_lead_to_one_fetch() {
        let completed = report(RecordingStatus::Completed);
        let one = announced(false).heard(&report(RecordingStatus::InProgress)).heard(&completed);
        let other = announced(false).heard(&completed).heard(&report(RecordingStatus::InProgress));
        assert_eq!(one, other);
        assert_eq!(one.snapshot().task, Some(RecordingTask::Fetch));
        let stored = one.fetching().store(sound(), None);
        assert_eq!(stored.clone().heard(&completed), stored, "a late report changes nothing");
        assert_eq!(stored.snapshot().duration_ms, Some(60_500));
    }

    #[test]
    fn a_lazy_one_waits_until_it_is_wanted() {
        let waiting = announced(true).heard(&report(RecordingStatus::Completed));
        assert_eq!(waiting.snapshot().task, None);
        assert!(waiting.can_be_wanted());
        assert_eq!(waiting.wanted().snapshot().task, Some(RecordingTask::Fetch));
    }

    #[test]
    fn what_was_never_said_is_not_tried_again() {
        let absent = announced(false).heard(&report(RecordingStatus::Absent));
        assert_eq!(absent.snapshot().failure, Some(Failure::NothingSaid));
        assert!(!absent.can_be_wanted());
        assert!(announced(false).fail(Failure::GivenUp).can_be_wanted());
    }

    #[test]
    fn a_deleted_one_is_erased_at_the_provider_and_comes_back_by_no_report() {
        let deleted = announced(false)
            .heard(&report(RecordingStatus::Completed))
            .store(sound(), None)
            .delete(None, NOON);
        assert_eq!(deleted.snapshot().task, Some(RecordingTask::Erase));
        assert_eq!(deleted.snapshot().sound, None);
        assert_eq!(deleted.clone().heard(&report(RecordingStatus::Completed)), deleted);
        assert_eq!(deleted.erased().snapshot().task, None);
    }

    #[test]
    fn consent_is_never_known_worse() {
        let agreed = announced(false).consented(ConsentFact::CallerConsented, NOON);
        let later = agreed.clone().consented(ConsentFact::NotRecorded, NOON);
        assert_eq!(agreed, later);
    }
}
