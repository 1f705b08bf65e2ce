//! A fresh database for each test, and a workspace to act in.

mod postgres;
mod samples;

pub(crate) use postgres::{
    connect as connect_postgres, drop_database as drop_postgres,
    drop_modest_database as drop_modest_postgres, empty_database as empty_postgres,
    modest_database as modest_postgres, run as run_postgres,
};
pub(crate) use samples::*;

use callboard_adapter_sql::{Database, DatabaseOptions, Stores, migrate};
use callboard_kernel::{
    Actor, AuditDraft, Commit, Currency, IdGen, MemberId, Role, Scope, Timestamp, WorkspaceId,
    timestamp,
};
use callboard_workspaces::{
    WorkspaceEvent,
    model::{Member, Workspace, WorkspaceSnapshot},
};
use sqlx::{ConnectOptions, Connection, Executor};
use std::{fmt, str::FromStr, sync::Arc, time::Duration};
use uuid::Uuid;

/// Runs each test function of the module on both databases.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let world = $crate::support::World::sqlite().await;
                super::$name(&world).await;
                world.close().await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let world = $crate::support::World::postgres().await;
                super::$name(&world).await;
                world.close().await;
            })+
        }
    };
}
pub(crate) use on_both;

/// Random ids that sort by creation, as production makes them.
struct Ids;

impl IdGen for Ids {
    #[expect(clippy::disallowed_methods, reason = "the generator of the tests")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A fresh database with its stores.
pub(crate) struct World {
    pub(crate) db: Database,
    pub(crate) stores: Stores,
    pub(crate) ids: Arc<dyn IdGen>,
    pub(crate) url: String,
    folder: Option<tempfile::TempDir>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").finish_non_exhaustive()
    }
}

/// A workspace with its owner.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    pub(crate) workspace: WorkspaceId,
    pub(crate) owner: MemberId,
    /// The owner acts.
    pub(crate) scope: Scope,
}

impl World {
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("callboard.db").display());
        Self::open(url, Some(folder)).await
    }

    pub(crate) async fn postgres() -> Self {
        Self::open(postgres::fresh_database().await, None).await
    }

    pub(crate) async fn open(url: String, folder: Option<tempfile::TempDir>) -> Self {
        migrate(&url).await.expect("the schema");
        let options = DatabaseOptions { durable: false, ..DatabaseOptions::STANDARD };
        let db = Database::connect(&url, options).await.expect("a connection");
        let ids: Arc<dyn IdGen> = Arc::new(Ids);
        let stores = Stores::new(&db, &ids);
        Self { db, stores, ids, url, folder }
    }

    pub(crate) async fn close(self) {
        self.db.close().await.expect("closing");
        if self.folder.is_none() {
            postgres::drop_database(&self.url).await;
        }
    }

    /// Runs a statement below the stores, with all rights.
    pub(crate) async fn as_owner(&self, sql: &str) {
        if self.folder.is_none() {
            let mut connection = postgres::connect(&self.url).await;
            postgres::run(&mut connection, sql).await;
            connection.close().await.expect("closing");
        } else {
            let mut connection = connect_sqlite(&self.url).await;
            connection.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.expect("a statement");
            connection.close().await.expect("closing");
        }
    }

    /// Whether the test runs on PostgreSQL.
    pub(crate) fn is_postgres(&self) -> bool {
        self.db.is_postgres()
    }

    pub(crate) fn id(&self) -> Uuid {
        self.ids.next()
    }

    /// A new workspace with its owner.
    pub(crate) async fn desk(&self) -> Desk {
        let workspace = WorkspaceId(self.id());
        let at = noon();
        let snapshot = WorkspaceSnapshot {
            id: workspace,
            name: "Ridgeline Home Services".to_owned(),
            time_zone: "America/New_York".to_owned(),
            region: "US".to_owned(),
            currency: Currency::USD,
            demo: true,
            created_at: at,
            updated_at: at,
        };
        let owner = member_of(self.id(), "Olive Owner", Role::Owner);
        let scope = scope(workspace, owner.snapshot().id, Role::Owner);
        let created = vec![WorkspaceEvent::WorkspaceCreated { workspace: snapshot.clone() }];
        let audit = AuditDraft::create(&snapshot);
        let tenant = Commit::create(Workspace::restore(snapshot), created, audit, at);
        let audit = AuditDraft::create(owner.snapshot());
        let first = Commit::create(owner.clone(), vec![], audit, at);
        self.stores.workspaces.found(&scope, tenant, Some(first)).await.expect("founding");
        Desk { workspace, owner: owner.snapshot().id, scope }
    }

    /// Another active member of the workspace.
    pub(crate) async fn member(&self, desk: &Desk, name: &str, role: Role) -> Member {
        let member = member_of(self.id(), name, role);
        let audit = AuditDraft::create(member.snapshot());
        let commit = Commit::create(member.clone(), vec![], audit, noon());
        let end = callboard_workspaces::ports::EndSessions::None;
        self.stores.members.save(&desk.scope, commit, end).await.expect("a member");
        member
    }
}

/// A connection below the stores.
pub(crate) async fn connect_sqlite(url: &str) -> sqlx::SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::from_str(url).expect("a URL");
    options.busy_timeout(Duration::from_secs(10)).connect().await.expect("a connection")
}

/// A member acts.
#[expect(clippy::disallowed_methods, reason = "tests authenticate whom they like")]
pub(crate) fn scope(workspace: WorkspaceId, member: MemberId, role: Role) -> Scope {
    Scope::authenticated(workspace, Actor::Member { id: member, role })
}

/// The instant at which most tests happen.
pub(crate) fn noon() -> Timestamp {
    timestamp(1_790_000_000_000)
}

fn member_of(id: Uuid, name: &str, role: Role) -> Member {
    let email = format!("{}@demo.example", id.simple());
    Member::new(MemberId(id), name, &email, role, noon()).expect("a member")
}
