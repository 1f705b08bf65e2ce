//! The customer and what can be done with it.

use super::snapshot::CustomerSnapshot;
use crate::events::CustomerFacts;

/// One person or company.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Customer {
    state: CustomerSnapshot,
}

impl Customer {
    /// The customer of a stored row.
    pub const fn restore(state: CustomerSnapshot) -> Self {
        Self { state }
    }

    /// All fields.
    pub const fn snapshot(&self) -> &CustomerSnapshot {
        &self.state
    }

    /// What is searched by fragment: name, company, digits of the numbers, e-mail addresses; lower-case, one a line.
    pub fn search_text(&self) -> String {
        let s = &self.state;
        let phones = s.phones.iter().map(|phone| phone.number.digits().to_owned());
        let emails = s.emails.iter().map(|email| email.address.clone());
        let mut parts = vec![s.name.to_lowercase()];
        parts.extend(s.company.iter().map(|company| company.to_lowercase()));
        parts.extend(phones);
        parts.extend(emails);
        parts.join("\n")
    }

    /// What other domains may know of it.
    pub fn facts(&self) -> CustomerFacts {
        let s = &self.state;
        CustomerFacts {
            customer: s.id,
            name: s.name.clone(),
            status: s.status,
            phones: s.phones.iter().map(|phone| phone.number.clone()).collect(),
            do_not_contact: s.do_not_contact,
        }
    }
}
