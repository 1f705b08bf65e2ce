//! What the legs of a call in a room are told.

use super::{AskedInto, HookAddress, LineSnapshot, Room, steer};
use callboard_telephony::{
    CallFlow, Conference, Dial, DialRecording, DialTo, HoldMusic, OnLeaving, ProviderCallId,
    RecordedDial, Speech,
};

/// The conversation of which a leg is told.
#[derive(Clone, Copy, Debug)]
pub struct InRoom<'a> {
    /// The room.
    pub room: &'a Room,
    /// The line of the call.
    pub line: &'a LineSnapshot,
    /// The leg that began the call.
    pub first: &'a ProviderCallId,
    /// The addresses of the workspace.
    pub hooks: &'a HookAddress,
}

impl InRoom<'_> {
    /// Whoever is outside, as it stands: he waits or comes in.
    pub fn outside(&self) -> CallFlow {
        if self.room.snapshot().held_since.is_some() { self.waits() } else { self.enters() }
    }

    /// Whoever is outside waits with music, alone.
    pub fn waits(&self) -> CallFlow {
        let waits = self.dial(self.room.waiting_name(), HoldMusic::Music);
        CallFlow::begin().say(Speech::new("One moment, please.")).dial(waits).end()
    }

    /// Whoever is outside comes in. At his first time he hears once more that it is recorded: the room records by itself, and what
    /// he was told before belongs to another recording.
    pub fn enters(&self) -> CallFlow {
        let enters = self.dial(self.room.name(), HoldMusic::Silence);
        match steer::announcement(self.line).filter(|_| !self.room.snapshot().told) {
            Some(said) => CallFlow::begin().announce(said).dial(enters).end(),
            None => CallFlow::begin().dial(enters).end(),
        }
    }

    /// One of us comes in. Whoever of us is there first starts the recording, if the line records at all.
    pub fn member(&self) -> CallFlow {
        let enters = self.dial(self.room.name(), HoldMusic::Silence);
        match (steer::announcement(self.line), self.recorded(enters.clone())) {
            (Some(said), Some(recorded)) => {
                CallFlow::begin().announce(said).dial_recorded(recorded).end()
            }
            _ => CallFlow::begin().dial(enters).end(),
        }
    }

    /// A colleague at his own telephone, who is asked for a key: his voicemail presses none.
    pub fn ask_in(&self, who: &str, asked: &AskedInto) -> CallFlow {
        let words = format!("You are asked into the call with {who}. Press 1 to join.");
        let then = self.hooks.join(self.line.id.uuid(), asked);
        CallFlow::begin().gather(steer::ask_for_key(words, then)).hang_up()
    }

    fn recorded(&self, dial: Dial) -> Option<RecordedDial> {
        let report_to = self.hooks.recording_of(self.first);
        dial.recorded(DialRecording { report_to }).ok()
    }

    fn dial(&self, room: String, hold: HoldMusic) -> Dial {
        // Who is left alone is hung up by us, because only we know whether somebody is still to come.
        let conference = Conference { room, hold, on_leaving: OnLeaving::GoesOn };
        Dial {
            to: DialTo::Conference(conference),
            caller_id: None,
            ring_s: 30,
            longest_s: Some(steer::LONGEST_CALL_S),
            then: self.hooks.left_room(),
            report_to: None,
        }
    }
}

#[cfg(test)]
#[path = "room_flows/tests.rs"]
mod tests;
