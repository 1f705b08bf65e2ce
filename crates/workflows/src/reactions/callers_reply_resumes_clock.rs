//! A caller's reply resumes the clock: whoever we waited for has come back to us, answered or not (domain rules 2.4).

use super::{Happening, ReactionError};
use callboard_calls::{CallEvent, model::Direction};
use callboard_followups::ContactMade;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::Started(facts) = what.call_event()? else { return Ok(()) };
    if facts.direction != Direction::In {
        return Ok(());
    }
    let reply = ContactMade {
        customer: facts.customer,
        number: facts.other_party,
        at: facts.started_at,
        by: None,
    };
    what.ports
        .followups
        .customer_replied(&what.scope, reply, &what.cause, what.depth)
        .await
        .map_err(ReactionError::of)
}
