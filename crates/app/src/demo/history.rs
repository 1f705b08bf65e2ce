//! The calls of the demo: an old log that is taken in, and the last days, lived through call by call.

use crate::wiring::Services;
use anyhow::{Context, Result};
use callboard_calls::{
    import::ImportedCall,
    model::{CallStatus, Direction, FollowUpRequest, LeadSource, OutcomeRequest, SpamReason},
};
use callboard_kernel::{
    Actor, CallId, Clock, ManualClock, MemberId, Patch, Phone, Role, Scope, Timestamp, millis,
    timestamp,
};
use callboard_simulator::{CallScript, Carrier, Dice, LINES, Mood, PROVIDER, Town};
use std::sync::Arc;
use time::Duration;

/// The old log ends here; from then on the calls are lived through.
const LIVED: Duration = Duration::days(3);
/// Calls of the last days.
const LIVED_CALLS: i64 = 150;
/// Missed calls of this last while are left to be returned.
const LEFT_OPEN: Duration = Duration::minutes(75);
/// Shortest time in which an outcome is written down.
const WRITING_DOWN: Duration = Duration::seconds(20);
/// Rows of one batch.
const BATCH: usize = 500;

/// Takes in calls of the months before, as from the log of an old phone system.
pub(super) async fn read_old_log(
    services: &Services,
    scope: &Scope,
    town: Town,
    calls: u32,
    now: Timestamp,
) -> Result<()> {
    let span_s = (super::OLDEST - LIVED).whole_seconds();
    let import = services.calls.new_import();
    let mut batch = Vec::with_capacity(BATCH);
    for number in 0..i64::from(calls) {
        let before =
            LIVED + Duration::seconds(span_s * (i64::from(calls) - number) / i64::from(calls));
        let started_at = timestamp(millis(now - before) / 1_000 * 1_000);
        batch.push(old_call(town, number.unsigned_abs(), started_at));
        if batch.len() == BATCH || number + 1 == i64::from(calls) {
            let full = std::mem::take(&mut batch);
            services
                .calls
                .import_batch(scope, import, "old-phone-system", full)
                .await
                .context("the old call log cannot be taken in")?;
        }
    }
    Ok(())
}

fn old_call(town: Town, number: u64, started_at: Timestamp) -> ImportedCall {
    let script = CallScript::new(town.seed(), number + 50_000_000, Town::RESIDENTS, false);
    let resident = town.resident(script.resident);
    let mut dice = Dice::new(town.seed(), number + 90_000_000);
    let disposition = match (script.answered, script.mood) {
        (_, Mood::Spam) => "spam",
        (false, _) => "missed",
        (true, Mood::Emergency | Mood::Quote) if dice.chance(70) => "booked",
        (true, Mood::Routine) if dice.chance(55) => "booked",
        (true, _) => "answered",
    };
    ImportedCall {
        provider_call_id: format!("old-{number}"),
        direction: Direction::In,
        status: if script.answered { CallStatus::Completed } else { CallStatus::Missed },
        from: Phone::from_e164(&resident.phone).ok(),
        to: Phone::from_e164(LINES[(script.resident % LINES.len() as u64) as usize]).ok(),
        started_at,
        duration_s: script.talk_s,
        hung_up_at: None,
        caller_name: resident.name,
        lead_source: LeadSource::parse(script.lead_source).unwrap_or(LeadSource::Unknown),
        disposition: Some(disposition.to_owned()),
        value_est_cents: script.value_est_cents.filter(|_| disposition != "spam"),
        tags: script.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        notes: if script.answered { script.problem.to_owned() } else { String::new() },
        recording_url: None,
    }
}

/// Lives through the last days: every call rings, is answered or missed, and is closed by somebody, but for the missed
/// ones of the last while.
pub(super) async fn live_through(
    services: &Services,
    scope: &Scope,
    town: Town,
    agents: &[MemberId],
    clock: &Arc<ManualClock>,
    now: Timestamp,
) -> Result<()> {
    let carrier = Carrier::new(services.calls.clone(), town);
    for number in 0..LIVED_CALLS {
        let started_at = moment(number, now);
        let script = carrier.script(started_at);
        let ended_at = started_at + Duration::seconds(script.ring_s + script.talk_s);
        clock.set(ended_at + Duration::seconds(1));
        carrier.replay(scope, started_at, agents).await.context("a demo call")?;
        services.react_to_everything().await?;
        services.text_everybody(scope, &**clock).await?;
        let left_open = now - started_at < LEFT_OPEN && !script.answered;
        // Whoever talks until just now has not written down yet what came of it.
        let time_left = now - clock.now();
        if !left_open && time_left > WRITING_DOWN {
            let id = find(services, scope, started_at).await?;
            let thinks =
                Duration::seconds(Dice::new(town.seed(), number.unsigned_abs()).between(40, 1_300));
            clock.advance(thinks.min(time_left - WRITING_DOWN));
            close(services, scope, id, &script, agents, number).await?;
            services.react_to_everything().await?;
        }
    }
    clock.set(now);
    services.text_everybody(scope, &**clock).await
}

/// The first ring of the n-th call: the last ones come close together, the earlier ones over the days.
fn moment(number: i64, now: Timestamp) -> Timestamp {
    const RECENT: i64 = 24;
    let back = LIVED_CALLS - number;
    let before = if back <= RECENT {
        Duration::minutes(back * 4) + Duration::seconds(back * 7 % 50)
    } else {
        Duration::minutes(RECENT * 4)
            + Duration::seconds(
                (LIVED.whole_seconds() - 6_000) * (back - RECENT) / (LIVED_CALLS - RECENT),
            )
    };
    timestamp(millis(now - before) / 1_000 * 1_000)
}

async fn find(services: &Services, scope: &Scope, started_at: Timestamp) -> Result<CallId> {
    let provider_call_id = format!("sim-{}", millis(started_at));
    let call = services.stores.calls.find_by_provider(scope, PROVIDER, &provider_call_id).await?;
    call.map(|found| found.value.snapshot().id).context("the call that was just made")
}

/// Somebody of the desk gives the call its outcome a few minutes later.
async fn close(
    services: &Services,
    scope: &Scope,
    id: CallId,
    script: &CallScript,
    agents: &[MemberId],
    number: i64,
) -> Result<()> {
    let call = services.calls.get(scope, id).await?.value;
    if !call.snapshot().outcome_required {
        return Ok(());
    }
    let mut dice = Dice::new(7, number.unsigned_abs());
    let member = MemberScope::of(scope, agents, number);
    let (disposition, notes) = words_of(script, &mut dice);
    let request = OutcomeRequest {
        disposition: disposition.to_owned(),
        notes: Some(notes.to_owned()),
        follow_up: (disposition == "callback").then(|| FollowUpRequest {
            kind: "callback".to_owned(),
            due_at: None,
            assigned_to: None,
            priority: None,
            note: None,
        }),
        value_est_cents: Patch::Keep,
        spam_reason: (disposition == "spam").then_some(SpamReason::Telemarketer),
    };
    services.calls.record_outcome(&member.0, id, None, request).await.context("a demo outcome")?;
    Ok(())
}

fn words_of(script: &CallScript, dice: &mut Dice) -> (&'static str, &'static str) {
    match script.mood {
        Mood::Spam => ("spam", "Sales pitch, number noted."),
        Mood::Emergency => ("booked", script.problem),
        Mood::Quote if dice.chance(12) => ("callback", script.problem),
        Mood::Quote | Mood::Routine if dice.chance(65) => ("booked", script.problem),
        Mood::Quote | Mood::Routine | Mood::Question | Mood::Billing => {
            ("answered", script.problem)
        }
    }
}

/// A member of the demo who acts.
struct MemberScope(Scope);

impl MemberScope {
    #[expect(clippy::disallowed_methods, reason = "the demo lets its own members act")]
    fn of(scope: &Scope, agents: &[MemberId], turn: i64) -> Self {
        let id = agents.get((turn.unsigned_abs() as usize).checked_rem(agents.len()).unwrap_or(0));
        Self(match id {
            Some(id) => Scope::authenticated(
                scope.workspace(),
                Actor::Member { id: *id, role: Role::Dispatcher },
            ),
            None => scope.clone(),
        })
    }
}
