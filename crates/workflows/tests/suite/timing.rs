//! The timetable: ticks of the local morning, overdue outcomes, clocks.

use crate::{
    finishing::exports,
    stores::ZONE,
    town::{TEN, Town, WORKSPACE, minute},
};
use async_trait::async_trait;
use callboard_calls::{
    CallImports, CallImportsPorts, Exports,
    model::{Direction, LineChange, QueueStatus},
    ports::{
        MockCallImportStore, MockCallJobStore, MockCallerDirectory, MockDispositionCatalogue,
        MockExportFiles, MockFileStore, MockHomePlace, MockLocalTimes,
    },
};
use callboard_followups::ports::MockClockSweep;
use callboard_kernel::{
    CallImportId, CallJobId, MediaFileId, PortError, SaveError, Scope, SequentialIds, Timestamp,
    WorkspaceId,
};
use callboard_media::{
    Media, MediaPorts,
    ports::{MockMediaFiles, MockMediaStore},
};
use callboard_switchboard::{
    Switchboard, SwitchboardPorts,
    ports::{MockConversations, MockOrderBook},
};
use callboard_workflows::{
    TimedTask, Timetable, TimetableError, TimetablePorts,
    ports::{Housekeeping, Ticks, WorkspaceDirectory, WorkspaceZone},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};
use time::{Duration, macros::datetime};
use uuid::Uuid;

const OTHER: WorkspaceId = WorkspaceId(Uuid::from_u128(0xb));

#[derive(Default)]
struct TickBook(Mutex<BTreeSet<(WorkspaceId, Timestamp)>>);

#[async_trait]
impl Ticks for TickBook {
    async fn record(
        &self,
        scope: &Scope,
        schedule: &str,
        tick_at: Timestamp,
        _: Timestamp,
    ) -> Result<bool, SaveError> {
        assert_eq!(schedule, TimedTask::DailyDigest.as_str());
        Ok(self.0.lock().unwrap().insert((scope.workspace(), tick_at)))
    }

    async fn last(&self, scope: &Scope, _: &str) -> Result<Option<Timestamp>, PortError> {
        let book = self.0.lock().unwrap();
        let own = book.iter().filter(|(workspace, _)| *workspace == scope.workspace());
        Ok(own.map(|(_, at)| *at).max())
    }
}

struct Zones(Vec<WorkspaceZone>);

#[async_trait]
impl WorkspaceDirectory for Zones {
    async fn all(&self) -> Result<Vec<WorkspaceZone>, PortError> {
        Ok(self.0.clone())
    }
}

struct Broom;

#[async_trait]
impl Housekeeping for Broom {
    async fn purge(&self, _: Timestamp) -> Result<u64, PortError> {
        Ok(42)
    }
}

fn zone(id: WorkspaceId, time_zone: &str, created_at: Timestamp) -> WorkspaceZone {
    WorkspaceZone { id, time_zone: time_zone.to_owned(), created_at }
}

fn timetable(town: &Town, zones: Vec<WorkspaceZone>, ticks: &Arc<TickBook>) -> Timetable {
    timetable_with(town, zones, ticks, MockClockSweep::new())
}

fn timetable_with(
    town: &Town,
    zones: Vec<WorkspaceZone>,
    ticks: &Arc<TickBook>,
    clocks: MockClockSweep,
) -> Timetable {
    let mut files = MockExportFiles::new();
    files.expect_due().returning(|_, _| Ok(vec![]));
    timetable_of(town, zones, ticks, clocks, exports(files, MockFileStore::new(), &town.clock))
}

fn timetable_of(
    town: &Town,
    zones: Vec<WorkspaceZone>,
    ticks: &Arc<TickBook>,
    clocks: MockClockSweep,
    exports: Arc<Exports>,
) -> Timetable {
    Timetable::new(TimetablePorts {
        calls: town.calls.clone(),
        imports: Arc::new(imports(town)),
        exports,
        followups: town.follow_ups.clone(),
        media: media(town),
        switchboard: Arc::new(switchboard(town)),
        clocks: Arc::new(clocks),
        ticks: ticks.clone(),
        directory: Arc::new(Zones(zones)),
        housekeeping: Arc::new(Broom),
        clock: town.clock.clone(),
    })
}

/// A switchboard of which no placed call broke off, and no guest was lost.
fn switchboard(town: &Town) -> Switchboard {
    let mut orders = MockOrderBook::new();
    orders.expect_broken_off().returning(|_, _| Ok(vec![]));
    let mut conversations = MockConversations::new();
    conversations.expect_asked_before().returning(|_, _| Ok(vec![]));
    Switchboard::new(SwitchboardPorts {
        orders: Arc::new(orders),
        conversations: Arc::new(conversations),
        ..SwitchboardPorts::mocked(town.clock.clone(), Arc::new(SequentialIds::default()))
    })
}

/// Media of which one file is doomed.
fn media(town: &Town) -> Arc<Media> {
    let file = MediaFileId(Uuid::from_u128(0xf11e));
    let mut files = MockMediaFiles::new();
    files.expect_doomed().returning(move |_, _| Ok(vec![(WORKSPACE, file)]));
    files.expect_forget().withf(move |_, gone| *gone == file).returning(|_, _| Ok(()));
    let mut store = MockMediaStore::new();
    store.expect_remove().withf(move |_, gone| *gone == file).returning(|_, _| Ok(()));
    let ids = Arc::new(callboard_kernel::SequentialIds::default());
    let ports = MediaPorts::unasked(town.clock.clone(), ids);
    Arc::new(Media::new(MediaPorts { files: Arc::new(files), store: Arc::new(store), ..ports }))
}

#[tokio::test]
async fn the_bytes_of_doomed_files_go() {
    let town = Town::new();
    let timetable = timetable(&town, vec![], &Arc::new(TickBook::default()));
    assert_eq!(timetable.run(TimedTask::RemoveMediaFiles).await.unwrap(), 1);
}

/// Imports of which one file lost its use.
fn imports(town: &Town) -> CallImports {
    let mut store = MockCallImportStore::new();
    let unused = CallImportId(Uuid::from_u128(0xf11e));
    store.expect_files_to_remove().returning(move |over, idle, _| {
        assert_eq!(idle - over, Duration::days(5));
        Ok(vec![(OTHER, unused)])
    });
    store
        .expect_file_removed()
        .withf(move |scope, id, _| scope.workspace() == OTHER && *id == unused)
        .returning(|_, _, _| Ok(()));
    let mut files = MockFileStore::new();
    files.expect_remove().times(0..=1).returning(|_, _| Ok(()));
    CallImports::new(CallImportsPorts {
        store: Arc::new(store),
        files: Arc::new(files),
        jobs: Arc::new(MockCallJobStore::new()),
        catalogue: Arc::new(MockDispositionCatalogue::new()),
        callers: Arc::new(MockCallerDirectory::new()),
        home: Arc::new(MockHomePlace::new()),
        times: Arc::new(MockLocalTimes::new()),
        clock: town.clock.clone(),
        ids: Arc::new(SequentialIds::default()),
    })
}

#[tokio::test]
async fn uploaded_files_are_removed_when_they_lost_their_use() {
    let town = Town::new();
    let timetable = timetable(&town, vec![], &Arc::new(TickBook::default()));
    assert_eq!(timetable.run(TimedTask::RemoveImportFiles).await.unwrap(), 1);
}

fn recorded(ticks: &TickBook) -> Vec<(WorkspaceId, Timestamp)> {
    ticks.0.lock().unwrap().iter().copied().collect()
}

#[tokio::test]
async fn eight_in_the_morning_comes_once_a_day_in_each_zone_across_the_change_of_clocks() {
    let town = Town::new();
    let ticks = Arc::new(TickBook::default());
    let born = datetime!(2026-10-30 13:00 UTC);
    let zones = vec![zone(WORKSPACE, ZONE, born), zone(OTHER, "America/Los_Angeles", born)];
    let timetable = timetable(&town, zones, &ticks);
    let mut now = born;
    while now < datetime!(2026-11-03 00:00 UTC) {
        town.clock.set(now);
        timetable.run(TimedTask::DailyDigest).await.unwrap();
        now += Duration::minutes(7);
    }
    assert_eq!(
        recorded(&ticks),
        [
            (WORKSPACE, datetime!(2026-10-31 12:00 UTC)),
            (WORKSPACE, datetime!(2026-11-01 13:00 UTC)),
            (WORKSPACE, datetime!(2026-11-02 13:00 UTC)),
            (OTHER, datetime!(2026-10-30 15:00 UTC)),
            (OTHER, datetime!(2026-10-31 15:00 UTC)),
            (OTHER, datetime!(2026-11-01 16:00 UTC)),
            (OTHER, datetime!(2026-11-02 16:00 UTC)),
        ]
    );
}

#[tokio::test]
async fn after_a_week_of_standing_still_one_tick_is_caught_up() {
    let town = Town::new();
    let ticks = Arc::new(TickBook::default());
    let born = datetime!(2026-11-10 00:00 UTC);
    let first = (WORKSPACE, datetime!(2026-11-11 13:00 UTC));
    ticks.0.lock().unwrap().insert(first);
    let timetable = timetable(&town, vec![zone(WORKSPACE, ZONE, born)], &ticks);
    town.clock.set(TEN);
    assert_eq!(timetable.run(TimedTask::DailyDigest).await.unwrap(), 1);
    assert_eq!(timetable.run(TimedTask::DailyDigest).await.unwrap(), 0);
    assert_eq!(recorded(&ticks), [first, (WORKSPACE, datetime!(2026-11-24 13:00 UTC))]);
}

#[tokio::test]
async fn two_workers_record_a_tick_once() {
    let town = Town::new();
    let ticks = Arc::new(TickBook::default());
    let born = datetime!(2026-11-23 00:00 UTC);
    let one = timetable(&town, vec![zone(WORKSPACE, ZONE, born)], &ticks);
    let two = timetable(&town, vec![zone(WORKSPACE, ZONE, born)], &ticks);
    let found = one.run(TimedTask::DailyDigest).await.unwrap()
        + two.run(TimedTask::DailyDigest).await.unwrap();
    assert_eq!((found, recorded(&ticks).len()), (1, 1));
}

#[tokio::test]
async fn a_zone_that_nobody_knows_does_not_keep_the_other_workspaces() {
    let town = Town::new();
    let ticks = Arc::new(TickBook::default());
    let born = datetime!(2026-11-23 00:00 UTC);
    let zones = vec![zone(OTHER, "Mars/Olympus", born), zone(WORKSPACE, ZONE, born)];
    let failed = timetable(&town, zones, &ticks).run(TimedTask::DailyDigest).await;
    assert!(matches!(failed, Err(TimetableError::Zone(_))));
    assert_eq!(recorded(&ticks).len(), 1);
}

#[tokio::test]
async fn an_outcome_that_is_overdue_puts_the_call_into_triage() {
    let town = Town::new();
    let hung_up = LineChange::HungUp { at: minute(2), answered_at: Some(minute(1)) };
    let call = town.line("t", Direction::In, hung_up).await;
    let ticks = Arc::new(TickBook::default());
    let timetable = timetable(&town, vec![zone(WORKSPACE, ZONE, TEN)], &ticks);
    town.clock.set(minute(6));
    assert_eq!(timetable.run(TimedTask::FlagOverdueOutcomes).await.unwrap(), 0);
    town.clock.set(minute(7));
    assert_eq!(timetable.run(TimedTask::FlagOverdueOutcomes).await.unwrap(), 1);
    assert_eq!(town.memory().calls[&call].0.queue_status, QueueStatus::Triage);
    assert_eq!(timetable.run(TimedTask::FlagOverdueOutcomes).await.unwrap(), 0);
}

#[tokio::test]
async fn due_clocks_fire_and_one_that_fails_does_not_keep_the_others() {
    let town = Town::new();
    town.missed().await;
    let id = town.open()[0].id;
    let mut sweep = MockClockSweep::new();
    let missing = callboard_kernel::FollowUpId(Uuid::nil());
    sweep.expect_due().returning(move |_, _| Ok(vec![(WORKSPACE, missing), (WORKSPACE, id)]));
    let ticks = Arc::new(TickBook::default());
    let timetable = timetable_with(&town, vec![], &ticks, sweep);
    town.clock.set(minute(31));
    for _ in 0..3 {
        timetable.run(TimedTask::FireClocks).await.unwrap();
    }
    let breaches = town.memory().events.iter().filter(|e| e.payload["level"] == "breach").count();
    assert_eq!(breaches, 1);
}

#[tokio::test]
async fn old_files_go_and_one_that_cannot_does_not_keep_the_others() {
    let town = Town::new();
    let [stuck, old] = [1, 2].map(|number| CallJobId(Uuid::from_u128(number)));
    let mut files = MockExportFiles::new();
    files.expect_due().returning(move |_, _| Ok(vec![(WORKSPACE, stuck), (OTHER, old)]));
    files.expect_note_removed().times(1).returning(move |scope, job, audit, _| {
        assert_eq!((scope.workspace(), job, audit.action.as_str()), (OTHER, old, "delete"));
        Ok(true)
    });
    let mut store = MockFileStore::new();
    store.expect_remove().times(2).returning(move |_, job| {
        if job == stuck { Err(PortError::unavailable("files.remove", "no disk")) } else { Ok(()) }
    });
    let exports = exports(files, store, &town.clock);
    let ticks = Arc::new(TickBook::default());
    let timetable = timetable_of(&town, vec![], &ticks, MockClockSweep::new(), exports);
    assert_eq!(timetable.run(TimedTask::RemoveOldExports).await.unwrap(), 1);
}

#[tokio::test]
async fn all_of_it_runs() {
    let town = Town::new();
    let ticks = Arc::new(TickBook::default());
    let mut sweep = MockClockSweep::new();
    sweep.expect_due().returning(|_, _| Ok(vec![]));
    let timetable = timetable_with(&town, vec![], &ticks, sweep);
    for task in TimedTask::ALL {
        timetable.run(*task).await.unwrap();
    }
    assert_eq!(timetable.run(TimedTask::Purge).await.unwrap(), 42);
}
