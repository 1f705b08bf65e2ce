//! Reports that were quicker than the answer to the order that they are about.

use crate::{database::Database, error::Result, scoped, stored::At, tx::Tx};
use callboard_kernel::{Phone, Scope};
use callboard_telephony::{
    MessageProgress, MessageStatus, ProviderMessageId, Refusal, RefusalCause,
};
use sea_orm::Value;

pub(super) async fn keep(
    db: &Database,
    scope: &Scope,
    id: &ProviderMessageId,
    to: &Phone,
    progress: MessageProgress,
) -> Result<bool> {
    let tx = db.write(scope).await?;
    // Texts that are being sent are few; the index of what waits has them.
    let sql = "SELECT id FROM messages WHERE workspace_id = $1 AND available_at IS NOT NULL AND state = 'sending' \
               AND number = $2 LIMIT 1";
    if scoped::query_one(&tx, sql, [to.as_str().into()]).await?.is_none() {
        return Ok(false);
    }
    let before = read(&tx, id).await?;
    let merged = before.map_or(progress, |before| before.merge(progress));
    let sql = "INSERT INTO message_reports (workspace_id, provider_id, status, cause, code) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (workspace_id, provider_id) DO UPDATE SET status = $3, cause = $4, code = $5";
    let refusal = merged.failure();
    let values: [Value; 4] = [
        id.as_str().into(),
        merged.status.as_str().into(),
        refusal.map(|refusal| refusal.cause.as_str()).into(),
        refusal.and_then(|refusal| refusal.code).map(i64::from).into(),
    ];
    scoped::execute(&tx, sql, values).await?;
    tx.commit().await?;
    Ok(true)
}

pub(super) async fn take(
    db: &Database,
    scope: &Scope,
    id: &ProviderMessageId,
) -> Result<Option<MessageProgress>> {
    let tx = db.write(scope).await?;
    let found = read(&tx, id).await?;
    if found.is_some() {
        let sql = "DELETE FROM message_reports WHERE workspace_id = $1 AND provider_id = $2";
        scoped::execute(&tx, sql, [id.as_str().into()]).await?;
        tx.commit().await?;
    }
    Ok(found)
}

async fn read(tx: &Tx, id: &ProviderMessageId) -> Result<Option<MessageProgress>> {
    let sql = format!(
        "SELECT status, cause, code FROM message_reports WHERE workspace_id = $1 AND provider_id = $2{}",
        tx.dialect().for_update()
    );
    let Some(row) = scoped::query_one(tx, &sql, [id.as_str().into()]).await? else {
        return Ok(None);
    };
    let at = At::new("message_reports", tx.workspace_uuid());
    let status: String = row.try_get("", "status")?;
    let cause: Option<String> = row.try_get("", "cause")?;
    let code: Option<i64> = row.try_get("", "code")?;
    let cause = at.maybe_word("cause", cause.as_deref(), RefusalCause::parse)?;
    let code = code.and_then(|code| u32::try_from(code).ok());
    let refusal = cause.map(|cause| Refusal { cause, code });
    Ok(Some(MessageProgress::of(at.word("status", &status, MessageStatus::parse)?, refusal)))
}
