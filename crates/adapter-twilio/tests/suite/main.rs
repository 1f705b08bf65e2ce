//! The adapter seen from outside: what it sends, what it believes, what it says.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod checking;
mod client;
mod downloads;
mod mock;
mod requests;
mod signatures;
mod support;
mod tokens;
mod twiml;
mod webhooks;
