//! The composed server as real processes against real databases. `cargo xtask test` gives it a PostgreSQL and the binary.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod cli;
mod crashes;
mod dead_letters;
mod deliveries;
mod import;
mod journeys;
mod kills;
mod lists;
mod live;
mod load;
mod reports;
mod routes;
mod sign_in;
mod two_processes;
