//! What calls are told.

use super::*;
use crate::model::{Line, NewLine, Presence};
use callboard_kernel::MemberId;
use callboard_telephony::{CallStatus, Step as Does};
use time::{Duration, macros::datetime};

const NOON: Timestamp = datetime!(2026-06-01 12:00 UTC);

fn number(text: &str) -> Phone {
    Phone::from_e164(text).unwrap()
}

fn hooks() -> HookAddress {
    HookAddress::try_new("https://desk.example.com/", "twilio", "abc").unwrap()
}

fn desk() -> DeskNow {
    let new = NewLine { number: number("+14045550190"), label: "Main".into(), is_default: true };
    let line = Line::try_new(LineId(Uuid::from_u128(1)), new, NOON).unwrap();
    let station = |id: u128, phone: Option<&str>, seen: Option<Timestamp>| Station {
        member: MemberId(Uuid::from_u128(id)),
        presence: Presence::Available,
        phone: phone.map(number),
        browser_seen_at: seen,
    };
    DeskNow {
        lines: vec![line.snapshot().clone()],
        stations: vec![
            station(1, Some("+14045550111"), None),
            station(2, None, Some(NOON - Duration::seconds(10))),
            station(3, None, Some(NOON - Duration::hours(1))),
        ],
        open: true,
        opens: None,
        at: NOON,
    }
}

fn caller() -> Caller {
    Caller { to: number("+14045550190"), is_blocked: false }
}

fn steps(answer: &Answer) -> Vec<Does> {
    match answer {
        Answer::Call(flow) => flow.steps().to_vec(),
        other => panic!("{other:?} steers no call"),
    }
}

fn leaves_a_message(answer: &Answer) -> bool {
    steps(answer).iter().any(|step| matches!(step, Does::Voicemail(_)))
}

#[test]
fn everybody_on_duty_rings_and_it_is_announced_before_it_is_recorded() {
    let steered = steer(&desk(), &caller(), &hooks()).unwrap();
    let steps = steps(&steered.answer);
    let announced = steps.iter().position(|step| matches!(step, Does::Announce(_))).unwrap();
    let (place, dial) = steps
        .iter()
        .enumerate()
        .find_map(|(place, step)| match step {
            Does::RecordedDial(recorded) => Some((place, recorded.dial().clone())),
            _ => None,
        })
        .unwrap();
    assert!(announced < place);
    let DialTo::FirstOf(callees) = dial.to else { panic!("{:?}", dial.to) };
    assert_eq!(callees.len(), 2, "the browser that is gone does not ring: {callees:?}");
    assert!(matches!(callees[0], Callee::Browser { .. }), "browsers first");
    assert!(matches!(callees[1], Callee::Staff { whisper: Some(_), .. }), "a key is asked for");
    assert_eq!(dial.then.as_str().split("/hooks/twilio/abc/").count(), 2);
}

#[test]
fn without_a_notice_nothing_is_recorded() {
    let mut desk = desk();
    desk.lines[0].notice = None;
    let steps = steps(&steer(&desk, &caller(), &hooks()).unwrap().answer);
    assert!(steps.iter().any(|step| matches!(step, Does::Dial(_))), "{steps:?}");
    assert!(!steps.iter().any(|step| matches!(step, Does::RecordedDial(_))), "{steps:?}");
}

#[test]
fn a_closed_desk_takes_a_message_and_says_when_it_opens() {
    let closed = DeskNow { open: false, opens: Some("Monday at 8 AM".into()), ..desk() };
    let answer = steer(&closed, &caller(), &hooks()).unwrap().answer;
    assert!(leaves_a_message(&answer));
    let words = format!("{:?}", steps(&answer));
    assert!(words.contains("We open again Monday at 8 AM."), "{words}");
}

#[test]
fn nobody_there_takes_a_message() {
    let empty = DeskNow { stations: Vec::new(), ..desk() };
    assert!(leaves_a_message(&steer(&empty, &caller(), &hooks()).unwrap().answer));
    let desk = desk();
    let line = &desk.lines[0];
    let ended = |status| DialEnded { status, leg: None, duration_s: None };
    let missed = ended(CallStatus::NoAnswer);
    assert!(leaves_a_message(&steer_on(&desk, line, &Step::Rung, Some(&missed), &hooks())));
    let talked = ended(CallStatus::Completed);
    assert!(!leaves_a_message(&steer_on(&desk, line, &Step::Rung, Some(&talked), &hooks())));
    assert!(!leaves_a_message(&steer_on(&desk, line, &Step::Left, None, &hooks())));
}

#[test]
fn a_blocked_number_is_never_answered_and_a_foreign_line_is_none_of_ours() {
    let blocked = Caller { is_blocked: true, ..caller() };
    let steps = steps(&steer(&desk(), &blocked, &hooks()).unwrap().answer);
    assert_eq!(steps, [Does::Reject(RejectReason::NotInService)]);
    let foreign = Caller { to: number("+14045550199"), is_blocked: false };
    assert_eq!(steer(&desk(), &foreign, &hooks()), None);
}

#[test]
fn a_customer_who_is_rung_is_told_before_he_is_recorded() {
    let desk = desk();
    let to = number("+14045550123");
    let answer = connect_customer(&to, &desk.lines[0], Uuid::from_u128(9), &hooks());
    let steps = steps(&answer);
    let Some(Does::RecordedDial(recorded)) = steps.last() else { panic!("{steps:?}") };
    assert_eq!(recorded.dial().caller_id.as_ref(), Some(&desk.lines[0].number));
    let DialTo::FirstOf(callees) = &recorded.dial().to else { panic!() };
    assert!(matches!(&callees[0], Callee::Customer { notice: Some(_), .. }));
}

/// Where the writing begins among the steps, and where its text goes.
fn writing(steps: &[Does]) -> Option<(usize, callboard_telephony::NewTranscription)> {
    steps.iter().enumerate().find_map(|(place, step)| match step {
        Does::StartTranscription(wanted) => Some((place, wanted.clone())),
        _ => None,
    })
}

#[test]
fn a_line_that_wants_it_is_written_down_after_the_notice_and_before_it_rings() {
    let mut desk = desk();
    let (to, order) = (number("+14045550142"), Uuid::from_u128(9));
    assert_eq!(writing(&steps(&steer(&desk, &caller(), &hooks()).unwrap().answer)), None);
    desk.lines[0].live_transcript = true;
    let received = steer(&desk, &caller(), &hooks()).unwrap().answer;
    let placed = connect_customer(&to, &desk.lines[0], order, &hooks());
    for answer in [received, placed] {
        let steps = steps(&answer);
        let announced = steps.iter().position(|step| matches!(step, Does::Announce(_))).unwrap();
        let rung = steps.iter().position(|step| matches!(step, Does::RecordedDial(_))).unwrap();
        let (place, wanted) = writing(&steps).unwrap();
        assert!(announced < place && place < rung, "{steps:?}");
        assert_eq!(
            wanted.report_to.as_str(),
            "https://desk.example.com/hooks/twilio/abc/transcription"
        );
        assert_eq!((wanted.language.as_str(), wanted.partials), ("en-US", Partials::Finished));
    }
}

#[test]
fn without_a_notice_nobody_is_written_down_whatever_the_line_wants() {
    let mut desk = desk();
    desk.lines[0].live_transcript = true;
    desk.lines[0].notice = None;
    assert_eq!(writing(&steps(&steer(&desk, &caller(), &hooks()).unwrap().answer)), None);
    let to = number("+14045550142");
    let placed = connect_customer(&to, &desk.lines[0], Uuid::from_u128(9), &hooks());
    assert_eq!(writing(&steps(&placed)), None);
}
