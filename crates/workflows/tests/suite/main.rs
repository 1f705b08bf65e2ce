//! Reactions, bridges, timetable and worker over mocked stores, across the real domains.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod consent;
mod dead_letters;
mod delivering;
mod emergencies;
mod finishing;
mod late_promises;
mod long_work;
mod mail_desk;
mod mailing;
mod reacting;
mod sending;
mod stores;
mod texts;
mod timing;
mod town;
