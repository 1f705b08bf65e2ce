//! A mail as bytes: headers that nobody can break out of, and plain text.

use callboard_kernel::{breaks_one_line, one_line};
use callboard_workflows::ports::{MailSendError, OutgoingMail};
use lettre::{
    Address, Message,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
};
use std::{str::FromStr, time::SystemTime};

/// Who mail comes from: `desk@example.com` or `Callboard <desk@example.com>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct From(Mailbox);

/// It is no address of a sender.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("write it as desk@example.com or as Callboard <desk@example.com>")]
pub struct WrongSender;

impl FromStr for From {
    type Err = WrongSender;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.chars().any(breaks_one_line) {
            return Err(WrongSender);
        }
        text.parse().map(Self).map_err(|_| WrongSender)
    }
}

impl From {
    pub(crate) const fn address(&self) -> &Address {
        &self.0.email
    }
}

/// Says that a program wrote it, so that no program answers (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The mail, ready for a wire or a file. The same mail makes the same bytes.
pub(crate) fn letter(from: &From, mail: &OutgoingMail) -> Result<Message, MailSendError> {
    let refused = |what: &str| MailSendError::Refused(what.to_owned());
    let address: Address =
        mail.to_address.parse().map_err(|_| refused("the address is no address"))?;
    if !is_message_id(&mail.message_id) {
        return Err(refused("the message id is none"));
    }
    let name = one_line(&mail.to_name);
    let to = Mailbox::new((!name.is_empty()).then_some(name), address);
    Message::builder()
        .from(from.0.clone())
        .to(to)
        .subject(one_line(&mail.subject))
        .message_id(Some(mail.message_id.clone()))
        .date(SystemTime::from(mail.written_at))
        .header(AutoSubmitted)
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .body(mail.body.replace('\0', ""))
        .map_err(|_| refused("the mail cannot be written"))
}

fn is_message_id(text: &str) -> bool {
    let inner = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    inner.and_then(|inner| inner.split_once('@')).is_some_and(|(left, right)| {
        let good = |part: &str| {
            let fits = |sign: char| sign.is_ascii_alphanumeric() || "-._".contains(sign);
            !part.is_empty() && part.chars().all(fits)
        };
        good(left) && good(right)
    })
}

#[cfg(test)]
mod tests;
