//! A portion in one transaction: calls, tags, results, progress, audit lines and events, or nothing of it.

use super::{SqlBulk, row};
use crate::{
    calls::{
        jobs,
        row::{self as call, tag},
    },
    commit::{self, Story},
    error::Result,
    scoped,
    stored::json,
    tx::Tx,
};
use callboard_calls::{
    CallEvent,
    bulk::{Memento, Skip, Tally},
    jobs::Progress,
    model::Call,
    ports::{BulkPortion, Decided, Held, PortionWritten, RowResult},
};
use callboard_kernel::{AuditDraft, CallId, CallJobId, MemberId, Scope, Version};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, IntoActiveModel, Iterable, ModelTrait, QueryFilter, Value,
};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

impl SqlBulk {
    pub(super) async fn keep(&self, scope: &Scope, portion: BulkPortion) -> Result<PortionWritten> {
        let BulkPortion { fence, rows, before, position, lease, at } = portion;
        let mut tx = self.db.write(scope).await?;
        let free = free(&tx, &rows).await?;
        let rows: Vec<Decided> = rows
            .into_iter()
            .filter(|row| !matches!(row, Decided::Change { .. }) || free.contains(&row.call()))
            .collect();
        write_calls(&tx, &rows).await?;
        write_results(&tx, fence.job, &rows).await?;
        let progress = counted(before, position, &rows);
        if jobs::advance_in(&tx, fence, &progress, lease).await? == Held::Lost {
            return Ok(PortionWritten::Lost);
        }
        let commits = rows.iter().filter_map(|row| match row {
            Decided::Change { commit, .. } => Some(commit),
            Decided::Done { .. } | Decided::Skip { .. } => None,
        });
        let audits: Vec<&AuditDraft> =
            commits.clone().filter_map(|commit| commit.audit.as_ref()).collect();
        let silent = commits.clone().filter(|commit| commit.events.is_empty()).count() as u32;
        let summary = CallEvent::ManyChanged { job: fence.job, calls: silent };
        let mut events: Vec<&CallEvent> = commits.flat_map(|commit| &commit.events).collect();
        if silent > 0 {
            events.push(&summary);
        }
        let story = Story { events: &events, audits: &audits, at, cause: None, depth: 0 };
        commit::tell_many(&mut tx, &*self.ids, story).await?;
        tx.commit().await?;
        Ok(PortionWritten::Yes(progress))
    }
}

/// The changed calls that are as they were read and that nobody else is changing now. They stay locked until the end;
/// whoever has one locked already is not waited for, so that no two writers wait for one another.
async fn free(tx: &Tx, rows: &[Decided]) -> Result<HashSet<CallId>> {
    let versions: HashMap<Uuid, i64> = rows
        .iter()
        .filter_map(|row| match row {
            Decided::Change { before, .. } => Some((before.value.id().uuid(), before.version.0)),
            Decided::Done { .. } | Decided::Skip { .. } => None,
        })
        .collect();
    if versions.is_empty() {
        return Ok(HashSet::new());
    }
    let sql = format!(
        "SELECT id, version FROM calls WHERE workspace_id = $1 AND id IN ({}) ORDER BY id{}",
        places(2, versions.len()),
        tx.dialect().for_update_skip_locked()
    );
    let ids = versions.keys().map(|id| Value::from(*id));
    let found = scoped::query_all(tx, &sql, ids).await?;
    let mut free = HashSet::with_capacity(found.len());
    for row in found {
        let id: Uuid = row.try_get("", "id")?;
        if versions.get(&id) == Some(&row.try_get::<i64>("", "version")?) {
            free.insert(CallId(id));
        }
    }
    Ok(free)
}

async fn write_calls(tx: &Tx, rows: &[Decided]) -> Result<()> {
    let mut tags = Vec::new();
    for row in rows {
        let Decided::Change { before, commit, .. } = row else { continue };
        let after = &commit.aggregate;
        scoped::update::<call::Entity>(tx)
            .set(changed_columns(&before.value, after, before.version)?)
            .filter(call::Column::Id.eq(after.id().uuid()))
            .exec(&**tx)
            .await?;
        let (was, is) = (&before.value.snapshot().tags, &after.snapshot().tags);
        let gone: Vec<&String> = was.iter().filter(|tag| !is.contains(tag)).collect();
        if !gone.is_empty() {
            scoped::delete::<tag::Entity>(tx)
                .filter(tag::Column::CallId.eq(after.id().uuid()))
                .filter(tag::Column::Tag.is_in(gone))
                .exec(&**tx)
                .await?;
        }
        tags.extend(is.iter().filter(|tag| !was.contains(tag)).map(|new| tag::ActiveModel {
            workspace_id: NotSet,
            tag: Set(new.clone()),
            call_id: Set(after.id().uuid()),
        }));
    }
    scoped::insert_absent::<tag::Entity, _>(tx, tags).await
}

/// The columns that differ. A row of many indexes is written twenty times faster when most of them need not look at it.
fn changed_columns(before: &Call, after: &Call, version: Version) -> Result<call::ActiveModel> {
    // Nothing here gives a call to another agent, so the name that it is sorted by stays.
    let was = call::from_call(before, version, String::new())?;
    let is = call::from_call(after, Version(version.0 + 1), String::new())?;
    let differs: Vec<call::Column> =
        call::Column::iter().filter(|column| was.get(*column) != is.get(*column)).collect();
    let mut model = is.into_active_model();
    for column in differs {
        model.reset(column);
    }
    Ok(model)
}

/// Rows with the same result are written together; in most portions all have the same.
async fn write_results(tx: &Tx, job: CallJobId, rows: &[Decided]) -> Result<()> {
    let mut done: BTreeMap<String, (serde_json::Value, Vec<Uuid>)> = BTreeMap::new();
    let mut skipped: BTreeMap<(&str, Option<Uuid>), Vec<Uuid>> = BTreeMap::new();
    for row in rows {
        let call = row.call().uuid();
        match row {
            Decided::Change { memento, .. } | Decided::Done { memento, .. } => {
                let (text, value) = stored(memento)?;
                done.entry(text).or_insert_with(|| (value, Vec::new())).1.push(call);
            }
            Decided::Skip { skip: Skip { reason, held_by }, .. } => {
                let key = (reason.as_str(), held_by.map(MemberId::uuid));
                skipped.entry(key).or_default().push(call);
            }
        }
    }
    let of_job = |calls: Vec<Uuid>| {
        scoped::update::<row::Entity>(tx)
            .filter(row::Column::JobId.eq(job.uuid()))
            .filter(row::Column::CallId.is_in(calls))
    };
    for (memento, calls) in done.into_values() {
        let model = row::ActiveModel {
            result: Set(Some(RowResult::Done.as_str().to_owned())),
            memento: Set(Some(memento)),
            ..Default::default()
        };
        of_job(calls).set(model).exec(&**tx).await?;
    }
    for ((reason, held_by), calls) in skipped {
        let model = row::ActiveModel {
            result: Set(Some(RowResult::Skipped.as_str().to_owned())),
            reason: Set(Some(reason.to_owned())),
            held_by: Set(held_by),
            ..Default::default()
        };
        of_job(calls).set(model).exec(&**tx).await?;
    }
    Ok(())
}

fn stored(memento: &Memento) -> Result<(String, serde_json::Value)> {
    let value = json(memento)?;
    Ok((value.to_string(), value))
}

/// How far the job is after these rows.
fn counted(before: Progress, position: serde_json::Value, rows: &[Decided]) -> Progress {
    let mut tally = Tally::parse(&before.result);
    let mut done = before.done;
    let mut skipped = before.skipped;
    for row in rows {
        match row {
            Decided::Skip { skip, .. } => {
                tally.count(*skip, 1);
                skipped += 1;
            }
            Decided::Change { .. } | Decided::Done { .. } => done += 1,
        }
    }
    Progress { total: before.total, done, skipped, position, result: tally.to_value() }
}

/// `$2, $3, …`
fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
}
