//! Use cases over mocks and a clock that stands still.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod attachments;
mod live;
mod recordings;
mod transcripts;
mod world;
