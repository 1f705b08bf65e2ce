//! Which tables and columns there are. They are read from the database, so that no table of a later migration is forgotten.

use super::{BackupError, cell::Kind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Numbers rows for the search index of SQLite and means nothing elsewhere; a restored row gets another one.
pub(super) const ROW_KEY: &str = "row_key";
/// The list of migrations stands in the header.
pub(super) const MIGRATIONS: &str = "seaql_migrations";

/// A column that is stored and not computed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

impl Serialize for Column {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.name, self.kind.as_str()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (name, word) = <(String, String)>::deserialize(deserializer)?;
        let kind = Kind::parse(&word)
            .ok_or_else(|| serde::de::Error::custom("a column is of an unknown kind"))?;
        Ok(Self { name, kind })
    }
}

/// A table with the columns that are backed up, by name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
}

impl Table {
    /// What the columns hold.
    pub(super) fn kinds(&self) -> Vec<Kind> {
        self.columns.iter().map(|column| column.kind).collect()
    }

    /// The place of a column.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The columns as a statement lists them.
    pub(super) fn column_list(&self) -> String {
        let quoted: Vec<_> = self.columns.iter().map(|c| format!("\"{}\"", c.name)).collect();
        quoted.join(", ")
    }

    /// What an audit chain is checked by comes in its order; other rows come as the database finds them.
    pub(super) fn order(&self) -> &'static str {
        if self.name == "audit_entries" { " ORDER BY workspace_id, seq" } else { "" }
    }
}

/// Puts the columns of a schema together. `found` has table, column and declared type.
pub(super) fn collect(found: Vec<(String, String, String)>) -> Result<Vec<Table>, BackupError> {
    let mut tables: Vec<Table> = Vec::new();
    for (table, column, declared) in found {
        if table == MIGRATIONS || column == ROW_KEY {
            continue;
        }
        let kind = Kind::of_type(&declared)
            .ok_or_else(|| BackupError::Column(format!("{table}.{column} ({declared})")))?;
        let column = Column { name: column, kind };
        match tables.iter_mut().find(|known| known.name == table) {
            Some(known) => known.columns.push(column),
            None => tables.push(Table { name: table, columns: vec![column] }),
        }
    }
    // The same order on both databases, so that the same rows give the same lines.
    for table in &mut tables {
        table.columns.sort_by(|a, b| a.name.cmp(&b.name));
    }
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(tables)
}

/// A name from a file that stands in a statement: it must be one of ours.
pub(super) fn known<'a>(tables: &'a [Table], wanted: &Table) -> Result<&'a Table, BackupError> {
    let found = tables.iter().find(|table| table.name == wanted.name);
    match found {
        Some(table) if table == wanted => Ok(table),
        _ => Err(BackupError::Columns(wanted.name.clone())),
    }
}
