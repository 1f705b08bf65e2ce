//! What is new, told to open screens over a WebSocket.
//!
//! One [`Hub`] a process reads the events of every workspace that somebody watches, loads what they touched once, and hands
//! the same messages to all sockets; each socket passes on what its member may see.

mod hub;
mod message;
mod socket;
mod translate;

pub(crate) use hub::Hub;
pub(crate) use socket::LiveEndpoint;
