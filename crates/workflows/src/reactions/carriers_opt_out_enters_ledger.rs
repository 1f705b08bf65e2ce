//! A carrier that refuses a text because its reader said STOP there has told us a revocation.

use super::{Happening, ReactionError};
use callboard_messaging::{MessagingError, MessagingEvent};
use callboard_telephony::RefusalCause;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let MessagingEvent::Failed(facts) = what.messaging_event()? else { return Ok(()) };
    let row = match what.ports.messaging.message(&what.scope, facts.message).await {
        Ok(row) => row.message,
        Err(MessagingError::NotFound(_)) => return Ok(()),
        Err(error) => return Err(ReactionError::of(error)),
    };
    let opted_out = RefusalCause::OptedOut.as_str();
    if row.failure.is_none_or(|failure| failure.cause != opted_out) {
        return Ok(());
    }
    let consents = &what.ports.consents;
    let told = consents.carrier_opted_out(&what.scope, &facts.number, facts.at).await;
    told.map_err(ReactionError::of)
}
