//! The use cases of the switchboard with mocks and a clock that stands still.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod announcing;
mod checking;
mod placing;
mod receiving;
mod rooms;
mod support;
