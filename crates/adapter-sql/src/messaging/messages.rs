//! Keeps texts.

use super::{
    reports,
    row::message,
    thread::{self, Wanted},
};
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError, refusal},
    scoped,
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{
    Commit, Expected, Loaded, MessageId, Phone, PortError, SaveError, Scope, Timestamp, Version,
    millis, timestamp,
};
use callboard_messaging::{
    MessageFacts, MessagingEvent,
    model::{
        ConversationState, Message, MessageDirection, MessageSnapshot, MessageState, Writer,
        segments,
    },
    ports::{Limits, MessageStore, Post, Posted, Receipt},
};
use callboard_telephony::{MessageProgress, ProviderMessageId};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, IntoActiveModel, QueryFilter, Value,
};
use time::Duration;

store! {
    /// Keeps texts.
    SqlMessages + ids
}

#[async_trait]
impl MessageStore for SqlMessages {
    async fn get(
        &self,
        scope: &Scope,
        id: MessageId,
    ) -> Result<Option<Loaded<Message>>, PortError> {
        self.one(scope, message::Column::Id.eq(id.uuid())).await.during("messages.get")
    }

    async fn of_provider(
        &self,
        scope: &Scope,
        id: &ProviderMessageId,
    ) -> Result<Option<Loaded<Message>>, PortError> {
        let theirs = message::Column::ProviderId.eq(id.as_str());
        self.one(scope, theirs).await.during("messages.of_provider")
    }

    async fn post(&self, scope: &Scope, post: Post) -> Result<Posted, SaveError> {
        self.write_out(scope, post).await.saving("messages.post")
    }

    async fn receive(&self, scope: &Scope, receipt: Receipt) -> Result<Option<Message>, SaveError> {
        match self.write_in(scope, receipt).await {
            // Two reports of the same text at the same moment: the other one wrote it.
            Err(StoreError::Db(error))
                if matches!(
                    refusal(&error),
                    Some(StoreError::Duplicate("messages_provider_key"))
                ) =>
            {
                Ok(None)
            }
            answer => answer.saving("messages.receive"),
        }
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Message, MessagingEvent>,
    ) -> Result<Version, SaveError> {
        self.change(scope, &commit).await.saving("messages.save")
    }

    async fn keep_early_report(
        &self,
        scope: &Scope,
        id: &ProviderMessageId,
        to: &Phone,
        progress: MessageProgress,
    ) -> Result<bool, PortError> {
        reports::keep(&self.db, scope, id, to, progress).await.during("messages.keep_early_report")
    }

    async fn take_early_report(
        &self,
        scope: &Scope,
        id: &ProviderMessageId,
    ) -> Result<Option<MessageProgress>, PortError> {
        reports::take(&self.db, scope, id).await.during("messages.take_early_report")
    }
}

impl SqlMessages {
    async fn one(
        &self,
        scope: &Scope,
        wanted: sea_orm::sea_query::SimpleExpr,
    ) -> Result<Option<Loaded<Message>>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<message::Entity>(&tx).filter(wanted).one(&*tx).await?;
        tx.done().await?;
        found.map(message::into).transpose()
    }

    async fn write_out(&self, scope: &Scope, post: Post) -> Result<Posted> {
        let Post { message, limits, audit, cause, at } = post;
        let s = message.snapshot();
        let mut tx = self.db.write(scope).await?;
        commit::use_cause(&tx, cause.as_ref().map(|(cause, _)| cause), at).await?;
        let by_hand = matches!(s.writer, Some(Writer::Person { .. }));
        let thread = thread::lock(
            &tx,
            &Wanted {
                id: s.conversation,
                customer: s.customer,
                number: &s.number,
                line: s.line.as_ref(),
                // What the product says by itself is nobody's business until there is an answer.
                begins: if by_hand { ConversationState::Open } else { ConversationState::Done },
                at,
            },
        )
        .await?;
        // Looked at behind the lock, so that the same order twice is one text.
        let before = scoped::find::<message::Entity>(&tx)
            .filter(message::Column::Id.eq(s.id.uuid()))
            .one(&*tx)
            .await?;
        if let Some(before) = before {
            return Ok(Posted::Before(message::into(before)?.value));
        }
        if let Some(refused) = limit(&tx, thread.id, s, limits, thread.last_in_at).await? {
            return Ok(refused);
        }
        let snapshot = MessageSnapshot {
            conversation: callboard_kernel::ConversationId(thread.id),
            ..s.clone()
        };
        let message = Message::restore(snapshot);
        insert(&tx, &message).await?;
        thread::used(&tx, thread.id, &s.number, s.line.as_ref()).await?;
        thread::refresh(&tx, thread.id, at).await?;
        let events = [MessagingEvent::Written(MessageFacts::from(&message))];
        let depth = cause.as_ref().map_or(0, |(_, depth)| *depth);
        let cause = cause.as_ref().map(|(cause, _)| cause);
        let news = News { events: &events, audit: audit.as_ref(), at, cause, depth };
        commit::tell(&mut tx, &*self.ids, news).await?;
        tx.commit().await?;
        Ok(Posted::Written(message))
    }

    async fn write_in(&self, scope: &Scope, receipt: Receipt) -> Result<Option<Message>> {
        let at = receipt.at;
        let mut tx = self.db.write(scope).await?;
        let wanted = Wanted {
            id: receipt.conversation,
            customer: receipt.customer,
            number: &receipt.number,
            line: receipt.line.as_ref(),
            begins: ConversationState::Open,
            at,
        };
        let thread = thread::lock(&tx, &wanted).await?;
        let before = scoped::find::<message::Entity>(&tx)
            .filter(message::Column::ProviderId.eq(receipt.provider_id.as_str()))
            .one(&*tx)
            .await?;
        if before.is_some() {
            return Ok(None);
        }
        let (keyword, is_answered) = (receipt.keyword.clone(), receipt.is_answered);
        let message = received(receipt, thread.id);
        insert(&tx, &message).await?;
        let s = message.snapshot();
        thread::used(&tx, thread.id, &s.number, s.line.as_ref()).await?;
        thread::heard(&tx, thread.id, at).await?;
        thread::refresh(&tx, thread.id, at).await?;
        let facts = MessageFacts::from(&message);
        let events = [MessagingEvent::Received { facts, keyword, is_answered }];
        let news = News { events: &events, audit: None, at, cause: None, depth: 0 };
        commit::tell(&mut tx, &*self.ids, news).await?;
        tx.commit().await?;
        Ok(Some(message))
    }

    async fn change(
        &self,
        scope: &Scope,
        commit: &Commit<Message, MessagingEvent>,
    ) -> Result<Version> {
        let Expected::At(Version(current)) = commit.expected else {
            return Err(StoreError::Stale);
        };
        let mut tx = self.db.write(scope).await?;
        let s = commit.aggregate.snapshot();
        let mut row = columns(&tx, &commit.aggregate, Version(current + 1))?;
        row.available_at = Set(None);
        let written = scoped::update::<message::Entity>(&tx)
            .set(row)
            .filter(message::Column::Id.eq(s.id.uuid()))
            .filter(message::Column::Version.eq(current))
            .exec(&*tx)
            .await?;
        if written.rows_affected == 0 {
            return Err(StoreError::Stale);
        }
        if s.state == MessageState::Retry {
            make_due(&tx, s.id.uuid()).await?;
        }
        thread::refresh(&tx, s.conversation.uuid(), commit.at).await?;
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(Version(current + 1))
    }
}

/// All columns of the text; owner, epoch and due time stay as they are.
pub(super) fn columns(
    tx: &Tx,
    message: &Message,
    version: Version,
) -> Result<message::ActiveModel> {
    let mut row: message::ActiveModel = scoped::all_columns(message::from(message, version)?);
    row.workspace_id = Set(tx.workspace_uuid());
    row.owner = NotSet;
    row.epoch = NotSet;
    row.available_at = NotSet;
    Ok(row)
}

/// Writes the row of a new text.
async fn insert(tx: &Tx, message: &Message) -> Result<()> {
    let s = message.snapshot();
    let row = message::from(message, Version(1))?;
    scoped::insert::<message::Entity, _>(tx, row.into_active_model()).await?;
    if s.direction == MessageDirection::Out {
        make_due(tx, s.id.uuid()).await?;
    }
    Ok(())
}

/// A text is due at its time, else at once by the clock of the database.
async fn make_due(tx: &Tx, id: uuid::Uuid) -> Result<()> {
    let sql = format!(
        "UPDATE messages SET available_at = COALESCE(scheduled_for, {}) WHERE workspace_id = $1 AND id = $2",
        tx.dialect().now()
    );
    scoped::execute(tx, &sql, [id.into()]).await?;
    Ok(())
}

/// The states that count towards limits.
fn counted() -> String {
    let words = MessageState::ALL.iter().filter(|state| state.counts());
    words.map(|state| format!("'{state}'")).collect::<Vec<_>>().join(", ")
}

async fn limit(
    tx: &Tx,
    thread: uuid::Uuid,
    s: &MessageSnapshot,
    limits: Limits,
    last_in_at: Option<i64>,
) -> Result<Option<Posted>> {
    let due = millis(s.at);
    if let Some(within) = limits.same_text_within {
        let within = within.whole_milliseconds() as i64;
        let sql = format!(
            "SELECT max(at) AS at FROM messages WHERE workspace_id = $1 AND conversation_id = $2 AND direction = 'out' \
             AND number = $3 AND body = $4 AND state IN ({}) AND at > $5 AND at < $6",
            counted()
        );
        let values: [Value; 5] = [
            thread.into(),
            s.number.as_str().into(),
            s.body.as_str().into(),
            (due - within).into(),
            (due + within).into(),
        ];
        let row = scoped::query_one(tx, &sql, values).await?;
        let last: Option<i64> = row.map(|row| row.try_get("", "at")).transpose()?.flatten();
        if let Some(last) = last {
            return Ok(Some(Posted::Repeated(timestamp(last + within))));
        }
    }
    let Some(cap) = limits.daily_cap else { return Ok(None) };
    let day = Duration::DAY.whole_milliseconds() as i64;
    let since = last_in_at.map_or(due - day, |answered| answered.max(due - day));
    let sql = format!(
        "SELECT count(*) AS texts, min(at) AS first FROM messages WHERE workspace_id = $1 AND conversation_id = $2 \
         AND direction = 'out' AND state IN ({}) AND at > $3 AND at <= $4",
        counted()
    );
    let values: [Value; 3] = [thread.into(), since.into(), due.into()];
    let Some(row) = scoped::query_one(tx, &sql, values).await? else { return Ok(None) };
    let texts: i64 = row.try_get("", "texts")?;
    let first: Option<i64> = row.try_get("", "first")?;
    Ok((texts >= i64::from(cap)).then(|| Posted::TooMany(timestamp(first.unwrap_or(due) + day))))
}

fn received(receipt: Receipt, thread: uuid::Uuid) -> Message {
    let Receipt {
        id,
        conversation: _,
        provider_id,
        number,
        line,
        customer,
        body,
        keyword: _,
        is_answered: _,
        at,
    } = receipt;
    Message::restore(MessageSnapshot {
        id,
        conversation: callboard_kernel::ConversationId(thread),
        customer,
        call: None,
        direction: MessageDirection::In,
        state: MessageState::Received,
        number,
        line,
        segments: segments(&body).count,
        body,
        purpose: None,
        template: None,
        writer: None,
        scheduled_for: None,
        attempts: 0,
        provider_id: Some(provider_id.as_str().to_owned()),
        provider_status: None,
        failure: None,
        settled: None,
        at,
        sent_at: None,
        delivered_at: None,
        created_at: at,
        updated_at: at,
    })
}

/// For stores that change a text and its thread together.
pub(super) async fn tell(
    tx: &mut Tx,
    ids: &dyn callboard_kernel::IdGen,
    message: &Message,
    at: Timestamp,
) -> Result<()> {
    thread::refresh(tx, message.snapshot().conversation.uuid(), at).await?;
    let events: Vec<_> = MessagingEvent::of(message).into_iter().collect();
    let news = News { events: &events, audit: None, at, cause: None, depth: 0 };
    commit::tell(tx, ids, news).await
}
