//! The outcome of a call: recording it, taking it back, waiving it.

use super::detail::{self, CallDetail, OneCall};
use crate::{
    answer::Versioned,
    auth::Caller,
    fields::{Instant, Nullable, Word},
    problem::Problem,
    request::IfMatch,
    routes::Part,
};
use callboard_calls::model::{self, FollowUpRequest, SpamReason};
use callboard_followups::model::{FollowUpKind, Priority};
use callboard_kernel::{CallId, MemberId};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// A promise made with an outcome.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct OutcomeFollowUp {
    /// What is to be done.
    #[oai(rename = "type")]
    kind: Word<FollowUpKind>,
    /// When it is due; without it the disposition's minutes count.
    due_at: Option<Instant>,
    /// Who shall do it; without it the pool.
    assigned_to: Option<Uuid>,
    /// How pressing; without it the intent decides.
    priority: Option<Word<Priority>>,
    /// What to remember.
    #[oai(validator(max_length = 2000))]
    note: Option<String>,
}

impl OutcomeFollowUp {
    pub(super) fn request(self) -> FollowUpRequest {
        FollowUpRequest {
            kind: self.kind.0.as_str().to_owned(),
            due_at: self.due_at.map(|at| at.0),
            assigned_to: self.assigned_to.map(MemberId),
            priority: self.priority.map(|word| word.0.as_str().to_owned()),
            note: self.note,
        }
    }
}

/// The outcome of a call.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct OutcomeRequest {
    /// Key of the disposition.
    #[oai(validator(max_length = 40))]
    disposition: String,
    /// The notes as they shall be; without them they stay.
    #[oai(validator(max_length = 10000))]
    notes: Option<String>,
    /// A promise made with it.
    follow_up: Option<OutcomeFollowUp>,
    /// Estimated value in cents.
    value_est_cents: Nullable<i64>,
    /// Why it is spam.
    spam_reason: Option<Word<SpamReason>>,
}

/// Letting a call do without an outcome.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct WaiveRequest {
    /// Why.
    #[oai(validator(min_length = 1, max_length = 500))]
    reason: String,
}

/// A call with its new outcome.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct OutcomeAnswer {
    /// The call.
    call: CallDetail,
    /// Until when the outcome can be taken back.
    undo_until: Option<Instant>,
}

impl OutcomeAnswer {
    /// A call that was just given its outcome.
    pub(super) fn of(call: CallDetail) -> Self {
        let undo_until = call.undo_until;
        Self { call, undo_until }
    }
}

pub(crate) struct OutcomeApi;

#[OpenApi(prefix_path = "/calls", tag = "Part::Calls")]
impl OutcomeApi {
    /// Record the outcome
    ///
    /// Refused with 422 `outcome_incomplete` while the disposition demands a note or follow-up that is missing.
    #[oai(path = "/:id/outcome", method = "post", operation_id = "record_outcome")]
    async fn record(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<OutcomeRequest>,
    ) -> Result<Versioned<OutcomeAnswer>, Problem> {
        let request = model::OutcomeRequest {
            disposition: body.0.disposition,
            notes: body.0.notes,
            follow_up: body.0.follow_up.map(OutcomeFollowUp::request),
            value_est_cents: body.0.value_est_cents.patch(|cents| cents),
            spam_reason: body.0.spam_reason.map(|word| word.0),
        };
        let (scope, id) = (&caller.scope, CallId(id.0));
        let written = caller.calls.record_outcome(scope, id, if_match.0, request).await?;
        let (call, version) = detail::around(&caller, written).await?;
        Ok(Versioned { body: OutcomeAnswer::of(call), version })
    }

    /// Take the last outcome back
    ///
    /// Possible for ten minutes; after that 409 `nothing_to_undo`.
    #[oai(path = "/:id/outcome/undo", method = "post", operation_id = "undo_outcome")]
    async fn undo(&self, caller: Caller, id: Path<Uuid>) -> Result<Versioned<OneCall>, Problem> {
        let undone = caller.calls.undo_outcome(&caller.scope, CallId(id.0)).await?;
        let (call, version) = detail::around(&caller, undone).await?;
        Ok(Versioned { body: OneCall { call }, version })
    }

    /// Let a call do without an outcome
    ///
    /// For supervisors, with a reason that the audit trail keeps.
    #[oai(path = "/:id/outcome/waive", method = "post", operation_id = "waive_outcome")]
    async fn waive(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<WaiveRequest>,
    ) -> Result<Versioned<OneCall>, Problem> {
        let (scope, id) = (&caller.scope, CallId(id.0));
        let waived = caller.calls.waive_outcome(scope, id, &body.0.reason).await?;
        let (call, version) = detail::around(&caller, waived).await?;
        Ok(Versioned { body: OneCall { call }, version })
    }

    /// Acknowledge an emergency
    ///
    /// You take it: nobody is told of it any more, and its callback is yours. 409 `nothing_to_acknowledge` for a call that
    /// was never escalated. Claiming the call in triage and recording its outcome acknowledge it too.
    #[oai(path = "/:id/acknowledge", method = "post", operation_id = "acknowledge_emergency")]
    async fn acknowledge(
        &self,
        caller: Caller,
        id: Path<Uuid>,
    ) -> Result<Versioned<OneCall>, Problem> {
        let taken = caller.calls.acknowledge(&caller.scope, CallId(id.0)).await?;
        let (call, version) = detail::around(&caller, taken).await?;
        Ok(Versioned { body: OneCall { call }, version })
    }
}
