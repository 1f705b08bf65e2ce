//! What the call desk asks of a telephone company. Every method takes the scope first: each workspace may have an account,
//! or a company, of its own.

use crate::{
    AccessToken, AccountReport, Answer, AudioFormat, BrowserGrant, CallProgress, Delivery,
    Download, Expected, ListedMessage, NewCall, NewMessage, NewTranscription, NoticeGiven,
    NumberFacts, PlacedCall, Private, ProviderCallId, ProviderRecordingId, ProviderTranscriptionId,
    RawWebhook, Script, SentMessage, TelephonyError, WebhookError, WrittenAnswer,
};
use async_trait::async_trait;
use callboard_kernel::{Phone, PortError, Scope, Timestamp};

/// Places calls and steers those that go on.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait OutboundCalls: Send + Sync {
    /// Rings somebody. It is asked for once and never repeated by itself: `Unknown` may mean that it rings.
    async fn place(&self, scope: &Scope, call: &NewCall) -> Result<PlacedCall, TelephonyError>;

    /// Gives a call that goes on other instructions at once. `CallNotInProgress` when it is over.
    async fn redirect(
        &self,
        scope: &Scope,
        call: &ProviderCallId,
        script: &Script,
    ) -> Result<(), TelephonyError>;

    /// Ends a leg, ringing or talking. Ending what is over is no error.
    async fn hang_up(&self, scope: &Scope, call: &ProviderCallId) -> Result<(), TelephonyError>;

    /// How far a leg has come, a few seconds late at most; reports are newer.
    async fn progress(
        &self,
        scope: &Scope,
        call: &ProviderCallId,
    ) -> Result<CallProgress, TelephonyError>;
}

/// Sends messages. Whether somebody may be written to is asked of the consent domain before, not here.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Messages: Send + Sync {
    /// Sends a message. It is asked for once and never repeated by itself: `Unknown` may mean that it was sent.
    async fn send(
        &self,
        scope: &Scope,
        message: &NewMessage,
    ) -> Result<SentMessage, TelephonyError>;

    /// What the provider has sent to a number since an instant, newest first, at most 1,000: to find out what became of
    /// an `Unknown`.
    async fn sent_to(
        &self,
        scope: &Scope,
        to: &Phone,
        since: Timestamp,
    ) -> Result<Vec<ListedMessage>, TelephonyError>;
}

/// Recordings that the provider keeps.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Recordings: Send + Sync {
    /// The sound of a recording. `NotFound` when it was deleted.
    async fn fetch(
        &self,
        scope: &Scope,
        recording: &ProviderRecordingId,
        format: AudioFormat,
    ) -> Result<Download, TelephonyError>;

    /// Deletes it at the provider, who keeps it for ever otherwise. Deleting what is gone is no error.
    async fn delete(
        &self,
        scope: &Scope,
        recording: &ProviderRecordingId,
    ) -> Result<(), TelephonyError>;
}

/// Files that came with messages.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Attachments: Send + Sync {
    /// A file by the address that the report named. `ForeignAddress`, and no connection, when it is not the provider's.
    async fn fetch(&self, scope: &Scope, url: &Private) -> Result<Download, TelephonyError>;
}

/// Writes down what is said, while it is said.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait LiveTranscription: Send + Sync {
    /// Begins to write a call down. `CallNotInProgress` when nobody talks yet or any more.
    async fn start(
        &self,
        scope: &Scope,
        call: &ProviderCallId,
        transcription: &NewTranscription,
        notice: NoticeGiven,
    ) -> Result<ProviderTranscriptionId, TelephonyError>;

    /// Stops writing it down. Stopping what has stopped is no error.
    async fn stop(
        &self,
        scope: &Scope,
        call: &ProviderCallId,
        transcription: &ProviderTranscriptionId,
    ) -> Result<(), TelephonyError>;
}

/// Knows about numbers. Each question costs money.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait NumberLookup: Send + Sync {
    /// What is known of a number. A number that does not exist is an answer, not an error.
    async fn look_up(&self, scope: &Scope, number: &Phone) -> Result<NumberFacts, TelephonyError>;
}

/// Reads what a provider reports, and writes what it is answered.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Webhooks: Send + Sync {
    /// Believes a request only when it is signed for an account of this workspace, then reads it.
    async fn read(&self, scope: &Scope, request: &RawWebhook) -> Result<Delivery, WebhookError>;

    /// Reads a request once more that was believed when it came and has been kept since. Its signature is not asked again:
    /// the token that made it may have been changed meanwhile.
    async fn read_again(
        &self,
        scope: &Scope,
        request: &RawWebhook,
    ) -> Result<Delivery, WebhookError>;

    /// Writes an answer in the provider's language. The same answer is the same text every time.
    fn write(&self, scope: &Scope, answer: &Answer) -> WrittenAnswer;
}

/// Lets browsers be telephones.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait BrowserPhones: Send + Sync {
    /// A key for one browser. Times out of range are moved into it.
    async fn token(&self, scope: &Scope, grant: &BrowserGrant) -> Result<AccessToken, PortError>;
}

/// Knows how the account is set up.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AccountCheck: Send + Sync {
    /// Looks at the account and says what keeps calls and texts from arriving. It changes nothing. Keys that are refused
    /// are a finding; an error means that nothing could be seen.
    async fn inspect(
        &self,
        scope: &Scope,
        expected: &Expected,
    ) -> Result<AccountReport, TelephonyError>;
}
