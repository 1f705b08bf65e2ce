//! Contract suites: what each port promises, on SQLite and on PostgreSQL.

mod support;

mod calls;
mod customers;
mod deliveries;
mod dialect;
mod followups;
mod live;
mod members;
mod schema;
mod sign_in;
mod tenancy;
mod trail;
