//! Reports in any order end in one state.

use callboard_kernel::timestamp;
use callboard_telephony::{
    CallProgress, CallStatus, MessageProgress, MessageStatus, Refusal, RefusalCause,
};
use proptest::prelude::*;

/// All orders of these, by Heap's algorithm.
fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    fn heap<T: Clone>(count: usize, items: &mut Vec<T>, all: &mut Vec<Vec<T>>) {
        if count <= 1 {
            all.push(items.clone());
            return;
        }
        for at in 0..count {
            heap(count - 1, items, all);
            let other = if count.is_multiple_of(2) { at } else { 0 };
            if at + 1 < count {
                items.swap(other, count - 1);
            }
        }
    }
    let mut all = Vec::new();
    heap(items.len(), &mut items.to_vec(), &mut all);
    all
}

fn call_reports() -> [CallProgress; 6] {
    let at = |seconds: i64| Some(timestamp(seconds * 1_000));
    [
        CallProgress::of(CallStatus::Queued, at(1)),
        CallProgress::of(CallStatus::Initiated, at(2)),
        CallProgress::of(CallStatus::Ringing, at(3)),
        CallProgress::of(CallStatus::InProgress, at(9)),
        CallProgress::of(CallStatus::Completed, at(60)).lasting(Some(51)),
        // A second report of the end, by the instructions of the other leg, a little later and without the length.
        CallProgress::of(CallStatus::Completed, at(61)),
    ]
}

#[test]
fn all_720_orders_of_six_call_reports_with_each_one_repeated_end_in_one_state() {
    let all = orders(&call_reports());
    assert_eq!(all.len(), 720);
    let mut distinct = all.iter().map(|order| format!("{order:?}")).collect::<Vec<_>>();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), 720);

    let mut merged = 0;
    for order in &all {
        for repeated in 0..=order.len() {
            let mut reports = order.clone();
            if let Some(report) = order.get(repeated) {
                reports.push(*report);
            }
            let end = reports.into_iter().reduce(CallProgress::merge).unwrap();
            assert_eq!(end.status, CallStatus::Completed);
            assert_eq!(end.duration_s, Some(51));
            assert_eq!(end.answered_at, Some(timestamp(9_000)));
            assert_eq!(end.ended_at, Some(timestamp(60_000)));
            merged += 1;
        }
    }
    assert_eq!(merged, 5_040);
}

#[test]
fn all_720_orders_of_six_message_reports_end_in_one_state() {
    let lost = Refusal { cause: RefusalCause::Unreachable, code: Some(30_003) };
    let reports = [
        MessageProgress::of(MessageStatus::Accepted, None),
        MessageProgress::of(MessageStatus::Queued, None),
        MessageProgress::of(MessageStatus::Sending, None),
        MessageProgress::of(MessageStatus::Sent, None),
        MessageProgress::of(MessageStatus::Undelivered, Some(lost)),
        MessageProgress::of(MessageStatus::Undelivered, None),
    ];
    for order in orders(&reports) {
        let end = order.into_iter().reduce(MessageProgress::merge).unwrap();
        assert_eq!(end.status, MessageStatus::Undelivered);
        assert_eq!(end.failure(), Some(lost));
    }
}

#[test]
fn what_has_ended_never_goes_on() {
    for ended in CallStatus::ALL.iter().filter(|status| status.has_ended()) {
        for report in CallStatus::ALL {
            assert!(ended.merge(*report).has_ended(), "{ended} then {report}");
        }
    }
    for ended in MessageStatus::ALL.iter().filter(|status| status.has_ended()) {
        for report in MessageStatus::ALL.iter().filter(|status| status.as_str() != "receiving") {
            assert!(ended.merge(*report).has_ended(), "{ended} then {report}");
        }
    }
}

#[test]
fn a_message_that_arrived_after_all_has_no_failure() {
    let lost = Refusal { cause: RefusalCause::Other, code: Some(30_008) };
    let undelivered = MessageProgress::of(MessageStatus::Undelivered, Some(lost));
    let delivered = MessageProgress::of(MessageStatus::Delivered, None);
    assert_eq!(undelivered.merge(delivered).failure(), None);
    assert_eq!(delivered.merge(undelivered), undelivered.merge(delivered));
}

fn any_progress() -> impl Strategy<Value = CallProgress> {
    let at = || proptest::option::of((0..100_i64).prop_map(timestamp));
    let status = proptest::sample::select(CallStatus::ALL);
    (status, at(), proptest::option::of(0..50_u32))
        .prop_map(|(status, at, duration)| CallProgress::of(status, at).lasting(duration))
}

proptest! {
    #[test]
    fn merging_is_associative_commutative_and_idempotent(
        a in any_progress(), b in any_progress(), c in any_progress(),
    ) {
        prop_assert_eq!(a.merge(b), b.merge(a));
        prop_assert_eq!(a.merge(b).merge(c), a.merge(b.merge(c)));
        prop_assert_eq!(a.merge(a), a);
        prop_assert_eq!(a.merge(b).merge(b), a.merge(b));
    }
}
