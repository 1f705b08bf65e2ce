//! A call that a member placed enters the log once the telephone company took it.

use super::{Happening, ReactionError};
use crate::telephony::order_report;
use callboard_switchboard::{SwitchboardEvent, model::OrderState};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let SwitchboardEvent::OrderMoved { order, state: OrderState::Placed, .. } =
        what.switchboard_event()?
    else {
        return Ok(());
    };
    let switchboard = &what.ports.switchboard;
    let found = switchboard.order(&what.scope, order).await.map_err(ReactionError::of)?;
    let provider = switchboard.provider(&what.scope).await.map_err(ReactionError::of)?;
    let (Some(order), Some(provider)) = (found, provider) else { return Ok(()) };
    let Some(report) = order_report(order.snapshot(), provider, what.event.occurred_at) else {
        return Ok(());
    };
    what.ports.calls.ingest(&what.scope, report).await.map(drop).map_err(ReactionError::of)
}
