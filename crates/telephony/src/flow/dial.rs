//! Connecting a leg with others.

use crate::{Identity, Link};
use callboard_kernel::{Phone, words};

/// Somebody who is rung.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Callee {
    /// One of us at a telephone. With a whisper he hears its instructions first; a question for a key in it keeps his
    /// voicemail from taking the call.
    Staff {
        /// The number.
        phone: Phone,
        /// Instructions for this leg before it is connected.
        whisper: Option<Link>,
    },
    /// One of us at a browser.
    Browser {
        /// Its name.
        identity: Identity,
    },
    /// Somebody outside, who must hear the notice first if the call is recorded.
    Customer {
        /// The number.
        phone: Phone,
        /// Instructions for this leg before it is connected: they announce the recording.
        notice: Option<Link>,
    },
}

words! {
    /// What somebody hears who waits.
    pub enum HoldMusic {
        /// The provider's music.
        Music = "music",
        /// Nothing.
        Silence = "silence",
    }
}

/// A room for more than two.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conference {
    /// Its name: whoever knows it can be put in, so it is made by us and not by a caller.
    pub room: String,
    /// What the first one hears.
    pub hold: HoldMusic,
    /// Whether the room closes when this leg leaves.
    pub on_leaving: OnLeaving,
}

words! {
    /// What happens to a conference when a leg leaves it.
    pub enum OnLeaving {
        /// The others go on.
        GoesOn = "goes_on",
        /// It closes.
        Closes = "closes",
    }
}

/// Who a leg is connected with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DialTo {
    /// Whoever of these answers first; they ring at once.
    FirstOf(Vec<Callee>),
    /// Whoever waits longest in this queue.
    Queue(String),
    /// Everybody in this room.
    Conference(Conference),
}

/// A connection with others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dial {
    /// With whom.
    pub to: DialTo,
    /// The number that is shown; `None` shows that of the caller.
    pub caller_id: Option<Phone>,
    /// How long it rings, in seconds (5 to 600).
    pub ring_s: u16,
    /// How long they may talk, in seconds.
    pub longest_s: Option<u32>,
    /// Who asks for instructions when it is over.
    pub then: Link,
    /// Where the legs of those who are rung report how far they have come.
    pub report_to: Option<Link>,
}

impl Dial {
    /// The same connection, recorded.
    pub fn recorded(self, recording: DialRecording) -> Result<RecordedDial, NoticeMissing> {
        let unwarned = match &self.to {
            DialTo::FirstOf(callees) => {
                callees.iter().any(|callee| matches!(callee, Callee::Customer { notice: None, .. }))
            }
            DialTo::Queue(_) | DialTo::Conference(_) => false,
        };
        if unwarned { Err(NoticeMissing) } else { Ok(RecordedDial { dial: self, recording }) }
    }
}

/// Somebody outside would be recorded without having been told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a customer who is rung must be told before the recording starts")]
pub struct NoticeMissing;

/// How a connection is recorded: from the answer on, the two sides apart where the provider can.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DialRecording {
    /// Where the recording is reported.
    pub report_to: Link,
}

/// A connection that is recorded. Everybody outside who is rung for it hears a notice first; those who wait in a queue or a
/// room were told by the instructions that led them there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordedDial {
    dial: Dial,
    recording: DialRecording,
}

impl RecordedDial {
    /// The connection.
    pub const fn dial(&self) -> &Dial {
        &self.dial
    }

    /// How it is recorded.
    pub const fn recording(&self) -> &DialRecording {
        &self.recording
    }
}
