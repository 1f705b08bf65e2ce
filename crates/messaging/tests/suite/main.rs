//! The use cases of messaging over mocked ports and a clock that stands still.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod writing;
