//! The wallboard: what a room must see from five metres, and when a figure turns amber or red. It names no caller.

use crate::analytics::CallFigures;
use callboard_kernel::{Auditable, Invalid, MemberId, Timestamp, WorkspaceId, words};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

words! {
    /// The colour of a tile.
    pub enum Light {
        /// Within the target.
        Green = "green",
        /// Seven tenths of the limit are used.
        Amber = "amber",
        /// At the limit.
        Red = "red",
        /// There is nothing to judge.
        Off = "off",
    }
}

/// From this share of a limit on, in percent, a tile is amber.
const AMBER_FROM: u64 = 70;

/// Limits and targets of the tiles, as a workspace sets them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WallboardLimits {
    /// Callers who wait at the same time.
    pub waiting: u32,
    /// Seconds of the longest wait.
    pub longest_wait_s: u32,
    /// Missed calls of a day.
    pub missed: u32,
    /// Percent of callers who give up at once.
    pub abandoned_percent: u32,
    /// Target: percent of callers who are answered in time.
    pub service_level_percent: u32,
    /// What "in time" is, in seconds of ringing.
    pub service_level_s: u32,
    /// Minutes that a missed call waits to be returned.
    pub unreturned_minutes: u32,
    /// Open promises that are past due.
    pub broken_promises: u32,
    /// Target: booking rate in percent.
    pub booking_percent: u32,
    /// Calls in triage that nobody has taken.
    pub unclaimed: u32,
    /// Callbacks that come due within the hour.
    pub callbacks_next_hour: u32,
}

impl WallboardLimits {
    /// What every workspace starts with; the service level is the usual 80 percent in 20 seconds.
    pub const SHIPPED: Self = Self {
        waiting: 5,
        longest_wait_s: 60,
        missed: 20,
        abandoned_percent: 5,
        service_level_percent: 80,
        service_level_s: 20,
        unreturned_minutes: 30,
        broken_promises: 1,
        booking_percent: 50,
        unclaimed: 10,
        callbacks_next_hour: 10,
    };

    /// Every wrong field at once.
    pub fn validate(&self) -> Result<(), Invalid> {
        let mut wrong = Invalid::default();
        let counts = [
            ("waiting", self.waiting),
            ("missed", self.missed),
            ("broken_promises", self.broken_promises),
            ("unclaimed", self.unclaimed),
            ("callbacks_next_hour", self.callbacks_next_hour),
            ("longest_wait_s", self.longest_wait_s),
            ("unreturned_minutes", self.unreturned_minutes),
        ];
        for (path, value) in counts {
            if !(1..=10_000).contains(&value) {
                wrong.push(path, "out_of_range", "1 to 10,000.");
            }
        }
        for (path, value) in [
            ("abandoned_percent", self.abandoned_percent),
            ("service_level_percent", self.service_level_percent),
            ("booking_percent", self.booking_percent),
        ] {
            if !(1..=100).contains(&value) {
                wrong.push(path, "out_of_range", "1 to 100.");
            }
        }
        if !(5..=300).contains(&self.service_level_s) {
            wrong.push("service_level_s", "out_of_range", "5 to 300.");
        }
        wrong.check()
    }
}

/// The limits with the workspace that they belong to, for the audit trail.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct LimitsOf {
    #[serde(skip)]
    pub workspace: WorkspaceId,
    #[serde(flatten)]
    pub limits: WallboardLimits,
}

impl Auditable for LimitsOf {
    const KIND: &'static str = "wallboard_limits";
    fn target_id(&self) -> Uuid {
        self.workspace.uuid()
    }
}

impl Light {
    /// Of a figure that shall stay below its limit.
    pub const fn below(value: u64, limit: u32) -> Self {
        let limit = limit as u64;
        if value >= limit {
            Self::Red
        } else if value * 100 >= limit * AMBER_FROM {
            Self::Amber
        } else {
            Self::Green
        }
    }

    /// Of a share that shall stay below its limit, both in percent; `None` says nothing yet.
    pub fn share_below(percent: Option<f64>, limit: u32) -> Self {
        // In hundredths of a percent, so that 4.9 of 5 is not the limit yet.
        percent.map_or(Self::Off, |percent| {
            Self::below((percent * 100.0) as u64, limit.saturating_mul(100))
        })
    }

    /// Of a share that shall reach its target, both in percent: amber below it, red below seven tenths of it.
    pub fn reaching(percent: Option<f64>, target: u32) -> Self {
        let target = f64::from(target);
        match percent {
            None => Self::Off,
            Some(percent) if percent >= target => Self::Green,
            Some(percent) if percent * 100.0 >= target * AMBER_FROM as f64 => Self::Amber,
            Some(_) => Self::Red,
        }
    }
}

/// What an agent does now, as far as calls tell it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AgentState {
    /// Talks since.
    OnCall(Timestamp),
    /// Holds a call of the triage queue.
    InTriage,
    /// Neither.
    NoCall,
}

/// An agent on the wallboard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgentNow {
    /// The member.
    pub member: MemberId,
    /// Name of the member.
    pub name: String,
    /// What they do.
    pub state: AgentState,
}

/// The desk at an instant.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DeskNow {
    /// Incoming calls that ring.
    pub waiting: u64,
    /// First ring of the one that waits longest.
    pub waiting_since: Option<Timestamp>,
    /// Figures of the local day.
    pub today: CallFigures,
    /// Of the answered ones, those that were answered in time.
    pub answered_in_time: u64,
    /// End of the oldest missed call that nobody has come back to.
    pub unreturned_since: Option<Timestamp>,
    /// Calls in triage that nobody has taken, spam left out.
    pub unclaimed: u64,
    /// Calls that the voice program talks in.
    pub with_program: u64,
    /// Everybody who may take calls, talking ones first.
    pub agents: Vec<AgentNow>,
}

impl DeskNow {
    /// Percent of the callers that were answered in time; those who gave up at once are left out. `None` without any.
    pub fn service_level_percent(&self) -> Option<f64> {
        let offered = self.today.answered + self.today.missed;
        (offered > 0).then(|| self.answered_in_time as f64 * 100.0 / offered as f64)
    }
}

/// The wallboard: the desk, and the limits that it is judged by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wallboard {
    /// The instant of it.
    pub at: Timestamp,
    /// The desk.
    pub desk: DeskNow,
    /// The limits.
    pub limits: WallboardLimits,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_is_amber_from_seven_tenths_and_red_at_the_limit() {
        let lights: Vec<Light> = (0..=10).map(|value| Light::below(value, 10)).collect();
        assert!(lights[..7].iter().all(|light| *light == Light::Green));
        assert!(lights[7..10].iter().all(|light| *light == Light::Amber));
        assert_eq!(lights[10], Light::Red);
        assert_eq!(Light::below(0, 1), Light::Green);
        assert_eq!(Light::below(1, 1), Light::Red);
        assert_eq!(Light::share_below(Some(4.9), 5), Light::Amber);
        assert_eq!(Light::share_below(Some(5.0), 5), Light::Red);
        assert_eq!(Light::share_below(None, 5), Light::Off);
    }

    #[test]
    fn a_target_is_reached_or_missed_by_much() {
        assert_eq!(Light::reaching(Some(80.0), 80), Light::Green);
        assert_eq!(Light::reaching(Some(79.9), 80), Light::Amber);
        assert_eq!(Light::reaching(Some(56.0), 80), Light::Amber);
        assert_eq!(Light::reaching(Some(55.9), 80), Light::Red);
        assert_eq!(Light::reaching(None, 80), Light::Off);
    }

    #[test]
    fn who_gave_up_at_once_is_not_in_the_service_level() {
        let today = CallFigures { answered: 9, missed: 1, abandoned: 5, ..CallFigures::default() };
        let desk = DeskNow { today, answered_in_time: 8, ..DeskNow::default() };
        assert_eq!(desk.service_level_percent(), Some(80.0));
    }

    #[test]
    fn shipped_limits_are_valid_and_wrong_ones_are_all_named() {
        assert!(WallboardLimits::SHIPPED.validate().is_ok());
        let wrong = WallboardLimits {
            waiting: 0,
            booking_percent: 101,
            service_level_s: 4,
            ..WallboardLimits::SHIPPED
        };
        let paths: Vec<String> =
            wrong.validate().unwrap_err().0.into_iter().map(|e| e.path).collect();
        assert_eq!(paths, ["waiting", "booking_percent", "service_level_s"]);
    }
}
