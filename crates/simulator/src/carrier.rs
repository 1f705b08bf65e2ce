//! The pretend carrier: rings, answers and hangs up.

use crate::{script::CallScript, town::Town};
use callboard_calls::{
    CallError, Calls,
    board::{CallFilter, CallRow},
    model::{
        AgentType, CallSource, CallStatus, CarrierInfo, Direction, Intent, LeadSource, LineCall,
        LineChange, LineReport, LineType, Purpose,
    },
};
use callboard_kernel::{
    MAX_LIMIT, MemberId, PageRequest, Phone, Scope, Timestamp, millis, timestamp,
};
use callboard_workspaces::DemoTraffic;
use std::sync::Arc;
use time::Duration;

/// Name of the carrier on its calls.
pub const PROVIDER: &str = "simulator";
/// The company's own numbers that people call.
pub const LINES: [&str; 3] = ["+14045550190", "+16785550191", "+17705550192"];
/// Pages of ringing and talking calls that one tick looks at.
const MAX_PAGES: usize = 5;

/// Moves the simulated calls of workspaces along their scripts.
///
/// It keeps no state: the instant of a call's first ring holds the second, the number within the second and whether it
/// was a storm day, and from that its script is found again. Reports are idempotent, so replicas may tick side by side.
pub struct Carrier {
    calls: Arc<Calls>,
    town: Town,
}

impl Carrier {
    /// Over the call domain, with the people of a town.
    pub fn new(calls: Arc<Calls>, town: Town) -> Self {
        Self { calls, town }
    }

    /// Rings the calls that begin in this second and moves the others on. `agents` pick up, in turn.
    pub async fn tick(
        &self,
        scope: &Scope,
        traffic: DemoTraffic,
        agents: &[MemberId],
        now: Timestamp,
    ) -> Result<(), CallError> {
        let second = now.unix_timestamp();
        for number in 0..traffic.due_in(second) {
            let started_at = first_ring(second, number, traffic.storm);
            self.report(scope, started_at, LineChange::Rang).await?;
        }
        for call in self.open_calls(scope).await? {
            if let Some(change) = self.next_change(&call, agents, now) {
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
    ) -> Result<(), CallError> {
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

    async fn open_calls(&self, scope: &Scope) -> Result<Vec<CallRow>, CallError> {
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
        let resident = self.town.resident(script.resident);
        if call.from.as_ref().map(Phone::as_str) != Some(resident.phone.as_str()) {
            // Some other carrier's call.
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
                let at = call.answered_at.unwrap_or(picked_up) + Duration::seconds(script.talk_s);
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

    async fn report(
        &self,
        scope: &Scope,
        started_at: Timestamp,
        change: LineChange,
    ) -> Result<(), CallError> {
        let provider_call_id = format!("sim-{}", millis(started_at));
        let line = self.line(started_at);
        let report = LineReport { provider: PROVIDER.to_owned(), provider_call_id, line, change };
        self.calls.ingest(scope, report).await.map(|_| ())
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
