//! Starting and stopping live transcriptions.

use super::{
    client::{Asked, Client, Lane},
    failure::{Nature, Seen},
    text,
};
use crate::account::TwilioAccount;
use callboard_telephony::{
    NewTranscription, Partials, ProviderCallId, ProviderTranscriptionId, RefusalCause,
    TelephonyError,
};
use reqwest::Method;

impl Client {
    pub(crate) async fn start_transcription(
        &self,
        account: &TwilioAccount,
        call: &ProviderCallId,
        wanted: &NewTranscription,
    ) -> Result<ProviderTranscriptionId, TelephonyError> {
        let mut form = vec![
            ("StatusCallbackUrl", wanted.report_to.to_string()),
            ("StatusCallbackMethod", "POST".to_owned()),
            ("Track", "both_tracks".to_owned()),
            ("InboundTrackLabel", "inbound".to_owned()),
            ("OutboundTrackLabel", "outbound".to_owned()),
            ("LanguageCode", wanted.language.clone()),
            ("PartialResults", (wanted.partials == Partials::AlsoGuesses).to_string()),
        ];
        if !wanted.hints.is_empty() {
            form.push(("Hints", wanted.hints.join(",")));
        }
        let answer =
            self.transcription(account, &format!("Calls/{call}/Transcriptions.json"), form).await?;
        let id = text(&answer, "sid").and_then(|sid| ProviderTranscriptionId::parse(sid).ok());
        id.ok_or_else(|| self.maybe_done(Nature::Once, None, Seen::Lacks("sid")))
    }

    pub(crate) async fn stop_transcription(
        &self,
        account: &TwilioAccount,
        call: &ProviderCallId,
        transcription: &ProviderTranscriptionId,
    ) -> Result<(), TelephonyError> {
        let path = format!("Calls/{call}/Transcriptions/{transcription}.json");
        let form = vec![("Status", "stopped".to_owned())];
        match self.transcription(account, &path, form).await.map(drop) {
            Err(error)
                if matches!(
                    error.cause(),
                    Some(RefusalCause::CallNotInProgress | RefusalCause::NotFound)
                ) =>
            {
                Ok(())
            }
            other => other,
        }
    }

    async fn transcription(
        &self,
        account: &TwilioAccount,
        path: &str,
        form: Vec<(&'static str, String)>,
    ) -> Result<serde_json::Value, TelephonyError> {
        self.ask(Asked {
            method: Method::POST,
            url: self.account_url(account, path),
            form: Some(form),
            nature: Nature::Once,
            lane: Lane::Others,
            account,
        })
        .await
    }
}
