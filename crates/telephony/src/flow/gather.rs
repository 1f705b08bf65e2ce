//! Questions to a caller.

use super::Prompt;
use crate::Link;
use callboard_kernel::words;

words! {
    /// What happens when the caller does nothing.
    pub enum OnSilence {
        /// The next step follows.
        GoOn = "go_on",
        /// The address is asked as if there had been an answer.
        Ask = "ask",
    }
}

/// What a caller may answer with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GatherInput {
    /// Keys: so many, or any number up to `#`.
    Keys {
        /// How many; `None` waits for `#`.
        count: Option<u8>,
    },
    /// Words.
    Speech {
        /// BCP 47, such as `en-US`.
        language: String,
        /// Words of the trade that a stranger would mishear.
        hints: Vec<String>,
    },
    /// Either; whatever comes first.
    KeysOrSpeech {
        /// How many keys; `None` waits for `#`.
        count: Option<u8>,
        /// BCP 47, such as `en-US`.
        language: String,
    },
}

/// A question to the caller.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gather {
    /// What is asked; a key interrupts it.
    pub prompts: Vec<Prompt>,
    /// What counts as an answer.
    pub input: GatherInput,
    /// Who is asked what comes next.
    pub then: Link,
    /// How long it is waited for an answer, in seconds.
    pub timeout_s: u16,
    /// What follows without an answer.
    pub on_silence: OnSilence,
}
