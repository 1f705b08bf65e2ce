//! The pretend carrier: rings, answers and hangs up.

mod colleagues;
mod exchange;
mod report;
mod writing;

pub use exchange::Exchange;
pub use report::{End, Heard, Report};

pub(crate) use self::exchange::{CARRIED, PLACED, direction_of};
use crate::{error::SimulatorError, script::CallScript, town::Town};
use callboard_calls::{
    Calls,
    board::{CallFilter, CallRow},
    model::{
        AgentType, CallSource, CallStatus, CarrierInfo, Direction, Intent, LeadSource, LineCall,
        LineChange, LineReport, LineType, Purpose,
    },
};
use callboard_kernel::{
    MAX_LIMIT, MemberId, PageRequest, Phone, Scope, Timestamp, millis, timestamp,
};
use callboard_switchboard::model::Station;
use callboard_telephony::CallStatus as LegStatus;
use callboard_workspaces::DemoTraffic;
use std::sync::Arc;
use time::Duration;

/// Name of the carrier on its calls.
pub const PROVIDER: &str = "simulator";
/// The company's own numbers that people call.
pub const LINES: [&str; 3] = ["+14045550190", "+16785550191", "+17705550192"];
/// Pages of ringing and talking calls that one tick looks at.
const MAX_PAGES: usize = 5;
/// How long it takes until a member whom his own order rings is there, in seconds.
const MEMBER_THERE_S: i64 = 2;
/// How long a customer whom we ring takes to answer, or is rung in vain, in seconds.
const CUSTOMER_ANSWERS_S: i64 = 7;
const RUNG_IN_VAIN_S: i64 = 24;
/// How long somebody talks at least whose script did not expect to.
pub(crate) const LEAST_TALK_S: i64 = 45;
/// When the talking begins in a call that the desk placed, in seconds after it entered the log.
pub(crate) const PLACED_ANSWERS_S: i64 = MEMBER_THERE_S + CUSTOMER_ANSWERS_S;

/// Moves the simulated calls of workspaces along their scripts.
///
/// It keeps no state: the instant of a call's first ring holds the second, the number within the second and whether it
/// was a storm day, and from that its script is found again. Reports are idempotent, so replicas may tick side by side.
pub struct Carrier {
    calls: Arc<Calls>,
    exchange: Option<Arc<Exchange>>,
    town: Town,
}

impl Carrier {
    /// Straight into the call domain, for days that are past.
    pub fn new(calls: Arc<Calls>, town: Town) -> Self {
        Self { calls, exchange: None, town }
    }

    /// Through the switchboard, as a real carrier reports.
    pub fn over(exchange: Arc<Exchange>, calls: Arc<Calls>, town: Town) -> Self {
        Self { calls, exchange: Some(exchange), town }
    }

    /// Rings the calls that begin in this second and moves the others on. `agents` pick up, in turn.
    pub async fn tick(
        &self,
        scope: &Scope,
        traffic: DemoTraffic,
        agents: &[MemberId],
        now: Timestamp,
    ) -> Result<(), SimulatorError> {
        let second = now.unix_timestamp();
        for number in 0..traffic.due_in(second) {
            let started_at = first_ring(second, number, traffic.storm);
            self.report(scope, started_at, LineChange::Rang).await?;
        }
        self.move_colleagues(scope, now).await?;
        let open = self.open_calls(scope).await?;
        self.write_down(scope, &open, now).await?;
        for call in open {
            if call.direction == Direction::Out {
                self.move_placed(scope, &call, now).await?;
            } else if let Some(change) = self.next_change(&call, agents, now) {
                let leg = leg_of(call.started_at);
                if let LineChange::HungUp { at, answered_at: Some(_) } = change
                    && self.stays(scope, &leg, at, now).await?
                {
                    continue;
                }
                self.report(scope, call.started_at, change).await?;
            }
        }
        Ok(())
    }

    /// Tells the call domain the whole course of a call at once, as far as `now`, for days that are already past.
    pub async fn replay(
        &self,
        scope: &Scope,
        started_at: Timestamp,
        agents: &[MemberId],
    ) -> Result<(), SimulatorError> {
        self.report(scope, started_at, LineChange::Rang).await?;
        let script = self.script(started_at);
        let picked_up = started_at + Duration::seconds(script.ring_s);
        if script.answered {
            let agent = agent_of(agents, started_at);
            self.report(scope, started_at, LineChange::Answered { at: picked_up, agent }).await?;
            let at = picked_up + Duration::seconds(script.talk_s);
            let answered_at = Some(picked_up);
            self.report(scope, started_at, LineChange::HungUp { at, answered_at }).await
        } else {
            let hung_up = LineChange::HungUp { at: picked_up, answered_at: None };
            self.report(scope, started_at, hung_up).await
        }
    }

    /// The script of the call whose first ring this is.
    pub fn script(&self, started_at: Timestamp) -> CallScript {
        let key = millis(started_at);
        let storm = key % 2 == 1;
        CallScript::new(self.town.seed(), key.unsigned_abs(), Town::RESIDENTS, storm)
    }

    async fn open_calls(&self, scope: &Scope) -> Result<Vec<CallRow>, SimulatorError> {
        let filter = CallFilter {
            status: vec![CallStatus::Ringing, CallStatus::InProgress],
            ..CallFilter::default()
        };
        let mut open = Vec::new();
        let mut page = PageRequest::first(MAX_LIMIT);
        for _ in 0..MAX_PAGES {
            let found = self.calls.list(scope, &filter, None, &page).await?;
            open.extend(found.items);
            match found.next {
                Some(next) => page.after = Some(next),
                None => break,
            }
        }
        Ok(open)
    }

    fn next_change(
        &self,
        call: &CallRow,
        agents: &[MemberId],
        now: Timestamp,
    ) -> Option<LineChange> {
        let script = self.script(call.started_at);
        if !self.carries(call) {
            return None;
        }
        let picked_up = call.started_at + Duration::seconds(script.ring_s);
        match call.status {
            CallStatus::Ringing if now < picked_up => None,
            CallStatus::Ringing if script.answered => Some(LineChange::Answered {
                at: picked_up,
                agent: agent_of(agents, call.started_at),
            }),
            CallStatus::Ringing => Some(LineChange::HungUp { at: picked_up, answered_at: None }),
            CallStatus::InProgress => {
                let talk_s = if script.answered { script.talk_s } else { LEAST_TALK_S };
                let at = call.answered_at.unwrap_or(picked_up) + Duration::seconds(talk_s);
                (now >= at).then_some(LineChange::HungUp { at, answered_at: call.answered_at })
            }
            CallStatus::Scheduled
            | CallStatus::Ready
            | CallStatus::Queued
            | CallStatus::Completed
            | CallStatus::Failed
            | CallStatus::Missed => None,
        }
    }

    /// Whether the call of somebody who calls is one of this town, and none of some other carrier.
    fn carries(&self, call: &CallRow) -> bool {
        let resident = self.town.resident(self.script(call.started_at).resident);
        call.from.as_ref().map(Phone::as_str) == Some(resident.phone.as_str())
    }

    async fn report(
        &self,
        scope: &Scope,
        started_at: Timestamp,
        change: LineChange,
    ) -> Result<(), SimulatorError> {
        let leg = leg_of(started_at);
        let line = self.line(started_at);
        let Some(exchange) = &self.exchange else {
            let report =
                LineReport { provider: PROVIDER.to_owned(), provider_call_id: leg, line, change };
            self.calls.ingest(scope, report).await?;
            return Ok(());
        };
        for report in reports(&leg, &line, change) {
            exchange.tell(scope, &report, None).await?;
        }
        Ok(())
    }

    /// Moves a call that a member placed: he is there, then the customer is rung, and answers or does not.
    async fn move_placed(
        &self,
        scope: &Scope,
        call: &CallRow,
        now: Timestamp,
    ) -> Result<(), SimulatorError> {
        let Some(exchange) = &self.exchange else { return Ok(()) };
        let Some(leg) = placed_leg(call) else { return Ok(()) };
        let script = self.script(call.started_at);
        let there = call.started_at + Duration::seconds(MEMBER_THERE_S);
        let answers = call.started_at + Duration::seconds(PLACED_ANSWERS_S);
        let ends = || {
            let number = |phone: &Option<Phone>| phone.as_ref().map_or(End::Withheld, End::number);
            (number(&call.from), number(&call.to))
        };
        let own = |status, at| Report::step(leg, status, at, ends()).placed_by_us();
        let customer = format!("{leg}-c");
        let theirs = |status, at| Report::step(&customer, status, at, ends()).rung_by(leg);
        let will_answer =
            script.mood != crate::script::Mood::Spam && !script.resident.is_multiple_of(5);
        let told = match call.status {
            CallStatus::Ringing if now >= answers && will_answer => {
                vec![own(LegStatus::InProgress, there), theirs(LegStatus::InProgress, answers)]
            }
            CallStatus::Ringing if now >= there + Duration::seconds(RUNG_IN_VAIN_S) => {
                let at = there + Duration::seconds(RUNG_IN_VAIN_S);
                vec![
                    own(LegStatus::InProgress, there),
                    theirs(LegStatus::NoAnswer, at),
                    own(LegStatus::Completed, at),
                ]
            }
            CallStatus::InProgress => {
                let talk = Duration::seconds(script.talk_s.max(LEAST_TALK_S));
                let at = call.answered_at.unwrap_or(answers) + talk;
                if now < at || self.stays(scope, leg, at, now).await? {
                    return Ok(());
                }
                vec![theirs(LegStatus::Completed, at), own(LegStatus::Completed, at)]
            }
            _ => return Ok(()),
        };
        for report in told {
            exchange.tell(scope, &report, None).await?;
        }
        Ok(())
    }

    fn line(&self, started_at: Timestamp) -> LineCall {
        let script = self.script(started_at);
        let resident = self.town.resident(script.resident);
        let to = LINES[(script.resident % LINES.len() as u64) as usize];
        LineCall {
            direction: Direction::In,
            purpose: Purpose::Inbound,
            source: CallSource::Phone,
            lead_source: LeadSource::parse(script.lead_source).unwrap_or(LeadSource::Unknown),
            from: Phone::from_e164(&resident.phone).ok(),
            to: Phone::from_e164(to).ok(),
            started_at,
            // The network knows the names of some strangers; those of customers come from the directory.
            caller_name: if resident.is_customer || script.resident.is_multiple_of(2) {
                String::new()
            } else {
                resident.name
            },
            agent_type: AgentType::Human,
            intent: Intent::parse(script.mood.intent()),
            emergency_score: script.emergency_score,
            spam_score: script.spam_score,
            value_est_cents: script.value_est_cents,
            tags: script.tags.iter().map(|tag| (*tag).to_owned()).collect(),
            carrier: CarrierInfo { carrier: None, line_type: LineType::Mobile },
        }
    }
}

/// The leg of a call that the desk placed; `None` when it is one of another company.
fn placed_leg(call: &CallRow) -> Option<&str> {
    call.provider_call_id.as_deref().filter(|leg| leg.starts_with(PLACED))
}

fn leg_of(started_at: Timestamp) -> String {
    format!("{CARRIED}{}", millis(started_at))
}

/// What a carrier reports of a change, in its order.
fn reports(leg: &str, line: &LineCall, change: LineChange) -> Vec<Report> {
    let caller = line.from.as_ref().map_or(End::Withheld, End::number);
    let ours = line.to.as_ref().map_or(End::Withheld, End::number);
    let own = |status, at| Report::step(leg, status, at, (caller.clone(), ours.clone()));
    let child = format!("{leg}-m");
    match change {
        LineChange::Rang => vec![Report::Offered {
            leg: leg.to_owned(),
            from: caller,
            to: ours,
            name: (!line.caller_name.is_empty()).then(|| line.caller_name.clone()),
            hints: hints(line),
        }],
        LineChange::Answered { at, agent } => {
            let browser = agent.map_or(End::Withheld, |agent| {
                End::Browser(Station::identity(agent).as_str().to_owned())
            });
            let ends = (caller, browser);
            vec![Report::step(&child, LegStatus::InProgress, at, ends).rung_by(leg)]
        }
        LineChange::HungUp { at, answered_at } => {
            let talked = answered_at.map(|answered| (at - answered).whole_seconds());
            let duration_s = talked.and_then(|seconds| u32::try_from(seconds).ok());
            let status = if talked.is_some() { LegStatus::Completed } else { LegStatus::NoAnswer };
            vec![
                Report::Rung { leg: leg.to_owned(), status, duration_s },
                own(LegStatus::Completed, at),
            ]
        }
        LineChange::Failed { at } => vec![own(LegStatus::Failed, at)],
        // No carrier says so; the desk knows it from the legs.
        LineChange::PassedOn { .. } => Vec::new(),
    }
}

/// What the town knows of a call; names are those that the call domain's intake reads.
fn hints(line: &LineCall) -> Vec<(String, String)> {
    let mut hints = vec![
        ("started_at_ms".to_owned(), millis(line.started_at).to_string()),
        ("lead_source".to_owned(), line.lead_source.as_str().to_owned()),
        ("emergency_score".to_owned(), line.emergency_score.to_string()),
        ("spam_score".to_owned(), line.spam_score.to_string()),
        ("line_type".to_owned(), line.carrier.line_type.as_str().to_owned()),
        ("tags".to_owned(), line.tags.join(",")),
    ];
    hints.extend(line.intent.map(|intent| ("intent".to_owned(), intent.as_str().to_owned())));
    hints.extend(
        line.value_est_cents.map(|cents| ("value_est_cents".to_owned(), cents.to_string())),
    );
    hints
}

/// The first ring of the `number`-th call of a second; odd milliseconds are storm days.
fn first_ring(second: i64, number: u32, storm: bool) -> Timestamp {
    timestamp(second * 1_000 + i64::from(number) * 2 + i64::from(storm))
}

fn agent_of(agents: &[MemberId], started_at: Timestamp) -> Option<MemberId> {
    let turn = (millis(started_at) / 1_000).unsigned_abs() as usize;
    agents.get(turn.checked_rem(agents.len())?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_ring_tells_storm_days_apart() {
        assert_eq!(millis(first_ring(10, 3, false)), 10_006);
        assert_eq!(millis(first_ring(10, 3, true)), 10_007);
    }

    #[test]
    fn agents_take_turns() {
        assert_eq!(agent_of(&[], timestamp(1_000)), None);
        let agents = [MemberId(uuid::Uuid::from_u128(1)), MemberId(uuid::Uuid::from_u128(2))];
        assert_ne!(agent_of(&agents, timestamp(1_000)), agent_of(&agents, timestamp(2_000)));
    }
}
