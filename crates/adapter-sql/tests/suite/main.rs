//! Contract suites: what each port promises, on SQLite and on PostgreSQL.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod support;

mod analytics;
mod backup;
mod bulk;
mod call_jobs;
mod calls;
mod consent;
mod customers;
mod dead_letters;
mod deliveries;
mod dialect;
mod exports;
mod followups;
mod imports;
mod live;
mod mail;
mod mail_care;
mod media;
mod members;
mod messaging;
mod million;
mod operations;
mod schema;
mod sign_in;
mod switchboard;
mod tenancy;
mod trail;
mod views;
mod walks;
