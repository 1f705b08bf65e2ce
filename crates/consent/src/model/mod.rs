//! What is asked, what is known and what is answered. Pure and sync.

mod about;
mod address;
mod decision;
mod do_not_contact;
mod facts;
mod kept;
mod ledger;
mod question;
mod relationship;
mod scope;
mod vocabulary;

pub use about::About;
pub use address::{Address, EmailAddress, NotAnEmailAddress, Target};
pub use decision::{Decision, LiftedBy, Permit, Refusal, Refusals, Rule};
pub use do_not_contact::{BlockedNumber, DoNotContact, DoNotContactReason, Lifting, MarkedFor};
pub use facts::{Facts, MailHealth, Override, PastContact, Place, Registry};
pub use kept::{KeptEntry, KeptMark, KeptOverride};
pub use ledger::{ConsentChange, ConsentEntry, Proof, Stand, Standing, Via, merge, stand};
pub use question::{Question, Sender};
pub use relationship::Relationship;
pub use scope::{ConsentScope, Reach};
pub use vocabulary::{Channel, Purpose};
