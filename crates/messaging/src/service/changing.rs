//! A person takes a text back, has one tried at once, or settles one that needs a person.

use super::{
    Messaging,
    compose::{NewWords, Sending, line_of},
};
use crate::{
    error::MessagingError,
    events::{MessageFacts, MessagingEvent},
    model::{Message, Purpose, SettledAs, Writer},
    ports::{Limits, Party},
};
use callboard_kernel::{
    AuditAction, AuditDraft, Commit, Loaded, MessageId, Permission, SaveError, Scope, derived_id,
};

/// What a person does about a text that needs one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolution {
    /// Sends the same words again, as a text of its own.
    SendAgain,
    /// Knows that it went out.
    MarkAsSent,
    /// Leaves it.
    Dismiss,
}

/// How often a change is decided again when somebody wrote first.
const ATTEMPTS: u32 = 3;

impl Messaging {
    /// Takes a text back that has not begun to leave.
    pub async fn cancel(&self, scope: &Scope, id: MessageId) -> Result<Message, MessagingError> {
        scope.require(Permission::WorkCalls)?;
        self.change(scope, id, |before| {
            let after = before.cancelled(self.ports.clock.now())?;
            let event = MessagingEvent::Cancelled(MessageFacts::from(&after));
            Ok((after, event))
        })
        .await
    }

    /// Tries a text at once that waits because the telephone company did not answer.
    pub async fn try_now(&self, scope: &Scope, id: MessageId) -> Result<Message, MessagingError> {
        scope.require(Permission::WorkCalls)?;
        self.change(scope, id, |before| {
            let after = before.hurried(self.ports.clock.now())?;
            let event = MessagingEvent::Postponed(MessageFacts::from(&after));
            Ok((after, event))
        })
        .await
    }

    /// Settles a text that needs a person. Answers the new one when it is sent again, else the text itself.
    pub async fn resolve(
        &self,
        scope: &Scope,
        id: MessageId,
        how: Resolution,
    ) -> Result<Message, MessagingError> {
        scope.require(Permission::WorkCalls)?;
        let word = match how {
            Resolution::SendAgain => SettledAs::SentAgain,
            Resolution::MarkAsSent => SettledAs::MarkedAsSent,
            Resolution::Dismiss => SettledAs::Dismissed,
        };
        let again = match how {
            // The new text is written first: who dies in between finds the old one still waiting for a person.
            Resolution::SendAgain => Some(self.again(scope, id).await?),
            Resolution::MarkAsSent | Resolution::Dismiss => None,
        };
        let settled = self
            .change(scope, id, |before| {
                let after = before.settled(word, self.ports.clock.now())?;
                let event = MessagingEvent::Settled(MessageFacts::from(&after));
                Ok((after, event))
            })
            .await?;
        Ok(again.unwrap_or(settled))
    }

    /// The same words once more. A person wants it, so that it was said a moment ago is no reason not to; its id follows
    /// from the first one, so that wanting it twice sends it once.
    async fn again(&self, scope: &Scope, id: MessageId) -> Result<Message, MessagingError> {
        let before = self.load_message(scope, id).await?.value;
        if !before.can_be_settled() {
            return Err(MessagingError::NothingToSettle);
        }
        let s = before.snapshot();
        let settings = self.ports.settings.load(scope).await?.value;
        let party = Party {
            customer: s.customer,
            name: String::new(),
            number: Some(s.number.clone()),
            line: s.line.clone(),
        };
        let line = line_of(&party, &settings)?;
        let sending = Sending {
            id: MessageId(derived_id(&["again", &id.to_string()])),
            call: s.call,
            party,
            writer: Writer::Person { member: scope.member() },
            scheduled_for: None,
            limits: Some(Limits { daily_cap: None, same_text_within: None }),
            cause: None,
        };
        let words = NewWords {
            line,
            body: s.body.clone(),
            purpose: s.purpose.unwrap_or(Purpose::Reply),
            template: s.template.clone(),
        };
        self.queue(scope, sending, settings, words).await
    }

    pub(super) async fn load_message(
        &self,
        scope: &Scope,
        id: MessageId,
    ) -> Result<Loaded<Message>, MessagingError> {
        self.ports.messages.get(scope, id).await?.ok_or(MessagingError::NotFound("message"))
    }

    async fn change(
        &self,
        scope: &Scope,
        id: MessageId,
        decide: impl Fn(&Message) -> Result<(Message, MessagingEvent), MessagingError> + Send,
    ) -> Result<Message, MessagingError> {
        let mut attempt = 1;
        loop {
            let before = self.load_message(scope, id).await?;
            let (after, event) = decide(&before.value)?;
            let (was, is) = (before.value.snapshot(), after.snapshot());
            let audit = AuditDraft::change(AuditAction::Update, was, is);
            let now = self.ports.clock.now();
            let commit = Commit::update(after.clone(), before.version, vec![event], audit, now);
            match self.ports.messages.save(scope, commit).await {
                Err(SaveError::Stale) if attempt < ATTEMPTS => attempt += 1,
                answer => {
                    answer?;
                    return Ok(after);
                }
            }
        }
    }
}
