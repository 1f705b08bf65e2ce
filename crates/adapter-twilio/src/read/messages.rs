//! Reports of messages.

use super::{id, optional_id};
use crate::{
    form::Fields,
    rest::refusal,
    words::{carrier_minute, message_status, party},
};
use callboard_telephony::{
    Keyword, MOST_MEDIA, MessageProgress, MessageProgressed, MessageReceived, Private,
    ProviderEvent, ProviderMessageId, RemoteFile, SenderPoolId, WebhookError,
};

pub(super) fn received(fields: &Fields) -> Result<ProviderEvent, WebhookError> {
    let text = fields.first("Body").unwrap_or_default();
    // Only a messaging service with advanced opt-out says so, and then it has answered already.
    let answered = fields.text("OptOutType").and_then(|word| Keyword::parse(&word.to_lowercase()));
    Ok(ProviderEvent::MessageReceived(MessageReceived {
        message: message_id(fields)?,
        from: party(fields.text("From")),
        to: party(fields.text("To")),
        pool: optional_id(fields, "MessagingServiceSid", SenderPoolId::parse),
        text: Private::new(text),
        files: files(fields),
        keyword: answered.or_else(|| keyword(text)),
        is_answered: answered.is_some(),
    }))
}

/// Twilio calls the same id by three names, from three times.
fn message_id(fields: &Fields) -> Result<ProviderMessageId, WebhookError> {
    ["MessageSid", "SmsMessageSid"]
        .into_iter()
        .find_map(|name| optional_id(fields, name, ProviderMessageId::parse))
        .map_or_else(|| id(fields, "SmsSid", ProviderMessageId::parse), Ok)
}

fn files(fields: &Fields) -> Vec<RemoteFile> {
    let count = fields.number::<usize>("NumMedia").unwrap_or(0).min(MOST_MEDIA);
    (0..count)
        .filter_map(|at| {
            let url = fields.text(&format!("MediaUrl{at}"))?;
            let content_type = fields.text(&format!("MediaContentType{at}"));
            Some(RemoteFile {
                url: Private::new(url),
                content_type: content_type.map(str::to_owned),
            })
        })
        .collect()
}

/// The words that carriers know (advanced opt-out, default keywords), as the whole message. What people say in other
/// words is for the consent domain to understand.
fn keyword(text: &str) -> Option<Keyword> {
    match text.trim().to_ascii_uppercase().as_str() {
        "STOP" | "STOPALL" | "UNSUBSCRIBE" | "END" | "QUIT" | "CANCEL" | "REVOKE" | "OPTOUT" => {
            Some(Keyword::Stop)
        }
        "START" | "YES" | "UNSTOP" => Some(Keyword::Start),
        "HELP" | "INFO" => Some(Keyword::Help),
        _ => None,
    }
}

pub(super) fn progressed(fields: &Fields) -> Result<Option<ProviderEvent>, WebhookError> {
    let message = message_id(fields)?;
    let word = fields.text("MessageStatus").or_else(|| fields.text("SmsStatus"));
    let Some(status) = word.and_then(message_status) else { return Ok(None) };
    let failure = fields.number::<u32>("ErrorCode").filter(|code| *code != 0).map(refusal);
    Ok(Some(ProviderEvent::MessageProgressed(MessageProgressed {
        message,
        to: party(fields.text("To")),
        progress: MessageProgress::of(status, failure),
        at: fields.text("RawDlrDoneDate").and_then(carrier_minute),
    })))
}
