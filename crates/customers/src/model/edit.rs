//! What people write about a customer, before it is checked.

use super::{
    contact::Address,
    vocabulary::{Channel, CustomerKind, CustomerStatus},
};
use callboard_kernel::Patch;

/// A number as written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PhoneDraft {
    /// In any format of the workspace's country, or with a leading `+`.
    pub number: String,
    /// What it is.
    pub label: Option<String>,
    /// The one to call first; without any, the first number is.
    pub primary: bool,
}

/// An e-mail address as written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct EmailDraft {
    /// The address.
    pub address: String,
    /// What it is.
    pub label: Option<String>,
}

/// A window of time as written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TimeWindowDraft {
    /// `mon` to `sun`, in any case.
    pub day: String,
    /// Such as `08:00`.
    pub start: String,
    /// Such as `18:00`.
    pub end: String,
}

/// A new customer as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCustomer {
    /// Person or company.
    pub kind: CustomerKind,
    /// Name to show.
    pub name: String,
    /// Company.
    pub company: Option<String>,
    /// What the customer is to us.
    pub status: CustomerStatus,
    /// Where he heard of us.
    pub lead_source: Option<String>,
    /// How he likes to be reached.
    pub preferred_channel: Option<Channel>,
    /// When he likes to be reached.
    pub time_windows: Vec<TimeWindowDraft>,
    /// Where he is.
    pub address: Option<Address>,
    /// What is good to know.
    pub notes: String,
    /// Numbers.
    pub phones: Vec<PhoneDraft>,
    /// E-mail addresses.
    pub emails: Vec<EmailDraft>,
}

impl NewCustomer {
    /// A person who is a lead, with a name and nothing else.
    pub fn lead(name: impl Into<String>) -> Self {
        Self {
            kind: CustomerKind::Person,
            name: name.into(),
            company: None,
            status: CustomerStatus::Lead,
            lead_source: None,
            preferred_channel: None,
            time_windows: Vec::new(),
            address: None,
            notes: String::new(),
            phones: Vec::new(),
            emails: Vec::new(),
        }
    }
}

/// An edit of a customer; `None` and `Keep` leave a field as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CustomerEdit {
    /// Person or company.
    pub kind: Option<CustomerKind>,
    /// Name to show.
    pub name: Option<String>,
    /// Company.
    pub company: Patch<String>,
    /// What the customer is to us.
    pub status: Option<CustomerStatus>,
    /// Where he heard of us.
    pub lead_source: Patch<String>,
    /// How he likes to be reached.
    pub preferred_channel: Patch<Channel>,
    /// When he likes to be reached; replaces all windows.
    pub time_windows: Option<Vec<TimeWindowDraft>>,
    /// Where he is; replaces all parts.
    pub address: Patch<Address>,
    /// What is good to know.
    pub notes: Option<String>,
    /// Numbers; replaces all.
    pub phones: Option<Vec<PhoneDraft>>,
    /// E-mail addresses; replaces all.
    pub emails: Option<Vec<EmailDraft>>,
}
