//! Transactions. No statement runs outside one, and each knows its tenant or says that it needs none.

use crate::{
    database::Database, dialect::Dialect, error::Result, live::Wakeups, plans::Plans,
    workspaces::senders::Senders,
};
use callboard_kernel::{Actor, Scope, WorkspaceId};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, QueryResult, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use std::{
    future::{Ready, ready},
    ops::Deref,
    sync::Arc,
};
use uuid::Uuid;

/// A transaction within one workspace. On PostgreSQL row-level security shows it nothing else.
#[derive(Debug)]
pub(crate) struct Tx {
    inner: DatabaseTransaction,
    dialect: Dialect,
    workspace: WorkspaceId,
    actor: Actor,
    wakeups: Arc<Wakeups>,
    has_news: bool,
    senders: Arc<Senders>,
    concerns_senders: bool,
    plans: Option<Plans>,
}

/// A transaction that knows no workspace: sign-in, credentials, due clocks, deliveries. On PostgreSQL it runs as a role
/// that may do little else.
#[derive(Debug)]
pub(crate) struct SystemTx {
    inner: DatabaseTransaction,
    dialect: Dialect,
}

impl Database {
    /// A transaction that only reads.
    pub(crate) async fn read(&self, scope: &Scope) -> Result<Tx> {
        self.begin(scope, false).await
    }

    /// A transaction that reads lists, which are walked in their order with the conditions checked on the way, wherever an
    /// index has the order. Left to itself the planner takes many conditions for few rows, and reads and sorts the whole
    /// table.
    pub(crate) async fn read_walking(&self, scope: &Scope) -> Result<Tx> {
        let inner = self.open(false).await?;
        if let Some(statement) = self.dialect.enter_walking(scope.workspace()) {
            inner.execute_unprepared(&statement).await?;
        }
        Ok(self.within(scope, inner))
    }

    /// A transaction that writes.
    pub(crate) async fn write(&self, scope: &Scope) -> Result<Tx> {
        self.begin(scope, true).await
    }

    async fn begin(&self, scope: &Scope, writes: bool) -> Result<Tx> {
        let inner = self.open(writes).await?;
        if let Some(statement) = self.dialect.enter_workspace(scope.workspace()) {
            inner.execute_unprepared(&statement).await?;
        }
        Ok(self.within(scope, inner))
    }

    fn within(&self, scope: &Scope, inner: DatabaseTransaction) -> Tx {
        Tx {
            inner,
            dialect: self.dialect,
            workspace: scope.workspace(),
            actor: scope.actor().clone(),
            wakeups: Arc::clone(&self.wakeups),
            has_news: false,
            senders: Arc::clone(&self.senders),
            concerns_senders: false,
            plans: self.plans.clone(),
        }
    }

    /// A transaction of the product itself that reads across workspaces.
    pub(crate) async fn system_read(&self) -> Result<SystemTx> {
        self.begin_system(false).await
    }

    /// A transaction of the product itself that writes across workspaces.
    pub(crate) async fn system_write(&self) -> Result<SystemTx> {
        self.begin_system(true).await
    }

    async fn begin_system(&self, writes: bool) -> Result<SystemTx> {
        let inner = self.open(writes).await?;
        if let Some(statement) = self.dialect.enter_system() {
            inner.execute_unprepared(statement).await?;
        }
        Ok(SystemTx { inner, dialect: self.dialect })
    }

    async fn open(&self, writes: bool) -> Result<DatabaseTransaction> {
        let pool = if writes { &self.writer } else { &self.reader };
        // A deferred transaction that turns to writing fails at once when somebody else writes.
        let sqlite_transaction_mode =
            (writes && self.dialect == Dialect::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options =
            TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() };
        Ok(pool.begin_with_options(options).await?)
    }
}

impl Tx {
    /// The tenant.
    pub(crate) const fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// The tenant's id as it is stored.
    pub(crate) const fn workspace_uuid(&self) -> Uuid {
        self.workspace.uuid()
    }

    /// Who acts.
    pub(crate) const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The database.
    pub(crate) const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The rows of a list statement.
    pub(crate) async fn list(&self, statement: Statement) -> Result<Vec<QueryResult>> {
        if let Some(plans) = &self.plans {
            plans.explain(&self.inner, self.dialect, &statement).await?;
        }
        Ok(self.inner.query_all_raw(statement).await?)
    }

    /// From now on lists are walked; see [`Database::read_walking`].
    pub(crate) async fn prefer_walking(&self) -> Result<()> {
        if let Some(statement) = self.dialect.prefer_walking() {
            self.inner.execute_unprepared(statement).await?;
        }
        Ok(())
    }

    /// From now on each statement is planned for its values; see [`Dialect::plan_for_values`].
    pub(crate) async fn plan_for_values(&self) -> Result<()> {
        if let Some(statement) = self.dialect.plan_for_values() {
            self.inner.execute_unprepared(statement).await?;
        }
        Ok(())
    }

    /// Notes that the transaction wrote events, so that listeners are woken after the commit.
    pub(crate) const fn has_news(&mut self) {
        self.has_news = true;
    }

    /// Notes that the transaction changes who somebody is, what he may do or when he was last seen, so that senders are
    /// looked up again after the commit.
    pub(crate) const fn concerns_senders(&mut self) {
        self.concerns_senders = true;
    }

    /// Keeps what was written.
    pub(crate) async fn commit(self) -> Result<()> {
        self.inner.commit().await?;
        if self.concerns_senders {
            self.senders.forget();
        }
        if self.has_news {
            self.wakeups.wake(self.workspace);
        }
        Ok(())
    }

    /// Ends a transaction that only read. Nothing is waited for: the ROLLBACK travels with the message by which the pool
    /// looks at a connection that comes back.
    pub(crate) fn done(self) -> Ready<Result<()>> {
        drop(self);
        ready(Ok(()))
    }
}

impl Deref for Tx {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

impl SystemTx {
    /// The database.
    pub(crate) const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Ends a transaction that only read; see [`Tx::done`].
    pub(crate) fn done(self) -> Ready<Result<()>> {
        drop(self);
        ready(Ok(()))
    }

    /// Keeps what was written.
    pub(crate) async fn commit(self) -> Result<()> {
        Ok(self.inner.commit().await?)
    }
}

impl Deref for SystemTx {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}
