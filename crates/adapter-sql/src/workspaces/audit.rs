//! Reads the audit trail.

use super::names;
use crate::{
    error::{Outcome, Result},
    keyset::{Holds, Order},
    scoped,
    store::store,
    stored::At,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{Actor, MemberId, Page, PageRequest, PortError, Scope, millis, timestamp};
use callboard_workspaces::{
    AuditFilter, AuditRow,
    chain::{ChainEntry, ChainHash, ChainHead, ChainedEntry},
    ports::AuditTrail,
};
use sea_orm::{
    Condition, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, entity::prelude::*,
};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// A line of the audit trail.
mod row {
    use crate::scoped::Tenanted;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_entries")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub id: Uuid,
        pub at: i64,
        pub actor_id: Option<Uuid>,
        pub actor: String,
        pub action: String,
        pub target_kind: String,
        pub target_id: Uuid,
        pub before_json: String,
        pub after_json: String,
        pub note: String,
        pub prev_hash: String,
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }
}

store! {
    /// Reads the audit trail.
    SqlAuditTrail
}

#[async_trait]
impl AuditTrail for SqlAuditTrail {
    async fn list(
        &self,
        scope: &Scope,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditRow>, PortError> {
        self.page(scope, filter, page).await.during("audit.list")
    }

    async fn chain(
        &self,
        scope: &Scope,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, PortError> {
        self.links(scope, after, limit).await.during("audit.chain")
    }

    async fn head(&self, scope: &Scope) -> Result<ChainHead, PortError> {
        self.end(scope).await.during("audit.head")
    }
}

impl SqlAuditTrail {
    async fn page(
        &self,
        scope: &Scope,
        filter: &AuditFilter,
        request: &PageRequest,
    ) -> Result<Page<AuditRow>> {
        let tx = self.db.read(scope).await?;
        let order = Order {
            name: "audit".to_owned(),
            columns: vec![("seq", Holds::Number)],
            descending: true,
        };
        let select = scoped::find::<row::Entity>(&tx).filter(condition(filter));
        let page = order
            .page(&tx, select, request, |found| entry(row::Model::from_query_result(found, "")?))
            .await?;
        let names = actor_names(&tx, &page.items).await?;
        tx.done().await?;
        Ok(page.map(|chained| shown(chained, &names)))
    }

    async fn links(&self, scope: &Scope, after: i64, limit: u32) -> Result<Vec<ChainedEntry>> {
        let tx = self.db.read(scope).await?;
        let rows = scoped::find::<row::Entity>(&tx)
            .filter(row::Column::Seq.gt(after))
            .order_by_asc(row::Column::Seq)
            .limit(u64::from(limit))
            .all(&*tx)
            .await?;
        tx.done().await?;
        rows.into_iter().map(entry).collect()
    }

    async fn end(&self, scope: &Scope) -> Result<ChainHead> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT audit_seq, audit_hash FROM workspace_heads WHERE workspace_id = $1";
        let found = scoped::query_one(&tx, sql, []).await?;
        let workspace = tx.workspace_uuid();
        tx.done().await?;
        let Some(found) = found else { return Ok(ChainHead { seq: 0, hash: ChainHash::START }) };
        let hash: String = found.try_get("", "audit_hash")?;
        let hash =
            At::new("workspace_heads", workspace).word("audit_hash", &hash, ChainHash::from_hex)?;
        Ok(ChainHead { seq: found.try_get("", "audit_seq")?, hash })
    }
}

fn condition(filter: &AuditFilter) -> Condition {
    let AuditFilter { actor, action, target_kind, target_id, from, to } = filter;
    let any =
        |column: row::Column, words: &[String]| (!words.is_empty()).then(|| column.is_in(words));
    Condition::all()
        .add_option(actor.map(|actor| row::Column::ActorId.eq(actor)))
        .add_option(any(row::Column::Action, action))
        .add_option(any(row::Column::TargetKind, target_kind))
        .add_option(target_id.map(|target| row::Column::TargetId.eq(target)))
        .add_option(from.map(|from| row::Column::At.gte(millis(from))))
        .add_option(to.map(|to| row::Column::At.lt(millis(to))))
}

fn entry(row: row::Model) -> Result<ChainedEntry> {
    let row::Model {
        workspace_id,
        seq,
        id,
        at,
        actor_id: _,
        actor,
        action,
        target_kind,
        target_id,
        before_json,
        after_json,
        note,
        prev_hash,
        hash,
    } = row;
    let place = At::new("audit_entries", id);
    let fields = |column, text: &str| {
        serde_json::from_str::<Map<String, Value>>(text).map_err(|_| place.unreadable(column))
    };
    Ok(ChainedEntry {
        entry: ChainEntry {
            workspace: callboard_kernel::WorkspaceId(workspace_id),
            seq,
            id,
            at: timestamp(at),
            actor: serde_json::from_str(&actor).map_err(|_| place.unreadable("actor"))?,
            action,
            target_kind,
            target_id,
            before: fields("before_json", &before_json)?,
            after: fields("after_json", &after_json)?,
            note,
        },
        previous: place.word("prev_hash", &prev_hash, ChainHash::from_hex)?,
        hash: place.word("hash", &hash, ChainHash::from_hex)?,
    })
}

/// Names of the members and keys that acted, as they are now.
async fn actor_names(tx: &Tx, entries: &[ChainedEntry]) -> Result<HashMap<Uuid, String>> {
    let mut members: Vec<MemberId> = Vec::new();
    let mut keys: Vec<Uuid> = Vec::new();
    for chained in entries {
        match chained.entry.actor {
            Actor::Member { id, .. } => members.push(id),
            Actor::ApiKey { id, .. } => keys.push(id.uuid()),
            Actor::System { .. } => {}
        }
    }
    let mut names: HashMap<Uuid, String> =
        names::of(tx, members).await?.into_iter().map(|(id, name)| (id.uuid(), name)).collect();
    if !keys.is_empty() {
        let rows: Vec<(Uuid, String)> = scoped::find::<super::row::api_key::Entity>(tx)
            .select_only()
            .column(super::row::api_key::Column::Id)
            .column(super::row::api_key::Column::Name)
            .filter(super::row::api_key::Column::Id.is_in(keys))
            .into_tuple()
            .all(&**tx)
            .await?;
        names.extend(rows);
    }
    Ok(names)
}

fn shown(chained: ChainedEntry, names: &HashMap<Uuid, String>) -> AuditRow {
    let ChainEntry {
        workspace: _,
        seq,
        id: _,
        at,
        actor,
        action,
        target_kind,
        target_id,
        before,
        after,
        note,
    } = chained.entry;
    let known = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
    let actor_name = match &actor {
        Actor::Member { id, .. } => known(id.uuid()),
        Actor::ApiKey { id, .. } => known(id.uuid()),
        Actor::System { name } => name.clone(),
    };
    let hash = chained.hash.to_hex();
    AuditRow {
        seq,
        at,
        actor,
        actor_name,
        action,
        target_kind,
        target_id,
        before,
        after,
        note,
        hash,
    }
}
