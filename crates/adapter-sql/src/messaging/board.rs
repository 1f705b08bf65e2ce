//! What screens read of texts.

use super::row::{conversation, message};
use crate::{
    dialect::Dialect,
    error::{Outcome, Result},
    keyset::{Holds, Order},
    scoped,
    store::store,
    stored::At,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{
    ConversationId, CustomerId, MemberId, MessageId, Page, PageRequest, PortError, Scope,
    Timestamp, millis,
};
use callboard_messaging::{
    board::{ConversationCounts, ConversationFilter, ConversationRow, MessageRow},
    model::{ConversationState, MessageDirection, MessageState},
    ports::MessagingBoard,
};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, JoinType, QueryFilter, QueryResult, QuerySelect,
    QueryTrait, Select,
    sea_query::{Alias, Expr},
};
use uuid::Uuid;

store! {
    /// What screens read of texts.
    SqlMessagingBoard
}

#[async_trait]
impl MessagingBoard for SqlMessagingBoard {
    async fn conversations(
        &self,
        scope: &Scope,
        filter: &ConversationFilter,
        page: &PageRequest,
        now: Timestamp,
    ) -> Result<Page<ConversationRow>, PortError> {
        self.threads(scope, filter, page, now).await.during("messaging.conversations")
    }

    async fn messages(
        &self,
        scope: &Scope,
        conversation: ConversationId,
        page: &PageRequest,
    ) -> Result<Page<MessageRow>, PortError> {
        self.texts(scope, conversation, page).await.during("messaging.messages")
    }

    async fn message(&self, scope: &Scope, id: MessageId) -> Result<Option<MessageRow>, PortError> {
        self.text(scope, id).await.during("messaging.message")
    }

    async fn counts(&self, scope: &Scope, now: Timestamp) -> Result<ConversationCounts, PortError> {
        self.badges(scope, now).await.during("messaging.counts")
    }
}

impl SqlMessagingBoard {
    async fn threads(
        &self,
        scope: &Scope,
        filter: &ConversationFilter,
        page: &PageRequest,
        now: Timestamp,
    ) -> Result<Page<ConversationRow>> {
        let tx = self.db.read_walking(scope).await?;
        let order = Order {
            name: "conversations".to_owned(),
            columns: vec![("last_at", Holds::Number), ("id", Holds::Id)],
            descending: true,
        };
        let read_at = read_at(tx.dialect(), scope);
        let mut select = scoped::find::<conversation::Entity>(&tx)
            .filter(condition(scope, filter, &read_at, now));
        for (table, alias, key) in
            [("customers", "customer", "customer_id"), ("members", "assignee", "assigned_to")]
        {
            join(&mut select, "conversations", table, alias, key);
        }
        let unread = format!(
            "(SELECT count(*) FROM (SELECT 1 FROM messages m WHERE m.workspace_id = \"conversations\".\"workspace_id\" \
             AND m.conversation_id = \"conversations\".\"id\" AND m.direction = 'in' AND m.at > {read_at} LIMIT 100) u)"
        );
        let select = select
            .expr_as(Expr::col((Alias::new("customer"), Alias::new("name"))), "customer_name")
            .expr_as(Expr::col((Alias::new("assignee"), Alias::new("name"))), "assigned_name")
            .expr_as(Expr::cust(unread), "unread");
        let page = order.page(&tx, select, page, thread).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn texts(
        &self,
        scope: &Scope,
        conversation: ConversationId,
        page: &PageRequest,
    ) -> Result<Page<MessageRow>> {
        let tx = self.db.read_walking(scope).await?;
        let order = Order {
            name: "messages".to_owned(),
            columns: vec![("at", Holds::Number), ("id", Holds::Id)],
            descending: true,
        };
        let select = texts(&tx).filter(message::Column::ConversationId.eq(conversation.uuid()));
        let page = order.page(&tx, select, page, text).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn text(&self, scope: &Scope, id: MessageId) -> Result<Option<MessageRow>> {
        let tx = self.db.read(scope).await?;
        let select = texts(&tx).filter(message::Column::Id.eq(id.uuid()));
        let statement = select.build(sea_orm::ConnectionTrait::get_database_backend(&*tx));
        let rows = tx.list(statement).await?;
        tx.done().await?;
        rows.first().map(text).transpose()
    }

    async fn badges(&self, scope: &Scope, now: Timestamp) -> Result<ConversationCounts> {
        let tx = self.db.read(scope).await?;
        let read_at = read_at(tx.dialect(), scope);
        let own = scope
            .only_calls_of()
            .map(|member| format!(" AND assigned_to = {}", literal(tx.dialect(), member.uuid())))
            .unwrap_or_default();
        let count = |what: &str| {
            format!(
                "(SELECT count(*) FROM \"conversations\" WHERE workspace_id = $1 AND {what}{own})"
            )
        };
        let sql = format!(
            "SELECT {} AS open, {} AS unread, {} AS person",
            count("state <> 'done' AND (state = 'open' OR snoozed_until <= $2)"),
            count(&format!("state <> 'done' AND last_in_at > {read_at}")),
            count("needs_person")
        );
        let row = scoped::query_one(&tx, &sql, [millis(now).into()]).await?;
        tx.done().await?;
        let Some(row) = row else { return Ok(ConversationCounts::default()) };
        let number = |name| Ok::<u64, sea_orm::DbErr>(row.try_get::<i64>("", name)?.unsigned_abs());
        Ok(ConversationCounts {
            open: number("open")?,
            unread: number("unread")?,
            needs_person: number("person")?,
        })
    }
}

/// Until when the member who asks has read a conversation; a program has read nothing.
fn read_at(dialect: Dialect, scope: &Scope) -> String {
    let member = scope.member().map_or(Uuid::nil(), MemberId::uuid);
    format!(
        "COALESCE((SELECT r.read_at FROM conversation_reads r WHERE r.workspace_id = \"conversations\".\"workspace_id\" \
         AND r.conversation_id = \"conversations\".\"id\" AND r.member_id = {}), 0)",
        literal(dialect, member)
    )
}

/// An id as SQL writes it: hexadecimal digits and nothing else.
fn literal(dialect: Dialect, id: Uuid) -> String {
    match dialect {
        Dialect::Postgres => format!("CAST('{id}' AS UUID)"),
        Dialect::Sqlite => format!("X'{}'", id.simple()),
    }
}

fn condition(
    scope: &Scope,
    filter: &ConversationFilter,
    read_at: &str,
    now: Timestamp,
) -> Condition {
    use conversation::Column as C;
    let ConversationFilter {
        state,
        assigned_to,
        unassigned,
        unread,
        needs_person,
        customer,
        number,
        id,
    } = filter;
    let own = scope.only_calls_of().map(|member| C::AssignedTo.eq(member.uuid()));
    let now = millis(now);
    Condition::all()
        .add_option(own)
        .add_option(state.map(|state| match state {
            // Written out, so that the partial index of what is not done is seen to serve.
            ConversationState::Open => Expr::cust(format!(
                "\"conversations\".\"state\" <> 'done' AND (\"conversations\".\"state\" = 'open' \
                 OR \"conversations\".\"snoozed_until\" <= {now})"
            )),
            ConversationState::Snoozed => Expr::cust(format!(
                "\"conversations\".\"state\" <> 'done' AND \"conversations\".\"state\" = 'snoozed' \
                 AND \"conversations\".\"snoozed_until\" > {now}"
            )),
            ConversationState::Done => C::State.eq(state.as_str()),
        }))
        .add_option(assigned_to.map(|member| C::AssignedTo.eq(member.uuid())))
        .add_option(unassigned.then(|| C::AssignedTo.is_null()))
        .add_option(
            unread.then(|| Expr::cust(format!("\"conversations\".\"last_in_at\" > {read_at}"))),
        )
        .add_option(needs_person.then(|| Expr::cust("\"conversations\".\"needs_person\"")))
        .add_option(customer.map(|customer| C::CustomerId.eq(CustomerId::uuid(customer))))
        .add_option(number.as_ref().map(|number| C::Number.eq(number.as_str())))
        .add_option(id.map(|id| C::Id.eq(id.uuid())))
}

fn join<E: sea_orm::EntityTrait>(
    select: &mut Select<E>,
    of: &str,
    table: &'static str,
    alias: &'static str,
    key: &str,
) {
    let on = format!(
        "\"{alias}\".\"workspace_id\" = \"{of}\".\"workspace_id\" AND \"{alias}\".\"id\" = \"{of}\".\"{key}\""
    );
    QuerySelect::query(select).join_as(
        JoinType::LeftJoin,
        Alias::new(table),
        Alias::new(alias),
        Expr::cust(on),
    );
}

fn texts(tx: &Tx) -> Select<message::Entity> {
    let mut select = scoped::find::<message::Entity>(tx);
    join(&mut select, "messages", "members", "writer_of", "writer_id");
    select.expr_as(Expr::col((Alias::new("writer_of"), Alias::new("name"))), "writer_name")
}

fn text(row: &QueryResult) -> Result<MessageRow> {
    let loaded = message::into(message::Model::from_query_result(row, "")?)?;
    Ok(MessageRow {
        message: loaded.value.snapshot().clone(),
        version: loaded.version.0,
        writer_name: row.try_get("", "writer_name")?,
    })
}

fn thread(row: &QueryResult) -> Result<ConversationRow> {
    let model = conversation::Model::from_query_result(row, "")?;
    let at = At::new("conversations", model.id);
    let loaded = conversation::into(&model)?;
    let unread: i64 = row.try_get("", "unread")?;
    Ok(ConversationRow {
        conversation: loaded.value.snapshot().clone(),
        version: loaded.version.0,
        customer_name: row.try_get("", "customer_name")?,
        assigned_name: row.try_get("", "assigned_name")?,
        last_direction: at.maybe_word(
            "last_direction",
            model.last_direction.as_deref(),
            MessageDirection::parse,
        )?,
        last_state: at.maybe_word(
            "last_state",
            model.last_state.as_deref(),
            MessageState::parse,
        )?,
        preview: model.preview,
        needs_person: model.needs_person,
        unread: u32::try_from(unread).unwrap_or_default(),
    })
}
