//! The wallboard: the desk now, each figure with the colour of its tile. It names no caller.

use crate::{
    answer::Answer,
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    routes::{Part, analytics::rounded},
};
use callboard_calls::wallboard::{self, AgentState, DeskNow, Light, WallboardLimits};
use callboard_followups::report::Pressing;
use poem_openapi::{Enum, Object, OpenApi};
use uuid::Uuid;

/// A count and its colour.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CountTile {
    /// The count.
    value: u64,
    /// Red from here on; absent for a count that has no limit.
    limit: Option<u32>,
    /// Its colour.
    light: Word<Light>,
}

/// A share and its colour.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ShareTile {
    /// Percent; absent while there is nothing to divide by.
    percent: Option<f64>,
    /// The limit or target in percent.
    limit: u32,
    /// Its colour.
    light: Word<Light>,
}

/// Something that lasts since an instant, and its colour.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct SinceTile {
    /// Since when; absent when there is none.
    since: Option<Instant>,
    /// Red after so many seconds. The time runs, so whoever shows it finds the colour: amber from seven tenths on.
    limit_s: u64,
    /// Its colour now.
    light: Word<Light>,
}

/// What an agent does, as far as calls tell it. Whether somebody is available only a telephone can know.
#[derive(Enum, Clone, Copy)]
#[oai(rename_all = "snake_case")]
pub(crate) enum AgentActivity {
    /// Talks.
    OnCall,
    /// Holds a call of the triage queue.
    InTriage,
    /// Neither.
    NoCall,
}

/// An agent.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct WallboardAgent {
    /// The member.
    id: Uuid,
    /// Name.
    name: String,
    /// What they do.
    activity: AgentActivity,
    /// Since when; only of calls.
    since: Option<Instant>,
}

/// The desk now.
#[derive(Object)]
pub(crate) struct Wallboard {
    /// The instant of it.
    at: Instant,
    /// Callers who wait.
    waiting: CountTile,
    /// The one who waits longest.
    longest_wait: SinceTile,
    /// Answered today.
    answered: CountTile,
    /// Missed today.
    missed: CountTile,
    /// Callers of today who gave up at once.
    abandoned: ShareTile,
    /// Callers of today who were answered in time.
    service_level: ShareTile,
    /// What "in time" is, in seconds.
    service_level_s: u32,
    /// The oldest missed call that nobody has come back to.
    unreturned: SinceTile,
    /// Open promises that are past due.
    broken_promises: CountTile,
    /// Booking rate of today.
    booking: ShareTile,
    /// Calls in triage that nobody has taken, spam left out.
    unclaimed: CountTile,
    /// Callbacks that come due within the next hour.
    callbacks_next_hour: CountTile,
    /// Calls that the voice program talks in.
    with_program: u64,
    /// Everybody who may take calls, talking ones first.
    agents: Vec<WallboardAgent>,
}

impl CountTile {
    fn below(value: u64, limit: u32) -> Self {
        Self { value, limit: Some(limit), light: Word(Light::below(value, limit)) }
    }

    const fn unlimited(value: u64) -> Self {
        Self { value, limit: None, light: Word(Light::Off) }
    }
}

impl From<wallboard::AgentNow> for WallboardAgent {
    fn from(agent: wallboard::AgentNow) -> Self {
        let (activity, since) = match agent.state {
            AgentState::OnCall(since) => (AgentActivity::OnCall, Some(since.into())),
            AgentState::InTriage => (AgentActivity::InTriage, None),
            AgentState::NoCall => (AgentActivity::NoCall, None),
        };
        Self { id: agent.member.uuid(), name: agent.name, activity, since }
    }
}

impl Wallboard {
    fn of(board: wallboard::Wallboard, pressing: Pressing) -> Self {
        let wallboard::Wallboard { at, desk, limits } = board;
        let since = |since: Option<callboard_kernel::Timestamp>, limit_s: u32| {
            let seconds =
                since.map_or(0, |since| (at - since).whole_seconds().max(0).unsigned_abs());
            let light = if since.is_some() { Light::below(seconds, limit_s) } else { Light::Green };
            SinceTile { since: since.map(Instant), limit_s: u64::from(limit_s), light: Word(light) }
        };
        Self {
            at: at.into(),
            waiting: CountTile::below(desk.waiting, limits.waiting),
            longest_wait: since(desk.waiting_since, limits.longest_wait_s),
            answered: CountTile::unlimited(desk.today.answered),
            missed: CountTile::below(desk.today.missed, limits.missed),
            abandoned: abandoned(&desk, &limits),
            service_level: reaching(desk.service_level_percent(), limits.service_level_percent),
            service_level_s: limits.service_level_s,
            unreturned: since(desk.unreturned_since, limits.unreturned_minutes.saturating_mul(60)),
            broken_promises: CountTile::below(pressing.broken, limits.broken_promises),
            booking: reaching(desk.today.booking_percent(), limits.booking_percent),
            unclaimed: CountTile::below(desk.unclaimed, limits.unclaimed),
            callbacks_next_hour: CountTile::below(
                pressing.callbacks_next_hour,
                limits.callbacks_next_hour,
            ),
            with_program: desk.with_program,
            agents: desk.agents.into_iter().map(WallboardAgent::from).collect(),
        }
    }
}

fn abandoned(desk: &DeskNow, limits: &WallboardLimits) -> ShareTile {
    let percent = desk.today.abandoned_percent();
    let light = Light::share_below(percent, limits.abandoned_percent);
    ShareTile { percent: rounded(percent), limit: limits.abandoned_percent, light: Word(light) }
}

fn reaching(percent: Option<f64>, target: u32) -> ShareTile {
    let light = Light::reaching(percent, target);
    ShareTile { percent: rounded(percent), limit: target, light: Word(light) }
}

pub(crate) struct WallboardApi;

#[OpenApi(prefix_path = "/wallboard", tag = "Part::Analytics")]
impl WallboardApi {
    /// The wallboard
    ///
    /// The desk now and its local day, for a screen on the wall. No caller is named. Technicians get their own calls.
    #[oai(path = "/", method = "get", operation_id = "get_wallboard")]
    async fn now(&self, caller: Caller) -> Result<Answer<Wallboard>, Problem> {
        let (day, _) = caller.follow_ups.today(&caller.scope).await?;
        let board = caller.calls.wallboard(&caller.scope, day).await?;
        let pressing = caller.follow_ups.pressing(&caller.scope).await?;
        Ok(Answer(Wallboard::of(board, pressing)))
    }
}
