//! The live feed: events by number, and a wake-up when there are new ones.

use super::event;
use crate::{
    error::{Outcome, Result},
    live::Listener,
    scoped,
    store::store,
    workspaces::senders::Senders,
};
use async_trait::async_trait;
use callboard_kernel::{EventEnvelope, PortError, Scope};
use callboard_workflows::ports::{LiveFeed, WakeUps};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

store! {
    /// The live feed.
    SqlLiveFeed
}

#[async_trait]
impl LiveFeed for SqlLiveFeed {
    fn subscribe(&self) -> Box<dyn WakeUps> {
        Box::new(Listener::new(&self.db.wakeups))
    }

    async fn head(&self, scope: &Scope) -> Result<i64, PortError> {
        self.newest(scope).await.during("live.head")
    }

    async fn after(
        &self,
        scope: &Scope,
        seq: i64,
        limit: u32,
    ) -> Result<Vec<EventEnvelope>, PortError> {
        self.newer_than(scope, seq, limit).await.during("live.after")
    }
}

impl SqlLiveFeed {
    async fn newest(&self, scope: &Scope) -> Result<i64> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT event_seq FROM workspace_heads WHERE workspace_id = $1";
        let row = scoped::query_one(&tx, sql, []).await?;
        tx.done().await?;
        Ok(row.map(|row| row.try_get("", "event_seq")).transpose()?.unwrap_or(0))
    }

    async fn newer_than(&self, scope: &Scope, seq: i64, limit: u32) -> Result<Vec<EventEnvelope>> {
        let tx = self.db.read(scope).await?;
        let rows = scoped::find::<event::Entity>(&tx)
            .filter(event::Column::Seq.gt(seq))
            .order_by_asc(event::Column::Seq)
            .limit(u64::from(limit))
            .all(&*tx)
            .await?;
        tx.done().await?;
        // Whoever hears of it here asks again who his listeners are, and must not get an older answer.
        if rows.iter().any(|row| Senders::concerned_by(&row.name)) {
            self.db.senders.forget();
        }
        rows.into_iter().map(event::into).collect()
    }
}
