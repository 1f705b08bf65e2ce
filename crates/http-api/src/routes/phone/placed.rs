//! Calls that members place.

use crate::{
    answer::{Answer, Done},
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    routes::{Part, refused},
};
use callboard_kernel::{CallId, LineId};
use callboard_switchboard::{
    Asked, Wanted,
    model::{BridgeMode, Order, OrderState, Reading, Via},
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// How a call is placed.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct ClickToCall {
    /// Where I talk: in the browser if it is there, else at my telephone.
    via: Option<Word<Via>>,
    /// The line whose number is shown; the default when left out.
    line_id: Option<Uuid>,
    /// `transfer` connects the two directly, which is what happens when it is left out; `conference` in a room, so that others come in
    /// without a break.
    bridge_mode: Option<Word<BridgeMode>>,
}

/// How a placed call goes.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct PlacedCall {
    /// The telephone company's id of the call, or our own while it has none.
    call_sid: String,
    /// `dialing`, `ringing`, `connected`, `ended`, `failed`, or `unknown` when nobody knows whether it rings.
    status: String,
    /// How long they have talked, in seconds, once it is over.
    duration: Option<i64>,
    /// Where the member talks.
    via: Word<Via>,
    /// Who is called.
    number: String,
    /// What he is called.
    name: String,
    /// When it was asked for.
    created_at: Instant,
}

/// Calls of which nobody knows whether they were placed.
#[derive(Object)]
pub(crate) struct UnknownCalls {
    /// Newest first.
    calls: Vec<PlacedCall>,
}

pub(crate) struct PlacedApi;

#[OpenApi(tag = "Part::Phone")]
impl PlacedApi {
    /// Call the other party of a call
    ///
    /// My telephone rings first, then the customer's. A refusal says the rule and who can lift it.
    #[oai(path = "/calls/:id/click-to-call", method = "post", operation_id = "click_to_call")]
    async fn place(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<ClickToCall>,
    ) -> Result<Answer<PlacedCall>, Problem> {
        let wanted = Wanted {
            call: CallId(id.0),
            via: body.0.via.map(|word| word.0),
            line: body.0.line_id.map(LineId),
            bridge: body.0.bridge_mode.map_or(BridgeMode::Transfer, |word| word.0),
        };
        let placed = caller.switchboard.place(&caller.scope, &wanted).await;
        Ok(Answer(placed.map_err(refused::call)?.into()))
    }

    /// How a placed call goes
    #[oai(
        path = "/calls/:id/call-status/:call_sid",
        method = "get",
        operation_id = "get_call_status"
    )]
    async fn status(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(validator(min_length = 1, max_length = 64))] call_sid: Path<String>,
    ) -> Result<Answer<PlacedCall>, Problem> {
        let call = CallId(id.0);
        let asked = caller.switchboard.call_status(&caller.scope, call, &call_sid.0).await?;
        Ok(Answer(asked.into()))
    }

    /// End a placed call
    #[oai(
        path = "/calls/:id/call-status/:call_sid",
        method = "delete",
        operation_id = "end_placed_call"
    )]
    async fn hang_up(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(validator(min_length = 1, max_length = 64))] call_sid: Path<String>,
    ) -> Result<Done, Problem> {
        caller.switchboard.hang_up(&caller.scope, CallId(id.0), &call_sid.0).await?;
        Ok(Done)
    }

    /// Calls of which nobody knows whether they were placed
    #[oai(path = "/phone/unknown-calls", method = "get", operation_id = "list_unknown_calls")]
    async fn unknown(&self, caller: Caller) -> Result<Answer<UnknownCalls>, Problem> {
        let orders = caller.switchboard.unknown_orders(&caller.scope).await?;
        let shown = |order: Order| Asked { order: order.snapshot().clone(), reading: None }.into();
        Ok(Answer(UnknownCalls { calls: orders.into_iter().map(shown).collect() }))
    }
}

impl From<Asked> for PlacedCall {
    fn from(asked: Asked) -> Self {
        let Asked { order, reading } = asked;
        let (status, duration) = match (order.state, reading) {
            (OrderState::Refused | OrderState::Cancelled, _)
            | (_, Some(Reading::Failed { .. })) => ("failed", None),
            (OrderState::Unknown, None) => ("unknown", None),
            (_, Some(Reading::Talks { .. })) => ("connected", None),
            (_, Some(Reading::Talked { answered_at, ended_at, .. })) => {
                ("ended", Some((ended_at - answered_at).whole_seconds()))
            }
            (_, Some(Reading::Unanswered { .. } | Reading::Unsettled { .. })) => ("ended", Some(0)),
            (_, Some(Reading::Rings)) => ("ringing", None),
            (_, None) => ("dialing", None),
        };
        Self {
            call_sid: order.provider_call_id.unwrap_or_else(|| order.id.to_string()),
            status: status.to_owned(),
            duration,
            via: Word(order.via),
            number: order.number.as_str().to_owned(),
            name: order.name,
            created_at: Instant(order.created_at),
        }
    }
}
