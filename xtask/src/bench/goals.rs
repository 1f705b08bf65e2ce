//! What was to be reached, and what was.

use super::{Results, reads::ListResult};
use std::fmt::Write as _;

/// A figure that was set.
struct Goal {
    work: String,
    limit: Limit,
    measured: f64,
    shown: String,
}

/// On which side of the figure it shall be.
enum Limit {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    fn new(work: impl Into<String>, limit: Limit, measured: f64) -> Self {
        Self { work: work.into(), limit, measured, shown: format!("{measured:.2}") }
    }

    fn shown(self, shown: String) -> Self {
        Self { shown, ..self }
    }

    fn is_reached(&self) -> bool {
        match self.limit {
            Limit::AtLeast(least) => self.measured >= least,
            Limit::AtMost(most) => self.measured <= most,
        }
    }
}

/// The table of all figures.
pub(super) fn table(text: &mut String, results: &Results) {
    let _ = writeln!(text, "## Figures\n\n| work | to reach | measured | |\n|---|---:|---:|---|");
    for goal in goals(results) {
        let limit = match goal.limit {
            Limit::AtLeast(least) => format!("≥ {least}"),
            Limit::AtMost(most) => format!("≤ {most}"),
        };
        let reached = if goal.is_reached() { "reached" } else { "**missed**" };
        let _ = writeln!(text, "| {} | {limit} | **{}** | {reached} |", goal.work, goal.shown);
    }
    text.push('\n');
}

fn goals(results: &Results) -> Vec<Goal> {
    let set = || results.lists.iter().filter(|list| list.counts());
    let mut goals: Vec<Goal> = set()
        .map(|list| {
            let work = format!("{}: API against pgbench on the same transactions", list.list.name);
            Goal::new(work, Limit::AtLeast(0.6), list.ratio())
        })
        .collect();
    if let [first, deep, ..] = results.lists.as_slice() {
        let p99 = |list: &ListResult| list.api.percentile(99);
        let work = format!("p99 of {} against the first page", deep.list.name);
        goals.push(Goal::new(work, Limit::AtMost(1.5), p99(deep) / p99(first)));
    }
    goals.extend(set().filter_map(|list| {
        let work = format!("{}: p50 with many calls against 10,000", list.list.name);
        Some(Goal::new(work, Limit::AtMost(1.5), list.growth()?))
    }));
    goals.push(Goal::new(
        "PATCH of a disposition: API against pgbench writing the same",
        Limit::AtLeast(0.5),
        results.write.ratio(),
    ));
    goals.push(
        Goal::new(
            "memory of the server under this load, MiB",
            Limit::AtMost(150.0),
            results.memory,
        )
        .shown(format!("{:.0}", results.memory)),
    );
    for (database, import) in [("PostgreSQL", &results.import), ("SQLite", &results.sqlite.import)]
    {
        let work = format!("import of {} rows on {database}: memory, MiB", import.rows);
        goals.push(Goal::new(work, Limit::AtMost(200.0), import.memory).shown(format!(
            "{:.0} ({:.0} rows/s)",
            import.memory,
            import.rate()
        )));
    }
    if let Some(screen) = &results.screen {
        let kib = screen.script_bytes as f64 / 1000.0;
        goals.push(
            Goal::new("scripts of the first load, compressed, KB", Limit::AtMost(300.0), kib)
                .shown(format!("{kib:.0}")),
        );
        let of = format!("scrolling {} rows at 400 px a frame", screen.rows);
        goals.push(
            Goal::new(format!("{of}: blank frames"), Limit::AtMost(0.0), screen.blank as f64)
                .shown(format!("{} of {}", screen.blank, screen.frames)),
        );
        goals.push(
            Goal::new(format!("{of}: p95 of a frame, ms"), Limit::AtMost(50.0), screen.p95_ms)
                .shown(format!("{:.1}", screen.p95_ms)),
        );
    }
    goals
}
