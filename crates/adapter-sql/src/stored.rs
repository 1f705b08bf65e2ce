//! Reads stored values back into the words of the domains. What cannot be read is an error that names where it stands;
//! the value itself stays out of it, because it may be personal.

use crate::error::{Result, StoreError};
use callboard_kernel::{Phone, Timestamp, millis, timestamp};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    table: &'static str,
    row: Uuid,
}

impl At {
    /// A row of a table.
    pub(crate) const fn new(table: &'static str, row: Uuid) -> Self {
        Self { table, row }
    }

    /// The error that this column cannot be read.
    pub(crate) fn unreadable(self, column: &'static str) -> StoreError {
        StoreError::Unreadable { table: self.table, column, row: self.row.to_string() }
    }

    /// A word of a closed list.
    pub(crate) fn word<T>(
        self,
        column: &'static str,
        text: &str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T> {
        parse(text).ok_or_else(|| self.unreadable(column))
    }

    /// A word of a closed list, or none.
    pub(crate) fn maybe_word<T>(
        self,
        column: &'static str,
        text: Option<&str>,
        parse: fn(&str) -> Option<T>,
    ) -> Result<Option<T>> {
        text.map(|text| self.word(column, text, parse)).transpose()
    }

    /// A telephone number, or none.
    pub(crate) fn phone(self, column: &'static str, text: Option<&str>) -> Result<Option<Phone>> {
        text.map(Phone::from_e164).transpose().map_err(|_| self.unreadable(column))
    }

    /// A JSON document.
    pub(crate) fn json<T: DeserializeOwned>(
        self,
        column: &'static str,
        value: serde_json::Value,
    ) -> Result<T> {
        serde_json::from_value(value).map_err(|_| self.unreadable(column))
    }

    /// A small number that is never negative.
    pub(crate) fn score(self, column: &'static str, value: i32) -> Result<u8> {
        u8::try_from(value).map_err(|_| self.unreadable(column))
    }
}

/// Writes a document.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<serde_json::Value> {
    Ok(serde_json::to_value(value)?)
}

/// Milliseconds of an instant that may be absent.
pub(crate) fn maybe_millis(at: Option<Timestamp>) -> Option<i64> {
    at.map(millis)
}

/// The instant of milliseconds that may be absent.
pub(crate) fn maybe_timestamp(at: Option<i64>) -> Option<Timestamp> {
    at.map(timestamp)
}

/// An empty text is "none" in columns that are sorted by.
pub(crate) fn none_if_empty(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
