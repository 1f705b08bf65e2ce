//! The morning's tick sends the digest: what is still open, to everybody on call, once a day.

use super::{Happening, ReactionError};
use crate::timetable::TimedTask;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let schedule = what.event.payload.get("schedule").and_then(serde_json::Value::as_str);
    if schedule != Some(TimedTask::DailyDigest.as_str()) {
        return Ok(());
    }
    what.ports.followups.digest(&what.scope, what.cause).await.map_err(ReactionError::of)
}
