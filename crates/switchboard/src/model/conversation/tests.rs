//! The readings of conversations, whatever order the reports came in.

use super::*;
use callboard_telephony::CallStatus as S;
use time::macros::datetime;

const NOON: Timestamp = datetime!(2026-06-01 12:00 UTC);

fn at(seconds: i64) -> Timestamp {
    NOON + Duration::seconds(seconds)
}

fn sid(text: &str) -> ProviderCallId {
    ProviderCallId::parse(text).unwrap()
}

fn leg(id: &str, role: LegRole, progress: CallProgress) -> Leg {
    let member = (role == LegRole::Member).then(|| MemberId(uuid::Uuid::from_u128(1)));
    Leg { id: sid(id), first: sid("first"), role, number: None, member, progress }
}

fn of(status: S, second: i64) -> CallProgress {
    CallProgress::of(status, Some(at(second)))
}

fn conversation(legs: Vec<Leg>) -> Conversation {
    Conversation { legs, dial: None }
}

#[test]
fn a_machine_that_picks_up_is_no_answer() {
    let first = leg("first", LegRole::Caller, of(S::InProgress, 1));
    let rung = leg("a", LegRole::Member, of(S::Ringing, 2));
    assert_eq!(conversation(vec![first, rung]).reading(at(3)), Reading::Rings);
}

#[test]
fn one_of_us_answers() {
    let first = leg("first", LegRole::Caller, of(S::InProgress, 1));
    let rung = leg("a", LegRole::Member, of(S::NoAnswer, 9));
    let talks = leg("b", LegRole::Member, of(S::InProgress, 8));
    let member = talks.member;
    let reading = conversation(vec![first, rung, talks]).reading(at(9));
    assert_eq!(reading, Reading::Talks { at: at(8), member });
}

#[test]
fn an_unanswered_end_waits_for_a_late_answer() {
    let first = leg("first", LegRole::Caller, of(S::InProgress, 0).merge(of(S::Completed, 40)));
    let alone = conversation(vec![first.clone()]);
    assert_eq!(alone.reading(at(41)), Reading::Unsettled { until: at(45) });
    assert_eq!(alone.reading(at(45)), Reading::Unanswered { ended_at: at(40) });
    let told =
        Conversation { dial: Some(DialResult { status: S::NoAnswer, duration_s: None }), ..alone };
    assert_eq!(told.reading(at(41)), Reading::Unanswered { ended_at: at(40) });
    let by_duration = Conversation {
        dial: Some(DialResult { status: S::Completed, duration_s: Some(30) }),
        ..told
    };
    let talked = Reading::Talked { answered_at: at(10), ended_at: at(40), member: None };
    assert_eq!(by_duration.reading(at(41)), talked);
    let hung_up_early = leg("first", LegRole::Caller, of(S::Ringing, 0).merge(of(S::Canceled, 4)));
    let reading = conversation(vec![hung_up_early]).reading(at(4));
    assert_eq!(reading, Reading::Unanswered { ended_at: at(4) }, "nobody had picked up");
}

#[test]
fn a_customer_whom_we_ring() {
    let member = leg("first", LegRole::Member, of(S::InProgress, 3));
    let ringing = leg("c", LegRole::Customer, of(S::Ringing, 5));
    let who = member.member;
    assert_eq!(conversation(vec![member.clone(), ringing]).reading(at(6)), Reading::Rings);
    let talks = leg("c", LegRole::Customer, of(S::InProgress, 9));
    let reading = conversation(vec![member, talks]).reading(at(10));
    assert_eq!(reading, Reading::Talks { at: at(9), member: who });
}

/// All 720 orders of the six reports of an answered call, each with any one of them repeated.
#[test]
fn every_order_of_the_reports_ends_in_one_reading() {
    let reports = [
        ("first", LegRole::Caller, of(S::Ringing, 0)),
        ("first", LegRole::Caller, of(S::InProgress, 1)),
        ("a", LegRole::Member, of(S::Ringing, 2)),
        ("a", LegRole::Member, of(S::InProgress, 8)),
        ("a", LegRole::Member, of(S::Completed, 60).lasting(Some(52))),
        ("first", LegRole::Caller, of(S::Completed, 61).lasting(Some(60))),
    ];
    let mut orders = vec![Vec::new()];
    for next in 0..reports.len() {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                (0..=order.len()).map(move |place| {
                    let mut order = order.clone();
                    order.insert(place, next);
                    order
                })
            })
            .collect();
    }
    assert_eq!(orders.len(), 720);
    let member = Some(MemberId(uuid::Uuid::from_u128(1)));
    let wanted = Reading::Talked { answered_at: at(8), ended_at: at(60), member };
    for order in orders {
        for repeated in 0..reports.len() {
            let mut legs: Vec<Leg> = Vec::new();
            for index in order.iter().copied().chain([repeated]) {
                let (id, role, progress) = reports[index];
                match legs.iter_mut().find(|leg| leg.id == sid(id)) {
                    Some(leg) => leg.progress = leg.progress.merge(progress),
                    None => legs.push(leg(id, role, progress)),
                }
            }
            assert_eq!(conversation(legs).reading(at(61)), wanted, "{order:?} and {repeated}");
        }
    }
}
