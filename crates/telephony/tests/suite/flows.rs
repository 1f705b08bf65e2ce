//! Who is recorded was told.

use callboard_kernel::Phone;
use callboard_telephony::{
    Announcement, CallFlow, Callee, Dial, DialRecording, DialTo, Link, NoticeMissing, Speech, Step,
};

fn link(path: &str) -> Link {
    Link::parse(&format!("https://desk.example.com/{path}")).unwrap()
}

fn dial(callees: Vec<Callee>) -> Dial {
    Dial {
        to: DialTo::FirstOf(callees),
        caller_id: None,
        ring_s: 20,
        longest_s: None,
        then: link("then"),
        report_to: None,
    }
}

fn customer(notice: Option<Link>) -> Callee {
    Callee::Customer { phone: Phone::from_e164("+18645550101").unwrap(), notice }
}

#[test]
fn a_customer_who_is_rung_for_a_recorded_call_hears_a_notice() {
    let recording = DialRecording { report_to: link("recording") };
    let unwarned = dial(vec![customer(Some(link("notice"))), customer(None)]);
    assert_eq!(unwarned.recorded(recording.clone()), Err(NoticeMissing));
    let warned = dial(vec![customer(Some(link("notice")))]);
    assert!(warned.recorded(recording).is_ok());
}

#[test]
fn a_recording_stands_behind_its_announcement() {
    let recorded = dial(vec![]).recorded(DialRecording { report_to: link("recording") }).unwrap();
    let announcement = Announcement::say(Speech::new("This call is recorded.")).unwrap();
    let flow = CallFlow::begin().pause(1).announce(announcement).dial_recorded(recorded).hang_up();
    let announced = flow.steps().iter().position(|step| matches!(step, Step::Announce(_)));
    let recorded = flow.steps().iter().position(|step| matches!(step, Step::RecordedDial(_)));
    assert_eq!((announced, recorded), (Some(1), Some(2)));
}
