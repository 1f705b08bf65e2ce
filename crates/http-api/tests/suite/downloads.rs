//! Files by signed links: what a link opens, what it says, and that nothing forged opens anything.

use crate::support::{Ports, TOKEN, account, me, now, workspace};
use callboard_calls::{
    export::{ExportFile, FileBlock},
    jobs::{CallJob, JobKind, JobState, Progress},
};
use callboard_kernel::{Actor, CallJobId, Loaded, Role, Version};
use callboard_workspaces::model::{Member, MemberSnapshot};
use poem::{Endpoint, Response, http::StatusCode, test::TestClient};
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

const FILE: &str = "0123456789";

fn job() -> CallJobId {
    CallJobId(Uuid::from_u128(0x_f11e))
}

fn done() -> CallJob {
    CallJob {
        id: job(),
        kind: JobKind::Export,
        state: JobState::Completed,
        spec: json!({
            "format": "csv", "calls": {"filter": {}}, "columns": [], "byte_order_mark": true,
            "in_words": [], "as_of": now()
        }),
        progress: Progress { done: 2, total: Some(2), ..Progress::default() },
        error: None,
        cancel_requested: false,
        actor: Actor::Member { id: me(), role: Role::Admin },
        created_at: now(),
        started_at: Some(now()),
        finished_at: Some(now()),
    }
}

fn file() -> ExportFile {
    let block = |name: &str, bytes| FileBlock { name: name.to_owned(), bytes };
    ExportFile {
        job: job(),
        name: "calls-2026-03-02-1000.csv".to_owned(),
        blocks: vec![block("a", 4), block("b", 6)],
        rows: 2,
        made_at: now(),
        expires_at: now() + Duration::days(7),
        removed_at: None,
    }
}

/// An export that is ready, and a member who is `role` when his link is used. `opened` is how often the file may be.
fn ports(role: Role, opened: usize) -> Ports {
    let mut ports = Ports::signed_in(Role::Admin);
    ports.jobs.expect_get().returning(|_, id| Ok((id == job()).then(done)));
    ports.export_files.expect_of().returning(|_, _| Ok(vec![file()]));
    ports.export_files.expect_note_downloaded().times(opened).returning(|scope, line, _| {
        assert_eq!(scope.member(), Some(me()), "the line names whom the link was given to");
        assert_eq!((line.action.as_str(), line.target_id), ("download", job().uuid()));
        Ok(())
    });
    ports.files.expect_get().returning(|scope, file, block, range| {
        assert_eq!((scope.workspace(), file), (workspace(), job()));
        let bytes = if block == "a" { &FILE[..4] } else { &FILE[4..] };
        Ok(bytes.as_bytes()[range.start as usize..range.end as usize].to_vec())
    });
    let known = account(role).member;
    ports.members.expect_list().returning(|_, _| Ok(vec![]));
    ports.members.expect_get().returning(move |_, id| Ok((id == me()).then(|| known.clone())));
    ports
}

async fn link(client: &TestClient<impl Endpoint<Output = Response>>) -> String {
    let cookie = format!("__Host-callboard_session={TOKEN}");
    let answer =
        client.get(format!("/api/exports/{}", job())).header("cookie", cookie).send().await;
    answer.assert_status_is_ok();
    let body: Value = answer.json().await.value().deserialize();
    assert_eq!(body["status"], "ready");
    body["download_url"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_link_opens_the_file_without_a_cookie() {
    let client = ports(Role::Admin, 1).client();
    let link = link(&client).await;
    let answer = client.get(&link).send().await;
    answer.assert_status_is_ok();
    answer.assert_header("content-type", "text/csv; charset=utf-8");
    answer
        .assert_header("content-disposition", "attachment; filename=\"calls-2026-03-02-1000.csv\"");
    answer.assert_header("x-content-type-options", "nosniff");
    answer.assert_header("cache-control", "private, no-store");
    answer.assert_header("accept-ranges", "bytes");
    answer.assert_header("content-length", "10");
    answer.assert_text(FILE).await;
}

#[tokio::test]
async fn ranges_go_over_the_ends_of_blocks() {
    let client = ports(Role::Admin, 5).client();
    let link = link(&client).await;
    for (range, expected, said) in [
        ("bytes=2-6", "23456", "bytes 2-6/10"),
        ("bytes=-3", "789", "bytes 7-9/10"),
        ("bytes=4-", "456789", "bytes 4-9/10"),
    ] {
        let answer = client.get(&link).header("range", range).send().await;
        answer.assert_status(StatusCode::PARTIAL_CONTENT);
        answer.assert_header("content-range", said);
        answer.assert_text(expected).await;
    }
    let answer = client.get(&link).header("range", "bytes=10-").send().await;
    answer.assert_status(StatusCode::RANGE_NOT_SATISFIABLE);
    answer.assert_header("content-range", "bytes */10");
    let answer =
        client.get(&link).header("range", "bytes=2-6").header("if-range", "\"other\"").send().await;
    answer.assert_status_is_ok();
    answer.assert_text(FILE).await;
}

#[tokio::test]
async fn no_byte_of_a_link_can_be_changed() {
    let client = ports(Role::Admin, 0).client();
    let link = link(&client).await;
    let query = link.find('?').unwrap() + 1;
    let mut tried = 0;
    for index in query..link.len() {
        for sign in ['0', 'A', 'b', '.', '-'] {
            let mut forged = link.as_bytes().to_vec();
            if forged[index] == sign as u8 {
                continue;
            }
            forged[index] = sign as u8;
            let forged = String::from_utf8(forged).unwrap();
            let answer = client.get(&forged).send().await;
            let status = answer.0.status();
            // A name of a parameter that is no longer one is told like any other unknown parameter.
            let fine = [StatusCode::NOT_FOUND, StatusCode::BAD_REQUEST].contains(&status);
            assert!(fine, "{status} for {forged}");
            tried += 1;
        }
    }
    assert!(tried > 700, "{tried}");
    for other in [Uuid::from_u128(1), Uuid::from_u128(0x_f11f)] {
        let forged = link.replace(&job().to_string(), &other.to_string());
        client.get(&forged).send().await.assert_status(StatusCode::NOT_FOUND);
    }
    let whole = link.split('&').map(|part| link.replace(&format!("&{part}"), ""));
    for forged in whole.filter(|forged| *forged != link) {
        let status = client.get(&forged).send().await.0.status();
        assert_eq!(status, StatusCode::BAD_REQUEST, "{forged}");
    }
}

#[tokio::test]
async fn a_link_is_as_good_as_whom_it_was_given_to() {
    let client = ports(Role::Dispatcher, 0).client();
    let link = link(&client).await;
    client.get(&link).send().await.assert_status(StatusCode::FORBIDDEN);

    let mut gone = ports(Role::Admin, 0);
    let known =
        MemberSnapshot { active: false, ..account(Role::Admin).member.value.snapshot().clone() };
    gone.members.checkpoint();
    gone.members.expect_list().returning(|_, _| Ok(vec![]));
    gone.members.expect_get().returning(move |_, _| {
        Ok(Some(Loaded { value: Member::restore(known.clone()), version: Version(1) }))
    });
    let client = gone.client();
    client.get(&link).send().await.assert_status(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_removed_file_opens_no_more() {
    let mut ports = Ports::signed_in(Role::Admin);
    ports.jobs.expect_get().returning(|_, _| Ok(Some(done())));
    ports.members.expect_list().returning(|_, _| Ok(vec![]));
    ports
        .export_files
        .expect_of()
        .returning(|_, _| Ok(vec![ExportFile { removed_at: Some(now()), ..file() }]));
    let client = ports.client();
    let cookie = format!("__Host-callboard_session={TOKEN}");
    let answer =
        client.get(format!("/api/exports/{}", job())).header("cookie", cookie).send().await;
    let body: Value = answer.json().await.value().deserialize();
    assert_eq!(body["status"], "removed");
    assert!(body.get("download_url").is_none());
}
