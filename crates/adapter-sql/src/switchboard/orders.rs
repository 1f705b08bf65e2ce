//! Keeps the calls that members place.

use super::gate;
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped::{self, Tenanted},
    store::store,
    stored::At,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{
    CallId, Commit, CustomerId, Expected, LineId, Loaded, MemberId, PortError, SaveError, Scope,
    Timestamp, Version, WorkspaceId, millis, timestamp,
};
use callboard_switchboard::{
    SwitchboardEvent,
    model::{BridgeMode, Order, OrderSnapshot, OrderState, Via},
    ports::{OrderBook, Pass},
};
use callboard_telephony::ProviderCallId;
use sea_orm::{
    ActiveValue::Set, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Value,
    entity::prelude::*,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_orders")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i64,
    pub about_id: Option<Uuid>,
    pub customer_id: Option<Uuid>,
    pub number: String,
    pub name: String,
    pub line_id: Uuid,
    pub from_number: String,
    pub member_id: Uuid,
    pub via: String,
    pub bridge_mode: String,
    pub member_phone: Option<String>,
    pub state: String,
    pub refusal: Option<String>,
    pub provider_call_id: Option<String>,
    pub call_id: Option<Uuid>,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tenanted for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

store! {
    /// Keeps orders.
    SqlOrderBook + ids
}

#[async_trait]
impl OrderBook for SqlOrderBook {
    async fn get(&self, scope: &Scope, id: Uuid) -> Result<Option<Loaded<Order>>, PortError> {
        self.one(scope, Column::Id.eq(id)).await.during("call_orders.get")
    }

    async fn by_leg(
        &self,
        scope: &Scope,
        leg: &ProviderCallId,
    ) -> Result<Option<Loaded<Order>>, PortError> {
        self.one(scope, Column::ProviderCallId.eq(leg.as_str())).await.during("call_orders.by_leg")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Order, SwitchboardEvent>,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit, None).await.saving("call_orders.save")
    }

    async fn mark_sending(
        &self,
        scope: &Scope,
        commit: Commit<Order, SwitchboardEvent>,
        pass: Pass,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit, Some(&pass)).await.saving("call_orders.mark_sending")
    }

    async fn broken_off(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, Uuid)>, PortError> {
        self.stuck(before, limit).await.during("call_orders.broken_off")
    }

    async fn unknown(&self, scope: &Scope) -> Result<Vec<Order>, PortError> {
        self.unclear(scope).await.during("call_orders.unknown")
    }
}

impl SqlOrderBook {
    async fn one(
        &self,
        scope: &Scope,
        which: sea_orm::sea_query::SimpleExpr,
    ) -> Result<Option<Loaded<Order>>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<Entity>(&tx).filter(which).one(&*tx).await?;
        tx.done().await?;
        found.map(into).transpose()
    }

    async fn write(
        &self,
        scope: &Scope,
        commit: &Commit<Order, SwitchboardEvent>,
        pass: Option<&Pass>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        if let Some(pass) = pass
            && !gate::still_stands(&tx, pass).await?
        {
            return Err(StoreError::Stale);
        }
        let version = write_row(&tx, commit.aggregate.snapshot(), commit.expected).await?;
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }

    async fn stuck(&self, before: Timestamp, limit: u32) -> Result<Vec<(WorkspaceId, Uuid)>> {
        let sql = "SELECT workspace_id, id FROM call_orders WHERE state = 'sending' AND updated_at < $1 \
                   ORDER BY updated_at LIMIT $2";
        let tx = self.db.system_read().await?;
        let values: [Value; 2] = [millis(before).into(), i64::from(limit).into()];
        let rows = scoped::query_anywhere(&tx, sql, values).await?;
        rows.iter()
            .map(|row| Ok((WorkspaceId(row.try_get("", "workspace_id")?), row.try_get("", "id")?)))
            .collect()
    }

    async fn unclear(&self, scope: &Scope) -> Result<Vec<Order>> {
        const AT_MOST: u64 = 100;
        let tx = self.db.read(scope).await?;
        let rows = scoped::find::<Entity>(&tx)
            .filter(Column::State.eq(OrderState::Unknown.as_str()))
            .order_by_desc(Column::UpdatedAt)
            .limit(AT_MOST)
            .all(&*tx)
            .await?;
        tx.done().await?;
        rows.into_iter().map(|row| Ok(into(row)?.value)).collect()
    }
}

async fn write_row(tx: &Tx, saved: &OrderSnapshot, expected: Expected) -> Result<Version> {
    let Expected::At(Version(current)) = expected else {
        let row = from(saved, Version(1));
        scoped::insert::<Entity, _>(tx, row.into_active_model()).await?;
        return Ok(Version(1));
    };
    let version = Version(current + 1);
    let mut row: ActiveModel = scoped::all_columns(from(saved, version));
    row.workspace_id = Set(tx.workspace_uuid());
    let written = scoped::update::<Entity>(tx)
        .set(row)
        .filter(Column::Id.eq(saved.id))
        .filter(Column::Version.eq(current))
        .exec(&**tx)
        .await?;
    if written.rows_affected == 0 { Err(StoreError::Stale) } else { Ok(version) }
}

fn from(order: &OrderSnapshot, version: Version) -> Model {
    let order = order.clone();
    Model {
        // The store writes the workspace of its transaction.
        workspace_id: Uuid::nil(),
        id: order.id,
        version: version.0,
        about_id: order.about.map(CallId::uuid),
        customer_id: order.customer.map(CustomerId::uuid),
        number: order.number.as_str().to_owned(),
        name: order.name,
        line_id: order.line.uuid(),
        from_number: order.from.as_str().to_owned(),
        member_id: order.member.uuid(),
        via: order.via.as_str().to_owned(),
        bridge_mode: order.bridge.as_str().to_owned(),
        member_phone: order.member_phone.map(|phone| phone.as_str().to_owned()),
        state: order.state.as_str().to_owned(),
        refusal: order.refusal,
        provider_call_id: order.provider_call_id,
        call_id: order.call.map(CallId::uuid),
        created_at: millis(order.created_at),
        updated_at: millis(order.updated_at),
    }
}

fn into(row: Model) -> Result<Loaded<Order>> {
    let at = At::new("call_orders", row.id);
    let phone = |column, text: &str| -> Result<callboard_kernel::Phone> {
        at.phone(column, Some(text))?.ok_or_else(|| at.unreadable(column))
    };
    let snapshot = OrderSnapshot {
        id: row.id,
        about: row.about_id.map(CallId),
        customer: row.customer_id.map(CustomerId),
        number: phone("number", &row.number)?,
        name: row.name,
        line: LineId(row.line_id),
        from: phone("from_number", &row.from_number)?,
        member: MemberId(row.member_id),
        via: at.word("via", &row.via, Via::parse)?,
        bridge: at.word("bridge_mode", &row.bridge_mode, BridgeMode::parse)?,
        member_phone: at.phone("member_phone", row.member_phone.as_deref())?,
        state: at.word("state", &row.state, OrderState::parse)?,
        refusal: row.refusal,
        provider_call_id: row.provider_call_id,
        call: row.call_id.map(CallId),
        created_at: timestamp(row.created_at),
        updated_at: timestamp(row.updated_at),
    };
    Ok(Loaded { value: Order::restore(snapshot), version: Version(row.version) })
}
