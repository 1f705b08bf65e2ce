//! What PostgreSQL does for a statement: `EXPLAIN ANALYZE`, in short.

use super::{
    psql::{ask_as_server, session_options},
    wire::Transaction,
};
use crate::postgres::Postgres;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeSet;

/// A table of so few rows is rightly read from end to end.
const SMALL: u64 = 200;

/// The statements of a request, explained.
#[derive(Default)]
pub(super) struct Plan {
    /// Milliseconds of planning.
    pub(super) planning: f64,
    /// Milliseconds of execution.
    pub(super) execution: f64,
    /// Indexes that are read.
    pub(super) indexes: BTreeSet<String>,
    /// Tables that are read from end to end.
    pub(super) scanned: BTreeSet<String>,
    /// The most rows that are sorted at once.
    pub(super) sorted: u64,
    /// Rows that were read and thrown away by a filter.
    pub(super) filtered: u64,
}

impl Plan {
    /// Explains every statement of the transactions, in the role of the server.
    pub(super) fn of(
        postgres: &Postgres,
        workspace: &str,
        transactions: &[Transaction],
    ) -> Result<Self> {
        let mut plan = Self::default();
        for transaction in transactions {
            let options = session_options(workspace) + transaction.planned_with();
            let asks = |text: &str| text.starts_with("SELECT");
            let statements = transaction.statements.iter();
            for statement in statements.filter(|one| asks(&one.text) && !one.is_frame()) {
                let sql = format!("EXPLAIN (ANALYZE, FORMAT JSON) {}", statement.inlined());
                let json: Value = serde_json::from_str(&ask_as_server(postgres, &options, &sql)?)?;
                plan.add(json.get(0).context("EXPLAIN answers nothing")?);
            }
        }
        Ok(plan)
    }

    fn add(&mut self, explained: &Value) {
        self.planning += explained["Planning Time"].as_f64().unwrap_or_default();
        self.execution += explained["Execution Time"].as_f64().unwrap_or_default();
        self.walk(&explained["Plan"]);
    }

    fn walk(&mut self, node: &Value) {
        let number = |name: &str| node[name].as_f64().unwrap_or_default() as u64;
        if let Some(index) = node["Index Name"].as_str() {
            self.indexes.insert(index.to_owned());
        }
        if let Some(function) = node["Function Name"].as_str() {
            self.indexes.insert(format!("{function}()"));
        }
        match node["Node Type"].as_str() {
            Some("Seq Scan")
                if number("Actual Rows") + number("Rows Removed by Filter") > SMALL =>
            {
                self.scanned.insert(node["Relation Name"].as_str().unwrap_or_default().to_owned());
            }
            Some("Sort" | "Incremental Sort") => {
                let input = node["Plans"][0]["Actual Rows"].as_f64().unwrap_or_default() as u64;
                self.sorted = self.sorted.max(input);
            }
            _ => {}
        }
        let loops = number("Actual Loops").max(1);
        self.filtered +=
            (number("Rows Removed by Filter") + number("Rows Removed by Join Filter")) * loops;
        for child in node["Plans"].as_array().into_iter().flatten() {
            self.walk(child);
        }
    }

    /// One line for the report.
    pub(super) fn shown(&self) -> String {
        let list = |names: &BTreeSet<String>| {
            names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        };
        let mut parts =
            vec![format!("{:.2} ms + {:.2} ms of planning", self.execution, self.planning)];
        if !self.indexes.is_empty() {
            parts.push(format!("by {}", list(&self.indexes)));
        }
        if !self.scanned.is_empty() {
            parts.push(format!("**reads all of** {}", list(&self.scanned)));
        }
        if self.filtered > 0 {
            parts.push(format!("{} rows read in vain", self.filtered));
        }
        if self.sorted > 0 {
            parts.push(format!("sorts {} rows", self.sorted));
        }
        parts.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_walked_to_its_leaves() {
        let explained = serde_json::json!({
            "Planning Time": 0.5, "Execution Time": 2.0,
            "Plan": {"Node Type": "Limit", "Plans": [{"Node Type": "Sort", "Plans": [
                {"Node Type": "Index Scan", "Index Name": "calls_time_idx", "Actual Rows": 70, "Actual Loops": 1,
                 "Rows Removed by Filter": 930},
                {"Node Type": "Seq Scan", "Relation Name": "members", "Actual Rows": 20, "Actual Loops": 1},
                {"Node Type": "Seq Scan", "Relation Name": "customers", "Actual Rows": 2000, "Actual Loops": 1}]}]}
        });
        let mut plan = Plan::default();
        plan.add(&explained);
        assert_eq!((plan.sorted, plan.filtered), (70, 930));
        assert_eq!(
            plan.shown(),
            "2.00 ms + 0.50 ms of planning; by `calls_time_idx`; **reads all of** `customers`; 930 rows read in vain; sorts 70 rows"
        );
    }
}
