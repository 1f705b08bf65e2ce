//! The use cases of the workspace domain over mocked ports and a clock that is moved by hand.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests make scopes and fail by panicking"
)]

mod audit_log;
mod demo_traffic;
mod keys;
mod members;
mod passwords;
mod settings;
mod setup;
mod sign_in;
mod world;
