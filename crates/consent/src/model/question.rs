//! The question: may this go out, now?

use super::{Purpose, Target};
use callboard_kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// Who would contact the customer. The law asks more of machines.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Sender {
    /// A person, by hand, one at a time.
    Person,
    /// A program: a reminder, a blast, a pre-recorded or synthetic voice.
    Automation {
        /// Which one; caps count per name.
        name: String,
    },
}

impl Sender {
    /// Whether no person decides about this one contact.
    pub const fn is_automation(&self) -> bool {
        matches!(self, Self::Automation { .. })
    }
}

/// What is asked of [`crate::may_contact`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Channel and address.
    pub target: Target,
    /// Why.
    pub purpose: Purpose,
    /// Who.
    pub sender: Sender,
    /// What it is about, such as an estimate or a job; calls are counted per subject. Without one, every call counts.
    pub subject: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl Question {
    /// Whether the law of solicitation applies: selling, and a survey by a machine's voice.
    pub fn is_solicitation(&self) -> bool {
        self.purpose == Purpose::Marketing || self.is_robot_survey()
    }

    /// A feedback call by a pre-recorded or synthetic voice is held to the rules of selling until counsel says otherwise
    /// (FCC 24-17, February 2024).
    pub fn is_robot_survey(&self) -> bool {
        self.purpose == Purpose::Survey
            && self.sender.is_automation()
            && matches!(self.target, Target::Call(_))
    }
}
