//! Timed work: what runs how often. What comes at a time of day of a workspace is recorded as a tick under a
//! key that is computed from the schedule, so that two workers, or a worker that slept, make one of it.

use crate::{
    acting::acting_as,
    ports::{Housekeeping, Ticks, WorkspaceDirectory, WorkspaceZone},
    telephony::in_the_log,
};
use callboard_calls::{CallError, CallImports, Calls, Exports};
use callboard_followups::{
    FollowUps,
    hours::{LocalTime, UnknownZone, daily},
    ports::ClockSweep,
};
use callboard_kernel::{Clock, PortError, SaveError, Scope, Timestamp, words};
use callboard_media::{Media, MediaError};
use callboard_switchboard::{Switchboard, SwitchboardError, ports::LegName};
use std::{sync::Arc, time::Duration};

words! {
    /// Timed work, by its name in numbers, logs and audit trails.
    pub enum TimedTask {
        /// Fires what clocks have reached.
        FireClocks = "fire_clocks",
        /// Flags calls whose outcome is owed too long.
        FlagOverdueOutcomes = "flag_overdue_outcomes",
        /// Placed calls of which the asking broke off are shown to a person.
        SettlePlacedCalls = "settle_placed_calls",
        /// Colleagues who were asked into a call and of whose end no report came are given up.
        GiveUpLostGuests = "give_up_lost_guests",
        /// Schedule of the daily digest: 08:00 in the zone of each workspace. Catch-up: once. After a longer stop only the
        /// newest missed tick comes. A local time that a clock change leaves out comes at the change; one that comes twice
        /// comes once.
        DailyDigest = "daily_digest",
        /// Files of exports whose time is over go.
        RemoveOldExports = "remove_old_exports",
        /// Sessions, keys and the like that nobody needs any more go.
        Purge = "purge",
        /// Uploaded files that lost their use go.
        RemoveImportFiles = "remove_import_files",
        /// Recordings, transcripts and attachments go when their time is over. Once an hour, so that what is counted in days goes
        /// on its day in every zone.
        SweepMedia = "sweep_media",
        /// The bytes of files that nothing needs go.
        RemoveMediaFiles = "remove_media_files",
    }
}

impl TimedTask {
    /// How long to wait between two runs.
    pub const fn every(self) -> Duration {
        match self {
            Self::FireClocks => Duration::from_secs(1),
            Self::FlagOverdueOutcomes => Duration::from_secs(5),
            Self::SettlePlacedCalls => Duration::from_secs(10),
            Self::DailyDigest | Self::GiveUpLostGuests => Duration::from_secs(30),
            Self::RemoveOldExports | Self::RemoveImportFiles | Self::RemoveMediaFiles => {
                Duration::from_mins(10)
            }
            Self::Purge | Self::SweepMedia => Duration::from_hours(1),
        }
    }
}

/// Files that are removed in one go.
const FILES: u32 = 100;

/// Clocks that are fired in one go.
const CLOCKS: u32 = 200;

/// Overdue outcomes that are flagged in one go.
const OUTCOMES: u32 = 100;

/// Goes of one run, so that a flood in one kind of work does not keep the others waiting for ever.
const GOES: u32 = 50;

/// What timed work calls.
#[expect(missing_docs, reason = "the types say it")]
pub struct TimetablePorts {
    pub calls: Arc<Calls>,
    pub imports: Arc<CallImports>,
    pub exports: Arc<Exports>,
    pub followups: Arc<FollowUps>,
    pub media: Arc<Media>,
    pub switchboard: Arc<Switchboard>,
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
    /// Doomed files were not found.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// What broke off was not settled.
    #[error(transparent)]
    Switchboard(#[from] SwitchboardError),
    /// A workspace has a zone that nobody knows.
    #[error(transparent)]
    Zone(#[from] UnknownZone),
}

/// Runs timed work.
pub struct Timetable {
    ports: TimetablePorts,
}

impl Timetable {
    /// Over these ports.
    pub const fn new(ports: TimetablePorts) -> Self {
        Self { ports }
    }

    /// One run. Answers how much there was to do.
    pub async fn run(&self, task: TimedTask) -> Result<u64, TimetableError> {
        match task {
            TimedTask::FireClocks => self.fire_clocks().await,
            TimedTask::FlagOverdueOutcomes => self.flag_overdue_outcomes().await,
            TimedTask::SettlePlacedCalls => Ok(self.ports.switchboard.settle_broken_off().await?),
            TimedTask::GiveUpLostGuests => self.give_up_lost_guests().await,
            TimedTask::DailyDigest => self.daily_digest().await,
            TimedTask::RemoveOldExports => self.remove_old_exports().await,
            TimedTask::RemoveImportFiles => self.remove_import_files().await,
            TimedTask::SweepMedia => self.sweep_media().await,
            TimedTask::RemoveMediaFiles => self.remove_media_files().await,
            TimedTask::Purge => Ok(self.ports.housekeeping.purge(self.ports.clock.now()).await?),
        }
    }

    /// Gives up guests of whose end no report came. One that fails is reported, does not keep the others, and has its turn again.
    async fn give_up_lost_guests(&self) -> Result<u64, TimetableError> {
        let mut given_up = 0;
        for (workspace, leg) in self.ports.switchboard.lost_guests().await? {
            let scope = acting_as(TimedTask::GiveUpLostGuests.as_str(), workspace);
            match self.give_up_lost_guest(&scope, &leg).await {
                Ok(was_lost) => given_up += u64::from(was_lost),
                Err(error) => tracing::warn!(
                    workspace.id = %workspace, error = &error as &dyn std::error::Error,
                    "a guest of whose end no report came is not given up yet"
                ),
            }
        }
        Ok(given_up)
    }

    /// His leg is settled last: whatever fails before it is done again.
    async fn give_up_lost_guest(
        &self,
        scope: &Scope,
        leg: &LegName,
    ) -> Result<bool, TimetableError> {
        let switchboard = &self.ports.switchboard;
        let Some(lost) = switchboard.give_up_guest(scope, leg).await? else { return Ok(false) };
        in_the_log(&self.ports.calls, scope, lost.heard()).await?;
        switchboard.settle_lost_guest(scope, &lost).await?;
        Ok(true)
    }

    /// Removes uploaded files that lost their use; the imports stay in their list. One that fails is reported and does not
    /// keep the others.
    async fn remove_import_files(&self) -> Result<u64, TimetableError> {
        let mut removed = 0;
        for (workspace, import) in self.ports.imports.unused_files(self.ports.clock.now()).await? {
            let scope = acting_as(TimedTask::RemoveImportFiles.as_str(), workspace);
            match self.ports.imports.remove_file(&scope, import).await {
                Ok(()) => removed += 1,
                Err(error) => tracing::error!(
                    workspace.id = %workspace, import.id = %import,
                    error = &error as &dyn std::error::Error, "an uploaded file was not removed"
                ),
            }
        }
        Ok(removed)
    }

    /// Lets media go whose time is over. A workspace that fails is reported and does not keep the others.
    async fn sweep_media(&self) -> Result<u64, TimetableError> {
        let mut gone = 0;
        for workspace in self.ports.directory.all().await? {
            let scope = acting_as(TimedTask::SweepMedia.as_str(), workspace.id);
            for _ in 0..GOES {
                match self.ports.media.sweep(&scope).await {
                    Ok(0) => break,
                    Ok(some) => gone += some,
                    Err(error) => {
                        tracing::error!(
                            workspace.id = %workspace.id, error = &error as &dyn std::error::Error,
                            "old media were not removed"
                        );
                        break;
                    }
                }
            }
        }
        Ok(gone)
    }

    /// Removes the bytes of files that nothing needs. One that fails is reported and does not keep the others.
    async fn remove_media_files(&self) -> Result<u64, TimetableError> {
        let mut removed = 0;
        for (workspace, file) in self.ports.media.doomed(FILES).await? {
            let scope = acting_as(TimedTask::RemoveMediaFiles.as_str(), workspace);
            match self.ports.media.remove_bytes(&scope, file).await {
                Ok(()) => removed += 1,
                Err(error) => tracing::error!(
                    workspace.id = %workspace, file.id = %file,
                    error = &error as &dyn std::error::Error, "a file was not removed"
                ),
            }
        }
        Ok(removed)
    }

    /// Fires what clocks have reached. One that fails is reported and does not keep the others.
    async fn fire_clocks(&self) -> Result<u64, TimetableError> {
        let mut fired = 0;
        for _ in 0..GOES {
            let due = self.ports.clocks.due(self.ports.clock.now(), CLOCKS).await?;
            let mut failed = false;
            for (workspace, follow_up) in &due {
                let scope = acting_as(TimedTask::FireClocks.as_str(), *workspace);
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
            let scope = acting_as(TimedTask::FlagOverdueOutcomes.as_str(), workspace.id);
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
            let scope = acting_as(TimedTask::RemoveOldExports.as_str(), workspace);
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
        let schedule = TimedTask::DailyDigest.as_str();
        let scope = acting_as(schedule, workspace.id);
        let last = self.ports.ticks.last(&scope, schedule).await?;
        let after = last.unwrap_or(workspace.created_at).max(workspace.created_at);
        let Some(eight) = LocalTime::at(8, 0) else { return Ok(false) };
        let newest = daily(&workspace.time_zone, eight, after, now, 1)?;
        match newest.first() {
            Some(tick_at) => Ok(self.ports.ticks.record(&scope, schedule, *tick_at, now).await?),
            None => Ok(false),
        }
    }
}
