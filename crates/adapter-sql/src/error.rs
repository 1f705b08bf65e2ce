//! What can go wrong inside a store, and how the ports say it.

use callboard_kernel::{PortError, SaveError};
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// A failure inside a store, before it is told in the words of a port.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// The database refused or did not answer.
    #[error("the database refused a statement")]
    Db(#[from] DbErr),
    /// A stored value that this program cannot read.
    #[error("{table}.{column} of {row} holds a value that this program does not know")]
    Unreadable { table: &'static str, column: &'static str, row: String },
    /// A value that cannot be written as JSON.
    #[error("a value cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    /// A cursor of another list, or none of ours.
    #[error("the cursor does not belong to this list")]
    BadCursor,
    /// Someone wrote first.
    #[error("someone else changed it first")]
    Stale,
    /// A unique rule refused it.
    #[error("it exists already ({0})")]
    Duplicate(&'static str),
    /// It names something that does not exist.
    #[error("it refers to something that does not exist")]
    MissingReference,
}

pub(crate) type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Tells the outcome of a store in the words of a port.
pub(crate) trait Outcome<T> {
    /// For reads and for writes that nobody can be in the way of.
    fn during(self, operation: &'static str) -> Result<T, PortError>;
    /// For writes.
    fn saving(self, operation: &'static str) -> Result<T, SaveError>;
}

impl<T> Outcome<T> for Result<T> {
    fn during(self, operation: &'static str) -> Result<T, PortError> {
        self.map_err(|error| port_error(operation, error))
    }

    fn saving(self, operation: &'static str) -> Result<T, SaveError> {
        self.map_err(|error| match error {
            StoreError::Stale => SaveError::Stale,
            StoreError::Duplicate(constraint) => SaveError::Duplicate(constraint),
            StoreError::MissingReference => SaveError::MissingReference,
            StoreError::Db(error) => match refusal(&error) {
                Some(StoreError::Duplicate(constraint)) => SaveError::Duplicate(constraint),
                Some(StoreError::MissingReference) => SaveError::MissingReference,
                _ => SaveError::Port(port_error(operation, StoreError::Db(error))),
            },
            other => SaveError::Port(port_error(operation, other)),
        })
    }
}

fn port_error(operation: &'static str, error: StoreError) -> PortError {
    match error {
        StoreError::BadCursor => PortError::bad_cursor(operation),
        StoreError::Db(error) if is_unavailable(&error) => PortError::unavailable(operation, error),
        other => PortError::broken(operation, other),
    }
}

/// The unique rules that ports speak of: the name of the constraint, and the columns by which SQLite names it.
const UNIQUE_RULES: &[(&str, &str)] = &[
    ("calls_pkey", "calls.workspace_id, calls.id"),
    ("calls_provider_key", "calls.workspace_id, calls.provider, calls.provider_call_id"),
    ("causes_pkey", "causes.workspace_id, causes.cause"),
    ("customers_pkey", "customers.workspace_id, customers.id"),
    (
        "customer_phones_number_key",
        "customer_phones.workspace_id, customer_phones.customer_id, customer_phones.number",
    ),
    ("follow_ups_automatic_key", "follow_ups.workspace_id, follow_ups.call_id"),
    ("follow_ups_pkey", "follow_ups.workspace_id, follow_ups.id"),
    ("interactions_call_key", "interactions.workspace_id, interactions.call_id"),
    ("members_email_key", "members.workspace_id, members.email"),
    ("members_pkey", "members.workspace_id, members.id"),
    ("api_keys_hash_key", "api_keys.key_hash"),
    ("sessions_token_key", "sessions.token_hash"),
    ("password_resets_token_key", "password_resets.token_hash"),
    ("settings_documents_pkey", "settings_documents.workspace_id, settings_documents.kind"),
    ("ticks_pkey", "ticks.workspace_id, ticks.schedule, ticks.tick_at"),
    ("workspaces_pkey", "workspaces.workspace_id"),
];

/// What a constraint of the schema says, if the error is one. The only place that knows constraint names.
pub(crate) fn refusal(error: &DbErr) -> Option<StoreError> {
    match error.sql_err()? {
        SqlErr::UniqueConstraintViolation(message) => Some(StoreError::Duplicate(
            UNIQUE_RULES
                .iter()
                .find(|(name, columns)| {
                    message.contains(&format!("\"{name}\"")) || message.ends_with(columns)
                })
                .map_or("unique", |(name, _)| name),
        )),
        SqlErr::ForeignKeyConstraintViolation(_) => Some(StoreError::MissingReference),
        _ => None,
    }
}

/// Whether trying again later may help: no connection, a time limit, a lock that two writers want of one another.
fn is_unavailable(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            match &**error {
                sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed => true,
                sqlx::Error::Database(refused) => {
                    // PostgreSQL: cancelled, deadlock, serialisation, shutdown, no room. SQLite: busy, locked, full disk.
                    let code = refused.code().unwrap_or_default();
                    [
                        "57014", "40P01", "40001", "57P01", "57P02", "57P03", "53300", "53100",
                        "5", "6", "13", "261", "517",
                    ]
                    .contains(&&*code)
                }
                _ => false,
            }
        }
        _ => false,
    }
}
