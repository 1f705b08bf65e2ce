//! An undone outcome lifts the do-not-contact mark that it set.

use super::{Happening, ReactionError};
use callboard_calls::CallEvent;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::OutcomeUndone { facts, lifts_do_not_contact: true, .. } = what.call_event()?
    else {
        return Ok(());
    };
    let Some(customer) = facts.customer else { return Ok(()) };
    let why = Some((what.cause, what.depth));
    what.ports
        .customers
        .lift_do_not_contact(&what.scope, customer, "the outcome that set it was undone", why)
        .await
        .map(|_| ())
        .map_err(ReactionError::of)
}
