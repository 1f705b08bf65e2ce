//! Mail that waits for somebody who can send it.

use crate::{
    error::{Outcome, Result},
    keyset::{Holds, Order},
    scoped::{self, Tenanted},
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{
    Page, PageRequest, PortError, SaveError, Scope, Timestamp, millis, timestamp,
};
use callboard_workflows::ports::{MailDraft, MailOutbox, WaitingMail};
use sea_orm::{
    JoinType, PaginatorTrait, QueryFilter, QueryResult, QuerySelect,
    entity::prelude::*,
    sea_query::{Alias, Expr},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_outbox")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub message_id: String,
    pub state: String,
    pub member_id: Uuid,
    pub to_address: String,
    pub subject: String,
    pub body: String,
    pub about_kind: String,
    pub about_id: Uuid,
    pub created_at: i64,
    pub finished_at: Option<i64>,
    pub available_at: i64,
    pub owner: Option<Uuid>,
    pub epoch: i64,
    pub attempts: i64,
    pub last_error: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tenanted for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

/// Written out and not as an argument, so that the partial index is seen to serve.
const WAITS: &str = "\"mail_outbox\".\"state\" = 'ready'";

store! {
    /// Keeps mail.
    SqlMailOutbox + ids
}

#[async_trait]
impl MailOutbox for SqlMailOutbox {
    async fn post(&self, scope: &Scope, mail: MailDraft, at: Timestamp) -> Result<(), SaveError> {
        self.insert(scope, mail, at).await.saving("mail_outbox.post")
    }

    async fn waiting(
        &self,
        scope: &Scope,
        page: &PageRequest,
    ) -> Result<Page<WaitingMail>, PortError> {
        self.page(scope, page).await.during("mail_outbox.waiting")
    }

    async fn count_waiting(&self, scope: &Scope) -> Result<u64, PortError> {
        self.count(scope).await.during("mail_outbox.count_waiting")
    }
}

impl SqlMailOutbox {
    async fn insert(&self, scope: &Scope, mail: MailDraft, at: Timestamp) -> Result<()> {
        let MailDraft { message_id, member, to_address, subject, body, about_kind, about } = mail;
        let row = Model {
            workspace_id: Uuid::nil(),
            id: self.ids.next(),
            message_id,
            state: "ready".to_owned(),
            member_id: member.uuid(),
            to_address,
            subject,
            body,
            about_kind,
            about_id: about,
            created_at: millis(at),
            finished_at: None,
            available_at: 0,
            owner: None,
            epoch: 0,
            attempts: 0,
            last_error: None,
        };
        let tx = self.db.write(scope).await?;
        scoped::insert::<Entity, _>(&tx, sea_orm::IntoActiveModel::into_active_model(row)).await?;
        tx.commit().await
    }

    async fn page(&self, scope: &Scope, request: &PageRequest) -> Result<Page<WaitingMail>> {
        let tx = self.db.read(scope).await?;
        let order = Order {
            name: "waiting mail".to_owned(),
            columns: vec![("id", Holds::Id)],
            descending: false,
        };
        let mut select = scoped::find::<Entity>(&tx)
            .filter(Expr::cust(WAITS))
            .select_only()
            .columns([Column::Id, Column::Subject, Column::CreatedAt]);
        QuerySelect::query(&mut select).join_as(
            JoinType::InnerJoin,
            Alias::new("members"),
            Alias::new("reader"),
            Expr::cust(
                "\"reader\".\"workspace_id\" = \"mail_outbox\".\"workspace_id\" \
                 AND \"reader\".\"id\" = \"mail_outbox\".\"member_id\"",
            ),
        );
        let select =
            select.expr_as(Expr::col((Alias::new("reader"), Alias::new("name"))), "to_name");
        let page = order.page(&tx, select, request, read).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn count(&self, scope: &Scope) -> Result<u64> {
        let tx = self.db.read(scope).await?;
        let waiting = scoped::find::<Entity>(&tx)
            .filter(Expr::cust(WAITS))
            .select_only()
            .column(Column::Id)
            .count(&*tx)
            .await?;
        tx.done().await?;
        Ok(waiting)
    }
}

fn read(row: &QueryResult) -> Result<WaitingMail> {
    Ok(WaitingMail {
        id: row.try_get("", "id")?,
        to_name: row.try_get("", "to_name")?,
        subject: row.try_get("", "subject")?,
        created_at: timestamp(row.try_get("", "created_at")?),
    })
}
