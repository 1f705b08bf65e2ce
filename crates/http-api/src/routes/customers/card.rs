//! A customer at a glance, in the drawer of a call.

use super::row::CustomerPhone;
use crate::fields::{Instant, Word};
use callboard_customers::{
    CustomerRow,
    model::{Channel, CustomerSnapshot, CustomerStatus},
};
use poem_openapi::Object;
use uuid::Uuid;

/// A customer at a glance.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ContactCard {
    /// Id.
    id: Uuid,
    /// Name.
    name: String,
    /// Lead, active or churned.
    status: Word<CustomerStatus>,
    /// Numbers.
    phones: Vec<CustomerPhone>,
    /// First e-mail address.
    email: Option<String>,
    /// Wants no contact.
    do_not_contact: bool,
    /// How the customer likes to be reached.
    preferred_channel: Option<Word<Channel>>,
    /// Open follow-ups.
    open_follow_ups: u64,
    /// Calls.
    calls_total: u64,
    /// Last contact.
    last_seen_at: Option<Instant>,
}

impl ContactCard {
    /// From the row with its counts and the whole customer.
    pub(crate) fn of(row: CustomerRow, whole: &CustomerSnapshot) -> Self {
        Self {
            id: row.id.uuid(),
            name: row.name,
            status: Word(row.status),
            phones: row.phones.into_iter().map(CustomerPhone::from).collect(),
            email: row.email,
            do_not_contact: row.do_not_contact,
            preferred_channel: whole.preferred_channel.map(Word),
            open_follow_ups: row.open_follow_ups,
            calls_total: row.calls_count,
            last_seen_at: row.last_seen_at.map(Instant),
        }
    }
}
