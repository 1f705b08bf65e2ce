//! The rows of an import: one question for all of a portion, one transaction for what it writes.

use super::SqlCallImports;
use crate::{
    calls::{
        jobs,
        repository::{insert_calls, write_call},
        row as call_row,
    },
    commit::{self, News},
    error::{Result, StoreError},
    scoped,
    stored::json,
    tx::Tx,
};
use callboard_calls::{
    CallEvent,
    ports::{ChangedCall, Held, ImportPortion, JobProgress, KnownCall},
};
use callboard_kernel::{CallId, CallImportId, Expected, Scope, Version, millis};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, Value};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

impl SqlCallImports {
    pub(super) async fn known_calls(
        &self,
        scope: &Scope,
        provider: &str,
        ids: &[String],
    ) -> Result<HashMap<String, CallId>> {
        let tx = self.db.read(scope).await?;
        tx.plan_for_values().await?;
        let rows: Vec<(String, Uuid)> = scoped::find::<call_row::Entity>(&tx)
            .select_only()
            .column(call_row::Column::ProviderCallId)
            .column(call_row::Column::Id)
            .filter(call_row::Column::Provider.eq(provider))
            .filter(call_row::Column::ProviderCallId.is_in(ids))
            .into_tuple()
            .all(&*tx)
            .await?;
        tx.done().await?;
        Ok(rows.into_iter().map(|(key, id)| (key, CallId(id))).collect())
    }

    pub(super) async fn with_edits(
        &self,
        scope: &Scope,
        calls: &[CallId],
    ) -> Result<Vec<KnownCall>> {
        let tx = self.db.read(scope).await?;
        let ids: Vec<Uuid> = calls.iter().map(|call| call.uuid()).collect();
        let rows = scoped::find::<call_row::Entity>(&tx)
            .filter(call_row::Column::Id.is_in(ids))
            .all(&*tx)
            .await?;
        // What stands at its first version was never changed.
        let changed: Vec<Uuid> =
            rows.iter().filter(|row| row.version > 1).map(|row| row.id).collect();
        let mut edits = edits_by_people(&tx, &changed).await?;
        tx.done().await?;
        let known = |row: call_row::Model| -> Result<KnownCall> {
            let by_people = edits.remove(&row.id).unwrap_or_default();
            Ok(KnownCall { call: call_row::into_call(row)?, by_people })
        };
        rows.into_iter().map(known).collect()
    }

    pub(super) async fn write_portion(
        &self,
        scope: &Scope,
        portion: &ImportPortion,
    ) -> Result<Held> {
        let ImportPortion { import, fresh, changed, counts, position, is_last, job, audit, at } =
            portion;
        let mut tx = self.db.write(scope).await?;
        let held = advance(&tx, job.as_ref()).await?;
        if held == Held::Lost {
            return Ok(held);
        }
        insert_calls(&tx, &fresh.iter().collect::<Vec<_>>()).await?;
        for change in changed {
            write_call(&tx, &change.after, Expected::At(change.version)).await?;
        }
        keep_befores(&tx, *import, changed).await?;
        let sql = "UPDATE call_imports SET counts = $3, position = $4, touched_at = $5, imported_at = $6 \
                   WHERE workspace_id = $1 AND id = $2";
        let values: [Value; 5] = [
            import.uuid().into(),
            json(counts)?.into(),
            json(position)?.into(),
            millis(*at).into(),
            is_last.then(|| millis(*at)).into(),
        ];
        scoped::execute(&tx, sql, values).await?;
        let rows = fresh.len() + changed.len();
        if rows > 0 {
            let events = [CallEvent::Imported { import: import.uuid(), rows: rows as u32 }];
            let news = News { events: &events, audit: Some(audit), at: *at, cause: None, depth: 0 };
            commit::tell(&mut tx, &*self.ids, news).await?;
        }
        tx.commit().await?;
        Ok(held)
    }
}

/// The progress of the job, when one does it.
async fn advance(tx: &Tx, job: Option<&JobProgress>) -> Result<Held> {
    match job {
        Some(JobProgress { fence, progress, lease }) => {
            jobs::advance_in(tx, *fence, progress, *lease).await
        }
        None => Ok(Held::Yes),
    }
}

/// What the changed calls were before the import first changed them.
async fn keep_befores(tx: &Tx, import: CallImportId, changed: &[ChangedCall]) -> Result<()> {
    let sql = "INSERT INTO call_import_changes (workspace_id, import_id, call_id, before, left_at) \
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT (workspace_id, import_id, call_id) \
               DO UPDATE SET left_at = excluded.left_at";
    for ChangedCall { before, after, version: Version(version) } in changed {
        let values: [Value; 4] = [
            import.uuid().into(),
            after.id().uuid().into(),
            json(before)?.into(),
            (version + 1).into(),
        ];
        scoped::execute(tx, sql, values).await?;
    }
    Ok(())
}

/// The fields of calls that a member or a key has changed, as the trail tells.
async fn edits_by_people(tx: &Tx, calls: &[Uuid]) -> Result<HashMap<Uuid, BTreeSet<String>>> {
    let mut edits: HashMap<Uuid, BTreeSet<String>> = HashMap::new();
    if calls.is_empty() {
        return Ok(edits);
    }
    let places: Vec<String> = (0..calls.len()).map(|index| format!("${}", index + 2)).collect();
    let sql = format!(
        "SELECT target_id, after_json FROM audit_entries WHERE workspace_id = $1 AND target_kind = 'call' \
         AND target_id IN ({}) AND actor_id IS NOT NULL",
        places.join(", ")
    );
    let rows = scoped::query_all(tx, &sql, calls.iter().map(|id| Value::from(*id))).await?;
    for row in rows {
        let call: Uuid = row.try_get("", "target_id")?;
        let after: String = row.try_get("", "after_json")?;
        let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&after)
            .map_err(|_| StoreError::Unreadable {
                table: "audit_entries",
                column: "after_json",
                row: call.to_string(),
            })?;
        edits.entry(call).or_default().extend(fields.into_iter().map(|(name, _)| name));
    }
    Ok(edits)
}
