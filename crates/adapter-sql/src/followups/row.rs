//! The rows of follow-ups and notifications, and their way to the snapshots and back.

pub(crate) mod follow_up {
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, json, maybe_millis, maybe_timestamp},
    };
    use callboard_followups::model::{
        ClockLevel, FollowUp, FollowUpKind, FollowUpSnapshot, FollowUpStatus, Priority, SlaClock,
    };
    use callboard_kernel::{
        CallId, CustomerId, FollowUpId, Loaded, MemberId, Version, millis, timestamp,
    };
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "follow_ups")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub call_id: Option<Uuid>,
        pub customer_id: Option<Uuid>,
        pub subject: String,
        pub kind: String,
        pub status: String,
        pub priority: String,
        pub due_at: i64,
        pub assigned_to: Option<Uuid>,
        pub note: String,
        pub clock: Json,
        pub automatic: bool,
        pub completed_at: Option<i64>,
        pub completed_by: Option<Uuid>,
        pub deleted_at: Option<i64>,
        pub created_at: i64,
        pub updated_at: i64,
        pub clock_state: String,
        pub next_fire_at: Option<i64>,
        pub breached: bool,
        pub target_s: Option<i64>,
        pub taken_s: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    /// When the sweep must look at the clock: a level to fire, or a pause that ends by itself.
    fn next_fire_at(clock: &SlaClock) -> Option<i64> {
        let level = clock.next.map(|(_, at)| at);
        [level, clock.resumes_at].into_iter().flatten().min().map(millis)
    }

    pub(crate) fn from(follow_up: &FollowUp, version: Version) -> Result<Model> {
        let FollowUpSnapshot {
            id,
            call,
            customer,
            subject,
            kind,
            status,
            priority,
            due_at,
            assigned_to,
            note,
            clock,
            automatic,
            completed_at,
            completed_by,
            deleted_at,
            created_at,
            updated_at,
        } = follow_up.snapshot();
        Ok(Model {
            workspace_id: Uuid::nil(),
            id: id.uuid(),
            version: version.0,
            call_id: call.map(CallId::uuid),
            customer_id: customer.map(CustomerId::uuid),
            subject: subject.clone(),
            kind: kind.as_str().to_owned(),
            status: status.as_str().to_owned(),
            priority: priority.as_str().to_owned(),
            due_at: millis(*due_at),
            assigned_to: assigned_to.map(MemberId::uuid),
            note: note.clone(),
            clock: json(clock)?,
            automatic: *automatic,
            completed_at: maybe_millis(*completed_at),
            completed_by: completed_by.map(MemberId::uuid),
            deleted_at: maybe_millis(*deleted_at),
            created_at: millis(*created_at),
            updated_at: millis(*updated_at),
            clock_state: clock.state.as_str().to_owned(),
            // A removed promise has no clock that anybody waits for.
            next_fire_at: if deleted_at.is_some() { None } else { next_fire_at(clock) },
            breached: clock.fired.iter().any(|(level, _)| *level == ClockLevel::Breach),
            target_s: clock.target_s,
            taken_s: clock.taken_s,
        })
    }

    pub(crate) fn into(row: Model) -> Result<Loaded<FollowUp>> {
        let Model {
            workspace_id: _,
            id,
            version,
            call_id,
            customer_id,
            subject,
            kind,
            status,
            priority,
            due_at,
            assigned_to,
            note,
            clock,
            automatic,
            completed_at,
            completed_by,
            deleted_at,
            created_at,
            updated_at,
            clock_state: _,
            next_fire_at: _,
            breached: _,
            target_s: _,
            taken_s: _,
        } = row;
        let at = At::new("follow_ups", id);
        let snapshot = FollowUpSnapshot {
            id: FollowUpId(id),
            call: call_id.map(CallId),
            customer: customer_id.map(CustomerId),
            subject,
            kind: at.word("kind", &kind, FollowUpKind::parse)?,
            status: at.word("status", &status, FollowUpStatus::parse)?,
            priority: at.word("priority", &priority, Priority::parse)?,
            due_at: timestamp(due_at),
            assigned_to: assigned_to.map(MemberId),
            note,
            clock: at.json("clock", clock)?,
            automatic,
            completed_at: maybe_timestamp(completed_at),
            completed_by: completed_by.map(MemberId),
            deleted_at: maybe_timestamp(deleted_at),
            created_at: timestamp(created_at),
            updated_at: timestamp(updated_at),
        };
        Ok(Loaded { value: FollowUp::restore(snapshot), version: Version(version) })
    }
}

pub(crate) mod notification {
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, maybe_millis, maybe_timestamp},
    };
    use callboard_followups::model::{Notification, NotificationKind};
    use callboard_kernel::{CallId, FollowUpId, MemberId, NotificationId, millis, timestamp};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notifications")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub member_id: Uuid,
        pub kind: String,
        pub text: String,
        pub follow_up_id: Option<Uuid>,
        pub call_id: Option<Uuid>,
        pub created_at: i64,
        pub read_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn from(notification: &Notification) -> Model {
        let Notification { id, member, kind, text, follow_up, call, created_at, read_at } =
            notification;
        Model {
            workspace_id: Uuid::nil(),
            id: id.uuid(),
            member_id: member.uuid(),
            kind: kind.as_str().to_owned(),
            text: text.clone(),
            follow_up_id: follow_up.map(FollowUpId::uuid),
            call_id: call.map(CallId::uuid),
            created_at: millis(*created_at),
            read_at: maybe_millis(*read_at),
        }
    }

    pub(crate) fn into(row: Model) -> Result<Notification> {
        let Model {
            workspace_id: _,
            id,
            member_id,
            kind,
            text,
            follow_up_id,
            call_id,
            created_at,
            read_at,
        } = row;
        Ok(Notification {
            id: NotificationId(id),
            member: MemberId(member_id),
            kind: At::new("notifications", id).word("kind", &kind, NotificationKind::parse)?,
            text,
            follow_up: follow_up_id.map(FollowUpId),
            call: call_id.map(CallId),
            created_at: timestamp(created_at),
            read_at: maybe_timestamp(read_at),
        })
    }
}
