//! A queued emergency pages the people on duty, at any hour. One that somebody has taken in the meantime pages nobody.

use super::{
    Happening, ReactionError,
    call_now::{promise_facts, subject_of},
};
use callboard_calls::CallEvent;
use callboard_followups::MissedCall;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::EmergencyQueued(queued) = what.call_event()? else { return Ok(()) };
    let Some(call) = what.call_now(queued.call).await? else { return Ok(()) };
    if !call.is_escalating() {
        return Ok(());
    }
    let facts = call.facts();
    let missed = MissedCall {
        call: facts.call,
        customer: facts.customer,
        subject: subject_of(&facts),
        started_at: facts.started_at,
        emergency: true,
        facts: promise_facts(&facts),
    };
    what.ports
        .followups
        .page_for_emergency(&what.scope, missed, &what.cause, what.depth)
        .await
        .map_err(ReactionError::of)
}
