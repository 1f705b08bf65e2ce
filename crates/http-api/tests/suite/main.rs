//! The API over mocked ports, through its real door.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot be set up must fail"
)]

mod checks;
mod document;
mod downloads;
mod edits;
mod lists;
mod live;
mod sign_in;
mod stubs;
mod support;
mod unread;
mod views;
