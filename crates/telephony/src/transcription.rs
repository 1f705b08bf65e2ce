//! Text of what is being said, while it is being said.

use crate::Link;
use callboard_kernel::{Timestamp, words};

words! {
    /// How much of a sentence is reported.
    pub enum Partials {
        /// Whole sentences.
        Finished = "finished",
        /// Also what is being guessed meanwhile: about four times as many reports.
        AlsoGuesses = "also_guesses",
    }
}

words! {
    /// Whose voice a piece of text is, seen from the leg that runs the transcription.
    pub enum Track {
        /// Comes in from the telephone of this leg.
        Inbound = "inbound",
        /// Goes out to the telephone of this leg.
        Outbound = "outbound",
        /// Not said.
        Unknown = "unknown",
    }
}

/// How a call is written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewTranscription {
    /// Where the text is reported.
    pub report_to: Link,
    /// BCP 47, such as `en-US`.
    pub language: String,
    /// How much is reported.
    pub partials: Partials,
    /// Words of the trade that a stranger would mishear.
    pub hints: Vec<String>,
}

/// The claim that everybody on the line was told that it is written down or recorded. Only who knows may make it: the
/// announcement was part of the instructions of this call and the call went past it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoticeGiven {
    /// When they were told.
    pub at: Timestamp,
}
