//! Keeps calls.

use super::row::{self, tag};
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
    tx::Tx,
    workspaces::names,
};
use async_trait::async_trait;
use callboard_calls::{
    CallEvent,
    model::Call,
    ports::{CallRepository, ImportBatch},
};
use callboard_kernel::{
    CallId, Commit, Expected, Loaded, MemberId, Phone, PortError, SaveError, Scope, Timestamp,
    Version, millis,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Select, Value, sea_query::Expr,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// How many ids are asked for in one statement.
const PORTION: usize = 1000;

store! {
    /// Keeps calls.
    SqlCalls + ids
}

#[async_trait]
impl CallRepository for SqlCalls {
    async fn get(&self, scope: &Scope, id: CallId) -> Result<Option<Loaded<Call>>, PortError> {
        let condition = Condition::all()
            .add(row::Column::Id.eq(id.uuid()))
            .add_option(scope.only_calls_of().map(|member| row::Column::AgentId.eq(member.uuid())));
        self.find_one(scope, condition).await.during("calls.get")
    }

    async fn find_by_provider(
        &self,
        scope: &Scope,
        provider: &str,
        provider_call_id: &str,
    ) -> Result<Option<Loaded<Call>>, PortError> {
        let condition = Condition::all()
            .add(row::Column::Provider.eq(provider))
            .add(row::Column::ProviderCallId.eq(provider_call_id));
        self.find_one(scope, condition).await.during("calls.find_by_provider")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Call, CallEvent>,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit).await.saving("calls.save")
    }

    async fn missed_from(
        &self,
        scope: &Scope,
        number: &Phone,
        since: Timestamp,
    ) -> Result<Option<CallId>, PortError> {
        self.newest_missed(scope, number, since).await.during("calls.missed_from")
    }

    async fn import(&self, scope: &Scope, batch: ImportBatch) -> Result<Vec<usize>, SaveError> {
        self.write_batch(scope, &batch).await.saving("calls.import")
    }

    async fn outcomes_overdue(
        &self,
        scope: &Scope,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<CallId>, PortError> {
        self.overdue(scope, now, limit).await.during("calls.outcomes_overdue")
    }
}

impl SqlCalls {
    async fn find_one(&self, scope: &Scope, condition: Condition) -> Result<Option<Loaded<Call>>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<row::Entity>(&tx).filter(condition).one(&*tx).await?;
        tx.done().await?;
        found.map(row::into_call).transpose()
    }

    async fn write(&self, scope: &Scope, commit: &Commit<Call, CallEvent>) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        commit::use_cause(&tx, commit.cause.as_ref(), commit.at).await?;
        let version = write_call(&tx, &commit.aggregate, commit.expected).await?;
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }

    async fn newest_missed(
        &self,
        scope: &Scope,
        number: &Phone,
        since: Timestamp,
    ) -> Result<Option<CallId>> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT id FROM calls WHERE workspace_id = $1 AND other_party = $2 AND started_at >= $3 \
                   AND direction = 'in' AND status = 'missed' AND incident_call_id IS NULL \
                   ORDER BY started_at DESC, id DESC LIMIT 1";
        let found =
            scoped::query_one(&tx, sql, [number.as_str().into(), millis(since).into()]).await?;
        tx.done().await?;
        Ok(found.map(|row| row.try_get::<Uuid>("", "id")).transpose()?.map(CallId))
    }

    async fn overdue(&self, scope: &Scope, now: Timestamp, limit: u32) -> Result<Vec<CallId>> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT id FROM calls WHERE workspace_id = $1 AND outcome_required AND outcome_at IS NULL \
                   AND outcome_due_at <= $2 AND queue_status <> 'triage' ORDER BY outcome_due_at, id LIMIT $3";
        let rows =
            scoped::query_all(&tx, sql, [millis(now).into(), i64::from(limit).into()]).await?;
        tx.done().await?;
        rows.iter().map(|row| Ok(CallId(row.try_get("", "id")?))).collect()
    }

    async fn write_batch(&self, scope: &Scope, batch: &ImportBatch) -> Result<Vec<usize>> {
        let mut tx = self.db.write(scope).await?;
        tx.plan_for_values().await?;
        let left_out = known_in(&tx, &batch.calls).await?;
        let skip: HashSet<usize> = left_out.iter().copied().collect();
        let kept: Vec<&Call> = batch
            .calls
            .iter()
            .enumerate()
            .filter(|(index, _)| !skip.contains(index))
            .map(|(_, call)| call)
            .collect();
        let written = kept.len() as u32;
        if written == 0 {
            return Ok(left_out);
        }
        insert_calls(&tx, &kept).await?;
        let events = [CallEvent::Imported { import: batch.import, rows: written }];
        let news = News {
            events: &events,
            audit: Some(&batch.audit),
            at: batch.at,
            cause: None,
            depth: 0,
        };
        commit::tell(&mut tx, &*self.ids, news).await?;
        tx.commit().await?;
        Ok(left_out)
    }
}

/// Writes new calls with their tags, many in a statement.
pub(super) async fn insert_calls(tx: &Tx, calls: &[&Call]) -> Result<()> {
    let agents = names::of(tx, calls.iter().filter_map(|call| call.agent())).await?;
    let row = |call: &&Call| -> Result<row::ActiveModel> {
        Ok(row::from_call(call, Version(1), agent_sort(call, &agents))?.into_active_model())
    };
    let rows = calls.iter().map(row).collect::<Result<Vec<row::ActiveModel>>>()?;
    scoped::insert_all::<row::Entity, _>(tx, rows).await?;
    let tags = calls.iter().flat_map(|call| tags_of(call)).collect();
    scoped::insert_all::<tag::Entity, _>(tx, tags).await
}

/// Writes the row and its tags; what stores of other things keep in the row stays as it is.
pub(super) async fn write_call(tx: &Tx, call: &Call, expected: Expected) -> Result<Version> {
    let agents = names::of(tx, call.agent()).await?;
    let agent_sort = agent_sort(call, &agents);
    let version = match expected {
        Expected::Absent => {
            let model = row::from_call(call, Version(1), agent_sort)?;
            scoped::insert::<row::Entity, _>(tx, model.into_active_model()).await?;
            Version(1)
        }
        Expected::At(Version(current)) => {
            let version = Version(current + 1);
            let mut model: row::ActiveModel =
                scoped::all_columns(row::from_call(call, version, agent_sort)?);
            model.workspace_id = Set(tx.workspace_uuid());
            let written = scoped::update::<row::Entity>(tx)
                .set(model)
                .filter(row::Column::Id.eq(call.id().uuid()))
                .filter(row::Column::Version.eq(current))
                .exec(&**tx)
                .await?;
            if written.rows_affected == 0 {
                return Err(StoreError::Stale);
            }
            scoped::delete::<tag::Entity>(tx)
                .filter(tag::Column::CallId.eq(call.id().uuid()))
                .filter(tag::Column::Tag.is_not_in(call.snapshot().tags.clone()))
                .exec(&**tx)
                .await?;
            version
        }
    };
    let tags = &call.snapshot().tags;
    if !tags.is_empty() {
        let rows: Vec<String> =
            (0..tags.len()).map(|place| format!("($1, ${}, $2)", place + 3)).collect();
        let sql = format!(
            "INSERT INTO call_tags (workspace_id, tag, call_id) VALUES {} ON CONFLICT DO NOTHING",
            rows.join(", ")
        );
        let tags = tags.iter().map(|tag| Value::from(tag.as_str()));
        scoped::execute(tx, &sql, std::iter::once(call.id().uuid().into()).chain(tags)).await?;
    }
    Ok(version)
}

fn agent_sort(call: &Call, names: &HashMap<MemberId, String>) -> String {
    call.agent()
        .and_then(|agent| names.get(&agent))
        .map(|name| name.to_lowercase())
        .unwrap_or_default()
}

fn tags_of(call: &Call) -> Vec<tag::ActiveModel> {
    let row = |tag: &String| tag::ActiveModel {
        workspace_id: sea_orm::ActiveValue::NotSet,
        tag: Set(tag.clone()),
        call_id: Set(call.id().uuid()),
    };
    let distinct: HashSet<&String> = call.snapshot().tags.iter().collect();
    distinct.into_iter().map(row).collect()
}

/// Indexes of the calls whose carrier id is stored already or stands earlier in the batch.
async fn known_in(tx: &Tx, calls: &[Call]) -> Result<Vec<usize>> {
    let key = |call: &Call| {
        let snapshot = call.snapshot();
        Some((snapshot.provider.clone()?, snapshot.provider_call_id.clone()?))
    };
    let mut by_provider: HashMap<String, Vec<String>> = HashMap::new();
    for (provider, id) in calls.iter().filter_map(key) {
        by_provider.entry(provider).or_default().push(id);
    }
    let mut seen = HashSet::new();
    for (provider, ids) in &by_provider {
        seen.extend(known(tx, provider, ids).await?.into_iter().map(|id| (provider.clone(), id)));
    }
    let repeated =
        calls.iter().enumerate().filter(|(_, call)| key(call).is_some_and(|key| !seen.insert(key)));
    Ok(repeated.map(|(index, _)| index).collect())
}

/// Which of these carrier ids are stored.
async fn known(tx: &Tx, provider: &str, ids: &[String]) -> Result<HashSet<String>> {
    let mut known = HashSet::new();
    for portion in ids.chunks(PORTION) {
        let select: Select<row::Entity> = scoped::find::<row::Entity>(tx)
            .select_only()
            .column(row::Column::ProviderCallId)
            .filter(row::Column::Provider.eq(provider))
            .filter(row::Column::ProviderCallId.is_in(portion))
            .order_by(Expr::col(row::Column::ProviderCallId), sea_orm::Order::Asc);
        known.extend(select.into_tuple::<String>().all(&**tx).await?);
    }
    Ok(known)
}
