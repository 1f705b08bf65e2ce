//! A changed promise requeues its call: a decided call waits in the follow-up queue exactly while it has an open promise.

use super::{Happening, ReactionError};
use callboard_calls::CallError;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let event = what.follow_up_event()?;
    let Some(call) = event.facts().and_then(|facts| facts.call) else { return Ok(()) };
    let answer =
        what.ports.calls.requeue_by_promises(&what.scope, call, what.cause, what.depth).await;
    match answer {
        Ok(()) | Err(CallError::NotFound) => Ok(()),
        Err(error) => Err(ReactionError::of(error)),
    }
}
