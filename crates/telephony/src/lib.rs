#![doc = include_str!("../README.md")]

mod answer;
mod browser;
mod call;
mod check;
mod download;
mod error;
mod event;
mod flow;
mod ids;
mod link;
mod lookup;
mod message;
pub mod ports;
mod private;
mod status;
mod transcription;
mod webhook;

pub use answer::{Answer, WrittenAnswer};
pub use browser::{AccessToken, BrowserGrant, Incoming};
pub use call::{MachineDetection, NewCall, PlacedCall, Ringing, Script};
pub use check::{AccountReport, Expected, ExpectedHooks, Finding, Health, Looked, Registration};
pub use download::{AudioFormat, Chunks, Download};
pub use error::{Refusal, RefusalCause, TelephonyError};
pub use event::{
    AnsweredBy, Attestation, CallContinued, CallOffered, CallProgressed, DialEnded, Direction,
    Keyword, MessageProgressed, MessageReceived, Party, ProviderEvent, RecordingProgressed,
    RecordingStatus, RemoteFile, Said, TranscriptionProgressed, TranscriptionStep,
};
pub use flow::{
    Announced, Announcement, CallFlow, Callee, Conference, Dial, DialRecording, DialTo,
    FlowBuilder, Gather, GatherInput, HoldMusic, NoticeMissing, OnLeaving, OnSilence, Prompt,
    RecordedDial, RejectReason, SilentAnnouncement, Speech, Step, Unannounced, Voicemail,
};
pub use ids::{
    Identity, NotAnId, ProviderCallId, ProviderMessageId, ProviderRecordingId,
    ProviderTranscriptionId, SenderPoolId,
};
pub use link::{Link, NotALink};
pub use lookup::{LineKind, NumberFacts};
pub use message::{
    LONGEST_TEXT, ListedMessage, MOST_MEDIA, MessageError, NewMessage, Sender, SentMessage,
};
pub use private::Private;
pub use status::{CallProgress, CallStatus, MessageProgress, MessageStatus};
pub use transcription::{NewTranscription, NoticeGiven, Partials, Track};
pub use webhook::{Delivery, HttpMethod, RawWebhook, WebhookError, WebhookKind};
