//! Calls for the tests of the model: fictional people and numbers.

use super::*;
use crate::ports::KnownCaller;
use callboard_kernel::{CallId, CustomerId, MemberId, Phone, Timestamp};
use time::{Duration, macros::datetime};
use uuid::Uuid;

/// The first ring of every sample call.
pub(crate) const START: Timestamp = datetime!(2026-05-20 14:00 UTC);

/// So many seconds after the first ring.
pub(crate) fn at(seconds: i64) -> Timestamp {
    START + Duration::seconds(seconds)
}

pub(crate) fn number(last: u8) -> Phone {
    Phone::from_e164(&format!("+186455501{last:02}")).unwrap()
}

pub(crate) const DANA: MemberId = MemberId(Uuid::from_u128(0xda));

pub(crate) fn known(do_not_contact: bool) -> KnownCaller {
    KnownCaller {
        id: CustomerId(Uuid::from_u128(0xc0)),
        name: "Pat Example".to_owned(),
        do_not_contact,
    }
}

pub(crate) fn report(change: LineChange) -> LineReport {
    LineReport {
        provider: "simulator".to_owned(),
        provider_call_id: "SIM-1".to_owned(),
        line: LineCall {
            direction: Direction::In,
            purpose: Purpose::Inbound,
            source: CallSource::Phone,
            lead_source: LeadSource::Website,
            from: Some(number(1)),
            to: Some(number(99)),
            started_at: START,
            caller_name: "EXAMPLE PAT".to_owned(),
            agent_type: AgentType::Human,
            intent: Some(Intent::Routine),
            emergency_score: 10,
            spam_score: 0,
            value_est_cents: Some(42_000),
            tags: Vec::new(),
            carrier: CarrierInfo::default(),
        },
        change,
    }
}

pub(crate) fn sight(known: Option<KnownCaller>) -> FirstSight {
    FirstSight { id: CallId(Uuid::from_u128(1)), known, after_hours: false }
}

pub(crate) fn ringing() -> Call {
    Call::rings(&report(LineChange::Rang), sight(None), START).call
}

/// An inbound call that nobody answered for half a minute.
pub(crate) fn missed() -> Call {
    hung_up(&ringing(), 30)
}

/// An inbound call of two minutes.
pub(crate) fn answered() -> Call {
    let talking = ringing()
        .report(LineChange::Answered { at: at(10), agent: Some(DANA) }, None, at(10))
        .unwrap()
        .call;
    hung_up(&talking, 130)
}

pub(crate) fn hung_up(call: &Call, seconds: i64) -> Call {
    let change = LineChange::HungUp { at: at(seconds), answered_at: None };
    call.report(change, None, at(seconds)).unwrap().call
}

/// The same call with some fields changed.
pub(crate) fn with(call: Call, change: impl FnOnce(&mut CallSnapshot)) -> Call {
    let mut state = call.into_snapshot();
    change(&mut state);
    Call::restore(state)
}

/// A shipped disposition.
pub(crate) fn rule(key: &str) -> Disposition {
    shipped_dispositions().into_iter().find(|rule| rule.key == key).unwrap()
}

/// A disposition that wants no contact.
pub(crate) fn do_not_call() -> Disposition {
    Disposition {
        key: "do_not_call".to_owned(),
        label: "Do not call".to_owned(),
        class: DispositionClass::Suppress,
        ..rule("answered")
    }
}
