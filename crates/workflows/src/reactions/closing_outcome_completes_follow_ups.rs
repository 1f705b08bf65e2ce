//! A closing outcome completes follow-ups: every class but `open` says that nothing more is owed for the call, except what
//! was promised together with it.

use super::{Happening, ReactionError};
use callboard_calls::{CallEvent, model::DispositionClass};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::OutcomeRecorded { facts, class, .. } = what.call_event()? else {
        return Ok(());
    };
    if class == DispositionClass::Open {
        return Ok(());
    }
    let Some(call) = what.call_now(facts.call).await? else { return Ok(()) };
    let Some(recorded_at) = call.snapshot().outcome_at else { return Ok(()) };
    if call.snapshot().disposition != facts.disposition {
        return Ok(());
    }
    what.ports
        .followups
        .complete_for_outcome(
            &what.scope,
            facts.call,
            recorded_at,
            what.member(),
            &what.cause,
            what.depth,
        )
        .await
        .map_err(ReactionError::of)
}
