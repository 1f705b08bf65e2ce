//! A delivery that was given up tells the supervisors: once an hour at most, because what is broken breaks often.

use super::{Happening, ReactionError};
use callboard_kernel::Cause;

/// Seconds in which further burials are the same trouble.
const WINDOW: i64 = 3_600;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let named = what.event.payload.get("reaction").and_then(serde_json::Value::as_str);
    let reaction = named.ok_or_else(|| ReactionError::unreadable(&what.event.name))?;
    let text = format!(
        "Something that should have happened by itself did not: {}. Try it again under Settings, Needs a person.",
        reaction.replace('_', " ")
    );
    // By the event's own time, so that a second attempt at telling falls into the same window.
    let window = what.event.occurred_at.unix_timestamp().div_euclid(WINDOW);
    let cause = Cause(format!("deliveries_given_up/{window}"));
    what.ports.followups.report_fault(&what.scope, text, cause).await.map_err(ReactionError::of)
}
