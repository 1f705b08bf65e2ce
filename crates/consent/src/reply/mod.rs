//! Reads what customers write back. Words that revoke by themselves act at once; what only sounds like a revocation holds
//! everything back until a person has read it (47 CFR 64.1200(a)(10): any reasonable way counts).

mod keywords;
mod matching;
mod nearness;
mod phrases;
mod tokens;

use crate::model::{ConsentScope, Purpose, Reach};
use callboard_kernel::words;
use tokens::Message;

words! {
    /// How far a STOP goes.
    pub enum StopScope {
        /// Everything, on all channels and numbers: what STOP means unless the customer says otherwise.
        Everything = "everything",
        /// Selling only.
        Marketing = "marketing",
        /// Reminders only.
        Reminders = "reminders",
        /// Surveys only.
        Surveys = "surveys",
    }
}

impl StopScope {
    /// The scope of the entry that goes into the ledger.
    pub fn scope(self) -> ConsentScope {
        let purpose = match self {
            Self::Everything => return ConsentScope::EVERYTHING,
            Self::Marketing => Purpose::Marketing,
            Self::Reminders => Purpose::Reminder,
            Self::Surveys => Purpose::Survey,
        };
        ConsentScope { channels: Reach::All, purposes: Reach::Only(vec![purpose]) }
    }
}

/// What a reply is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reply {
    /// A revocation by a word that counts by itself, a slip of the finger allowed for.
    Stop(StopScope),
    /// An opt-in. It means something only to somebody who had opted out: elsewhere a YES answers another question.
    Start,
    /// Asks who we are and how to stop.
    Help,
    /// May be a revocation in other words. Suppress first; a person confirms within a business day.
    MaybeRevocation,
    /// Anything else.
    Other,
}

/// Reads a reply in English or Spanish. Case, punctuation, emoji, quotation marks, accents and a mail signature do not
/// matter.
pub fn read_reply(text: &str) -> Reply {
    let message = Message::read(text);
    if let Some(reply) = keywords::read(&message) {
        return reply;
    }
    if keywords::resembles(&message) || phrases::sound_like_a_revocation(&message) {
        return Reply::MaybeRevocation;
    }
    Reply::Other
}
