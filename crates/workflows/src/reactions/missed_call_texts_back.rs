//! Who was missed gets a text within a minute: the first call of an incident, from a number that can be texted, and no spam.
//! It says when the desk opens next. It keeps no promise: a callback that is owed stays owed.

use super::{Happening, ReactionError};
use callboard_calls::{
    CallEvent,
    model::{Direction, LineType, Purpose},
};
use callboard_messaging::MessagingError;
use time::Duration;

/// Calls that are as likely spam as this are not answered.
const SPAM: u8 = 60;
/// Whoever was missed longer ago has been called back by now, or would wonder.
const TOO_LATE: Duration = Duration::minutes(10);

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::Missed(missed) = what.call_event()? else { return Ok(()) };
    let first = missed.incident.is_none() && missed.purpose != Purpose::Demo;
    if !first || missed.direction != Direction::In || missed.other_party.is_none() {
        return Ok(());
    }
    let over_at = missed.ended_at.unwrap_or(missed.started_at);
    if what.ports.clock.now() - over_at > TOO_LATE {
        return Ok(());
    }
    let Some(call) = what.call_now(missed.call).await? else { return Ok(()) };
    let s = call.snapshot();
    let textable = s.carrier.line_type != LineType::Landline;
    if !textable || s.spam_score >= SPAM || s.outcome_at.is_some() {
        return Ok(());
    }
    match what.ports.messaging.text_back(&what.scope, s.id, &what.cause, what.depth).await {
        Ok(_) | Err(MessagingError::NotFound(_)) => Ok(()),
        Err(error) => Err(ReactionError::of(error)),
    }
}
