//! What a call is told to do. Pure: whatever decides stands in [`DeskNow`], so that it can be kept in memory and a call rings
//! while the database is down.

use super::{HookAddress, LineSnapshot, Station, Step};
use callboard_kernel::{LineId, Phone, Timestamp};
use callboard_telephony::{
    Announced, Announcement, Answer, CallFlow, CallStatus, Callee, Dial, DialEnded, DialRecording,
    DialTo, FlowBuilder, Gather, GatherInput, NewTranscription, OnSilence, Partials, Prompt,
    RejectReason, SilentAnnouncement, Speech, Voicemail,
};
use uuid::Uuid;

/// The longest message that is left, in seconds.
const LONGEST_MESSAGE_S: u16 = 180;
/// A silence that ends a message, in seconds.
const SILENCE_S: u16 = 6;
/// The longest conversation, in seconds: four hours.
pub(super) const LONGEST_CALL_S: u32 = 4 * 60 * 60;
/// How long a key is waited for, in seconds.
const KEY_WAIT_S: u16 = 8;
/// More are not rung at once.
const MOST_RUNG: usize = 10;
/// What is spoken on the lines.
const LANGUAGE: &str = "en-US";

/// The desk at this moment.
#[derive(Clone, PartialEq, Debug)]
pub struct DeskNow {
    /// The numbers of the company.
    pub lines: Vec<LineSnapshot>,
    /// Where members can be rung.
    pub stations: Vec<Station>,
    /// Whether the desk is open.
    pub open: bool,
    /// When it opens next, in words that are read out, such as "Monday at 8 AM"; `None` while it is open or when nobody knows.
    pub opens: Option<String>,
    /// The moment.
    pub at: Timestamp,
}

/// Somebody who calls.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// The number that was called.
    pub to: Phone,
    /// Whether the workspace blocked the caller.
    pub is_blocked: bool,
}

/// What a call is told, and on which line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Steered {
    /// What is answered.
    pub answer: Answer,
    /// The line.
    pub line: LineId,
}

impl DeskNow {
    /// The line of a number.
    pub fn line_of(&self, number: &Phone) -> Option<&LineSnapshot> {
        self.lines.iter().find(|line| line.number == *number)
    }

    /// The line of an id.
    pub fn line(&self, id: Uuid) -> Option<&LineSnapshot> {
        self.lines.iter().find(|line| line.id.uuid() == id)
    }

    /// The line from which members call and text.
    pub fn default_line(&self) -> Option<&LineSnapshot> {
        self.lines.iter().find(|line| line.is_default).or_else(|| self.lines.first())
    }

    /// Who is rung: browsers first, because nobody's voicemail answers there.
    fn callees(&self, hooks: &HookAddress, line: LineId) -> Vec<Callee> {
        let browsers = self
            .stations
            .iter()
            .filter(|station| station.rings_in_browser(self.at))
            .map(|station| Callee::Browser { identity: Station::identity(station.member) });
        let whisper = hooks.step(&Step::Whisper, Some(line.uuid()), None);
        let phones = self
            .stations
            .iter()
            .filter_map(Station::rings_at)
            .map(|phone| Callee::Staff { phone: phone.clone(), whisper: Some(whisper.clone()) });
        browsers.chain(phones).take(MOST_RUNG).collect()
    }
}

/// Somebody calls. `None` when the number is none of ours.
pub fn steer(desk: &DeskNow, caller: &Caller, hooks: &HookAddress) -> Option<Steered> {
    let line = desk.line_of(&caller.to)?;
    let answer = if caller.is_blocked {
        Answer::Call(CallFlow::reject(RejectReason::NotInService))
    } else {
        let callees = desk.callees(hooks, line.id);
        if desk.open && !callees.is_empty() {
            ring(line, callees, hooks)
        } else {
            voicemail(desk, line, hooks)
        }
    };
    Some(Steered { answer, line: line.id })
}

/// A call comes back after members were rung or a message was left.
pub fn steer_on(
    desk: &DeskNow,
    line: &LineSnapshot,
    step: &Step,
    dialled: Option<&DialEnded>,
    hooks: &HookAddress,
) -> Answer {
    let talked = dialled.is_some_and(|ended| ended.status == CallStatus::Completed);
    match step {
        Step::Rung if !talked => voicemail(desk, line, hooks),
        _ => hang_up(),
    }
}

fn ring(line: &LineSnapshot, callees: Vec<Callee>, hooks: &HookAddress) -> Answer {
    let dial = Dial {
        to: DialTo::FirstOf(callees),
        caller_id: None,
        ring_s: line.ring_s,
        longest_s: Some(LONGEST_CALL_S),
        then: hooks.step(&Step::Rung, Some(line.id.uuid()), None),
        report_to: Some(hooks.status(None)),
    };
    let mut flow = CallFlow::begin();
    if !line.greeting.is_empty() {
        flow = flow.say(Speech::new(line.greeting.clone()));
    }
    let recording = DialRecording { report_to: hooks.recording() };
    match announcement(line) {
        Some(said) => match dial.clone().recorded(recording) {
            Ok(recorded) => {
                let flow = written_down(flow.announce(said), line, hooks);
                Answer::Call(flow.dial_recorded(recorded).end())
            }
            // Whoever cannot be told is connected without a recording.
            Err(_) => Answer::Call(flow.dial(dial).end()),
        },
        None => Answer::Call(flow.dial(dial).end()),
    }
}

/// A caller for whom nobody is there leaves a message.
pub fn voicemail(desk: &DeskNow, line: &LineSnapshot, hooks: &HookAddress) -> Answer {
    let opens = desk.opens.as_ref().filter(|_| !desk.open);
    let opening = opens.map(|words| format!(" We open again {words}.")).unwrap_or_default();
    let said = Speech::new(format!("{}{opening}", line.closed_greeting));
    let beep = Announcement::say(Speech::new("Your message is recorded after the tone."));
    match beep {
        Ok(beep) => Answer::Call(
            CallFlow::begin()
                .say(said)
                .announce(beep)
                .voicemail(Voicemail {
                    then: hooks.step(&Step::Left, Some(line.id.uuid()), None),
                    report_to: hooks.recording(),
                    longest_s: LONGEST_MESSAGE_S,
                    silence_s: SILENCE_S,
                })
                .hang_up(),
        ),
        Err(SilentAnnouncement) => Answer::Call(CallFlow::begin().say(said).hang_up()),
    }
}

/// Writes the call down from here on, when the line wants it. Guesses would be four times the reports and are never shown.
fn written_down(
    flow: FlowBuilder<Announced>,
    line: &LineSnapshot,
    hooks: &HookAddress,
) -> FlowBuilder<Announced> {
    if !line.is_written_down() {
        return flow;
    }
    flow.transcribe(NewTranscription {
        report_to: hooks.transcription(),
        language: LANGUAGE.to_owned(),
        partials: Partials::Finished,
        hints: Vec::new(),
    })
}

pub(super) fn announcement(line: &LineSnapshot) -> Option<Announcement> {
    let text = line.notice.clone()?;
    Announcement::say(Speech::new(text)).ok()
}

fn hang_up() -> Answer {
    Answer::Call(CallFlow::begin().hang_up())
}

/// What one of us hears who is rung at his own telephone: his voicemail presses no key.
pub fn whisper(line: &LineSnapshot, hooks: &HookAddress) -> Answer {
    let words = format!("A call for {}. Press 1 to take it.", line.label);
    let gather = ask_for_key(words, hooks.step(&Step::Accepted, Some(line.id.uuid()), None));
    Answer::Call(CallFlow::begin().gather(gather).hang_up())
}

/// What a customer hears who is rung for a recorded connection.
pub fn notice(line: &LineSnapshot) -> Answer {
    let flow = CallFlow::begin();
    match announcement(line) {
        Some(said) => Answer::Call(flow.announce(said).end()),
        None => Answer::Call(flow.end()),
    }
}

/// What one of us hears who asked for a call and is rung at his own telephone.
pub fn greet_member(who: &str, line: &LineSnapshot, order: Uuid, hooks: &HookAddress) -> CallFlow {
    let words = format!("Your call to {who}. Press 1 to be connected.");
    let then = hooks.step(&Step::Connect, Some(line.id.uuid()), Some(order));
    CallFlow::begin().gather(ask_for_key(words, then)).hang_up()
}

/// Connects one of us with the customer of his order.
pub fn connect_customer(
    number: &Phone,
    line: &LineSnapshot,
    order: Uuid,
    hooks: &HookAddress,
) -> Answer {
    let said = announcement(line);
    let told = said.is_some().then(|| hooks.step(&Step::Notice, Some(line.id.uuid()), None));
    let dial = Dial {
        to: DialTo::FirstOf(vec![Callee::Customer { phone: number.clone(), notice: told }]),
        caller_id: Some(line.number.clone()),
        ring_s: 45,
        longest_s: Some(LONGEST_CALL_S),
        then: hooks.step(&Step::Done, Some(line.id.uuid()), Some(order)),
        report_to: Some(hooks.status(Some(order))),
    };
    let recording = DialRecording { report_to: hooks.recording() };
    let flow = CallFlow::begin();
    match (said, dial.clone().recorded(recording)) {
        (Some(said), Ok(recorded)) => {
            let flow = written_down(flow.announce(said), line, hooks);
            Answer::Call(flow.dial_recorded(recorded).end())
        }
        _ => Answer::Call(flow.dial(dial).end()),
    }
}

pub(super) fn ask_for_key(words: String, then: callboard_telephony::Link) -> Gather {
    Gather {
        prompts: vec![Prompt::Say(Speech::new(words))],
        input: GatherInput::Keys { count: Some(1) },
        then,
        timeout_s: KEY_WAIT_S,
        on_silence: OnSilence::GoOn,
    }
}

#[cfg(test)]
#[path = "steer/tests.rs"]
mod tests;
