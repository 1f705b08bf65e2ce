//! The use cases of follow-ups over mocked ports and a clock that is moved by hand.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod clocks;
mod desk;
mod editing;
mod outcomes;
mod promising;
mod settings;
