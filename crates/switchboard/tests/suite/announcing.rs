//! Whatever the desk is like, nobody is recorded or written down before it was said.

use callboard_kernel::{CallId, LineId, MemberId, Phone, Timestamp};
use callboard_switchboard::model::{
    AskedInto, Caller, DeskNow, HookAddress, InRoom, Line, LineSnapshot, NewLine, Presence, Room,
    RoomSnapshot, Station, Step, connect_customer, greet_member, notice, steer, steer_on,
    voicemail, whisper,
};
use callboard_telephony::{
    Answer, CallFlow, CallStatus, Callee, DialEnded, DialTo, ProviderCallId, RecordedDial,
    Step as Does,
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use time::{Duration, macros::datetime};
use uuid::Uuid;

const NOON: Timestamp = datetime!(2026-06-01 12:00 UTC);
const CUSTOMER: &str = "+14045550177";

fn number(text: &str) -> Phone {
    Phone::from_e164(text).unwrap()
}

/// Notices that say something, nothing, or only blanks.
fn any_notice() -> impl Strategy<Value = Option<String>> {
    option::of(prop_oneof![
        Just(String::new()),
        Just(" \t\n".to_owned()),
        Just("\u{200b}\u{202e}".to_owned()),
        "[ -~]{0,40}",
    ])
}

fn any_line() -> impl Strategy<Value = LineSnapshot> {
    (any_notice(), any::<bool>(), "[ -~]{0,20}", "[ -~]{0,20}").prop_map(
        |(notice, live_transcript, greeting, closed_greeting)| {
            let new =
                NewLine { number: number("+14045550190"), label: "Main".into(), is_default: true };
            let line = Line::try_new(LineId(Uuid::from_u128(1)), new, NOON).unwrap();
            LineSnapshot {
                notice,
                live_transcript,
                greeting,
                closed_greeting,
                ..line.snapshot().clone()
            }
        },
    )
}

fn any_station() -> impl Strategy<Value = Station> {
    let presence = select(Presence::ALL);
    (1_u128..9, presence, any::<bool>(), option::of(0_i64..120)).prop_map(
        |(member, presence, has_phone, seen)| Station {
            member: MemberId(Uuid::from_u128(member)),
            presence,
            phone: has_phone.then(|| number("+14045550111")),
            browser_seen_at: seen.map(|ago| NOON - Duration::seconds(ago)),
        },
    )
}

fn any_desk() -> impl Strategy<Value = DeskNow> {
    let opens = option::of("[A-Za-z ]{0,20}");
    (any_line(), vec(any_station(), 0..6), any::<bool>(), opens).prop_map(
        |(line, stations, open, opens)| DeskNow {
            lines: vec![line],
            stations,
            open,
            opens,
            at: NOON,
        },
    )
}

/// Everything that a call can be told at this desk.
fn everything(desk: &DeskNow, held: bool, told: bool) -> Vec<CallFlow> {
    let hooks = HookAddress::try_new("https://desk.example.com", "twilio", "abc").unwrap();
    let (line, order) = (&desk.lines[0], Uuid::from_u128(3));
    let first = ProviderCallId::parse("CA1").unwrap();
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
    let in_room = InRoom { room: &room, line, first: &first, hooks: &hooks };
    let member = MemberId(Uuid::from_u128(7));
    let asked = AskedInto { first: first.clone(), member, by: member };
    let mut answers = vec![
        voicemail(desk, line, &hooks),
        whisper(line, &hooks),
        notice(line),
        connect_customer(&number(CUSTOMER), line, order, &hooks),
    ];
    for is_blocked in [false, true] {
        let caller = Caller { to: line.number.clone(), is_blocked };
        answers.extend(steer(desk, &caller, &hooks).map(|steered| steered.answer));
    }
    for step in [Step::Rung, Step::Left, Step::Accepted, Step::Done, Step::Out, Step::Join] {
        for status in [CallStatus::Completed, CallStatus::NoAnswer, CallStatus::Busy] {
            let ended = DialEnded { status, leg: None, duration_s: None };
            answers.push(steer_on(desk, line, &step, Some(&ended), &hooks));
        }
        answers.push(steer_on(desk, line, &step, None, &hooks));
    }
    let flows = answers.into_iter().filter_map(|answer| match answer {
        Answer::Call(flow) => Some(flow),
        Answer::Message(_) | Answer::Heard => None,
    });
    flows
        .chain([
            in_room.outside(),
            in_room.waits(),
            in_room.enters(),
            in_room.member(),
            in_room.ask_in("Ann", &asked),
            greet_member("Ann", line, order, &hooks),
        ])
        .collect()
}

/// Whether whoever is outside hears it before he is connected.
fn tells_the_customer(recorded: &RecordedDial) -> bool {
    match &recorded.dial().to {
        DialTo::FirstOf(callees) => callees.iter().all(|callee| match callee {
            Callee::Customer { notice, .. } => notice.is_some(),
            Callee::Staff { .. } | Callee::Browser { .. } => true,
        }),
        DialTo::Queue(_) | DialTo::Conference(_) => true,
    }
}

proptest! {
    #[test]
    fn nothing_is_kept_that_was_not_announced(
        desk in any_desk(),
        held in any::<bool>(),
        told in any::<bool>(),
    ) {
        for flow in everything(&desk, held, told) {
            let mut announced = false;
            for step in flow.steps() {
                match step {
                    Does::Announce(_) => announced = true,
                    Does::Voicemail(_) | Does::StartTranscription(_) => {
                        prop_assert!(announced, "{:?}", flow.steps());
                    }
                    Does::RecordedDial(recorded) => {
                        prop_assert!(announced, "{:?}", flow.steps());
                        prop_assert!(tells_the_customer(recorded), "{:?}", flow.steps());
                    }
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn a_line_without_words_to_say_records_no_conversation(mut desk in any_desk()) {
        for notice in [None, Some(String::new()), Some(" ".to_owned())] {
            desk.lines[0].notice = notice;
            for flow in everything(&desk, false, false) {
                let keeps = flow.steps().iter().any(|step| {
                    matches!(step, Does::RecordedDial(_) | Does::StartTranscription(_))
                });
                prop_assert!(!keeps, "{:?}", flow.steps());
            }
        }
    }
}
