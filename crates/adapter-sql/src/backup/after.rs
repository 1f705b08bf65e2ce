//! What a restore does to the rows that it restored. What was due before is parked: a restored desk must not tell or call
//! anybody about last week. Every statement stands for both databases.

use super::{
    BackupError,
    cell::{Cell, Kind},
    engine::Target,
    manifest::{Header, Manifest},
    tables::{Column, Table},
};
use callboard_kernel::{Actor, AuditAction, IdGen, Timestamp, WorkspaceId, millis};
use callboard_workflows::TimedTask;
use callboard_workspaces::chain::{self, ChainEntry, ChainHash};
use serde_json::{Map, json};
use uuid::Uuid;

/// Why a delivery stands among those that were given up.
const PARKED: &str = "parked_by_restore: it was waiting when the backup was taken";
/// Who writes the line of the audit trail.
const ACTOR: &str = "restore";

/// What was parked or ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Parked {
    /// Deliveries that waited. They stand among those that were given up, and a person may replay them.
    pub deliveries: u64,
    /// Bulk changes, exports and imports that were not finished. They stand as failed, and a person may start them again.
    pub jobs: u64,
    /// Mails that were not sent. They are withdrawn.
    pub mails: u64,
    /// Texts that were to go out. They are taken back, or a person settles them.
    pub texts: u64,
    /// Running clocks. What they should have told before the restore is told to nobody.
    pub clocks: u64,
    /// Sessions that were open.
    pub sessions: u64,
    /// Links to set a password that were not used.
    pub links: u64,
    /// Customers who are not to be contacted because the replaced database said so.
    pub do_not_contact: u64,
}

/// Parks what was due and ends what let somebody in.
pub(super) async fn park(
    target: &mut impl Target,
    tables: &[Table],
    at: Timestamp,
) -> Result<Parked, BackupError> {
    let now = millis(at);
    let has = |name: &str| tables.iter().any(|table| table.name == name);
    let mut parked = Parked::default();
    if has("deliveries") {
        let sql = format!(
            "UPDATE deliveries SET state = 'dead', owner = NULL, lease_until = NULL, epoch = epoch + 1, \
             finished_at = {now}, last_error = '{PARKED}' WHERE state NOT IN ('done', 'dead')"
        );
        parked.deliveries = target.execute(&sql).await?;
    }
    if has("call_jobs") {
        let sql = format!(
            "UPDATE call_jobs SET state = 'failed', owner = NULL, epoch = epoch + 1, finished_at = {now}, \
             error = '{PARKED}' WHERE state IN ('pending', 'running')"
        );
        parked.jobs = target.execute(&sql).await?;
    }
    if has("mail_outbox") {
        let sql = format!(
            "UPDATE mail_outbox SET state = 'withdrawn', owner = NULL, epoch = epoch + 1, finished_at = {now} \
             WHERE finished_at IS NULL"
        );
        parked.mails = target.execute(&sql).await?;
    }
    if has("call_orders") {
        // Whether the telephone company was asked is not known any more; a person looks.
        let sql = format!(
            "UPDATE call_orders SET state = 'unknown', version = version + 1, updated_at = {now} \
             WHERE state IN ('ready', 'sending')"
        );
        target.execute(&sql).await?;
    }
    if has("call_rooms") {
        // The people in them have long hung up.
        let sql = format!("UPDATE call_rooms SET closed_at = {now} WHERE closed_at IS NULL");
        target.execute(&sql).await?;
    }
    if has("messages") {
        // What was to go out is taken back; what may have gone out is for a person to settle.
        let sql = format!(
            "UPDATE messages SET state = CASE WHEN state = 'sending' THEN 'unknown' ELSE 'cancelled' END, owner = NULL, \
             epoch = epoch + 1, version = version + 1, available_at = NULL, updated_at = {now} \
             WHERE available_at IS NOT NULL"
        );
        parked.texts = target.execute(&sql).await?;
        let sql = "UPDATE conversations SET needs_person = TRUE WHERE EXISTS (SELECT 1 FROM messages \
                   WHERE messages.workspace_id = conversations.workspace_id \
                   AND messages.conversation_id = conversations.id AND messages.state = 'unknown' \
                   AND messages.settled IS NULL)";
        target.execute(sql).await?;
    }
    if has("simulated_texts") {
        // Nobody answers what was written before.
        target
            .execute("UPDATE simulated_texts SET next_at = NULL WHERE next_at IS NOT NULL")
            .await?;
    }
    if has("follow_ups") {
        let until = serde_json::to_string(&at)?;
        let clock = target.with_json("clock", "quiet_until", &until);
        let sql = format!("UPDATE follow_ups SET clock = {clock} WHERE next_fire_at IS NOT NULL");
        parked.clocks = target.execute(&sql).await?;
    }
    if has("recordings") {
        // Whoever had one in hand is gone. Bringing in, writing down and deleting at the provider are as right as before.
        let sql = format!(
            "UPDATE recordings SET version = version + 1, available_at = {now}, \
             state = CASE WHEN state = 'fetching' THEN 'announced' ELSE state END WHERE task IS NOT NULL"
        );
        target.execute(&sql).await?;
    }
    if has("sessions") {
        let sql = format!("UPDATE sessions SET revoked_at = {now} WHERE revoked_at IS NULL");
        parked.sessions = target.execute(&sql).await?;
    }
    if has("password_resets") {
        let sql = format!("UPDATE password_resets SET used_at = {now} WHERE used_at IS NULL");
        parked.links = target.execute(&sql).await?;
    }
    if has("ticks") {
        // A time of day that passed before the restore has come.
        let daily_digest = TimedTask::DailyDigest.as_str();
        let sql = format!(
            "INSERT INTO ticks (workspace_id, schedule, tick_at) SELECT workspace_id, '{daily_digest}', {now} \
             FROM workspaces"
        );
        target.execute(&sql).await?;
    }
    Ok(parked)
}

/// Extends the audit trail of every workspace by a line that says where its content comes from.
pub(super) async fn seal(
    target: &mut impl Target,
    facts: &Facts<'_>,
    ids: &dyn IdGen,
) -> Result<(), BackupError> {
    for (workspace, seq, hash) in heads(target).await? {
        let entry = facts.entry(workspace, seq + 1, ids.next());
        let next = chain::hash(hash, &entry);
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let values = [
            target.id(workspace.uuid()),
            entry.seq.to_string(),
            target.id(entry.id),
            millis(entry.at).to_string(),
            quoted(&serde_json::to_string(&entry.actor)?),
            quoted(&entry.action),
            quoted(&entry.target_kind),
            target.id(entry.target_id),
            quoted(&serde_json::to_string(&entry.before)?),
            quoted(&serde_json::to_string(&entry.after)?),
            quoted(&entry.note),
            quoted(&hash.to_hex()),
            quoted(&next.to_hex()),
        ];
        let insert = format!(
            "INSERT INTO audit_entries (workspace_id, seq, id, at, actor, action, target_kind, target_id, \
             before_json, after_json, note, prev_hash, hash) VALUES ({})",
            values.join(", ")
        );
        target.execute(&insert).await?;
        let head = format!(
            "UPDATE workspace_heads SET audit_seq = {}, audit_hash = '{}' WHERE workspace_id = {}",
            entry.seq,
            next.to_hex(),
            target.id(workspace.uuid())
        );
        target.execute(&head).await?;
    }
    Ok(())
}

/// What the line says.
pub(super) struct Facts<'a> {
    pub(super) header: &'a Header,
    pub(super) manifest: &'a Manifest,
    pub(super) at: Timestamp,
    /// What was parked in all workspaces together.
    pub(super) parked: Parked,
}

impl Facts<'_> {
    fn entry(&self, workspace: WorkspaceId, seq: i64, id: Uuid) -> ChainEntry {
        let Parked { deliveries, jobs, mails, texts, clocks, sessions, links, do_not_contact } =
            self.parked;
        let facts = [
            ("backup_taken_at", json!(self.header.taken_at)),
            ("backup_sha256", json!(self.manifest.sha256)),
            ("backup_program", json!(self.header.program)),
            ("deliveries_parked", json!(deliveries)),
            ("jobs_parked", json!(jobs)),
            ("mails_withdrawn", json!(mails)),
            ("texts_taken_back", json!(texts)),
            ("clocks_quieted", json!(clocks)),
            ("sessions_ended", json!(sessions)),
            ("links_ended", json!(links)),
            ("do_not_contact_kept", json!(do_not_contact)),
        ];
        ChainEntry {
            workspace,
            seq,
            id,
            at: self.at,
            actor: Actor::System { name: ACTOR.to_owned() },
            action: AuditAction::Restore.as_str().to_owned(),
            target_kind: "workspace".to_owned(),
            target_id: workspace.uuid(),
            before: Map::new(),
            after: facts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
            note: "restored from a backup; numbers are those of all workspaces together".to_owned(),
        }
    }
}

async fn heads(
    target: &mut impl Target,
) -> Result<Vec<(WorkspaceId, i64, ChainHash)>, BackupError> {
    let column = |name: &str, kind| Column { name: name.to_owned(), kind };
    let table = Table {
        name: "workspace_heads".to_owned(),
        columns: vec![
            column("workspace_id", Kind::Uuid),
            column("audit_seq", Kind::Int),
            column("audit_hash", Kind::Text),
        ],
    };
    let mut heads = Vec::new();
    let mut sink = |cells: &[Cell]| {
        let [id, seq, hash] = cells else { return Err(BackupError::Columns(table.name.clone())) };
        let hash = hash.text().and_then(ChainHash::from_hex);
        match (id.uuid(), seq.int(), hash) {
            (Some(id), Some(seq), Some(hash)) => heads.push((WorkspaceId(id), seq, hash)),
            _ => return Err(BackupError::Columns(table.name.clone())),
        }
        Ok(())
    };
    target.each_row(&table, &mut sink).await?;
    Ok(heads)
}
