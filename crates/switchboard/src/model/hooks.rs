//! Addresses of ours that the telephone company asks.

use callboard_telephony::{Link, NotALink};

/// What a call comes back for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Members were rung on this line; how it went stands in the report.
    Rung,
    /// The caller has left a message.
    Left,
    /// A member's telephone was answered by somebody, who is asked for a key.
    Whisper,
    /// A key was pressed.
    Accepted,
    /// A customer picked up and must be told of the recording.
    Notice,
    /// The member who placed an order is there; connect him.
    Connect,
    /// A connection that an order made is over.
    Done,
}

impl Step {
    /// The word in the address.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Rung => "rung",
            Self::Left => "left",
            Self::Whisper => "whisper",
            Self::Accepted => "accepted",
            Self::Notice => "notice",
            Self::Connect => "connect",
            Self::Done => "done",
        }
    }

    /// The step of a word in an address.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Rung,
            Self::Left,
            Self::Whisper,
            Self::Accepted,
            Self::Notice,
            Self::Connect,
            Self::Done,
        ]
        .into_iter()
        .find(|step| step.word() == word)
    }
}

/// The secret address of a workspace at one telephone company. It names the tenant: who does not know it reaches nobody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HookAddress(Link);

impl HookAddress {
    /// `https://host/hooks/<provider>/<opaque>`.
    pub fn try_new(origin: &str, provider: &str, opaque: &str) -> Result<Self, NotALink> {
        Link::parse(&format!("{}/hooks/{provider}/{opaque}", origin.trim_end_matches('/')))
            .map(Self)
    }

    fn at(&self, rest: &str) -> Link {
        // What is appended is ASCII and short, so that an address stays one; the address alone is asked otherwise.
        Link::parse(&format!("{}/{rest}", self.0)).unwrap_or_else(|_| self.0.clone())
    }

    /// Where somebody who calls is announced.
    pub fn voice(&self) -> Link {
        self.at("voice")
    }

    /// Where a call comes back to; `line` and `order` are found again by their ids.
    pub fn step(&self, step: &Step, line: Option<uuid::Uuid>, order: Option<uuid::Uuid>) -> Link {
        let mut rest = format!("continue?step={}", step.word());
        if let Some(line) = line {
            rest = format!("{rest}&line={line}");
        }
        if let Some(order) = order {
            rest = format!("{rest}&o={order}");
        }
        self.at(&rest)
    }

    /// Where legs report how far they have come.
    pub fn status(&self, order: Option<uuid::Uuid>) -> Link {
        match order {
            Some(order) => self.at(&format!("status?o={order}")),
            None => self.at("status"),
        }
    }

    /// Where recordings are reported.
    pub fn recording(&self) -> Link {
        self.at("recording")
    }

    /// Where the text of what is being said is reported.
    pub fn transcription(&self) -> Link {
        self.at("transcription")
    }

    /// Where messages report how far they have come.
    pub fn message_status(&self, message: uuid::Uuid) -> Link {
        self.at(&format!("sms-status?o={message}"))
    }

    /// Where somebody who writes is announced.
    pub fn message(&self) -> Link {
        self.at("sms")
    }
}
