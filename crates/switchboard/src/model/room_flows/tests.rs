//! What the legs in a room are told.

use super::*;
use crate::model::{Line, NewLine, RoomSnapshot};
use callboard_kernel::{CallId, LineId, MemberId, Phone, Timestamp};
use callboard_telephony::Step as Does;
use time::macros::datetime;
use uuid::Uuid;

const NOON: Timestamp = datetime!(2026-06-01 12:00 UTC);

fn told_of(
    held: bool,
    told: bool,
    notice: bool,
    tell: impl for<'a> Fn(&InRoom<'a>) -> CallFlow,
) -> Vec<Does> {
    let number = Phone::from_e164("+14045550190").unwrap();
    let new = NewLine { number, label: "Main".into(), is_default: true };
    let line = Line::try_new(LineId(Uuid::from_u128(1)), new, NOON).unwrap();
    let mut line = line.snapshot().clone();
    line.notice = line.notice.filter(|_| notice);
    let room = Room::restore(RoomSnapshot {
        id: Uuid::from_u128(5),
        provider: "twilio".into(),
        first: "CA1".into(),
        call: CallId(Uuid::from_u128(1)),
        line: line.id,
        moved: true,
        told,
        held_since: held.then_some(NOON),
        transfer: None,
        created_at: NOON,
        updated_at: NOON,
        closed_at: None,
    });
    let hooks = HookAddress::try_new("https://desk.example.com", "twilio", "abc").unwrap();
    let first = ProviderCallId::parse("CA1").unwrap();
    tell(&InRoom { room: &room, line: &line, first: &first, hooks: &hooks }).steps().to_vec()
}

fn room_of(steps: &[Does]) -> (String, HoldMusic, bool) {
    let found = steps.iter().find_map(|step| match step {
        Does::Dial(dial) => Some((dial.clone(), false)),
        Does::RecordedDial(recorded) => Some((recorded.dial().clone(), true)),
        _ => None,
    });
    let (dial, recorded) = found.unwrap();
    match dial.to {
        DialTo::Conference(conference) => (conference.room, conference.hold, recorded),
        other => panic!("{other:?} is no room"),
    }
}

fn outside(room: &InRoom<'_>) -> CallFlow {
    room.outside()
}

fn member(room: &InRoom<'_>) -> CallFlow {
    room.member()
}

#[test]
fn who_is_on_hold_waits_alone_with_music() {
    let steps = told_of(true, false, true, outside);
    let (room, hold, recorded) = room_of(&steps);
    assert!(room.starts_with("hold-"), "{room}");
    assert_eq!(hold, HoldMusic::Music);
    assert!(!recorded, "nobody records music");
}

#[test]
fn whoever_comes_in_was_told_that_the_room_records() {
    let announces = |steps: &[Does]| steps.iter().any(|step| matches!(step, Does::Announce(_)));
    let steps = told_of(false, false, true, outside);
    assert!(announces(&steps));
    assert!(room_of(&steps).0.starts_with("room-"));
    let again = told_of(false, true, true, outside);
    assert!(!announces(&again), "once is enough");
    let ours = told_of(false, false, true, member);
    assert!(announces(&ours));
    assert!(room_of(&ours).2, "one of us starts the recording");
    let silent = told_of(false, false, false, member);
    assert!(!room_of(&silent).2, "a line without a notice records nothing");
}

#[test]
fn a_colleague_is_asked_for_a_key() {
    let steps = told_of(false, false, true, |room| {
        let (first, by) = (ProviderCallId::parse("CA1").unwrap(), MemberId(Uuid::from_u128(8)));
        let asked = AskedInto { first, member: MemberId(Uuid::from_u128(7)), by };
        room.ask_in("Ann <Smith>", &asked)
    });
    let [Does::Gather(gather), Does::HangUp] = steps.as_slice() else { panic!("{steps:?}") };
    assert!(gather.then.as_str().contains("step=join"), "{}", gather.then);
    assert!(gather.then.as_str().contains("first=CA1"), "{}", gather.then);
}
