//! Use cases of the call domain over mocked ports and a clock that moves only when told to.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bulk;
mod catalogue;
mod exports;
mod import;
mod imports;
mod line;
mod log;
mod outcome;
mod reads;
mod triage;
mod views;
mod world;
