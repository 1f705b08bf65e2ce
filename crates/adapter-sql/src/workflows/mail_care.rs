//! Mail in the hands of people: listed without what it says, sent again, withdrawn. The row is locked before its state is
//! judged, so that of two people who press at once the second hears what the first did.

use super::mail::{Column, Entity};
use crate::{
    commit::{self, News},
    error::{Outcome, Result},
    keyset::{Holds, Order},
    scoped,
    store::store,
    stored::At,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{CallId, Page, PageRequest, PortError, Scope, Timestamp, millis, timestamp};
use callboard_workflows::{
    MailChanged,
    ports::{MailCare, MailMoved, MailStanding, UnsentMail},
};
use sea_orm::{
    JoinType, PaginatorTrait, QueryFilter, QueryResult, QuerySelect,
    entity::prelude::*,
    sea_query::{Alias, Expr},
};

store! {
    /// Shows mail to people and writes their decisions down.
    SqlMailCare + ids
}

#[async_trait]
impl MailCare for SqlMailCare {
    async fn list(
        &self,
        scope: &Scope,
        standing: Option<MailStanding>,
        page: &PageRequest,
    ) -> Result<Page<UnsentMail>, PortError> {
        self.page(scope, standing, page).await.during("mail_care.list")
    }

    async fn count(&self, scope: &Scope, standing: Option<MailStanding>) -> Result<u64, PortError> {
        self.how_many(scope, standing).await.during("mail_care.count")
    }

    async fn send_again(
        &self,
        scope: &Scope,
        mail: Uuid,
        oldest: Timestamp,
        at: Timestamp,
    ) -> Result<MailMoved, PortError> {
        self.renew(scope, mail, oldest, at).await.during("mail_care.send_again")
    }

    async fn settle(
        &self,
        scope: &Scope,
        mail: Uuid,
        at: Timestamp,
    ) -> Result<MailMoved, PortError> {
        self.withdraw(scope, mail, at).await.during("mail_care.settle")
    }
}

/// Written out and not as arguments, so that the partial indexes are seen to serve.
const fn filter(standing: Option<MailStanding>) -> &'static str {
    match standing {
        None => "\"mail_outbox\".\"state\" IN ('failed', 'unknown')",
        Some(MailStanding::Waiting) => "\"mail_outbox\".\"state\" = 'ready'",
        Some(MailStanding::Failed) => {
            "\"mail_outbox\".\"state\" IN ('failed', 'unknown') AND \"mail_outbox\".\"state\" = 'failed'"
        }
        Some(MailStanding::Unknown) => {
            "\"mail_outbox\".\"state\" IN ('failed', 'unknown') AND \"mail_outbox\".\"state\" = 'unknown'"
        }
    }
}

/// A mail as a decision finds it.
struct Found {
    state: String,
    created_at: i64,
}

impl Found {
    fn needs_a_person(&self) -> bool {
        matches!(self.state.as_str(), "failed" | "unknown")
    }
}

impl SqlMailCare {
    async fn page(
        &self,
        scope: &Scope,
        standing: Option<MailStanding>,
        request: &PageRequest,
    ) -> Result<Page<UnsentMail>> {
        let tx = self.db.read(scope).await?;
        let order = Order {
            name: format!("mail {}", standing.map_or("for a person", MailStanding::as_str)),
            columns: vec![("id", Holds::Id)],
            descending: true,
        };
        let mut select = scoped::find::<Entity>(&tx)
            .filter(Expr::cust(filter(standing)))
            .select_only()
            .columns([
                Column::Id,
                Column::State,
                Column::Subject,
                Column::AboutKind,
                Column::AboutId,
                Column::LastError,
                Column::CreatedAt,
                Column::FinishedAt,
            ]);
        QuerySelect::query(&mut select).join_as(
            JoinType::InnerJoin,
            Alias::new("members"),
            Alias::new("reader"),
            Expr::cust(
                "\"reader\".\"workspace_id\" = \"mail_outbox\".\"workspace_id\" \
                 AND \"reader\".\"id\" = \"mail_outbox\".\"member_id\"",
            ),
        );
        QuerySelect::query(&mut select).join_as(
            JoinType::LeftJoin,
            Alias::new("follow_ups"),
            Alias::new("promise"),
            Expr::cust(
                "\"promise\".\"workspace_id\" = \"mail_outbox\".\"workspace_id\" \
                 AND \"promise\".\"id\" = \"mail_outbox\".\"about_id\" \
                 AND \"mail_outbox\".\"about_kind\" = 'follow_up'",
            ),
        );
        let select = select
            .expr_as(Expr::col((Alias::new("reader"), Alias::new("name"))), "to_name")
            .expr_as(Expr::col((Alias::new("promise"), Alias::new("call_id"))), "call_id");
        let page = order.page(&tx, select, request, read).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn how_many(&self, scope: &Scope, standing: Option<MailStanding>) -> Result<u64> {
        let tx = self.db.read(scope).await?;
        let count = scoped::find::<Entity>(&tx)
            .filter(Expr::cust(filter(standing)))
            .select_only()
            .column(Column::Id)
            .count(&*tx)
            .await?;
        tx.done().await?;
        Ok(count)
    }

    async fn renew(
        &self,
        scope: &Scope,
        mail: Uuid,
        oldest: Timestamp,
        at: Timestamp,
    ) -> Result<MailMoved> {
        let mut tx = self.db.write(scope).await?;
        let Some(found) = find(&tx, mail).await? else { return Ok(MailMoved::Absent) };
        if !found.needs_a_person() {
            tx.commit().await?;
            return Ok(MailMoved::Elsewhere(found.state));
        }
        if found.created_at < millis(oldest) {
            tx.commit().await?;
            return Ok(MailMoved::TooOld);
        }
        let sql = format!(
            "UPDATE mail_outbox SET state = 'ready', attempts = 0, epoch = epoch + 1, owner = NULL, \
             last_error = NULL, finished_at = NULL, available_at = {} WHERE workspace_id = $1 AND id = $2",
            tx.dialect().now()
        );
        scoped::execute(&tx, &sql, [mail.into()]).await?;
        self.tell(&mut tx, &MailChanged { mail, state: "ready" }, &found.state, at).await?;
        tx.commit().await?;
        Ok(MailMoved::Done)
    }

    async fn withdraw(&self, scope: &Scope, mail: Uuid, at: Timestamp) -> Result<MailMoved> {
        let mut tx = self.db.write(scope).await?;
        let Some(found) = find(&tx, mail).await? else { return Ok(MailMoved::Absent) };
        if !found.needs_a_person() {
            tx.commit().await?;
            return Ok(MailMoved::Elsewhere(found.state));
        }
        let sql = "UPDATE mail_outbox SET state = 'withdrawn', epoch = epoch + 1, owner = NULL, finished_at = $3 \
                   WHERE workspace_id = $1 AND id = $2";
        scoped::execute(&tx, sql, [mail.into(), millis(at).into()]).await?;
        self.tell(&mut tx, &MailChanged { mail, state: "withdrawn" }, &found.state, at).await?;
        tx.commit().await?;
        Ok(MailMoved::Done)
    }

    async fn tell(
        &self,
        tx: &mut Tx,
        changed: &MailChanged,
        before: &str,
        at: Timestamp,
    ) -> Result<()> {
        let audit = changed.audit(before);
        let events = std::slice::from_ref(changed);
        let news = News { events, audit: Some(&audit), at, cause: None, depth: 0 };
        commit::tell(tx, &*self.ids, news).await
    }
}

async fn find(tx: &Tx, mail: Uuid) -> Result<Option<Found>> {
    let sql = format!(
        "SELECT state, created_at FROM mail_outbox WHERE workspace_id = $1 AND id = $2{}",
        tx.dialect().for_update()
    );
    let row = scoped::query_one(tx, &sql, [mail.into()]).await?;
    row.map(|row| {
        Ok(Found { state: row.try_get("", "state")?, created_at: row.try_get("", "created_at")? })
    })
    .transpose()
}

fn read(row: &QueryResult) -> Result<UnsentMail> {
    let id: Uuid = row.try_get("", "id")?;
    let state: String = row.try_get("", "state")?;
    let standing = match state.as_str() {
        "ready" => MailStanding::Waiting,
        other => MailStanding::parse(other)
            .ok_or_else(|| At::new("mail_outbox", id).unreadable("state"))?,
    };
    let ended_at: Option<i64> = row.try_get("", "finished_at")?;
    Ok(UnsentMail {
        id,
        standing,
        to_name: row.try_get("", "to_name")?,
        subject: row.try_get("", "subject")?,
        about_kind: row.try_get("", "about_kind")?,
        about: row.try_get("", "about_id")?,
        call: row.try_get::<Option<Uuid>>("", "call_id")?.map(CallId),
        last_error: row.try_get("", "last_error")?,
        created_at: timestamp(row.try_get("", "created_at")?),
        ended_at: ended_at.map(timestamp),
    })
}
