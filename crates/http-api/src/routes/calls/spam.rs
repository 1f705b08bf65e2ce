//! Calls that nobody should have had to take.

use super::{detail, outcome::OutcomeAnswer};
use crate::{answer::Versioned, auth::Caller, fields::Word, problem::Problem, routes::Part};
use callboard_calls::model::SpamReason;
use callboard_kernel::CallId;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// Why a call is spam.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct SpamRequest {
    /// Why.
    reason: Word<SpamReason>,
    /// Also block its number.
    #[oai(default)]
    block_number: bool,
}

pub(crate) struct SpamApi;

#[OpenApi(prefix_path = "/calls", tag = "Part::Calls")]
impl SpamApi {
    /// Mark a call as spam
    ///
    /// An outcome like any other: the call is worth nothing, its follow-ups are done, and it can be taken back. The number
    /// stays blocked until somebody unblocks it.
    #[oai(path = "/:id/mark-spam", method = "post", operation_id = "mark_spam")]
    async fn mark(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<SpamRequest>,
    ) -> Result<Versioned<OutcomeAnswer>, Problem> {
        let (scope, id, reason) = (&caller.scope, CallId(id.0), body.0.reason.0);
        let written = caller.calls.mark_spam(scope, id, reason).await?;
        if let (true, Some(number)) = (body.0.block_number, written.value.other_party()) {
            let why = format!("spam: {reason}");
            caller.consents.block(scope, number.as_str(), &why, Some(id)).await?;
        }
        let (call, version) = detail::around(&caller, written).await?;
        Ok(Versioned { body: OutcomeAnswer::of(call), version })
    }
}
