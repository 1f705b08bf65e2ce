//! People who were paged mark the emergency as sent.

use super::{Happening, ReactionError};
use callboard_calls::CallError;
use callboard_followups::FollowUpEvent;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let FollowUpEvent::PeoplePaged(facts) = what.follow_up_event()? else { return Ok(()) };
    let Some(call) = facts.call else { return Ok(()) };
    match what.ports.calls.escalation_sent(&what.scope, call, what.cause, what.depth).await {
        Ok(()) | Err(CallError::NotFound) => Ok(()),
        Err(error) => Err(ReactionError::of(error)),
    }
}
