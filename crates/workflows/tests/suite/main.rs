//! Reactions, bridges, timetable and worker over mocked stores, across the real domains.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod delivering;
mod reacting;
mod stores;
mod timing;
mod town;
