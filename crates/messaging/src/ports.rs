//! What the messaging domain needs from outside.

use crate::{
    board::{ConversationCounts, ConversationFilter, ConversationRow, MessageRow},
    events::MessagingEvent,
    gate::{ContactQuestion, GateAnswer, Pass},
    model::{Conversation, Message, Template},
    queue::{Claim, Finish, Marked},
    settings::TextSettings,
};
use async_trait::async_trait;
use callboard_kernel::{
    AuditDraft, CallId, Cause, Commit, ConversationId, CustomerId, Loaded, MemberId, MessageId,
    MessageTemplateId, Page, PageRequest, Phone, PortError, SaveError, Scope, Timestamp, Version,
};
use callboard_telephony::{MessageProgress, ProviderMessageId};
use time::Duration;
use uuid::Uuid;

/// Keeps templates. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TemplateStore: Send + Sync {
    /// The templates that are not deleted, by key; there are a hundred at most.
    async fn list(&self, scope: &Scope) -> Result<Vec<Loaded<Template>>, PortError>;

    /// One of them; `None` when absent or deleted.
    async fn get(
        &self,
        scope: &Scope,
        id: MessageTemplateId,
    ) -> Result<Option<Loaded<Template>>, PortError>;

    /// Writes the template, its events and its audit line together, or nothing. `beneath` are written first, in the same
    /// transaction, where neither they nor others with their keys stand already; no event and no audit line tells of them,
    /// because nobody decided anything. `Stale` when someone wrote first; `Duplicate("message_templates_key_key")` when
    /// another one has the key.
    async fn save(
        &self,
        scope: &Scope,
        beneath: Vec<Template>,
        commit: Commit<Template, MessagingEvent>,
    ) -> Result<Version, SaveError>;
}

/// What limits a text at the moment when it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Texts in 24 hours to somebody who has not answered since; `None` is no limit.
    pub daily_cap: Option<u8>,
    /// Within this time the same text does not go to the same number again; `None` is no limit.
    pub same_text_within: Option<Duration>,
}

/// A text to be written with its thread.
#[derive(Clone, PartialEq, Debug)]
pub struct Post {
    /// The text. Its conversation is the thread to make when there is none with this customer or number.
    pub message: Message,
    /// What limits it.
    pub limits: Limits,
    /// The line of the audit trail; `None` for an automation, whose event says it.
    pub audit: Option<AuditDraft>,
    /// What made it happen, when an automation did, and how many events led to it.
    pub cause: Option<(Cause, u8)>,
    /// When it was decided.
    pub at: Timestamp,
}

/// What became of a text that was to be written.
#[derive(Clone, PartialEq, Debug)]
pub enum Posted {
    /// It stands in the queue.
    Written(Message),
    /// It stood there before: the same id was written.
    Before(Message),
    /// The same text went to this number too short a time ago; until then.
    Repeated(Timestamp),
    /// As many as a day allows are written; until then.
    TooMany(Timestamp),
}

/// A text that came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Id for it.
    pub id: MessageId,
    /// Id for its thread, when there is none.
    pub conversation: ConversationId,
    /// The provider's id: the same one is written once.
    pub provider_id: ProviderMessageId,
    /// Who wrote.
    pub number: Phone,
    /// To which line.
    pub line: Option<Phone>,
    /// The customer who has the number.
    pub customer: Option<CustomerId>,
    /// The text.
    pub body: String,
    /// A word with a meaning of its own.
    pub keyword: Option<String>,
    /// The provider has answered it.
    pub is_answered: bool,
    /// When.
    pub at: Timestamp,
}

/// Keeps texts. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MessageStore: Send + Sync {
    /// The text; `None` when absent.
    async fn get(&self, scope: &Scope, id: MessageId)
    -> Result<Option<Loaded<Message>>, PortError>;

    /// The text that the provider calls by this id.
    async fn of_provider(
        &self,
        scope: &Scope,
        id: &ProviderMessageId,
    ) -> Result<Option<Loaded<Message>>, PortError>;

    /// Writes a text that shall go out: finds or makes its thread and locks it, looks at the limits, writes the text, brings
    /// the thread up to date and tells of it, all together or nothing. `Duplicate("causes_pkey")` when the cause has worked
    /// before; `MissingReference` when customer or call does not exist here.
    async fn post(&self, scope: &Scope, post: Post) -> Result<Posted, SaveError>;

    /// Writes a text that came in: finds or makes its thread, opens it, writes the text and tells of it. `None`, and nothing
    /// written, when the provider's id stands there already.
    async fn receive(&self, scope: &Scope, receipt: Receipt) -> Result<Option<Message>, SaveError>;

    /// Writes a changed text, its events and its audit line together, or nothing, and brings its thread up to date. `Stale`
    /// when someone wrote first, a worker who claimed it included.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Message, MessagingEvent>,
    ) -> Result<Version, SaveError>;

    /// Keeps a report on a text that nobody knows by this id yet, merged with those kept before. Nothing is kept, and
    /// `false` answered, when no text to this number is being sent.
    async fn keep_early_report(
        &self,
        scope: &Scope,
        id: &ProviderMessageId,
        to: &Phone,
        progress: MessageProgress,
    ) -> Result<bool, PortError>;

    /// Takes the report that was kept for this id out.
    async fn take_early_report(
        &self,
        scope: &Scope,
        id: &ProviderMessageId,
    ) -> Result<Option<MessageProgress>, PortError>;
}

/// Keeps conversations. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ConversationStore: Send + Sync {
    /// The conversation; `None` when absent or (technicians) not one's own.
    async fn get(
        &self,
        scope: &Scope,
        id: ConversationId,
    ) -> Result<Option<Loaded<Conversation>>, PortError>;

    /// Writes state, snoozing and assignee, with events and audit line, or nothing. `Stale` when someone wrote first;
    /// `MissingReference` when there is no such member.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Conversation, MessagingEvent>,
    ) -> Result<Version, SaveError>;

    /// Notes that the member has read everything that came in until `at`. No event: it is his own business.
    async fn mark_read(
        &self,
        scope: &Scope,
        id: ConversationId,
        member: MemberId,
        at: Timestamp,
    ) -> Result<(), SaveError>;
}

/// The texts of all workspaces that wait to be sent, for the worker. Leases and due times are the database's. Every method
/// that names a claim changes the row only while `(owner, epoch)` still stand in it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SendQueue: Send + Sync {
    /// Claims up to `limit` texts that are `ready` or `retry` and due, or `claimed` with an ended lease. Workspaces in turn,
    /// so that many texts of one do not keep those of another; oldest first within one. Two workers never get the same.
    async fn claim(
        &self,
        owner: Uuid,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<Claim>, PortError>;

    /// Claims texts whose sender died, or could not tell what came of it: `sending`, and the settle time is over. They stay
    /// `sending`.
    async fn claim_unsettled(
        &self,
        owner: Uuid,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<Claim>, PortError>;

    /// Marks the text as being sent, in one transaction with the question whether what the gate stood on is unchanged.
    /// Nobody else touches it until `settle` is over.
    async fn mark_sending(
        &self,
        scope: &Scope,
        claim: &Claim,
        pass: &Pass,
        settle: Duration,
    ) -> Result<Marked, PortError>;

    /// Leaves the text behind, with its events and its thread up to date. `false`, and nothing written, when the claim has
    /// been lost.
    async fn finish(
        &self,
        scope: &Scope,
        claim: &Claim,
        finish: Finish,
        at: Timestamp,
    ) -> Result<bool, PortError>;

    /// Not begun, or not decided yet: for a graceful stop, and when a look at the provider's list failed. Available again
    /// after `wait`; the attempt is not counted.
    async fn hand_back(
        &self,
        scope: &Scope,
        claim: &Claim,
        wait: Duration,
    ) -> Result<bool, PortError>;
}

/// What screens read. Every list is one statement.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MessagingBoard: Send + Sync {
    /// A page, the thread in which something happened last first. A technician gets those that he has.
    async fn conversations(
        &self,
        scope: &Scope,
        filter: &ConversationFilter,
        page: &PageRequest,
        now: Timestamp,
    ) -> Result<Page<ConversationRow>, PortError>;

    /// A page of a thread, newest first.
    async fn messages(
        &self,
        scope: &Scope,
        conversation: ConversationId,
        page: &PageRequest,
    ) -> Result<Page<MessageRow>, PortError>;

    /// One text.
    async fn message(&self, scope: &Scope, id: MessageId) -> Result<Option<MessageRow>, PortError>;

    /// Counts for badges, of what the actor may see.
    async fn counts(&self, scope: &Scope, now: Timestamp) -> Result<ConversationCounts, PortError>;
}

/// Keeps the settings of texts. A workspace that never changed them has the shipped ones at version 0.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TextSettingsStore: Send + Sync {
    /// The settings.
    async fn load(&self, scope: &Scope) -> Result<Loaded<TextSettings>, PortError>;

    /// Replaces them. `Stale` when someone wrote first.
    async fn save(
        &self,
        scope: &Scope,
        expected: Version,
        settings: TextSettings,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError>;
}

/// Question: may this text go out now? Answered by the rules of contact.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ContactGate: Send + Sync {
    /// Yes with a pass, or every rule that stands in the way.
    async fn ask(&self, scope: &Scope, question: &ContactQuestion)
    -> Result<GateAnswer, PortError>;
}

/// Somebody who can be texted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Party {
    /// The customer, when one is known.
    pub customer: Option<CustomerId>,
    /// Name; empty when nobody is known.
    pub name: String,
    /// The number to text.
    pub number: Option<Phone>,
    /// The line of ours that was called.
    pub line: Option<Phone>,
}

/// Question: who is that? Answered by the customers and the calls.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Parties: Send + Sync {
    /// Who has this number; a party without a customer when nobody is known by it.
    async fn of_number(&self, scope: &Scope, number: &Phone) -> Result<Party, PortError>;

    /// Who was on the other side of a call; `None` when there is no such call, or (technicians) it is not one's own.
    async fn of_call(&self, scope: &Scope, call: CallId) -> Result<Option<Party>, PortError>;
}

/// What texts say of the company.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompanyFacts {
    /// Its name.
    pub name: String,
    /// By which country's rules numbers are read.
    pub region: String,
    /// When it opens next, as a sentence; empty while it is open.
    pub next_opening: String,
}

/// Question: who are we, and when are we there? Answered by the workspace and the business hours.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Company: Send + Sync {
    /// As it stands at an instant.
    async fn facts(&self, scope: &Scope, at: Timestamp) -> Result<CompanyFacts, PortError>;
}

/// Question: who works here? Answered by the members.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Staff: Send + Sync {
    /// Name of an active member; `None` when there is no such one.
    async fn name(&self, scope: &Scope, member: MemberId) -> Result<Option<String>, PortError>;
}
