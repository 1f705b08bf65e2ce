//! What holds for every provider.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod flows;
mod merging;
mod mocks;
