//! Speech to text over a server that speaks the OpenAI transcription API (`POST /v1/audio/transcriptions`): OpenAI's own, or one that
//! runs beside the product, such as a server of whisper.cpp, faster-whisper or vLLM. Which one it is decides where the voices of
//! customers go, so nothing is sent unless an address is set.

mod answer;

use answer::Answer;
use async_trait::async_trait;
use callboard_kernel::{PortError, Scope};
use callboard_media::ports::{SpeechError, SpeechToText, Spoken};
use reqwest::{
    Client, StatusCode,
    multipart::{Form, Part},
    redirect::Policy,
};
use std::{fmt, time::Duration};

/// A server that writes nothing down for so long has failed. Ten minutes of speech take a slow machine minutes.
const PATIENCE: Duration = Duration::from_mins(5);
/// Longest answer that is read: what a fast talker says in ten minutes, many times over.
const LONGEST_ANSWER: u64 = 8 * 1024 * 1024;

/// Where speech is written down.
#[derive(Clone, PartialEq, Eq)]
pub struct SpeechServer {
    /// Its address, with or without `/v1/audio/transcriptions`.
    pub url: String,
    /// Its key; empty when it wants none.
    pub key: String,
    /// The model it is asked for.
    pub model: String,
    /// ISO 639-1 code of the language; empty lets the server find out.
    pub language: String,
}

impl fmt::Debug for SpeechServer {
    /// Without the key, because debug output reaches logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpeechServer").field("model", &self.model).finish_non_exhaustive()
    }
}

/// Writes down what is said, at a server.
#[derive(Debug)]
pub struct OpenAiSpeech {
    client: Client,
    address: String,
    server: SpeechServer,
}

impl OpenAiSpeech {
    /// At this server. Nothing is asked of it yet.
    pub fn new(server: SpeechServer) -> Result<Self, PortError> {
        let failed = |error: reqwest::Error| PortError::broken("speech.open", error);
        // A redirect would carry the voice of a customer to where nobody allowed it to go.
        let builder = Client::builder().timeout(PATIENCE).redirect(Policy::none()).no_proxy();
        let builder = builder.tls_backend_preconfigured(tls()?);
        let client = builder.build().map_err(failed)?;
        let base = server.url.trim_end_matches('/');
        let address = if base.ends_with("/audio/transcriptions") {
            base.to_owned()
        } else if base.ends_with("/v1") {
            format!("{base}/audio/transcriptions")
        } else {
            format!("{base}/v1/audio/transcriptions")
        };
        Ok(Self { client, address, server })
    }

    fn form(&self, wav: Vec<u8>) -> Result<Form, SpeechError> {
        let file = Part::bytes(wav).file_name("sound.wav").mime_str("audio/wav").map_err(later)?;
        let form = Form::new()
            .part("file", file)
            .text("model", self.server.model.clone())
            .text("response_format", "verbose_json")
            .text("timestamp_granularities[]", "segment")
            .text("temperature", "0");
        Ok(match self.server.language.as_str() {
            "" => form,
            language => form.text("language", language.to_owned()),
        })
    }
}

/// Mozilla's roots and ring, whatever else the program has set up.
fn tls() -> Result<rustls::ClientConfig, PortError> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| PortError::broken("speech.open", error))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn later(error: reqwest::Error) -> SpeechError {
    // The address may hold a key.
    SpeechError::Port(PortError::unavailable("speech.write_down", error.without_url()))
}

#[async_trait]
impl SpeechToText for OpenAiSpeech {
    async fn write_down(&self, _: &Scope, wav: Vec<u8>) -> Result<Vec<Spoken>, SpeechError> {
        let mut request = self.client.post(&self.address).multipart(self.form(wav)?);
        if !self.server.key.is_empty() {
            request = request.bearer_auth(&self.server.key);
        }
        let mut response = request.send().await.map_err(later)?;
        let status = response.status();
        if !status.is_success() {
            tracing::warn!(status = status.as_u16(), "the speech server does not write down");
            return Err(refused(status));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(later)? {
            body.extend_from_slice(&chunk);
            if body.len() as u64 > LONGEST_ANSWER {
                return Err(nonsense("the answer is too long"));
            }
        }
        let answer: Answer =
            serde_json::from_slice(&body).map_err(|_| nonsense("the answer is no transcript"))?;
        Ok(answer.spoken())
    }
}

/// What may pass is tried again: a server that is down, busy, or does not take our key yet.
fn refused(status: StatusCode) -> SpeechError {
    let never = matches!(
        status,
        StatusCode::BAD_REQUEST
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::UNPROCESSABLE_ENTITY
    );
    if never {
        return SpeechError::Refused;
    }
    SpeechError::Port(PortError::unavailable("speech.write_down", format!("status {status}")))
}

fn nonsense(what: &'static str) -> SpeechError {
    SpeechError::Port(PortError::unavailable("speech.write_down", what))
}

#[cfg(test)]
mod tests;
