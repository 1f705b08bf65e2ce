//! The consent domain against labelled phrases, an independent calendar, and everything a generator can think of.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod book;
mod hours;
mod phrases;
mod properties;
mod use_cases;
mod world;
