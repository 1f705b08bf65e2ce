//! Contract suites: what each port promises, on SQLite and on PostgreSQL.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod support;

mod calls;
mod customers;
mod dead_letters;
mod deliveries;
mod dialect;
mod followups;
mod live;
mod members;
mod million;
mod schema;
mod sign_in;
mod tenancy;
mod trail;
mod walks;
