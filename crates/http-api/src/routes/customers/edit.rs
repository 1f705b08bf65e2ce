//! What a client may write of a customer.

use super::row::{ContactWindow, CustomerAddress};
use crate::{
    fields::{Nullable, Word},
    problem::Problem,
};
use callboard_customers::model::{
    Address, Channel, CustomerEdit, CustomerKind, CustomerStatus, EmailDraft, NewCustomer,
    PhoneDraft, TimeWindowDraft,
};
use callboard_kernel::Invalid;
use poem_openapi::Object;

/// A number as a person writes it.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct PhoneFields {
    /// In any format.
    #[oai(validator(min_length = 1, max_length = 40))]
    number: String,
    /// Such as `mobile`.
    #[oai(validator(max_length = 40))]
    label: Option<String>,
    /// The one to call first.
    #[oai(default)]
    primary: bool,
}

/// A new customer.
#[derive(Object)]
#[oai(deny_unknown_fields, rename = "NewCustomer")]
pub(crate) struct CustomerFields {
    /// Name.
    #[oai(validator(min_length = 1, max_length = 120))]
    name: String,
    /// Person or company.
    kind: Option<Word<CustomerKind>>,
    /// Company.
    #[oai(validator(max_length = 200))]
    company: Option<String>,
    /// Lead, active or churned.
    status: Option<Word<CustomerStatus>>,
    /// Where the customer came from.
    #[oai(validator(max_length = 60))]
    lead_source: Option<String>,
    /// Numbers.
    #[oai(default, validator(max_items = 20))]
    phones: Vec<PhoneFields>,
    /// E-mail addresses.
    #[oai(default, validator(max_items = 20))]
    emails: Vec<String>,
    /// A single e-mail address, instead of `emails`.
    #[oai(validator(max_length = 254))]
    email: Option<String>,
    /// Address.
    address: Option<CustomerAddress>,
    /// What to know about the customer.
    #[oai(default, validator(max_length = 10000))]
    notes: String,
    /// How the customer likes to be reached.
    preferred_channel: Option<Word<Channel>>,
    /// When.
    #[oai(default, validator(max_items = 50))]
    time_windows: Vec<ContactWindow>,
}

/// An edit of a customer; what is left out stays.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct CustomerPatch {
    /// Name.
    #[oai(validator(min_length = 1, max_length = 120))]
    name: Option<String>,
    /// Person or company.
    kind: Option<Word<CustomerKind>>,
    /// Company.
    company: Nullable<String>,
    /// Lead, active or churned.
    status: Option<Word<CustomerStatus>>,
    /// Where the customer came from.
    lead_source: Nullable<String>,
    /// All numbers as they shall be.
    #[oai(validator(max_items = 20))]
    phones: Option<Vec<PhoneFields>>,
    /// All e-mail addresses as they shall be.
    #[oai(validator(max_items = 20))]
    emails: Option<Vec<String>>,
    /// Address.
    address: Nullable<CustomerAddress>,
    /// What to know about the customer.
    #[oai(validator(max_length = 10000))]
    notes: Option<String>,
    /// Wants no contact; only an owner takes the mark away.
    do_not_contact: Option<bool>,
    /// How the customer likes to be reached.
    preferred_channel: Nullable<Word<Channel>>,
    /// When.
    #[oai(validator(max_items = 50))]
    time_windows: Option<Vec<ContactWindow>>,
}

impl From<PhoneFields> for PhoneDraft {
    fn from(phone: PhoneFields) -> Self {
        Self { number: phone.number, label: phone.label, primary: phone.primary }
    }
}

impl From<ContactWindow> for TimeWindowDraft {
    fn from(window: ContactWindow) -> Self {
        Self { day: window.day.0.as_str().to_owned(), start: window.start, end: window.end }
    }
}

fn emails(addresses: Vec<String>) -> Vec<EmailDraft> {
    addresses.into_iter().map(|address| EmailDraft { address, label: None }).collect()
}

impl CustomerFields {
    /// The little that is known when a call is tied to somebody new.
    pub(crate) fn of_link(
        name: String,
        email: Option<String>,
        address: Option<CustomerAddress>,
    ) -> Self {
        Self {
            name,
            kind: None,
            company: None,
            status: None,
            lead_source: None,
            phones: Vec::new(),
            emails: Vec::new(),
            email,
            address,
            notes: String::new(),
            preferred_channel: None,
            time_windows: Vec::new(),
        }
    }

    /// As the domain takes it.
    pub(crate) fn new_customer(self) -> Result<NewCustomer, Problem> {
        if self.email.is_some() && !self.emails.is_empty() {
            let message = "Either `email` or `emails`.";
            return Err(Problem::invalid(Invalid::field("email", "not_allowed", message).0));
        }
        let addresses = self.email.into_iter().chain(self.emails).collect();
        let start = NewCustomer::lead(self.name);
        Ok(NewCustomer {
            kind: self.kind.map_or(start.kind, |word| word.0),
            company: self.company,
            status: self.status.map_or(start.status, |word| word.0),
            lead_source: self.lead_source,
            preferred_channel: self.preferred_channel.map(|word| word.0),
            time_windows: self.time_windows.into_iter().map(TimeWindowDraft::from).collect(),
            address: self.address.map(Address::from),
            notes: self.notes,
            phones: self.phones.into_iter().map(PhoneDraft::from).collect(),
            emails: emails(addresses),
            ..start
        })
    }
}

impl CustomerPatch {
    /// What it asks of the do-not-contact list.
    pub(super) const fn mark(&self) -> Option<bool> {
        self.do_not_contact
    }

    /// As the domain takes it.
    pub(super) fn edit(self) -> CustomerEdit {
        let windows =
            |all: Vec<ContactWindow>| all.into_iter().map(TimeWindowDraft::from).collect();
        CustomerEdit {
            kind: self.kind.map(|word| word.0),
            name: self.name,
            company: self.company.patch(|text| text),
            status: self.status.map(|word| word.0),
            lead_source: self.lead_source.patch(|text| text),
            preferred_channel: self.preferred_channel.patch(|word| word.0),
            time_windows: self.time_windows.map(windows),
            address: self.address.patch(Address::from),
            notes: self.notes,
            phones: self.phones.map(|all| all.into_iter().map(PhoneDraft::from).collect()),
            emails: self.emails.map(emails),
        }
    }
}
