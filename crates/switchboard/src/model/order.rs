//! A call that a member asked for.

use callboard_kernel::{CallId, CustomerId, LineId, MemberId, Phone, Timestamp, words};
use callboard_telephony::{ProviderCallId, RefusalCause};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

words! {
    /// Where the member talks.
    pub enum Via {
        /// In his browser, which calls out by itself.
        Browser = "browser",
        /// At his own telephone, which is rung first.
        Phone = "phone",
    }
}

words! {
    /// How member and customer are connected.
    pub enum BridgeMode {
        /// Directly; the call moves into a room once somebody asks for more.
        Transfer = "transfer",
        /// In a room from the answer on, so that others come in without a break.
        Conference = "conference",
    }
}

words! {
    /// How far an order has come.
    pub enum OrderState {
        /// Written down; nobody was asked.
        Ready = "ready",
        /// The telephone company is being asked; committed before it is.
        Sending = "sending",
        /// It took the call.
        Placed = "placed",
        /// It will not.
        Refused = "refused",
        /// It cannot be told whether it did; a person looks.
        Unknown = "unknown",
        /// Taken back before anybody was asked.
        Cancelled = "cancelled",
    }
}

impl OrderState {
    /// Whether nothing follows by itself.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::Ready | Self::Sending)
    }
}

/// Everything that is stored of an order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OrderSnapshot {
    /// Its id; it stands in the addresses that the telephone company asks.
    pub id: Uuid,
    /// The call that is returned, if it is one.
    pub about: Option<CallId>,
    /// The customer, when known.
    pub customer: Option<CustomerId>,
    /// Who is called.
    pub number: Phone,
    /// What the member calls him.
    pub name: String,
    /// The line whose number is shown.
    pub line: LineId,
    /// The number that is shown.
    pub from: Phone,
    /// Who asked.
    pub member: MemberId,
    /// Where he talks.
    pub via: Via,
    /// How the two are connected.
    #[serde(default = "directly")]
    pub bridge: BridgeMode,
    /// His telephone, when it is rung.
    pub member_phone: Option<Phone>,
    /// How far it has come.
    pub state: OrderState,
    /// Why it was refused, in one word.
    pub refusal: Option<String>,
    /// The telephone company's id of the first leg.
    pub provider_call_id: Option<String>,
    /// The call in the log that it became.
    pub call: Option<CallId>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last moved.
    pub updated_at: Timestamp,
}

const fn directly() -> BridgeMode {
    BridgeMode::Transfer
}

/// An order, and the only place that decides about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    state: OrderSnapshot,
}

/// How the telephone company answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outlook {
    /// It took the call under this id.
    Placed(ProviderCallId),
    /// It will not.
    Refused(RefusalCause),
    /// It may have.
    Unknown,
}

impl Order {
    /// Takes what a store kept, or what was just asked for.
    pub const fn restore(state: OrderSnapshot) -> Self {
        Self { state }
    }

    /// As it is stored.
    pub const fn snapshot(&self) -> &OrderSnapshot {
        &self.state
    }

    /// The telephone company is about to be asked; `None` when it was already, or must not be.
    pub fn sending(&self, at: Timestamp) -> Option<Self> {
        (self.state.state == OrderState::Ready).then(|| self.moved(OrderState::Sending, at))
    }

    /// What came of asking. A report that names the order settles what was unknown; what is settled stays.
    pub fn settle(&self, outlook: &Outlook, at: Timestamp) -> Option<Self> {
        let now = self.state.state;
        match outlook {
            Outlook::Placed(id) => {
                let news = now != OrderState::Placed || self.state.provider_call_id.is_none();
                news.then(|| {
                    let mut next = self.moved(OrderState::Placed, at);
                    next.state.provider_call_id = Some(id.as_str().to_owned());
                    next.state.refusal = None;
                    next
                })
            }
            Outlook::Refused(cause) => (!now.is_settled()).then(|| {
                let mut next = self.moved(OrderState::Refused, at);
                next.state.refusal = Some(cause.as_str().to_owned());
                next
            }),
            Outlook::Unknown => {
                (now == OrderState::Sending).then(|| self.moved(OrderState::Unknown, at))
            }
        }
    }

    /// Takes it back.
    pub fn cancel(&self, at: Timestamp) -> Option<Self> {
        (self.state.state == OrderState::Ready).then(|| self.moved(OrderState::Cancelled, at))
    }

    fn moved(&self, state: OrderState, at: Timestamp) -> Self {
        Self { state: OrderSnapshot { state, updated_at: at, ..self.state.clone() } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOON: Timestamp = datetime!(2026-06-01 12:00 UTC);

    fn order(state: OrderState) -> Order {
        let number = Phone::from_e164("+14045550123").unwrap();
        Order::restore(OrderSnapshot {
            id: Uuid::nil(),
            about: None,
            customer: None,
            number: number.clone(),
            name: "Ann".into(),
            line: LineId(Uuid::nil()),
            from: number,
            member: MemberId(Uuid::nil()),
            via: Via::Phone,
            bridge: BridgeMode::Transfer,
            member_phone: None,
            state,
            refusal: None,
            provider_call_id: None,
            call: None,
            created_at: NOON,
            updated_at: NOON,
        })
    }

    fn placed() -> Outlook {
        Outlook::Placed(ProviderCallId::parse("CA1").unwrap())
    }

    #[test]
    fn it_is_asked_for_once() {
        let sending = order(OrderState::Ready).sending(NOON).unwrap();
        assert_eq!(sending.sending(NOON), None);
        assert_eq!(order(OrderState::Cancelled).sending(NOON), None);
    }

    #[test]
    fn a_report_settles_what_was_unknown() {
        let lost = order(OrderState::Sending).settle(&Outlook::Unknown, NOON).unwrap();
        assert_eq!(lost.snapshot().state, OrderState::Unknown);
        assert_eq!(lost.sending(NOON), None, "never repeated by itself");
        let found = lost.settle(&placed(), NOON).unwrap();
        assert_eq!(found.snapshot().state, OrderState::Placed);
        assert_eq!(found.settle(&placed(), NOON), None);
        assert_eq!(found.settle(&Outlook::Refused(RefusalCause::Blocked), NOON), None);
        assert_eq!(found.settle(&Outlook::Unknown, NOON), None);
    }
}
