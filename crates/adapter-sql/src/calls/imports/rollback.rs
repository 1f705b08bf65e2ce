//! Taking an import back: which calls it touched, and what became of them since.

use super::SqlCallImports;
use crate::{
    calls::{jobs, repository::write_call, row as call_row},
    commit::{self, News},
    error::{Result, StoreError},
    keyset::{Holds, Order},
    scoped,
    stored::{At, json},
    tx::Tx,
};
use callboard_calls::{
    CallEvent,
    ports::{
        Held, JobProgress, KeptBecause, KeptCall, RollbackCandidate, RollbackPlace, RollbackPortion,
    },
};
use callboard_kernel::{CallId, CallImportId, Expected, Page, PageRequest, Scope, Version, millis};
use sea_orm::{ColumnTrait, FromQueryResult, QueryFilter, QueryResult, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A call of the table `c` that a row of another table names.
const REFERRED_TO: &str = "EXISTS (SELECT 1 FROM follow_ups f WHERE f.workspace_id = c.workspace_id AND f.call_id = c.id) \
     OR EXISTS (SELECT 1 FROM interactions i WHERE i.workspace_id = c.workspace_id AND i.call_id = c.id) \
     OR EXISTS (SELECT 1 FROM notifications n WHERE n.workspace_id = c.workspace_id AND n.call_id = c.id) \
     OR EXISTS (SELECT 1 FROM calls r WHERE r.workspace_id = c.workspace_id AND r.incident_call_id = c.id)";

impl SqlCallImports {
    pub(super) async fn candidates(
        &self,
        scope: &Scope,
        id: CallImportId,
        from: &RollbackPlace,
        limit: u32,
    ) -> Result<Vec<RollbackCandidate>> {
        let tx = self.db.read(scope).await?;
        let held = format!(
            "(c.claimed_by IS NOT NULL AND c.claimed_until > {}) AS held",
            tx.dialect().now()
        );
        let sql = if from.in_changed {
            format!(
                "SELECT ch.call_id AS id, c.version AS version, ch.left_at AS left_at, ch.before AS before, \
                   FALSE AS referred, {held} \
                 FROM call_import_changes ch \
                 LEFT JOIN calls c ON c.workspace_id = ch.workspace_id AND c.id = ch.call_id \
                 WHERE ch.workspace_id = $1 AND ch.import_id = $2 AND ch.call_id > $3 \
                   AND (c.import_id IS NULL OR c.import_id <> $2) \
                 ORDER BY ch.call_id LIMIT $4"
            )
        } else {
            format!(
                "SELECT c.id AS id, c.version AS version, COALESCE(ch.left_at, 1) AS left_at, ({REFERRED_TO}) AS referred, \
                   {held} \
                 FROM calls c \
                 LEFT JOIN call_import_changes ch ON ch.workspace_id = c.workspace_id AND ch.import_id = $2 \
                   AND ch.call_id = c.id \
                 WHERE c.workspace_id = $1 AND c.import_id = $2 AND c.id > $3 ORDER BY c.id LIMIT $4"
            )
        };
        let after = from.after.map_or(Uuid::nil(), CallId::uuid);
        let values = [id.uuid().into(), after.into(), i64::from(limit).into()];
        let rows = tx.list(scoped::statement(&tx, &sql, values)).await?;
        tx.done().await?;
        rows.iter().map(|row| candidate(row, from.in_changed)).collect()
    }

    pub(super) async fn take_back(&self, scope: &Scope, portion: &RollbackPortion) -> Result<Held> {
        let RollbackPortion { import, remove, restore, kept, counts, is_last, job, audit, at } =
            portion;
        let mut tx = self.db.write(scope).await?;
        let JobProgress { fence, progress, lease } = job;
        let held = jobs::advance_in(&tx, *fence, progress, *lease).await?;
        if held == Held::Lost {
            return Ok(held);
        }
        remove_calls(&tx, remove).await?;
        for (call, version) in restore {
            write_call(&tx, call, Expected::At(*version)).await?;
        }
        for KeptCall { call, because } in kept {
            let sql = "INSERT INTO call_import_kept (workspace_id, import_id, call_id, because) \
                       VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (workspace_id, import_id, call_id) DO UPDATE SET because = excluded.because";
            let values = [import.uuid().into(), call.uuid().into(), because.as_str().into()];
            scoped::execute(&tx, sql, values).await?;
        }
        let sql = "UPDATE call_imports SET rollback_counts = $3, touched_at = $4, rolled_back_at = $5 \
                   WHERE workspace_id = $1 AND id = $2";
        let values: [Value; 4] = [
            import.uuid().into(),
            json(counts)?.into(),
            millis(*at).into(),
            is_last.then(|| millis(*at)).into(),
        ];
        scoped::execute(&tx, sql, values).await?;
        if !remove.is_empty() || !restore.is_empty() || *is_last {
            let calls = u32::try_from(remove.len() + restore.len()).unwrap_or(u32::MAX);
            let changed = [CallEvent::ManyChanged { job: job.fence.job, calls }];
            let events = if calls > 0 { &changed[..] } else { &[] };
            let news = News { events, audit: Some(audit), at: *at, cause: None, depth: 0 };
            commit::tell(&mut tx, &*self.ids, news).await?;
        }
        tx.commit().await?;
        Ok(held)
    }

    pub(super) async fn kept_calls(
        &self,
        scope: &Scope,
        id: CallImportId,
        page: &PageRequest,
    ) -> Result<Page<KeptCall>> {
        let tx = self.db.read(scope).await?;
        let select = scoped::find::<kept::Entity>(&tx).filter(kept::Column::ImportId.eq(id.uuid()));
        let order = Order {
            name: format!("kept calls of {id}"),
            columns: vec![("call_id", Holds::Id)],
            descending: false,
        };
        let read = |found: &QueryResult| -> Result<KeptCall> {
            let row = kept::Model::from_query_result(found, "")?;
            let at = At::new("call_import_kept", row.call_id);
            let because = at.word("because", &row.because, KeptBecause::parse)?;
            Ok(KeptCall { call: CallId(row.call_id), because })
        };
        let page = order.page(&tx, select, page, read).await?;
        tx.done().await?;
        Ok(page)
    }
}

fn candidate(row: &QueryResult, was_changed: bool) -> Result<RollbackCandidate> {
    let id: Uuid = row.try_get("", "id")?;
    let before = if was_changed {
        let before: serde_json::Value = row.try_get("", "before")?;
        Some(Box::new(At::new("call_import_changes", id).json("before", before)?))
    } else {
        None
    };
    Ok(RollbackCandidate {
        call: CallId(id),
        version: row.try_get::<Option<i64>>("", "version")?.map(Version),
        left_at: Version(row.try_get("", "left_at")?),
        before,
        is_referred_to: row.try_get("", "referred")?,
        // Of a call that is gone nobody can hold anything.
        is_held: row.try_get::<Option<bool>>("", "held")?.unwrap_or(false),
    })
}

/// Removes calls with their tags. One that was changed meanwhile is `Stale`.
async fn remove_calls(tx: &Tx, calls: &[(CallId, Version)]) -> Result<()> {
    let ids: Vec<Uuid> = calls.iter().map(|(call, _)| call.uuid()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    scoped::delete::<call_row::tag::Entity>(tx)
        .filter(call_row::tag::Column::CallId.is_in(ids))
        .exec(&**tx)
        .await?;
    let mut by_version: BTreeMap<i64, Vec<Uuid>> = BTreeMap::new();
    for (call, version) in calls {
        by_version.entry(version.0).or_default().push(call.uuid());
    }
    for (version, ids) in by_version {
        let expected = ids.len() as u64;
        let gone = scoped::delete::<call_row::Entity>(tx)
            .filter(call_row::Column::Id.is_in(ids))
            .filter(call_row::Column::Version.eq(version))
            .exec(&**tx)
            .await?;
        if gone.rows_affected != expected {
            return Err(StoreError::Stale);
        }
    }
    Ok(())
}

/// A call that stayed.
mod kept {
    use crate::scoped::Tenanted;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "call_import_kept")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub import_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub call_id: Uuid,
        pub because: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }
}
