//! Who acknowledges an emergency takes its callback, so that nobody else is told of it any more.

use super::{Happening, ReactionError};
use callboard_calls::CallEvent;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::EmergencyAcknowledged { facts, by: Some(by) } = what.call_event()? else {
        return Ok(());
    };
    what.ports
        .followups
        .take_emergency(&what.scope, facts.call, by, &what.cause, what.depth)
        .await
        .map_err(ReactionError::of)
}
