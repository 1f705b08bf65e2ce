//! What providers report, typed. Everything in it was said by a stranger or by a machine: it is shown and stored, never
//! obeyed.

use crate::{
    CallProgress, Identity, MessageProgress, Private, ProviderCallId, ProviderMessageId,
    ProviderRecordingId, ProviderTranscriptionId, SenderPoolId, Track,
};
use callboard_kernel::{Phone, Timestamp, words};

/// Something that a provider reports.
#[derive(Clone, PartialEq, Debug)]
pub enum ProviderEvent {
    /// Somebody calls us, or a browser calls out.
    CallOffered(CallOffered),
    /// A call comes back for more instructions.
    CallContinued(CallContinued),
    /// A leg has come further.
    CallProgressed(CallProgressed),
    /// Something became of a recording.
    RecordingProgressed(RecordingProgressed),
    /// A transcription went on.
    TranscriptionProgressed(TranscriptionProgressed),
    /// It was heard who answered.
    Answered {
        /// The leg.
        call: ProviderCallId,
        /// Who.
        by: AnsweredBy,
    },
    /// Somebody wrote to us.
    MessageReceived(MessageReceived),
    /// A message of ours has come further.
    MessageProgressed(MessageProgressed),
}

/// The other end of a line, as the provider names it. A number is proof of nothing: anybody can show any number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Party {
    /// A telephone.
    Phone(Phone),
    /// A browser of ours.
    Browser(Identity),
    /// The number is withheld or not known.
    Withheld,
    /// Something else: a SIP address, a short code, a name.
    Other(Private),
}

impl Party {
    /// The number, if it is one.
    pub const fn phone(&self) -> Option<&Phone> {
        match self {
            Self::Phone(phone) => Some(phone),
            Self::Browser(_) | Self::Withheld | Self::Other(_) => None,
        }
    }
}

words! {
    /// How far the carriers vouch for the number of the caller (STIR/SHAKEN, United States). Below `full` it is not even
    /// likely.
    pub enum Attestation {
        /// The carrier knows the customer and his right to the number (A).
        Full = "full",
        /// The carrier knows the customer only (B).
        Partial = "partial",
        /// The carrier knows nothing but where the call came in (C).
        Gateway = "gateway",
        /// There was a signature, and it was wrong.
        Failed = "failed",
        /// There was none.
        Absent = "absent",
    }
}

words! {
    /// Which way a leg goes.
    pub enum Direction {
        /// To us.
        Inbound = "inbound",
        /// Placed by us.
        Outbound = "outbound",
        /// Rung by the instructions of another leg.
        Dialled = "dialled",
    }
}

/// Somebody calls.
#[derive(Clone, PartialEq, Debug)]
pub struct CallOffered {
    /// The leg.
    pub call: ProviderCallId,
    /// Who calls.
    pub from: Party,
    /// Who is called: a number of ours, or what a browser asked for.
    pub to: Party,
    /// The number that was called first, when it was forwarded to us.
    pub forwarded_from: Option<Phone>,
    /// The name that the carrier's directory has.
    pub caller_name: Option<Private>,
    /// How far the carriers vouch for the number.
    pub attestation: Attestation,
    /// Where the number is registered: city, state, postal code, country, as far as known.
    pub place: [Option<Private>; 4],
    /// What a browser sent along, untrusted: compare it with what its member may do.
    pub parameters: Vec<(String, Private)>,
}

/// A call comes back for more instructions.
#[derive(Clone, PartialEq, Debug)]
pub struct CallContinued {
    /// The leg.
    pub call: ProviderCallId,
    /// The leg whose instructions rang this one.
    pub parent: Option<ProviderCallId>,
    /// How far the leg has come.
    pub status: Option<crate::CallStatus>,
    /// The keys that were pressed.
    pub digits: Option<Private>,
    /// The words that were said.
    pub speech: Option<Said>,
    /// How the connection went, when there was one.
    pub dialled: Option<DialEnded>,
    /// The voicemail that was left, when there was one.
    pub recording: Option<ProviderRecordingId>,
}

/// How a connection went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DialEnded {
    /// How far the other leg came. A telephone's own voicemail counts as answered.
    pub status: crate::CallStatus,
    /// The other leg.
    pub leg: Option<ProviderCallId>,
    /// How long they were connected, in seconds.
    pub duration_s: Option<u32>,
}

/// Words that were recognised.
#[derive(Clone, PartialEq, Debug)]
pub struct Said {
    /// The words.
    pub text: Private,
    /// How sure the machine is, 0 to 1.
    pub confidence: Option<f32>,
}

/// A leg has come further.
#[derive(Clone, PartialEq, Debug)]
pub struct CallProgressed {
    /// The leg.
    pub call: ProviderCallId,
    /// The leg whose instructions rang this one.
    pub parent: Option<ProviderCallId>,
    /// Which way it goes.
    pub direction: Option<Direction>,
    /// Who calls.
    pub from: Party,
    /// Who is called.
    pub to: Party,
    /// What this report knows; merge it with the others.
    pub progress: CallProgress,
    /// The number of the report in its leg, from 0; the reports arrive in any order.
    pub sequence: Option<u32>,
    /// When it happened.
    pub at: Option<Timestamp>,
    /// The SIP answer that ended it, such as 486.
    pub sip_code: Option<u16>,
}

words! {
    /// What became of a recording.
    pub enum RecordingStatus {
        /// It goes on.
        InProgress = "in_progress",
        /// It can be fetched.
        Completed = "completed",
        /// There is none after all: nothing was said.
        Absent = "absent",
        /// The provider lost it.
        Failed = "failed",
    }
}

/// Something became of a recording.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordingProgressed {
    /// The recording.
    pub recording: ProviderRecordingId,
    /// The first leg of the call, whichever leg was recorded.
    pub call: ProviderCallId,
    /// What became of it.
    pub status: RecordingStatus,
    /// Its length in seconds.
    pub duration_s: Option<u32>,
    /// Two when the sides are apart.
    pub channels: Option<u8>,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// Whether it is a voicemail.
    pub is_voicemail: bool,
}

/// A transcription went on.
#[derive(Clone, PartialEq, Debug)]
pub struct TranscriptionProgressed {
    /// The transcription.
    pub transcription: ProviderTranscriptionId,
    /// The leg.
    pub call: ProviderCallId,
    /// The number of the report, counted over both voices; the reports arrive in any order.
    pub sequence: Option<u32>,
    /// When.
    pub at: Option<Timestamp>,
    /// What happened.
    pub step: TranscriptionStep,
}

/// What happened in a transcription.
#[derive(Clone, PartialEq, Debug)]
pub enum TranscriptionStep {
    /// It began.
    Started,
    /// Something was said.
    Said {
        /// Whose voice.
        track: Track,
        /// What.
        said: Said,
        /// Whether the machine will not change it any more.
        is_final: bool,
    },
    /// It is over.
    Stopped,
    /// It broke; the call goes on.
    Failed {
        /// The provider's code.
        code: Option<u32>,
    },
}

words! {
    /// Who answered, as a machine believes.
    pub enum AnsweredBy {
        /// A person.
        Human = "human",
        /// A machine that still talks.
        MachineTalks = "machine_talks",
        /// A machine that waits for a message.
        MachineWaits = "machine_waits",
        /// A fax.
        Fax = "fax",
        /// It cannot be told.
        Unknown = "unknown",
    }
}

words! {
    /// A message that consists of one word with a meaning of its own in business texting.
    pub enum Keyword {
        /// Never again.
        Stop = "stop",
        /// Again, please.
        Start = "start",
        /// Who are you?
        Help = "help",
    }
}

/// A file that came with a message. Its address is a stranger's until the adapter has looked at it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemoteFile {
    /// Where it is; fetch it by [`crate::ports::Attachments`] only.
    pub url: Private,
    /// What the sender says it is.
    pub content_type: Option<String>,
}

/// Somebody wrote to us.
#[derive(Clone, PartialEq, Debug)]
pub struct MessageReceived {
    /// The message.
    pub message: ProviderMessageId,
    /// Who wrote.
    pub from: Party,
    /// To which number.
    pub to: Party,
    /// Through which pool of numbers.
    pub pool: Option<SenderPoolId>,
    /// The text.
    pub text: Private,
    /// The files.
    pub files: Vec<RemoteFile>,
    /// Whether the whole text is a word with a meaning of its own.
    pub keyword: Option<Keyword>,
    /// Whether the provider has answered the keyword and (un)blocked the person already. Then nothing may be answered.
    pub is_answered: bool,
}

/// A message of ours has come further.
#[derive(Clone, PartialEq, Debug)]
pub struct MessageProgressed {
    /// The message.
    pub message: ProviderMessageId,
    /// Who it went to.
    pub to: Party,
    /// What this report knows; merge it with the others.
    pub progress: MessageProgress,
    /// When the carrier was done with it.
    pub at: Option<Timestamp>,
}
