//! A missed call opens a follow-up: one open callback, due by the rules (S1-SLA-03). A call that joined the incident of an
//! earlier one shares its clock; a call that somebody has decided in the meantime, and a demonstration, need none.

use super::{
    Happening, ReactionError,
    call_now::{promise_facts, subject_of},
};
use callboard_calls::{CallEvent, model::Purpose};
use callboard_followups::MissedCall;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::Missed(missed) = what.call_event()? else { return Ok(()) };
    if missed.incident.is_some() || missed.purpose == Purpose::Demo {
        return Ok(());
    }
    let Some(call) = what.call_now(missed.call).await? else { return Ok(()) };
    if call.snapshot().outcome_at.is_some() {
        return Ok(());
    }
    let facts = call.facts();
    let missed = MissedCall {
        call: facts.call,
        customer: facts.customer,
        subject: subject_of(&facts),
        started_at: facts.started_at,
        emergency: call.is_emergency(),
        facts: promise_facts(&facts),
    };
    what.ports
        .followups
        .open_for_missed_call(&what.scope, missed, &what.cause, what.depth)
        .await
        .map_err(ReactionError::of)
}
