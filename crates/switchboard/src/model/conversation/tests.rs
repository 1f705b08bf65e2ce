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
    Leg {
        id: sid(id),
        first: sid("first"),
        role,
        number: None,
        member,
        progress,
        entry: Entry::AtOnce,
        guest: None,
    }
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

fn guest(id: &str, member: u128, progress: CallProgress, joined: bool) -> Leg {
    let asked_by = MemberId(uuid::Uuid::from_u128(1));
    Leg {
        member: Some(MemberId(uuid::Uuid::from_u128(member))),
        entry: if joined { Entry::Entered } else { Entry::Asked },
        guest: Some(Guest { asked_by, asked_at: at(20) }),
        ..leg(id, LegRole::Member, progress)
    }
}

#[test]
fn a_voicemail_that_takes_our_call_is_nobody() {
    let caller = leg("first", LegRole::Caller, of(S::InProgress, 1).merge(of(S::Completed, 60)));
    let machine = of(S::InProgress, 5).merge(of(S::Completed, 20).lasting(Some(15)));
    let asked = Leg { entry: Entry::Asked, ..leg("a", LegRole::Member, machine) };
    let told = Some(DialResult { status: S::NoAnswer, duration_s: None });
    let missed = Conversation { legs: vec![caller.clone(), asked.clone()], dial: told };
    assert_eq!(missed.reading(at(61)), Reading::Unanswered { ended_at: at(60) });
    let pressed = Leg { entry: Entry::Entered, ..asked };
    let talked = conversation(vec![caller, pressed]).reading(at(61));
    assert!(matches!(talked, Reading::Talked { .. }), "{talked:?}");
}

#[test]
fn a_guest_counts_from_the_moment_he_came_in() {
    let caller = leg("first", LegRole::Caller, of(S::InProgress, 1));
    let mine = leg("a", LegRole::Member, of(S::InProgress, 8));
    let voicemail = guest("g", 2, of(S::InProgress, 22), false);
    let left = Leg { progress: mine.progress.merge(of(S::Completed, 30)), ..mine.clone() };
    let member = mine.member;
    let both = conversation(vec![caller.clone(), mine, voicemail.clone()]);
    assert_eq!(both.reading(at(25)), Reading::Talks { at: at(8), member });
    let waiting = conversation(vec![caller.clone(), left.clone(), voicemail.clone()]);
    assert!(
        matches!(waiting.reading(at(31)), Reading::Talks { .. }),
        "a colleague is rung for him"
    );
    assert!(!waiting.has(MemberId(uuid::Uuid::from_u128(2))));
    let hung_up = Leg { progress: voicemail.progress.merge(of(S::Completed, 50)), ..voicemail };
    let alone = conversation(vec![caller.clone(), left.clone(), hung_up]);
    let over = Reading::Talked { answered_at: at(8), ended_at: at(30), member };
    assert_eq!(alone.reading(at(51)), over, "a machine is nobody");
    let joined = guest("g", 2, of(S::InProgress, 22), true);
    let handed_over = conversation(vec![caller.clone(), left.clone(), joined.clone()]);
    assert_eq!(handed_over.reading(at(31)), Reading::Talks { at: at(8), member: joined.member });
    let gone = Leg { progress: joined.progress.merge(of(S::Completed, 90)), ..joined };
    let over = Reading::Talked { answered_at: at(8), ended_at: at(90), member: gone.member };
    assert_eq!(conversation(vec![caller, left, gone]).reading(at(91)), over);
}

#[test]
fn a_placed_call_goes_on_without_whoever_placed_it() {
    let mine = leg("first", LegRole::Member, of(S::InProgress, 3).merge(of(S::Completed, 40)));
    let customer = leg("c", LegRole::Customer, of(S::InProgress, 9));
    let joined = guest("g", 2, of(S::InProgress, 30), true);
    let member = joined.member;
    let reading = conversation(vec![mine, customer.clone(), joined.clone()]).reading(at(41));
    assert_eq!(reading, Reading::Talks { at: at(9), member });
    let conversation = conversation(vec![customer, joined]);
    assert!(conversation.has(MemberId(uuid::Uuid::from_u128(2))));
    assert!(!conversation.has(MemberId(uuid::Uuid::from_u128(1))), "he has left");
}
