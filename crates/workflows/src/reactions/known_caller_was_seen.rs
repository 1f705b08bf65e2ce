//! A known caller was seen: the customer's last contact moves forward.

use super::{Happening, ReactionError};
use callboard_calls::CallEvent;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let (CallEvent::Started(facts) | CallEvent::CustomerLinked(facts)) = what.call_event()? else {
        return Ok(());
    };
    let Some(customer) = facts.customer else { return Ok(()) };
    what.ports
        .customers
        .mark_seen(&what.scope, customer, facts.started_at)
        .await
        .map_err(ReactionError::of)
}
