//! Timed work: a table of what runs how often. What comes at a time of day of a workspace is recorded as a tick under a
//! key that is computed from the schedule, so that two workers, or a worker that slept, make one of it.

use crate::{
    acting::acting_as,
    ports::{Housekeeping, Ticks, WorkspaceDirectory, WorkspaceZone},
};
use callboard_calls::{CallError, CallImports, Calls, Exports};
use callboard_followups::{
    FollowUps,
    hours::{LocalTime, UnknownZone, daily},
    ports::ClockSweep,
};
use callboard_kernel::{Clock, PortError, SaveError, Timestamp};
use std::{sync::Arc, time::Duration};

/// Schedule of the daily digest: 08:00 in the zone of each workspace. Catch-up: once. After a longer stop only the newest
/// missed tick comes. A local time that a clock change leaves out comes at the change; one that comes twice comes once.
pub const DAILY_DIGEST: &str = "daily_digest";

/// Files of exports whose time is over go.
pub const REMOVE_OLD_EXPORTS: &str = "remove_old_exports";

/// Files that are removed in one go.
const FILES: u32 = 100;

/// Clocks that are fired in one go.
const CLOCKS: u32 = 200;

/// Overdue outcomes that are flagged in one go.
const OUTCOMES: u32 = 100;

/// Goes of one run, so that a flood in one kind of work does not keep the others waiting for ever.
const GOES: u32 = 50;

/// One line of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimedWork {
    /// Its name.
    pub name: &'static str,
    /// How long to wait between two runs.
    pub every: Duration,
}

/// What timed work calls.
#[expect(missing_docs, reason = "the types say it")]
pub struct TimetablePorts {
    pub calls: Arc<Calls>,
    pub imports: Arc<CallImports>,
    pub exports: Arc<Exports>,
    pub followups: Arc<FollowUps>,
    pub clocks: Arc<dyn ClockSweep>,
    pub ticks: Arc<dyn Ticks>,
    pub directory: Arc<dyn WorkspaceDirectory>,
    pub housekeeping: Arc<dyn Housekeeping>,
    pub clock: Arc<dyn Clock>,
}

/// Why timed work did not get through. It is tried again at its next turn.
#[derive(Debug, thiserror::Error)]
pub enum TimetableError {
    /// Something outside failed.
    #[error(transparent)]
    Port(#[from] PortError),
    /// A tick was not recorded.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Overdue outcomes were not flagged, or old files were not removed.
    #[error(transparent)]
    Calls(#[from] CallError),
    /// A workspace has a zone that nobody knows.
    #[error(transparent)]
    Zone(#[from] UnknownZone),
    /// There is no such line in the table.
    #[error("there is no timed work of this name")]
    Unknown,
}

/// Runs timed work.
pub struct Timetable {
    ports: TimetablePorts,
}

impl Timetable {
    /// What runs how often.
    pub const TABLE: &'static [TimedWork] = &[
        TimedWork { name: "fire_clocks", every: Duration::from_secs(1) },
        TimedWork { name: "flag_overdue_outcomes", every: Duration::from_secs(5) },
        TimedWork { name: DAILY_DIGEST, every: Duration::from_secs(30) },
        TimedWork { name: REMOVE_OLD_EXPORTS, every: Duration::from_mins(10) },
        TimedWork { name: "purge", every: Duration::from_hours(1) },
        TimedWork { name: "remove_import_files", every: Duration::from_mins(10) },
    ];

    /// Over these ports.
    pub const fn new(ports: TimetablePorts) -> Self {
        Self { ports }
    }

    /// One run of a line of the table. Answers how much there was to do.
    pub async fn run(&self, name: &str) -> Result<u64, TimetableError> {
        match name {
            "fire_clocks" => self.fire_clocks().await,
            "flag_overdue_outcomes" => self.flag_overdue_outcomes().await,
            DAILY_DIGEST => self.daily_digest().await,
            REMOVE_OLD_EXPORTS => self.remove_old_exports().await,
            "purge" => Ok(self.ports.housekeeping.purge(self.ports.clock.now()).await?),
            "remove_import_files" => self.remove_import_files().await,
            _ => Err(TimetableError::Unknown),
        }
    }

    /// Removes uploaded files that lost their use; the imports stay in their list.
    async fn remove_import_files(&self) -> Result<u64, TimetableError> {
        let unused = self.ports.imports.unused_files(self.ports.clock.now()).await?;
        for (workspace, import) in &unused {
            let scope = acting_as("remove_import_files", *workspace);
            self.ports.imports.remove_file(&scope, *import).await?;
        }
        Ok(unused.len() as u64)
    }

    /// Fires what clocks have reached. One that fails is reported and does not keep the others.
    async fn fire_clocks(&self) -> Result<u64, TimetableError> {
        let mut fired = 0;
        for _ in 0..GOES {
            let due = self.ports.clocks.due(self.ports.clock.now(), CLOCKS).await?;
            let mut failed = false;
            for (workspace, follow_up) in &due {
                let scope = acting_as("fire_clocks", *workspace);
                match self.ports.followups.fire(&scope, *follow_up).await {
                    Ok(()) => fired += 1,
                    Err(error) => {
                        failed = true;
                        tracing::error!(
                            workspace.id = %workspace, follow_up.id = %follow_up,
                            error = &error as &dyn std::error::Error, "a clock did not fire"
                        );
                    }
                }
            }
            if failed || due.len() < CLOCKS as usize {
                break;
            }
        }
        Ok(fired)
    }

    async fn flag_overdue_outcomes(&self) -> Result<u64, TimetableError> {
        let mut flagged = 0;
        for workspace in self.ports.directory.all().await? {
            let scope = acting_as("flag_overdue_outcomes", workspace.id);
            for _ in 0..GOES {
                let found = self.ports.calls.flag_overdue_outcomes(&scope, OUTCOMES).await?;
                flagged += u64::from(found);
                if found < OUTCOMES {
                    break;
                }
            }
        }
        Ok(flagged)
    }

    /// Removes files whose time is over. One that fails is reported and does not keep the others.
    async fn remove_old_exports(&self) -> Result<u64, TimetableError> {
        let mut removed = 0;
        for (workspace, export) in self.ports.exports.due(FILES).await? {
            let scope = acting_as(REMOVE_OLD_EXPORTS, workspace);
            match self.ports.exports.sweep(&scope, export).await {
                Ok(()) => removed += 1,
                Err(error) => tracing::error!(
                    workspace.id = %workspace, job.id = %export,
                    error = &error as &dyn std::error::Error, "an old export was not removed"
                ),
            }
        }
        Ok(removed)
    }

    /// Records the newest tick of each workspace that has come and is not recorded. One workspace with an unreadable zone
    /// does not keep the others.
    async fn daily_digest(&self) -> Result<u64, TimetableError> {
        let now = self.ports.clock.now();
        let mut recorded = 0;
        let mut failed = None;
        for workspace in self.ports.directory.all().await? {
            match self.record_newest(&workspace, now).await {
                Ok(true) => recorded += 1,
                Ok(false) => {}
                Err(error) => failed = Some(error),
            }
        }
        failed.map_or(Ok(recorded), Err)
    }

    async fn record_newest(
        &self,
        workspace: &WorkspaceZone,
        now: Timestamp,
    ) -> Result<bool, TimetableError> {
        let scope = acting_as(DAILY_DIGEST, workspace.id);
        let last = self.ports.ticks.last(&scope, DAILY_DIGEST).await?;
        let after = last.unwrap_or(workspace.created_at).max(workspace.created_at);
        let Some(eight) = LocalTime::at(8, 0) else { return Ok(false) };
        let newest = daily(&workspace.time_zone, eight, after, now, 1)?;
        match newest.first() {
            Some(tick_at) => {
                Ok(self.ports.ticks.record(&scope, DAILY_DIGEST, *tick_at, now).await?)
            }
            None => Ok(false),
        }
    }
}
