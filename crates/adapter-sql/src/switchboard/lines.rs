//! Keeps the numbers of the company.

use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped::{self, Tenanted},
    store::store,
    stored::{At, maybe_millis, maybe_timestamp},
};
use async_trait::async_trait;
use callboard_kernel::{
    Commit, Expected, LineId, Loaded, PortError, SaveError, Scope, Version, millis, timestamp,
};
use callboard_switchboard::{
    SwitchboardEvent,
    model::{Line, LineSnapshot, Texting},
    ports::LineBook,
};
use sea_orm::{
    ActiveValue::Set,
    IntoActiveModel, QueryFilter, QueryOrder,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lines")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i64,
    pub number: String,
    pub label: String,
    pub greeting: String,
    pub closed_greeting: String,
    pub notice: Option<String>,
    pub live_transcript: bool,
    pub ring_s: i32,
    pub texting: String,
    pub is_default: bool,
    pub created_at: i64,
    pub updated_at: i64,
    pub removed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tenanted for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

store! {
    /// Keeps lines.
    SqlLineBook + ids
}

#[async_trait]
impl LineBook for SqlLineBook {
    async fn list(&self, scope: &Scope) -> Result<Vec<Loaded<Line>>, PortError> {
        self.all(scope).await.during("lines.list")
    }

    async fn get(&self, scope: &Scope, id: LineId) -> Result<Option<Loaded<Line>>, PortError> {
        self.one(scope, id).await.during("lines.get")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Line, SwitchboardEvent>,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit).await.saving("lines.save")
    }
}

impl SqlLineBook {
    async fn all(&self, scope: &Scope) -> Result<Vec<Loaded<Line>>> {
        let tx = self.db.read(scope).await?;
        let rows = scoped::find::<Entity>(&tx)
            .filter(Column::RemovedAt.is_null())
            .order_by_asc(Column::Label)
            .order_by_asc(Column::Id)
            .all(&*tx)
            .await?;
        tx.done().await?;
        rows.into_iter().map(into).collect()
    }

    async fn one(&self, scope: &Scope, id: LineId) -> Result<Option<Loaded<Line>>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<Entity>(&tx).filter(Column::Id.eq(id.uuid())).one(&*tx).await?;
        tx.done().await?;
        found.map(into).transpose()
    }

    async fn write(
        &self,
        scope: &Scope,
        commit: &Commit<Line, SwitchboardEvent>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let saved = commit.aggregate.snapshot();
        if saved.is_default {
            scoped::update::<Entity>(&tx)
                .col_expr(Column::IsDefault, Expr::value(false))
                .col_expr(Column::Version, Expr::col(Column::Version).add(1))
                .filter(Column::IsDefault.eq(true))
                .filter(Column::Id.ne(saved.id.uuid()))
                .exec(&*tx)
                .await?;
        }
        let version = match commit.expected {
            Expected::Absent => {
                let row = from(saved, Version(1));
                scoped::insert::<Entity, _>(&tx, row.into_active_model()).await?;
                Version(1)
            }
            Expected::At(Version(current)) => {
                let version = Version(current + 1);
                let mut row: ActiveModel = scoped::all_columns(from(saved, version));
                row.workspace_id = Set(tx.workspace_uuid());
                let written = scoped::update::<Entity>(&tx)
                    .set(row)
                    .filter(Column::Id.eq(saved.id.uuid()))
                    .filter(Column::Version.eq(current))
                    .exec(&*tx)
                    .await?;
                if written.rows_affected == 0 {
                    return Err(StoreError::Stale);
                }
                version
            }
        };
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }
}

fn from(line: &LineSnapshot, version: Version) -> Model {
    let LineSnapshot {
        id,
        number,
        label,
        greeting,
        closed_greeting,
        notice,
        live_transcript,
        ring_s,
        texting,
        is_default,
        created_at,
        updated_at,
        removed_at,
    } = line.clone();
    Model {
        // The store writes the workspace of its transaction.
        workspace_id: Uuid::nil(),
        id: id.uuid(),
        version: version.0,
        number: number.as_str().to_owned(),
        label,
        greeting,
        closed_greeting,
        notice,
        live_transcript,
        ring_s: ring_s.into(),
        texting: texting.as_str().to_owned(),
        is_default,
        created_at: millis(created_at),
        updated_at: millis(updated_at),
        removed_at: maybe_millis(removed_at),
    }
}

fn into(row: Model) -> Result<Loaded<Line>> {
    let at = At::new("lines", row.id);
    let number = at.phone("number", Some(&row.number))?;
    let snapshot = LineSnapshot {
        id: LineId(row.id),
        number: number.ok_or_else(|| at.unreadable("number"))?,
        label: row.label,
        greeting: row.greeting,
        closed_greeting: row.closed_greeting,
        notice: row.notice,
        live_transcript: row.live_transcript,
        ring_s: u16::try_from(row.ring_s).map_err(|_| at.unreadable("ring_s"))?,
        texting: at.word("texting", &row.texting, Texting::parse)?,
        is_default: row.is_default,
        created_at: timestamp(row.created_at),
        updated_at: timestamp(row.updated_at),
        removed_at: maybe_timestamp(row.removed_at),
    };
    Ok(Loaded { value: Line::restore(snapshot), version: Version(row.version) })
}
