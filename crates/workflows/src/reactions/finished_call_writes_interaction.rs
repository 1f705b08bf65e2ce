//! A finished call writes its line into the customer's timeline: once a call, also when the customer is found out later,
//! and again with the label of its outcome (S2-DB-07).

use super::{Happening, ReactionError};
use callboard_calls::model::{Call, CallStatus, Direction};
use callboard_customers::model::{CallLine, InteractionDirection};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let Some(id) = what.call_event()?.call() else { return Ok(()) };
    let Some(call) = what.call_now(id).await? else { return Ok(()) };
    let s = call.snapshot();
    let Some(customer) = s.customer.filter(|_| s.status.is_final()) else { return Ok(()) };
    let line = CallLine {
        customer,
        call: s.id,
        direction: match s.direction {
            Direction::In => InteractionDirection::Inbound,
            Direction::Out => InteractionDirection::Outbound,
        },
        at: s.started_at,
        duration_s: s.duration_s,
        member: s.agent,
        answered: s.status == CallStatus::Completed,
        outcome: label(&what, &call).await?,
    };
    what.ports
        .customers
        .record_call_interaction(&what.scope, line, what.cause, what.depth)
        .await
        .map_err(ReactionError::of)
}

/// The words on the button of the disposition.
async fn label(what: &Happening<'_>, call: &Call) -> Result<Option<String>, ReactionError> {
    let Some(key) = &call.snapshot().disposition else { return Ok(None) };
    let all = what.ports.calls.dispositions(&what.scope).await.map_err(ReactionError::of)?;
    let label = all.value.into_iter().find(|one| one.key == *key).map(|one| one.label);
    Ok(Some(label.unwrap_or_else(|| key.clone())))
}
