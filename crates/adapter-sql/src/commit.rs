//! What every write ends with: the cause that may work once, then — with the workspace's head locked last — events,
//! deliveries and the line of the audit trail.

use crate::{
    error::{Result, StoreError},
    scoped,
    stored::At,
    tx::Tx,
    workspaces::senders::Senders,
};
use callboard_kernel::{AuditDraft, Cause, Commit, DomainEvent, IdGen, Timestamp, millis};
use callboard_workspaces::{
    WorkspaceEvent,
    chain::{self, ChainEntry, ChainHash},
    ports::Change,
};
use sea_orm::Value;

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
    let events: Vec<&E> = news.events.iter().collect();
    let audits: Vec<&AuditDraft> = news.audit.into_iter().collect();
    let News { at, cause, depth, .. } = news;
    tell_many(tx, ids, Story { events: &events, audits: &audits, at, cause, depth }).await
}

/// What a write of many rows tells besides them.
#[derive(Debug)]
pub(crate) struct Story<'a, E> {
    /// What happened, in order.
    pub events: &'a [&'a E],
    /// The lines of the audit trail, in order.
    pub audits: &'a [&'a AuditDraft],
    /// When it was decided.
    pub at: Timestamp,
    /// What made it happen, when an automation did.
    pub cause: Option<&'a Cause>,
    /// How many events led to it.
    pub depth: u8,
}

/// The same as [`tell`] for many rows: the head is locked for as few statements as one row needs.
pub(crate) async fn tell_many<E: DomainEvent>(
    tx: &mut Tx,
    ids: &dyn IdGen,
    story: Story<'_, E>,
) -> Result<()> {
    if story.events.is_empty() && story.audits.is_empty() {
        return Ok(());
    }
    let mut head = lock_head(tx).await?;
    write_events(tx, ids, &story, &mut head).await?;
    write_audits(tx, ids, &story, &mut head).await?;
    write_head(tx, &head, !story.events.is_empty()).await?;
    if story.events.iter().any(|event| Senders::concerned_by(event.name())) {
        tx.concerns_senders();
    }
    if !story.events.is_empty() {
        tx.has_news();
    }
    Ok(())
}

/// Writes the head, and with the same statement tells other replicas, at commit, that there are new events.
async fn write_head(tx: &Tx, head: &Head, has_events: bool) -> Result<()> {
    let notify = tx.dialect().returning_notify().filter(|_| has_events).unwrap_or_default();
    let sql = format!(
        "UPDATE workspace_heads SET event_seq = $2, audit_seq = $3, audit_hash = $4 WHERE workspace_id = $1{notify}"
    );
    let values = [head.event_seq.into(), head.audit_seq.into(), head.audit_hash.to_hex().into()];
    scoped::execute(tx, &sql, values).await?;
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

/// Rows of one INSERT: PostgreSQL takes 65,535 values a statement, SQLite 32,766.
const ROWS_AT_ONCE: usize = 500;

async fn write_events<E: DomainEvent>(
    tx: &Tx,
    ids: &dyn IdGen,
    story: &Story<'_, E>,
    head: &mut Head,
) -> Result<()> {
    let actor = serde_json::to_value(tx.actor())?;
    let depth = if story.cause.is_some() { story.depth.saturating_add(1) } else { story.depth };
    let mut events: Vec<[Value; 8]> = Vec::with_capacity(story.events.len());
    let mut deliveries: Vec<[Value; 3]> = Vec::new();
    for event in story.events {
        head.event_seq += 1;
        events.push([
            head.event_seq.into(),
            ids.next().into(),
            event.name().into(),
            event.payload().into(),
            actor.clone().into(),
            story.cause.map(|cause| cause.0.clone()).into(),
            i32::from(depth).into(),
            millis(story.at).into(),
        ]);
        let consumers = callboard_workflows::subscriptions(event.name()).iter();
        let urgent = event.is_urgent();
        deliveries.extend(
            consumers.map(|consumer| [head.event_seq.into(), (*consumer).into(), urgent.into()]),
        );
    }
    let into = "events (workspace_id, seq, id, name, payload, actor, cause, depth, occurred_at)";
    insert_rows(tx, into, "", events).await?;
    // The lease and the due time of a delivery are the database's, so its clock starts them (G4).
    let into = "deliveries (workspace_id, event_seq, consumer, urgent, state, epoch, attempts, available_at)";
    let rest = format!(", 'ready', 0, 0, {}", tx.dialect().now());
    insert_rows(tx, into, &rest, deliveries).await
}

/// Writes the lines, each chained to the hash of the one before.
async fn write_audits<E>(
    tx: &Tx,
    ids: &dyn IdGen,
    story: &Story<'_, E>,
    head: &mut Head,
) -> Result<()> {
    let mut lines: Vec<[Value; 13]> = Vec::with_capacity(story.audits.len());
    for draft in story.audits {
        head.audit_seq += 1;
        let entry = ChainEntry {
            workspace: tx.workspace(),
            seq: head.audit_seq,
            id: ids.next(),
            at: story.at,
            actor: tx.actor().clone(),
            action: draft.action.as_str().to_owned(),
            target_kind: draft.target_kind.to_owned(),
            target_id: draft.target_id,
            before: draft.before.clone(),
            after: draft.after.clone(),
            note: draft.note.clone(),
        };
        let hash = chain::hash(head.audit_hash, &entry);
        lines.push([
            entry.seq.into(),
            entry.id.into(),
            millis(entry.at).into(),
            entry.actor.uuid().into(),
            serde_json::to_string(&entry.actor)?.into(),
            entry.action.into(),
            entry.target_kind.into(),
            entry.target_id.into(),
            serde_json::to_string(&entry.before)?.into(),
            serde_json::to_string(&entry.after)?.into(),
            entry.note.into(),
            head.audit_hash.to_hex().into(),
            hash.to_hex().into(),
        ]);
        head.audit_hash = hash;
    }
    let into = "audit_entries (workspace_id, seq, id, at, actor_id, actor, action, target_kind, target_id, \
                before_json, after_json, note, prev_hash, hash)";
    insert_rows(tx, into, "", lines).await
}

/// Inserts rows of the workspace: its id, the values of each row, and `rest`, which is the same SQL for all.
async fn insert_rows<const COLUMNS: usize>(
    tx: &Tx,
    into: &str,
    rest: &str,
    rows: Vec<[Value; COLUMNS]>,
) -> Result<()> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<[Value; COLUMNS]> = rows.by_ref().take(ROWS_AT_ONCE).collect();
        let places = |row: usize| {
            let first = row * COLUMNS + 2;
            let values: Vec<String> =
                (first..first + COLUMNS).map(|place| format!("${place}")).collect();
            format!("($1, {}{rest})", values.join(", "))
        };
        let all: Vec<String> = (0..some.len()).map(places).collect();
        let sql = format!("INSERT INTO {into} VALUES {}", all.join(", "));
        scoped::execute(tx, &sql, some.into_iter().flatten()).await?;
    }
    Ok(())
}
