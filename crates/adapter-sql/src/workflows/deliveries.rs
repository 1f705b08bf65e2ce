//! Deliveries of events to reactions: claimed with a lease and a fence on the clock of the database.

use super::event;
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    keyset::{Holds, Order},
    scoped::{self, find_anywhere},
    store::store,
    stored::At,
    tx::{SystemTx, Tx},
};
use async_trait::async_trait;
use callboard_kernel::{
    EventEnvelope, EventId, Page, PageRequest, PortError, Scope, Timestamp, timestamp,
};
use callboard_workflows::{
    GivenUp, Replayed,
    ports::{ClaimedDelivery, DeadDelivery, Deliveries, Fence},
};
use sea_orm::{
    FromQueryResult, JoinType, QueryFilter, QuerySelect, Value,
    entity::prelude::*,
    sea_query::{Alias, Expr, ExprTrait},
};
use std::collections::HashMap;
use time::Duration;

/// The row of a delivery.
mod row {
    use crate::scoped::Tenanted;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "deliveries")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub event_seq: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub consumer: String,
        pub state: String,
        pub owner: Option<Uuid>,
        pub epoch: i64,
        pub lease_until: Option<i64>,
        pub attempts: i32,
        pub available_at: i64,
        pub last_error: Option<String>,
        pub finished_at: Option<i64>,
        pub urgent: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }
}

store! {
    /// Hands deliveries to workers.
    SqlDeliveries + ids
}

#[async_trait]
impl Deliveries for SqlDeliveries {
    async fn claim(
        &self,
        owner: Uuid,
        reactions: &[&'static str],
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<ClaimedDelivery>, PortError> {
        self.take(owner, reactions, limit, lease).await.during("deliveries.claim")
    }

    async fn complete(&self, scope: &Scope, delivery: &ClaimedDelivery) -> Result<bool, PortError> {
        let set = "state = 'done', last_error = NULL, finished_at = {now}";
        self.finish(scope, delivery, set, []).await.during("deliveries.complete")
    }

    async fn retry(
        &self,
        scope: &Scope,
        delivery: &ClaimedDelivery,
        after: Duration,
        error: &str,
    ) -> Result<bool, PortError> {
        let set = "state = 'retry', available_at = {now} + $6, last_error = $7";
        let values = [whole_millis(after).into(), error.into()];
        self.finish(scope, delivery, set, values).await.during("deliveries.retry")
    }

    async fn bury(
        &self,
        scope: &Scope,
        delivery: &ClaimedDelivery,
        error: &str,
    ) -> Result<bool, PortError> {
        self.give_up(scope, delivery, error).await.during("deliveries.bury")
    }

    async fn hand_back(
        &self,
        scope: &Scope,
        delivery: &ClaimedDelivery,
    ) -> Result<bool, PortError> {
        let set = "state = CASE WHEN attempts <= 1 THEN 'ready' ELSE 'retry' END, attempts = attempts - 1, \
                   available_at = {now}";
        self.finish(scope, delivery, set, []).await.during("deliveries.hand_back")
    }

    async fn dead(
        &self,
        scope: &Scope,
        page: &PageRequest,
    ) -> Result<Page<DeadDelivery>, PortError> {
        self.given_up(scope, page).await.during("deliveries.dead")
    }

    async fn count_dead(&self, scope: &Scope) -> Result<u64, PortError> {
        self.count_given_up(scope).await.during("deliveries.count_dead")
    }

    async fn replay(&self, scope: &Scope, events: &[EventId]) -> Result<u64, PortError> {
        self.revive(scope, events).await.during("deliveries.replay")
    }
}

impl SqlDeliveries {
    async fn take(
        &self,
        owner: Uuid,
        reactions: &[&'static str],
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<ClaimedDelivery>> {
        if reactions.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let tx = self.db.system_write().await?;
        let sql = tx.dialect().claim_deliveries(reactions.len());
        let names = reactions.iter().map(|name| Value::from(*name));
        let head: [Value; 3] = [owner.into(), whole_millis(lease).into(), i64::from(limit).into()];
        let found = scoped::query_anywhere(&tx, &sql, head.into_iter().chain(names)).await?;
        let mut claimed = found
            .iter()
            .map(|found| Ok(row::Model::from_query_result(found, "")?))
            .collect::<Result<Vec<_>>>()?;
        claimed.sort_by(|a, b| {
            (!a.urgent, a.event_seq, &a.consumer).cmp(&(!b.urgent, b.event_seq, &b.consumer))
        });
        let events = events_of(&tx, &claimed).await?;
        tx.commit().await?;
        claimed.into_iter().map(|row| delivery(row, owner, &events)).collect()
    }

    /// Changes the row while the fence still stands in it.
    async fn finish<const N: usize>(
        &self,
        scope: &Scope,
        delivery: &ClaimedDelivery,
        set: &str,
        values: [Value; N],
    ) -> Result<bool> {
        let tx = self.db.write(scope).await?;
        let changed = change_fenced(&tx, delivery, set, values).await?;
        tx.commit().await?;
        Ok(changed)
    }

    async fn give_up(
        &self,
        scope: &Scope,
        delivery: &ClaimedDelivery,
        error: &str,
    ) -> Result<bool> {
        let mut tx = self.db.write(scope).await?;
        let set = "state = 'dead', last_error = $6, finished_at = {now}";
        if !change_fenced(&tx, delivery, set, [error.into()]).await? {
            return Ok(false);
        }
        if let Some(given_up) = GivenUp::of(delivery) {
            // A chain of its own: what was parked for being too deep is told, too.
            let news = News {
                events: &[given_up],
                audit: None,
                at: clock(&tx).await?,
                cause: None,
                depth: 0,
            };
            commit::tell(&mut tx, &*self.ids, news).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn count_given_up(&self, scope: &Scope) -> Result<u64> {
        let tx = self.db.read(scope).await?;
        let count = scoped::find::<row::Entity>(&tx)
            .filter(row::Column::State.eq("dead"))
            .count(&*tx)
            .await?;
        tx.done().await?;
        Ok(count)
    }

    async fn given_up(&self, scope: &Scope, request: &PageRequest) -> Result<Page<DeadDelivery>> {
        let tx = self.db.read(scope).await?;
        let order = Order {
            name: "dead deliveries".to_owned(),
            columns: vec![("event_seq", Holds::Number), ("consumer", Holds::Text)],
            descending: true,
        };
        let mut select = scoped::find::<row::Entity>(&tx).filter(row::Column::State.eq("dead"));
        QuerySelect::query(&mut select).join_as(
            JoinType::InnerJoin,
            Alias::new("events"),
            Alias::new("event"),
            Expr::cust(
                "\"event\".\"workspace_id\" = \"deliveries\".\"workspace_id\" \
                 AND \"event\".\"seq\" = \"deliveries\".\"event_seq\"",
            ),
        );
        let select = select
            .expr_as(Expr::col((Alias::new("event"), Alias::new("id"))), "event_id")
            .expr_as(Expr::col((Alias::new("event"), Alias::new("name"))), "event_name");
        let page = order.page(&tx, select, request, dead).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn revive(&self, scope: &Scope, events: &[EventId]) -> Result<u64> {
        let mut tx = self.db.write(scope).await?;
        let these = if events.is_empty() {
            String::new()
        } else {
            let places: Vec<String> =
                (0..events.len()).map(|index| format!("${}", index + 2)).collect();
            format!(
                " AND event_seq IN (SELECT seq FROM events WHERE workspace_id = $1 AND id IN ({}))",
                places.join(", ")
            )
        };
        let sql = format!(
            "UPDATE deliveries SET state = 'ready', attempts = 0, available_at = {}, finished_at = NULL \
             WHERE workspace_id = $1 AND state = 'dead'{these}",
            tx.dialect().now()
        );
        let ids = events.iter().map(|event| Value::from(event.uuid()));
        let count = scoped::execute(&tx, &sql, ids).await?.rows_affected();
        if count > 0 {
            let replayed = Replayed { events: events.to_vec(), count };
            let audit = replayed.audit(tx.workspace());
            let at = clock(&tx).await?;
            let news = News { events: &[replayed], audit: Some(&audit), at, cause: None, depth: 0 };
            commit::tell(&mut tx, &*self.ids, news).await?;
            tx.commit().await?;
        }
        Ok(count)
    }
}

/// Changes the row while the fence still stands in it; answers whether it did.
async fn change_fenced<const N: usize>(
    tx: &Tx,
    delivery: &ClaimedDelivery,
    set: &str,
    values: [Value; N],
) -> Result<bool> {
    let sql = format!(
        "UPDATE deliveries SET {}, owner = NULL, lease_until = NULL WHERE workspace_id = $1 AND event_seq = $2 \
         AND consumer = $3 AND owner = $4 AND epoch = $5 AND state = 'claimed'",
        set.replace("{now}", tx.dialect().now())
    );
    let key: [Value; 4] = [
        delivery.event.seq.into(),
        delivery.reaction.clone().into(),
        delivery.fence.owner.into(),
        delivery.fence.epoch.into(),
    ];
    Ok(scoped::execute(tx, &sql, key.into_iter().chain(values)).await?.rows_affected() > 0)
}

/// The clock of the database, which all times of a delivery come from.
async fn clock(tx: &Tx) -> Result<Timestamp> {
    let sql = format!(
        "SELECT {} AS now FROM workspace_heads WHERE workspace_id = $1",
        tx.dialect().now()
    );
    let row = scoped::query_one(tx, &sql, []).await?.ok_or(StoreError::MissingReference)?;
    Ok(timestamp(row.try_get("", "now")?))
}

fn whole_millis(duration: Duration) -> i64 {
    duration.whole_milliseconds() as i64
}

async fn events_of(
    tx: &SystemTx,
    rows: &[row::Model],
) -> Result<HashMap<(Uuid, i64), EventEnvelope>> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let key = Expr::tuple([
        Expr::col((event::Entity, event::Column::WorkspaceId)),
        Expr::col((event::Entity, event::Column::Seq)),
    ]);
    let wanted: Vec<_> = rows.iter().map(|row| (row.workspace_id, row.event_seq)).collect();
    let found = find_anywhere::<event::Entity>(tx).filter(key.in_tuples(wanted)).all(&**tx).await?;
    found.into_iter().map(|row| Ok(((row.workspace_id, row.seq), event::into(row)?))).collect()
}

fn delivery(
    row: row::Model,
    owner: Uuid,
    events: &HashMap<(Uuid, i64), EventEnvelope>,
) -> Result<ClaimedDelivery> {
    let at = At::new("deliveries", row.workspace_id);
    let event =
        events.get(&(row.workspace_id, row.event_seq)).ok_or_else(|| at.unreadable("event_seq"))?;
    Ok(ClaimedDelivery {
        event: event.clone(),
        reaction: row.consumer,
        fence: Fence { owner, epoch: row.epoch },
        attempt: u32::try_from(row.attempts).map_err(|_| at.unreadable("attempts"))?,
    })
}

fn dead(found: &QueryResult) -> Result<DeadDelivery> {
    let row = row::Model::from_query_result(found, "")?;
    let at = At::new("deliveries", row.workspace_id);
    Ok(DeadDelivery {
        event: EventId(found.try_get("", "event_id")?),
        event_name: found.try_get("", "event_name")?,
        reaction: row.consumer,
        attempts: u32::try_from(row.attempts).map_err(|_| at.unreadable("attempts"))?,
        last_error: row.last_error.unwrap_or_default(),
        at: timestamp(row.finished_at.unwrap_or(row.available_at)),
    })
}
