//! What happens to texts, threads and templates. Wire names are append only. None of them holds what was written.

use crate::model::{Message, MessageDirection, MessageState, Purpose, Writer};
use callboard_kernel::{
    CallId, ConversationId, CustomerId, DomainEvent, MessageId, MessageTemplateId, Phone, Timestamp,
};
use serde::{Deserialize, Serialize};

/// Wire name of the event that a store of settings writes.
pub const SETTINGS_CHANGED: &str = "messaging.settings_changed";

/// The facts of a text that others may react to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MessageFacts {
    /// The text.
    pub message: MessageId,
    /// Its thread.
    pub conversation: ConversationId,
    /// The customer.
    pub customer: Option<CustomerId>,
    /// The call that it follows.
    pub call: Option<CallId>,
    /// Which way.
    pub direction: MessageDirection,
    /// Where it is in its life.
    pub state: MessageState,
    /// The number of the other side.
    pub number: Phone,
    /// What for.
    pub purpose: Option<Purpose>,
    /// Who wrote it for us.
    pub writer: Option<Writer>,
    /// Its place in the thread.
    pub at: Timestamp,
    /// Why it did not arrive: a stable word, such as `opted_out`.
    pub cause: Option<String>,
}

impl From<&Message> for MessageFacts {
    fn from(message: &Message) -> Self {
        let s = message.snapshot();
        Self {
            message: s.id,
            conversation: s.conversation,
            customer: s.customer,
            call: s.call,
            direction: s.direction,
            state: s.state,
            number: s.number.clone(),
            purpose: s.purpose,
            writer: s.writer.clone(),
            at: s.at,
            cause: s.failure.as_ref().map(|failure| failure.cause.clone()),
        }
    }
}

/// An event of the messaging domain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum MessagingEvent {
    /// A text is to go out.
    Written(MessageFacts),
    /// A text came in.
    Received {
        /// The text.
        facts: MessageFacts,
        /// The whole text is a word with a meaning of its own: `stop`, `start`, `help`.
        keyword: Option<String>,
        /// The provider has answered it already.
        is_answered: bool,
    },
    /// The provider has it.
    Sent(MessageFacts),
    /// It is on the telephone.
    Delivered(MessageFacts),
    /// It was not sent, or did not arrive.
    Failed(MessageFacts),
    /// Nobody can tell whether it went out.
    Unknown(MessageFacts),
    /// A person took it back.
    Cancelled(MessageFacts),
    /// Its time was moved: it could not go out yet.
    Postponed(MessageFacts),
    /// A person settled a text that needed one.
    Settled(MessageFacts),
    /// State, assignee or customer of a thread changed.
    ConversationChanged {
        /// The thread.
        conversation: ConversationId,
    },
    /// A template was made, changed or removed.
    TemplateChanged {
        /// The template.
        template: MessageTemplateId,
    },
}

impl MessagingEvent {
    /// What a text that came to its state tells; `None` for steps that nobody waits for.
    pub fn of(message: &Message) -> Option<Self> {
        let facts = MessageFacts::from(message);
        match facts.state {
            MessageState::Sent => Some(Self::Sent(facts)),
            MessageState::Delivered => Some(Self::Delivered(facts)),
            MessageState::Failed | MessageState::Undelivered | MessageState::Refused => {
                Some(Self::Failed(facts))
            }
            MessageState::Unknown => Some(Self::Unknown(facts)),
            MessageState::Cancelled => Some(Self::Cancelled(facts)),
            MessageState::Retry => Some(Self::Postponed(facts)),
            MessageState::Ready
            | MessageState::Claimed
            | MessageState::Sending
            | MessageState::Received => None,
        }
    }

    /// The facts of the text; `None` when it is about none.
    pub const fn facts(&self) -> Option<&MessageFacts> {
        match self {
            Self::Written(facts)
            | Self::Received { facts, .. }
            | Self::Sent(facts)
            | Self::Delivered(facts)
            | Self::Failed(facts)
            | Self::Unknown(facts)
            | Self::Cancelled(facts)
            | Self::Postponed(facts)
            | Self::Settled(facts) => Some(facts),
            Self::ConversationChanged { .. } | Self::TemplateChanged { .. } => None,
        }
    }

    /// The thread that it is about.
    pub fn conversation(&self) -> Option<ConversationId> {
        match self {
            Self::ConversationChanged { conversation } => Some(*conversation),
            other => other.facts().map(|facts| facts.conversation),
        }
    }
}

impl DomainEvent for MessagingEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::Written(_) => "messaging.message_written",
            Self::Received { .. } => "messaging.message_received",
            Self::Sent(_) => "messaging.message_sent",
            Self::Delivered(_) => "messaging.message_delivered",
            Self::Failed(_) => "messaging.message_failed",
            Self::Unknown(_) => "messaging.message_unknown",
            Self::Cancelled(_) => "messaging.message_cancelled",
            Self::Postponed(_) => "messaging.message_postponed",
            Self::Settled(_) => "messaging.message_settled",
            Self::ConversationChanged { .. } => "messaging.conversation_changed",
            Self::TemplateChanged { .. } => "messaging.template_changed",
        }
    }

    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }

    /// It may say STOP.
    fn is_urgent(&self) -> bool {
        matches!(self, Self::Received { .. })
    }
}
