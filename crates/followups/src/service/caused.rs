//! Changes that follow from a cause: each works once for it, and a second delivery finds the first one's work.

use super::{FollowUps, change::Change};
use crate::{error::FollowUpError, events::FollowUpEvent, model::FollowUp};
use callboard_kernel::{
    AuditAction, Cause, FollowUpId, Loaded, MemberId, SaveError, Scope, Timestamp,
};

/// How a promise was kept.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    pub(super) at: Timestamp,
    pub(super) by: Option<MemberId>,
    pub(super) why: &'static str,
}

impl FollowUps {
    /// Completes the follow-up, unless it is done or gone already.
    pub(super) async fn close(
        &self,
        scope: &Scope,
        id: FollowUpId,
        kept: Kept,
        cause: &Cause,
        depth: u8,
    ) -> Result<(), FollowUpError> {
        let cause = for_one(cause, id);
        let answer = self
            .change(scope, id, None, Some((&cause, depth)), |before, now, counting| {
                if !before.is_open() {
                    return Ok(None);
                }
                let after = before.complete(kept.at, kept.by, now, counting)?;
                let change = Change::one(after, AuditAction::Update, FollowUpEvent::Completed);
                Ok(Some(change.because(kept.why)))
            })
            .await;
        gone_is_fine(answer)
    }
}

/// One cause closes several follow-ups; each of them uses its own.
pub(super) fn for_one(cause: &Cause, id: FollowUpId) -> Cause {
    Cause(format!("{}/{id}", cause.0))
}

/// A second delivery finds the first one's work.
pub(super) fn made_once(made: Result<Loaded<FollowUp>, SaveError>) -> Result<(), FollowUpError> {
    match made {
        Ok(_) | Err(SaveError::Duplicate(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Whoever removed the follow-up in the meantime has settled it.
pub(super) fn gone_is_fine(
    answer: Result<Loaded<FollowUp>, FollowUpError>,
) -> Result<(), FollowUpError> {
    match answer {
        Ok(_) | Err(FollowUpError::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}
