#![doc = include_str!("../README.md")]

mod account;
mod check;
mod form;
mod read;
mod rest;
mod settings;
mod signature;
mod token;
mod twiml;
mod words;

pub use account::{
    AccountDirectory, ApiKey, BrowserSettings, Credentials, NotASid, OneAccount, Secret, Sid,
    SigningTokens, TwilioAccount,
};
pub use settings::TwilioSettings;

use async_trait::async_trait;
use callboard_kernel::{Clock, Phone, PortError, Scope, Timestamp};
use callboard_telephony::{
    AccessToken, AccountReport, Answer, AudioFormat, BrowserGrant, CallProgress, Delivery,
    Download, Expected, ListedMessage, NewCall, NewMessage, NewTranscription, NoticeGiven,
    NumberFacts, PlacedCall, Private, ProviderCallId, ProviderRecordingId, ProviderTranscriptionId,
    RawWebhook, Script, SentMessage, TelephonyError, WebhookError, WrittenAnswer,
    ports::{
        AccountCheck, Attachments, BrowserPhones, LiveTranscription, Messages, NumberLookup,
        OutboundCalls, Recordings, Webhooks,
    },
};
use std::{fmt, sync::Arc};

/// Telephony over Twilio.
#[derive(Clone)]
pub struct Twilio {
    accounts: Arc<dyn AccountDirectory>,
    client: Arc<rest::Client>,
    clock: Arc<dyn Clock>,
}

impl Twilio {
    /// With the accounts of the workspaces. Nothing is asked of Twilio yet.
    pub fn try_new(
        accounts: Arc<dyn AccountDirectory>,
        settings: TwilioSettings,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, PortError> {
        let client = Arc::new(rest::Client::try_new(settings, clock.clone(), None)?);
        Ok(Self { accounts, client, clock })
    }

    async fn account(&self, scope: &Scope) -> Result<Arc<TwilioAccount>, PortError> {
        let account = self.accounts.account(scope).await?;
        account.ok_or_else(|| PortError::broken("twilio.account", "the workspace has no account"))
    }
}

impl fmt::Debug for Twilio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Twilio").finish_non_exhaustive()
    }
}

#[async_trait]
impl OutboundCalls for Twilio {
    async fn place(&self, scope: &Scope, call: &NewCall) -> Result<PlacedCall, TelephonyError> {
        self.client.place(&*self.account(scope).await?, call).await
    }

    async fn redirect(
        &self,
        scope: &Scope,
        call: &ProviderCallId,
        script: &Script,
    ) -> Result<(), TelephonyError> {
        self.client.redirect(&*self.account(scope).await?, call, script).await
    }

    async fn hang_up(&self, scope: &Scope, call: &ProviderCallId) -> Result<(), TelephonyError> {
        self.client.hang_up(&*self.account(scope).await?, call).await
    }

    async fn progress(
        &self,
        scope: &Scope,
        call: &ProviderCallId,
    ) -> Result<CallProgress, TelephonyError> {
        self.client.progress(&*self.account(scope).await?, call).await
    }
}

#[async_trait]
impl Messages for Twilio {
    async fn send(
        &self,
        scope: &Scope,
        message: &NewMessage,
    ) -> Result<SentMessage, TelephonyError> {
        self.client.send(&*self.account(scope).await?, message).await
    }

    async fn sent_to(
        &self,
        scope: &Scope,
        to: &Phone,
        since: Timestamp,
    ) -> Result<Vec<ListedMessage>, TelephonyError> {
        self.client.sent_to(&*self.account(scope).await?, to, since).await
    }
}

#[async_trait]
impl Recordings for Twilio {
    async fn fetch(
        &self,
        scope: &Scope,
        recording: &ProviderRecordingId,
        format: AudioFormat,
    ) -> Result<Download, TelephonyError> {
        self.client.recording(&*self.account(scope).await?, recording, format).await
    }

    async fn delete(
        &self,
        scope: &Scope,
        recording: &ProviderRecordingId,
    ) -> Result<(), TelephonyError> {
        self.client.delete_recording(&*self.account(scope).await?, recording).await
    }
}

#[async_trait]
impl Attachments for Twilio {
    async fn fetch(&self, scope: &Scope, url: &Private) -> Result<Download, TelephonyError> {
        self.client.attachment(&*self.account(scope).await?, url).await
    }
}

#[async_trait]
impl LiveTranscription for Twilio {
    async fn start(
        &self,
        scope: &Scope,
        call: &ProviderCallId,
        transcription: &NewTranscription,
        _notice: NoticeGiven,
    ) -> Result<ProviderTranscriptionId, TelephonyError> {
        self.client.start_transcription(&*self.account(scope).await?, call, transcription).await
    }

    async fn stop(
        &self,
        scope: &Scope,
        call: &ProviderCallId,
        transcription: &ProviderTranscriptionId,
    ) -> Result<(), TelephonyError> {
        self.client.stop_transcription(&*self.account(scope).await?, call, transcription).await
    }
}

#[async_trait]
impl NumberLookup for Twilio {
    async fn look_up(&self, scope: &Scope, number: &Phone) -> Result<NumberFacts, TelephonyError> {
        self.client.look_up(&*self.account(scope).await?, number).await
    }
}

#[async_trait]
impl Webhooks for Twilio {
    async fn read(&self, scope: &Scope, request: &RawWebhook) -> Result<Delivery, WebhookError> {
        // Without an account there is nobody who could have signed it.
        let account = self.accounts.account(scope).await?.ok_or(WebhookError::Forged)?;
        read::read(&account, request)
    }

    async fn read_again(
        &self,
        scope: &Scope,
        request: &RawWebhook,
    ) -> Result<Delivery, WebhookError> {
        let account = self.accounts.account(scope).await?.ok_or(WebhookError::Forged)?;
        read::read_again(&account, request)
    }

    fn write(&self, _scope: &Scope, answer: &Answer) -> WrittenAnswer {
        twiml::write(answer)
    }
}

#[async_trait]
impl BrowserPhones for Twilio {
    async fn token(&self, scope: &Scope, grant: &BrowserGrant) -> Result<AccessToken, PortError> {
        let account = self.account(scope).await?;
        token::token(&account, grant, self.clock.now())
            .map_err(|error| PortError::broken("twilio.browser_token", error))
    }
}

#[async_trait]
impl AccountCheck for Twilio {
    async fn inspect(
        &self,
        scope: &Scope,
        expected: &Expected,
    ) -> Result<AccountReport, TelephonyError> {
        let facts = self.client.facts(&*self.account(scope).await?).await?;
        Ok(check::judge(&facts, expected))
    }
}
