//! Turns of long work: step by step until it is over, stopped, lost or somebody else's turn.

use async_trait::async_trait;
use callboard_calls::{
    CallError,
    jobs::{CallJob, JobEnd, JobKind, JobState, LongWork, Progress, Step},
    ports::{ClaimedJob, Held, JobFence, MockCallJobStore},
};
use callboard_kernel::{
    Actor, CallJobId, Invalid, ManualClock, MemberId, PortError, Role, Scope, WorkspaceId,
    timestamp,
};
use callboard_workflows::{CallJobRunner, Turn};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};
use time::Duration;
use uuid::Uuid;

const OWNER: Uuid = Uuid::from_u128(0x0123);
const MEMBER: MemberId = MemberId(Uuid::from_u128(7));

/// Work that takes so many steps and notes who it was done for.
struct Steps {
    left: AtomicU64,
    fails: Option<fn() -> CallError>,
    scopes: Mutex<Vec<Scope>>,
}

impl Steps {
    fn new(left: u64) -> Self {
        Self { left: AtomicU64::new(left), fails: None, scopes: Mutex::default() }
    }
}

#[async_trait]
impl LongWork for Steps {
    fn kinds(&self) -> &'static [JobKind] {
        &[JobKind::Bulk]
    }

    async fn step(&self, scope: &Scope, held: &ClaimedJob) -> Result<Step, CallError> {
        self.scopes.lock().unwrap().push(scope.clone());
        if let Some(fails) = self.fails {
            return Err(fails());
        }
        let progress = Progress { done: held.job.progress.done + 1, ..Progress::default() };
        if self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            return Ok(Step::Done(JobEnd::completed(progress)));
        }
        Ok(Step::Going(progress))
    }
}

fn held(failures: u32) -> ClaimedJob {
    let id = CallJobId(Uuid::from_u128(1));
    let at = timestamp(1_790_000_000_000);
    ClaimedJob {
        workspace: WorkspaceId(Uuid::from_u128(2)),
        fence: JobFence { job: id, owner: OWNER, epoch: 1 },
        job: CallJob {
            id,
            kind: JobKind::Bulk,
            state: JobState::Running,
            spec: serde_json::Value::Null,
            progress: Progress::default(),
            error: None,
            cancel_requested: false,
            actor: Actor::Member { id: MEMBER, role: Role::Dispatcher },
            created_at: at,
            started_at: Some(at),
            finished_at: None,
        },
        failures,
    }
}

/// A store with this job, from which nothing but what a test adds is expected.
fn store(job: Option<ClaimedJob>) -> MockCallJobStore {
    let mut store = MockCallJobStore::new();
    store
        .expect_claim()
        .withf(|owner, kinds, _| *owner == OWNER && kinds == [JobKind::Bulk])
        .times(1)
        .return_once(move |_, _, _| Ok(job));
    store
}

async fn turn(store: MockCallJobStore, work: Arc<Steps>, stops: bool) -> Turn {
    let clock = ManualClock::new(timestamp(1_790_000_000_000));
    let runner = CallJobRunner::new(Arc::new(store), vec![work], OWNER, Arc::new(clock));
    runner.take_turn(&|| stops).await.unwrap()
}

fn keeps(store: &mut MockCallJobStore, answers: Vec<Held>) {
    let times = answers.len();
    let answers = Mutex::new(answers.into_iter());
    store
        .expect_advance()
        .times(times)
        .returning(move |_, _, _, _| Ok(answers.lock().unwrap().next().unwrap()));
}

fn ends(store: &mut MockCallJobStore, state: JobState, done: u64) {
    store
        .expect_finish()
        .withf(move |_, _, end, _| end.state == state && end.progress.done == done)
        .times(1)
        .returning(|_, _, _, _| Ok(true));
}

#[tokio::test]
async fn a_job_is_done_in_steps_in_the_name_of_whoever_asked() {
    let mut store = store(Some(held(0)));
    keeps(&mut store, vec![Held::Yes, Held::Yes]);
    ends(&mut store, JobState::Completed, 3);
    let work = Arc::new(Steps::new(3));
    assert_eq!(turn(store, work.clone(), false).await, Turn::Worked);
    let scopes = work.scopes.lock().unwrap();
    assert_eq!(scopes.len(), 3);
    assert!(scopes.iter().all(|scope| scope.member() == Some(MEMBER)));
}

#[tokio::test]
async fn nothing_waits() {
    assert_eq!(turn(store(None), Arc::new(Steps::new(1)), false).await, Turn::Idle);
}

#[tokio::test]
async fn a_stop_is_heard_between_two_steps() {
    let mut store = store(Some(held(0)));
    keeps(&mut store, vec![Held::CancelRequested]);
    ends(&mut store, JobState::Cancelled, 1);
    turn(store, Arc::new(Steps::new(9)), false).await;
}

#[tokio::test]
async fn a_lost_job_is_let_go() {
    let mut store = store(Some(held(0)));
    keeps(&mut store, vec![Held::Yes, Held::Lost]);
    let work = Arc::new(Steps::new(9));
    turn(store, work.clone(), false).await;
    assert_eq!(work.scopes.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_worker_that_stops_hands_its_job_back() {
    let mut store = store(Some(held(0)));
    store
        .expect_hand_back()
        .withf(|_, _, after, failed| after.is_zero() && !failed)
        .times(1)
        .returning(|_, _, _, _| Ok(true));
    let work = Arc::new(Steps::new(9));
    turn(store, work.clone(), true).await;
    assert!(work.scopes.lock().unwrap().is_empty());
}

fn unavailable() -> CallError {
    PortError::unavailable("calls.save", "no connection").into()
}

#[tokio::test]
async fn what_may_pass_is_tried_again_later_and_later() {
    for (failures, wait) in [(0, 1), (3, 8), (6, 60)] {
        let mut store = store(Some(held(failures)));
        store
            .expect_hand_back()
            .withf(move |_, _, after, failed| *after == Duration::seconds(wait) && *failed)
            .times(1)
            .returning(|_, _, _, _| Ok(true));
        turn(store, Arc::new(Steps { fails: Some(unavailable), ..Steps::new(1) }), false).await;
    }
}

#[tokio::test]
async fn what_fails_too_often_or_can_never_work_is_given_up() {
    let never: fn() -> CallError = || Invalid::field("spec", "invalid", "a test").into();
    for (failures, fails) in [(7, unavailable as fn() -> CallError), (0, never)] {
        let mut store = store(Some(held(failures)));
        store
            .expect_finish()
            .withf(|_, _, end, _| end.state == JobState::Failed && end.error.is_some())
            .times(1)
            .returning(|_, _, _, _| Ok(true));
        turn(store, Arc::new(Steps { fails: Some(fails), ..Steps::new(1) }), false).await;
    }
}
