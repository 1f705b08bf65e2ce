//! A suppressing outcome marks the customer do-not-contact, unless it was undone in the meantime.

use super::{Happening, ReactionError};
use callboard_calls::CallEvent;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::OutcomeRecorded { facts, marks_do_not_contact: true, .. } = what.call_event()?
    else {
        return Ok(());
    };
    let Some(call) = what.call_now(facts.call).await? else { return Ok(()) };
    let Some(customer) = call.snapshot().customer.filter(|_| call.snapshot().do_not_contact) else {
        return Ok(());
    };
    let reason = format!("outcome {}", facts.disposition.as_deref().unwrap_or("unknown"));
    let why = Some((what.cause, what.depth));
    what.ports
        .customers
        .mark_do_not_contact(&what.scope, customer, &reason, why)
        .await
        .map(|_| ())
        .map_err(ReactionError::of)
}
