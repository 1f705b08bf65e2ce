//! What those who run the product ask of the store: what is to be done next, and how the desks are doing. Both look across
//! all tenants and tell of none of them.

use async_trait::async_trait;
use callboard_kernel::{PortError, Timestamp};
use time::Duration;

/// When there will be something to do, over all workspaces. `None` is never, as things are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Upcoming {
    /// Until a delivery may be claimed, by the clock of the database; negative when one waits already.
    pub delivery_in: Option<Duration>,
    /// When a clock has something to fire.
    pub clock_at: Option<Timestamp>,
    /// When an outcome that is owed is overdue.
    pub outcome_at: Option<Timestamp>,
    /// Until long work may be taken, by the clock of the database; negative when some waits already.
    pub job_in: Option<Duration>,
    /// Until a text may be sent or looked after, by the clock of the database; negative when one waits already.
    pub text_in: Option<Duration>,
    /// Until a mail may be sent or looked after, by the clock of the database; negative when one waits already.
    pub mail_in: Option<Duration>,
    /// Until a recording waits for a worker, by the clock of the database; negative when one waits already.
    pub recording_in: Option<Duration>,
    /// Whether there is a workspace whose callers are simulated.
    pub demo: bool,
}

/// One look at everything that waits, so that an idle process asks one question and not one for each kind of work.
#[async_trait]
pub trait Agenda: Send + Sync {
    /// What comes next. Of deliveries only those count whose reaction is one of `reactions`: others wait for a newer
    /// program.
    async fn upcoming(&self, reactions: &[&'static str]) -> Result<Upcoming, PortError>;
}

/// How the desks are doing, over all workspaces but those with simulated callers. Numbers only: nobody is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct VitalSigns {
    /// When the oldest missed call came in that was not returned: its promise is open, or nobody has decided about it.
    pub oldest_unreturned_at: Option<Timestamp>,
    /// Running clocks that are about to breach: the last 10 minutes of a callback, the last hour of anything else.
    pub clocks_at_risk: u64,
    /// Open promises whose clock has breached.
    pub clocks_breached: u64,
    /// Calls that began within the last hour.
    pub calls_last_hour: u64,
    /// Workspaces.
    pub workspaces: u64,
    /// Deliveries that could be worked now, of all workspaces.
    pub outbox_waiting: u64,
    /// For how long the first of them has waited, by the clock of the database.
    pub outbox_age: Option<Duration>,
    /// Deliveries that were given up, of all workspaces.
    pub parked: u64,
}

/// Reads the vital signs.
#[async_trait]
pub trait VitalSignsReader: Send + Sync {
    /// As they are at `now`.
    async fn read(&self, now: Timestamp) -> Result<VitalSigns, PortError>;
}
