//! A customer in a list, and one customer whole.

use crate::{
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
};
use callboard_customers::{
    self as domain, PhoneOfRow,
    model::{
        Address, Channel, CustomerKind, CustomerSnapshot, CustomerStatus, TimeWindow, Weekday,
    },
};
use callboard_kernel::{CustomerId, Version};
use poem_openapi::Object;
use serde::Serialize;
use uuid::Uuid;

/// A customer in a list.
#[derive(Object, Serialize)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CustomerRow {
    /// Id.
    id: Uuid,
    /// Version, for `If-Match`.
    version: i64,
    /// Name.
    name: String,
    /// Company.
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<String>,
    /// Person or company.
    kind: Word<CustomerKind>,
    /// Lead, active or churned.
    status: Word<CustomerStatus>,
    /// Where the customer came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    lead_source: Option<String>,
    /// Numbers, the primary one first.
    phones: Vec<CustomerPhone>,
    /// First e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// City.
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<String>,
    /// State or region.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// Wants no contact.
    do_not_contact: bool,
    /// Last contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_seen_at: Option<Instant>,
    /// Calls.
    calls_count: u64,
    /// Open follow-ups.
    open_follow_ups: u64,
}

/// A number of a customer.
#[derive(Object, Serialize)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CustomerPhone {
    /// In E.164.
    number: String,
    /// Such as `mobile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// The one to call first.
    primary: bool,
}

/// A postal address.
#[derive(Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub(crate) struct CustomerAddress {
    /// Street and number.
    #[oai(validator(max_length = 200))]
    street: Option<String>,
    /// Second line.
    #[oai(validator(max_length = 200))]
    street2: Option<String>,
    /// City.
    #[oai(validator(max_length = 200))]
    city: Option<String>,
    /// State or region.
    #[oai(validator(max_length = 200))]
    state: Option<String>,
    /// Postal code.
    #[oai(validator(max_length = 40))]
    postal_code: Option<String>,
    /// Country.
    #[oai(validator(max_length = 200))]
    country: Option<String>,
}

/// When a customer likes to be reached.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct ContactWindow {
    /// Weekday.
    pub(super) day: Word<Weekday>,
    /// From, such as `08:30`.
    #[oai(validator(max_length = 5))]
    pub(super) start: String,
    /// Until.
    #[oai(validator(max_length = 5))]
    pub(super) end: String,
}

/// A customer with everything that is known.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CustomerDetail {
    #[oai(flatten)]
    row: CustomerRow,
    /// Address.
    address: Option<CustomerAddress>,
    /// What to know about the customer.
    notes: String,
    /// How the customer likes to be reached.
    preferred_channel: Option<Word<Channel>>,
    /// When.
    time_windows: Vec<ContactWindow>,
    /// All e-mail addresses.
    emails: Vec<String>,
    /// Since when active.
    converted_at: Option<Instant>,
    /// Since when churned.
    churned_at: Option<Instant>,
    /// When the customer was made.
    created_at: Instant,
}

impl CustomerDetail {
    /// Loads a customer.
    pub(crate) async fn load(caller: &Caller, id: CustomerId) -> Result<(Self, Version), Problem> {
        let row = caller.customers.row(&caller.scope, id);
        let (row, whole) = tokio::try_join!(row, caller.customers.get(&caller.scope, id))?;
        Ok((Self::of(row, whole.value.snapshot().clone()), whole.version))
    }

    fn of(row: domain::CustomerRow, whole: CustomerSnapshot) -> Self {
        Self {
            row: row.into(),
            address: whole.address.map(CustomerAddress::from),
            notes: whole.notes,
            preferred_channel: whole.preferred_channel.map(Word),
            time_windows: whole.time_windows.into_iter().map(ContactWindow::from).collect(),
            emails: whole.emails.into_iter().map(|email| email.address).collect(),
            converted_at: whole.converted_at.map(Instant),
            churned_at: whole.churned_at.map(Instant),
            created_at: whole.created_at.into(),
        }
    }
}

impl From<domain::CustomerRow> for CustomerRow {
    fn from(row: domain::CustomerRow) -> Self {
        Self {
            id: row.id.uuid(),
            version: row.version,
            name: row.name,
            company: row.company,
            kind: Word(row.kind),
            status: Word(row.status),
            lead_source: row.lead_source,
            phones: row.phones.into_iter().map(CustomerPhone::from).collect(),
            email: row.email,
            city: row.city,
            state: row.state,
            do_not_contact: row.do_not_contact,
            last_seen_at: row.last_seen_at.map(Instant),
            calls_count: row.calls_count,
            open_follow_ups: row.open_follow_ups,
        }
    }
}

impl From<PhoneOfRow> for CustomerPhone {
    fn from(phone: PhoneOfRow) -> Self {
        Self { number: phone.number.into(), label: phone.label, primary: phone.primary }
    }
}

impl From<TimeWindow> for ContactWindow {
    fn from(window: TimeWindow) -> Self {
        Self { day: Word(window.day), start: window.start.to_string(), end: window.end.to_string() }
    }
}

impl From<Address> for CustomerAddress {
    fn from(address: Address) -> Self {
        let filled = |part: String| Some(part).filter(|part| !part.is_empty());
        Self {
            street: filled(address.street),
            street2: filled(address.street2),
            city: filled(address.city),
            state: filled(address.state),
            postal_code: filled(address.postal_code),
            country: filled(address.country),
        }
    }
}

impl From<CustomerAddress> for Address {
    fn from(address: CustomerAddress) -> Self {
        Self {
            street: address.street.unwrap_or_default(),
            street2: address.street2.unwrap_or_default(),
            city: address.city.unwrap_or_default(),
            state: address.state.unwrap_or_default(),
            postal_code: address.postal_code.unwrap_or_default(),
            country: address.country.unwrap_or_default(),
        }
    }
}
