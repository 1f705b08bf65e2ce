//! What a provider knows of a number.

use callboard_kernel::{Phone, words};

words! {
    /// What kind of line a number is.
    pub enum LineKind {
        /// A mobile telephone.
        Mobile = "mobile",
        /// A wire in a wall; it takes no texts.
        Landline = "landline",
        /// Internet telephony of a household or an office.
        FixedVoip = "fixed_voip",
        /// Internet telephony that anybody can sign up for.
        NonFixedVoip = "non_fixed_voip",
        /// The called party pays.
        TollFree = "toll_free",
        /// The caller pays dearly.
        Premium = "premium",
        /// Something else: pagers, voicemail, shared cost.
        Other = "other",
        /// Not said.
        Unknown = "unknown",
    }
}

/// What a provider knows of a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NumberFacts {
    /// The number as it is dialled.
    pub number: Phone,
    /// Whether the numbering plan has it.
    pub is_valid: bool,
    /// ISO 3166 alpha-2, such as `US`.
    pub country: Option<String>,
    /// What kind of line it is.
    pub line: LineKind,
    /// Who runs it.
    pub carrier: Option<String>,
}
