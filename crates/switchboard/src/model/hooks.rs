//! Addresses of ours that the telephone company asks.

use callboard_kernel::MemberId;
use callboard_telephony::{Link, NotALink, ProviderCallId};
use uuid::Uuid;

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
    /// A colleague who was asked into a call is there.
    Join,
    /// A leg has left its room.
    Out,
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
            Self::Join => "join",
            Self::Out => "out",
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
            Self::Join,
            Self::Out,
        ]
        .into_iter()
        .find(|step| step.word() == word)
    }
}

/// Who was asked into which call by whom. It stands in the addresses that his leg asks, because a leg that we placed belongs to
/// no call otherwise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedInto {
    /// The leg that began the call.
    pub first: ProviderCallId,
    /// Who was asked.
    pub member: MemberId,
    /// Who asked.
    pub by: MemberId,
}

impl AskedInto {
    fn query(&self) -> String {
        let Self { first, member, by } = self;
        format!("first={first}&m={}&by={}", member.uuid().simple(), by.uuid().simple())
    }

    /// Reads what an address of ours says; `None` when it is about no such leg.
    pub fn read<'a>(parameter: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let member = |name| parameter(name).and_then(|id| Uuid::try_parse(id).ok()).map(MemberId);
        let first = ProviderCallId::parse(parameter("first")?).ok()?;
        Some(Self { first, member: member("m")?, by: member("by")? })
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
    pub fn step(&self, step: &Step, line: Option<Uuid>, order: Option<Uuid>) -> Link {
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
    pub fn status(&self, order: Option<Uuid>) -> Link {
        match order {
            Some(order) => self.at(&format!("status?o={order}")),
            None => self.at("status"),
        }
    }

    /// Where a colleague comes back to who is asked into a call.
    pub fn join(&self, line: Uuid, asked: &AskedInto) -> Link {
        self.at(&format!("continue?step={}&line={line}&{}", Step::Join.word(), asked.query()))
    }

    /// Where the leg of a colleague reports how far it has come.
    pub fn guest_status(&self, asked: &AskedInto) -> Link {
        self.at(&format!("status?{}", asked.query()))
    }

    /// Where a leg comes back to that has left a room.
    pub fn left_room(&self) -> Link {
        self.step(&Step::Out, None, None)
    }

    /// Where the recording of a room is reported: the telephone company does not say which call was in it.
    pub fn recording_of(&self, first: &ProviderCallId) -> Link {
        self.at(&format!("recording?first={first}"))
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
    pub fn message_status(&self, message: Uuid) -> Link {
        self.at(&format!("sms-status?o={message}"))
    }

    /// Where somebody who writes is announced.
    pub fn message(&self) -> Link {
        self.at("sms")
    }
}
