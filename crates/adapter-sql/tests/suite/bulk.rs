//! The store of bulk changes.

use crate::support::{Desk, World, missed_call, noon, on_both};
use callboard_adapter_sql::Stores;
use callboard_calls::{
    board::CallFilter,
    bulk::{
        BulkContext, BulkOperation, BulkSpec, Memento, Selection, Skip, SkipReason, Tally, Verdict,
        decide,
    },
    jobs::{JobKind, NewJob, Progress},
    model::{Call, CallSnapshot, shipped_dispositions},
    ports::{
        BulkCreated, BulkPortion, BulkTargets, ClaimedJob, Decided, DueRow, Likeness, NewBulk,
        PortionWritten, RowResult,
    },
};
use callboard_kernel::{
    AuditDraft, CallId, CallJobId, Commit, MemberId, PageRequest, Role, Timestamp,
};
use callboard_workspaces::AuditFilter;
use std::collections::BTreeSet;
use time::Duration;

on_both!(
    a_filter_is_resolved_once_and_later_calls_are_not_meant,
    named_calls_that_are_not_there_are_passed_over,
    the_sixth_unfinished_job_is_refused_and_the_same_key_is_the_same_job,
    a_selection_that_is_too_large_is_refused_with_its_size,
    a_portion_is_written_whole_with_audit_and_one_event,
    a_fallen_fence_writes_nothing,
    a_call_that_somebody_wrote_first_is_left_for_later,
    an_undo_means_what_was_done_and_remembers_how,
    calls_that_are_alike_are_counted_together,
    rows_are_paged_by_result,
);

const LEASE: Duration = Duration::seconds(20);

fn tagging() -> BulkOperation {
    BulkOperation::Tag { tags: vec!["Storm".to_owned()] }
}

fn new_bulk(world: &World, targets: BulkTargets, key: Option<&str>) -> NewBulk {
    let spec = BulkSpec { operation: tagging(), selection: Selection::Matching, undo_of: None };
    let job = NewJob {
        id: CallJobId(world.id()),
        kind: JobKind::Bulk,
        spec: spec.to_value(),
        progress: Progress::default(),
        idempotency_key: key.map(str::to_owned),
        at: noon(),
    };
    NewBulk { job, targets, most_unfinished: 5, most_calls: 1_000 }
}

fn everything() -> BulkTargets {
    BulkTargets::Matching { filter: Box::default(), except: Vec::new() }
}

async fn calls(world: &World, desk: &Desk, count: usize) -> Vec<CallId> {
    let mut ids = Vec::with_capacity(count);
    for _ in 0..count {
        ids.push(world.call(desk, missed_call(world.id())).await);
    }
    ids
}

/// Asks for a job on these calls and claims it.
async fn claimed(world: &World, desk: &Desk, targets: BulkTargets) -> ClaimedJob {
    let made = world.stores.bulk.create(&desk.scope, new_bulk(world, targets, None), noon()).await;
    assert!(matches!(made.unwrap(), BulkCreated::Yes(_)));
    claim(world).await
}

async fn claim(world: &World) -> ClaimedJob {
    let kinds = [JobKind::Bulk, JobKind::BulkUndo];
    let job = world.stores.call_jobs.claim(world.id(), &kinds, LEASE).await.unwrap();
    job.expect("a job waits")
}

async fn due(world: &World, desk: &Desk, job: &ClaimedJob) -> Vec<DueRow> {
    world.stores.bulk.due(&desk.scope, job.job.id, None, 100, noon()).await.unwrap()
}

/// The change of a row by the rules.
fn change(row: &DueRow, by: MemberId, operation: &BulkOperation, now: Timestamp) -> Decided {
    let subject = row.subject.as_ref().expect("the call is there");
    let catalogue = shipped_dispositions();
    let context = BulkContext { catalogue: &catalogue, by: Some(by), asked_at: noon(), now };
    match decide(operation, subject, context).unwrap() {
        Verdict::Change(decision, memento) => {
            let before = subject.call.clone();
            let (was, is) = (before.value.snapshot(), decision.call.snapshot());
            let audit = AuditDraft::change(decision.action, was, is);
            let commit = Commit::update(decision.call, before.version, decision.events, audit, now);
            Decided::Change { before: Box::new(before), commit: Box::new(commit), memento }
        }
        Verdict::Skip(skip) => Decided::Skip { call: row.call, skip },
        Verdict::Promise(change) => panic!("{change:?}"),
    }
}

fn portion(job: &ClaimedJob, rows: Vec<Decided>) -> BulkPortion {
    BulkPortion {
        fence: job.fence,
        rows,
        before: job.job.progress.clone(),
        position: serde_json::json!({}),
        lease: LEASE,
        at: noon() + Duration::seconds(1),
    }
}

async fn tags_of(world: &World, desk: &Desk, id: CallId) -> Vec<String> {
    let call = world.stores.calls.get(&desk.scope, id).await.unwrap().unwrap();
    call.value.snapshot().tags.clone()
}

async fn a_filter_is_resolved_once_and_later_calls_are_not_meant(world: &World) {
    let desk = world.desk().await;
    let ids = calls(world, &desk, 5).await;
    let elsewhere = world.desk().await;
    calls(world, &elsewhere, 2).await;
    let filter = CallFilter { from: Some(noon()), ..CallFilter::default() };
    let targets = BulkTargets::Matching { filter: Box::new(filter), except: vec![ids[1]] };
    let job = claimed(world, &desk, targets).await;
    assert_eq!((job.job.progress.total, job.job.progress.skipped), (Some(4), 0));
    calls(world, &desk, 1).await;
    let meant: Vec<CallId> = due(world, &desk, &job).await.iter().map(|row| row.call).collect();
    assert_eq!(meant, [ids[0], ids[2], ids[3], ids[4]]);
    let from_the_second =
        world.stores.bulk.due(&desk.scope, job.job.id, Some(ids[2]), 1, noon()).await.unwrap();
    assert_eq!(from_the_second[0].call, ids[3]);
    let theirs = world.stores.bulk.due(&elsewhere.scope, job.job.id, None, 9, noon()).await;
    assert!(theirs.unwrap().is_empty(), "another workspace sees the rows");
}

async fn named_calls_that_are_not_there_are_passed_over(world: &World) {
    let desk = world.desk().await;
    let ours = calls(world, &desk, 2).await;
    let theirs = calls(world, &world.desk().await, 1).await[0];
    let nowhere = CallId(world.id());
    let job =
        claimed(world, &desk, BulkTargets::Named(vec![ours[0], ours[1], theirs, nowhere])).await;
    let progress = &job.job.progress;
    assert_eq!((progress.total, progress.skipped), (Some(4), 2));
    assert_eq!(Tally::parse(&progress.result).skipped[0].reason, SkipReason::NotFound);
    assert_eq!(due(world, &desk, &job).await.len(), 2);
    let page = PageRequest::first(10);
    let skipped = Some(RowResult::Skipped);
    let rows = world.stores.bulk.rows(&desk.scope, job.job.id, skipped, &page).await.unwrap();
    let shown: BTreeSet<_> =
        rows.items.iter().map(|row| (row.call, row.caller.clone(), row.started_at)).collect();
    // Nothing of the other workspace's call is shown.
    assert_eq!(
        shown,
        BTreeSet::from([(theirs, String::new(), None), (nowhere, String::new(), None)])
    );
}

async fn the_sixth_unfinished_job_is_refused_and_the_same_key_is_the_same_job(world: &World) {
    let desk = world.desk().await;
    calls(world, &desk, 1).await;
    let ask = async |key: Option<&str>| {
        world.stores.bulk.create(&desk.scope, new_bulk(world, everything(), key), noon()).await
    };
    let BulkCreated::Yes(first) = ask(Some("one")).await.unwrap() else { panic!("refused") };
    for _ in 0..4 {
        assert!(matches!(ask(None).await.unwrap(), BulkCreated::Yes(_)));
    }
    assert_eq!(ask(None).await.unwrap(), BulkCreated::TooMany);
    let BulkCreated::Already(again) = ask(Some("one")).await.unwrap() else { panic!("not known") };
    assert_eq!(again.id, first.id);
    let page = PageRequest::first(10);
    let trail = world.stores.audit_trail.list(&desk.scope, &AuditFilter::default(), &page).await;
    let jobs = trail.unwrap().items.into_iter().filter(|line| line.target_kind == "call_job");
    assert_eq!(jobs.count(), 5);
    let other = world.desk().await;
    let made = world.stores.bulk.create(&other.scope, new_bulk(world, everything(), None), noon());
    assert!(matches!(made.await.unwrap(), BulkCreated::Yes(_)), "the limit is a workspace's");
}

async fn a_selection_that_is_too_large_is_refused_with_its_size(world: &World) {
    let desk = world.desk().await;
    calls(world, &desk, 3).await;
    let bulk = NewBulk { most_calls: 2, ..new_bulk(world, everything(), None) };
    let made = world.stores.bulk.create(&desk.scope, bulk, noon()).await.unwrap();
    assert_eq!(made, BulkCreated::TooLarge { calls: 3 });
    assert!(
        world.stores.call_jobs.claim(world.id(), &[JobKind::Bulk], LEASE).await.unwrap().is_none()
    );
}

async fn a_portion_is_written_whole_with_audit_and_one_event(world: &World) {
    let desk = world.desk().await;
    let ids = calls(world, &desk, 4).await;
    let job = claimed(world, &desk, everything()).await;
    let head = world.stores.live_feed.head(&desk.scope).await.unwrap();
    let first = due(world, &desk, &job).await;
    let mut rows: Vec<Decided> =
        first.iter().take(3).map(|row| change(row, desk.owner, &tagging(), noon())).collect();
    let skip = Skip { reason: SkipReason::HeldByOther, held_by: Some(desk.owner) };
    rows.push(Decided::Skip { call: ids[3], skip });
    let written = world.stores.bulk.write(&desk.scope, portion(&job, rows)).await.unwrap();
    let PortionWritten::Yes(progress) = written else { panic!("lost") };
    assert_eq!((progress.total, progress.done, progress.skipped), (Some(4), 3, 1));
    assert_eq!(Tally::parse(&progress.result).skipped[0].held_by, Some(desk.owner));
    for id in &ids[..3] {
        assert_eq!(tags_of(world, &desk, *id).await, ["Storm"]);
    }
    let tagged = CallFilter { tags: vec!["Storm".to_owned()], ..CallFilter::default() };
    assert_eq!(world.stores.call_board.count(&desk.scope, &tagged, noon()).await.unwrap(), 3);
    let events = world.stores.live_feed.after(&desk.scope, head, 100).await.unwrap();
    let names: Vec<&str> = events.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(names, ["calls.many_changed"], "one event a portion");
    let filter = AuditFilter { target_id: Some(ids[0].uuid()), ..AuditFilter::default() };
    let trail = world.stores.audit_trail.list(&desk.scope, &filter, &PageRequest::first(1)).await;
    let line = trail.unwrap().items.remove(0);
    assert_eq!(line.action, "tag");
    assert_eq!(line.after["tags"], serde_json::json!(["Storm"]));
    assert_eq!(crate::trail::verify(world, &desk).await.fault, None);
    let kept = world.stores.call_jobs.get(&desk.scope, job.job.id).await.unwrap().unwrap();
    assert_eq!(kept.progress, progress);
    assert!(due(world, &desk, &job).await.is_empty());
}

async fn a_fallen_fence_writes_nothing(world: &World) {
    let desk = world.desk().await;
    let ids = calls(world, &desk, 2).await;
    let stalled = claimed(world, &desk, everything()).await;
    let read = due(world, &desk, &stalled).await;
    world.as_owner("UPDATE call_jobs SET available_at = 0").await;
    let rescued = claim(world).await;
    assert_eq!(rescued.fence.epoch, stalled.fence.epoch + 1);
    let rows = || read.iter().map(|row| change(row, desk.owner, &tagging(), noon())).collect();
    let late = world.stores.bulk.write(&desk.scope, portion(&stalled, rows())).await.unwrap();
    assert_eq!(late, PortionWritten::Lost);
    assert!(tags_of(world, &desk, ids[0]).await.is_empty());
    let written = world.stores.bulk.write(&desk.scope, portion(&rescued, rows())).await.unwrap();
    assert!(matches!(written, PortionWritten::Yes(_)));
    assert_eq!(tags_of(world, &desk, ids[0]).await, ["Storm"]);
}

async fn a_call_that_somebody_wrote_first_is_left_for_later(world: &World) {
    let desk = world.desk().await;
    let first = missed_call(world.id());
    world.call(&desk, first.clone()).await;
    let ids = calls(world, &desk, 1).await;
    let job = claimed(world, &desk, everything()).await;
    let read = due(world, &desk, &job).await;
    let edited = CallSnapshot { notes: "by hand".to_owned(), ..first.clone() };
    let by_hand = crate::support::changed_call(&first, edited, callboard_kernel::Version(1));
    world.stores.calls.save(&desk.scope, by_hand).await.unwrap();
    let rows = read.iter().map(|row| change(row, desk.owner, &tagging(), noon())).collect();
    let written = world.stores.bulk.write(&desk.scope, portion(&job, rows)).await.unwrap();
    let PortionWritten::Yes(progress) = written else { panic!("lost") };
    assert_eq!((progress.done, progress.skipped), (1, 0));
    assert_eq!(tags_of(world, &desk, ids[0]).await, ["Storm"]);
    let left = due(world, &desk, &job).await;
    assert_eq!(left.iter().map(|row| row.call).collect::<Vec<_>>(), [first.id]);
    let notes = left[0].subject.as_ref().unwrap().call.value.notes();
    assert_eq!(notes, "by hand", "the second look sees what was written first");
}

async fn an_undo_means_what_was_done_and_remembers_how(world: &World) {
    let desk = world.desk().await;
    let ids = calls(world, &desk, 3).await;
    let job = claimed(world, &desk, everything()).await;
    let due_rows = due(world, &desk, &job).await;
    let mut rows: Vec<Decided> =
        due_rows.iter().take(2).map(|row| change(row, desk.owner, &tagging(), noon())).collect();
    rows.push(Decided::Skip { call: ids[2], skip: SkipReason::Unchanged.into() });
    let written = world.stores.bulk.write(&desk.scope, portion(&job, rows)).await.unwrap();
    let PortionWritten::Yes(progress) = written else { panic!("lost") };
    let end = callboard_calls::jobs::JobEnd::completed(progress);
    assert!(world.stores.call_jobs.finish(&desk.scope, job.fence, end, noon()).await.unwrap());
    let targets = BulkTargets::DoneBy(job.job.id);
    let undo = new_bulk(world, targets, Some("undo"));
    let undo = NewBulk { job: NewJob { kind: JobKind::BulkUndo, ..undo.job }, ..undo };
    let made = world.stores.bulk.create(&desk.scope, undo, noon()).await.unwrap();
    let BulkCreated::Yes(made) = made else { panic!("{made:?}") };
    assert_eq!(made.progress.total, Some(2));
    let keys = ["undo".to_owned(), "another".to_owned()];
    let known = world.stores.call_jobs.asked_under(&desk.scope, JobKind::BulkUndo, &keys).await;
    assert_eq!(known.unwrap().iter().map(|job| job.id).collect::<Vec<_>>(), [made.id]);
    let elsewhere = world.stores.call_jobs.asked_under(&desk.scope, JobKind::Export, &keys).await;
    assert_eq!(elsewhere.unwrap(), []);
    let undoing = claim(world).await;
    let remembered: Vec<_> =
        due(world, &desk, &undoing).await.into_iter().map(|row| row.memento).collect();
    let added = Memento::Tags { added: vec!["Storm".to_owned()], removed: Vec::new() };
    assert_eq!(remembered, [Some(added.clone()), Some(added)]);
}

async fn calls_that_are_alike_are_counted_together(world: &World) {
    let desk = world.desk().await;
    let ana = world.member(&desk, "Ana Mora", Role::Dispatcher).await.snapshot().id;
    let ids = calls(world, &desk, 5).await;
    let marked = CallSnapshot { do_not_contact: true, ..missed_call(world.id()) };
    world.call(&desk, marked).await;
    let until = noon() + Duration::minutes(5);
    for id in &ids[..2] {
        world
            .stores
            .triage_claims
            .claim(&desk.scope, *id, ana, noon(), until, false)
            .await
            .unwrap();
    }
    let alike = async |targets: BulkTargets, likeness: Likeness| {
        let found = world.stores.bulk.alike(&desk.scope, &targets, &likeness, noon()).await;
        let (groups, absent) = found.unwrap();
        let mut sizes: Vec<u64> = groups.iter().map(|group| group.calls).collect();
        sizes.sort_unstable();
        (sizes, absent, groups)
    };
    for likeness in [Likeness::Outcome, Likeness::FollowUp] {
        let (sizes, absent, groups) = alike(everything(), likeness).await;
        assert_eq!((sizes, absent), (vec![1, 2, 3], 0));
        let held = groups.iter().find(|group| group.calls == 2).unwrap();
        assert_eq!(held.sample.held_by, Some(ana));
    }
    let named = BulkTargets::Named(vec![ids[0], ids[4], CallId(world.id())]);
    let (sizes, absent, _) = alike(named, Likeness::Tags(vec!["storm".to_owned()])).await;
    assert_eq!((sizes, absent), (vec![2], 1));
    let tagged = CallSnapshot { tags: vec!["Storm".to_owned()], ..missed_call(world.id()) };
    world.call(&desk, tagged).await;
    let likeness = Likeness::Tags(vec!["storm".to_owned(), "roof".to_owned()]);
    let (sizes, ..) = alike(everything(), likeness.clone()).await;
    assert_eq!(sizes, [1, 6]);
    let other_words = CallSnapshot { tags: vec!["Hail".to_owned()], ..missed_call(world.id()) };
    world.call(&desk, other_words).await;
    let (sizes, ..) = alike(everything(), likeness).await;
    assert_eq!(sizes, [1, 1, 6], "as many tags, but none of those");
}

async fn rows_are_paged_by_result(world: &World) {
    let desk = world.desk().await;
    let ids = calls(world, &desk, 5).await;
    let job = claimed(world, &desk, everything()).await;
    let skips = |some: &[CallId]| -> Vec<Decided> {
        let skip =
            |call: &CallId| Decided::Skip { call: *call, skip: SkipReason::Unchanged.into() };
        some.iter().map(skip).collect()
    };
    world.stores.bulk.write(&desk.scope, portion(&job, skips(&ids[..3]))).await.unwrap();
    let rows = async |result: Option<RowResult>| {
        let mut request = PageRequest::first(2);
        let mut seen = Vec::new();
        loop {
            let page = world.stores.bulk.rows(&desk.scope, job.job.id, result, &request).await;
            let page = page.unwrap();
            seen.extend(page.items.into_iter().map(|row| row.call));
            match page.next {
                Some(next) => request = PageRequest { limit: 2, after: Some(next) },
                None => return seen,
            }
        }
    };
    assert_eq!(rows(Some(RowResult::Skipped)).await, ids[..3]);
    assert_eq!(rows(Some(RowResult::Pending)).await, ids[3..]);
    assert_eq!(rows(Some(RowResult::Done)).await, []);
    assert_eq!(rows(None).await, ids);
}

/// The statements of a portion and of the rows walk their indexes, on both databases.
async fn statements_walk_indexes(world: &World) {
    let desk = world.desk().await;
    let snapshots = (0..3_000).map(|n| CallSnapshot {
        started_at: noon() + Duration::seconds(n),
        ..missed_call(world.id())
    });
    world.past(&desk, snapshots.map(Call::restore)).await;
    let bulk = NewBulk { most_calls: 10_000, ..new_bulk(world, everything(), None) };
    world.stores.bulk.create(&desk.scope, bulk, noon()).await.unwrap();
    let job = claim(world).await;
    world.as_owner("ANALYZE").await;
    let (db, plans) = world.db.clone().with_plans();
    let stores = Stores::new(&db, &world.ids);
    let middle = stores.bulk.due(&desk.scope, job.job.id, None, 1_500, noon()).await.unwrap();
    let after = middle.last().map(|row| row.call);
    stores.bulk.due(&desk.scope, job.job.id, after, 200, noon()).await.unwrap();
    let page = PageRequest::first(50);
    for result in [None, Some(RowResult::Skipped)] {
        stores.bulk.rows(&desk.scope, job.job.id, result, &page).await.unwrap();
    }
    let kept = plans.take();
    assert!(kept.len() >= 4, "no plan was kept");
    for plan in kept {
        let scans =
            ["SCAN b", "SCAN bulk_rows", "Seq Scan on bulk_rows", "SCAN c", "Seq Scan on calls"];
        let found = scans.iter().find(|scan| {
            plan.text.lines().any(|line| line.contains(*scan) && !line.contains("USING"))
        });
        assert!(found.is_none(), "{}\n{}", plan.sql, plan.text);
        assert!(!plan.text.contains("FOR ORDER BY"), "{}\n{}", plan.sql, plan.text);
        assert!(!plan.text.contains("Sort Key"), "{}\n{}", plan.sql, plan.text);
    }
}

mod walks {
    use super::{World, statements_walk_indexes};

    #[tokio::test(flavor = "multi_thread")]
    async fn on_sqlite() {
        let world = World::sqlite().await;
        statements_walk_indexes(&world).await;
        world.close().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn on_postgres() {
        let world = World::postgres().await;
        statements_walk_indexes(&world).await;
        world.close().await;
    }
}
