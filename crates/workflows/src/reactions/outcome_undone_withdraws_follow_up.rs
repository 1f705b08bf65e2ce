//! An undone outcome withdraws its follow-up and reopens those that it completed.

use super::{Happening, ReactionError};
use callboard_calls::CallEvent;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::OutcomeUndone { facts, recorded_at, .. } = what.call_event()? else {
        return Ok(());
    };
    what.ports
        .followups
        .withdraw_after_undo(&what.scope, facts.call, recorded_at, &what.cause, what.depth)
        .await
        .map_err(ReactionError::of)
}
