//! Names of the closed lists of the switchboard in the document.

use crate::fields::vocabulary;
use callboard_switchboard::{
    AskedAs, PersonState,
    model::{BridgeMode, Presence, Texting, Via},
};
use callboard_telephony::{Health, Looked};

vocabulary! {
    AskedAs => "AskedAs",
    BridgeMode => "BridgeMode",
    Health => "FindingHealth",
    Looked => "FindingTopic",
    PersonState => "PersonInCallState",
    Presence => "Presence",
    Texting => "TextingState",
    Via => "CallVia",
}
