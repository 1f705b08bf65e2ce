//! The composed server as real processes against real databases. `cargo xtask test` gives it a PostgreSQL and the binary.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod backup;
mod bulk;
mod cli;
mod crashes;
mod dark;
mod dead_letters;
mod deliveries;
mod exports;
mod hostile;
mod import;
mod imports;
mod journeys;
mod kills;
mod lists;
mod live;
mod load;
mod mail;
mod media;
mod operations;
mod reports;
mod rolling;
mod rooms;
mod routes;
mod sign_in;
mod storage;
mod telephony;
mod texting;
mod two_processes;
mod views;
