//! The thread of a text: found or made, locked, and kept true to its texts, in the transaction of the text.

use super::row::conversation;
use crate::{
    error::{Result, StoreError},
    scoped,
    tx::Tx,
};
use callboard_kernel::{ConversationId, CustomerId, Phone, Timestamp, millis};
use callboard_messaging::model::{ConversationState, PartyKey};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// Characters of the newest text that lists show.
const PREVIEW: usize = 160;

/// With whom a thread is, and how it begins when there is none.
pub(super) struct Wanted<'a> {
    pub(super) id: ConversationId,
    pub(super) customer: Option<CustomerId>,
    pub(super) number: &'a Phone,
    pub(super) line: Option<&'a Phone>,
    pub(super) begins: ConversationState,
    pub(super) at: Timestamp,
}

/// Finds or makes the thread and locks it. A thread with a number becomes the customer's when the customer has none.
pub(super) async fn lock(tx: &Tx, wanted: &Wanted<'_>) -> Result<conversation::Model> {
    let key = PartyKey::of(wanted.customer, wanted.number).to_string();
    if let Some(found) = find(tx, &key).await? {
        return Ok(found);
    }
    if let Some(customer) = wanted.customer {
        let number = PartyKey::Number(wanted.number.clone()).to_string();
        let sql = "UPDATE conversations SET party = $3, customer_id = $4, version = version + 1 \
                   WHERE workspace_id = $1 AND party = $2";
        let values: [Value; 3] = [number.into(), key.clone().into(), customer.uuid().into()];
        if scoped::execute(tx, sql, values).await?.rows_affected() > 0 {
            return find(tx, &key).await?.ok_or(StoreError::Stale);
        }
    }
    let sql = "INSERT INTO conversations (workspace_id, id, version, party, customer_id, number, line, state, \
               last_at, preview, needs_person, created_at, updated_at) \
               VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, '', FALSE, $8, $8) \
               ON CONFLICT (workspace_id, party) DO NOTHING";
    let values: [Value; 7] = [
        wanted.id.uuid().into(),
        key.clone().into(),
        wanted.customer.map(CustomerId::uuid).into(),
        wanted.number.as_str().into(),
        wanted.line.map(Phone::as_str).into(),
        wanted.begins.as_str().into(),
        millis(wanted.at).into(),
    ];
    scoped::execute(tx, sql, values).await?;
    find(tx, &key).await?.ok_or(StoreError::Stale)
}

async fn find(tx: &Tx, key: &str) -> Result<Option<conversation::Model>> {
    let sql = format!(
        "SELECT * FROM conversations WHERE workspace_id = $1 AND party = $2{}",
        tx.dialect().for_update()
    );
    let row = scoped::query_one(tx, &sql, [key.into()]).await?;
    Ok(row.map(|row| conversation::Model::from_query_result(&row, "")).transpose()?)
}

/// Which number and line were used last.
pub(super) async fn used(tx: &Tx, id: Uuid, number: &Phone, line: Option<&Phone>) -> Result<()> {
    let sql = "UPDATE conversations SET number = $3, line = COALESCE($4, line) WHERE workspace_id = $1 AND id = $2";
    let values: [Value; 3] = [id.into(), number.as_str().into(), line.map(Phone::as_str).into()];
    scoped::execute(tx, sql, values).await?;
    Ok(())
}

/// A text came in: whoever had settled it or put it off sees it again.
pub(super) async fn heard(tx: &Tx, id: Uuid, at: Timestamp) -> Result<()> {
    let sql = "UPDATE conversations SET state = 'open', snoozed_until = NULL, last_in_at = $3, version = version + 1, \
               updated_at = $3 WHERE workspace_id = $1 AND id = $2";
    scoped::execute(tx, sql, [id.into(), millis(at).into()]).await?;
    Ok(())
}

/// Takes what lists show over from the texts: the newest one that has happened, else one that is planned, and whether any
/// needs a person.
pub(super) async fn refresh(tx: &Tx, id: Uuid, now: Timestamp) -> Result<()> {
    let newest = |until: &str, order: &str| {
        format!(
            "SELECT body, direction, state, at FROM messages WHERE workspace_id = $1 AND conversation_id = $2{until} \
             ORDER BY at {order}, id {order} LIMIT 1"
        )
    };
    let happened = newest(" AND at <= $3", "DESC");
    let mut found = scoped::query_one(tx, &happened, [id.into(), millis(now).into()]).await?;
    if found.is_none() {
        found = scoped::query_one(tx, &newest("", "ASC"), [id.into()]).await?;
    }
    let Some(row) = found else { return Ok(()) };
    let body: String = row.try_get("", "body")?;
    let at: i64 = row.try_get("", "at")?;
    let values: [Value; 5] = [
        id.into(),
        body.chars().take(PREVIEW).collect::<String>().into(),
        row.try_get::<String>("", "direction")?.into(),
        row.try_get::<String>("", "state")?.into(),
        at.min(millis(now)).into(),
    ];
    let sql = "UPDATE conversations SET preview = $3, last_direction = $4, last_state = $5, last_at = $6, \
               needs_person = EXISTS (SELECT 1 FROM messages WHERE messages.workspace_id = $1 \
               AND messages.conversation_id = $2 AND messages.settled IS NULL AND (messages.state = 'unknown' \
               OR (messages.by_hand AND messages.state IN ('failed', 'undelivered', 'refused')))) \
               WHERE workspace_id = $1 AND id = $2";
    scoped::execute(tx, sql, values).await?;
    Ok(())
}
