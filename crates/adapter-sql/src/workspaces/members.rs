//! Keeps members.

use super::row::{member, session};
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{
    Commit, Expected, Loaded, MemberId, PortError, Role, SaveError, Scope, Timestamp, Version,
    millis,
};
use callboard_workspaces::{
    WorkspaceEvent,
    model::{Member, PasswordHash},
    ports::{EndSessions, MemberRepository},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, sea_query::Expr,
};

store! {
    /// Keeps members.
    SqlMembers + ids
}

#[async_trait]
impl MemberRepository for SqlMembers {
    async fn get(&self, scope: &Scope, id: MemberId) -> Result<Option<Loaded<Member>>, PortError> {
        self.read(scope, id).await.during("members.get")
    }

    async fn list(
        &self,
        scope: &Scope,
        include_inactive: bool,
    ) -> Result<Vec<Loaded<Member>>, PortError> {
        self.read_all(scope, include_inactive).await.during("members.list")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Member, WorkspaceEvent>,
        end: EndSessions,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit, end).await.saving("members.save")
    }

    async fn rehash(
        &self,
        scope: &Scope,
        id: MemberId,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> Result<(), PortError> {
        self.replace_hash(scope, id, old, new).await.during("members.rehash")
    }
}

impl SqlMembers {
    async fn read(&self, scope: &Scope, id: MemberId) -> Result<Option<Loaded<Member>>> {
        let tx = self.db.read(scope).await?;
        let select = scoped::find::<member::Entity>(&tx).filter(member::Column::Id.eq(id.uuid()));
        let found = select.one(&*tx).await?;
        tx.done().await?;
        found.map(member::into).transpose()
    }

    async fn read_all(&self, scope: &Scope, include_inactive: bool) -> Result<Vec<Loaded<Member>>> {
        let tx = self.db.read(scope).await?;
        let active = (!include_inactive).then(|| member::Column::Active.eq(true));
        let rows = scoped::find::<member::Entity>(&tx)
            .filter(Condition::all().add_option(active))
            .order_by_asc(member::Column::Name)
            .order_by_asc(member::Column::Id)
            .all(&*tx)
            .await?;
        tx.done().await?;
        rows.into_iter().map(member::into).collect()
    }

    async fn write(
        &self,
        scope: &Scope,
        commit: &Commit<Member, WorkspaceEvent>,
        end: EndSessions,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        tx.concerns_senders();
        commit::use_cause(&tx, commit.cause.as_ref(), commit.at).await?;
        let version = write_member(&tx, &commit.aggregate, commit.expected).await?;
        end_sessions(&tx, commit.aggregate.snapshot().id, end, commit.at).await?;
        if matches!(commit.expected, Expected::At(_)) {
            // Only with the head locked is the count true: two owners may demote one another at the same instant.
            commit::lock(&tx).await?;
            require_an_owner(&tx).await?;
        }
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }

    async fn replace_hash(
        &self,
        scope: &Scope,
        id: MemberId,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> Result<()> {
        let tx = self.db.write(scope).await?;
        scoped::update::<member::Entity>(&tx)
            .col_expr(member::Column::PasswordHash, Expr::value(new.0.clone()))
            .filter(member::Column::Id.eq(id.uuid()))
            .filter(member::Column::PasswordHash.eq(old.0.clone()))
            .exec(&*tx)
            .await?;
        tx.commit().await
    }
}

/// Writes the row of a member, and his name into the calls that are sorted by it.
pub(super) async fn write_member(tx: &Tx, member: &Member, expected: Expected) -> Result<Version> {
    let id = member.snapshot().id;
    let Expected::At(Version(current)) = expected else {
        let row = member::from(member, Version(1));
        scoped::insert::<member::Entity, _>(tx, row.into_active_model()).await?;
        return Ok(Version(1));
    };
    let version = Version(current + 1);
    let mut row: member::ActiveModel = scoped::all_columns(member::from(member, version));
    row.workspace_id = Set(tx.workspace_uuid());
    let written = scoped::update::<member::Entity>(tx)
        .set(row)
        .filter(member::Column::Id.eq(id.uuid()))
        .filter(member::Column::Version.eq(current))
        .exec(&**tx)
        .await?;
    if written.rows_affected == 0 {
        return Err(StoreError::Stale);
    }
    let sql = "UPDATE calls SET agent_sort = $3 WHERE workspace_id = $1 AND agent_id = $2 AND agent_sort <> $3";
    let name = member.snapshot().name.to_lowercase();
    scoped::execute(tx, sql, [id.uuid().into(), name.into()]).await?;
    Ok(version)
}

/// Ends sessions of a member.
pub(super) async fn end_sessions(
    tx: &Tx,
    member: MemberId,
    end: EndSessions,
    at: Timestamp,
) -> Result<()> {
    let spared = match end {
        EndSessions::None => return Ok(()),
        EndSessions::All => None,
        EndSessions::AllBut(session) => Some(session::Column::Id.ne(session.uuid())),
    };
    scoped::update::<session::Entity>(tx)
        .col_expr(session::Column::RevokedAt, Expr::value(millis(at)))
        .filter(session::Column::MemberId.eq(member.uuid()))
        .filter(session::Column::RevokedAt.is_null())
        .filter(Condition::all().add_option(spared))
        .exec(&**tx)
        .await?;
    Ok(())
}

async fn require_an_owner(tx: &Tx) -> Result<()> {
    let owners = scoped::find::<member::Entity>(tx)
        .filter(member::Column::Role.eq(Role::Owner.as_str()))
        .filter(member::Column::Active.eq(true))
        .count(&**tx)
        .await?;
    if owners == 0 { Err(StoreError::Duplicate("members_last_owner")) } else { Ok(()) }
}
