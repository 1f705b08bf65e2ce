//! Harness of the system tests: the server as real processes, people of every role, and what they send and see.
//!
//! Everything waits for a condition with a deadline and fails with the server's own words. A harness reports by
//! panicking, because its callers are tests.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a harness fails its test by panicking"
)]
#![allow(
    clippy::missing_panics_doc,
    clippy::allow_attributes,
    reason = "every function here fails its test by panicking"
)]

mod client;
mod company;
mod exchange;
mod files;
mod live;
mod place;
mod proxy;
mod random;
mod rows;
mod server;
mod small_disk;
mod surroundings;
mod time_of_day;
pub mod twilio;
mod wait;

pub use client::{Answer, Client, Pass, plain_http};
pub use company::{Company, PASSWORD};
pub use exchange::{Exchange, Taken};
pub use files::{CALLERS, PastCall, as_csv, numbers, past_calls, write_csv};
pub use live::Live;
pub use place::{Engine, Place, Ran};
pub use proxy::Proxy;
pub use random::Random;
pub use rows::{Fingerprint, Rows};
pub use server::{Server, free_port};
pub use small_disk::SmallDisk;
pub use surroundings::{count, many_calls};
pub use time_of_day::{instant_of, minutes_ago, now, seconds_ago, text_of};
pub use wait::{settled, until};
