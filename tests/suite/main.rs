//! The composed server as real processes against real databases. `cargo xtask test` gives it a PostgreSQL and the binary.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod cli;
mod crashes;
mod dead_letters;
mod deliveries;
mod import;
mod journeys;
mod lists;
mod live;
mod routes;
mod two_processes;
