//! The use cases of the customer domain over mocked ports and a clock that is moved by hand.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests make scopes and fail by panicking"
)]

mod reads;
mod records;
mod timeline;
mod world;
