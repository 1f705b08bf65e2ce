//! What exports read, the list of their files, and the mail that waits.

use crate::support::{Desk, World, missed_call, noon, on_both};
use callboard_calls::{
    board::CallFilter,
    export::FileBlock,
    jobs::{JobEnd, JobKind, JobState, NewJob, Progress},
    model::{CallSnapshot, Direction},
    ports::Created,
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallId, CallJobId, PageRequest, Role, SaveError, Timestamp,
};
use callboard_workflows::ports::MailDraft;
use callboard_workspaces::AuditFilter;
use serde_json::{Map, Value};
use time::Duration;

on_both!(
    pages_hold_every_call_once_with_its_notes,
    chosen_calls_come_newest_first_and_only_ones_own,
    a_file_is_whole_once,
    a_removed_file_withdraws_its_mail,
    old_files_and_what_dead_exports_left_are_due,
    mail_waits_once_and_a_workspace_sees_its_own,
);

async fn calls(world: &World, desk: &Desk, many: i64) -> Vec<CallId> {
    let mut ids = Vec::new();
    for number in 0..many {
        let call = CallSnapshot {
            // Two of them ring at the same instant: the id decides.
            started_at: noon() + Duration::seconds(number / 2),
            direction: if number % 3 == 0 { Direction::Out } else { Direction::In },
            notes: format!("{} note {number}", "long ".repeat(60)),
            ..missed_call(world.id())
        };
        ids.push(call.id);
        world.call(desk, call).await;
    }
    ids
}

async fn pages_hold_every_call_once_with_its_notes(world: &World) {
    let desk = world.desk().await;
    let mut expected = calls(world, &desk, 11).await;
    let board = &world.stores.export_board;
    let (mut after, mut found) = (None, Vec::new());
    loop {
        let page = board.page(&desk.scope, &CallFilter::default(), after, 4, noon()).await.unwrap();
        found.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
        // What comes in meanwhile is newer than where the export began.
        let call =
            CallSnapshot { started_at: noon() + Duration::hours(1), ..missed_call(world.id()) };
        world.call(&desk, call).await;
    }
    expected.reverse();
    let mut ids: Vec<_> = found.iter().map(|call| call.row.id).collect();
    assert!(found.windows(2).all(|two| two[0].row.started_at >= two[1].row.started_at));
    assert!(found.iter().all(|call| call.notes.len() > 300 && call.notes.starts_with("long")));
    ids.sort();
    expected.sort();
    assert_eq!(ids, expected);
    let out = CallFilter { direction: vec![Direction::Out], ..CallFilter::default() };
    let page = board.page(&desk.scope, &out, None, 100, noon()).await.unwrap();
    assert_eq!((page.items.len(), page.next), (4, None));
}

async fn chosen_calls_come_newest_first_and_only_ones_own(world: &World) {
    let (desk, other) = (world.desk().await, world.desk().await);
    let ids = calls(world, &desk, 5).await;
    let strange = calls(world, &other, 1).await;
    let asked = [&ids[..], &strange, &[CallId(world.id())]].concat();
    let found = world.stores.export_board.these(&desk.scope, &asked, noon()).await.unwrap();
    assert_eq!(found.len(), 5);
    assert!(found.windows(2).all(|two| two[0].row.started_at >= two[1].row.started_at));
}

/// A job of an export with the beginning of its file.
async fn begun(world: &World, desk: &Desk) -> CallJobId {
    let id = CallJobId(world.id());
    let job = NewJob {
        id,
        kind: JobKind::Export,
        spec: Value::Null,
        progress: Progress::default(),
        idempotency_key: None,
        at: noon(),
    };
    let created = world.stores.call_jobs.create(&desk.scope, job, 100).await.unwrap();
    assert_eq!(created, Created::Yes);
    world.stores.export_files.begin(&desk.scope, id, "calls.csv").await.unwrap();
    id
}

fn blocks(name: &str) -> Vec<FileBlock> {
    vec![FileBlock { name: name.to_owned(), bytes: 7 }]
}

async fn complete(world: &World, desk: &Desk, id: CallJobId, name: &str, expires_at: Timestamp) {
    let files = &world.stores.export_files;
    files.complete(&desk.scope, id, &blocks(name), 3, noon(), expires_at).await.unwrap();
}

fn line(action: AuditAction, id: CallJobId) -> AuditDraft {
    AuditDraft {
        action,
        target_kind: "export",
        target_id: id.uuid(),
        before: Map::new(),
        after: Map::new(),
        note: String::new(),
    }
}

async fn trail(world: &World, desk: &Desk, id: CallJobId) -> Vec<String> {
    let filter = AuditFilter {
        target_kind: vec!["export".to_owned()],
        target_id: Some(id.uuid()),
        ..AuditFilter::default()
    };
    let page = PageRequest::first(50);
    let found = world.stores.audit_trail.list(&desk.scope, &filter, &page).await.unwrap();
    found.items.into_iter().map(|entry| entry.action).collect()
}

async fn a_file_is_whole_once(world: &World) {
    let (desk, other) = (world.desk().await, world.desk().await);
    let id = begun(world, &desk).await;
    let files = &world.stores.export_files;
    files.begin(&desk.scope, id, "another name.csv").await.unwrap();
    assert!(files.of(&desk.scope, &[id]).await.unwrap().is_empty(), "not whole yet");
    let expires_at = noon() + Duration::days(7);
    complete(world, &desk, id, "0-1", expires_at).await;
    complete(world, &desk, id, "0-2", expires_at + Duration::days(1)).await;
    let found = files.of(&desk.scope, &[id, CallJobId(world.id())]).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].name.as_str(), found[0].rows), ("calls.csv", 3));
    assert_eq!(found[0].blocks, blocks("0-1"), "the first one stands");
    assert_eq!((found[0].made_at, found[0].expires_at), (noon(), expires_at));
    assert!(files.of(&other.scope, &[id]).await.unwrap().is_empty());

    files.note_downloaded(&desk.scope, line(AuditAction::Download, id), noon()).await.unwrap();
    assert_eq!(trail(world, &desk, id).await, ["download"]);
}

fn mail(desk: &Desk, message_id: &str, about: CallJobId) -> MailDraft {
    MailDraft {
        message_id: message_id.to_owned(),
        member: desk.owner,
        to_address: "olive@example.com".to_owned(),
        subject: "Your export is ready".to_owned(),
        body: "…".to_owned(),
        about_kind: "export".to_owned(),
        about: about.uuid(),
    }
}

async fn a_removed_file_withdraws_its_mail(world: &World) {
    let desk = world.desk().await;
    let (id, other) = (begun(world, &desk).await, begun(world, &desk).await);
    complete(world, &desk, id, "0-1", noon() + Duration::days(7)).await;
    let outbox = &world.stores.mail_outbox;
    outbox.post(&desk.scope, mail(&desk, "<1@x>", id), noon()).await.unwrap();
    outbox.post(&desk.scope, mail(&desk, "<2@x>", other), noon()).await.unwrap();
    let files = &world.stores.export_files;
    let remove = async || {
        let audit = line(AuditAction::Delete, id);
        files.note_removed(&desk.scope, id, audit, noon()).await.unwrap()
    };
    assert!(remove().await);
    assert!(!remove().await, "twice is once");
    assert_eq!(trail(world, &desk, id).await, ["delete"]);
    assert_eq!(files.of(&desk.scope, &[id]).await.unwrap()[0].removed_at, Some(noon()));
    assert_eq!(outbox.count_waiting(&desk.scope).await.unwrap(), 1);

    let purged = world.stores.housekeeping.purge(noon() + Duration::days(31)).await.unwrap();
    assert!(purged >= 1, "withdrawn mail goes");
    assert_eq!(outbox.count_waiting(&desk.scope).await.unwrap(), 1, "what waits stays");
}

async fn old_files_and_what_dead_exports_left_are_due(world: &World) {
    let (desk, other) = (world.desk().await, world.desk().await);
    let files = &world.stores.export_files;
    let (young, old) = (begun(world, &desk).await, begun(world, &other).await);
    complete(world, &desk, young, "0-1", noon() + Duration::hours(2)).await;
    complete(world, &other, old, "0-1", noon()).await;
    let running = begun(world, &desk).await;
    let due = files.due(noon(), 10).await.unwrap();
    assert_eq!(due, [(other.workspace, old)]);
    files.note_removed(&other.scope, old, line(AuditAction::Delete, old), noon()).await.unwrap();
    assert!(files.due(noon(), 10).await.unwrap().is_empty());

    // A stopped export is left alone for an hour, by the clock of the database.
    let stopped = begun(world, &desk).await;
    let jobs = &world.stores.call_jobs;
    let job = jobs.request_cancel(&desk.scope, stopped, noon()).await.unwrap().unwrap();
    assert_eq!(job.state, JobState::Cancelled);
    let ended = job.finished_at.unwrap();
    assert!(
        files
            .due(ended + Duration::minutes(59), 10)
            .await
            .unwrap()
            .iter()
            .all(|(_, id)| *id != stopped)
    );
    let later = files.due(ended + Duration::minutes(60), 10).await.unwrap();
    assert!(later.contains(&(desk.workspace, stopped)), "{later:?}");
    assert!(!later.iter().any(|(_, id)| *id == running));

    let claimed = jobs
        .claim(world.id(), &[JobKind::Export], Duration::seconds(20))
        .await
        .unwrap()
        .expect("one waits");
    let end = JobEnd::failed(Progress::default(), "broken: a test");
    let scope = if claimed.workspace == desk.workspace { &desk.scope } else { &other.scope };
    assert!(jobs.finish(scope, claimed.fence, end, noon()).await.unwrap());
    let failed = claimed.fence.job;
    let later = files.due(ended + Duration::hours(2), 10).await.unwrap();
    assert!(later.iter().any(|(_, id)| *id == failed) || failed == young || failed == old);
}

async fn mail_waits_once_and_a_workspace_sees_its_own(world: &World) {
    let (desk, other) = (world.desk().await, world.desk().await);
    let member = world.member(&desk, "Dana Reyes", Role::Dispatcher).await;
    let outbox = &world.stores.mail_outbox;
    let about = CallJobId(world.id());
    let to_dana = MailDraft { member: member.snapshot().id, ..mail(&desk, "<1@x>", about) };
    outbox.post(&desk.scope, to_dana.clone(), noon()).await.unwrap();
    let again = outbox.post(&desk.scope, to_dana.clone(), noon()).await.unwrap_err();
    assert!(matches!(again, SaveError::Duplicate("mail_outbox_message_key")), "{again:?}");
    let later = noon() + Duration::minutes(1);
    outbox.post(&desk.scope, mail(&desk, "<2@x>", about), later).await.unwrap();
    let strange = outbox.post(&other.scope, to_dana, noon()).await.unwrap_err();
    assert!(matches!(strange, SaveError::MissingReference), "{strange:?}");

    let first = outbox.waiting(&desk.scope, &PageRequest::first(1)).await.unwrap();
    assert_eq!(
        (first.items[0].to_name.as_str(), first.items[0].created_at),
        ("Dana Reyes", noon())
    );
    let next = PageRequest { limit: 1, after: first.next };
    let second = outbox.waiting(&desk.scope, &next).await.unwrap();
    assert_eq!((second.items[0].to_name.as_str(), second.next), ("Olive Owner", None));
    assert_eq!(outbox.count_waiting(&desk.scope).await.unwrap(), 2);
    assert_eq!(outbox.count_waiting(&other.scope).await.unwrap(), 0);
}
