//! What every write ends with: the cause that may work once, then — with the workspace's head locked last — events,
//! deliveries and the line of the audit trail.

use crate::{
    error::{Result, StoreError},
    scoped,
    stored::At,
    tx::Tx,
};
use callboard_kernel::{Actor, AuditDraft, Cause, Commit, DomainEvent, IdGen, Timestamp, millis};
use callboard_workspaces::{
    WorkspaceEvent,
    chain::{self, ChainEntry, ChainHash},
    ports::Change,
};
use sea_orm::{ConnectionTrait, Statement, Value};
use uuid::Uuid;

/// What a write tells besides its row.
#[derive(Debug)]
pub(crate) struct News<'a, E> {
    /// What happened, in order.
    pub events: &'a [E],
    /// The line of the audit trail.
    pub audit: Option<&'a AuditDraft>,
    /// When it was decided.
    pub at: Timestamp,
    /// What made it happen, when an automation did.
    pub cause: Option<&'a Cause>,
    /// How many events led to it.
    pub depth: u8,
}

impl<'a, E> News<'a, E> {
    /// What a commit tells.
    pub(crate) const fn of<A>(commit: &'a Commit<A, E>) -> Self {
        Self {
            events: commit.events.as_slice(),
            audit: commit.audit.as_ref(),
            at: commit.at,
            cause: commit.cause.as_ref(),
            depth: commit.depth,
        }
    }
}

impl<'a> News<'a, WorkspaceEvent> {
    /// What is written beside a row that is no aggregate.
    pub(crate) const fn of_change(change: &'a Change) -> Self {
        let Change { events, audit, at } = change;
        Self { events: events.as_slice(), audit: Some(audit), at: *at, cause: None, depth: 0 }
    }
}

/// The head of a workspace while it is locked.
struct Head {
    event_seq: i64,
    audit_seq: i64,
    audit_hash: ChainHash,
}

/// Uses up the cause; the second use is refused by `causes_pkey`. Call it before the row is written.
pub(crate) async fn use_cause(tx: &Tx, cause: Option<&Cause>, at: Timestamp) -> Result<()> {
    let Some(Cause(cause)) = cause else { return Ok(()) };
    let sql = "INSERT INTO causes (workspace_id, cause, used_at) VALUES ($1, $2, $3)";
    scoped::execute(tx, sql, [cause.clone().into(), millis(at).into()]).await?;
    Ok(())
}

/// Writes events, deliveries and audit line. Call it last: it locks the head of the workspace, so that numbers have no
/// gaps, commits come in the order of their numbers, and no two writers wait for one another.
pub(crate) async fn tell<E: DomainEvent>(
    tx: &mut Tx,
    ids: &dyn IdGen,
    news: News<'_, E>,
) -> Result<()> {
    if news.events.is_empty() && news.audit.is_none() {
        return Ok(());
    }
    let mut head = lock_head(tx).await?;
    for event in news.events {
        head.event_seq += 1;
        write_event(tx, ids, &news, event, head.event_seq).await?;
    }
    if let Some(draft) = news.audit {
        head.audit_seq += 1;
        head.audit_hash = write_audit(tx, ids, draft, &news, &head).await?;
    }
    let sql = "UPDATE workspace_heads SET event_seq = $2, audit_seq = $3, audit_hash = $4 WHERE workspace_id = $1";
    let values = [head.event_seq.into(), head.audit_seq.into(), head.audit_hash.to_hex().into()];
    scoped::execute(tx, sql, values).await?;
    if !news.events.is_empty() {
        notify(tx).await?;
    }
    Ok(())
}

/// Locks the head of the workspace before the last look that a decision needs. [`tell`] must follow.
pub(crate) async fn lock(tx: &Tx) -> Result<()> {
    lock_head(tx).await.map(drop)
}

async fn lock_head(tx: &Tx) -> Result<Head> {
    let sql = format!(
        "SELECT event_seq, audit_seq, audit_hash FROM workspace_heads WHERE workspace_id = $1{}",
        tx.dialect().for_update()
    );
    let row = scoped::query_one(tx, &sql, []).await?.ok_or(StoreError::MissingReference)?;
    let hash: String = row.try_get_by_index(2)?;
    Ok(Head {
        event_seq: row.try_get_by_index(0)?,
        audit_seq: row.try_get_by_index(1)?,
        audit_hash: ChainHash::from_hex(&hash).ok_or_else(|| {
            At::new("workspace_heads", tx.workspace_uuid()).unreadable("audit_hash")
        })?,
    })
}

async fn write_event<E: DomainEvent>(
    tx: &Tx,
    ids: &dyn IdGen,
    news: &News<'_, E>,
    event: &E,
    seq: i64,
) -> Result<()> {
    let sql = "INSERT INTO events (workspace_id, seq, id, name, payload, actor, cause, depth, occurred_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values: [Value; 8] = [
        seq.into(),
        ids.next().into(),
        event.name().into(),
        event.payload().into(),
        serde_json::to_value(tx.actor())?.into(),
        news.cause.map(|cause| cause.0.clone()).into(),
        i32::from(if news.cause.is_some() { news.depth.saturating_add(1) } else { news.depth })
            .into(),
        millis(news.at).into(),
    ];
    scoped::execute(tx, sql, values).await?;
    // The lease and the due time of a delivery are the database's, so its clock starts them (G4).
    let sql = format!(
        "INSERT INTO deliveries (workspace_id, event_seq, consumer, state, epoch, attempts, available_at) \
         VALUES ($1, $2, $3, 'ready', 0, 0, {})",
        tx.dialect().now()
    );
    for consumer in callboard_workflows::subscriptions(event.name()) {
        scoped::execute(tx, &sql, [seq.into(), (*consumer).into()]).await?;
    }
    Ok(())
}

/// Writes the line and answers its hash, which the next line is chained to.
async fn write_audit<E>(
    tx: &Tx,
    ids: &dyn IdGen,
    draft: &AuditDraft,
    news: &News<'_, E>,
    head: &Head,
) -> Result<ChainHash> {
    let entry = ChainEntry {
        workspace: tx.workspace(),
        seq: head.audit_seq,
        id: ids.next(),
        at: news.at,
        actor: tx.actor().clone(),
        action: draft.action.as_str().to_owned(),
        target_kind: draft.target_kind.to_owned(),
        target_id: draft.target_id,
        before: draft.before.clone(),
        after: draft.after.clone(),
        note: draft.note.clone(),
    };
    let hash = chain::hash(head.audit_hash, &entry);
    let sql = "INSERT INTO audit_entries (workspace_id, seq, id, at, actor_id, actor, action, target_kind, target_id, \
               before_json, after_json, note, prev_hash, hash) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let values: [Value; 13] = [
        entry.seq.into(),
        entry.id.into(),
        millis(entry.at).into(),
        actor_id(&entry.actor).into(),
        serde_json::to_string(&entry.actor)?.into(),
        entry.action.into(),
        entry.target_kind.into(),
        entry.target_id.into(),
        serde_json::to_string(&entry.before)?.into(),
        serde_json::to_string(&entry.after)?.into(),
        entry.note.into(),
        head.audit_hash.to_hex().into(),
        hash.to_hex().into(),
    ];
    scoped::execute(tx, sql, values).await?;
    Ok(hash)
}

/// The member or key by which the trail is filtered; the product itself has none.
const fn actor_id(actor: &Actor) -> Option<Uuid> {
    match actor {
        Actor::Member { id, .. } => Some(id.uuid()),
        Actor::ApiKey { id, .. } => Some(id.uuid()),
        Actor::System { .. } => None,
    }
}

async fn notify(tx: &mut Tx) -> Result<()> {
    tx.has_news();
    if let Some(sql) = tx.dialect().notify() {
        let workspace: Value = tx.workspace_uuid().into();
        tx.query_one_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            sql,
            [workspace],
        ))
        .await?;
    }
    Ok(())
}
