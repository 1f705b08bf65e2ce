//! A suppressing outcome puts the customer on the do-not-contact list, or the number where nobody is known, unless it was
//! undone in the meantime.

use super::{Happening, ReactionError};
use callboard_calls::CallEvent;
use callboard_consent::{
    About, NewMark,
    model::{DoNotContactReason, Via},
};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::OutcomeRecorded { facts, marks_do_not_contact: true, note, .. } =
        what.call_event()?
    else {
        return Ok(());
    };
    let Some(call) = what.call_now(facts.call).await? else { return Ok(()) };
    if !call.snapshot().do_not_contact {
        return Ok(());
    }
    let number = call.other_party().cloned().map(About::number);
    let Some(about) = call.snapshot().customer.map(About::customer).or(number) else {
        return Ok(());
    };
    let outcome = facts.disposition.as_deref().unwrap_or("unknown");
    let mark = NewMark {
        about,
        reason: DoNotContactReason::Asked,
        words: note.trim().chars().take(callboard_consent::MAX_WORDS).collect(),
        via: Via::Call,
        source: format!("outcome {outcome}"),
        call: Some(facts.call),
        by: Some(what.event.actor.clone()),
    };
    let because = (what.cause, what.depth);
    what.ports.consents.mark_by_outcome(&what.scope, mark, because).await.map_err(ReactionError::of)
}
