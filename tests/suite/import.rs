//! A firm's own history comes in: large, broken, exported by others, and never as formulas.

use callboard_tests::{Company, Engine, Place, Rows, as_csv, past_calls, until, write_csv};
use rstest::rstest;
use serde_json::{Value, json};
use std::{fmt::Write, path::Path, process::Stdio, time::Duration};

/// More than this a streaming import does not need, whatever the file's size, in KiB.
const MEMORY_KIB: u64 = 120 * 1024;

/// The log with every 400th row broken in one of five ways; answers how many are.
fn with_broken_rows(calls: usize) -> (String, usize) {
    let mut lines: Vec<String> = as_csv(&past_calls(calls)).lines().map(str::to_owned).collect();
    let mut broken = 0;
    for row in (400..=calls).step_by(400) {
        let mut cells: Vec<_> = lines[row].split(',').map(str::to_owned).collect();
        let (cell, text) =
            [(1, "the day before"), (5, "12"), (2, "long"), (3, "sideways"), (12, "unheard of")]
                [broken % 5];
        text.clone_into(&mut cells[cell]);
        lines[row] = cells.join(",");
        broken += 1;
    }
    (lines.join("\n") + "\n", broken)
}

/// Runs an import while watching its memory; answers what it printed and the greatest resident size in KiB.
async fn watched(place: &Place, file: &Path) -> (String, u64) {
    let mut command = place.command(&["import", "calls", file.to_str().unwrap()]);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the import runs");
    let status = format!("/proc/{}/status", child.id().unwrap());
    let mut most = 0;
    until("the import ends", Duration::from_mins(4), async || {
        if let Ok(text) = std::fs::read_to_string(&status) {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kib = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
            most = most.max(kib.unwrap_or(0));
        }
        child.try_wait().expect("the child can be asked")
    })
    .await;
    let output = child.wait_with_output().await.expect("the import can be waited for");
    assert!(output.status.success());
    (String::from_utf8_lossy(&output.stdout).into_owned(), most)
}

async fn workspace(place: &Place) -> Rows {
    place
        .run(&["workspace", "create", "--name", "History", "--time-zone", "America/New_York"])
        .await
        .ok();
    place.rows().await
}

#[rstest]
#[case::sqlite(Engine::Sqlite, 20_000)]
#[case::postgres(Engine::Postgres, 6_000)]
#[tokio::test]
async fn a_large_log_streams_in_once(#[case] engine: Engine, #[case] read: usize) {
    let place = Place::fresh(engine).await;
    let rows = workspace(&place).await;
    let (text, broken) = with_broken_rows(read);
    let file = place.file("history.csv");
    write_csv(&file, &text);
    let good = read - broken;
    let errors = place.file("history.errors.csv");

    let before = rows.fingerprint().await;
    let said = place.run(&["import", "calls", file.to_str().unwrap(), "--dry-run"]).await.ok();
    assert_eq!(
        said,
        format!(
            "{read} rows read, {good} would be taken in, 0 duplicates left out, {broken} with errors"
        )
    );
    let changed = rows.fingerprint().await.changed_since(&before);
    assert!(changed.is_empty(), "a dry run wrote to {changed:?}");
    assert_eq!(std::fs::read_to_string(&errors).unwrap().lines().count(), broken + 1);

    let (said, memory) = watched(&place, &file).await;
    assert_eq!(
        said.trim(),
        format!("{read} rows read, {good} taken in, 0 duplicates left out, {broken} with errors")
    );
    assert!(memory > 0 && memory < MEMORY_KIB, "{memory} KiB resident");
    assert_eq!(rows.number("SELECT count(*) FROM calls").await, good as i64);
    assert_eq!(rows.number("SELECT count(*) FROM follow_ups").await, 0, "history demands nothing");
    assert_eq!(rows.number("SELECT count(*) FROM calls WHERE needs_triage").await, 0);
    let reasons = std::fs::read_to_string(&errors).unwrap();
    for (word, count) in [
        ("Started At", broken.div_ceil(5)),
        ("the day before", broken.div_ceil(5)),
        ("sideways", broken / 5),
    ] {
        let found = reasons.lines().skip(1).filter(|line| line.contains(word)).count();
        assert!(found >= count, "{word}: {found} of {count}");
    }

    let before = rows.fingerprint().await;
    let said = place.run(&["import", "calls", file.to_str().unwrap()]).await.ok();
    assert_eq!(
        said,
        format!("{read} rows read, 0 taken in, {good} duplicates left out, {broken} with errors")
    );
    assert_eq!(rows.fingerprint().await.of("calls"), before.of("calls"), "again changes no call");

    // The errors file can be mended and taken in.
    let mended = reasons.replace("the day before", "2024-05-06 07:08:09");
    let again = place.file("mended.csv");
    write_csv(&again, &mended);
    let said = place.run(&["import", "calls", again.to_str().unwrap()]).await.ok();
    assert!(said.contains(&format!("{} taken in", broken.div_ceil(5))), "{said}");
    place.run(&["doctor", "--audit"]).await.ok();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn exports_of_others_are_recognised(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&["--no-worker"]).await;
    let company = Company::found(&place, &server, "harbor").await;
    let take = async |name: &str, text: &str, more: &[&str]| {
        let file = place.file(name);
        write_csv(&file, text);
        place.run(&[&["import", "calls", file.to_str().unwrap()], more].concat()).await
    };
    let found = async |query: &str| {
        let page = company.viewer.get(&format!("/api/calls?{query}")).await.ok();
        page["data"].as_array().unwrap().clone()
    };
    let twilio = "\u{feff}Call Sid,Type,Start Time,End Time,Duration,Direction,From,To,Status,Price\n\
        CA01,Phone,10:15:00 EST 2026-03-02,10:17:05 EST 2026-03-02,125,Incoming,+12125550110,+12125550199,Completed,-0.01\n\
        CA02,Phone,2026-03-02T11:00:00Z,,0,Incoming,+12125550111,+12125550199,No Answer,\n\
        CA03,Phone,2026-03-02T12:00:00Z,,61,Outgoing API,+12125550199,+12125550112,Completed,\n";
    let said = take("twilio.csv", twilio, &[]).await.ok();
    assert!(said.starts_with("3 rows read, 3 taken in"), "{said}");
    let first = found("search=2125550110").await;
    assert_eq!((&first[0]["duration_s"], &first[0]["status"]), (&json!(125), &json!("completed")));
    assert_eq!(first[0]["started_at"], "2026-03-02T15:15:00.000Z");
    assert_eq!(found("search=2125550111").await[0]["status"], "missed");
    assert_eq!(found("search=2125550112").await[0]["direction"], "out");

    let callrail = "Call Status,Number Name,Tracking Number,Source,Start Time,Duration (seconds),Name,Phone Number,Value,Tags,Note\n\
        Answered Call,Main,(212) 555-0198,Google Ads,2026-03-03 09:00 AM,95,Ida Marsh,(212) 555-0120,\"$1,200.50\",\"hvac, new\",wants a quote\n\
        Missed Call,Main,(212) 555-0198,Direct,2026-03-03 09:30 AM,0,,(212) 555-0121,,,\n";
    let said = take("callrail.csv", callrail, &[]).await.ok();
    assert!(said.starts_with("2 rows read, 2 taken in"), "{said}");
    let ida = found("search=ida%20marsh").await;
    assert_eq!(
        (&ida[0]["value_est_cents"], &ida[0]["lead_source"]),
        (&json!(120_050), &json!("ad"))
    );
    assert_eq!(
        ida[0]["started_at"], "2026-03-03T14:00:00.000Z",
        "local times are those of the workspace"
    );
    assert_eq!(ida[0]["tags"], json!(["hvac", "new"]));
    assert_eq!(ida[0]["to_e164"], "+12125550198");
    let said = take("callrail-again.csv", callrail, &[]).await.ok();
    assert!(
        said.contains("0 taken in, 2 duplicates"),
        "rows without an id are known by their content: {said}"
    );

    let own = "When,Who,Remark\n2026-01-05T08:00:00Z,212-555-0130,first\n";
    let refused = take("own.csv", own, &[]).await.refused();
    assert!(refused.contains("--column"), "what to do is said: {refused}");
    let columns = [
        "--column",
        "started_at=When",
        "--column",
        "customer_number=Who",
        "--column",
        "notes=Remark",
    ];
    take("own.csv", own, &columns).await.ok();
    assert_eq!(found("search=2125550130").await[0]["note_start"], "first");
    let wrong = take("own.csv", own, &["--column", "colour=When"]).await.refused();
    assert!(wrong.contains("`colour` is no field"), "{wrong}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn cells_that_look_like_formulas_stay_data(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&["--no-worker"]).await;
    let company = Company::found(&place, &server, "pier").await;
    let cells = [
        "=HYPERLINK(\"\"http://evil.example\"\";\"\"x\"\")",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1:A9)",
        "\u{9}=1+1",
        "<script>alert(1)</script>",
        "'; DROP TABLE calls; --",
        "%s%n${x}{{7*7}}",
        "na\u{ef}ve \u{1f525} \u{202e}txt",
    ];
    let mut text = "Call Id,Started At,From,Caller Name,Notes\n".to_owned();
    for (index, cell) in cells.iter().enumerate() {
        writeln!(
            text,
            "f-{index},2026-02-01T10:{index:02}:00Z,+12125550140,\"{cell}\",\"note {cell}\""
        )
        .unwrap();
    }
    let file = place.file("formulas.csv");
    write_csv(&file, &text);
    let said = place.run(&["import", "calls", file.to_str().unwrap()]).await.ok();
    assert!(said.starts_with(&format!("{0} rows read, {0} taken in", cells.len())), "{said}");
    let page = company.viewer.get("/api/calls?sort=time&limit=100").await.ok();
    let rows = page["data"].as_array().unwrap();
    assert_eq!(rows.len(), cells.len());
    for (cell, row) in cells.iter().zip(rows) {
        let plain = cell.replace("\"\"", "\"");
        let one =
            company.viewer.get(&format!("/api/calls/{}", row["id"].as_str().unwrap())).await.ok();
        // A name stands beside others: it turns nobody's direction.
        assert_eq!(one["call"]["caller_name"], plain.replace('\u{202e}', "").trim());
        assert_eq!(one["call"]["notes"], format!("note {plain}").trim());
        assert_ne!(one["call"]["notes"], Value::Null);
    }
}
