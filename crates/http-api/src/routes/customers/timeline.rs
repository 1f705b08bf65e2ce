//! What happened with a customer, and writing it down.

use crate::{
    answer::{Answer, Created, Done, Versioned},
    auth::Caller,
    fields::{Instant, Nullable, Word},
    problem::{PersonRef, Problem},
    request::{IdempotencyKey, IfMatch, Params, page},
    routes::Part,
};
use callboard_customers::{
    TimelineRow,
    model::{
        InteractionDirection, InteractionEdit, InteractionKind, InteractionSnapshot,
        NewInteraction as Line,
    },
};
use callboard_kernel::{CallId, CustomerId, FollowUpId, InteractionId, MemberId};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// A line of the timeline.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Interaction {
    /// Id.
    id: Uuid,
    /// What it was.
    #[oai(rename = "type")]
    kind: Word<InteractionKind>,
    /// Which way.
    direction: Word<InteractionDirection>,
    /// What it was about.
    subject: String,
    /// What was said.
    notes: String,
    /// When.
    at: Instant,
    /// Who for us.
    by: Option<PersonRef>,
    /// The call.
    call_id: Option<Uuid>,
    /// The follow-up.
    follow_up_id: Option<Uuid>,
    /// Seconds.
    duration_s: Option<i64>,
    /// What came of it.
    outcome: Option<String>,
}

/// A page of a timeline.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct TimelinePage {
    /// Newest first.
    data: Vec<Interaction>,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Which page of a timeline.
#[derive(Object)]
pub(crate) struct TimelineQuery {
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

/// Something that happened with a customer.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewInteraction {
    /// What it was.
    #[oai(rename = "type")]
    kind: Word<InteractionKind>,
    /// Which way.
    direction: Word<InteractionDirection>,
    /// What it was about.
    #[oai(default, validator(max_length = 200))]
    subject: String,
    /// What was said.
    #[oai(default, validator(max_length = 10000))]
    notes: String,
    /// When; without it now.
    at: Option<Instant>,
    /// The follow-up that it belongs to.
    follow_up_id: Option<Uuid>,
    /// Seconds.
    #[oai(validator(minimum(value = "0"), maximum(value = "86400")))]
    duration_s: Option<i64>,
    /// What came of it.
    #[oai(validator(max_length = 60))]
    outcome: Option<String>,
}

/// An edit of a line; what is left out stays.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct InteractionPatch {
    /// What it was about.
    #[oai(validator(max_length = 200))]
    subject: Option<String>,
    /// What was said.
    #[oai(validator(max_length = 10000))]
    notes: Option<String>,
    /// What came of it.
    outcome: Nullable<String>,
    /// Seconds.
    duration_s: Nullable<i64>,
}

impl From<TimelineRow> for Interaction {
    fn from(row: TimelineRow) -> Self {
        let by = row
            .member
            .map(|id| PersonRef { id: id.uuid(), name: row.member_name.unwrap_or_default() });
        Self {
            id: row.id.uuid(),
            kind: Word(row.kind),
            direction: Word(row.direction),
            subject: row.subject,
            notes: row.notes,
            at: row.at.into(),
            by,
            call_id: row.call.map(CallId::uuid),
            follow_up_id: row.follow_up.map(FollowUpId::uuid),
            duration_s: row.duration_s,
            outcome: row.outcome,
        }
    }
}

impl Interaction {
    fn of(line: &InteractionSnapshot, by: Option<PersonRef>) -> Self {
        Self {
            id: line.id.uuid(),
            kind: Word(line.kind),
            direction: Word(line.direction),
            subject: line.subject.clone(),
            notes: line.notes.clone(),
            at: line.at.into(),
            by,
            call_id: line.call.map(CallId::uuid),
            follow_up_id: line.follow_up.map(FollowUpId::uuid),
            duration_s: line.duration_s,
            outcome: line.outcome.clone(),
        }
    }
}

/// The author of a line with the name of today.
async fn author(caller: &Caller, member: Option<MemberId>) -> Result<Option<PersonRef>, Problem> {
    let Some(id) = member else { return Ok(None) };
    let members = caller.members.list(&caller.scope, true).await?;
    let found = members.into_iter().find(|member| member.id == id);
    Ok(found.map(|member| PersonRef { id: member.id.uuid(), name: member.name }))
}

pub(crate) struct TimelineApi;

#[OpenApi(prefix_path = "/customers", tag = "Part::Customers")]
impl TimelineApi {
    /// What happened with a customer
    #[oai(path = "/:id/timeline", method = "get", operation_id = "list_customer_timeline")]
    async fn timeline(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        query: Params<TimelineQuery>,
    ) -> Result<Answer<TimelinePage>, Problem> {
        let page = page(query.0.limit, query.0.cursor);
        let found = caller.customers.timeline(&caller.scope, CustomerId(id.0), &page).await?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(Interaction::from).collect();
        Ok(Answer(TimelinePage { data, has_more: next_cursor.is_some(), next_cursor }))
    }

    /// Write something down
    ///
    /// The same `Idempotency-Key` again answers the first line.
    #[oai(path = "/:id/interactions", method = "post", operation_id = "create_interaction")]
    async fn write(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Json<NewInteraction>,
    ) -> Result<Created<Interaction>, Problem> {
        let line = Line {
            kind: body.0.kind.0,
            direction: body.0.direction.0,
            subject: body.0.subject,
            notes: body.0.notes,
            at: body.0.at.map(|at| at.0),
            follow_up: body.0.follow_up_id.map(FollowUpId),
            duration_s: body.0.duration_s,
            outcome: body.0.outcome,
        };
        let (scope, id) = (&caller.scope, CustomerId(id.0));
        let written = caller.customers.write_interaction(scope, id, line, key.as_deref()).await?;
        let line = written.value.snapshot();
        Ok(Created(Interaction::of(line, author(&caller, line.member).await?)))
    }

    /// Edit a line of the timeline
    #[oai(
        path = "/:id/interactions/:interaction_id",
        method = "patch",
        operation_id = "edit_interaction"
    )]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        interaction_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<InteractionPatch>,
    ) -> Result<Versioned<Interaction>, Problem> {
        let edit = InteractionEdit {
            subject: body.0.subject,
            notes: body.0.notes,
            outcome: body.0.outcome.patch(|text| text),
            duration_s: body.0.duration_s.patch(|seconds| seconds),
        };
        let (customer, line) = (CustomerId(id.0), InteractionId(interaction_id.0));
        let scope = &caller.scope;
        let edited =
            caller.customers.edit_interaction(scope, customer, line, if_match.0, edit).await?;
        let line = edited.value.snapshot();
        let body = Interaction::of(line, author(&caller, line.member).await?);
        Ok(Versioned { body, version: edited.version })
    }

    /// Remove a line of the timeline
    #[oai(
        path = "/:id/interactions/:interaction_id",
        method = "delete",
        operation_id = "delete_interaction"
    )]
    async fn delete(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        interaction_id: Path<Uuid>,
    ) -> Result<Done, Problem> {
        let (customer, line) = (CustomerId(id.0), InteractionId(interaction_id.0));
        caller.customers.delete_interaction(&caller.scope, customer, line).await?;
        Ok(Done)
    }
}
