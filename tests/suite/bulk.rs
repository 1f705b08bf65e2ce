//! Many calls are changed at once: without anybody waiting, through a kill, by the rules of each call, and back again.

use callboard_tests::{
    Answer, Client, Company, Engine, Live, Place, Server, as_csv, many_calls, minutes_ago, now,
    numbers, past_calls, text_of, until, write_csv,
};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(30);
/// A large job on a busy machine, whose worker was killed and whose lease had to end first.
const AT_LAST: Duration = Duration::from_mins(15);

/// A company with a log of past calls.
async fn with_history(place: &Place, server: &Server, word: &str, calls: usize) -> Company {
    let company = Company::found(place, server, word).await;
    let file = place.file(&format!("{word}.csv"));
    write_csv(&file, &as_csv(&past_calls(calls)));
    let file = file.to_str().unwrap();
    place.run(&["import", "calls", file, "--workspace", &company.id]).await.ok();
    company
}

/// A change of these calls.
fn change(selection: &Value, operation: &str, data: Value) -> Value {
    let mut body = selection.clone();
    body["operation"] = operation.into();
    body["data"] = data;
    body
}

fn tag(selection: &Value, word: &str) -> Value {
    change(selection, "tag", json!({"tags": [word]}))
}

async fn ask(client: &Client, body: Value) -> Value {
    client.post("/api/calls/bulk", body).await.must(202)
}

fn path_of(job: &Value, rest: &str) -> String {
    format!("/api/bulk-jobs/{}{rest}", job.as_str().unwrap())
}

/// The job once it is over.
async fn ended(client: &Client, id: &Value) -> Value {
    until("the job ends", AT_LAST, async || {
        let job = client.get(&path_of(id, "")).await.ok();
        job["finished_at"].is_string().then_some(job)
    })
    .await
}

async fn undo(client: &Client, id: &Value) -> Answer {
    client.post(&path_of(id, "/undo"), Value::Null).await
}

async fn count(client: &Client, query: &str) -> u64 {
    client.get(&format!("/api/calls/count?{query}")).await.ok()["total"].as_u64().unwrap()
}

async fn missed(company: &Company, index: usize) -> String {
    let call = company.missed_call(&numbers(index), &minutes_ago(5)).await;
    call["id"].as_str().unwrap().to_owned()
}

async fn call(client: &Client, id: &str) -> Value {
    client.get(&format!("/api/calls/{id}")).await.ok()["call"].clone()
}

/// Reason and number of what was passed over, in the order of the reasons.
fn skipped(of: &Value) -> Vec<(String, u64)> {
    let all = of["skipped"].as_array().unwrap().iter();
    let mut pairs: Vec<_> = all
        .map(|left| (left["reason"].as_str().unwrap().to_owned(), left["calls"].as_u64().unwrap()))
        .collect();
    pairs.sort();
    pairs
}

/// Edits a call again and again until `on` is over; answers what it came to and how long the edits took, in order of length.
async fn beside_edits<T>(
    client: &Client,
    call: &str,
    on: impl Future<Output = T>,
) -> (T, Vec<Duration>) {
    let path = format!("/api/calls/{call}");
    let mut took = Vec::new();
    let mut on = std::pin::pin!(on);
    for turn in 0.. {
        let edit = async {
            let began = Instant::now();
            client.patch(&path, json!({"notes": format!("edit {turn}")})).await.ok();
            began.elapsed()
        };
        tokio::select! {
            over = &mut on => {
                took.sort_unstable();
                return (over, took);
            }
            time = edit => took.push(time),
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    unreachable!("the turns do not end")
}

#[expect(clippy::print_stdout, reason = "the durations are what one wants to read")]
fn say(line: &str) {
    println!("{line}");
}

fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    sorted.get((sorted.len().saturating_sub(1)) * percent / 100).copied().unwrap_or_default()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn all_that_match_are_tagged_and_taken_back(#[case] engine: Engine) {
    let calls = many_calls();
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = with_history(&place, &server, "granite", calls).await;
    let rows = place.rows().await;
    let (desk, edited) = (&company.dispatcher, missed(&company, 1).await);
    let mut live = Live::open(&company.viewer, None).await;
    let all = json!({"filter": {"has_contact": false}});
    let meant = count(desk, "has_contact=false").await;

    let preview = desk.post("/api/calls/bulk/preview", tag(&all, "storm")).await.ok();
    assert_eq!(
        (preview["total"].as_u64(), preview["would_change"].as_u64()),
        (Some(meant), Some(meant))
    );
    let began = Instant::now();
    let asked = ask(desk, tag(&all, "storm")).await;
    let resolved = began.elapsed();
    assert_eq!(asked["affected_count"], meant);
    // Comes later and is not meant.
    let late = missed(&company, 2).await;
    let watch = live.until("the job ended", AT_LAST, |message| message["type"] == "job_finished");
    let work = beside_edits(desk, &edited, ended(desk, &asked["job_id"]));
    let ((done, edits), _) = tokio::join!(work, watch);
    let took = began.elapsed();
    assert_eq!(done["status"], "completed", "{done}");
    assert_eq!(done["progress"], json!({"total": meant, "done": meant, "skipped": 0}));
    assert_eq!(count(desk, "tag=storm").await, meant);
    assert_eq!(call(desk, &late).await["tags"], json!([]));
    say(&format!(
        "{engine:?}: {meant} calls tagged in {took:?} (resolved in {resolved:?}); {} edits beside it: p50 {:?}, p99 {:?}, \
         slowest {:?}",
        edits.len(),
        percentile(&edits, 50),
        percentile(&edits, 99),
        percentile(&edits, 100)
    ));
    assert!(percentile(&edits, 99) < Duration::from_secs(2), "edits waited: {edits:?}");
    let lines = "SELECT count(*) FROM audit_entries WHERE action = 'tag' AND note = 'bulk change'";
    assert_eq!(
        rows.number(lines).await,
        i64::try_from(meant).unwrap(),
        "each call has its audit line"
    );

    // Screens hear of portions, not of calls.
    let portions = live.seen.iter().filter(|message| message["type"] == "calls_changed").count();
    assert!(
        portions > 0 && portions as u64 <= meant / 10 + 2,
        "{portions} messages for {meant} calls"
    );

    // One call is put right by hand, another gets a tag of its own.
    let by_hand = desk.get("/api/calls?tag=storm&limit=2").await.ok()["data"].clone();
    let ids: Vec<&str> =
        by_hand.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    desk.patch(&format!("/api/calls/{}", ids[0]), json!({"tags": []})).await.ok();
    desk.patch(&format!("/api/calls/{}", ids[1]), json!({"tags": ["storm", "own"]})).await.ok();
    let began = Instant::now();
    let back = undo(desk, &asked["job_id"]).await.must(202);
    let (undone, edits) = beside_edits(desk, &edited, ended(desk, &back["job_id"])).await;
    say(&format!(
        "{engine:?}: taken back in {:?}; {} edits beside it: p50 {:?}, p99 {:?}, slowest {:?}",
        began.elapsed(),
        edits.len(),
        percentile(&edits, 50),
        percentile(&edits, 99),
        percentile(&edits, 100)
    ));
    assert_eq!(undone["progress"], json!({"total": meant, "done": meant - 1, "skipped": 1}));
    assert_eq!(skipped(&undone), [("changed_since".to_owned(), 1)]);
    let left = desk.get(&path_of(&back["job_id"], "/rows?result=skipped")).await.ok();
    assert_eq!(left["data"][0]["call_id"], ids[0]);
    assert_eq!(count(desk, "tag=storm").await, 0);
    assert_eq!(call(desk, ids[1]).await["tags"], json!(["own"]));
    let first = desk.get(&path_of(&asked["job_id"], "")).await.ok();
    assert_eq!(first["undone_by"], back["job_id"]);
    assert_eq!(undo(desk, &asked["job_id"]).await.must(202)["job_id"], back["job_id"], "once");
    undo(desk, &back["job_id"]).await.refused(409, "nothing_to_undo");
    place.run(&["doctor", "--audit"]).await.ok();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_killed_worker_is_taken_over_and_no_call_is_done_twice(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let doomed = place.serve(&[]).await;
    let company = with_history(&place, &doomed, "slate", 6_000).await;
    let rows = place.rows().await;
    let all = json!({"filter": {}});
    let asked = ask(&company.dispatcher, tag(&all, "storm")).await;
    let total = asked["affected_count"].as_i64().unwrap();
    let done = "SELECT count(*) FROM bulk_rows WHERE result = 'done'";
    until("the job is under way", SOON, async || (rows.number(done).await > 200).then_some(()))
        .await;
    doomed.kill().await;
    let before = rows.number(done).await;
    assert!(before < total, "the job was over before the kill");
    let audits = "SELECT count(*) FROM audit_entries WHERE action = 'tag'";
    assert_eq!(rows.number(audits).await, before, "what stands, stands whole");
    let rescuer = place.serve(&[]).await;
    let desk = company.dispatcher.at(&rescuer);
    let over = ended(&desk, &asked["job_id"]).await;
    assert_eq!(over["progress"], json!({"total": total, "done": total, "skipped": 0}), "{over}");
    assert_eq!(rows.number(audits).await, total, "a call was done twice");
    assert_eq!(count(&desk, "tag=storm").await, total.unsigned_abs());
    place.run(&["doctor", "--audit"]).await.ok();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn outcomes_are_given_by_the_rules_of_each_call(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "quartz").await;
    let desk = &company.dispatcher;
    let [free, held, unwanted, decided, own] = [11, 12, 13, 14, 15].map(|n| missed(&company, n));
    let (free, held, unwanted) = (free.await, held.await, unwanted.await);
    let (decided, own) = (decided.await, own.await);
    company.colleague.post(&format!("/api/calls/{held}/claim"), json!({})).await.ok();
    desk.post(&format!("/api/calls/{own}/claim"), json!({})).await.ok();
    let answered = json!({"disposition": "answered"});
    desk.post(&format!("/api/calls/{decided}/outcome"), answered).await.ok();
    let contact = json!({"name": "Nora Lane"});
    let made = desk.post(&format!("/api/calls/{unwanted}/new-contact"), contact).await;
    let linked = made.ok()["call"]["contact"]["id"].as_str().unwrap().to_owned();
    let stop = json!({"do_not_contact": true});
    desk.patch(&format!("/api/customers/{linked}"), stop).await.ok();
    until("the call is marked", SOON, async || {
        let link = json!({"contact_id": linked});
        desk.post(&format!("/api/calls/{unwanted}/link-contact"), link).await;
        (call(desk, &unwanted).await["do_not_contact"] == true).then_some(())
    })
    .await;

    let ids = json!({"call_ids": [free, held, unwanted, decided, own]});
    let callback = json!({"type": "callback", "due_at": text_of(now() + time::Duration::hours(4))});
    let wish = json!({"disposition": "callback", "note": "Storm of May", "follow_up": callback});
    let body = change(&ids, "disposition", wish);
    let expected = [
        ("do_not_contact".to_owned(), 1),
        ("has_outcome".to_owned(), 1),
        ("held_by_other".to_owned(), 1),
    ];
    let preview = desk.post("/api/calls/bulk/preview", body.clone()).await.ok();
    assert_eq!((preview["would_change"].as_u64(), skipped(&preview)), (Some(2), expected.to_vec()));
    let holder =
        preview["skipped"].as_array().unwrap().iter().find(|left| left["held_by"].is_object());
    assert_eq!(holder.unwrap()["message"], "is held in triage by Colin Desk");
    let asked = ask(desk, body).await;
    let over = ended(desk, &asked["job_id"]).await;
    assert_eq!(skipped(&over), expected);
    let rows = place.rows().await;
    until("each outcome has its promise", SOON, async || {
        let made = "SELECT count(*) FROM follow_ups WHERE NOT automatic AND deleted_at IS NULL";
        (rows.number(made).await == 2).then_some(())
    })
    .await;
    let after = call(desk, &free).await;
    assert_eq!(
        (&after["disposition"], &after["notes"]),
        (&json!("callback"), &json!("Storm of May"))
    );
    assert_eq!(call(desk, &held).await["disposition"], Value::Null);

    // Without the note the disposition refuses, call by call.
    let bare =
        change(&json!({"call_ids": [held]}), "disposition", json!({"disposition": "missed"}));
    let refused = company.colleague.post("/api/calls/bulk/preview", bare).await.ok();
    assert_eq!(skipped(&refused), [("note_missing".to_owned(), 1)]);

    let back = undo(desk, &asked["job_id"]).await.must(202);
    let undone = ended(desk, &back["job_id"]).await;
    assert_eq!(undone["progress"], json!({"total": 2, "done": 2, "skipped": 0}));
    let restored = call(desk, &free).await;
    assert_eq!((&restored["disposition"], &restored["notes"]), (&Value::Null, &json!("")));
    until("the promises are withdrawn", SOON, async || {
        let open = "SELECT count(*) FROM follow_ups WHERE NOT automatic AND deleted_at IS NULL";
        (rows.number(open).await == 0).then_some(())
    })
    .await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn follow_ups_are_made_given_away_and_taken_back(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "basalt").await;
    let (desk, colleague) = (&company.dispatcher, company.member("colleague").to_owned());
    let mut ids = Vec::new();
    for index in 0..60 {
        ids.push(missed(&company, index).await);
    }
    let rows = place.rows().await;
    let open = "SELECT count(*) FROM follow_ups WHERE status = 'open' AND deleted_at IS NULL";
    until("every missed call has its promise", SOON, async || {
        (rows.number(open).await == 60).then_some(())
    })
    .await;
    let all = json!({"call_ids": ids});
    let given = ask(desk, change(&all, "assign", json!({"assigned_to": colleague}))).await;
    let over = ended(desk, &given["job_id"]).await;
    assert_eq!(over["progress"], json!({"total": 60, "done": 60, "skipped": 0}), "{over}");
    let bell = company.colleague.get("/api/notifications").await.ok();
    assert_eq!(bell["unread"], 1, "one line for all of them: {bell}");
    assert_eq!(bell["data"][0]["text"], "60 follow-ups were given to you.");

    let due_at = text_of(now() + time::Duration::hours(8));
    let task = json!({"follow_up": {"type": "task", "due_at": due_at}});
    let refused = ask(desk, change(&all, "followup", task.clone())).await;
    let none = ended(desk, &refused["job_id"]).await;
    assert_eq!(skipped(&none), [("has_follow_up".to_owned(), 60)]);
    let mut second = task;
    second["even_if_open"] = true.into();
    let made = ask(desk, change(&all, "followup", second)).await;
    assert_eq!(ended(desk, &made["job_id"]).await["progress"]["done"], 60);
    assert_eq!(rows.number(open).await, 120);

    // One of the new ones is done before it is taken back.
    let filter = format!("/api/followups?call_id={}&type=task", ids[0]);
    let kept = desk.get(&filter).await.ok()["data"][0]["id"].as_str().unwrap().to_owned();
    desk.patch(&format!("/api/followups/{kept}"), json!({"status": "done"})).await.ok();
    let back = undo(desk, &made["job_id"]).await.must(202);
    assert_eq!(skipped(&ended(desk, &back["job_id"]).await), [("changed_since".to_owned(), 1)]);
    assert_eq!(rows.number(open).await, 60);
    let back = undo(desk, &given["job_id"]).await.must(202);
    assert_eq!(ended(desk, &back["job_id"]).await["progress"]["done"], 60);
    let pool = "SELECT count(*) FROM follow_ups WHERE status = 'open' AND assigned_to IS NULL AND deleted_at IS NULL";
    assert_eq!(rows.number(pool).await, 60);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn five_jobs_wait_and_the_sixth_is_refused(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&["--no-worker"]).await;
    let company = Company::found(&place, &server, "marble").await;
    let desk = &company.dispatcher;
    let one = missed(&company, 1).await;
    let body = tag(&json!({"call_ids": [one]}), "storm");
    let keyed = async || {
        let key = [("Idempotency-Key", "the-same")];
        desk.send("POST", "/api/calls/bulk", Some(body.clone()), &key).await.must(202)
    };
    let first = keyed().await;
    assert_eq!(keyed().await["job_id"], first["job_id"], "the same key is the same job");
    for _ in 0..4 {
        ask(desk, body.clone()).await;
    }
    let refused = desk.post("/api/calls/bulk", body.clone()).await.refused(409, "too_many_jobs");
    assert!(refused["detail"].as_str().unwrap().starts_with('5'), "{refused}");
    assert_eq!(keyed().await["job_id"], first["job_id"]);
    let list = desk.get("/api/bulk-jobs?mine=true").await.ok();
    assert_eq!(list["data"].as_array().unwrap().len(), 5);
    assert_eq!(list["data"][0]["status"], "pending");
    let stopped = desk.post(&path_of(&first["job_id"], "/cancel"), Value::Null).await.ok();
    assert_eq!(stopped["status"], "cancelled");
    ask(desk, body.clone()).await;
    // Another one's job is stopped by a supervisor only.
    let another = &list["data"][0]["id"];
    company
        .colleague
        .post(&path_of(another, "/cancel"), Value::Null)
        .await
        .refused(403, "forbidden");
    company.admin.post(&path_of(another, "/cancel"), Value::Null).await.ok();

    let both =
        json!({"call_ids": [one], "filter": {}, "operation": "tag", "data": {"tags": ["x"]}});
    desk.post("/api/calls/bulk", both).await.refused(400, "invalid");
    let stray = change(&json!({"filter": {}}), "tag", json!({"tags": ["x"], "note": "y"}));
    let answer = desk.post("/api/calls/bulk", stray).await;
    assert_eq!(answer.wrong_fields(), [("data.note".to_owned(), "not_allowed".to_owned())]);
    let unknown = change(&json!({"filter": {"colour": "red"}}), "tag", json!({"tags": ["x"]}));
    assert_eq!(desk.post("/api/calls/bulk", unknown).await.status, 400);
}
