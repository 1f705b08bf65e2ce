//! pgbench on the statements that the server runs.

use super::{psql::session_options, wire::Transaction};
use crate::{postgres::Postgres, process};
use anyhow::{Context, Result};
use std::{fmt::Write as _, fs, path::Path};

/// A script of pgbench with its variables.
pub(super) struct Script {
    text: String,
    variables: Vec<(String, String)>,
    /// Settings of the sessions beside role and workspace.
    settings: &'static str,
}

impl Script {
    /// The transactions as the server sends them: same frame, same statements, values as parameters.
    pub(super) fn framed(transactions: &[Transaction]) -> Self {
        let mut script = Self { text: String::new(), variables: Vec::new(), settings: "" };
        let statements = transactions.iter().flat_map(|one| &one.statements);
        for (place, statement) in statements.enumerate() {
            let text = statement.with(|number, value| match value {
                // pgbench refuses empty variables.
                Some("") => "''".to_owned(),
                Some(_) => format!(":s{place}p{number} "),
                None => "NULL".to_owned(),
            });
            script.line(&text);
            let given = statement.values.iter().enumerate();
            let given = given.filter_map(|(index, value)| {
                Some((format!("s{place}p{}", index + 1), value.clone()?))
            });
            script.variables.extend(given);
        }
        script
    }

    /// The statements alone, each on its own, values written into them.
    pub(super) fn bare(transactions: &[Transaction]) -> Self {
        let settings = transactions.first().map_or("", Transaction::planned_with);
        let mut script = Self { text: String::new(), variables: Vec::new(), settings };
        let statements = transactions.iter().flat_map(|one| &one.statements);
        for statement in statements.filter(|statement| !statement.is_frame()) {
            script.line(&statement.inlined());
        }
        script
    }

    /// A script that is written already, with its variables. Texts belong into variables: pgbench takes a colon in the
    /// script for the start of one.
    pub(super) const fn written(text: String, variables: Vec<(String, String)>) -> Self {
        Self { text, variables, settings: "" }
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.text, "{};", text.trim_end().trim_end_matches(';'));
    }
}

/// Runs a script for some seconds in the role of the server; transactions a second.
pub(super) fn run(
    postgres: &Postgres,
    workspace: &str,
    script: &Script,
    (connections, seconds): (u32, u32),
    folder: &Path,
) -> Result<f64> {
    let file = folder.join("pgbench.sql");
    fs::write(&file, &script.text)?;
    let mut command = postgres.program("pgbench");
    command.env("PGOPTIONS", session_options(workspace) + script.settings);
    command.args([
        "-n",
        "-M",
        "prepared",
        "-j",
        "2",
        "-c",
        &connections.to_string(),
        "-T",
        &seconds.to_string(),
    ]);
    for (name, value) in &script.variables {
        command.arg("-D").arg(format!("{name}={value}"));
    }
    command.arg("-f").arg(&file).arg(postgres.url());
    tps(&process::capture(&mut command)?)
}

fn tps(said: &str) -> Result<f64> {
    let line =
        said.lines().find_map(|line| line.strip_prefix("tps = ")).context("pgbench says no tps")?;
    line.split(' ')
        .next()
        .and_then(|number| number.parse().ok())
        .context("pgbench says a strange tps")
}

#[cfg(test)]
mod tests {
    use super::{super::wire::Statement, *};

    fn transaction() -> Transaction {
        let plain = |text: &str| Statement { text: text.to_owned(), values: Vec::new() };
        let values = vec![Some("it's".to_owned()), None];
        let select =
            Statement { text: "SELECT a FROM b WHERE c = $1 AND d = $2".to_owned(), values };
        Transaction {
            statements: vec![plain("BEGIN"), plain("SET LOCAL x = 'y'"), select, plain("COMMIT")],
        }
    }

    #[test]
    fn the_frame_stays_and_values_are_parameters() {
        let script = Script::framed(&[transaction()]);
        assert_eq!(
            script.text,
            "BEGIN;\nSET LOCAL x = 'y';\nSELECT a FROM b WHERE c = :s2p1  AND d = NULL;\nCOMMIT;\n"
        );
        assert_eq!(script.variables, [("s2p1".to_owned(), "it's".to_owned())]);
    }

    #[test]
    fn bare_statements_stand_alone() {
        assert_eq!(
            Script::bare(&[transaction()]).text,
            "SELECT a FROM b WHERE c = 'it''s' AND d = NULL;\n"
        );
    }

    #[test]
    fn the_rate_is_read() {
        let said = "latency average = 1.2 ms\ntps = 812.500000 (without initial connection time)\n";
        assert!((tps(said).unwrap() - 812.5).abs() < 0.01);
    }
}
