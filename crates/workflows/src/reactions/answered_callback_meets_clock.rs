//! An answered callback meets the clock: a conversation of at least 30 seconds with the customer or number that a callback
//! is owed to keeps it, whoever called whom (domain rules 2.3).

use super::{Happening, ReactionError};
use callboard_calls::{CallEvent, model::CallStatus};
use callboard_followups::ContactMade;
use time::Duration;

/// Seconds of talking that count as contact.
const CONTACT_S: i64 = 30;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::Ended(facts) = what.call_event()? else { return Ok(()) };
    if facts.status != CallStatus::Completed || facts.duration_s < CONTACT_S {
        return Ok(());
    }
    let ended_at = facts.ended_at.unwrap_or(what.event.occurred_at);
    // Contact was made as soon as they had talked long enough; a long talk is not a late one.
    let at = ended_at - Duration::seconds(facts.duration_s - CONTACT_S);
    let contact =
        ContactMade { customer: facts.customer, number: facts.other_party, at, by: facts.agent };
    what.ports
        .followups
        .contact_made(&what.scope, contact, &what.cause, what.depth)
        .await
        .map_err(ReactionError::of)
}
