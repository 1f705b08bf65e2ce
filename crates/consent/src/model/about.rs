//! Whom something is about.

use super::Address;
use callboard_kernel::{CustomerId, Phone};

/// A customer, an address, or an address of a customer. One of the two is always there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct About {
    /// The customer, when it is known who it is.
    pub customer: Option<CustomerId>,
    /// The number or e-mail address; without one it is about all of the customer's.
    pub address: Option<Address>,
}

impl About {
    /// A customer, on every number and address.
    pub const fn customer(customer: CustomerId) -> Self {
        Self { customer: Some(customer), address: None }
    }

    /// A number, whoever has it.
    pub const fn number(number: Phone) -> Self {
        Self { customer: None, address: Some(Address::Phone(number)) }
    }

    /// The number, when the address is one.
    pub const fn phone(&self) -> Option<&Phone> {
        match &self.address {
            Some(Address::Phone(number)) => Some(number),
            Some(Address::Email(_)) | None => None,
        }
    }
}
