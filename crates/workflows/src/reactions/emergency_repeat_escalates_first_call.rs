//! A repeat with emergency words escalates the first call of its incident, which is decided for all of them.

use super::{Happening, ReactionError};
use callboard_calls::{CallError, CallEvent};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::Missed(missed) = what.call_event()? else { return Ok(()) };
    let Some(first) = missed.incident else { return Ok(()) };
    let Some(repeat) = what.call_now(missed.call).await? else { return Ok(()) };
    if !repeat.is_emergency() {
        return Ok(());
    }
    match what.ports.calls.escalate_incident(&what.scope, first, what.cause, what.depth).await {
        Ok(()) | Err(CallError::NotFound) => Ok(()),
        Err(error) => Err(ReactionError::of(error)),
    }
}
