//! The things of this domain, pure: no clock and no ids made here.

mod contact;
mod customer;
mod edit;
mod interaction;
mod snapshot;
mod vocabulary;

pub use contact::{Address, CustomerEmail, CustomerPhone, TimeOfDay, TimeWindow};
pub use customer::Customer;
pub use edit::{CustomerEdit, EmailDraft, NewCustomer, PhoneDraft, TimeWindowDraft};
pub use interaction::{
    CallLine, Interaction, InteractionEdit, InteractionSnapshot, NewInteraction, SHIPPED_OUTCOMES,
    TextLine,
};
pub use snapshot::CustomerSnapshot;
pub use vocabulary::{
    Channel, CustomerKind, CustomerStatus, InteractionDirection, InteractionKind,
    SHIPPED_LEAD_SOURCES, Weekday,
};
