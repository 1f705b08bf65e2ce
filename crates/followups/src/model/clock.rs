//! The clock of a promise: pure arithmetic over its data.

use super::{
    snapshot::{CountedSpan, Pause, RuleRef, SlaClock},
    vocabulary::{ClockLevel, ClockState, FollowUpKind, SlaStatus},
};
use crate::{hours::Counting, rules::Calendar};
use callboard_kernel::Timestamp;
use time::Duration;

/// Between two rounds of the escalation.
pub const ESCALATION_EVERY: Duration = Duration::minutes(15);

/// A target below this many seconds has one warning only, at 60 percent, because levels would collide (domain rules 2.7).
const SHORT_TARGET_S: i64 = 600;

/// Where a short target warns.
const SHORT_WARN_PERCENT: i64 = 60;

/// What a rule asks of a clock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockTarget {
    /// The rule, as it is now.
    pub rule: RuleRef,
    /// Seconds until due.
    pub target_s: i64,
    /// Which seconds count.
    pub calendar: Calendar,
    /// Percent of the target at which it warns.
    pub warn_percent: u8,
}

/// Seconds left at which a promise of this kind starts to warn: 10 minutes for a callback, 60 for the rest (S1-SLA-02).
pub const fn due_soon_s(kind: FollowUpKind) -> i64 {
    match kind {
        FollowUpKind::Callback => 600,
        FollowUpKind::Sms | FollowUpKind::Email | FollowUpKind::Task => 3600,
    }
}

/// How a promise stands at `now` (S1-SLA-02): more than [`due_soon_s`] left is ok, more than half of that a warning, more
/// than nothing critical. A kept promise is met, or met late.
pub fn sla_status(
    kind: FollowUpKind,
    due_at: Timestamp,
    clock: &SlaClock,
    now: Timestamp,
) -> SlaStatus {
    match clock.state {
        ClockState::Paused => return SlaStatus::Paused,
        ClockState::Stopped => {
            let late = clock.met_at.is_some_and(|at| at > due_at);
            return if late { SlaStatus::MetLate } else { SlaStatus::Met };
        }
        ClockState::Running => {}
    }
    let left_ms = (due_at - now).whole_milliseconds();
    let warning_ms = i128::from(due_soon_s(kind)) * 1000;
    if left_ms <= 0 {
        SlaStatus::Overdue
    } else if left_ms <= warning_ms / 2 {
        SlaStatus::Critical
    } else if left_ms <= warning_ms {
        SlaStatus::Warning
    } else {
        SlaStatus::Ok
    }
}

impl ClockLevel {
    /// The level that comes after; `None` after the last.
    const fn following(self) -> Option<Self> {
        match self {
            Self::Half => Some(Self::Warning),
            Self::Warning => Some(Self::Breach),
            Self::Breach => Some(Self::Escalation1),
            Self::Escalation1 => Some(Self::Escalation2),
            Self::Escalation2 => Some(Self::Escalation3),
            Self::Escalation3 => Some(Self::Escalation4),
            Self::Escalation4 => None,
        }
    }

    /// Which round of the escalation it is, from 0; `None` for the levels before it.
    pub const fn round(self) -> Option<usize> {
        match self {
            Self::Half | Self::Warning | Self::Breach => None,
            Self::Escalation1 => Some(0),
            Self::Escalation2 => Some(1),
            Self::Escalation3 => Some(2),
            Self::Escalation4 => Some(3),
        }
    }
}

impl SlaClock {
    /// Starts at `start` under a rule. Answers the clock and its due instant.
    pub fn by_rule(
        start: Timestamp,
        target: ClockTarget,
        counting: &Counting,
    ) -> (Self, Timestamp) {
        let mut clock = Self::fresh(start);
        let due_at = clock.retarget(target, counting);
        (clock, due_at)
    }

    /// Starts at `start` towards an instant that a person named: no grace, every second counts.
    pub fn by_time(start: Timestamp) -> Self {
        Self::fresh(start)
    }

    /// When the worker must look at it again: the next level, or the end of its pause; `None` when never.
    pub fn wakes_at(&self) -> Option<Timestamp> {
        match self.state {
            ClockState::Running => self.next.map(|(_, at)| at),
            ClockState::Paused => self.resumes_at,
            ClockState::Stopped => None,
        }
    }

    /// Whether the breach was fired.
    pub fn is_breached(&self) -> bool {
        self.has_fired(ClockLevel::Breach)
    }

    /// Whether the level was fired.
    pub fn has_fired(&self, level: ClockLevel) -> bool {
        self.fired.iter().any(|(fired, _)| *fired == level)
    }

    /// Another rule, from now on: what has elapsed stays, due is start + new target + pauses (domain rules 2.5).
    pub(super) fn retarget(&mut self, target: ClockTarget, counting: &Counting) -> Timestamp {
        self.rule = Some(target.rule);
        self.target_s = Some(target.target_s);
        self.calendar = target.calendar;
        self.warn_percent = target.warn_percent;
        self.count_due(target.target_s, counting)
    }

    /// Stands still from now on.
    pub(super) fn pause(&mut self, pause: Pause, resumes_at: Option<Timestamp>) {
        self.state = ClockState::Paused;
        self.pause = Some(pause);
        self.resumes_at = resumes_at;
        self.next = None;
    }

    /// Counts again since `at`. Answers the due instant, moved by as much counted time as the clock stood still.
    pub(super) fn resume(
        &mut self,
        at: Timestamp,
        due_at: Timestamp,
        counting: &Counting,
    ) -> Timestamp {
        let Some(pause) = self.pause.take() else { return due_at };
        let stood_still = counting.elapsed(self.calendar, pause.since, at);
        self.paused_s += stood_still.whole_seconds();
        self.state = ClockState::Running;
        self.resumes_at = None;
        match self.target_s {
            Some(target_s) => self.count_due(target_s, counting),
            None => due_at + stood_still,
        }
    }

    /// The promise was kept. How long that took is noted for clocks with a target; what was promised for tomorrow at nine
    /// says nothing about speed.
    pub(super) fn meet(&mut self, at: Timestamp, counting: &Counting) {
        // A pause that nobody ended counts until now, as it would have been added when it ended.
        let paused = self
            .pause
            .as_ref()
            .map_or(Duration::ZERO, |pause| counting.elapsed(self.calendar, pause.since, at));
        let elapsed = counting.elapsed(self.calendar, self.started_at, at);
        let taken_s = (elapsed - paused).whole_seconds() - self.paused_s;
        self.stop(at);
        self.taken_s = self.target_s.map(|_| taken_s.max(0));
    }

    /// The promise needs no keeping any more.
    pub(super) fn stop(&mut self, at: Timestamp) {
        self.state = ClockState::Stopped;
        self.pause = None;
        self.resumes_at = None;
        self.next = None;
        self.met_at = Some(at);
    }

    /// The promise is open again; the time in between counts.
    pub(super) fn restart(&mut self) {
        self.state = ClockState::Running;
        self.met_at = None;
        self.taken_s = None;
    }

    /// Marks the level as fired.
    pub(super) fn fire(&mut self, level: ClockLevel, at: Timestamp) {
        if !self.has_fired(level) {
            self.fired.push((level, at));
        }
    }

    /// Whether what it reaches at this instant is told to nobody.
    pub(super) fn is_quiet_at(&self, at: Timestamp) -> bool {
        self.quiet_until.is_some_and(|until| at <= until)
    }

    /// Marks every level from this one on as fired.
    pub(super) fn fire_from(&mut self, level: ClockLevel, at: Timestamp) {
        let mut next = Some(level);
        while let Some(level) = next {
            self.fire(level, at);
            next = level.following();
        }
    }

    /// Finds the next level: the first one above the highest that was fired. Rounds of the escalation come only while
    /// nobody has taken the promise.
    pub(super) fn plan(
        &mut self,
        kind: FollowUpKind,
        due_at: Timestamp,
        taken: bool,
        counting: &Counting,
    ) {
        self.next = None;
        if self.state != ClockState::Running {
            return;
        }
        let highest = self.fired.iter().map(|(level, _)| *level).max();
        let mut level = highest.map_or(Some(ClockLevel::Half), ClockLevel::following);
        while let Some(candidate) = level {
            if let Some(at) = self.instant_of(candidate, kind, due_at, taken, counting) {
                self.next = Some((candidate, at));
                return;
            }
            // Half may not exist; above the breach a missing round ends the chain.
            level = candidate.following().filter(|_| candidate < ClockLevel::Breach);
        }
    }

    fn instant_of(
        &self,
        level: ClockLevel,
        kind: FollowUpKind,
        due_at: Timestamp,
        taken: bool,
        counting: &Counting,
    ) -> Option<Timestamp> {
        match (level, self.target_s) {
            (ClockLevel::Half, Some(target)) if target >= SHORT_TARGET_S => {
                Some(self.at_percent(50, target, counting).min(due_at))
            }
            (ClockLevel::Half, _) => None,
            (ClockLevel::Warning, Some(target)) => {
                let percent = if target < SHORT_TARGET_S {
                    SHORT_WARN_PERCENT
                } else {
                    i64::from(self.warn_percent)
                };
                Some(self.at_percent(percent, target, counting).min(due_at))
            }
            (ClockLevel::Warning, None) => Some(self.warns_before(kind, due_at)),
            (ClockLevel::Breach, _) => Some(due_at),
            _ if taken => None,
            (ClockLevel::Escalation1, Some(target)) => {
                Some(self.at_percent(150, target, counting).max(due_at))
            }
            (ClockLevel::Escalation1, None) => Some(due_at + ESCALATION_EVERY),
            (_, _) => {
                let (_, last) = self.fired.iter().max_by_key(|(level, _)| *level)?;
                Some(counting.due_after(self.calendar, *last, ESCALATION_EVERY).0)
            }
        }
    }

    /// A named time warns as its chip turns to warning, but not before three quarters of a short span have passed.
    fn warns_before(&self, kind: FollowUpKind, due_at: Timestamp) -> Timestamp {
        let span = (due_at - self.started_at).max(Duration::ZERO);
        let ahead = if span.whole_seconds() < SHORT_TARGET_S {
            span * 2 / 5
        } else {
            Duration::seconds(due_soon_s(kind)).min(span / 4)
        };
        let at = due_at - ahead;
        // Stored instants have whole milliseconds.
        callboard_kernel::timestamp(callboard_kernel::millis(at))
    }

    fn at_percent(&self, percent: i64, target_s: i64, counting: &Counting) -> Timestamp {
        let target = Duration::milliseconds(target_s * 10 * percent);
        let paused = Duration::seconds(self.paused_s);
        counting.due_after(self.calendar, self.started_at, target + paused).0
    }

    fn count_due(&mut self, target_s: i64, counting: &Counting) -> Timestamp {
        let target = Duration::seconds(target_s + self.paused_s);
        let (due_at, spans): (_, Vec<CountedSpan>) =
            counting.due_after(self.calendar, self.started_at, target);
        self.arithmetic = spans;
        due_at
    }

    const fn fresh(start: Timestamp) -> Self {
        Self {
            rule: None,
            started_at: start,
            target_s: None,
            calendar: Calendar::Always,
            warn_percent: 75,
            state: ClockState::Running,
            pause: None,
            paused_s: 0,
            arithmetic: Vec::new(),
            fired: Vec::new(),
            next: None,
            met_at: None,
            taken_s: None,
            resumes_at: None,
            quiet_until: None,
        }
    }
}
