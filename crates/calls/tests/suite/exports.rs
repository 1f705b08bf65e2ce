//! Exports: who may, how many, what goes on where a worker died.

use crate::world::{DANA, at, dispatcher, member};
use callboard_calls::{
    CallError, ExportRequest, Exports, ExportsPorts, MAX_EXPORTS_A_DAY,
    board::{CallFilter, CallRow},
    export::{ExportFile, ExportFormat, ExportedCall, FileBlock, LocalZone, WhichCalls},
    jobs::{CallJob, JobKind, JobState, LongWork, Progress, Step},
    model::{
        AgentType, CallSource, CallStatus, Direction, EscalationStatus, LeadSource, Purpose,
        QueueStatus,
    },
    ports::{
        ClaimedJob, Created, JobFence, MockCallBoard, MockCallJobStore, MockCallerDirectory,
        MockDispositionCatalogue, MockExportBoard, MockExportFiles, MockFileStore,
        MockSheetPrinter, MockWorkspaceProfile, Profile,
    },
};
use callboard_kernel::{
    Actor, CallId, CallJobId, Cursor, ManualClock, Page, Role, Scope, SequentialIds, Timestamp,
    WorkspaceId,
};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};
use time::Duration;
use uuid::Uuid;

/// The outside of exports. A port that a test sets up with nothing panics when it is asked.
#[derive(Default)]
struct Outside {
    jobs: MockCallJobStore,
    board: MockCallBoard,
    log: MockExportBoard,
    store: MockFileStore,
    files: MockExportFiles,
    printer: MockSheetPrinter,
    profile: MockWorkspaceProfile,
}

impl Outside {
    fn exports(mut self) -> Exports {
        self.profile.expect_profile().returning(|_| {
            Ok(Profile {
                name: "Bright Plumbing".to_owned(),
                region: "US".to_owned(),
                currency: "USD".to_owned(),
                zone: LocalZone::utc(),
            })
        });
        Exports::new(ExportsPorts {
            jobs: Arc::new(self.jobs),
            board: Arc::new(self.board),
            log: Arc::new(self.log),
            store: Arc::new(self.store),
            files: Arc::new(self.files),
            printer: Arc::new(self.printer),
            profile: Arc::new(self.profile),
            catalogue: Arc::new(MockDispositionCatalogue::new()),
            callers: Arc::new(MockCallerDirectory::new()),
            clock: Arc::new(ManualClock::new(at(0))),
            ids: Arc::new(SequentialIds::default()),
            keep_for: Duration::days(7),
        })
    }
}

fn admin() -> Scope {
    member(Role::Admin)
}

fn id() -> CallJobId {
    CallJobId(Uuid::from_u128(0xe))
}

fn asked(format: ExportFormat) -> ExportRequest {
    ExportRequest {
        format,
        calls: WhichCalls::Filter(Box::default()),
        except: BTreeSet::new(),
        columns: Vec::new(),
        byte_order_mark: false,
    }
}

fn job(spec: Value, created_at: Timestamp) -> CallJob {
    CallJob {
        id: id(),
        kind: JobKind::Export,
        state: JobState::Running,
        spec,
        progress: Progress { total: Some(9), ..Progress::default() },
        error: None,
        cancel_requested: false,
        actor: Actor::Member { id: DANA, role: Role::Admin },
        created_at,
        started_at: None,
        finished_at: None,
    }
}

fn spec(format: &str) -> Value {
    json!({
        "format": format, "calls": {"filter": {}}, "columns": ["caller", "notes"],
        "byte_order_mark": false, "in_words": [], "as_of": at(0),
    })
}

fn jobs_of(ages: &[i64]) -> Page<CallJob> {
    Page { items: ages.iter().map(|age| job(spec("csv"), at(-age))).collect(), next: None }
}

#[tokio::test]
async fn only_admins_take_calls_out() {
    let exports = Outside::default().exports();
    let refused = exports.request(&dispatcher(), asked(ExportFormat::Csv), None).await;
    assert!(matches!(refused, Err(CallError::Forbidden(_))));
}

#[tokio::test]
async fn the_tenth_of_a_day_is_the_last() {
    let mut outside = Outside::default();
    outside.board.expect_count().returning(|_, _, _| Ok(9));
    outside.jobs.expect_list().returning(|_, kinds, own, page| {
        assert_eq!((kinds, own, page.limit), (&[JobKind::Export][..], true, MAX_EXPORTS_A_DAY));
        Ok(jobs_of(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 86_300]))
    });
    let refused = outside.exports().request(&admin(), asked(ExportFormat::Csv), None).await;
    let Err(CallError::TooManyExports { most: 10, retry_after }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(retry_after, 101);
}

#[tokio::test]
async fn the_tenth_of_a_day_is_answered_again_under_its_key() {
    let mut outside = Outside::default();
    outside.jobs.expect_asked_under().returning(|_, kind, keys| {
        assert_eq!((kind, keys), (JobKind::Export, &["once".to_owned()][..]));
        Ok(vec![job(spec("csv"), at(0))])
    });
    outside.files.expect_of().returning(|_, _| Ok(Vec::new()));
    let first = outside.exports().request(&admin(), asked(ExportFormat::Csv), Some("once")).await;
    assert_eq!(first.unwrap().job.id, id());
}

#[tokio::test]
async fn of_two_at_once_the_one_too_many_takes_itself_back() {
    let mut outside = Outside::default();
    outside.board.expect_count().returning(|_, _, _| Ok(9));
    outside.jobs.expect_create().times(1).returning(|_, _, _| Ok(Created::Yes));
    outside.jobs.expect_list().returning(|_, _, _, page| {
        let ages: Vec<i64> = if page.limit == MAX_EXPORTS_A_DAY { vec![0; 9] } else { vec![0; 11] };
        Ok(jobs_of(&ages))
    });
    outside.jobs.expect_request_cancel().times(1).returning(|_, _, _| Ok(None));
    let refused = outside.exports().request(&admin(), asked(ExportFormat::Csv), None).await;
    assert!(matches!(refused, Err(CallError::TooManyExports { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_pdf_of_too_many_calls_is_refused_before_it_begins() {
    let mut outside = Outside::default();
    outside.board.expect_count().returning(|_, _, _| Ok(5_001));
    let refused = outside.exports().request(&admin(), asked(ExportFormat::Pdf), None).await;
    let Err(error @ CallError::TooLongForPaper { most: 5_000, found: 5_001 }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        error.to_string(),
        "a PDF holds at most 5000 calls, these are 5001; take CSV or narrow the filter"
    );
}

fn call(number: u64) -> ExportedCall {
    let row = CallRow {
        id: CallId(Uuid::from_u128(u128::from(number))),
        version: 1,
        direction: Direction::In,
        purpose: Purpose::Inbound,
        source: CallSource::Manual,
        provider_call_id: None,
        lead_source: LeadSource::Unknown,
        status: CallStatus::Completed,
        from: None,
        to: None,
        started_at: at(0),
        answered_at: None,
        ended_at: None,
        duration_s: 0,
        agent_type: AgentType::Human,
        agent: None,
        agent_name: None,
        customer: None,
        caller_name: format!("=Caller {number}"),
        intent: None,
        disposition: None,
        outcome_required: false,
        outcome_at: None,
        outcome_due_at: None,
        queue_status: QueueStatus::None,
        value_est_cents: None,
        emergency_score: 0,
        spam_score: 0,
        tags: Vec::new(),
        note_start: String::new(),
        do_not_contact: false,
        has_recording: false,
        has_transcript: false,
        job: None,
        escalation: EscalationStatus::None,
        after_hours: false,
        incident: None,
        promise: None,
        claim: None,
    };
    ExportedCall { row, notes: "note".to_owned() }
}

fn held(spec: Value, progress: Progress, epoch: i64) -> ClaimedJob {
    ClaimedJob {
        workspace: WorkspaceId(Uuid::nil()),
        fence: JobFence { job: id(), owner: Uuid::nil(), epoch },
        job: CallJob { progress, ..job(spec, at(0)) },
        failures: 0,
    }
}

type Blocks = Arc<Mutex<Vec<(String, String)>>>;

/// A log of six pages of one call each; blocks land in the list.
fn six_pages(blocks: &Blocks) -> Outside {
    let mut outside = Outside::default();
    outside.files.expect_begin().returning(|_, _, name| {
        assert_eq!(name, "calls-2026-05-20-1400.csv");
        Ok(())
    });
    outside.log.expect_page().returning(|_, filter, after, _, _| {
        assert_eq!(*filter, CallFilter::default());
        let number: u64 = after.map_or(0, |cursor| cursor.0.parse().unwrap());
        let next = (number < 5).then(|| Cursor((number + 1).to_string()));
        Ok(Page { items: vec![call(number)], next })
    });
    let written = blocks.clone();
    outside.store.expect_put().returning(move |_, file, name, bytes| {
        assert_eq!(file, id());
        written.lock().unwrap().push((name.to_owned(), String::from_utf8(bytes).unwrap()));
        Ok(())
    });
    outside
}

#[tokio::test]
async fn a_file_goes_on_where_a_worker_died() {
    let blocks = Blocks::default();
    let mut outside = six_pages(&blocks);
    outside.files.expect_complete().times(1).returning(|_, job, blocks, rows, made, expires| {
        let block = |name: &str, bytes| FileBlock { name: name.to_owned(), bytes };
        assert_eq!((job, rows, made, expires - made), (id(), 6, at(0), Duration::days(7)));
        assert_eq!(blocks, [block("000000-1", 82), block("000001-3", 34)]);
        Ok(())
    });
    let exports = outside.exports();
    let first = held(spec("csv"), Progress { total: Some(6), ..Progress::default() }, 1);
    let Step::Going(progress) = exports.step(&admin(), &first).await.unwrap() else {
        panic!("two blocks")
    };
    assert_eq!((progress.done, progress.total), (4, Some(6)));
    // The worker wrote its second block and died before anybody knew of it; another one goes on.
    exports.step(&admin(), &held(spec("csv"), Progress::default(), 2)).await.unwrap();
    let third = held(spec("csv"), progress, 3);
    let Step::Done(end) = exports.step(&admin(), &third).await.unwrap() else { panic!("the end") };
    assert_eq!((end.state, end.progress.done), (JobState::Completed, 6));
    assert_eq!(end.progress.result, json!({"rows": 6, "bytes": 116}));
    let blocks = blocks.lock().unwrap().clone();
    let names: Vec<_> = blocks.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["000000-1", "000000-2", "000001-3"], "no block of another turn is touched");
    assert!(blocks[0].1.starts_with("caller,notes\r\n'=Caller 0,note\r\n"), "{}", blocks[0].1);
    assert_eq!(blocks[2].1, "'=Caller 4,note\r\n'=Caller 5,note\r\n");
}

#[tokio::test]
async fn calls_that_are_left_out_are_not_written() {
    let blocks = Blocks::default();
    let mut outside = six_pages(&blocks);
    outside.files.expect_complete().returning(|_, _, _, rows, _, _| {
        assert_eq!(rows, 4);
        Ok(())
    });
    let exports = outside.exports();
    let mut without = spec("csv");
    without["except"] = json!([call(1).row.id, call(5).row.id]);
    let mut progress = Progress { total: Some(4), ..Progress::default() };
    loop {
        match exports.step(&admin(), &held(without.clone(), progress, 1)).await.unwrap() {
            Step::Going(next) => progress = next,
            Step::Done(end) => break assert_eq!(end.progress.done, 4),
            other => panic!("{other:?}"),
        }
    }
    let text: String = blocks.lock().unwrap().iter().map(|(_, text)| text.as_str()).collect();
    let numbers: String = text.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(numbers, "0234", "{text}");
}

#[tokio::test]
async fn a_log_that_outgrew_its_paper_fails_in_words() {
    let mut outside = Outside::default();
    outside.files.expect_begin().returning(|_, _, _| Ok(()));
    outside.log.expect_page().returning(|_, _, after, _, _| {
        let page = after.map_or(0, |cursor| cursor.0.parse::<u64>().unwrap());
        let items = (0..1_000).map(|row| call(page * 1_000 + row)).collect();
        Ok(Page { items, next: Some(Cursor((page + 1).to_string())) })
    });
    let held = held(spec("pdf"), Progress::default(), 1);
    let Step::Done(end) = outside.exports().step(&admin(), &held).await.unwrap() else {
        panic!("it ends")
    };
    assert_eq!(end.state, JobState::Failed);
    assert!(end.error.unwrap().starts_with("a PDF holds at most 5000 calls"));
}

fn file(removed_at: Option<Timestamp>) -> ExportFile {
    ExportFile {
        job: id(),
        name: "calls.csv".to_owned(),
        blocks: vec![FileBlock { name: "000000-1".to_owned(), bytes: 10 }],
        rows: 1,
        made_at: at(-10),
        expires_at: at(10),
        removed_at,
    }
}

#[tokio::test]
async fn a_file_of_a_stopped_export_is_none() {
    let mut outside = Outside::default();
    outside.jobs.expect_get().returning(|_, _| {
        Ok(Some(CallJob { state: JobState::Cancelled, ..job(spec("csv"), at(0)) }))
    });
    outside.files.expect_of().returning(|_, _| Ok(vec![file(None)]));
    let exports = outside.exports();
    assert!(exports.get(&admin(), id()).await.unwrap().file.is_none());
    let refused = exports.open(&admin(), id(), "whole").await;
    assert!(matches!(refused, Err(CallError::NoFile)));
}

#[tokio::test]
async fn removing_takes_the_blocks_first_and_twice_is_once() {
    let mut outside = Outside::default();
    outside.jobs.expect_get().returning(|_, _| {
        Ok(Some(CallJob { state: JobState::Completed, ..job(spec("csv"), at(0)) }))
    });
    let mut removed = None;
    outside
        .files
        .expect_of()
        .times(2)
        .returning(move |_, _| Ok(vec![file(removed.replace(at(1)))]));
    outside.store.expect_remove().times(1).returning(|_, _| Ok(()));
    outside.files.expect_note_removed().times(1).returning(|_, job, audit, _| {
        assert_eq!((job, audit.target_kind, audit.action.as_str()), (id(), "export", "delete"));
        Ok(true)
    });
    let exports = outside.exports();
    exports.remove(&admin(), id()).await.unwrap();
    exports.remove(&admin(), id()).await.unwrap();
}
