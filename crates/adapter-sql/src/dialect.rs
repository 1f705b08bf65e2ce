//! Everything in which PostgreSQL and SQLite differ.

use callboard_kernel::{WorkspaceId, digits_of};
use sea_orm::{
    Value,
    sea_query::{Alias, Expr, SimpleExpr},
};
use std::time::Duration;

/// Which database a statement is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Dialect {
    /// PostgreSQL 14 or newer.
    Postgres,
    /// SQLite 3.45 or newer.
    Sqlite,
}

/// A table that is searched by fragment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Searched {
    Calls,
    Customers,
    FollowUps,
    TranscriptSegments,
}

impl Searched {
    const fn table(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Customers => "customers",
            Self::FollowUps => "follow_ups",
            Self::TranscriptSegments => "transcript_segments",
        }
    }
}

/// The calls of the terms and the notes with a fragment, on SQLite. The terms of all workspaces are asked: a condition on the
/// workspace of the call would ask them anew for each call, and a term that is also another's finds no other calls, because
/// the statement is bound to its workspace and each call is found by a value of its own. `CROSS JOIN` is SQLite's word for "in
/// this order": of itself it may walk all rows of a workspace and ask the index of the fragments about each.
const CALLS_OF_TERMS: &str = "(\"calls\".\"other_party\" IN (SELECT t.value FROM call_terms_search s CROSS JOIN call_terms t \
     ON t.row_key = s.rowid WHERE call_terms_search MATCH ? AND t.kind = 'number') \
     OR \"calls\".\"own_line\" IN (SELECT t.value FROM call_terms_search s CROSS JOIN call_terms t \
     ON t.row_key = s.rowid WHERE call_terms_search MATCH ? AND t.kind = 'line') \
     OR \"calls\".\"caller_sort\" IN (SELECT t.value FROM call_terms_search s CROSS JOIN call_terms t \
     ON t.row_key = s.rowid WHERE call_terms_search MATCH ? AND t.kind = 'name') \
     OR \"calls\".\"row_key\" IN (SELECT rowid FROM call_notes_search WHERE call_notes_search MATCH ?))";

impl Dialect {
    /// The statement that locks a transaction to a workspace by row-level security.
    pub(crate) fn enter_workspace(self, workspace: WorkspaceId) -> Option<String> {
        // A UUID prints as hexadecimal digits and dashes, so it may stand in the text; one round trip, no plan to cache.
        (self == Self::Postgres).then(|| format!("SET LOCAL callboard.workspace = '{workspace}'"))
    }

    /// Both in one statement, because each message costs as much as a simple statement: see [`Self::enter_workspace`] and
    /// [`Self::prefer_walking`].
    pub(crate) fn enter_walking(self, workspace: WorkspaceId) -> Option<String> {
        let walk = self.prefer_walking()?;
        Some(format!("{walk}, set_config('callboard.workspace', '{workspace}', TRUE)"))
    }

    /// The statement that lets a transaction work across workspaces.
    pub(crate) const fn enter_system(self) -> Option<&'static str> {
        match self {
            Self::Postgres => Some("SET LOCAL ROLE callboard_system"),
            Self::Sqlite => None,
        }
    }

    /// The statement that makes the planner of a transaction walk an index in order rather than sort. SQLite does so anyway.
    pub(crate) const fn prefer_walking(self) -> Option<&'static str> {
        match self {
            Self::Postgres => Some(
                "SELECT set_config('enable_sort', 'off', TRUE), set_config('enable_seqscan', 'off', TRUE)",
            ),
            Self::Sqlite => None,
        }
    }

    /// The statement that makes the planner of a transaction look at the values of each statement anew. While a table grows
    /// a plan that was kept from its beginnings reads more and more in vain. SQLite keeps none over a change of the table.
    pub(crate) const fn plan_for_values(self) -> Option<&'static str> {
        match self {
            Self::Postgres => Some("SET LOCAL plan_cache_mode = force_custom_plan"),
            Self::Sqlite => None,
        }
    }

    /// The statement that lets the statements of a transaction run for so long only. SQLite reads for as long as it takes.
    pub(crate) fn give_up_after(self, limit: Duration) -> Option<String> {
        (self == Self::Postgres)
            .then(|| format!("SET LOCAL statement_timeout = {}", limit.as_millis()))
    }

    /// A column whose own index shall not be used, because the rows are found in the order of the list. On PostgreSQL
    /// [`Self::prefer_walking`] sees to it.
    pub(crate) fn checked(self, table: &'static str, column: &'static str) -> SimpleExpr {
        match self {
            Self::Postgres => Expr::col((Alias::new(table), Alias::new(column))),
            Self::Sqlite => Expr::cust(format!("+\"{table}\".\"{column}\"")),
        }
    }

    /// The database's clock in epoch milliseconds.
    pub(crate) const fn now(self) -> &'static str {
        match self {
            Self::Postgres => "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)",
            Self::Sqlite => "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
        }
    }

    /// Locks the rows of a select until the transaction ends. SQLite has one writer, who holds the whole database.
    pub(crate) const fn for_update(self) -> &'static str {
        match self {
            Self::Postgres => " FOR UPDATE",
            Self::Sqlite => "",
        }
    }

    /// Locks the rows of a select and passes over those that somebody else has locked.
    pub(crate) const fn for_update_skip_locked(self) -> &'static str {
        match self {
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
            Self::Sqlite => "",
        }
    }

    /// One id of a group, whichever.
    pub(crate) const fn any_id(self) -> &'static str {
        match self {
            Self::Postgres => "CAST(min(CAST(\"calls\".\"id\" AS TEXT)) AS UUID)",
            Self::Sqlite => "min(\"calls\".\"id\")",
        }
    }

    /// How many of these tags (in lower case) a call has, whatever their case there. Read from the call itself: to look them up
    /// in the table of tags is a search for each call.
    pub(crate) fn count_tags_among(self, tags: &[String]) -> SimpleExpr {
        let (each, tag) = match self {
            Self::Postgres => {
                ("jsonb_array_elements_text(\"calls\".\"tags\") AS \"t\" (\"tag\")", "\"tag\"")
            }
            Self::Sqlite => ("json_each(\"calls\".\"tags\") AS \"t\"", "\"value\""),
        };
        let places: Vec<String> = (1..=tags.len()).map(|place| self.place(place)).collect();
        let places = places.join(", ");
        let sql = format!("(SELECT count(*) FROM {each} WHERE lower(\"t\".{tag}) IN ({places}))");
        Expr::cust_with_values(sql, tags.iter().map(String::as_str))
    }

    /// How a value is written in an expression of its own. SQLite takes a number for the place in the whole statement.
    fn place(self, number: usize) -> String {
        match self {
            Self::Postgres => format!("${number}"),
            Self::Sqlite => "?".to_owned(),
        }
    }

    /// How many values the list in a column of calls has.
    pub(crate) const fn count_tags(self) -> &'static str {
        match self {
            Self::Postgres => "jsonb_array_length(\"calls\".\"tags\")",
            Self::Sqlite => "json_array_length(\"calls\".\"tags\")",
        }
    }

    /// What makes a statement about the row of a workspace tell other replicas, at commit, that it has new events.
    pub(crate) const fn returning_notify(self) -> Option<&'static str> {
        match self {
            Self::Postgres => {
                Some(" RETURNING pg_notify('callboard_events', CAST(workspace_id AS TEXT))")
            }
            Self::Sqlite => None,
        }
    }

    /// The statement that claims deliveries for one worker: workspaces in turn, the oldest event of each first. `$1` is the
    /// owner, `$2` the lease in milliseconds, `$3` how many, and from `$4` on stand the names of `reactions` reactions.
    /// Rows that another worker is about to claim are passed over.
    pub(crate) fn claim_deliveries(self, reactions: usize) -> String {
        let names: Vec<String> = (0..reactions).map(|index| format!("${}", index + 4)).collect();
        let waiting = format!(
            "consumer IN ({}) AND ((state IN ('ready', 'retry') AND available_at <= {now}) \
             OR (state = 'claimed' AND lease_until <= {now}))",
            names.join(", "),
            now = self.now()
        );
        let lock = match self {
            Self::Postgres => " FOR UPDATE OF d SKIP LOCKED",
            Self::Sqlite => "",
        };
        format!(
            "WITH ranked AS (\
               SELECT workspace_id, event_seq, consumer, \
                 row_number() OVER (PARTITION BY workspace_id ORDER BY urgent DESC, event_seq, consumer) AS turn \
               FROM deliveries WHERE {waiting}), \
             picked AS (\
               SELECT d.workspace_id, d.event_seq, d.consumer FROM deliveries d \
               JOIN ranked r ON r.workspace_id = d.workspace_id AND r.event_seq = d.event_seq AND r.consumer = d.consumer \
               WHERE {waiting_d} ORDER BY r.turn, d.urgent DESC, d.event_seq LIMIT $3{lock}) \
             UPDATE deliveries SET state = 'claimed', owner = $1, epoch = epoch + 1, attempts = attempts + 1, \
               lease_until = {now} + $2 \
             WHERE (workspace_id, event_seq, consumer) IN (SELECT workspace_id, event_seq, consumer FROM picked) \
             RETURNING *",
            waiting_d = waiting
                .replace("consumer", "d.consumer")
                .replace("state", "d.state")
                .replace("available_at", "d.available_at")
                .replace("lease_until", "d.lease_until"),
            now = self.now()
        )
    }

    /// The statement that claims one job for one worker: the workspace that has waited longest for its turn first, then its
    /// job that has. `$1` is the owner, `$2` the lease in milliseconds, from `$3` on stand `kinds` words.
    pub(crate) fn claim_call_job(self, kinds: usize) -> String {
        let words: Vec<String> = (0..kinds).map(|index| format!("${}", index + 3)).collect();
        let lock = match self {
            Self::Postgres => " FOR UPDATE OF j SKIP LOCKED",
            Self::Sqlite => "",
        };
        format!(
            "UPDATE call_jobs SET state = 'running', owner = $1, epoch = epoch + 1, taken_at = {now}, \
               started_at = COALESCE(started_at, {now}), available_at = {now} + $2 \
             WHERE (workspace_id, id) IN (\
               SELECT j.workspace_id, j.id FROM call_jobs j \
               WHERE j.state IN ('pending', 'running') AND j.available_at <= {now} AND j.kind IN ({words}) \
               ORDER BY COALESCE((SELECT max(w.taken_at) FROM call_jobs w WHERE w.workspace_id = j.workspace_id \
                 AND w.state = 'running'), 0), j.taken_at, j.id LIMIT 1{lock}) \
             RETURNING *",
            now = self.now(),
            words = words.join(", "),
        )
    }

    /// The statement that claims the recording whose task has waited longest. `$1` is the lease in milliseconds. The version is
    /// counted up, so that whoever had it before can complete nothing.
    pub(crate) fn claim_recording(self) -> String {
        format!(
            "UPDATE recordings SET version = version + 1, available_at = {now} + $1, \
               state = CASE WHEN task = 'fetch' THEN 'fetching' ELSE state END \
             WHERE (workspace_id, id) IN (\
               SELECT r.workspace_id, r.id FROM recordings r WHERE r.task IS NOT NULL AND r.available_at <= {now} \
               ORDER BY r.available_at LIMIT 1{lock}) \
             RETURNING *",
            now = self.now(),
            lock = match self {
                Self::Postgres => " FOR UPDATE OF r SKIP LOCKED",
                Self::Sqlite => "",
            }
        )
    }

    /// The condition that rows of `table` hold the fragment somewhere in their search text, answered from an index.
    pub(crate) fn contains(self, table: Searched, wanted: &Fragment) -> SimpleExpr {
        let name = table.table();
        match self {
            Self::Sqlite if table == Searched::Calls => {
                let fts = wanted.fts();
                Expr::cust_with_values(CALLS_OF_TERMS, [fts.clone(), fts.clone(), fts.clone(), fts])
            }
            // The function reads the index below row-level security; see the schema.
            Self::Postgres => Expr::cust_with_values(
                format!("\"{name}\".\"id\" IN (SELECT search_{name}($1, $2, NULL))"),
                wanted.patterns(),
            ),
            Self::Sqlite => Expr::cust_with_values(
                format!(
                    "\"{name}\".\"row_key\" IN (SELECT rowid FROM {name}_search WHERE {name}_search MATCH ?)"
                ),
                [wanted.fts()],
            ),
        }
    }

    /// The statement that answers the ids of up to `$n` rows of `table` with the fragment from an index, and its arguments
    /// after the workspace.
    pub(crate) fn look_up(
        self,
        table: Searched,
        wanted: &Fragment,
        most: i64,
    ) -> (String, Vec<Value>) {
        let name = table.table();
        match self {
            Self::Postgres => {
                let [first, second] = wanted.patterns();
                let sql =
                    format!("SELECT search_{name}($2, $3, $4) AS id WHERE $1::uuid IS NOT NULL");
                (sql, vec![first.into(), second.into(), most.into()])
            }
            Self::Sqlite if table == Searched::Calls => {
                let condition = CALLS_OF_TERMS.replace('?', "$2");
                let sql = format!(
                    "SELECT id FROM calls WHERE workspace_id = $1 AND {condition} LIMIT $3"
                );
                (sql, vec![wanted.fts().into(), most.into()])
            }
            Self::Sqlite => {
                let sql = format!(
                    "SELECT {name}.id AS id FROM {name}_search CROSS JOIN {name} ON {name}.row_key = {name}_search.rowid \
                     WHERE {name}_search MATCH $2 AND {name}.workspace_id = $1 LIMIT $3"
                );
                (sql, vec![wanted.fts().into(), most.into()])
            }
        }
    }

    /// The statement that answers up to `most` terms of calls with the fragment and, as terms of the kind `call`, the ids of up
    /// to `noted` calls that have it in their notes; with its arguments after the workspace. PostgreSQL looks at no notes when
    /// there are `most` terms.
    pub(crate) fn look_up_terms(
        self,
        wanted: &Fragment,
        most: i64,
        noted: i64,
    ) -> (&'static str, Vec<Value>) {
        match self {
            Self::Postgres => {
                let [first, second] = wanted.patterns();
                let sql = "SELECT kind, value FROM search_call_terms($2, $3, $4, $5) WHERE $1::uuid IS NOT NULL";
                (sql, vec![first.into(), second.into(), most.into(), noted.into()])
            }
            Self::Sqlite => {
                let sql = "SELECT * FROM (SELECT t.kind, t.value FROM call_terms_search s CROSS JOIN call_terms t ON t.row_key = s.rowid \
                           WHERE call_terms_search MATCH $2 AND t.workspace_id = $1 LIMIT $3) \
                           UNION ALL SELECT * FROM (SELECT 'call', lower(hex(calls.id)) FROM call_notes_search s \
                           CROSS JOIN calls ON calls.row_key = s.rowid \
                           WHERE call_notes_search MATCH $2 AND calls.workspace_id = $1 LIMIT $4)";
                (sql, vec![wanted.fts().into(), most.into(), noted.into()])
            }
        }
    }

    /// The condition that rows of `table` hold the fragment, checked row by row: for a walk in the order of the list when
    /// so many rows match that the page is found soon.
    pub(crate) fn holds(self, table: Searched, wanted: &Fragment) -> SimpleExpr {
        let name = table.table();
        let like = format!("\"{name}\".\"search_text\" LIKE");
        match self {
            Self::Postgres => {
                Expr::cust_with_values(format!("({like} $1 OR {like} $2)"), wanted.patterns())
            }
            Self::Sqlite => {
                let sql = format!("({like} ? ESCAPE '\\' OR {like} ? ESCAPE '\\')");
                Expr::cust_with_values(sql, wanted.patterns())
            }
        }
    }
}

/// What to look for: digits for numbers, the text itself for everything else.
pub(crate) struct Fragment {
    first: String,
    second: Option<String>,
}

impl Fragment {
    /// The least characters that an index of three-letter pieces can find.
    const LEAST: usize = 3;

    /// What to look for; `None` when the text is too short to be looked up, so that no row can match.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let digits = digits_of(&text);
        let text_is_long_enough = text.chars().count() >= Self::LEAST;
        // "(864) 555-01" is a piece of a number; "unit 305" is not, though it has digits.
        let is_number = digits.len() >= Self::LEAST && !text.chars().any(char::is_alphabetic);
        match (is_number, text_is_long_enough) {
            // A national number starts with a trunk zero that E.164 does not have.
            (true, _) if digits == text => {
                let without_trunk = digits.trim_start_matches('0').to_owned();
                let second = (without_trunk.len() >= Self::LEAST && without_trunk != digits)
                    .then_some(without_trunk);
                Some(Self { first: digits, second })
            }
            (true, _) => {
                let without_trunk = digits.trim_start_matches('0').to_owned();
                let first = if without_trunk.len() >= Self::LEAST && !text.starts_with('+') {
                    without_trunk
                } else {
                    digits
                };
                Some(Self { first, second: Some(text) })
            }
            (false, true) => Some(Self { first: text, second: None }),
            (false, false) => None,
        }
    }

    /// The patterns of LIKE, one of which must match; the same one twice when there is only one.
    fn patterns(&self) -> [String; 2] {
        [like(&self.first), like(self.second.as_ref().unwrap_or(&self.first))]
    }

    /// The query of a trigram index: each piece is a quoted phrase, so that nothing in it is an operator.
    fn fts(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        match &self.second {
            Some(second) => format!("{} OR {}", quoted(&self.first), quoted(second)),
            None => quoted(&self.first),
        }
    }
}

/// The pattern of LIKE that finds the text anywhere; its wildcards are taken literally.
fn like(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fts(text: &str) -> Option<String> {
        Fragment::of(text).map(|fragment| fragment.fts())
    }

    #[test]
    fn sqlite_asks_the_index_of_the_fragments_first() {
        let wanted = Fragment::of("(300) 555-010").unwrap();
        let (terms, _) = Dialect::Sqlite.look_up_terms(&wanted, 1, 1);
        assert_eq!(terms.matches("_search s CROSS JOIN ").count(), 2, "{terms}");
        assert_eq!(terms.matches("JOIN").count(), 2, "{terms}");
        assert_eq!(CALLS_OF_TERMS.matches("JOIN").count(), 3);
        assert_eq!(CALLS_OF_TERMS.matches("_search s CROSS JOIN ").count(), 3);
    }

    #[test]
    fn numbers_are_looked_up_by_their_digits() {
        assert_eq!(fts("86455501").as_deref(), Some("\"86455501\""));
        assert_eq!(fts("(864) 555-01").as_deref(), Some("\"86455501\" OR \"(864) 555-01\""));
        assert_eq!(fts("020 7946").as_deref(), Some("\"207946\" OR \"020 7946\""));
    }

    #[test]
    fn text_is_looked_up_as_it_is_whatever_it_holds() {
        assert_eq!(fts("Unit 305").as_deref(), Some("\"unit 305\""));
        assert_eq!(fts("a\"b OR c").as_deref(), Some("\"a\"\"b or c\""));
        assert_eq!(like("50%_\\"), "%50\\%\\_\\\\%");
    }

    #[test]
    fn two_letters_find_nothing() {
        assert_eq!(fts("ab"), None);
        assert_eq!(fts("12"), None);
    }
}
