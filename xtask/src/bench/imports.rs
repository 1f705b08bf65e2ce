//! Taking in a call log: rows a second, and the most memory that the program held.

use super::{cost, psql, stage::Stage, stage::Tool};
use crate::{output, process};
use anyhow::{Context, Result, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    thread::sleep,
    time::{Duration, Instant},
};

/// How often the memory is looked at.
const LOOK: Duration = Duration::from_millis(100);

/// What came out.
pub(super) struct ImportResult {
    /// Rows of the file.
    pub(super) rows: u64,
    /// From the start of the program to its end.
    pub(super) seconds: f64,
    /// The most memory that it held, in MiB.
    pub(super) memory: f64,
}

impl ImportResult {
    /// Rows a second.
    pub(super) fn rate(&self) -> f64 {
        self.rows as f64 / self.seconds
    }
}

/// Writes a call log of so many rows: two years, one new caller in twenty, all of them fictional.
pub(super) fn write_file(stage: &Stage, rows: u32, folder: &Path) -> Result<PathBuf> {
    output::step(&format!("writing a call log of {rows} rows"));
    let file = folder.join("calls.csv");
    let sql = format!("COPY ({} ORDER BY n) TO STDOUT (FORMAT csv, HEADER)", rows_of(rows));
    fs::write(&file, psql::ask(&stage.postgres, &sql)? + "\n")
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

fn rows_of(rows: u32) -> String {
    format!(
        "SELECT 'bench-' || n AS provider_call_id, \
           to_char(to_timestamp(1700000000 + n * 63072000.0 / {rows}) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS started_at, \
           CASE WHEN n % 4 = 0 THEN 'out' ELSE 'in' END AS direction, \
           CASE WHEN n % 7 = 0 THEN 'missed' ELSE 'completed' END AS status, \
           '+1' || (200 + n / 20 % 800) || '55501' || lpad((n / 16000 % 100)::text, 2, '0') AS customer_number, \
           '+13035550100' AS own_number, CASE WHEN n % 7 = 0 THEN 0 ELSE n % 600 END AS duration, \
           (ARRAY['Maria','James','Noor','Luis','Grace','Tomas','Ines'])[1 + n / 20 % 7] || ' ' \
             || (ARRAY['Hal','Mor','Ken','Bar','Sil','Tan','Wes','Dun'])[1 + n / 20 % 8] \
             || (ARRAY['ver','sten','ding','low','mer','ric','ton','wick','nal'])[1 + n / 160 % 9] \
             || (ARRAY['ford','son','field','by','man'])[1 + n / 1440 % 5] AS caller_name, \
           (ARRAY['website','referral','ad'])[1 + n % 3] AS lead_source, \
           CASE WHEN n % 3 = 0 THEN 'storm' ELSE '' END AS tags, \
           CASE WHEN n % 5 = 0 THEN 'Water under the kitchen sink, shut the valve' ELSE '' END AS notes, \
           CASE WHEN n % 4 = 0 OR n % 7 = 0 THEN '' ELSE 'answered' END AS disposition \
         FROM generate_series(1, {rows}) AS n"
    )
}

/// Takes the file in.
pub(super) fn measure(tool: &Tool, workspace: &str, file: &Path) -> Result<ImportResult> {
    output::step("taking the call log in");
    let name = file.to_str().context("the name of the file is no text")?;
    let mut command = tool.command(&["import", "calls", name, "--workspace", workspace]);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child =
        command.spawn().with_context(|| format!("cannot run {}", process::shown(&command)))?;
    let mut memory = 0.0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        // It may end between the two questions.
        memory = cost::peak_memory(child.id()).unwrap_or(memory);
        sleep(LOOK);
    };
    let seconds = start.elapsed().as_secs_f64();
    ensure!(status.success(), "the import failed with {status}");
    let mut said = String::new();
    let mut pipe = child.stdout.take().context("the import says nothing")?;
    std::io::Read::read_to_string(&mut pipe, &mut said)?;
    let count = |place: usize| -> Option<u64> {
        said.split(", ").nth(place)?.split(' ').next()?.parse().ok()
    };
    let (rows, written) = count(0).zip(count(1)).context("the import tells no numbers")?;
    ensure!(rows == written, "not every row was taken in: {said}");
    let result = ImportResult { rows, seconds, memory };
    output::note(&format!("{:.0} rows/s, {memory:.0} MiB", result.rate()));
    Ok(result)
}
