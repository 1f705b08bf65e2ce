#![doc = include_str!("../README.md")]

/// The pretend telephone company of demo workspaces, as it is named on calls.
pub const SIMULATOR: &str = "simulator";

mod error;
mod events;
#[cfg(feature = "mock")]
mod mocked;
pub mod model;
pub mod ports;
mod service;

pub use error::{Refused, SwitchboardError};
pub use events::SwitchboardEvent;
pub use service::{
    Asked, AskedAs, CallHeard, HookError, Invitation, LostGuest, Person, PersonState, RoomNow,
    Switchboard, SwitchboardPorts, TELEPHONY, TakeIn, Wanted,
};
