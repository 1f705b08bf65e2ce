//! A person works a conversation: state, assignee, what he has read.

use super::Messaging;
use crate::{
    error::MessagingError,
    events::MessagingEvent,
    model::{Conversation, ConversationState},
};
use callboard_kernel::{
    AuditAction, AuditDraft, Commit, ConversationId, Invalid, Loaded, MemberId, Patch, Permission,
    SaveError, Scope, Timestamp, Version,
};

/// What an edit of a conversation changes; what it does not mention stays.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ConversationEdit {
    /// Where it goes; `Snoozed` needs the instant.
    pub state: Option<ConversationState>,
    /// When it comes back.
    pub snoozed_until: Option<Timestamp>,
    /// Who takes care of it.
    pub assigned_to: Patch<MemberId>,
}

/// How often a change without an expected version is decided again when somebody wrote first.
const ATTEMPTS: u32 = 3;

impl Messaging {
    /// Changes a conversation. `Stale` when `expected` is not its version.
    pub async fn edit_conversation(
        &self,
        scope: &Scope,
        id: ConversationId,
        expected: Option<Version>,
        edit: ConversationEdit,
    ) -> Result<Loaded<Conversation>, MessagingError> {
        scope.require(Permission::WorkCalls)?;
        if let Patch::Set(member) = edit.assigned_to
            && self.ports.staff.name(scope, member).await?.is_none()
        {
            return Err(MessagingError::NotFound("member"));
        }
        let mut attempt = 1;
        loop {
            match self.try_edit(scope, id, expected, &edit).await {
                Err(MessagingError::Save(SaveError::Stale))
                    if expected.is_none() && attempt < ATTEMPTS =>
                {
                    attempt += 1;
                }
                answer => return answer,
            }
        }
    }

    async fn try_edit(
        &self,
        scope: &Scope,
        id: ConversationId,
        expected: Option<Version>,
        edit: &ConversationEdit,
    ) -> Result<Loaded<Conversation>, MessagingError> {
        let before = self.conversation_of(scope, id).await?;
        if expected.is_some_and(|expected| expected != before.version) {
            return Err(SaveError::Stale.into());
        }
        let now = self.ports.clock.now();
        let after = apply(before.value.clone(), edit, now)?;
        let action =
            if edit.assigned_to.is_keep() { AuditAction::Update } else { AuditAction::Assign };
        let audit = AuditDraft::change(action, before.value.snapshot(), after.snapshot());
        let events = vec![MessagingEvent::ConversationChanged { conversation: id }];
        let commit = Commit::update(after.clone(), before.version, events, audit, now);
        let version = self.ports.conversations.save(scope, commit).await?;
        Ok(Loaded { value: after, version })
    }

    /// The member who asks has read what came in until now.
    pub async fn read(&self, scope: &Scope, id: ConversationId) -> Result<(), MessagingError> {
        scope.require(Permission::ReadCustomers)?;
        let member = scope.member().ok_or(MessagingError::NotAMember)?;
        self.conversation_of(scope, id).await?;
        let now = self.ports.clock.now();
        Ok(self.ports.conversations.mark_read(scope, id, member, now).await?)
    }

    pub(super) async fn conversation_of(
        &self,
        scope: &Scope,
        id: ConversationId,
    ) -> Result<Loaded<Conversation>, MessagingError> {
        let found = self.ports.conversations.get(scope, id).await?;
        found.ok_or(MessagingError::NotFound("conversation"))
    }
}

fn apply(
    mut after: Conversation,
    edit: &ConversationEdit,
    now: Timestamp,
) -> Result<Conversation, MessagingError> {
    after = match (edit.state, edit.snoozed_until) {
        (Some(ConversationState::Snoozed), Some(until)) => after.snoozed(until, now)?,
        (Some(ConversationState::Snoozed), None) => {
            return Err(Invalid::field("snoozed_until", "required", "Say until when.").into());
        }
        (_, Some(_)) => {
            let message = "Goes with the state snoozed only.";
            return Err(Invalid::field("snoozed_until", "not_allowed", message).into());
        }
        (Some(ConversationState::Open), None) => after.opened(now),
        (Some(ConversationState::Done), None) => after.done(now),
        (None, None) => after,
    };
    let mut assigned = after.snapshot().assigned_to;
    edit.assigned_to.clone().apply(&mut assigned);
    if assigned != after.snapshot().assigned_to {
        after = after.assigned(assigned, now);
    }
    Ok(after)
}
