//! The statements that a request really runs, read from the log of PostgreSQL with the values of their parameters.

use super::{http::Connection, psql};
use crate::postgres::Postgres;
use anyhow::{Context, Result, ensure};
use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    thread::sleep,
    time::{Duration, Instant},
};

/// Settings of PostgreSQL under which its log can be read here.
pub(super) const LOG_PREFIX: &str = "log_line_prefix=@%p@ ";

/// How long the end of a transaction is waited for.
const SETTLED_WITHIN: Duration = Duration::from_secs(1);

/// A statement as it reached PostgreSQL.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Statement {
    /// The text, with `$1` and so on.
    pub(super) text: String,
    /// The values; `None` is NULL.
    pub(super) values: Vec<Option<String>>,
}

/// One transaction of a request.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Transaction {
    /// From BEGIN to COMMIT.
    pub(super) statements: Vec<Statement>,
}

impl Statement {
    /// The text with the values in it.
    pub(super) fn inlined(&self) -> String {
        self.with(|_, value| value.map_or("NULL".to_owned(), quoted))
    }

    /// The text with something else for each parameter.
    pub(super) fn with(&self, put: impl Fn(usize, Option<&str>) -> String) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut rest = self.text.as_str();
        while let Some(at) = rest.find('$') {
            let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
            let number: Option<usize> = rest[at + 1..at + 1 + digits].parse().ok();
            let value =
                number.and_then(|number| Some((number, self.values.get(number.checked_sub(1)?)?)));
            text.push_str(&rest[..at]);
            match value {
                Some((number, value)) => text.push_str(&put(number, value.as_deref())),
                None => text.push_str(&rest[at..at + 1 + digits]),
            }
            rest = &rest[at + 1 + digits..];
        }
        text + rest
    }

    /// Whether it only opens, scopes or closes a transaction.
    pub(super) fn is_frame(&self) -> bool {
        ["BEGIN", "SET LOCAL", "SELECT set_config(", "COMMIT", "ROLLBACK"]
            .iter()
            .any(|word| self.text.starts_with(word))
    }
}

impl Transaction {
    /// Settings of a session that plans the statements as they are planned in the transaction.
    pub(super) fn planned_with(&self) -> &'static str {
        let walks =
            self.statements.iter().any(|statement| statement.text.contains("'enable_sort'"));
        if walks { " -c enable_sort=off -c enable_seqscan=off" } else { "" }
    }

    fn has_ended(&self) -> bool {
        let last = self.statements.last().map(|statement| statement.text.as_str());
        last.is_some_and(|text| text.starts_with("COMMIT") || text.starts_with("ROLLBACK"))
    }

    /// Whether it looks the sender of the request up.
    pub(super) fn is_sign_in(&self) -> bool {
        self.statements.iter().any(|statement| statement.text.contains("ROLE callboard_system"))
    }
}

fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// The transactions of one request, in the order in which they began. Of several tries the shortest counts: in the others
/// something else of the server came between.
pub(super) fn capture(postgres: &Postgres, port: u16, request: &str) -> Result<Vec<Transaction>> {
    set_logging(postgres, "all")?;
    let mut connection = Connection::open(port)?;
    // The sessions of the server notice the setting with their next statement.
    for _ in 0..8 {
        connection.send(request)?;
    }
    let mut best: Option<Vec<Transaction>> = None;
    for _ in 0..5 {
        let found = transactions(&logged_during(postgres, || connection.send(request).map(drop))?);
        let count = |all: &[Transaction]| all.iter().map(|one| one.statements.len()).sum::<usize>();
        if !found.is_empty() && best.as_ref().is_none_or(|best| count(&found) < count(best)) {
            best = Some(found);
        }
    }
    set_logging(postgres, "none")?;
    best.context("the log of PostgreSQL holds no statement of the request")
}

/// The transactions of a request that may be sent only once; `harmless` may be sent often.
pub(super) fn capture_once(
    postgres: &Postgres,
    port: u16,
    harmless: &str,
    request: &str,
) -> Result<Vec<Transaction>> {
    set_logging(postgres, "all")?;
    let mut connection = Connection::open(port)?;
    for _ in 0..8 {
        connection.send(harmless)?;
    }
    let text = logged_during(postgres, || connection.send(request).map(drop))?;
    set_logging(postgres, "none")?;
    Ok(transactions(&text))
}

/// What the log gained while something was done, to the end of the transactions: those that only read end a moment after
/// the answer.
fn logged_during(postgres: &Postgres, act: impl FnOnce() -> Result<()>) -> Result<String> {
    let mut log = File::open(postgres.log())?;
    log.seek(SeekFrom::End(0))?;
    act()?;
    let mut text = String::new();
    let deadline = Instant::now() + SETTLED_WITHIN;
    loop {
        log.read_to_string(&mut text)?;
        let found = transactions(&text);
        let settled = !found.is_empty() && found.iter().all(Transaction::has_ended);
        if settled || Instant::now() > deadline {
            return Ok(text);
        }
        sleep(Duration::from_millis(2));
    }
}

fn set_logging(postgres: &Postgres, which: &str) -> Result<()> {
    psql::ask(postgres, &format!("ALTER SYSTEM SET log_statement = '{which}'"))?;
    ensure!(
        psql::ask(postgres, "SELECT pg_reload_conf()")? == "t",
        "PostgreSQL does not read its settings"
    );
    Ok(())
}

fn transactions(log: &str) -> Vec<Transaction> {
    let mut all: Vec<(&str, Transaction)> = Vec::new();
    for line in log.lines() {
        let Some((process, message)) =
            line.strip_prefix('@').and_then(|rest| rest.split_once("@ "))
        else {
            continue;
        };
        let own = all.iter_mut().rev().find(|(of, _)| *of == process).map(|(_, own)| own);
        if let Some(parameters) = message.strip_prefix("DETAIL:  parameters: ") {
            if let Some(last) = own.and_then(|own| own.statements.last_mut()) {
                last.values = values(parameters);
            }
            continue;
        }
        let Some(text) = statement(message) else { continue };
        let statement = Statement { text: text.to_owned(), values: Vec::new() };
        match own {
            _ if text.starts_with("BEGIN") => {
                all.push((process, Transaction { statements: vec![statement] }));
            }
            Some(own) if !own.has_ended() => own.statements.push(statement),
            // The end of a transaction that began before.
            _ => {}
        }
    }
    all.into_iter().map(|(_, transaction)| transaction).collect()
}

fn statement(message: &str) -> Option<&str> {
    let rest = message.strip_prefix("LOG:  ")?;
    match rest.strip_prefix("execute ") {
        Some(named) => named.split_once(": ").map(|(_, text)| text),
        None => rest.strip_prefix("statement: "),
    }
}

/// `$1 = 'it''s', $2 = NULL` as values.
fn values(mut text: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    while let Some((_, rest)) = text.split_once(" = ") {
        if let Some(rest) = rest.strip_prefix("NULL") {
            values.push(None);
            text = rest;
            continue;
        }
        let mut value = String::new();
        let mut letters = rest.char_indices().skip(1).peekable();
        let mut end = rest.len();
        while let Some((at, letter)) = letters.next() {
            if letter == '\'' {
                if letters.peek().is_some_and(|(_, next)| *next == '\'') {
                    letters.next();
                } else {
                    end = at + 1;
                    break;
                }
            }
            value.push(letter);
        }
        values.push(Some(value));
        text = &rest[end..];
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\
@7@ LOG:  statement: BEGIN
@8@ LOG:  statement: BEGIN
@7@ LOG:  execute sqlx_s_1: SELECT * FROM a WHERE b = $1 AND c = $2 LIMIT $3
@7@ DETAIL:  parameters: $1 = 'it''s = $2', $2 = NULL, $3 = '51'
@8@ LOG:  statement: SET LOCAL ROLE callboard_system
@7@ LOG:  statement: COMMIT
@9@ ERROR:  canceled
@9@ LOG:  statement: ROLLBACK
";

    #[test]
    fn transactions_are_told_apart_by_their_sessions() {
        let found = transactions(LOG);
        assert_eq!(found.iter().map(|one| one.statements.len()).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(found.iter().map(Transaction::is_sign_in).collect::<Vec<_>>(), [false, true]);
        assert_eq!(found.iter().map(Transaction::has_ended).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn values_stand_where_the_parameters_stood() {
        let found = &transactions(LOG)[0].statements[1];
        assert_eq!(
            found.inlined(),
            "SELECT * FROM a WHERE b = 'it''s = $2' AND c = NULL LIMIT '51'"
        );
        assert_eq!(
            found.with(|number, _| format!(":p{number}")),
            "SELECT * FROM a WHERE b = :p1 AND c = :p2 LIMIT :p3"
        );
    }
}
