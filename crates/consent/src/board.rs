//! What screens and files read: filters and flat rows.

use crate::model::{Channel, KeptEntry, KeptMark, Purpose, Rule};
use callboard_kernel::{CustomerId, Phone, Timestamp, Version};

/// Which marks of the do-not-contact list are wanted. All given conditions must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MarkFilter {
    /// A fragment of the name of the customer or of a number, in any format; three characters at least.
    pub search: Option<String>,
    /// Those that were lifted as well.
    pub lifted_too: bool,
}

/// One row of the do-not-contact list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MarkRow {
    /// The mark.
    pub kept: KeptMark,
    /// Its version, for corrections.
    pub version: Version,
    /// Name of the customer.
    pub customer_name: Option<String>,
    /// The numbers that it is about: its own, or all of the customer's.
    pub numbers: Vec<Phone>,
}

/// Where somebody stands on one channel, for every purpose together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChannelStanding {
    /// The channel.
    pub channel: Channel,
    /// What was agreed to, in writing or not.
    pub granted: Vec<Purpose>,
    /// What was refused.
    pub revoked: Vec<Purpose>,
    /// What waits for a person.
    pub waiting: Vec<Purpose>,
    /// When the last word was said; `None` when nobody said anything.
    pub since: Option<Timestamp>,
}

/// Everything about the consent of one party.
#[derive(Clone, PartialEq, Debug)]
pub struct Overview {
    /// The customer, when known.
    pub customer: Option<CustomerId>,
    /// By channel.
    pub channels: Vec<ChannelStanding>,
    /// Marks that stand.
    pub marks: Vec<(KeptMark, Version)>,
    /// Proposed revocations that nobody has decided on.
    pub proposed: Vec<KeptEntry>,
    /// Whether one of the numbers is blocked.
    pub blocked: bool,
    /// Rules that somebody goes beyond at this moment, until when.
    pub overrides: Vec<(Rule, Timestamp)>,
}

/// What was said of recording in the conversations of a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RecordingFigures {
    /// Conversations.
    pub answered: u64,
    /// Those of which there is a recording.
    pub recorded: u64,
    /// Those in which the caller agreed to be recorded.
    pub agreed: u64,
    /// Those in which he did not.
    pub refused: u64,
    /// Those of which nobody wrote down whether he did.
    pub unknown: u64,
    /// Those that were recorded although he did not agree, or nobody wrote down that he did.
    pub recorded_without: u64,
}

/// Numbers of the do-not-contact list and the ledger over a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ConsentFigures {
    /// Marks that were set in it.
    pub marked: u64,
    /// Of them, those that the customer asked for.
    pub marked_on_request: u64,
    /// Marks that were lifted in it.
    pub lifted: u64,
    /// Marks that stand now.
    pub standing: u64,
    /// Revocations in it.
    pub revoked: u64,
    /// Of them, those by text.
    pub revoked_by_text: u64,
    /// Of them, those that the carrier reported.
    pub revoked_by_carrier: u64,
    /// Consents given in it.
    pub granted: u64,
    /// Of them, those in writing.
    pub granted_in_writing: u64,
    /// What sounded like a revocation in it.
    pub proposed: u64,
    /// Proposed revocations that wait now.
    pub waiting: u64,
    /// Reasons on record to go beyond a rule, given in it.
    pub overrides: u64,
    /// Numbers that are blocked now.
    pub blocked: u64,
}
