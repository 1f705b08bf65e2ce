//! The answers to STOP and HELP, which go even to those who want nothing else.

use super::{
    Messaging,
    compose::{NewWords, Sending, line_of},
};
use crate::{
    error::MessagingError,
    model::{Message, Purpose, Writer, render},
    ports::Limits,
};
use callboard_kernel::{Cause, ConversationId, Loaded, MessageId, Permission, SaveError, Scope};

/// Confirms that nothing more comes; no word of selling (47 CFR 64.1200(a)(12)).
const CONFIRMS: &str =
    "{{company_name}}: you will get no more messages from us. Reply START if you change your mind.";
/// Says who we are and how it ends.
const HELPS: &str = "{{company_name}}: call us at {{company_phone}}. Message and data rates may apply. Reply STOP to get no more \
                     messages.";

impl Messaging {
    /// Answers a word such as STOP or HELP in the thread in which it came, once for one cause. The gate is asked like for any
    /// other text; its no is no error. `None` when nothing was written.
    pub async fn answer_keyword(
        &self,
        scope: &Scope,
        conversation: ConversationId,
        purpose: Purpose,
        cause: &Cause,
        depth: u8,
    ) -> Result<Option<Message>, MessagingError> {
        scope.require(Permission::WorkCalls)?;
        let words = match purpose {
            Purpose::OptOutConfirmation => CONFIRMS,
            Purpose::Help => HELPS,
            _ => return Ok(None),
        };
        let Loaded { value: settings, .. } = self.ports.settings.load(scope).await?;
        let party = self.party_of_conversation(scope, conversation).await?;
        let line = match line_of(&party, &settings) {
            Err(MessagingError::NoLine) => return Ok(None),
            line => line?,
        };
        let body = render(words, &self.values(scope, &party, Some(&line)).await?)?;
        let sending = Sending {
            id: MessageId(self.ports.ids.next()),
            call: None,
            party,
            writer: Writer::Automation { name: "received_text_is_heard".to_owned() },
            scheduled_for: None,
            limits: Some(Limits { daily_cap: None, same_text_within: None }),
            cause: Some((cause.clone(), depth)),
        };
        let words = NewWords { line, body, purpose, template: None };
        match self.queue(scope, sending, settings, words).await {
            Ok(message) => Ok(Some(message)),
            Err(
                MessagingError::Refused(_)
                | MessagingError::NoNumber
                | MessagingError::Save(SaveError::Duplicate("causes_pkey")),
            ) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
