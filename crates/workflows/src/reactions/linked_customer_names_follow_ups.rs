//! A linked customer names the follow-ups of the call: what was promised to a number is now promised to somebody.

use super::{Happening, ReactionError, call_now::subject_of};
use callboard_calls::CallEvent;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::CustomerLinked(facts) = what.call_event()? else { return Ok(()) };
    let Some(call) = what.call_now(facts.call).await? else { return Ok(()) };
    let facts = call.facts();
    what.ports
        .followups
        .name_after_call(
            &what.scope,
            facts.call,
            facts.customer,
            &subject_of(&facts),
            (&what.cause, what.depth),
        )
        .await
        .map_err(ReactionError::of)
}
