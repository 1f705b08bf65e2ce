//! A thread of texts with one customer, or with a number that nobody is known by.

use super::vocabulary::ConversationState;
use crate::error::MessagingError;
use callboard_kernel::{
    Auditable, ConversationId, CustomerId, Invalid, MemberId, Phone, Timestamp,
};
use serde::{Deserialize, Serialize};
use std::fmt;
use time::Duration;
use uuid::Uuid;

/// How far ahead a conversation can be put off.
const MAX_SNOOZE: Duration = Duration::days(366);

/// With whom a conversation is: there is one for each.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum PartyKey {
    /// A customer, whichever number is used.
    Customer(CustomerId),
    /// A number that nobody is known by.
    Number(Phone),
}

impl PartyKey {
    /// Of the customer when there is one, else of the number.
    pub fn of(customer: Option<CustomerId>, number: &Phone) -> Self {
        customer.map_or_else(|| Self::Number(number.clone()), Self::Customer)
    }
}

impl fmt::Display for PartyKey {
    /// As it is stored.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Customer(id) => write!(f, "customer:{id}"),
            Self::Number(number) => write!(f, "number:{number}"),
        }
    }
}

/// What is stored of one conversation and changed by people.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConversationSnapshot {
    /// Id.
    pub id: ConversationId,
    /// The customer, when one is known.
    pub customer: Option<CustomerId>,
    /// The number that was used last.
    pub number: Phone,
    /// The line of ours that was used last.
    pub line: Option<Phone>,
    /// Where it is.
    pub state: ConversationState,
    /// When it comes back.
    pub snoozed_until: Option<Timestamp>,
    /// Who takes care of it.
    pub assigned_to: Option<MemberId>,
    /// When somebody last wrote, or it was made.
    pub last_at: Timestamp,
    /// When the other side last wrote.
    pub last_in_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Auditable for ConversationSnapshot {
    const KIND: &'static str = "conversation";
    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// A conversation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conversation {
    state: ConversationSnapshot,
}

impl Conversation {
    /// Trusts what a store kept.
    pub const fn restore(state: ConversationSnapshot) -> Self {
        Self { state }
    }

    /// Everything about it as plain data.
    pub const fn snapshot(&self) -> &ConversationSnapshot {
        &self.state
    }

    /// The state that people see: who comes back at an instant is open from then on.
    pub fn state_at(&self, now: Timestamp) -> ConversationState {
        shown_state(self.state.state, self.state.snoozed_until, now)
    }

    /// Somebody should look at it again.
    #[must_use]
    pub fn opened(mut self, now: Timestamp) -> Self {
        self.state.state = ConversationState::Open;
        self.state.snoozed_until = None;
        self.touched(now)
    }

    /// It is settled. Who had it has it no longer.
    #[must_use]
    pub fn done(mut self, now: Timestamp) -> Self {
        self.state.state = ConversationState::Done;
        self.state.snoozed_until = None;
        self.state.assigned_to = None;
        self.touched(now)
    }

    /// It comes back at an instant.
    pub fn snoozed(mut self, until: Timestamp, now: Timestamp) -> Result<Self, MessagingError> {
        if until <= now || until > now + MAX_SNOOZE {
            let message = "Must be in the future, a year at most.";
            return Err(Invalid::field("snoozed_until", "out_of_range", message).into());
        }
        self.state.state = ConversationState::Snoozed;
        self.state.snoozed_until = Some(until);
        Ok(self.touched(now))
    }

    /// It is given to a member, or to nobody.
    #[must_use]
    pub fn assigned(mut self, to: Option<MemberId>, now: Timestamp) -> Self {
        self.state.assigned_to = to;
        self.touched(now)
    }

    fn touched(mut self, now: Timestamp) -> Self {
        self.state.updated_at = now;
        self
    }
}

/// The state that people see.
pub(crate) fn shown_state(
    state: ConversationState,
    snoozed_until: Option<Timestamp>,
    now: Timestamp,
) -> ConversationState {
    match state {
        ConversationState::Snoozed if snoozed_until.is_none_or(|until| until <= now) => {
            ConversationState::Open
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::timestamp;

    fn open() -> Conversation {
        Conversation::restore(ConversationSnapshot {
            id: ConversationId(Uuid::nil()),
            customer: None,
            number: Phone::from_e164("+18645550100").unwrap(),
            line: None,
            state: ConversationState::Open,
            snoozed_until: None,
            assigned_to: Some(MemberId(Uuid::nil())),
            last_at: timestamp(0),
            last_in_at: None,
            created_at: timestamp(0),
            updated_at: timestamp(0),
        })
    }

    #[test]
    fn who_is_put_off_comes_back_by_himself() {
        let snoozed = open().snoozed(timestamp(10_000), timestamp(1_000)).unwrap();
        assert_eq!(snoozed.state_at(timestamp(9_999)), ConversationState::Snoozed);
        assert_eq!(snoozed.state_at(timestamp(10_000)), ConversationState::Open);
        assert!(open().snoozed(timestamp(1_000), timestamp(1_000)).is_err());
    }

    #[test]
    fn closing_takes_it_from_its_member() {
        assert_eq!(open().done(timestamp(1)).snapshot().assigned_to, None);
    }
}
