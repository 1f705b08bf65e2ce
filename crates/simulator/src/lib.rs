#![doc = include_str!("../README.md")]

mod carrier;
mod dice;
mod error;
mod script;
mod sound;
mod texting;
mod town;
mod words;

pub use carrier::{Carrier, End, Exchange, Heard, LINES, PROVIDER, Report};
pub use dice::Dice;
pub use error::SimulatorError;
pub use script::{CallScript, Mood};
pub use sound::{Conversation, PretendPhones, PretendRecordings, Turn, recording_of};
pub use texting::{TextReports, Texting, TextingError};
pub use town::{Resident, Town};
