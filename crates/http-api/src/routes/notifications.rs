//! In-app notifications of the caller, and the counts of the badges.

use crate::{
    answer::{Answer, Done},
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    request::{Params, page},
    routes::Part,
};
use callboard_followups::model::{self, NotificationKind};
use callboard_kernel::{CallId, FollowUpId, NotificationId};
use poem_openapi::{Object, OpenApi, payload::Json};
use uuid::Uuid;

/// Counts for badges: of everybody and of the caller.
#[derive(Object)]
pub(crate) struct FollowUpCounts {
    /// Open and past due.
    overdue_count: u64,
    /// Open and due soon.
    due_soon_count: u64,
    /// Of the overdue ones, the caller's.
    mine_overdue: u64,
    /// Of those due soon, the caller's.
    mine_due_soon: u64,
    /// Calls that wait in triage.
    triage_count: u64,
}

/// A line in the bell.
#[derive(Object, Clone, Debug)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Notification {
    /// Id.
    id: Uuid,
    /// What it is about.
    kind: Word<NotificationKind>,
    /// The sentence.
    text: String,
    /// The follow-up it is about.
    follow_up_id: Option<Uuid>,
    /// The call it is about.
    call_id: Option<Uuid>,
    /// When it was made.
    created_at: Instant,
    /// When it was read.
    read_at: Option<Instant>,
}

/// A page of notifications.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct NotificationPage {
    /// Newest first.
    data: Vec<Notification>,
    /// How many are unread.
    unread: u64,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Which notifications.
#[derive(Object)]
pub(crate) struct NotificationQuery {
    /// Only unread ones.
    unread: Option<bool>,
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

/// What was read.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct ReadRequest {
    /// Which; without it all.
    #[oai(validator(max_items = 100, min_items = 1))]
    ids: Option<Vec<Uuid>>,
}

impl From<model::Notification> for Notification {
    fn from(line: model::Notification) -> Self {
        Self {
            id: line.id.uuid(),
            kind: Word(line.kind),
            text: line.text,
            follow_up_id: line.follow_up.map(FollowUpId::uuid),
            call_id: line.call.map(CallId::uuid),
            created_at: line.created_at.into(),
            read_at: line.read_at.map(Instant),
        }
    }
}

pub(crate) struct NotificationsApi;

#[OpenApi(prefix_path = "/notifications", tag = "Part::Notifications")]
impl NotificationsApi {
    /// Counts for badges
    #[oai(path = "/follow-ups", method = "get", operation_id = "get_follow_up_counts")]
    async fn counts(&self, caller: Caller) -> Result<Answer<FollowUpCounts>, Problem> {
        let counts = async { caller.follow_ups.counts(&caller.scope).await.map_err(Problem::from) };
        let triage =
            async { caller.calls.triage_summary(&caller.scope).await.map_err(Problem::from) };
        let (counts, triage) = tokio::try_join!(counts, triage)?;
        Ok(Answer(FollowUpCounts {
            overdue_count: counts.overdue,
            due_soon_count: counts.due_soon,
            mine_overdue: counts.mine_overdue,
            mine_due_soon: counts.mine_due_soon,
            triage_count: triage.queued,
        }))
    }

    /// The caller's notifications
    #[oai(path = "/", method = "get", operation_id = "list_notifications")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<NotificationQuery>,
    ) -> Result<Answer<NotificationPage>, Problem> {
        let unread_only = query.0.unread == Some(true);
        let page = page(query.0.limit, query.0.cursor);
        let list = caller.follow_ups.notifications(&caller.scope, unread_only, &page);
        let (found, unread) = tokio::try_join!(list, caller.follow_ups.unread(&caller.scope))?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(Notification::from).collect();
        Ok(Answer(NotificationPage { data, unread, has_more: next_cursor.is_some(), next_cursor }))
    }

    /// Mark as read
    #[oai(path = "/read", method = "post", operation_id = "read_notifications")]
    async fn read(&self, caller: Caller, body: Json<ReadRequest>) -> Result<Done, Problem> {
        let ids: Vec<_> = body.0.ids.into_iter().flatten().map(NotificationId).collect();
        caller.follow_ups.mark_read(&caller.scope, &ids).await?;
        Ok(Done)
    }
}
