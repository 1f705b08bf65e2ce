//! Writing a text: words, gate, limits, queue.

use super::{
    Messaging,
    wording::{Worded, Wording},
};
use crate::{
    error::MessagingError,
    gate::{ContactQuestion, GateAnswer, worth_waiting},
    model::{Message, NewText, Purpose, Writer},
    ports::{Limits, Party, Post, Posted},
    settings::TextSettings,
};
use callboard_kernel::{
    AuditDraft, CallId, Cause, ConversationId, Invalid, Loaded, MessageId, Permission, Phone,
    SaveError, Scope, Timestamp,
};
use time::Duration;

/// The same text does not go to the same number again within this time.
const SAME_TEXT: Duration = Duration::minutes(5);
/// How far ahead a text can be planned.
const MAX_AHEAD: Duration = Duration::days(366);
/// A time may be this much in the past, for the seconds between choosing and sending it.
const PAST_GRACE: Duration = Duration::minutes(1);

/// A text that a person writes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    /// What it says.
    pub wording: Wording,
    /// When it shall go out, if not at once.
    pub scheduled_for: Option<Timestamp>,
}

/// Everything that is decided of a text before its words.
pub(super) struct Sending {
    pub(super) id: MessageId,
    pub(super) call: Option<CallId>,
    pub(super) party: Party,
    pub(super) writer: Writer,
    pub(super) scheduled_for: Option<Timestamp>,
    pub(super) limits: Option<Limits>,
    pub(super) cause: Option<(Cause, u8)>,
}

impl Messaging {
    /// Texts whoever was on the other side of a call. The same idempotency key of the same actor answers the first one again.
    pub async fn text_caller(
        &self,
        scope: &Scope,
        call: CallId,
        draft: Draft,
        idempotency_key: Option<&str>,
    ) -> Result<Message, MessagingError> {
        scope.require(Permission::WorkCalls)?;
        let party = self.party_of_call(scope, call).await?;
        self.by_hand(scope, Some(call), party, draft, idempotency_key).await
    }

    /// Texts whoever a conversation is with.
    pub async fn write(
        &self,
        scope: &Scope,
        conversation: ConversationId,
        draft: Draft,
        idempotency_key: Option<&str>,
    ) -> Result<Message, MessagingError> {
        scope.require(Permission::WorkCalls)?;
        let party = self.party_of_conversation(scope, conversation).await?;
        self.by_hand(scope, None, party, draft, idempotency_key).await
    }

    /// Texts the caller of a missed call by itself, if the workspace wants it. A rule of contact, a limit, or a number that
    /// cannot be texted is no error: then there is no text. `None` when none was written.
    pub async fn text_back(
        &self,
        scope: &Scope,
        call: CallId,
        cause: &Cause,
        depth: u8,
    ) -> Result<Option<Message>, MessagingError> {
        scope.require(Permission::WorkCalls)?;
        if !self.ports.settings.load(scope).await?.value.text_back {
            return Ok(None);
        }
        let party = self.party_of_call(scope, call).await?;
        let wording = Wording { template: Some("missed_call".to_owned()), ..Wording::default() };
        let sending = Sending {
            id: MessageId(self.ports.ids.next()),
            call: Some(call),
            party,
            writer: Writer::Automation { name: "missed_call_texts_back".to_owned() },
            scheduled_for: None,
            limits: None,
            cause: Some((cause.clone(), depth)),
        };
        match self.send(scope, &wording, sending).await {
            Ok(message) => Ok(Some(message)),
            Err(
                MessagingError::Refused(_)
                | MessagingError::NoNumber
                | MessagingError::NoLine
                // Somebody removed the template, or asks something in it that nobody can answer.
                | MessagingError::NotFound("template_key")
                | MessagingError::Invalid(_)
                | MessagingError::Save(SaveError::Duplicate("causes_pkey")),
            ) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn by_hand(
        &self,
        scope: &Scope,
        call: Option<CallId>,
        party: Party,
        draft: Draft,
        idempotency_key: Option<&str>,
    ) -> Result<Message, MessagingError> {
        let id = MessageId(self.id_for(scope, "message", idempotency_key));
        if idempotency_key.is_some()
            && let Some(first) = self.ports.messages.get(scope, id).await?
        {
            return Ok(first.value);
        }
        let now = self.ports.clock.now();
        let sending = Sending {
            id,
            call,
            party,
            writer: Writer::Person { member: scope.member() },
            scheduled_for: planned(draft.scheduled_for, now)?,
            limits: None,
            cause: None,
        };
        self.send(scope, &draft.wording, sending).await
    }

    /// Words the text, asks the gate and puts it into the queue.
    pub(super) async fn send(
        &self,
        scope: &Scope,
        wording: &Wording,
        sending: Sending,
    ) -> Result<Message, MessagingError> {
        let Loaded { value: settings, .. } = self.ports.settings.load(scope).await?;
        let line = line_of(&sending.party, &settings)?;
        let Worded { body, purpose, template } =
            self.word(scope, wording, &sending.party, &line).await?;
        self.queue(scope, sending, settings, NewWords { line, body, purpose, template }).await
    }

    /// Asks the gate and puts finished words into the queue.
    pub(super) async fn queue(
        &self,
        scope: &Scope,
        sending: Sending,
        settings: TextSettings,
        words: NewWords,
    ) -> Result<Message, MessagingError> {
        let Sending { id, call, party, writer, scheduled_for, limits, cause } = sending;
        let number = party.number.ok_or(MessagingError::NoNumber)?;
        let now = self.ports.clock.now();
        let question = ContactQuestion {
            number: number.clone(),
            customer: party.customer,
            purpose: words.purpose,
            writer: writer.clone(),
            at: scheduled_for.unwrap_or(now),
        };
        // What was planned is judged again when its time has come; a no that has no end is told now.
        let waits = matches!(writer, Writer::Automation { .. });
        let scheduled_for = match self.ports.gate.ask(scope, &question).await? {
            GateAnswer::Allowed(_) => scheduled_for,
            GateAnswer::Refused(refusals) => match worth_waiting(&refusals, question.at) {
                Some(end) if waits => Some(end),
                _ => return Err(MessagingError::Refused(refusals)),
            },
        };
        let new = NewText {
            id,
            conversation: ConversationId(self.ports.ids.next()),
            customer: party.customer,
            call,
            number,
            line: words.line,
            body: words.body,
            purpose: words.purpose,
            template: words.template,
            writer,
            scheduled_for,
        };
        let message = Message::write(new, now);
        let audit = cause.is_none().then(|| AuditDraft::create(message.snapshot()));
        let limits = limits.unwrap_or(Limits {
            daily_cap: Some(settings.daily_cap),
            same_text_within: Some(SAME_TEXT),
        });
        let post = Post { message, limits, audit, cause, at: now };
        match self.ports.messages.post(scope, post).await? {
            Posted::Written(message) | Posted::Before(message) => Ok(message),
            Posted::Repeated(until) => Err(MessagingError::repeated(until)),
            Posted::TooMany(until) => Err(MessagingError::daily_cap(settings.daily_cap, until)),
        }
    }

    pub(super) async fn party_of_call(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Party, MessagingError> {
        let party = self.ports.parties.of_call(scope, call).await?;
        party.ok_or(MessagingError::NotFound("call"))
    }

    pub(super) async fn party_of_conversation(
        &self,
        scope: &Scope,
        id: ConversationId,
    ) -> Result<Party, MessagingError> {
        let found = self.ports.conversations.get(scope, id).await?;
        let conversation = found.ok_or(MessagingError::NotFound("conversation"))?.value;
        let s = conversation.snapshot();
        let known = self.ports.parties.of_number(scope, &s.number).await?;
        Ok(Party {
            customer: s.customer.or(known.customer),
            name: known.name,
            number: Some(s.number.clone()),
            line: s.line.clone(),
        })
    }
}

/// Words that are finished, and the line that says them.
pub(super) struct NewWords {
    pub(super) line: Phone,
    pub(super) body: String,
    pub(super) purpose: Purpose,
    pub(super) template: Option<String>,
}

pub(super) fn line_of(party: &Party, settings: &TextSettings) -> Result<Phone, MessagingError> {
    party.line.clone().or_else(|| settings.line.clone()).ok_or(MessagingError::NoLine)
}

fn planned(at: Option<Timestamp>, now: Timestamp) -> Result<Option<Timestamp>, Invalid> {
    match at {
        Some(at) if at < now - PAST_GRACE || at > now + MAX_AHEAD => {
            let message = "Must be in the future, a year at most.";
            Err(Invalid::field("scheduled_for", "out_of_range", message))
        }
        Some(at) => Ok(Some(at).filter(|at| *at > now)),
        None => Ok(None),
    }
}
