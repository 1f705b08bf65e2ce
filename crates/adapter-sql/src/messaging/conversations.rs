//! Keeps conversations.

use super::row::conversation;
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
    stored::maybe_millis,
};
use async_trait::async_trait;
use callboard_kernel::{
    Commit, ConversationId, Expected, Loaded, MemberId, PortError, SaveError, Scope, Timestamp,
    Version, millis,
};
use callboard_messaging::{MessagingEvent, model::Conversation, ports::ConversationStore};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Value};

store! {
    /// Keeps conversations.
    SqlConversations + ids
}

#[async_trait]
impl ConversationStore for SqlConversations {
    async fn get(
        &self,
        scope: &Scope,
        id: ConversationId,
    ) -> Result<Option<Loaded<Conversation>>, PortError> {
        self.one(scope, id).await.during("conversations.get")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Conversation, MessagingEvent>,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit).await.saving("conversations.save")
    }

    async fn mark_read(
        &self,
        scope: &Scope,
        id: ConversationId,
        member: MemberId,
        at: Timestamp,
    ) -> Result<(), SaveError> {
        self.mark(scope, id, member, at).await.saving("conversations.mark_read")
    }
}

impl SqlConversations {
    async fn one(&self, scope: &Scope, id: ConversationId) -> Result<Option<Loaded<Conversation>>> {
        let tx = self.db.read(scope).await?;
        let own =
            scope.only_calls_of().map(|member| conversation::Column::AssignedTo.eq(member.uuid()));
        let found = scoped::find::<conversation::Entity>(&tx)
            .filter(conversation::Column::Id.eq(id.uuid()))
            .filter(Condition::all().add_option(own))
            .one(&*tx)
            .await?;
        tx.done().await?;
        found.as_ref().map(conversation::into).transpose()
    }

    /// Only what people decide: what follows from texts is written with them.
    async fn write(
        &self,
        scope: &Scope,
        commit: &Commit<Conversation, MessagingEvent>,
    ) -> Result<Version> {
        let Expected::At(Version(current)) = commit.expected else {
            return Err(StoreError::Stale);
        };
        let mut tx = self.db.write(scope).await?;
        let s = commit.aggregate.snapshot();
        let sql = "UPDATE conversations SET version = version + 1, state = $4, snoozed_until = $5, assigned_to = $6, \
                   updated_at = $7 WHERE workspace_id = $1 AND id = $2 AND version = $3";
        let values: [Value; 6] = [
            s.id.uuid().into(),
            current.into(),
            s.state.as_str().into(),
            maybe_millis(s.snoozed_until).into(),
            s.assigned_to.map(MemberId::uuid).into(),
            millis(s.updated_at).into(),
        ];
        if scoped::execute(&tx, sql, values).await?.rows_affected() == 0 {
            return Err(StoreError::Stale);
        }
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(Version(current + 1))
    }

    async fn mark(
        &self,
        scope: &Scope,
        id: ConversationId,
        member: MemberId,
        at: Timestamp,
    ) -> Result<()> {
        let tx = self.db.write(scope).await?;
        let sql = "INSERT INTO conversation_reads (workspace_id, conversation_id, member_id, read_at) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT (workspace_id, conversation_id, member_id) \
                   DO UPDATE SET read_at = excluded.read_at WHERE conversation_reads.read_at < excluded.read_at";
        let values: [Value; 3] = [id.uuid().into(), member.uuid().into(), millis(at).into()];
        scoped::execute(&tx, sql, values).await?;
        tx.commit().await
    }
}
