//! Long work: asked for once, claimed by one worker at a time, taken over when a lease ends, stopped when somebody says so.

use crate::support::{Desk, World, noon, on_both};
use callboard_calls::{
    jobs::{CallJob, JobEnd, JobKind, JobState, NewJob, Progress},
    ports::{ClaimedJob, Created, Held},
};
use callboard_kernel::{CallJobId, PageRequest, Role};
use serde_json::json;
use time::Duration;

on_both!(
    what_is_asked_for_is_listed_newest_first,
    the_same_key_is_the_same_job,
    the_last_place_is_given_once,
    a_job_is_claimed_by_one_worker_and_taken_over_when_its_lease_ends,
    workspaces_have_their_turns,
    progress_is_kept_and_a_stop_is_heard,
    a_job_that_waits_is_cancelled_at_once,
    what_failed_waits_and_is_counted,
    another_workspace_sees_nothing,
);

const LEASE: Duration = Duration::seconds(60);

fn new_job(world: &World, kind: JobKind, key: Option<&str>) -> NewJob {
    NewJob {
        id: CallJobId(world.id()),
        kind,
        spec: json!({"operation": "tag"}),
        progress: Progress { total: Some(3), ..Progress::default() },
        idempotency_key: key.map(str::to_owned),
        at: noon(),
    }
}

async fn ask(world: &World, desk: &Desk, kind: JobKind) -> CallJobId {
    let job = new_job(world, kind, None);
    let id = job.id;
    let created = world.stores.call_jobs.create(&desk.scope, job, 100).await.unwrap();
    assert_eq!(created, Created::Yes);
    id
}

async fn claim(world: &World, lease: Duration) -> Option<ClaimedJob> {
    world.stores.call_jobs.claim(world.id(), JobKind::ALL, lease).await.unwrap()
}

async fn get(world: &World, desk: &Desk, id: CallJobId) -> CallJob {
    world.stores.call_jobs.get(&desk.scope, id).await.unwrap().unwrap()
}

async fn told(world: &World, desk: &Desk) -> usize {
    let events = world.stores.live_feed.after(&desk.scope, 0, 500).await.unwrap();
    events.iter().filter(|event| event.name == "calls.job_finished").count()
}

async fn what_is_asked_for_is_listed_newest_first(world: &World) {
    let desk = world.desk().await;
    let first = ask(world, &desk, JobKind::Bulk).await;
    let second = ask(world, &desk, JobKind::Export).await;
    ask(world, &desk, JobKind::Import).await;
    let other = world.member(&desk, "Ana Agent", Role::Dispatcher).await;
    let others = crate::support::scope(desk.workspace, other.snapshot().id, Role::Dispatcher);

    let jobs = &world.stores.call_jobs;
    let kinds = [JobKind::Bulk, JobKind::Export];
    let page = jobs.list(&desk.scope, &kinds, true, &PageRequest::first(1)).await.unwrap();
    assert_eq!(page.items.iter().map(|job| job.id).collect::<Vec<_>>(), [second]);
    let request = PageRequest { limit: 1, after: page.next };
    let page = jobs.list(&desk.scope, &kinds, true, &request).await.unwrap();
    assert_eq!(page.items.iter().map(|job| job.id).collect::<Vec<_>>(), [first]);
    assert_eq!(page.next, None);
    assert!(
        jobs.list(&others, &kinds, true, &PageRequest::first(9)).await.unwrap().items.is_empty()
    );
    assert_eq!(
        jobs.list(&others, &kinds, false, &PageRequest::first(9)).await.unwrap().items.len(),
        2
    );
}

async fn the_same_key_is_the_same_job(world: &World) {
    let desk = world.desk().await;
    let jobs = &world.stores.call_jobs;
    let first = new_job(world, JobKind::Bulk, Some("once"));
    assert_eq!(jobs.create(&desk.scope, first.clone(), 1).await.unwrap(), Created::Yes);
    let again = new_job(world, JobKind::Bulk, Some("once"));
    match jobs.create(&desk.scope, again, 1).await.unwrap() {
        Created::Already(job) => assert_eq!(job.id, first.id),
        other => panic!("{other:?}"),
    }
    let other_kind = new_job(world, JobKind::Export, Some("once"));
    assert_eq!(jobs.create(&desk.scope, other_kind, 1).await.unwrap(), Created::Yes);
}

async fn the_last_place_is_given_once(world: &World) {
    let desk = world.desk().await;
    let jobs = &world.stores.call_jobs;
    let ask = || jobs.create(&desk.scope, new_job(world, JobKind::Bulk, None), 2);
    let (one, two, three, four) = tokio::join!(ask(), ask(), ask(), ask());
    let answers = [one.unwrap(), two.unwrap(), three.unwrap(), four.unwrap()];
    assert_eq!(answers.iter().filter(|answer| **answer == Created::Yes).count(), 2);
    assert_eq!(answers.iter().filter(|answer| **answer == Created::TooMany).count(), 2);

    let held = claim(world, LEASE).await.unwrap();
    let end = JobEnd::completed(Progress::default());
    assert!(jobs.finish(&desk.scope, held.fence, end, noon()).await.unwrap());
    assert_eq!(ask().await.unwrap(), Created::Yes, "what is over takes no place");
}

async fn a_job_is_claimed_by_one_worker_and_taken_over_when_its_lease_ends(world: &World) {
    let desk = world.desk().await;
    let id = ask(world, &desk, JobKind::Bulk).await;
    assert!(
        world
            .stores
            .call_jobs
            .claim(world.id(), &[JobKind::Export], LEASE)
            .await
            .unwrap()
            .is_none()
    );
    let first = claim(world, Duration::ZERO).await.unwrap();
    assert_eq!((first.fence.job, first.workspace), (id, desk.workspace));
    assert_eq!((first.job.state, &first.job.actor), (JobState::Running, desk.scope.actor()));
    let second = claim(world, LEASE).await.unwrap();
    assert_eq!(second.fence.job, id);
    assert!(second.fence.epoch > first.fence.epoch);
    assert_eq!(claim(world, LEASE).await, None);

    let jobs = &world.stores.call_jobs;
    let progress = Progress { done: 2, ..Progress::default() };
    let lost = jobs.advance(&desk.scope, first.fence, &progress, LEASE).await.unwrap();
    assert_eq!(lost, Held::Lost);
    let end = JobEnd::completed(progress.clone());
    assert!(!jobs.finish(&desk.scope, first.fence, end.clone(), noon()).await.unwrap());
    assert!(!jobs.hand_back(&desk.scope, first.fence, Duration::ZERO, false).await.unwrap());
    assert_eq!((get(world, &desk, id).await.progress.done, told(world, &desk).await), (0, 0));

    assert!(jobs.finish(&desk.scope, second.fence, end.clone(), noon()).await.unwrap());
    assert!(!jobs.finish(&desk.scope, second.fence, end, noon()).await.unwrap());
    let job = get(world, &desk, id).await;
    assert_eq!((job.state, job.progress), (JobState::Completed, progress));
    assert!(job.finished_at.is_some());
    assert_eq!(told(world, &desk).await, 1);
}

async fn workspaces_have_their_turns(world: &World) {
    let (busy, quiet) = (world.desk().await, world.desk().await);
    for _ in 0..3 {
        ask(world, &busy, JobKind::Bulk).await;
    }
    ask(world, &quiet, JobKind::Bulk).await;
    let mut turns = Vec::new();
    for _ in 0..4 {
        let held = claim(world, LEASE).await.unwrap();
        turns.push(held.workspace == quiet.workspace);
    }
    assert!(turns[..2].contains(&true), "the quiet one waits for one job of the busy one at most");
    assert_eq!(claim(world, LEASE).await, None);
}

async fn progress_is_kept_and_a_stop_is_heard(world: &World) {
    let desk = world.desk().await;
    let id = ask(world, &desk, JobKind::Bulk).await;
    let held = claim(world, LEASE).await.unwrap();
    let jobs = &world.stores.call_jobs;
    let progress = Progress {
        total: Some(10),
        done: 4,
        skipped: 1,
        position: json!({"after": 5}),
        result: json!(["one"]),
    };
    let answer = jobs.advance(&desk.scope, held.fence, &progress, LEASE).await.unwrap();
    assert_eq!(answer, Held::Yes);
    assert_eq!(get(world, &desk, id).await.progress, progress);
    let asked = jobs.request_cancel(&desk.scope, id, noon()).await.unwrap().unwrap();
    assert_eq!((asked.state, asked.cancel_requested), (JobState::Running, true));
    let answer = jobs.advance(&desk.scope, held.fence, &progress, LEASE).await.unwrap();
    assert_eq!(answer, Held::CancelRequested);
    assert_eq!(told(world, &desk).await, 0);
}

async fn a_job_that_waits_is_cancelled_at_once(world: &World) {
    let desk = world.desk().await;
    let id = ask(world, &desk, JobKind::Bulk).await;
    let jobs = &world.stores.call_jobs;
    let job = jobs.request_cancel(&desk.scope, id, noon()).await.unwrap().unwrap();
    assert_eq!(job.state, JobState::Cancelled);
    assert_eq!(claim(world, LEASE).await, None);
    assert_eq!(told(world, &desk).await, 1);
    let again = jobs.request_cancel(&desk.scope, id, noon()).await.unwrap().unwrap();
    assert_eq!((again, told(world, &desk).await), (job, 1));
    let absent = CallJobId(world.id());
    assert!(jobs.request_cancel(&desk.scope, absent, noon()).await.unwrap().is_none());
}

async fn what_failed_waits_and_is_counted(world: &World) {
    let desk = world.desk().await;
    ask(world, &desk, JobKind::Bulk).await;
    let jobs = &world.stores.call_jobs;
    let first = claim(world, LEASE).await.unwrap();
    assert!(jobs.hand_back(&desk.scope, first.fence, Duration::ZERO, true).await.unwrap());
    let second = claim(world, LEASE).await.unwrap();
    assert_eq!(second.failures, 1);
    let kept = jobs.advance(&desk.scope, second.fence, &Progress::default(), LEASE).await.unwrap();
    assert_eq!(kept, Held::Yes);
    assert!(jobs.hand_back(&desk.scope, second.fence, Duration::HOUR, false).await.unwrap());
    assert_eq!(claim(world, LEASE).await, None, "it waits for an hour");
}

async fn another_workspace_sees_nothing(world: &World) {
    let (desk, other) = (world.desk().await, world.desk().await);
    let id = ask(world, &desk, JobKind::Bulk).await;
    let jobs = &world.stores.call_jobs;
    let held = claim(world, LEASE).await.unwrap();
    assert_eq!(jobs.get(&other.scope, id).await.unwrap(), None);
    assert_eq!(jobs.request_cancel(&other.scope, id, noon()).await.unwrap(), None);
    let page = jobs.list(&other.scope, JobKind::ALL, false, &PageRequest::first(9)).await.unwrap();
    assert!(page.items.is_empty());
    let progress = Progress::default();
    let answer = jobs.advance(&other.scope, held.fence, &progress, LEASE).await.unwrap();
    assert_eq!(answer, Held::Lost);
    assert!(!get(world, &desk, id).await.cancel_requested);
}
