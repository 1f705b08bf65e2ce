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
        StoreError::Db(error) => match trouble(&error) {
            Some(Trouble::Passing) => PortError::unavailable(operation, error),
            Some(Trouble::Storage) => PortError::no_storage(operation, error),
            None => PortError::broken(operation, StoreError::Db(error)),
        },
        other => PortError::broken(operation, other),
    }
}

/// The unique rules that ports speak of: the name of the constraint, and the columns by which SQLite names it.
const UNIQUE_RULES: &[(&str, &str)] = &[
    (
        "call_jobs_idempotency_key",
        "call_jobs.workspace_id, call_jobs.kind, call_jobs.idempotency_key",
    ),
    ("blocked_numbers_pkey", "blocked_numbers.workspace_id, blocked_numbers.number"),
    ("calls_pkey", "calls.workspace_id, calls.id"),
    ("calls_provider_key", "calls.workspace_id, calls.provider, calls.provider_call_id"),
    ("causes_pkey", "causes.workspace_id, causes.cause"),
    ("consent_entries_pkey", "consent_entries.workspace_id, consent_entries.id"),
    ("customers_pkey", "customers.workspace_id, customers.id"),
    (
        "customer_phones_number_key",
        "customer_phones.workspace_id, customer_phones.customer_id, customer_phones.number",
    ),
    ("do_not_contact_customer_key", "do_not_contact.workspace_id, do_not_contact.customer_id"),
    ("do_not_contact_number_key", "do_not_contact.workspace_id, do_not_contact.number"),
    ("follow_ups_automatic_key", "follow_ups.workspace_id, follow_ups.call_id"),
    ("follow_ups_pkey", "follow_ups.workspace_id, follow_ups.id"),
    ("interactions_call_key", "interactions.workspace_id, interactions.call_id"),
    ("call_rooms_leg_key", "call_rooms.workspace_id, call_rooms.provider, call_rooms.first_leg"),
    ("lines_number_key", "lines.workspace_id, lines.number"),
    ("mail_outbox_message_key", "mail_outbox.workspace_id, mail_outbox.message_id"),
    ("message_templates_key_key", "message_templates.workspace_id, message_templates.key"),
    ("messages_pkey", "messages.workspace_id, messages.id"),
    ("messages_provider_key", "messages.workspace_id, messages.provider_id"),
    ("members_email_key", "members.workspace_id, members.email"),
    ("members_pkey", "members.workspace_id, members.id"),
    ("attachments_pkey", "attachments.workspace_id, attachments.id"),
    (
        "recordings_provider_key",
        "recordings.workspace_id, recordings.provider, recordings.provider_key",
    ),
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

/// What kind of trouble the database is in, where it is none of ours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Trouble {
    /// Trying again later may help: no connection, a time limit, a lock that two writers want of one another.
    Passing,
    /// It cannot write: the disk is full, or may only be read.
    Storage,
}

fn trouble(error: &DbErr) -> Option<Trouble> {
    match error {
        DbErr::ConnectionAcquire(_) => Some(Trouble::Passing),
        DbErr::Conn(inner) => trouble_inside(inner).or(Some(Trouble::Passing)),
        DbErr::Exec(inner) | DbErr::Query(inner) => trouble_inside(inner),
        _ => None,
    }
}

fn trouble_inside(error: &RuntimeErr) -> Option<Trouble> {
    let RuntimeErr::SqlxError(error) = error else { return None };
    match &**error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Some(Trouble::Passing),
        sqlx::Error::Database(refused) => trouble_of_code(&refused.code().unwrap_or_default()),
        _ => None,
    }
}

/// PostgreSQL has codes of five characters. SQLite has numbers whose lowest byte is the kind, the rest says more.
fn trouble_of_code(code: &str) -> Option<Trouble> {
    match (code, code.parse::<u32>().map(|number| number & 0xff)) {
        // Cancelled, deadlock, serialisation, shutdown, no connection left.
        ("57014" | "40P01" | "40001" | "57P01" | "57P02" | "57P03" | "53300", _) => {
            Some(Trouble::Passing)
        }
        // Disk full, input or output error, a standby that only reads.
        ("53100" | "58030" | "25006", _) => Some(Trouble::Storage),
        // Busy, locked.
        (_, Ok(5 | 6)) if code.len() < 5 => Some(Trouble::Passing),
        // May only be read, input or output error, full disk, a file cannot be opened.
        (_, Ok(8 | 10 | 13 | 14)) if code.len() < 5 => Some(Trouble::Storage),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_or_read_only_disk_is_told_from_a_busy_database() {
        for code in ["53100", "25006", "13", "8", "776", "1032", "778", "4874", "14", "1038"] {
            assert_eq!(trouble_of_code(code), Some(Trouble::Storage), "{code}");
        }
        for code in ["57014", "40P01", "5", "261", "517", "6", "262"] {
            assert_eq!(trouble_of_code(code), Some(Trouble::Passing), "{code}");
        }
        for code in ["", "23505", "42P01", "1", "19", "2067"] {
            assert_eq!(trouble_of_code(code), None, "{code}");
        }
    }
}
