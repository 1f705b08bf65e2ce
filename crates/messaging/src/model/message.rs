//! One text, in or out, and what may become of it.

use super::{
    segments::segments,
    vocabulary::{MessageDirection, MessageState, Purpose, SettledAs},
};
use crate::{error::MessagingError, gate::Refusal};
use callboard_kernel::{
    Auditable, CallId, ConversationId, CustomerId, MemberId, MessageId, Phone, Timestamp,
};
use callboard_telephony::{
    self as telephony, MessageProgress, MessageStatus, ProviderMessageId, RefusalCause,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest text that is written here, in characters; no provider takes more.
pub const MAX_TEXT: usize = telephony::LONGEST_TEXT;

/// Who writes for us.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Writer {
    /// A person, by hand; without a member it is a program with a key that a person uses.
    Person {
        /// Who.
        member: Option<MemberId>,
    },
    /// A rule of the product.
    Automation {
        /// Which one.
        name: String,
    },
}

/// Why a text did not arrive, or was not sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Failure {
    /// Stable word, such as `not_textable` or the rule of contact that refused.
    pub cause: String,
    /// The provider's own number for it.
    pub code: Option<u32>,
    /// A sentence for people.
    pub words: String,
}

impl Failure {
    /// What a provider said.
    pub fn of_provider(refusal: telephony::Refusal) -> Self {
        Self {
            cause: refusal.cause.as_str().to_owned(),
            code: refusal.code,
            words: refusal.cause.sentence().to_owned(),
        }
    }

    /// The strictest of the rules that refuse.
    pub fn of_gate(refusals: &[Refusal]) -> Self {
        let strictest = refusals.first();
        Self {
            cause: strictest.map_or("refused", |refusal| refusal.rule.as_str()).to_owned(),
            code: None,
            words: strictest.map_or("It may not be sent.", |refusal| &refusal.words).to_owned(),
        }
    }

    /// Something between us and the provider.
    pub fn unreachable() -> Self {
        Self {
            cause: "provider_unreachable".to_owned(),
            code: None,
            words: "The telephone company could not be reached.".to_owned(),
        }
    }
}

/// Everything that is stored of one text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MessageSnapshot {
    /// Id; the provider's reports name it.
    pub id: MessageId,
    /// The thread.
    pub conversation: ConversationId,
    /// The customer, when one is known.
    pub customer: Option<CustomerId>,
    /// The call that it follows.
    pub call: Option<CallId>,
    /// Which way.
    pub direction: MessageDirection,
    /// Where it is in its life.
    pub state: MessageState,
    /// The number of the other side.
    pub number: Phone,
    /// Our line.
    pub line: Option<Phone>,
    /// The text. The audit trail goes without it.
    #[serde(skip_serializing)]
    pub body: String,
    /// Segments of it.
    pub segments: u16,
    /// What for; `None` for one that came in.
    pub purpose: Option<Purpose>,
    /// Key of its template.
    pub template: Option<String>,
    /// Who wrote it; `None` for one that came in.
    pub writer: Option<Writer>,
    /// When it shall go out, if not at once.
    pub scheduled_for: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: u32,
    /// The provider's id.
    pub provider_id: Option<String>,
    /// How far the provider says that it has come.
    pub provider_status: Option<MessageStatus>,
    /// Why it did not arrive.
    pub failure: Option<Failure>,
    /// What a person did about it.
    pub settled: Option<SettledAs>,
    /// Its place in the thread: when it came, went out, or will.
    pub at: Timestamp,
    /// When the provider took it.
    pub sent_at: Option<Timestamp>,
    /// When it was on the telephone.
    pub delivered_at: Option<Timestamp>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Auditable for MessageSnapshot {
    const KIND: &'static str = "message";
    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// A text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    state: MessageSnapshot,
}

/// A text that shall go out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewText {
    /// Id.
    pub id: MessageId,
    /// The thread.
    pub conversation: ConversationId,
    /// Who gets it.
    pub customer: Option<CustomerId>,
    /// The call that it follows.
    pub call: Option<CallId>,
    /// Where to.
    pub number: Phone,
    /// From which line.
    pub line: Phone,
    /// The text.
    pub body: String,
    /// What for.
    pub purpose: Purpose,
    /// Key of its template.
    pub template: Option<String>,
    /// Who writes.
    pub writer: Writer,
    /// When, if not at once.
    pub scheduled_for: Option<Timestamp>,
}

/// What came of an attempt to send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Attempt {
    /// The provider has it.
    Accepted {
        /// The provider's id.
        id: ProviderMessageId,
        /// How far it has come.
        progress: MessageProgress,
    },
    /// The provider will not do it.
    Refused(telephony::Refusal),
    /// A rule of contact forbids it.
    Stopped(Vec<Refusal>),
    /// It did not go out and will be tried again.
    Postponed(Option<Failure>),
    /// Its time has not come: a rule of contact ends by itself.
    Deferred(Timestamp),
    /// It did not go out and is not tried again.
    GivenUp(Failure),
    /// Nobody can tell whether it went out.
    Lost,
    /// Its time had passed before it could go out; late it would do harm.
    Expired,
}

impl Message {
    /// Trusts what a store kept.
    pub const fn restore(state: MessageSnapshot) -> Self {
        Self { state }
    }

    /// Everything about it as plain data.
    pub const fn snapshot(&self) -> &MessageSnapshot {
        &self.state
    }

    /// A text that waits for its turn, or for its time.
    pub fn write(new: NewText, now: Timestamp) -> Self {
        let NewText {
            id,
            conversation,
            customer,
            call,
            number,
            line,
            body,
            purpose,
            template,
            writer,
            scheduled_for,
        } = new;
        Self {
            state: MessageSnapshot {
                id,
                conversation,
                customer,
                call,
                direction: MessageDirection::Out,
                state: MessageState::Ready,
                number,
                line: Some(line),
                segments: segments(&body).count,
                body,
                purpose: Some(purpose),
                template,
                writer: Some(writer),
                scheduled_for,
                attempts: 0,
                provider_id: None,
                provider_status: None,
                failure: None,
                settled: None,
                at: scheduled_for.unwrap_or(now),
                sent_at: None,
                delivered_at: None,
                created_at: now,
                updated_at: now,
            },
        }
    }

    /// What came of an attempt.
    #[must_use]
    pub fn attempted(&self, attempt: Attempt, now: Timestamp) -> Self {
        let mut state = self.state.clone();
        state.updated_at = now;
        match attempt {
            Attempt::Accepted { id, progress } => {
                state.provider_id = Some(id.as_str().to_owned());
                state.sent_at = Some(now);
                state.at = now;
                state.failure = None;
                return Self { state }.at_provider(progress, now);
            }
            Attempt::Refused(refusal) => {
                state.state = MessageState::Failed;
                state.failure = Some(Failure::of_provider(refusal));
            }
            Attempt::Stopped(refusals) => {
                state.state = MessageState::Refused;
                state.failure = Some(Failure::of_gate(&refusals));
            }
            Attempt::Postponed(failure) => {
                state.state = MessageState::Retry;
                state.failure = failure;
            }
            Attempt::Deferred(until) => {
                state.state = MessageState::Retry;
                state.scheduled_for = Some(until);
                state.at = until;
            }
            Attempt::GivenUp(failure) => {
                state.state = MessageState::Failed;
                state.failure = Some(failure);
            }
            Attempt::Expired => {
                state.state = MessageState::Cancelled;
                state.failure = Some(Failure {
                    cause: "expired".to_owned(),
                    code: None,
                    words: "Its time had passed before it could be sent.".to_owned(),
                });
            }
            Attempt::Lost => {
                state.state = MessageState::Unknown;
                state.failure = Some(Failure {
                    cause: "outcome_unknown".to_owned(),
                    code: None,
                    words: "It cannot be told whether this text went out.".to_owned(),
                });
            }
        }
        Self { state }
    }

    /// The text after a report of the provider; `None` when the report says nothing new.
    pub fn progressed(&self, progress: MessageProgress, now: Timestamp) -> Option<Self> {
        let after = self.clone().at_provider(progress, now);
        let same = after.state.state == self.state.state
            && after.state.provider_status == self.state.provider_status
            && after.state.failure == self.state.failure;
        (!same).then_some(after)
    }

    fn at_provider(mut self, progress: MessageProgress, now: Timestamp) -> Self {
        let merged = self.known().map_or(progress, |known| known.merge(progress));
        let s = &mut self.state;
        s.provider_status = Some(merged.status);
        s.updated_at = now;
        s.failure = merged.failure().map(Failure::of_provider);
        s.state = match merged.status {
            MessageStatus::Delivered | MessageStatus::Read | MessageStatus::PartiallyDelivered => {
                s.delivered_at = s.delivered_at.or(Some(now));
                MessageState::Delivered
            }
            MessageStatus::Failed | MessageStatus::Canceled => MessageState::Failed,
            MessageStatus::Undelivered => MessageState::Undelivered,
            MessageStatus::Accepted
            | MessageStatus::Scheduled
            | MessageStatus::Queued
            | MessageStatus::Sending
            | MessageStatus::Sent
            | MessageStatus::Receiving
            | MessageStatus::Received => MessageState::Sent,
        };
        self
    }

    /// What is known of it at the provider.
    fn known(&self) -> Option<MessageProgress> {
        let status = self.state.provider_status?;
        let reported = self.state.failure.as_ref().map(|failure| telephony::Refusal {
            cause: RefusalCause::parse(&failure.cause).unwrap_or(RefusalCause::Other),
            code: failure.code,
        });
        Some(MessageProgress::of(status, reported))
    }

    /// Takes it back. Only what has not begun to leave can be taken back.
    pub fn cancelled(&self, now: Timestamp) -> Result<Self, MessagingError> {
        match self.state.state {
            MessageState::Ready | MessageState::Retry => {
                let mut state = self.state.clone();
                state.state = MessageState::Cancelled;
                state.updated_at = now;
                Ok(Self { state })
            }
            _ => Err(MessagingError::AlreadyLeft),
        }
    }

    /// A person does not want to wait until it is tried again by itself. What waits for its hour goes on waiting.
    pub fn hurried(&self, now: Timestamp) -> Result<Self, MessagingError> {
        if !self.is_parked(now) {
            return Err(MessagingError::NotWaiting);
        }
        let state = MessageSnapshot { updated_at: now, ..self.state.clone() };
        Ok(Self { state })
    }

    /// Whether it waits because the way out is closed, and not for its hour.
    fn is_parked(&self, now: Timestamp) -> bool {
        let has_come = self.state.scheduled_for.is_none_or(|at| at <= now);
        self.state.state == MessageState::Retry && has_come
    }

    /// A person says what is to be made of a text that needs one.
    pub fn settled(&self, how: SettledAs, now: Timestamp) -> Result<Self, MessagingError> {
        if !self.can_be_settled() {
            return Err(MessagingError::NothingToSettle);
        }
        let was_lost = self.state.state == MessageState::Unknown;
        let mut state = self.state.clone();
        match how {
            SettledAs::MarkedAsSent if was_lost => {
                state.state = MessageState::Sent;
                state.sent_at = state.sent_at.or(Some(now));
                state.failure = None;
            }
            SettledAs::MarkedAsSent => return Err(MessagingError::NothingToSettle),
            SettledAs::SentAgain | SettledAs::Dismissed => {}
        }
        state.settled = Some(how);
        state.updated_at = now;
        Ok(Self { state })
    }

    /// Whether a person must look at it: nobody knows what became of it, or it did not arrive and a person wrote it.
    pub fn needs_a_person(&self) -> bool {
        let by_hand = matches!(self.state.writer, Some(Writer::Person { .. }));
        self.can_be_settled() && (by_hand || self.state.state == MessageState::Unknown)
    }

    /// Whether a person may say what is to be made of it.
    pub fn can_be_settled(&self) -> bool {
        self.state.settled.is_none() && self.state.state.has_gone_wrong()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::timestamp;

    fn text() -> Message {
        let phone = |text: &str| Phone::from_e164(text).unwrap();
        let new = NewText {
            id: MessageId(Uuid::from_u128(1)),
            conversation: ConversationId(Uuid::from_u128(2)),
            customer: None,
            call: None,
            number: phone("+18645550101"),
            line: phone("+18645550100"),
            body: "Hello".to_owned(),
            purpose: Purpose::Reply,
            template: None,
            writer: Writer::Person { member: None },
            scheduled_for: None,
        };
        Message::write(new, timestamp(1_000))
    }

    #[test]
    fn only_what_waits_for_the_telephone_company_is_hurried() {
        let (now, later) = (timestamp(2_000), timestamp(3_000));
        assert!(text().hurried(now).is_err(), "it is about to go out");
        let parked = text().attempted(Attempt::Postponed(Some(Failure::unreachable())), now);
        let hurried = parked.hurried(later).unwrap();
        assert_eq!(hurried.snapshot().state, MessageState::Retry);
        assert_eq!(hurried.snapshot().failure, Some(Failure::unreachable()));
        assert_eq!(hurried.snapshot().updated_at, later);
        let deferred = text().attempted(Attempt::Deferred(later), now);
        assert!(deferred.hurried(now).is_err(), "it waits for its hour");
        assert!(sent().hurried(later).is_err());
    }

    fn sent() -> Message {
        let id = ProviderMessageId::parse("SM1").unwrap();
        let progress = MessageProgress::of(MessageStatus::Queued, None);
        text().attempted(Attempt::Accepted { id, progress }, timestamp(2_000))
    }

    fn report(status: MessageStatus, cause: Option<RefusalCause>) -> MessageProgress {
        let refusal = cause.map(|cause| telephony::Refusal { cause, code: Some(30_003) });
        MessageProgress::of(status, refusal)
    }

    #[test]
    fn reports_end_in_the_same_state_in_any_order() {
        let reports = [
            report(MessageStatus::Sent, None),
            report(MessageStatus::Delivered, None),
            report(MessageStatus::Queued, None),
        ];
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let end = order.iter().fold(sent(), |message, index| {
                message.progressed(reports[*index], timestamp(3_000)).unwrap_or(message)
            });
            assert_eq!(end.snapshot().state, MessageState::Delivered, "{order:?}");
        }
    }

    #[test]
    fn a_text_that_did_not_arrive_says_why_and_needs_a_person() {
        let lost = report(MessageStatus::Undelivered, Some(RefusalCause::Unreachable));
        let message = sent().progressed(lost, timestamp(3_000)).unwrap();
        assert_eq!(message.snapshot().state, MessageState::Undelivered);
        let failure = message.snapshot().failure.clone().unwrap();
        assert_eq!((failure.cause.as_str(), failure.code), ("unreachable", Some(30_003)));
        assert!(message.needs_a_person());
        // An older report that arrives late changes nothing.
        let late = message.progressed(report(MessageStatus::Sent, None), timestamp(4_000));
        assert_eq!(late, None);
    }

    #[test]
    fn only_what_waits_is_taken_back() {
        assert!(text().cancelled(timestamp(2)).is_ok());
        assert!(matches!(sent().cancelled(timestamp(2)), Err(MessagingError::AlreadyLeft)));
    }

    #[test]
    fn a_lost_text_is_settled_once() {
        let lost = text().attempted(Attempt::Lost, timestamp(2_000));
        assert!(lost.needs_a_person());
        let marked = lost.settled(SettledAs::MarkedAsSent, timestamp(3_000)).unwrap();
        assert_eq!(marked.snapshot().state, MessageState::Sent);
        assert!(marked.settled(SettledAs::Dismissed, timestamp(4_000)).is_err());
        assert!(sent().settled(SettledAs::SentAgain, timestamp(4_000)).is_err());
    }
}
