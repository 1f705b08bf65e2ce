//! A message that we send, and what the provider says it has sent.

use crate::{Link, MessageProgress, Private, ProviderMessageId, SenderPoolId};
use callboard_kernel::{Phone, Timestamp};

/// Who a message comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sender {
    /// One number.
    Number(Phone),
    /// A pool that the provider chooses from; registered campaigns belong to pools.
    Pool(SenderPoolId),
}

/// A message to be sent: text, pictures, or both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewMessage {
    to: Phone,
    from: Sender,
    text: Private,
    media: Vec<Link>,
    /// Where the provider reports how far the message has come, with our own id in its query.
    pub report_to: Option<Link>,
    /// How long the provider may try, in seconds (1 to 36,000). An appointment reminder that arrives a day late harms.
    pub valid_for_s: Option<u16>,
}

/// Why a message cannot be sent as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MessageError {
    /// There is no text and no picture.
    #[error("the message is empty")]
    Empty,
    /// The text is longer than any provider takes.
    #[error("the message is longer than {LONGEST_TEXT} characters")]
    TooLong,
    /// There are more pictures than any provider takes.
    #[error("the message has more than {MOST_MEDIA} attachments")]
    TooManyMedia,
}

/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 1_600;
/// The most pictures.
pub const MOST_MEDIA: usize = 10;

impl NewMessage {
    /// A message, if it can be sent.
    pub fn try_new(
        to: Phone,
        from: Sender,
        text: impl Into<String>,
        media: Vec<Link>,
    ) -> Result<Self, MessageError> {
        let text = text.into();
        if text.trim().is_empty() && media.is_empty() {
            return Err(MessageError::Empty);
        }
        if text.chars().count() > LONGEST_TEXT {
            return Err(MessageError::TooLong);
        }
        if media.len() > MOST_MEDIA {
            return Err(MessageError::TooManyMedia);
        }
        Ok(Self { to, from, text: Private::new(text), media, report_to: None, valid_for_s: None })
    }

    /// Who gets it.
    pub const fn to(&self) -> &Phone {
        &self.to
    }

    /// Who it comes from.
    pub const fn from(&self) -> &Sender {
        &self.from
    }

    /// The text; empty when there are only pictures.
    pub const fn text(&self) -> &Private {
        &self.text
    }

    /// The pictures.
    pub fn media(&self) -> &[Link] {
        &self.media
    }
}

/// A message that the provider has taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentMessage {
    /// The provider's id.
    pub id: ProviderMessageId,
    /// How far it has come.
    pub progress: MessageProgress,
}

/// A message as the provider's own list shows it, to find out whether an order whose answer was lost was carried out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedMessage {
    /// The provider's id.
    pub id: ProviderMessageId,
    /// The text, to be compared with what was ordered.
    pub text: Private,
    /// How far it has come.
    pub progress: MessageProgress,
    /// When the provider took it.
    pub created_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str, media: usize) -> Result<NewMessage, MessageError> {
        let to = Phone::from_e164("+18645550101").unwrap();
        let from = Sender::Number(Phone::from_e164("+18645550100").unwrap());
        let link = Link::parse("https://desk.example.com/a.png").unwrap();
        NewMessage::try_new(to, from, text, vec![link; media])
    }

    #[test]
    fn what_nobody_could_send_is_not_made() {
        assert_eq!(message(" \n", 0).unwrap_err(), MessageError::Empty);
        assert_eq!(message(&"é".repeat(1_601), 0).unwrap_err(), MessageError::TooLong);
        assert_eq!(message("a", 11).unwrap_err(), MessageError::TooManyMedia);
        assert!(message("", 1).is_ok());
        assert!(message(&"é".repeat(1_600), 10).is_ok());
    }
}
