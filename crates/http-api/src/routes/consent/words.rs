//! Names of the closed lists of the consent domain in the document.

use crate::fields::vocabulary;
use callboard_consent::{
    Channel, ConsentChange, LiftedBy, Purpose, Rule,
    model::{DoNotContactReason, Via},
};
use callboard_kernel::words;

words! {
    /// What a compliance report is about.
    pub(super) enum ReportType {
        /// The do-not-contact list and the ledger.
        Dnc = "dnc",
        /// Recordings.
        Recording = "recording",
        /// Registration of the numbers that send texts (A2P 10DLC).
        A2p = "a2p",
    }
}

vocabulary! {
    Channel => "ContactChannel",
    ConsentChange => "ConsentChange",
    DoNotContactReason => "DoNotContactReason",
    LiftedBy => "LiftedBy",
    Purpose => "ContactPurpose",
    ReportType => "ComplianceReportType",
    Rule => "ContactRule",
    Via => "ConsentVia",
}
