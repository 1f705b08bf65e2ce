//! A text that came in is heard by the rules of contact before anybody else reads it: STOP ends every message at once, what only
//! sounds like it holds them back, START opts in again, HELP is answered.

use super::{Happening, ReactionError};
use callboard_consent::HeardText;
use callboard_messaging::{MessagingError, MessagingEvent, model::Purpose};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let MessagingEvent::Received { facts, is_answered, .. } = what.messaging_event()? else {
        return Ok(());
    };
    let row = match what.ports.messaging.message(&what.scope, facts.message).await {
        Ok(row) => row.message,
        Err(MessagingError::NotFound(_)) => return Ok(()),
        Err(error) => return Err(ReactionError::of(error)),
    };
    let text = HeardText {
        from: facts.number,
        line: row.line,
        customer: facts.customer,
        text: row.body,
        at: facts.at,
    };
    let heard = what.ports.consents.heard(&what.scope, text).await.map_err(ReactionError::of)?;
    let answer = heard.answer.and_then(|purpose| Purpose::parse(purpose.as_str()));
    // The telephone company may have answered the word itself; nobody is answered twice.
    let Some(purpose) = answer.filter(|_| !is_answered) else { return Ok(()) };
    what.ports
        .messaging
        .answer_keyword(&what.scope, facts.conversation, purpose, &what.cause, what.depth)
        .await
        .map(drop)
        .map_err(ReactionError::of)
}
