//! Connections as `<Dial>` and its nouns.

use super::xml::Element;
use callboard_telephony::{
    Callee, Conference, Dial, DialRecording, DialTo, HoldMusic, Link, OnLeaving, RecordedDial,
};

/// All steps of a leg; in TwiML they are one word each, in requests one field each.
const EVENTS: &str = "initiated ringing answered completed";

pub(super) fn plain(dial: &Dial) -> Element {
    element(dial, None)
}

pub(super) fn recorded(dial: &RecordedDial) -> Element {
    element(dial.dial(), Some(dial.recording()))
}

fn element(dial: &Dial, recording: Option<&DialRecording>) -> Element {
    let verb = Element::new("Dial")
        // The caller hears it ring, and pays, only from the answer on.
        .attribute("answerOnBridge", true)
        .attribute("timeout", dial.ring_s.clamp(5, 600))
        .maybe("timeLimit", dial.longest_s)
        .maybe("callerId", dial.caller_id.as_ref())
        .attribute("action", &dial.then)
        .attribute("method", "POST");
    match &dial.to {
        DialTo::FirstOf(callees) => {
            let verb = reporting(verb, "record-from-answer-dual", recording);
            verb.children(callees.iter().map(|callee| noun(callee, dial.report_to.as_ref())))
        }
        DialTo::Queue(queue) => reporting(verb, "record-from-answer-dual", recording)
            .child(Element::new("Queue").text(queue)),
        // A room is recorded as one, by its own attributes.
        DialTo::Conference(conference) => {
            let room = reporting(room(conference), "record-from-start", recording);
            verb.child(room.text(&conference.room))
        }
    }
}

fn reporting(element: Element, how: &str, recording: Option<&DialRecording>) -> Element {
    let Some(recording) = recording else { return element };
    element
        .attribute("record", how)
        .attribute("recordingStatusCallback", &recording.report_to)
        .attribute("recordingStatusCallbackMethod", "POST")
        .attribute("recordingStatusCallbackEvent", "completed absent")
}

fn noun(callee: &Callee, report_to: Option<&Link>) -> Element {
    let (element, before) = match callee {
        Callee::Staff { phone, whisper } => {
            (Element::new("Number").text(phone.as_str()), whisper.as_ref())
        }
        Callee::Customer { phone, notice } => {
            (Element::new("Number").text(phone.as_str()), notice.as_ref())
        }
        Callee::Browser { identity } => (Element::new("Client").text(identity.as_str()), None),
    };
    let element = match before {
        Some(before) => element.attribute("url", before).attribute("method", "POST"),
        None => element,
    };
    match report_to {
        Some(report_to) => element
            .attribute("statusCallback", report_to)
            .attribute("statusCallbackMethod", "POST")
            .attribute("statusCallbackEvent", EVENTS),
        None => element,
    }
}

fn room(conference: &Conference) -> Element {
    Element::new("Conference")
        .attribute("endConferenceOnExit", conference.on_leaving == OnLeaving::Closes)
        .attribute("beep", false)
        .maybe("waitUrl", (conference.hold == HoldMusic::Silence).then_some(""))
}
