#![doc = include_str!("../README.md")]

pub mod board;
mod caps;
mod error;
mod events;
pub mod hours;
pub mod law;
pub mod model;
pub mod ports;
pub mod reply;
mod rules;
mod service;
mod settings;

pub use caps::Caps;
pub use error::ConsentError;
pub use events::{ConsentEvent, EntryFacts, MarkFacts, SETTINGS_CHANGED};
pub use model::{
    About, Address, Channel, ConsentChange, ConsentEntry, ConsentScope, Decision, EmailAddress,
    Facts, LiftedBy, Permit, Purpose, Question, Reach, Refusal, Refusals, Rule, Sender, Target,
};
pub use reply::{Reply, StopScope, read_reply};
pub use rules::may_contact;
pub use service::{
    Asked, CausedBy, Consents, ConsentsPorts, Heard, HeardText, LIST_ROWS, Lift, ListOutcome,
    ListRow, MAX_OVERRIDE_MINUTES, MAX_REASON, MAX_SOURCE, MAX_WORDS, MarkEdit, NewEntry, NewMark,
    NewOverride, RowError, Verdict,
};
pub use settings::Settings;
