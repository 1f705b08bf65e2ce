//! A text that came or went out writes its line into the customer's timeline, once.

use super::{Happening, ReactionError};
use callboard_customers::model::{InteractionDirection, TextLine};
use callboard_messaging::{
    MessagingError,
    model::{MessageDirection, Writer},
};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let Some(facts) = what.messaging_event()?.facts().cloned() else { return Ok(()) };
    let Some(customer) = facts.customer else { return Ok(()) };
    let row = match what.ports.messaging.message(&what.scope, facts.message).await {
        Ok(row) => row,
        Err(MessagingError::NotFound(_)) => return Ok(()),
        Err(error) => return Err(ReactionError::of(error)),
    };
    let member = match facts.writer {
        Some(Writer::Person { member }) => member,
        Some(Writer::Automation { .. }) | None => None,
    };
    let line = TextLine {
        customer,
        message: facts.message,
        direction: match facts.direction {
            MessageDirection::In => InteractionDirection::Inbound,
            MessageDirection::Out => InteractionDirection::Outbound,
        },
        at: facts.at,
        member,
        text: row.message.body,
    };
    what.ports
        .customers
        .record_text_interaction(&what.scope, line, what.cause, what.depth)
        .await
        .map_err(ReactionError::of)
}
