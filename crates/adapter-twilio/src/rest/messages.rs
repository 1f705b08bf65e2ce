//! Sending messages and finding sent ones.

use super::{
    client::{Asked, Client, Lane},
    failure::{Nature, Seen},
    number, refusal, text,
};
use crate::{account::TwilioAccount, words};
use callboard_kernel::{Phone, Timestamp};
use callboard_telephony::{
    ListedMessage, MessageProgress, MessageStatus, NewMessage, Private, ProviderMessageId, Sender,
    SentMessage, TelephonyError,
};
use reqwest::Method;
use serde_json::Value;
use time::{UtcOffset, format_description::well_known::Rfc3339};

impl Client {
    pub(crate) async fn send(
        &self,
        account: &TwilioAccount,
        message: &NewMessage,
    ) -> Result<SentMessage, TelephonyError> {
        let mut form = vec![("To", message.to().to_string())];
        form.push(match message.from() {
            Sender::Number(phone) => ("From", phone.to_string()),
            Sender::Pool(pool) => ("MessagingServiceSid", pool.to_string()),
        });
        if !message.text().expose().is_empty() {
            form.push(("Body", message.text().expose().to_owned()));
        }
        form.extend(message.media().iter().map(|link| ("MediaUrl", link.to_string())));
        form.extend(message.report_to.as_ref().map(|link| ("StatusCallback", link.to_string())));
        let validity = message.valid_for_s.map(|seconds| seconds.clamp(1, 36_000).to_string());
        form.extend(validity.map(|seconds| ("ValidityPeriod", seconds)));
        let answer = self
            .ask(Asked {
                method: Method::POST,
                url: self.account_url(account, "Messages.json"),
                form: Some(form),
                nature: Nature::Once,
                lane: Lane::Others,
                account,
            })
            .await?;
        let id = id_of(&answer)
            .ok_or_else(|| self.maybe_done(Nature::Once, None, Seen::Lacks("sid")))?;
        Ok(SentMessage { id, progress: progress_of(&answer) })
    }

    pub(crate) async fn sent_to(
        &self,
        account: &TwilioAccount,
        to: &Phone,
        since: Timestamp,
    ) -> Result<Vec<ListedMessage>, TelephonyError> {
        let query = since_query(to, since);
        let answer = self
            .ask(Asked {
                method: Method::GET,
                url: self.account_url(account, &format!("Messages.json?{query}")),
                form: None,
                nature: Nature::Repeatable,
                lane: Lane::Others,
                account,
            })
            .await?;
        let listed = answer.get("messages").and_then(Value::as_array);
        let listed = listed
            .ok_or_else(|| self.maybe_done(Nature::Repeatable, None, Seen::Lacks("messages")))?;
        // A line without an id cannot be what we look for: we could not bind it to anything.
        Ok(listed.iter().filter_map(listed_message).collect())
    }
}

fn since_query(to: &Phone, since: Timestamp) -> String {
    let since = since.to_offset(UtcOffset::UTC);
    let whole_seconds = since.replace_nanosecond(0).unwrap_or(since);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("To", to.as_str());
    // The years that this form cannot write are none in which somebody telephoned; without the field more is listed.
    if let Ok(text) = whole_seconds.format(&Rfc3339) {
        query.append_pair("DateSent>", &text);
    }
    query.append_pair("PageSize", "1000");
    query.finish()
}

fn listed_message(line: &Value) -> Option<ListedMessage> {
    Some(ListedMessage {
        id: id_of(line)?,
        text: Private::new(text(line, "body").unwrap_or_default()),
        progress: progress_of(line),
        created_at: text(line, "date_created").and_then(words::instant),
    })
}

fn id_of(answer: &Value) -> Option<ProviderMessageId> {
    text(answer, "sid").and_then(|sid| ProviderMessageId::parse(sid).ok())
}

fn progress_of(answer: &Value) -> MessageProgress {
    let status = text(answer, "status").and_then(words::message_status);
    let failure = number(answer, "error_code").map(refusal);
    MessageProgress::of(status.unwrap_or(MessageStatus::Accepted), failure)
}
