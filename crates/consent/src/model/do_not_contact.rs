//! The company's own list of those who are not to be contacted, and the workspace's list of blocked numbers.

use super::{Proof, Target};
use callboard_kernel::{Actor, Phone, Timestamp, words};

/// Whom a mark is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MarkedFor {
    /// The customer, on every number and address.
    Customer,
    /// One number, whoever answers it.
    Number(Phone),
}

words! {
    /// Why somebody is not to be contacted.
    pub enum DoNotContactReason {
        /// The customer asked for it.
        Asked = "asked",
        /// The number belongs to somebody else; consent is never carried over to that person.
        WrongPerson = "wrong_person",
        /// The company decided.
        Company = "company",
    }
}

/// A do-not-contact mark. It is kept for at least five years (47 CFR 64.1200(d)(6)), also once it is lifted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DoNotContact {
    /// Whom it is for.
    pub marked: MarkedFor,
    /// Why.
    pub reason: DoNotContactReason,
    /// Since when.
    pub at: Timestamp,
    /// Who wrote it down, in which words, through which channel.
    pub proof: Proof,
    /// The new request that lifted it.
    pub lifted: Option<Lifting>,
}

/// A new signed or recorded request to be contacted again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lifting {
    /// Since when.
    pub at: Timestamp,
    /// The request itself; without words it lifts nothing.
    pub proof: Proof,
}

impl DoNotContact {
    /// Whether it stands in the way of a target at an instant. A mark from the future counts: clocks differ.
    pub fn stops(&self, target: &Target, at: Timestamp) -> bool {
        let meant = match &self.marked {
            MarkedFor::Customer => true,
            MarkedFor::Number(number) => target.phone() == Some(number),
        };
        let lifted = self.lifted.as_ref().is_some_and(|lifting| {
            lifting.at >= self.at && lifting.at <= at && !lifting.proof.words.trim().is_empty()
        });
        meant && !lifted
    }
}

/// A number that the workspace neither takes calls from nor contacts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BlockedNumber {
    /// The number.
    pub number: Phone,
    /// Since when.
    pub at: Timestamp,
    /// Who blocked it.
    pub by: Actor,
    /// Why, in the words of whoever blocked it.
    pub reason: String,
}
