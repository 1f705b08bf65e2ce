//! Every table belongs to a tenant: it has `workspace_id`, and its key and its references begin with it.

use crate::repo;
use anyhow::{Context, Result};
use std::fs;

/// Tables that stand above tenants, with the reason.
const GLOBAL: [(&str, &str); 1] =
    [("seaql_migrations", "which migrations ran is a fact about the database, not about a tenant")];

/// A `CREATE TABLE` statement.
pub(super) struct Table {
    file: String,
    name: String,
    /// Columns and constraints, in lower case, one blank between words.
    parts: Vec<String>,
}

/// All tables of the schema files.
pub(super) fn read() -> Result<Vec<Table>> {
    let folder = repo::root().join("migrations/src/schema");
    let mut tables = Vec::new();
    if !folder.exists() {
        return Ok(tables);
    }
    for file in repo::files(&folder, &[])? {
        if file.extension().is_some_and(|extension| extension == "sql") {
            let text = fs::read_to_string(&file).with_context(|| repo::shown(&file))?;
            tables.extend(parse(&repo::shown(&file), &text));
        }
    }
    Ok(tables)
}

/// What follows such a mark in a line counts for that database only; elsewhere it is a comment.
const DIALECTS: [&str; 2] = ["--postgres:", "--sqlite:"];

fn parse(file: &str, text: &str) -> Vec<Table> {
    DIALECTS.iter().flat_map(|mark| parse_dialect(file, text, mark)).collect()
}

fn parse_dialect(file: &str, text: &str, mark: &str) -> Vec<Table> {
    let text = text.replace(mark, "");
    let lines = text.lines().map(|line| line.split("--").next().unwrap_or_default());
    let text = lines.collect::<Vec<_>>().join(" ").to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let statements = text.split("create table ").skip(1);
    let table = |statement: &str| {
        let (name, rest) = statement.split_once('(')?;
        let name = name.trim().trim_start_matches("if not exists ").trim_matches('"').to_owned();
        Some(Table { file: file.to_owned(), name, parts: parts(rest) })
    };
    statements.filter_map(table).collect()
}

/// Splits what stands between the parentheses of a statement at its top-level commas.
fn parts(rest: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_u32;
    for letter in rest.chars() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

/// Column, key and references of every table. No table at all is a violation, too: then this check reads the wrong folder.
pub(super) fn check(tables: &[Table]) -> Vec<String> {
    if tables.is_empty() {
        return vec!["migrations/src/schema: no CREATE TABLE found".to_owned()];
    }
    let is_global = |table: &&Table| GLOBAL.iter().any(|(name, _)| *name == table.name);
    let mut violations: Vec<String> =
        tables.iter().filter(|table| !is_global(table)).flat_map(Table::violations).collect();
    // A table is read once per database; what is wrong on both is said once.
    violations.sort();
    violations.dedup();
    violations
}

impl Table {
    /// The primary key. On SQLite a row number may stand in for it; then the constraint of its name is what counts.
    fn keys(&self) -> Vec<&String> {
        self.parts
            .iter()
            .filter(|part| part.contains("primary key") || part.contains("_pkey "))
            .collect()
    }

    fn violations(&self) -> Vec<String> {
        let mut violations = Vec::new();
        let mut say =
            |what: String| violations.push(format!("{}: table {} {what}", self.file, self.name));
        let column = self.parts.iter().find(|part| part.starts_with("workspace_id "));
        match column {
            None => say("has no workspace_id".to_owned()),
            Some(column) if !column.contains("not null") && !column.contains("primary key") => {
                say("lets workspace_id be null".to_owned());
            }
            Some(_) => {}
        }
        let keys = self.keys();
        if keys.is_empty() {
            say("has no primary key".to_owned());
        } else if !keys.iter().any(|key| is_of_a_tenant(key)) {
            say("has a primary key that does not begin with workspace_id".to_owned());
        }
        for part in self.parts.iter().filter(|part| part.contains("references ")) {
            let whole = names_workspace_first(part, "foreign key");
            if !whole && !part.starts_with("workspace_id ") {
                say(format!("refers to another table without its workspace_id: {part}"));
            }
        }
        violations
    }
}

fn is_of_a_tenant(key: &str) -> bool {
    let listed = ["primary key", "unique"].iter().any(|words| names_workspace_first(key, words));
    listed || key.starts_with("workspace_id ")
}

fn names_workspace_first(part: &str, words: &str) -> bool {
    let after = part.split_once(words).map(|(_, rest)| rest.trim_start().trim_start_matches('('));
    after.is_some_and(|columns| columns.trim_start().starts_with("workspace_id"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(sql: &str) -> Vec<String> {
        check(&parse("schema.sql", sql))
    }

    #[test]
    fn a_table_of_a_tenant_passes() {
        let sql = "
            CREATE TABLE workspaces (workspace_id UUID NOT NULL PRIMARY KEY, name TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS calls ( -- one row per call
                workspace_id UUID NOT NULL REFERENCES workspaces (workspace_id),
                id UUID NOT NULL,
                contact_id UUID,
                value NUMERIC(10, 2) CHECK (value >= 0),
                CONSTRAINT calls_pkey PRIMARY KEY (workspace_id, id),
                CONSTRAINT calls_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES customers (workspace_id, id)
            );
            CREATE VIRTUAL TABLE calls_search USING fts5 (text);";
        assert_eq!(parse_dialect("schema.sql", sql, DIALECTS[0]).len(), 2);
        assert_eq!(violations(sql), Vec::<String>::new());
    }

    #[test]
    fn a_table_without_a_tenant_is_refused() {
        assert_eq!(violations("CREATE TABLE notes (id UUID PRIMARY KEY);").len(), 2);
        let nullable =
            "CREATE TABLE notes (workspace_id UUID, id UUID, PRIMARY KEY (workspace_id, id));";
        assert_eq!(violations(nullable).len(), 1);
    }

    #[test]
    fn a_reference_across_tenants_is_refused() {
        let sql = "CREATE TABLE notes (workspace_id UUID NOT NULL, id UUID, call_id UUID REFERENCES calls (id), \
                   PRIMARY KEY (workspace_id, id));";
        assert_eq!(violations(sql).len(), 1);
    }

    #[test]
    fn both_databases_are_read() {
        let sql = "CREATE TABLE notes (
            --sqlite: row_key INTEGER PRIMARY KEY,
            workspace_id UUID NOT NULL,
            --postgres: CONSTRAINT notes_pkey PRIMARY KEY (workspace_id, id),
            --sqlite: CONSTRAINT notes_pkey UNIQUE (workspace_id, id),
            id UUID NOT NULL);";
        assert_eq!(violations(sql), Vec::<String>::new());
        assert_eq!(violations(&sql.replace("UNIQUE (workspace_id, id)", "UNIQUE (id)")).len(), 1);
        assert_eq!(violations(&sql.replace("--postgres: CONSTRAINT", "-- CONSTRAINT")).len(), 1);
    }

    #[test]
    fn an_empty_schema_is_suspicious() {
        assert_eq!(violations("CREATE INDEX a ON b (c);").len(), 1);
    }
}
