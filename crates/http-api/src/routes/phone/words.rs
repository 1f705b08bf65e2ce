//! Names of the closed lists of the switchboard in the document.

use crate::fields::vocabulary;
use callboard_switchboard::model::{Presence, Texting, Via};
use callboard_telephony::{Health, Looked};

vocabulary! {
    Health => "FindingHealth",
    Looked => "FindingTopic",
    Presence => "Presence",
    Texting => "TextingState",
    Via => "CallVia",
}
