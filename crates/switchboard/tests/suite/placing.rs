//! Calls that members place.

use crate::support::{NOON, dispatcher, number, ports, workspace};
use callboard_kernel::{
    CallId, Commit, Loaded, ManualClock, PortError, SaveError, Timestamp, Version,
};
use callboard_switchboard::{
    Refused, Switchboard, SwitchboardError, SwitchboardEvent, SwitchboardPorts, Wanted,
    model::{BridgeMode, Order, OrderState, Via},
    ports::{GateAnswer, MockCallGate, MockOrderBook, MockSubjects, Pass, Subject},
};
use callboard_telephony::{
    CallStatus, PlacedCall, ProviderCallId, Refusal, RefusalCause, Ringing, TelephonyError,
    ports::MockOutboundCalls,
};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

type Kept = Arc<Mutex<Vec<OrderState>>>;

fn state_of(commit: &Commit<Order, SwitchboardEvent>) -> OrderState {
    commit.aggregate.snapshot().state
}

/// Remembers the states that were written, in their order.
fn book(kept: &Kept) -> MockOrderBook {
    let mut book = MockOrderBook::new();
    let (saved, marked) = (kept.clone(), kept.clone());
    book.expect_save().returning(move |_, commit| {
        saved.lock().unwrap().push(state_of(&commit));
        Ok(Version(1))
    });
    book.expect_mark_sending().returning(move |_, commit, _| {
        marked.lock().unwrap().push(state_of(&commit));
        Ok(Version(2))
    });
    book
}

fn subjects() -> MockSubjects {
    let mut subjects = MockSubjects::new();
    subjects.expect_of_call().returning(|_, _| {
        Ok(Some(Subject {
            number: Some(number("+14045550177")),
            name: "Ann Lee".to_owned(),
            customer: None,
            ours: None,
            carried: None,
        }))
    });
    subjects
}

#[expect(clippy::disallowed_methods, reason = "the test is the gate")]
fn allows() -> MockCallGate {
    let mut gate = MockCallGate::new();
    gate.expect_ask().returning(|_, _| Ok(GateAnswer::Allowed(Pass::granted(4))));
    gate
}

fn desk(kept: &Kept) -> SwitchboardPorts {
    let clock = Arc::new(ManualClock::new(NOON));
    SwitchboardPorts {
        orders: Arc::new(book(kept)),
        subjects: Arc::new(subjects()),
        gate: Arc::new(allows()),
        ..ports(&clock)
    }
}

fn wanted(via: Via) -> Wanted {
    Wanted {
        call: CallId(Uuid::from_u128(9)),
        via: Some(via),
        line: None,
        bridge: BridgeMode::Transfer,
    }
}

fn company(
    answer: impl Fn() -> Result<PlacedCall, TelephonyError> + Send + 'static,
) -> MockOutboundCalls {
    let mut calls = MockOutboundCalls::new();
    calls.expect_place().times(1).returning(move |_, call| {
        assert_eq!(call.to, Ringing::Phone(number("+14045550111")), "the member first");
        assert_eq!(call.from, number("+14045550190"), "the company's number is shown");
        let report_to = call.report_to.as_ref().expect("it reports").as_str();
        assert!(report_to.contains("/status?o="), "a report names the order: {report_to}");
        answer()
    });
    calls
}

#[tokio::test]
async fn sending_is_written_before_the_company_is_asked() {
    let kept = Kept::default();
    let placed = || {
        let id = ProviderCallId::parse("CA1").unwrap();
        Ok(PlacedCall { id, status: CallStatus::Queued })
    };
    let calls = company(placed);
    let ports = SwitchboardPorts { calls: Arc::new(calls), ..desk(&kept) };
    let asked = Switchboard::new(ports).place(&dispatcher(), &wanted(Via::Phone)).await.unwrap();
    assert_eq!(asked.order.provider_call_id.as_deref(), Some("CA1"));
    let states = [OrderState::Ready, OrderState::Sending, OrderState::Placed];
    assert_eq!(*kept.lock().unwrap(), states);
}

#[tokio::test]
async fn who_may_not_be_called_is_not_called() {
    let kept = Kept::default();
    let mut gate = MockCallGate::new();
    let reason = Refused {
        rule: "do_not_contact".to_owned(),
        words: "Contact has requested Do Not Contact".to_owned(),
        until: None,
        lifted_by: "owner".to_owned(),
    };
    gate.expect_ask().returning(move |_, _| Ok(GateAnswer::Refused(vec![reason.clone()])));
    let ports = SwitchboardPorts { gate: Arc::new(gate), ..desk(&kept) };
    let told = Switchboard::new(ports).place(&dispatcher(), &wanted(Via::Phone)).await;
    assert!(matches!(told, Err(SwitchboardError::Refused(_))), "{told:?}");
    assert!(kept.lock().unwrap().is_empty(), "nothing was written, nobody was asked");
}

#[tokio::test]
async fn when_the_rules_move_they_are_asked_once_more() {
    let kept = Kept::default();
    let mut book = MockOrderBook::new();
    book.expect_save().returning(|_, _| Ok(Version(1)));
    book.expect_mark_sending().times(2).returning(|_, _, _| Err(SaveError::Stale));
    let ports = SwitchboardPorts { orders: Arc::new(book), ..desk(&kept) };
    let told = Switchboard::new(ports).place(&dispatcher(), &wanted(Via::Phone)).await;
    assert!(matches!(told, Err(SwitchboardError::GateMoved)), "{told:?}");
}

#[tokio::test]
async fn what_the_company_says_is_what_the_order_says() {
    let unknown = || TelephonyError::Unknown { code: None, source: "the line broke".into() };
    let refused = || {
        TelephonyError::Refused(Refusal { cause: RefusalCause::InvalidNumber, code: Some(21_217) })
    };
    let broken = || TelephonyError::Port(PortError::broken("a.test", "no keys"));
    let cases: [(fn() -> TelephonyError, OrderState); 3] = [
        (unknown, OrderState::Unknown),
        (refused, OrderState::Refused),
        (broken, OrderState::Refused),
    ];
    for (error, state) in cases {
        let kept = Kept::default();
        let calls = company(move || Err(error()));
        let ports = SwitchboardPorts { calls: Arc::new(calls), ..desk(&kept) };
        let told = Switchboard::new(ports).place(&dispatcher(), &wanted(Via::Phone)).await;
        assert!(matches!(told, Err(SwitchboardError::Telephony(_))), "{told:?}");
        assert_eq!(kept.lock().unwrap().last(), Some(&state));
    }
}

#[tokio::test]
async fn what_broke_off_is_shown_to_a_person_and_not_repeated() {
    let kept = Kept::default();
    let mut book = MockOrderBook::new();
    let placed = Arc::new(Mutex::new(None::<Order>));
    let (saved, marked) = (placed.clone(), placed.clone());
    book.expect_save().returning(move |_, commit| {
        *saved.lock().unwrap() = Some(commit.aggregate);
        Ok(Version(1))
    });
    book.expect_mark_sending().returning(move |_, commit, _| {
        *marked.lock().unwrap() = Some(commit.aggregate);
        Err(SaveError::Port(PortError::broken("a.test", "the process dies here")))
    });
    let before = |until: &Timestamp| *until == NOON - time::Duration::seconds(60);
    book.expect_broken_off().withf(move |until, _| before(until)).returning({
        let placed = placed.clone();
        move |_, _| {
            let placed = placed.lock().unwrap();
            Ok(placed.iter().map(|order| (workspace(), order.snapshot().id)).collect())
        }
    });
    book.expect_get().returning({
        let placed = placed.clone();
        move |_, _| {
            let found = placed.lock().unwrap().clone();
            Ok(found.map(|value| Loaded { value, version: Version(2) }))
        }
    });
    book.expect_unknown().returning({
        let placed = placed.clone();
        move |_| Ok(placed.lock().unwrap().iter().cloned().collect())
    });
    let switchboard = Switchboard::new(SwitchboardPorts { orders: Arc::new(book), ..desk(&kept) });
    assert!(switchboard.place(&dispatcher(), &wanted(Via::Phone)).await.is_err());
    assert_eq!(switchboard.settle_broken_off().await.unwrap(), 1);
    let unknown = switchboard.unknown_orders(&dispatcher()).await.unwrap();
    assert_eq!(unknown[0].snapshot().state, OrderState::Unknown);
}
