//! A won outcome makes a lead an active customer.

use super::{Happening, ReactionError};
use callboard_calls::{CallEvent, model::DispositionClass};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::OutcomeRecorded { facts, class: DispositionClass::Won, .. } =
        what.call_event()?
    else {
        return Ok(());
    };
    let Some(call) = what.call_now(facts.call).await? else { return Ok(()) };
    if call.snapshot().disposition != facts.disposition {
        return Ok(());
    }
    let Some(customer) = call.snapshot().customer else { return Ok(()) };
    what.ports
        .customers
        .mark_booked(&what.scope, customer, what.cause, what.depth)
        .await
        .map_err(ReactionError::of)
}
