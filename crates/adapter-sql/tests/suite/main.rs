//! Contract suites: what each port promises, on SQLite and on PostgreSQL.

mod support;

mod calls;
mod smoke;
