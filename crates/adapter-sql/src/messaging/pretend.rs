//! What the pretend telephone company keeps.

use crate::{
    error::{Outcome, Result},
    scoped,
    store::store,
    stored::{At, maybe_timestamp},
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{Phone, PortError, Scope, Timestamp, millis, timestamp};
use callboard_messaging::pretend::{PretendStage, PretendText, PretendTexts};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

/// The most that is answered about one number.
const MOST_LISTED: i64 = 1_000;
const COLUMNS: &str = "id, order_id, to_number, from_number, body, taken_at, stage, next_at";

store! {
    /// Keeps pretended texts.
    SqlPretendTexts
}

#[async_trait]
impl PretendTexts for SqlPretendTexts {
    async fn is_pretended(&self, scope: &Scope) -> Result<bool, PortError> {
        self.is_demo(scope).await.during("pretend_texts.is_pretended")
    }

    async fn take(&self, scope: &Scope, text: PretendText) -> Result<PretendText, PortError> {
        self.insert(scope, &text).await.during("pretend_texts.take")
    }

    async fn due(
        &self,
        scope: &Scope,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<PretendText>, PortError> {
        self.going_on(scope, now, limit).await.during("pretend_texts.due")
    }

    async fn move_on(
        &self,
        scope: &Scope,
        id: Uuid,
        stage: PretendStage,
        next_at: Option<Timestamp>,
    ) -> Result<(), PortError> {
        self.change(scope, id, stage, next_at).await.during("pretend_texts.move_on")
    }

    async fn sent_to(
        &self,
        scope: &Scope,
        to: &Phone,
        since: Timestamp,
    ) -> Result<Vec<PretendText>, PortError> {
        self.list(scope, to, since).await.during("pretend_texts.sent_to")
    }
}

impl SqlPretendTexts {
    async fn is_demo(&self, scope: &Scope) -> Result<bool> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT demo FROM workspaces WHERE workspace_id = $1";
        let row = scoped::query_one(&tx, sql, []).await?;
        tx.done().await?;
        Ok(row.map(|row| row.try_get("", "demo")).transpose()?.unwrap_or(false))
    }

    async fn insert(&self, scope: &Scope, text: &PretendText) -> Result<PretendText> {
        let tx = self.db.write(scope).await?;
        let sql = "INSERT INTO simulated_texts (workspace_id, id, order_id, to_number, from_number, body, taken_at, stage, \
                   next_at, times) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) \
                   ON CONFLICT (workspace_id, order_id) DO UPDATE SET times = simulated_texts.times + 1";
        let values: [Value; 8] = [
            text.id.into(),
            text.order.as_str().into(),
            text.to.as_str().into(),
            text.from.as_str().into(),
            text.body.as_str().into(),
            millis(text.taken_at).into(),
            text.stage.as_str().into(),
            text.next_at.map(millis).into(),
        ];
        scoped::execute(&tx, sql, values).await?;
        let kept = format!(
            "SELECT {COLUMNS} FROM simulated_texts WHERE workspace_id = $1 AND order_id = $2"
        );
        let kept = rows(&tx, &kept, [text.order.as_str().into()]).await?.into_iter().next();
        tx.commit().await?;
        Ok(kept.unwrap_or_else(|| text.clone()))
    }

    async fn going_on(
        &self,
        scope: &Scope,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<PretendText>> {
        let tx = self.db.read(scope).await?;
        let sql = format!(
            "SELECT {COLUMNS} FROM simulated_texts WHERE workspace_id = $1 AND next_at IS NOT NULL AND next_at <= $2 \
             ORDER BY next_at LIMIT $3"
        );
        let found = rows(&tx, &sql, [millis(now).into(), i64::from(limit).into()]).await?;
        tx.done().await?;
        Ok(found)
    }

    async fn change(
        &self,
        scope: &Scope,
        id: Uuid,
        stage: PretendStage,
        next_at: Option<Timestamp>,
    ) -> Result<()> {
        let tx = self.db.write(scope).await?;
        let sql = "UPDATE simulated_texts SET stage = $3, next_at = $4 WHERE workspace_id = $1 AND id = $2";
        let values: [Value; 3] = [id.into(), stage.as_str().into(), next_at.map(millis).into()];
        scoped::execute(&tx, sql, values).await?;
        tx.commit().await
    }

    async fn list(&self, scope: &Scope, to: &Phone, since: Timestamp) -> Result<Vec<PretendText>> {
        let tx = self.db.read(scope).await?;
        let sql = format!(
            "SELECT {COLUMNS} FROM simulated_texts WHERE workspace_id = $1 AND to_number = $2 AND taken_at >= $3 \
             ORDER BY taken_at DESC LIMIT $4"
        );
        let values: [Value; 3] = [to.as_str().into(), millis(since).into(), MOST_LISTED.into()];
        let found = rows(&tx, &sql, values).await?;
        tx.done().await?;
        Ok(found)
    }
}

async fn rows(
    tx: &Tx,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<PretendText>> {
    scoped::query_all(tx, sql, values).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<PretendText> {
    let id: Uuid = row.try_get("", "id")?;
    let at = At::new("simulated_texts", id);
    let phone = |column: &'static str| -> Result<Phone> {
        let text: String = row.try_get("", column)?;
        Phone::from_e164(&text).map_err(|_| at.unreadable(column))
    };
    let stage: String = row.try_get("", "stage")?;
    Ok(PretendText {
        id,
        order: row.try_get("", "order_id")?,
        to: phone("to_number")?,
        from: phone("from_number")?,
        body: row.try_get("", "body")?,
        taken_at: timestamp(row.try_get("", "taken_at")?),
        stage: at.word("stage", &stage, PretendStage::parse)?,
        next_at: maybe_timestamp(row.try_get("", "next_at")?),
    })
}
