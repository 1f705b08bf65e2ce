//! Reports of live transcriptions.

use super::{calls::confidence, id};
use crate::{form::Fields, words::instant};
use callboard_telephony::{
    Private, ProviderCallId, ProviderEvent, ProviderTranscriptionId, Said, Track,
    TranscriptionProgressed, TranscriptionStep, WebhookError,
};
use serde::Deserialize;

/// What `TranscriptionData` holds: JSON inside a form field.
#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    transcript: String,
    #[serde(default)]
    confidence: Option<f32>,
}

pub(super) fn progressed(fields: &Fields) -> Result<Option<ProviderEvent>, WebhookError> {
    let transcription = id(fields, "TranscriptionSid", ProviderTranscriptionId::parse)?;
    let call = id(fields, "CallSid", ProviderCallId::parse)?;
    let step = match fields.text("TranscriptionEvent") {
        Some("transcription-started") => TranscriptionStep::Started,
        Some("transcription-stopped") => TranscriptionStep::Stopped,
        Some("transcription-error") => {
            TranscriptionStep::Failed { code: fields.number("TranscriptionErrorCode") }
        }
        Some("transcription-content") => said(fields)?,
        _ => return Ok(None),
    };
    Ok(Some(ProviderEvent::TranscriptionProgressed(TranscriptionProgressed {
        transcription,
        call,
        sequence: fields.number("SequenceId"),
        at: fields.text("Timestamp").and_then(instant),
        step,
    })))
}

fn said(fields: &Fields) -> Result<TranscriptionStep, WebhookError> {
    let unreadable = || WebhookError::Unreadable { field: "TranscriptionData" };
    let data = fields.text("TranscriptionData").ok_or_else(unreadable)?;
    let data: Data = serde_json::from_str(data).map_err(|_| unreadable())?;
    Ok(TranscriptionStep::Said {
        track: match fields.text("Track") {
            Some("inbound_track") => Track::Inbound,
            Some("outbound_track") => Track::Outbound,
            _ => Track::Unknown,
        },
        said: Said { text: Private::new(data.transcript), confidence: confidence(data.confidence) },
        is_final: fields.text("Final") == Some("true"),
    })
}
