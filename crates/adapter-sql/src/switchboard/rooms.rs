//! Keeps calls in rooms.

use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped::{self, Tenanted},
    store::store,
    stored::{At, maybe_millis, maybe_timestamp},
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{
    CallId, Commit, Expected, LineId, Loaded, MemberId, PortError, SaveError, Scope, Version,
    millis, timestamp,
};
use callboard_switchboard::{
    SwitchboardEvent,
    model::{Room, RoomSnapshot, Transfer},
    ports::RoomBook,
};
use callboard_telephony::ProviderCallId;
use sea_orm::{ActiveValue::Set, IntoActiveModel, QueryFilter, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_rooms")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i64,
    pub provider: String,
    pub first_leg: String,
    pub call_id: Uuid,
    pub line_id: Uuid,
    pub moved: bool,
    pub told: bool,
    pub held_since: Option<i64>,
    pub transfer_from: Option<Uuid>,
    pub transfer_to: Option<Uuid>,
    pub created_at: i64,
    pub updated_at: i64,
    pub closed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tenanted for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

store! {
    /// Keeps rooms.
    SqlRoomBook + ids
}

#[async_trait]
impl RoomBook for SqlRoomBook {
    async fn of(
        &self,
        scope: &Scope,
        provider: &str,
        first: &ProviderCallId,
    ) -> Result<Option<Loaded<Room>>, PortError> {
        self.read(scope, provider, first).await.during("call_rooms.of")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Room, SwitchboardEvent>,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit).await.saving("call_rooms.save")
    }
}

impl SqlRoomBook {
    async fn read(
        &self,
        scope: &Scope,
        provider: &str,
        first: &ProviderCallId,
    ) -> Result<Option<Loaded<Room>>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<Entity>(&tx)
            .filter(Column::Provider.eq(provider))
            .filter(Column::FirstLeg.eq(first.as_str()))
            .one(&*tx)
            .await?;
        tx.done().await?;
        found.map(into).transpose()
    }

    async fn write(
        &self,
        scope: &Scope,
        commit: &Commit<Room, SwitchboardEvent>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let version = write_row(&tx, commit.aggregate.snapshot(), commit.expected).await?;
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }
}

async fn write_row(tx: &Tx, saved: &RoomSnapshot, expected: Expected) -> Result<Version> {
    let Expected::At(Version(current)) = expected else {
        let row = from(saved, Version(1));
        scoped::insert::<Entity, _>(tx, row.into_active_model()).await?;
        return Ok(Version(1));
    };
    let version = Version(current + 1);
    let mut row: ActiveModel = scoped::all_columns(from(saved, version));
    row.workspace_id = Set(tx.workspace_uuid());
    let written = scoped::update::<Entity>(tx)
        .set(row)
        .filter(Column::Id.eq(saved.id))
        .filter(Column::Version.eq(current))
        .exec(&**tx)
        .await?;
    if written.rows_affected == 0 { Err(StoreError::Stale) } else { Ok(version) }
}

fn from(room: &RoomSnapshot, version: Version) -> Model {
    let room = room.clone();
    Model {
        // The store writes the workspace of its transaction.
        workspace_id: Uuid::nil(),
        id: room.id,
        version: version.0,
        provider: room.provider,
        first_leg: room.first,
        call_id: room.call.uuid(),
        line_id: room.line.uuid(),
        moved: room.moved,
        told: room.told,
        held_since: maybe_millis(room.held_since),
        transfer_from: room.transfer.map(|transfer| transfer.from.uuid()),
        transfer_to: room.transfer.map(|transfer| transfer.to.uuid()),
        created_at: millis(room.created_at),
        updated_at: millis(room.updated_at),
        closed_at: maybe_millis(room.closed_at),
    }
}

fn into(row: Model) -> Result<Loaded<Room>> {
    let at = At::new("call_rooms", row.id);
    let transfer = match (row.transfer_from, row.transfer_to) {
        (Some(from), Some(to)) => Some(Transfer { from: MemberId(from), to: MemberId(to) }),
        (None, None) => None,
        _ => return Err(at.unreadable("transfer_to")),
    };
    let snapshot = RoomSnapshot {
        id: row.id,
        provider: row.provider,
        first: row.first_leg,
        call: CallId(row.call_id),
        line: LineId(row.line_id),
        moved: row.moved,
        told: row.told,
        held_since: maybe_timestamp(row.held_since),
        transfer,
        created_at: timestamp(row.created_at),
        updated_at: timestamp(row.updated_at),
        closed_at: maybe_timestamp(row.closed_at),
    };
    Ok(Loaded { value: Room::restore(snapshot), version: Version(row.version) })
}
