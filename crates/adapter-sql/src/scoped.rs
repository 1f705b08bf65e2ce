//! The only place where a query starts from an entity: each start carries the filter by workspace.
#![expect(clippy::disallowed_methods, reason = "this is the place that adds the workspace")]

use crate::{
    error::{Result, StoreError},
    tx::{SystemTx, Tx},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, DeleteMany, EntityTrait, ExecResult,
    FromQueryResult, Insert, IntoActiveModel, QueryFilter, QueryResult, Select, Statement,
    UpdateMany, Value,
    sea_query::{OnConflict, Query, SelectStatement},
};

/// A table whose rows belong to a workspace.
pub(crate) trait Tenanted: EntityTrait {
    /// The column with the workspace.
    const WORKSPACE: Self::Column;
}

/// Rows of the transaction's workspace.
pub(crate) fn find<E: Tenanted>(tx: &Tx) -> Select<E> {
    E::find().filter(E::WORKSPACE.eq(tx.workspace_uuid()))
}

/// A change of rows of the transaction's workspace.
pub(crate) fn update<E: Tenanted>(tx: &Tx) -> UpdateMany<E> {
    E::update_many().filter(E::WORKSPACE.eq(tx.workspace_uuid()))
}

/// A removal of rows of the transaction's workspace.
pub(crate) fn delete<E: Tenanted>(tx: &Tx) -> DeleteMany<E> {
    E::delete_many().filter(E::WORKSPACE.eq(tx.workspace_uuid()))
}

/// Writes a new row into the transaction's workspace, whatever workspace the row names.
pub(crate) async fn insert<E, A>(tx: &Tx, row: A) -> Result<()>
where
    E: Tenanted,
    A: ActiveModelTrait<Entity = E> + Send,
{
    Insert::one(owned(tx, row)).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Writes many new rows into the transaction's workspace. PostgreSQL takes 65,535 values a statement, so the rows go in
/// portions.
pub(crate) async fn insert_all<E, A>(tx: &Tx, rows: Vec<A>) -> Result<()>
where
    E: Tenanted,
    A: ActiveModelTrait<Entity = E> + Send,
{
    let mut rows = rows.into_iter().map(|row| owned(tx, row)).peekable();
    while rows.peek().is_some() {
        let portion: Vec<A> = rows.by_ref().take(500).collect();
        Insert::many(portion).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// Writes many new rows into the transaction's workspace; those that stand already are left as they are.
pub(crate) async fn insert_absent<E, A>(tx: &Tx, rows: Vec<A>) -> Result<()>
where
    E: Tenanted,
    A: ActiveModelTrait<Entity = E> + Send,
{
    let mut rows = rows.into_iter().map(|row| owned(tx, row)).peekable();
    while rows.peek().is_some() {
        let portion: Vec<A> = rows.by_ref().take(500).collect();
        let nothing = OnConflict::new().do_nothing().to_owned();
        Insert::many(portion).on_conflict(nothing).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// Writes a row of the transaction's workspace for each row of a select, in one statement. The first of `columns` is the
/// workspace, and so is the first column of the select. Answers how many.
pub(crate) async fn insert_selected<E: Tenanted>(
    tx: &Tx,
    columns: impl IntoIterator<Item = E::Column>,
    select: SelectStatement,
) -> Result<u64> {
    let mut insert = Query::insert();
    insert.into_table(E::default()).columns(std::iter::once(E::WORKSPACE).chain(columns));
    insert.select_from(select).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(tx.execute(&insert).await?.rows_affected())
}

/// Every row of a table whatever its workspace, for statements that know none yet.
pub(crate) fn find_anywhere<E: Tenanted>(_tx: &SystemTx) -> Select<E> {
    E::find()
}

fn owned<E, A>(tx: &Tx, mut row: A) -> A
where
    E: Tenanted,
    A: ActiveModelTrait<Entity = E>,
{
    row.set(E::WORKSPACE, tx.workspace_uuid().into());
    row
}

/// The row as it is written by an update: every column set.
pub(crate) fn all_columns<M, A>(model: M) -> A
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    model.into_active_model().reset_all()
}

/// A statement in SQL. The workspace is always `$1`; `values` start at `$2`.
pub(crate) fn statement(tx: &Tx, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    let values = std::iter::once(tx.workspace_uuid().into()).chain(values);
    Statement::from_sql_and_values(tx.get_database_backend(), sql, values)
}

/// Runs a statement in SQL; see [`statement`].
pub(crate) async fn execute(
    tx: &Tx,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<ExecResult> {
    Ok(tx.execute_raw(statement(tx, sql, values)).await?)
}

/// The first row of a statement in SQL; see [`statement`].
pub(crate) async fn query_one(
    tx: &Tx,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<QueryResult>> {
    Ok(tx.query_one_raw(statement(tx, sql, values)).await?)
}

/// All rows of a statement in SQL; see [`statement`].
pub(crate) async fn query_all(
    tx: &Tx,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<QueryResult>> {
    Ok(tx.query_all_raw(statement(tx, sql, values)).await?)
}

/// All rows of a statement across workspaces; `values` start at `$1`.
pub(crate) async fn query_anywhere(
    tx: &SystemTx,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<QueryResult>> {
    Ok(tx
        .query_all_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values))
        .await?)
}

/// Runs a statement across workspaces; `values` start at `$1`.
pub(crate) async fn execute_anywhere(
    tx: &SystemTx,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<ExecResult> {
    Ok(tx
        .execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values))
        .await?)
}

/// The rows of a select as plain structs.
pub(crate) async fn all<E, M>(tx: &Tx, select: Select<E>) -> Result<Vec<M>>
where
    E: Tenanted,
    M: FromQueryResult + Send + Sync,
{
    select.into_model::<M>().all(&**tx).await.map_err(StoreError::from)
}
