//! A customer's text resumes the clock: whoever we waited for has come back to us (domain rules 2.4).

use super::{Happening, ReactionError};
use callboard_followups::ContactMade;
use callboard_messaging::MessagingEvent;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let MessagingEvent::Received { facts, .. } = what.messaging_event()? else { return Ok(()) };
    let reply = ContactMade {
        customer: facts.customer,
        number: Some(facts.number),
        at: facts.at,
        by: None,
    };
    what.ports
        .followups
        .customer_replied(&what.scope, reply, &what.cause, what.depth)
        .await
        .map_err(ReactionError::of)
}
