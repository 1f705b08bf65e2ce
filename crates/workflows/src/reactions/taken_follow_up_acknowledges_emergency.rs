//! A callback that was given to somebody acknowledges the emergency that it is for: the rounds of its clock have ended.

use super::{Happening, ReactionError};
use callboard_calls::CallError;
use callboard_followups::FollowUpEvent;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let FollowUpEvent::Assigned(facts) = what.follow_up_event()? else { return Ok(()) };
    let (Some(call), Some(by)) = (facts.call, facts.assigned_to) else { return Ok(()) };
    let answer =
        what.ports.calls.emergency_taken(&what.scope, call, by, what.cause, what.depth).await;
    match answer {
        Ok(()) | Err(CallError::NotFound) => Ok(()),
        Err(error) => Err(ReactionError::of(error)),
    }
}
