//! What a provider reports: a text came in, a text of ours has come further.

use super::Messaging;
use crate::{error::MessagingError, events::MessagingEvent, model::Message, ports::Receipt};
use callboard_kernel::{
    Commit, ConversationId, Expected, Loaded, MessageId, Permission, SaveError, Scope,
};
use callboard_telephony::{MessageProgress, MessageProgressed, MessageReceived, ProviderMessageId};

/// Longest text that is kept; what a carrier hands over is shorter.
const MAX_KEPT: usize = 10_000;
/// How often a report is merged again when somebody wrote first.
const ATTEMPTS: u32 = 5;

impl Messaging {
    /// A text came in. The same one twice is written once. One without a number of its sender has nobody to answer and is
    /// passed over. `None` when nothing was written.
    pub async fn received(
        &self,
        scope: &Scope,
        received: &MessageReceived,
    ) -> Result<Option<Message>, MessagingError> {
        scope.require(Permission::WorkCalls)?;
        let Some(number) = received.from.phone() else { return Ok(None) };
        let party = self.ports.parties.of_number(scope, number).await?;
        let receipt = Receipt {
            id: MessageId(self.ports.ids.next()),
            conversation: ConversationId(self.ports.ids.next()),
            provider_id: received.message.clone(),
            number: number.clone(),
            line: received.to.phone().cloned(),
            customer: party.customer,
            body: shown(received),
            keyword: received.keyword.map(|word| word.as_str().to_owned()),
            is_answered: received.is_answered,
            at: self.ports.clock.now(),
        };
        Ok(self.ports.messages.receive(scope, receipt).await?)
    }

    /// A text of ours has come further. Reports come twice and in any order; those that say nothing new change nothing.
    /// `false` when no text of this workspace is meant.
    pub async fn progressed(
        &self,
        scope: &Scope,
        progressed: &MessageProgressed,
    ) -> Result<bool, MessagingError> {
        scope.require(Permission::WorkCalls)?;
        let id = &progressed.message;
        if self.merge(scope, id, progressed.progress).await? {
            return Ok(true);
        }
        // The report was quicker than the answer to our order.
        let Some(to) = progressed.to.phone() else { return Ok(false) };
        let store = &self.ports.messages;
        if !store.keep_early_report(scope, id, to, progressed.progress).await? {
            return Ok(false);
        }
        // The answer may have come between both looks.
        self.bind_early_report(scope, id).await?;
        Ok(true)
    }

    /// Whether a text of this workspace has this id of the provider.
    pub async fn is_known(
        &self,
        scope: &Scope,
        id: &ProviderMessageId,
    ) -> Result<bool, MessagingError> {
        Ok(self.ports.messages.of_provider(scope, id).await?.is_some())
    }

    /// Merges what was reported before the provider's id was known.
    pub async fn bind_early_report(
        &self,
        scope: &Scope,
        id: &ProviderMessageId,
    ) -> Result<(), MessagingError> {
        scope.require(Permission::WorkCalls)?;
        if self.ports.messages.of_provider(scope, id).await?.is_none() {
            return Ok(());
        }
        if let Some(progress) = self.ports.messages.take_early_report(scope, id).await? {
            self.merge(scope, id, progress).await?;
        }
        Ok(())
    }

    /// Whether there is such a text.
    async fn merge(
        &self,
        scope: &Scope,
        id: &ProviderMessageId,
        progress: MessageProgress,
    ) -> Result<bool, MessagingError> {
        let mut attempt = 1;
        loop {
            let Some(before) = self.ports.messages.of_provider(scope, id).await? else {
                return Ok(false);
            };
            let now = self.ports.clock.now();
            let Some(after) = before.value.progressed(progress, now) else { return Ok(true) };
            match self.ports.messages.save(scope, reported(&before, after, now)).await {
                Err(SaveError::Stale) if attempt < ATTEMPTS => attempt += 1,
                answer => {
                    answer?;
                    return Ok(true);
                }
            }
        }
    }
}

/// Nobody decided it, so the audit trail has no line; a step that is none for people has no event.
fn reported(
    before: &Loaded<Message>,
    after: Message,
    at: callboard_kernel::Timestamp,
) -> Commit<Message, MessagingEvent> {
    let told = after.snapshot().state != before.value.snapshot().state;
    Commit {
        events: MessagingEvent::of(&after).filter(|_| told).into_iter().collect(),
        aggregate: after,
        expected: Expected::At(before.version),
        audit: None,
        at,
        cause: None,
        depth: 0,
    }
}

/// The text, and a word for pictures, which have no place in a text.
fn shown(received: &MessageReceived) -> String {
    let text: String = received.text.expose().chars().take(MAX_KEPT).collect();
    match received.files.len() {
        0 => text,
        1 => format!("{text}\n[1 attachment]").trim().to_owned(),
        more => format!("{text}\n[{more} attachments]").trim().to_owned(),
    }
}
