//! The triage queue: who waits, the next call, claims.

use super::{
    detail::{self, CallDetail},
    row::CallRow,
};
use crate::{
    answer::{Answer, Done, Maybe, Rows},
    auth::Caller,
    fields::Instant,
    problem::Problem,
    request::{Params, page},
    routes::Part,
};
use callboard_kernel::CallId;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use serde::Serialize;
use uuid::Uuid;

/// Which page of the queue.
#[derive(Object)]
pub(crate) struct TriageQuery {
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

/// The queue in numbers, and a page of it.
#[derive(Object, Serialize)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct TriageQueue {
    /// Calls that wait.
    queued_calls: u64,
    /// Of these, past due.
    overdue: u64,
    /// Of these, emergencies.
    emergency: u64,
    /// Of these, held by somebody.
    claimed: u64,
    /// First ring of the oldest.
    #[serde(skip_serializing_if = "Option::is_none")]
    oldest_started_at: Option<Instant>,
    /// The page, most pressing first.
    priorities: Vec<TriageEntry>,
    /// Where the next page starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// A call of the queue and why it stands where it stands.
#[derive(Object, Serialize)]
pub(crate) struct TriageEntry {
    /// The call.
    call: CallRow,
    /// Why, in words.
    reason: String,
}

/// What is asked for beside the next call.
#[derive(Object, Default)]
#[oai(deny_unknown_fields)]
pub(crate) struct ClaimNextRequest {
    /// Calls that were passed over in this run.
    #[oai(default, validator(max_items = 500))]
    skip: Vec<Uuid>,
    /// Why; needed from the third skip on.
    #[oai(validator(max_length = 500))]
    skip_reason: Option<String>,
}

/// The call to work on.
#[derive(Object)]
pub(crate) struct TriageClaim {
    /// The call.
    call: CallDetail,
    /// Why it comes now.
    reason: String,
    /// Its place among those that are left.
    position: u64,
    /// Calls that wait.
    queued_calls: u64,
    /// Until when it is held, unless renewed.
    claimed_until: Instant,
}

/// How a call is claimed.
#[derive(Object, Default)]
#[oai(deny_unknown_fields)]
pub(crate) struct ClaimRequest {
    /// Take it from whoever holds it; for supervisors.
    #[oai(default)]
    take_over: bool,
}

/// A claimed call.
#[derive(Object)]
pub(crate) struct ClaimAnswer {
    /// The call.
    call: CallDetail,
    /// Until when it is held, unless renewed.
    claimed_until: Instant,
}

pub(crate) struct TriageApi;

#[OpenApi(prefix_path = "/calls", tag = "Part::Triage")]
impl TriageApi {
    /// The triage queue
    ///
    /// Broken promises first, then the least time left, then value, then age.
    #[oai(path = "/queue/triage", method = "get", operation_id = "get_triage_queue")]
    async fn queue(
        &self,
        caller: Caller,
        query: Params<TriageQuery>,
    ) -> Result<Rows<TriageQueue>, Problem> {
        let page = page(query.0.limit, query.0.cursor);
        let found = caller.calls.triage_queue(&caller.scope, &page).await?;
        let (summary, queue) = (found.summary, found.page);
        let next_cursor = queue.next.map(|cursor| cursor.0);
        let entry = |item: callboard_calls::TriageItem| TriageEntry {
            call: item.call.into(),
            reason: item.reason,
        };
        Ok(Rows(TriageQueue {
            queued_calls: summary.queued,
            overdue: summary.overdue,
            emergency: summary.emergency,
            claimed: summary.claimed,
            oldest_started_at: summary.oldest_started_at.map(Instant),
            priorities: queue.items.into_iter().map(entry).collect(),
            has_more: next_cursor.is_some(),
            next_cursor,
        }))
    }

    /// Claim the next call
    ///
    /// The most pressing call that nobody else holds, for five minutes; 204 when the queue is empty.
    #[oai(path = "/queue/triage/claim-next", method = "post", operation_id = "claim_next_call")]
    async fn claim_next(
        &self,
        caller: Caller,
        body: Json<Option<ClaimNextRequest>>,
    ) -> Result<Maybe<TriageClaim>, Problem> {
        let ClaimNextRequest { skip, skip_reason } = body.0.unwrap_or_default();
        let skip: Vec<_> = skip.into_iter().map(CallId).collect();
        let next = caller.calls.claim_next(&caller.scope, &skip, skip_reason.as_deref()).await?;
        let Some(next) = next else { return Ok(Maybe::Nothing) };
        let (call, _) = detail::around(&caller, next.call).await?;
        Ok(Maybe::Some(TriageClaim {
            call,
            reason: next.reason,
            position: next.position,
            queued_calls: next.queued,
            claimed_until: next.until.into(),
        }))
    }

    /// Claim a call
    ///
    /// Claims this call for five minutes, or renews the own claim. 409 `held_by_other` names who holds it.
    #[oai(path = "/:id/claim", method = "post", operation_id = "claim_call")]
    async fn claim(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<Option<ClaimRequest>>,
    ) -> Result<Answer<ClaimAnswer>, Problem> {
        let id = CallId(id.0);
        let claimed = if body.0.unwrap_or_default().take_over {
            caller.calls.take_over(&caller.scope, id).await
        } else {
            caller.calls.claim(&caller.scope, id).await
        };
        let claimed_until = match claimed {
            Ok(until) => until.into(),
            Err(error) => return Err(detail::refusal(&caller, id, error).await),
        };
        let (call, _) = detail::of(&caller, id).await?;
        Ok(Answer(ClaimAnswer { call, claimed_until }))
    }

    /// Give the own claim back
    #[oai(path = "/:id/claim", method = "delete", operation_id = "release_call")]
    async fn release(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        caller.calls.release(&caller.scope, CallId(id.0)).await?;
        Ok(Done)
    }
}
