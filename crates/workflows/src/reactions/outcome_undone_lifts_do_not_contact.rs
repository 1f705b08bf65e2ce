//! An undone outcome takes back the do-not-contact mark that it set.

use super::{Happening, ReactionError};
use callboard_calls::CallEvent;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::OutcomeUndone { facts, .. } = what.call_event()? else { return Ok(()) };
    let because = (what.cause, what.depth);
    what.ports
        .consents
        .undo_marks_of_call(&what.scope, facts.call, because)
        .await
        .map_err(ReactionError::of)
}
