#![doc = include_str!("../README.md")]

mod caps;
pub mod hours;
pub mod law;
pub mod model;
pub mod ports;
pub mod reply;
mod rules;
mod settings;

pub use caps::Caps;
pub use model::{
    Address, Channel, ConsentChange, ConsentEntry, ConsentScope, Decision, EmailAddress, Facts,
    LiftedBy, Permit, Purpose, Question, Reach, Refusal, Refusals, Rule, Sender, Target,
};
pub use reply::{Reply, StopScope, read_reply};
pub use rules::may_contact;
pub use settings::Settings;
