//! The rows of customers and of their timelines, and their way to the snapshots and back.

pub(crate) mod customer {
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, json, maybe_millis, maybe_timestamp},
    };
    use callboard_customers::model::{
        Channel, Customer, CustomerKind, CustomerSnapshot, CustomerStatus,
    };
    use callboard_kernel::{CustomerId, Loaded, Version, millis, timestamp};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "customers")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub kind: String,
        pub name: String,
        pub company: Option<String>,
        pub status: String,
        pub converted_at: Option<i64>,
        pub churned_at: Option<i64>,
        pub lead_source: Option<String>,
        pub do_not_contact: bool,
        pub preferred_channel: Option<String>,
        pub time_windows: Json,
        pub address: Option<Json>,
        pub notes: String,
        pub phones: Json,
        pub emails: Json,
        pub last_seen_at: Option<i64>,
        pub created_at: i64,
        pub updated_at: i64,
        pub search_text: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn from(customer: &Customer, version: Version) -> Result<Model> {
        let CustomerSnapshot {
            id,
            kind,
            name,
            company,
            status,
            converted_at,
            churned_at,
            lead_source,
            do_not_contact,
            preferred_channel,
            time_windows,
            address,
            notes,
            phones,
            emails,
            last_seen_at,
            created_at,
            updated_at,
        } = customer.snapshot();
        Ok(Model {
            workspace_id: Uuid::nil(),
            id: id.uuid(),
            version: version.0,
            kind: kind.as_str().to_owned(),
            name: name.clone(),
            company: company.clone(),
            status: status.as_str().to_owned(),
            converted_at: maybe_millis(*converted_at),
            churned_at: maybe_millis(*churned_at),
            lead_source: lead_source.clone(),
            do_not_contact: *do_not_contact,
            preferred_channel: preferred_channel.map(|channel| channel.as_str().to_owned()),
            time_windows: json(time_windows)?,
            address: address.as_ref().map(json).transpose()?,
            notes: notes.clone(),
            phones: json(phones)?,
            emails: json(emails)?,
            last_seen_at: maybe_millis(*last_seen_at),
            created_at: millis(*created_at),
            updated_at: millis(*updated_at),
            search_text: customer.search_text(),
        })
    }

    pub(crate) fn into(row: Model) -> Result<Loaded<Customer>> {
        let Model {
            workspace_id: _,
            id,
            version,
            kind,
            name,
            company,
            status,
            converted_at,
            churned_at,
            lead_source,
            do_not_contact,
            preferred_channel,
            time_windows,
            address,
            notes,
            phones,
            emails,
            last_seen_at,
            created_at,
            updated_at,
            search_text: _,
        } = row;
        let at = At::new("customers", id);
        let snapshot = CustomerSnapshot {
            id: CustomerId(id),
            kind: at.word("kind", &kind, CustomerKind::parse)?,
            name,
            company,
            status: at.word("status", &status, CustomerStatus::parse)?,
            converted_at: maybe_timestamp(converted_at),
            churned_at: maybe_timestamp(churned_at),
            lead_source,
            do_not_contact,
            preferred_channel: at.maybe_word(
                "preferred_channel",
                preferred_channel.as_deref(),
                Channel::parse,
            )?,
            time_windows: at.json("time_windows", time_windows)?,
            address: address.map(|value| at.json("address", value)).transpose()?,
            notes,
            phones: at.json("phones", phones)?,
            emails: at.json("emails", emails)?,
            last_seen_at: maybe_timestamp(last_seen_at),
            created_at: timestamp(created_at),
            updated_at: timestamp(updated_at),
        };
        Ok(Loaded { value: Customer::restore(snapshot), version: Version(version) })
    }
}

/// A number of a customer, by which he is found.
pub(crate) mod phone {
    use crate::scoped::Tenanted;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "customer_phones")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub customer_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }
}

pub(crate) mod interaction {
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, maybe_millis, maybe_timestamp},
    };
    use callboard_customers::model::{
        Interaction, InteractionDirection, InteractionKind, InteractionSnapshot,
    };
    use callboard_kernel::{
        CallId, CustomerId, FollowUpId, InteractionId, Loaded, MemberId, Version, millis, timestamp,
    };
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "interactions")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub customer_id: Uuid,
        pub kind: String,
        pub direction: String,
        pub subject: String,
        pub notes: String,
        pub at: i64,
        pub member_id: Option<Uuid>,
        pub call_id: Option<Uuid>,
        pub follow_up_id: Option<Uuid>,
        pub duration_s: Option<i64>,
        pub outcome: Option<String>,
        pub created_at: i64,
        pub updated_at: i64,
        pub deleted_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn from(interaction: &Interaction, version: Version) -> Model {
        let InteractionSnapshot {
            id,
            customer,
            kind,
            direction,
            subject,
            notes,
            at,
            member,
            call,
            follow_up,
            duration_s,
            outcome,
            created_at,
            updated_at,
            deleted_at,
        } = interaction.snapshot();
        Model {
            workspace_id: Uuid::nil(),
            id: id.uuid(),
            version: version.0,
            customer_id: customer.uuid(),
            kind: kind.as_str().to_owned(),
            direction: direction.as_str().to_owned(),
            subject: subject.clone(),
            notes: notes.clone(),
            at: millis(*at),
            member_id: member.map(MemberId::uuid),
            call_id: call.map(CallId::uuid),
            follow_up_id: follow_up.map(FollowUpId::uuid),
            duration_s: *duration_s,
            outcome: outcome.clone(),
            created_at: millis(*created_at),
            updated_at: millis(*updated_at),
            deleted_at: maybe_millis(*deleted_at),
        }
    }

    pub(crate) fn into(row: Model) -> Result<Loaded<Interaction>> {
        let Model {
            workspace_id: _,
            id,
            version,
            customer_id,
            kind,
            direction,
            subject,
            notes,
            at,
            member_id,
            call_id,
            follow_up_id,
            duration_s,
            outcome,
            created_at,
            updated_at,
            deleted_at,
        } = row;
        let place = At::new("interactions", id);
        let snapshot = InteractionSnapshot {
            id: InteractionId(id),
            customer: CustomerId(customer_id),
            kind: place.word("kind", &kind, InteractionKind::parse)?,
            direction: place.word("direction", &direction, InteractionDirection::parse)?,
            subject,
            notes,
            at: timestamp(at),
            member: member_id.map(MemberId),
            call: call_id.map(CallId),
            follow_up: follow_up_id.map(FollowUpId),
            duration_s,
            outcome,
            created_at: timestamp(created_at),
            updated_at: timestamp(updated_at),
            deleted_at: maybe_timestamp(deleted_at),
        };
        Ok(Loaded { value: Interaction::restore(snapshot), version: Version(version) })
    }
}
