//! Reports of calls and their recordings.

use super::{id, optional_id};
use crate::{
    form::Fields,
    words::{answered_by, attestation, call_status, instant, party, recording_status},
};
use callboard_kernel::Phone;
use callboard_telephony::{
    CallContinued, CallOffered, CallProgress, CallProgressed, DialEnded, Direction, Party, Private,
    ProviderCallId, ProviderEvent, ProviderRecordingId, RecordingProgressed, Said, WebhookError,
};

/// Names that Twilio itself sends when a call is offered; what a browser adds has other names.
const OFFERED: [&str; 25] = [
    "CallSid",
    "AccountSid",
    "From",
    "To",
    "Caller",
    "Called",
    "CallStatus",
    "ApiVersion",
    "Direction",
    "ForwardedFrom",
    "CallerName",
    "ParentCallSid",
    "CallToken",
    "StirVerstat",
    "ApplicationSid",
    "FromCity",
    "FromState",
    "FromZip",
    "FromCountry",
    "ToCity",
    "ToState",
    "ToZip",
    "ToCountry",
    "CallerCity",
    "CalledCity",
];

pub(super) fn offered(fields: &Fields) -> Result<ProviderEvent, WebhookError> {
    let from = party(fields.text("From"));
    let private = |name: &str| fields.text(name).map(Private::new);
    let parameters = match from {
        Party::Browser(_) => fields
            .pairs()
            .filter(|(name, _)| !OFFERED.contains(name))
            .map(|(name, value)| (name.to_owned(), Private::new(value)))
            .collect(),
        Party::Phone(_) | Party::Withheld | Party::Other(_) => Vec::new(),
    };
    Ok(ProviderEvent::CallOffered(CallOffered {
        call: id(fields, "CallSid", ProviderCallId::parse)?,
        to: party(fields.text("To")),
        forwarded_from: fields.text("ForwardedFrom").and_then(|text| Phone::from_e164(text).ok()),
        caller_name: private("CallerName"),
        attestation: attestation(fields.text("StirVerstat")),
        place: ["FromCity", "FromState", "FromZip", "FromCountry"].map(private),
        parameters,
        from,
    }))
}

pub(super) fn continued(fields: &Fields) -> Result<ProviderEvent, WebhookError> {
    let dialled = fields.text("DialCallStatus").and_then(call_status).map(|status| DialEnded {
        // "answered" is said of a room that was left.
        status,
        leg: optional_id(fields, "DialCallSid", ProviderCallId::parse),
        duration_s: fields.number("DialCallDuration"),
    });
    Ok(ProviderEvent::CallContinued(CallContinued {
        call: id(fields, "CallSid", ProviderCallId::parse)?,
        parent: optional_id(fields, "ParentCallSid", ProviderCallId::parse),
        status: fields.text("CallStatus").and_then(call_status),
        digits: fields.text("Digits").map(Private::new),
        speech: fields.text("SpeechResult").map(|text| Said {
            text: Private::new(text),
            confidence: confidence(fields.number("Confidence")),
        }),
        dialled,
        recording: optional_id(fields, "RecordingSid", ProviderRecordingId::parse),
    }))
}

pub(super) fn progressed(fields: &Fields) -> Result<Option<ProviderEvent>, WebhookError> {
    let call = id(fields, "CallSid", ProviderCallId::parse)?;
    let Some(status) = fields.text("CallStatus").and_then(call_status) else { return Ok(None) };
    let at = fields.text("Timestamp").and_then(instant);
    // `Duration` counts minutes; only `CallDuration` counts seconds.
    let duration_s = fields.number("CallDuration").filter(|_| status.has_ended());
    Ok(Some(ProviderEvent::CallProgressed(CallProgressed {
        call,
        parent: optional_id(fields, "ParentCallSid", ProviderCallId::parse),
        direction: fields.text("Direction").and_then(direction),
        from: party(fields.text("From")),
        to: party(fields.text("To")),
        progress: CallProgress::of(status, at).lasting(duration_s),
        sequence: fields.number("SequenceNumber"),
        at,
        sip_code: fields.number("SipResponseCode"),
    })))
}

fn direction(word: &str) -> Option<Direction> {
    match word {
        "inbound" => Some(Direction::Inbound),
        "outbound-api" => Some(Direction::Outbound),
        "outbound-dial" => Some(Direction::Dialled),
        _ => None,
    }
}

/// `query` names the call of a recording that was made in a room, because there Twilio names none, or the leg that came in first.
pub(super) fn recording(
    fields: &Fields,
    query: &Fields,
) -> Result<Option<ProviderEvent>, WebhookError> {
    let recording = id(fields, "RecordingSid", ProviderRecordingId::parse)?;
    let call = match optional_id(query, "first", ProviderCallId::parse) {
        Some(call) => call,
        None => id(fields, "CallSid", ProviderCallId::parse)?,
    };
    let status = fields.text("RecordingStatus").and_then(recording_status);
    Ok(status.map(|status| {
        ProviderEvent::RecordingProgressed(RecordingProgressed {
            recording,
            call,
            status,
            duration_s: fields.number("RecordingDuration"),
            channels: fields.number("RecordingChannels"),
            started_at: fields.text("RecordingStartTime").and_then(instant),
            is_voicemail: fields.text("RecordingSource") == Some("RecordVerb"),
        })
    }))
}

pub(super) fn answered(fields: &Fields) -> Result<ProviderEvent, WebhookError> {
    let call = id(fields, "CallSid", ProviderCallId::parse)?;
    let by = answered_by(fields.text("AnsweredBy").unwrap_or_default());
    Ok(ProviderEvent::Answered { call, by })
}

/// A share between 0 and 1; machines also say −1 and "NaN" when they do not know.
pub(super) fn confidence(value: Option<f32>) -> Option<f32> {
    value.filter(|value| (0.0..=1.0).contains(value))
}
