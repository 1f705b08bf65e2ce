//! A missed call opens a follow-up: one open callback, due by the rules (S1-SLA-03). A call that joined the incident of an
//! earlier one shares its clock; a call that somebody has decided in the meantime, and a demonstration, need none.

use super::{
    Happening, ReactionError,
    call_now::{promise_facts, subject_of},
};
use callboard_calls::{
    CallEvent,
    model::{Call, DispositionClass, Purpose},
};
use callboard_followups::MissedCall;
use callboard_kernel::CallId;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::Missed(missed) = what.call_event()? else { return Ok(()) };
    if missed.incident.is_some() || missed.purpose == Purpose::Demo {
        return Ok(());
    }
    let Some(call) = what.call_now(missed.call).await? else { return Ok(()) };
    if call.snapshot().outcome_at.is_some() {
        return Ok(());
    }
    open(&what, &call).await?;
    complete_if_decided(&what, missed.call).await
}

async fn open(what: &Happening<'_>, call: &Call) -> Result<(), ReactionError> {
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

/// Whoever decided while the follow-up was opened has been followed already, by a reaction that found nothing to complete.
async fn complete_if_decided(what: &Happening<'_>, call: CallId) -> Result<(), ReactionError> {
    let Some(now) = what.call_now(call).await? else { return Ok(()) };
    let Some(recorded_at) = now.snapshot().outcome_at else { return Ok(()) };
    if !closes(what, &now).await? {
        return Ok(());
    }
    what.ports
        .followups
        .complete_for_outcome(&what.scope, call, recorded_at, None, &what.cause, what.depth)
        .await
        .map_err(ReactionError::of)
}

/// Whether nothing more is owed for the call after its outcome.
async fn closes(what: &Happening<'_>, call: &Call) -> Result<bool, ReactionError> {
    let all = what.ports.calls.dispositions(&what.scope).await.map_err(ReactionError::of)?;
    let given =
        all.value.into_iter().find(|one| Some(&one.key) == call.snapshot().disposition.as_ref());
    Ok(given.is_some_and(|one| one.class != DispositionClass::Open))
}
