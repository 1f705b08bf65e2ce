//! The report: tables, and in plain words what they hold.

use super::{Options, Results, cost, goals, http::Measured, reads::ListResult};
use crate::process;
use anyhow::Result;
use std::{fmt::Write as _, process::Command};

/// When other programs take so many cores, the machine was not left alone.
const IDLE: f64 = 0.2;
/// Below this ratio the report says what the time goes to.
const LOW: f64 = 0.6;

/// Above this growth of p50 the report names the list.
const GROWTH: f64 = 1.5;

/// The whole report as Markdown.
pub(super) fn write(options: &Options, results: &Results) -> Result<String> {
    let mut text = String::from("# Benchmarks\n\nWritten by `cargo xtask bench`; do not edit.\n\n");
    conditions(&mut text, options, results)?;
    goals::table(&mut text, results);
    lists(&mut text, &results.lists);
    sizes(&mut text, options, &results.lists);
    writes(&mut text, results);
    on_sqlite(&mut text, results);
    screen(&mut text, results);
    cost_of_requests(&mut text, results);
    plans(&mut text, &results.lists);
    low_figures(&mut text, &results.lists);
    grown(&mut text, &results.lists);
    notes(&mut text, options);
    Ok(text.trim_end().to_owned() + "\n")
}

fn conditions(text: &mut String, options: &Options, results: &Results) -> Result<()> {
    let (model, cores, memory) = cost::machine()?;
    let date = process::capture(Command::new("date").args(["-u", "+%Y-%m-%d %H:%M UTC"]))?;
    let state = if results.others < IDLE {
        format!("other programs took {:.2} of them meanwhile", results.others)
    } else {
        format!(
            "**not idle**: other programs took {:.2} cores meanwhile, so absolute figures are too low and those of single lists may \
             be off; ratios suffer less, because both sides took turns",
            results.others
        )
    };
    writeln!(
        text,
        "| | |\n|---|---|\n| date | {} |\n| machine | {model}, {cores} cores, {memory:.0} GiB; server, PostgreSQL and load share it; {state} |\n\
         | PostgreSQL | {} |\n| data | {} calls in the busiest of {} workspaces; written in {:.0} s |\n\
         | command | `cargo xtask bench --calls {} --seconds {} --rounds {} --workspaces {} --connections {} --import {} --scroll {}` |\n\
         | server | {}, pool of 4 (the default), most memory held: **{:.0} MiB** |\n",
        date.trim(),
        results.postgres,
        thousands(options.calls.into()),
        options.workspaces,
        results.filled_in,
        options.calls,
        options.seconds,
        options.rounds,
        options.workspaces,
        options.connections,
        options.import,
        options.scroll,
        if options.release { "release build" } else { "as it is shipped (profile dist)" },
        results.memory
    )?;
    Ok(())
}

fn lists(text: &mut String, lists: &[ListResult]) {
    let _ = writeln!(
        text,
        "## Lists: the API against pgbench\n\n\
         | list | API, requests/s | p50 ms | p99 ms | pgbench, same transactions/s | ratio | pgbench, bare statements/s | ratio |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|"
    );
    for list in lists {
        let rate = list.api.rate();
        let _ = writeln!(
            text,
            "| {} | {rate:.0} | {} | {} | {:.0} | **{:.2}** | {:.0} | {:.2} |",
            list.list.name,
            ms(list.api.percentile(50)),
            ms(list.api.percentile(99)),
            list.framed(),
            list.ratio(),
            list.bare(),
            rate / list.bare()
        );
    }
    text.push('\n');
}

fn sizes(text: &mut String, options: &Options, lists: &[ListResult]) {
    let (many, few) =
        (thousands(options.calls.into()), thousands(super::stage::FEW.min(options.calls).into()));
    let _ = writeln!(
        text,
        "## Depth and size\n\n| list | p50 ms at {many} calls | at {few} | ratio |\n|---|---:|---:|---:|"
    );
    for list in lists {
        let Some(small) = &list.small else { continue };
        let (large, small) = (list.api.percentile(50), small.percentile(50));
        let _ = writeln!(
            text,
            "| {} | {} | {} | {:.2} |",
            list.list.name,
            ms(large),
            ms(small),
            large / small
        );
    }
    if let [first, deep, ..] = lists {
        let p99 = |measured: &Measured| measured.percentile(99);
        let _ = writeln!(
            text,
            "\np99 of {} against the first page: {} ms / {} ms = **{:.2}**\n",
            deep.list.name,
            ms(p99(&deep.api)),
            ms(p99(&first.api)),
            p99(&deep.api) / p99(&first.api)
        );
    }
}

fn writes(text: &mut String, results: &Results) {
    let write = &results.write;
    let _ = writeln!(
        text,
        "## PATCH of a disposition\n\n| API, requests/s | p50 ms | p99 ms | pgbench, transactions/s | ratio |\n|---:|---:|---:|---:|---:|\n\
         | {:.0} | {} | {} | {:.0} | **{:.2}** |\n\n\
         Commits reach the disk here (fsync, synchronous_commit and full_page_writes on). A request runs {} statements in {} \
         transactions: the call is read, its promises, the catalogue of dispositions, then row, tags, event, deliveries and audit \
         entry are written, then the answer is read. pgbench runs one transaction that writes the same rows, columns that do not change \
         left out. All of it is in one workspace: each write waits for the row that numbers the events of the workspace.\n",
        write.api.rate(),
        ms(write.api.percentile(50)),
        ms(write.api.percentile(99)),
        write.pgbench(),
        write.ratio(),
        write.statements,
        write.transactions
    );
}

fn on_sqlite(text: &mut String, results: &Results) {
    let sqlite = &results.sqlite;
    let _ = writeln!(
        text,
        "## On SQLite\n\nThe call log of the import, {} calls in one workspace; the server held {:.0} MiB at most. Commits reach the \
         disk.\n\n| | requests/s | p50 ms | p99 ms |\n|---|---:|---:|---:|",
        thousands(sqlite.import.rows),
        sqlite.memory
    );
    for (name, measured) in &sqlite.requests {
        let (p50, p99) = (ms(measured.percentile(50)), ms(measured.percentile(99)));
        let _ = writeln!(text, "| {name} | {:.0} | {p50} | {p99} |", measured.rate());
    }
    text.push('\n');
}

fn screen(text: &mut String, results: &Results) {
    let Some(screen) = &results.screen else { return };
    let _ = writeln!(
        text,
        "## The call list in a browser\n\nHeadless Chromium scrolls a list of 100,000 calls by 400 px a frame: {} rows in {} frames. The \
         middle of the list showed no row in {} frames and a grey row, whose call was still on its way, in {}. From frame to frame \
         95 % took less than {:.1} ms, the longest {:.1} ms. Browser and server share the machine.\n",
        thousands(screen.rows),
        thousands(screen.frames),
        screen.blank,
        screen.loading,
        screen.p95_ms,
        screen.longest_ms
    );
}

fn cost_of_requests(text: &mut String, results: &Results) {
    let _ = writeln!(
        text,
        "## Where the time of a request goes\n\n\
         Processor milliseconds of one request, and statements that reach PostgreSQL for it (BEGIN, SET LOCAL and COMMIT count).\n\n\
         | | server | PostgreSQL | load | statements of the list | of the sign-in | body, KiB |\n|---|---:|---:|---:|---:|---:|---:|"
    );
    for list in &results.lists {
        let _ = writeln!(
            text,
            "| {} | {:.2} | {:.2} | {:.2} | {} | {} | {:.1} |",
            list.list.name,
            list.cpu.server,
            list.cpu.postgres,
            list.cpu.load,
            list.statements,
            list.sign_in_statements,
            list.api.bytes as f64 / 1024.0
        );
    }
    let write = &results.write;
    let _ = writeln!(
        text,
        "| PATCH of a disposition | {:.2} | {:.2} | {:.2} | {} | (within) | {:.1} |\n",
        write.cpu.server,
        write.cpu.postgres,
        write.cpu.load,
        write.statements,
        write.api.bytes as f64 / 1024.0
    );
}

fn plans(text: &mut String, lists: &[ListResult]) {
    let _ = writeln!(
        text,
        "## How PostgreSQL answers\n\n`EXPLAIN ANALYZE` of the statements, once, in the role of the server.\n"
    );
    for list in lists {
        let _ = writeln!(text, "- {}: {}", list.list.name, list.plan.shown());
    }
    text.push('\n');
}

fn low_figures(text: &mut String, lists: &[ListResult]) {
    let low: Vec<_> = lists.iter().filter(|list| list.ratio() < LOW).collect();
    if low.is_empty() {
        return;
    }
    let _ = writeln!(text, "## Low figures\n");
    for list in low {
        let all = list.cpu.server + list.cpu.postgres + list.cpu.load;
        let percent = |part: f64| part * 100.0 / all;
        let _ = writeln!(
            text,
            "- {}: of {all:.2} ms of processor time a request, the server takes {:.0} %, PostgreSQL {:.0} %, the load {:.0} %; \
             {} of {} statements look the sender up.",
            list.list.name,
            percent(list.cpu.server),
            percent(list.cpu.postgres),
            percent(list.cpu.load),
            list.sign_in_statements,
            list.sign_in_statements + list.statements
        );
    }
    text.push('\n');
}

fn grown(text: &mut String, lists: &[ListResult]) {
    let growth = |list: &ListResult| list.growth().unwrap_or(1.0);
    let grown: Vec<_> = lists.iter().filter(|list| growth(list) > GROWTH).collect();
    if grown.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "## Slower with more calls\n\nWhat PostgreSQL reads for them stands above.\n"
    );
    for list in grown {
        let _ = writeln!(
            text,
            "- {}: {:.1} times the p50; {:.2} ms of processor time a request are spent in PostgreSQL.",
            list.list.name,
            growth(list),
            list.cpu.postgres
        );
    }
    text.push('\n');
}

fn notes(text: &mut String, options: &Options) {
    let _ = writeln!(
        text,
        "## What is measured\n\n\
         - **API**: {connections} connections that stay open, each sends its next request when it has the last answer, with an API key \
         in the header; the answer is read, not parsed. A request includes HTTP, the sender's key (looked up once a second), permission \
         checks, the statements and their JSON. No compression is asked for. The load runs on the same cores and its share is in the table.\n\
         - **pgbench, same transactions**: {connections} clients, `-M prepared`, over TCP, in the role `callboard_app`: what the server sends \
         for the list, read from PostgreSQL's own log, with BEGIN, `SET LOCAL callboard.workspace` and the end of the transaction and the same parameters, without the look-up of the key. **Bare**: the same statements with their values written into them, without transaction frame; role and \
         workspace are set for the session.\n\
         - API and pgbench take turns ({rounds} × {seconds} s each, first the one, then the other) on the same rows, all of them in \
         memory; rates are medians of the runs, latencies those of all requests of all runs. Every run repeats one request, so caches \
         are warm on both sides.\n\
         - Latencies are those of a machine at its limit: with {connections} connections in a closed loop p50 is about connections / rate.\n\
         - The server runs with `--no-worker`; nothing but the measured requests happens.\n\
         - PostgreSQL: shared_buffers 1 GB, effective_cache_size 4 GB, fsync, synchronous_commit and full_page_writes off for loading and \
         reading (reads do not notice), on for PATCH; everything else as installed.\n\
         - Rows are made by `xtask/src/bench/rows.sql`: two years of calls, 20 customers' calls to a customer on average and far more to some, \
         0.02 % waiting in triage. All numbers are fictional (555-01xx), so fragments such as 555 stand in every row: harder for the search \
         than real numbers.",
        connections = options.connections,
        rounds = options.rounds,
        seconds = options.seconds
    );
}

fn ms(milliseconds: f64) -> String {
    if milliseconds < 10.0 { format!("{milliseconds:.2}") } else { format!("{milliseconds:.1}") }
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(thousands(1_000_000), "1,000,000");
        assert_eq!(thousands(999), "999");
        assert_eq!(ms(1.234), "1.23");
        assert_eq!(ms(123.45), "123.5");
    }
}
