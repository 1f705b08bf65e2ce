//! Bulk changes through the service: asking, doing step by step, taking back.

use crate::world::*;
use callboard_calls::model::shipped_dispositions;
use callboard_calls::{
    BulkChanges, BulkChangesPorts, BulkSelection, CallError, CallJobs, CallJobsPorts, Undoing,
    bulk::{
        BulkOperation, BulkSpec, BulkSubject, MOST_UNFINISHED, Memento, OpenPromise, PromiseChange,
        Selection, SkipReason,
    },
    jobs::{CallJob, JobKind, JobState, LongWork, Progress, Step},
    model::FollowUpRequest,
    ports::{
        Alike, BulkCreated, BulkPortion, BulkTargets, ClaimedJob, Decided, DueRow, JobFence,
        MockBulkPromises, MockBulkStore, MockCallJobStore, MockDispositionCatalogue, NewBulk,
        PortionWritten, PromiseChanged,
    },
};
use callboard_kernel::{
    CallId, CallJobId, FollowUpId, Loaded, ManualClock, MemberId, Role, SequentialIds, Version,
    WorkspaceId,
};
use std::sync::{Arc, Mutex};
use time::Duration;
use uuid::Uuid;

const JOB: CallJobId = CallJobId(Uuid::from_u128(0x0b));
const ANA: MemberId = MemberId(Uuid::from_u128(0xaa));
const PROMISE: FollowUpId = FollowUpId(Uuid::from_u128(0xf0));

/// The outside of bulk changes. A port that a test sets up with nothing panics when it is asked.
struct Outside {
    store: MockBulkStore,
    jobs: MockCallJobStore,
    promises: MockBulkPromises,
    clock: Arc<ManualClock>,
}

impl Outside {
    fn new() -> Self {
        Self {
            store: MockBulkStore::new(),
            jobs: MockCallJobStore::new(),
            promises: MockBulkPromises::new(),
            clock: Arc::new(ManualClock::new(at(600))),
        }
    }

    fn build(self) -> BulkChanges {
        let mut catalogue = MockDispositionCatalogue::new();
        catalogue
            .expect_load()
            .returning(|_| Ok(Loaded { value: shipped_dispositions(), version: Version(0) }));
        let jobs = CallJobs::new(CallJobsPorts {
            store: Arc::new(self.jobs),
            clock: self.clock,
            ids: Arc::new(SequentialIds::default()),
        });
        BulkChanges::new(BulkChangesPorts {
            store: Arc::new(self.store),
            catalogue: Arc::new(catalogue),
            promises: Arc::new(self.promises),
            jobs,
        })
    }
}

fn tagging() -> BulkOperation {
    BulkOperation::Tag { tags: vec!["Storm".to_owned()] }
}

fn job(operation: BulkOperation, kind: JobKind) -> CallJob {
    let spec = BulkSpec { operation, selection: Selection::Matching, undo_of: None };
    CallJob {
        id: JOB,
        kind,
        state: JobState::Running,
        spec: spec.to_value(),
        progress: Progress { total: Some(2), ..Progress::default() },
        error: None,
        cancel_requested: false,
        actor: dispatcher().actor().clone(),
        created_at: at(500),
        started_at: Some(at(510)),
        finished_at: None,
    }
}

fn over(operation: BulkOperation) -> CallJob {
    let progress = Progress { total: Some(2), done: 2, ..Progress::default() };
    let finished_at = Some(at(540));
    CallJob { state: JobState::Completed, progress, finished_at, ..job(operation, JobKind::Bulk) }
}

fn held(job: CallJob) -> ClaimedJob {
    let fence = JobFence { job: JOB, owner: Uuid::nil(), epoch: 1 };
    ClaimedJob { workspace: WorkspaceId(Uuid::nil()), fence, job, failures: 0 }
}

fn row(call: CallId, promise: Option<OpenPromise>) -> DueRow {
    let loaded = Loaded { value: missed(call), version: Version(1) };
    let subject = BulkSubject { call: loaded, held_by: None, promise, incident_has_promise: false };
    DueRow { call, subject: Some(subject), memento: None }
}

/// What the store is given to write; it counts as the real one does.
fn writing(store: &mut MockBulkStore) -> Arc<Mutex<Vec<BulkPortion>>> {
    let written = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&written);
    store.expect_write().returning(move |_, portion| {
        let mut progress = portion.before.clone();
        progress.done += portion.rows.len() as u64;
        progress.position = portion.position.clone();
        keep.lock().unwrap().push(portion);
        Ok(PortionWritten::Yes(progress))
    });
    written
}

fn asked_for(progress: &Progress) -> u64 {
    progress.position["portion"].as_u64().unwrap()
}

#[tokio::test]
async fn whoever_may_not_work_calls_changes_none() {
    let bulk = Outside::new().build();
    let selection = || BulkSelection::Named(vec![CALL]);
    let asked = bulk.ask(&member(Role::Viewer), tagging(), selection(), None).await;
    assert!(matches!(asked, Err(CallError::Forbidden(_))), "{asked:?}");
    let previewed = bulk.preview(&member(Role::Tech), tagging(), selection()).await;
    assert!(matches!(previewed, Err(CallError::Forbidden(_))), "{previewed:?}");
}

#[tokio::test]
async fn named_calls_are_asked_for_once_and_too_many_jobs_are_refused() {
    let mut outside = Outside::new();
    let seen: Arc<Mutex<Option<NewBulk>>> = Arc::default();
    let keep = Arc::clone(&seen);
    outside.store.expect_create().returning(move |_, bulk, _| {
        *keep.lock().unwrap() = Some(bulk);
        Ok(BulkCreated::TooMany)
    });
    let selection = BulkSelection::Named(vec![CALL, CALL]);
    let asked = outside.build().ask(&dispatcher(), tagging(), selection, Some("key")).await;
    assert!(matches!(asked, Err(CallError::TooManyJobs { most: MOST_UNFINISHED })), "{asked:?}");
    let bulk = seen.lock().unwrap().take().unwrap();
    assert_eq!(bulk.targets, BulkTargets::Named(vec![CALL]));
    assert_eq!(bulk.job.idempotency_key.as_deref(), Some("key"));
}

#[tokio::test]
async fn follow_ups_are_given_to_active_members_only() {
    let mut outside = Outside::new();
    outside.promises.expect_is_active().returning(|_, _| Ok(false));
    let assign = BulkOperation::Assign { member: Some(ANA) };
    let asked =
        outside.build().ask(&dispatcher(), assign, BulkSelection::Named(vec![CALL]), None).await;
    let Err(CallError::Invalid(wrong)) = asked else { panic!("{asked:?}") };
    assert_eq!(wrong.0[0].path, "assigned_to");
}

#[tokio::test]
async fn a_preview_judges_one_of_each_group_and_counts_all() {
    let mut outside = Outside::new();
    outside.store.expect_alike().returning(|_, _, _, _| {
        let free = row(CALL, None).subject.unwrap();
        let promise = Some(OpenPromise { follow_up: PROMISE, assigned_to: None });
        let held = BulkSubject { held_by: Some(ANA), promise, ..free.clone() };
        Ok((vec![Alike { sample: free, calls: 40 }, Alike { sample: held, calls: 2 }], 1))
    });
    let booked = BulkOperation::Disposition {
        disposition: "booked".to_owned(),
        note: None,
        follow_up: None,
        spam_reason: None,
        replace: false,
    };
    let selection = BulkSelection::Matching(Box::default(), Vec::new());
    let preview = outside.build().preview(&dispatcher(), booked, selection).await.unwrap();
    assert_eq!((preview.total, preview.would_change), (43, 40));
    let reasons: Vec<_> =
        preview.skipped.skipped.iter().map(|left| (left.reason, left.calls)).collect();
    assert_eq!(reasons, [(SkipReason::NotFound, 1), (SkipReason::HeldByOther, 2)]);
}

#[tokio::test]
async fn a_quick_portion_is_followed_by_a_larger_one() {
    let mut outside = Outside::new();
    outside.store.expect_due().returning(|_, _, _, limit, _| {
        assert!(limit <= 400);
        Ok(vec![row(CALL, None)])
    });
    let written = writing(&mut outside.store);
    let bulk = outside.build();
    let mut claimed = held(job(tagging(), JobKind::Bulk));
    let mut sizes = Vec::new();
    for _ in 0..6 {
        let step = bulk.step(&dispatcher(), &claimed).await.unwrap();
        let Step::Stored(progress) = step else { panic!("{step:?}") };
        sizes.push(asked_for(&progress));
        claimed.job.progress = progress;
    }
    assert_eq!(sizes, [100, 200, 400, 400, 400, 400]);
    let written = written.lock().unwrap();
    let Decided::Change { commit, memento, .. } = &written[0].rows[0] else { panic!("skipped") };
    let added = Memento::Tags { added: vec!["Storm".to_owned()], removed: Vec::new() };
    assert_eq!((memento, commit.audit.as_ref().unwrap().note.as_str()), (&added, "bulk change"));
}

#[tokio::test]
async fn a_slow_portion_is_followed_by_a_smaller_one() {
    let mut outside = Outside::new();
    outside.store.expect_due().returning(|_, _, _, _, _| Ok(vec![row(CALL, None)]));
    let clock = Arc::clone(&outside.clock);
    outside.store.expect_write().returning(move |_, portion| {
        clock.advance(Duration::milliseconds(500));
        Ok(PortionWritten::Yes(Progress { position: portion.position, ..portion.before }))
    });
    let bulk = outside.build();
    let step = bulk.step(&dispatcher(), &held(job(tagging(), JobKind::Bulk))).await.unwrap();
    let Step::Stored(progress) = step else { panic!("{step:?}") };
    assert_eq!(asked_for(&progress), 25);
}

#[tokio::test]
async fn outcomes_wait_while_reactions_of_others_do() {
    let mut outside = Outside::new();
    outside.store.expect_waiting_reactions().returning(|_, most| Ok(most));
    let spam = BulkOperation::Spam { reason: None, replace: false };
    let step = outside.build().step(&dispatcher(), &held(job(spam, JobKind::Bulk))).await.unwrap();
    assert!(matches!(step, Step::Later(_)), "{step:?}");
}

#[tokio::test]
async fn a_disposition_that_was_retired_in_the_meantime_fails_the_job_with_its_reason() {
    let mut outside = Outside::new();
    outside.store.expect_waiting_reactions().returning(|_, _| Ok(0));
    outside.store.expect_due().returning(|_, _, _, _, _| Ok(vec![row(CALL, None)]));
    let gone = BulkOperation::Disposition {
        disposition: "gone".to_owned(),
        note: None,
        follow_up: None,
        spam_reason: None,
        replace: false,
    };
    let step = outside.build().step(&dispatcher(), &held(job(gone, JobKind::Bulk))).await.unwrap();
    let Step::Done(end) = step else { panic!("{step:?}") };
    assert_eq!(end.state, JobState::Failed);
    assert!(end.error.unwrap().starts_with("unknown_value"));
}

#[tokio::test]
async fn what_was_planned_for_a_follow_up_is_done_as_planned_after_a_kill() {
    let promise = OpenPromise { follow_up: PROMISE, assigned_to: None };
    let assign = BulkOperation::Assign { member: Some(ANA) };
    let mut outside = Outside::new();
    outside
        .store
        .expect_due()
        .times(1)
        .returning(move |_, _, _, _, _| Ok(vec![row(CALL, Some(promise))]));
    let claimed = held(job(assign.clone(), JobKind::Bulk));
    let step = outside.build().step(&dispatcher(), &claimed).await.unwrap();
    let Step::Going(planned) = step else { panic!("{step:?}") };

    // Whoever goes on asks the store for nothing: the follow-up may have been given away before the kill.
    let mut outside = Outside::new();
    outside.promises.expect_change().times(1).returning(|_, _, change| {
        let expected = PromiseChange::Assign { follow_up: PROMISE, from: None, to: Some(ANA) };
        assert_eq!(*change, expected);
        Ok(PromiseChanged::Yes(PROMISE))
    });
    let written = writing(&mut outside.store);
    let mut claimed = held(job(assign, JobKind::Bulk));
    claimed.job.progress = planned;
    let step = outside.build().step(&dispatcher(), &claimed).await.unwrap();
    assert!(matches!(step, Step::Stored(_)), "{step:?}");
    let memento = Memento::Assigned { follow_up: PROMISE, from: None, to: Some(ANA) };
    assert_eq!(written.lock().unwrap()[0].rows, [Decided::Done { call: CALL, memento }]);
}

#[tokio::test]
async fn the_new_owner_hears_of_all_follow_ups_at_once() {
    let mut outside = Outside::new();
    outside.store.expect_due().returning(|_, _, _, _, _| Ok(Vec::new()));
    outside
        .promises
        .expect_tell()
        .times(1)
        .withf(|_, job, member, follow_ups| (*job, *member, *follow_ups) == (JOB, ANA, 2))
        .returning(|_, _, _, _| Ok(()));
    let mut claimed = held(job(BulkOperation::Assign { member: Some(ANA) }, JobKind::Bulk));
    claimed.job.progress.done = 2;
    let step = outside.build().step(&dispatcher(), &claimed).await.unwrap();
    assert!(matches!(step, Step::Done(_)), "{step:?}");
}

#[tokio::test]
async fn calls_that_were_being_changed_are_looked_at_again() {
    let mut outside = Outside::new();
    outside.store.expect_due().returning(|_, _, _, _, _| Ok(Vec::new()));
    let mut claimed = held(job(tagging(), JobKind::Bulk));
    claimed.job.progress.done = 1;
    let step = outside.build().step(&dispatcher(), &claimed).await.unwrap();
    let Step::Going(progress) = step else { panic!("{step:?}") };
    assert_eq!(
        (progress.position["passes"].as_u64(), progress.position["after"].as_str()),
        (Some(1), None)
    );
}

#[tokio::test]
async fn a_change_is_taken_back_within_ten_minutes_and_once() {
    let undoing = async |minutes: i64, known: Option<CallJob>| {
        let mut outside = Outside::new();
        outside.clock.set(at(540) + Duration::minutes(minutes));
        outside.jobs.expect_asked_under().returning(move |_, kind, keys| {
            assert_eq!((kind, keys), (JobKind::BulkUndo, &[format!("undo:{JOB}")][..]));
            Ok(known.clone().into_iter().collect())
        });
        let jobs = [over(tagging()), held(job(tagging(), JobKind::Bulk)).job];
        let mut undoing = outside.build().undoing(&dispatcher(), &jobs).await.unwrap();
        assert_eq!(undoing.pop(), Some(Undoing::Never), "it still runs");
        undoing.pop().unwrap()
    };
    assert_eq!(undoing(10, None).await, Undoing::Until(at(540) + Duration::minutes(10)));
    assert_eq!(undoing(11, None).await, Undoing::Never);
    let undo = BulkSpec { operation: tagging(), selection: Selection::Undo, undo_of: Some(JOB) };
    let other = CallJob { spec: undo.to_value(), ..job(tagging(), JobKind::BulkUndo) };
    assert_eq!(undoing(1, Some(other)).await, Undoing::By(JOB));
}

#[tokio::test]
async fn an_undo_is_a_job_over_what_was_done() {
    let mut outside = Outside::new();
    outside.jobs.expect_get().returning(|_, _| Ok(Some(over(tagging()))));
    outside.jobs.expect_asked_under().returning(|_, _, _| Ok(Vec::new()));
    outside.store.expect_create().returning(|_, bulk, _| {
        assert_eq!(bulk.targets, BulkTargets::DoneBy(JOB));
        assert_eq!(bulk.job.kind, JobKind::BulkUndo);
        let spec = BulkSpec::parse(&bulk.job.spec).unwrap();
        assert_eq!((spec.operation, spec.undo_of), (tagging(), Some(JOB)));
        Ok(BulkCreated::Yes(Box::new(job(tagging(), JobKind::BulkUndo))))
    });
    let undo = outside.build().undo(&dispatcher(), JOB).await.unwrap();
    assert_eq!(undo.kind, JobKind::BulkUndo);
}

#[tokio::test]
async fn somebody_elses_change_is_taken_back_by_supervisors_only() {
    let mut outside = Outside::new();
    let theirs = CallJob { actor: api_key().actor().clone(), ..over(tagging()) };
    outside.jobs.expect_get().returning(move |_, _| Ok(Some(theirs.clone())));
    let undo = outside.build().undo(&dispatcher(), JOB).await;
    assert!(matches!(undo, Err(CallError::Forbidden(_))), "{undo:?}");
}

#[tokio::test]
async fn a_follow_up_without_a_time_is_refused() {
    let timeless = FollowUpRequest {
        kind: "task".to_owned(),
        due_at: None,
        assigned_to: None,
        priority: None,
        note: None,
    };
    let operation = BulkOperation::Followup { follow_up: timeless, even_if_open: false };
    let selection = BulkSelection::Named(vec![CALL]);
    let asked = Outside::new().build().ask(&dispatcher(), operation, selection, None).await;
    assert!(matches!(asked, Err(CallError::Invalid(_))), "{asked:?}");
}
