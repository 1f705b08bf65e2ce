//! Messaging over one memory that keeps the promises of the real stores: claims are fenced, causes work once, `sending` is
//! kept before the provider is asked.

use crate::stores::{self, Shared};
use async_trait::async_trait;
use callboard_calls::ports::MockCallRepository;
use callboard_customers::ports::MockCustomerRepository;
use callboard_followups::ports::MockRuleBook;
use callboard_kernel::{
    Clock, Commit, ConversationId, Loaded, ManualClock, MessageId, Page, Phone, PortError,
    SaveError, Scope, SequentialIds, Timestamp, Version,
};
use callboard_messaging::{
    MessageFacts, Messaging, MessagingEvent, MessagingPorts, TextSettings,
    board::MessageRow,
    gate::{ContactQuestion, GateAnswer, Pass, Refusal},
    model::{
        Message, MessageDirection, MessageSnapshot, MessageState, Template, segments,
        shipped_templates,
    },
    ports::{
        ContactGate, MessageStore, MockConversationStore, MockMessagingBoard, MockTemplateStore,
        MockTextSettingsStore, Post, Posted, Receipt, SendQueue,
    },
    queue::{Claim, Fence, Finish, Marked},
};
use callboard_telephony::{
    Link, ListedMessage, MessageProgress, MessageStatus, NewMessage, Private, ProviderMessageId,
    SentMessage, TelephonyError, ports::Messages,
};
use callboard_workflows::{
    TextRoute, TextSender, TextSenderPorts,
    bridges::{CompanyBridge, PartiesBridge, StaffBridge},
};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
};
use time::Duration;
use uuid::Uuid;

/// A stored text.
struct Row {
    message: Message,
    version: i64,
    fence: Option<Fence>,
    epoch: i64,
    due: Option<Timestamp>,
}

/// What the store of texts keeps, and what the gate says.
#[derive(Default)]
pub(crate) struct Kept {
    rows: BTreeMap<MessageId, Row>,
    early: BTreeMap<String, MessageProgress>,
    /// Marks that find the gate changed.
    pub(crate) stale_marks: u32,
    /// What the gate refuses with; empty is a yes.
    pub(crate) refusals: Vec<Refusal>,
    /// How often the gate was asked.
    pub(crate) asked: u32,
    pub(crate) settings: TextSettings,
}

/// Store of texts, queue and gate in one.
struct Books {
    kept: Arc<Mutex<Kept>>,
    shared: Shared,
    clock: Arc<ManualClock>,
}

impl Books {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap()
    }

    fn claim_where(&self, owner: Uuid, states: &[MessageState], lease: Duration) -> Vec<Claim> {
        let now = self.clock.now();
        let mut kept = self.kept();
        let mut claims = Vec::new();
        for row in kept.rows.values_mut() {
            let s = row.message.snapshot().clone();
            if !states.contains(&s.state) || row.due.is_none_or(|due| due > now) {
                continue;
            }
            row.epoch += 1;
            row.version += 1;
            row.due = Some(now + lease);
            let fence = Fence { owner, epoch: row.epoch };
            row.fence = Some(fence);
            if s.state != MessageState::Sending {
                let state = MessageState::Claimed;
                let attempts = s.attempts + 1;
                row.message = Message::restore(MessageSnapshot { state, attempts, ..s });
            }
            let message = Loaded { value: row.message.clone(), version: Version(row.version) };
            claims.push(Claim { workspace: crate::town::WORKSPACE, message, fence });
        }
        claims
    }
}

#[async_trait]
impl MessageStore for Books {
    async fn get(&self, _: &Scope, id: MessageId) -> Result<Option<Loaded<Message>>, PortError> {
        let kept = self.kept();
        Ok(kept
            .rows
            .get(&id)
            .map(|row| Loaded { value: row.message.clone(), version: Version(row.version) }))
    }

    async fn of_provider(
        &self,
        _: &Scope,
        id: &ProviderMessageId,
    ) -> Result<Option<Loaded<Message>>, PortError> {
        let kept = self.kept();
        let found = kept
            .rows
            .values()
            .find(|row| row.message.snapshot().provider_id.as_deref() == Some(id.as_str()));
        Ok(found.map(|row| Loaded { value: row.message.clone(), version: Version(row.version) }))
    }

    async fn post(&self, scope: &Scope, post: Post) -> Result<Posted, SaveError> {
        let mut memory = self.shared.lock().unwrap();
        if let Some((cause, _)) = &post.cause
            && !memory.use_cause(cause)
        {
            return Err(SaveError::Duplicate("causes_pkey"));
        }
        let depth = post.cause.as_ref().map_or(0, |(_, depth)| *depth);
        let written = MessagingEvent::Written(MessageFacts::from(&post.message));
        memory.tell(scope, &[written], post.at, depth);
        let due = Some(post.message.snapshot().scheduled_for.unwrap_or(post.at));
        let row = Row { message: post.message.clone(), version: 1, fence: None, epoch: 0, due };
        self.kept().rows.insert(post.message.snapshot().id, row);
        Ok(Posted::Written(post.message))
    }

    async fn receive(&self, scope: &Scope, receipt: Receipt) -> Result<Option<Message>, SaveError> {
        if self.of_provider(scope, &receipt.provider_id).await?.is_some() {
            return Ok(None);
        }
        let message = Message::restore(MessageSnapshot {
            id: receipt.id,
            conversation: receipt.conversation,
            customer: receipt.customer,
            call: None,
            direction: MessageDirection::In,
            state: MessageState::Received,
            number: receipt.number,
            line: receipt.line,
            segments: segments(&receipt.body).count,
            body: receipt.body,
            purpose: None,
            template: None,
            writer: None,
            scheduled_for: None,
            attempts: 0,
            provider_id: Some(receipt.provider_id.as_str().to_owned()),
            provider_status: None,
            failure: None,
            settled: None,
            at: receipt.at,
            sent_at: None,
            delivered_at: None,
            created_at: receipt.at,
            updated_at: receipt.at,
        });
        let row = Row { message: message.clone(), version: 1, fence: None, epoch: 0, due: None };
        self.kept().rows.insert(message.snapshot().id, row);
        let event = MessagingEvent::Received {
            facts: MessageFacts::from(&message),
            keyword: receipt.keyword,
            is_answered: receipt.is_answered,
        };
        self.shared.lock().unwrap().tell(scope, &[event], receipt.at, 0);
        Ok(Some(message))
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Message, MessagingEvent>,
    ) -> Result<Version, SaveError> {
        let mut kept = self.kept();
        let id = commit.aggregate.snapshot().id;
        let row = kept.rows.get_mut(&id).ok_or(SaveError::MissingReference)?;
        if commit.expected != callboard_kernel::Expected::At(Version(row.version)) {
            return Err(SaveError::Stale);
        }
        row.version += 1;
        row.message = commit.aggregate;
        row.due = None;
        self.shared.lock().unwrap().tell(scope, &commit.events, commit.at, commit.depth);
        Ok(Version(row.version))
    }

    async fn keep_early_report(
        &self,
        _: &Scope,
        id: &ProviderMessageId,
        to: &Phone,
        progress: MessageProgress,
    ) -> Result<bool, PortError> {
        let mut kept = self.kept();
        let sending = kept.rows.values().any(|row| {
            let s = row.message.snapshot();
            s.state == MessageState::Sending && s.number == *to
        });
        if sending {
            kept.early.insert(id.as_str().to_owned(), progress);
        }
        Ok(sending)
    }

    async fn take_early_report(
        &self,
        _: &Scope,
        id: &ProviderMessageId,
    ) -> Result<Option<MessageProgress>, PortError> {
        Ok(self.kept().early.remove(id.as_str()))
    }
}

#[async_trait]
impl SendQueue for Books {
    async fn claim(&self, owner: Uuid, _: u32, lease: Duration) -> Result<Vec<Claim>, PortError> {
        let waiting = [MessageState::Ready, MessageState::Retry, MessageState::Claimed];
        Ok(self.claim_where(owner, &waiting, lease))
    }

    async fn claim_unsettled(
        &self,
        owner: Uuid,
        _: u32,
        lease: Duration,
    ) -> Result<Vec<Claim>, PortError> {
        Ok(self.claim_where(owner, &[MessageState::Sending], lease))
    }

    async fn mark_sending(
        &self,
        _: &Scope,
        claim: &Claim,
        _: &Pass,
        settle: Duration,
    ) -> Result<Marked, PortError> {
        let mut kept = self.kept();
        if kept.stale_marks > 0 {
            kept.stale_marks -= 1;
            return Ok(Marked::Stale);
        }
        let due = self.clock.now() + settle;
        let Some(row) = kept.rows.get_mut(&claim.message.value.snapshot().id) else {
            return Ok(Marked::Lost);
        };
        if row.fence != Some(claim.fence) {
            return Ok(Marked::Lost);
        }
        let s = row.message.snapshot().clone();
        row.message = Message::restore(MessageSnapshot { state: MessageState::Sending, ..s });
        row.due = Some(due);
        Ok(Marked::Sending)
    }

    async fn finish(
        &self,
        scope: &Scope,
        claim: &Claim,
        finish: Finish,
        at: Timestamp,
    ) -> Result<bool, PortError> {
        let now = self.clock.now();
        let mut kept = self.kept();
        let Some(row) = kept.rows.get_mut(&claim.message.value.snapshot().id) else {
            return Ok(false);
        };
        if row.fence != Some(claim.fence) {
            return Ok(false);
        }
        row.fence = None;
        row.version += 1;
        row.due = finish.wait.map(|wait| now + wait);
        row.message = finish.message.clone();
        let events: Vec<_> = MessagingEvent::of(&finish.message).into_iter().collect();
        self.shared.lock().unwrap().tell(scope, &events, at, 0);
        Ok(true)
    }

    async fn hand_back(&self, _: &Scope, claim: &Claim, wait: Duration) -> Result<bool, PortError> {
        let now = self.clock.now();
        let mut kept = self.kept();
        let Some(row) = kept.rows.get_mut(&claim.message.value.snapshot().id) else {
            return Ok(false);
        };
        let ours = row.fence == Some(claim.fence);
        if ours {
            row.fence = None;
            row.due = Some(now + wait);
            let s = row.message.snapshot().clone();
            if s.state == MessageState::Claimed {
                let state = MessageState::Ready;
                row.message = Message::restore(MessageSnapshot { state, ..s });
            }
        }
        Ok(ours)
    }
}

#[async_trait]
impl ContactGate for Books {
    #[expect(clippy::disallowed_methods, reason = "the gate of the tests")]
    async fn ask(&self, _: &Scope, _: &ContactQuestion) -> Result<GateAnswer, PortError> {
        let mut kept = self.kept();
        kept.asked += 1;
        Ok(match kept.refusals.clone() {
            none if none.is_empty() => GateAnswer::Allowed(Pass::granted(0)),
            refusals => GateAnswer::Refused(refusals),
        })
    }
}

/// What the telephone company does with the next orders.
pub(crate) enum Next {
    /// Takes it.
    Take,
    /// Takes it, and its answer is lost.
    TakeInSilence,
    /// Does not take it.
    Fail(TelephonyError),
}

/// A telephone company that does as it is told.
#[derive(Default)]
pub(crate) struct Company {
    next: Mutex<VecDeque<Next>>,
    taken: Mutex<Vec<(ProviderMessageId, Phone, String)>>,
    /// Whether its list can be read.
    pub(crate) list_fails: Mutex<bool>,
}

impl Company {
    pub(crate) fn will(&self, next: Next) {
        self.next.lock().unwrap().push_back(next);
    }

    /// The texts that it has taken.
    pub(crate) fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().iter().map(|(_, _, text)| text.clone()).collect()
    }

    /// Its id of the newest one.
    pub(crate) fn newest(&self) -> ProviderMessageId {
        self.taken.lock().unwrap().last().unwrap().0.clone()
    }

    fn take(&self, order: &NewMessage) -> ProviderMessageId {
        let mut taken = self.taken.lock().unwrap();
        let id = ProviderMessageId::parse(&format!("SM{}", taken.len() + 1)).unwrap();
        taken.push((id.clone(), order.to().clone(), order.text().expose().to_owned()));
        id
    }
}

#[async_trait]
impl Messages for Company {
    async fn send(&self, _: &Scope, order: &NewMessage) -> Result<SentMessage, TelephonyError> {
        let next = self.next.lock().unwrap().pop_front().unwrap_or(Next::Take);
        match next {
            Next::Take => {
                let progress = MessageProgress::of(MessageStatus::Queued, None);
                Ok(SentMessage { id: self.take(order), progress })
            }
            Next::TakeInSilence => {
                self.take(order);
                Err(TelephonyError::Unknown { code: None, source: "timeout".into() })
            }
            Next::Fail(error) => Err(error),
        }
    }

    async fn sent_to(
        &self,
        _: &Scope,
        to: &Phone,
        _: Timestamp,
    ) -> Result<Vec<ListedMessage>, TelephonyError> {
        if *self.list_fails.lock().unwrap() {
            return Err(PortError::unavailable("list", "no answer").into());
        }
        let taken = self.taken.lock().unwrap();
        let theirs = taken.iter().rev().filter(|(_, number, _)| number == to);
        Ok(theirs
            .map(|(id, _, text)| ListedMessage {
                id: id.clone(),
                text: Private::new(text.clone()),
                progress: MessageProgress::of(MessageStatus::Sent, None),
                created_at: None,
            })
            .collect())
    }
}

/// Everything about texts in a town.
pub(crate) struct Texts {
    pub(crate) messaging: Arc<Messaging>,
    pub(crate) company: Arc<Company>,
    kept: Arc<Mutex<Kept>>,
    books: Arc<Books>,
    clock: Arc<ManualClock>,
}

impl Texts {
    pub(crate) fn new(
        shared: &Shared,
        calls: Arc<MockCallRepository>,
        customers: Arc<MockCustomerRepository>,
        rules: Arc<MockRuleBook>,
        clock: Arc<ManualClock>,
    ) -> Self {
        let kept = Arc::<Mutex<Kept>>::default();
        let books =
            Arc::new(Books { kept: kept.clone(), shared: shared.clone(), clock: clock.clone() });
        let messaging = Arc::new(Messaging::new(MessagingPorts {
            templates: Arc::new(templates()),
            messages: books.clone(),
            conversations: Arc::new(conversations()),
            board: Arc::new(board(&kept)),
            settings: Arc::new(settings(&kept)),
            gate: books.clone(),
            parties: Arc::new(PartiesBridge::new(calls, customers)),
            company: Arc::new(CompanyBridge::new(Arc::new(stores::workspaces()), rules)),
            staff: Arc::new(StaffBridge::new(Arc::new(stores::members()))),
            clock: clock.clone(),
            ids: Arc::new(SequentialIds::default()),
        }));
        Self { messaging, company: Arc::default(), kept, books, clock }
    }

    pub(crate) fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap()
    }

    /// The texts, in the order in which they were written.
    pub(crate) fn all(&self) -> Vec<MessageSnapshot> {
        self.kept().rows.values().map(|row| row.message.snapshot().clone()).collect()
    }

    /// A worker of its own.
    pub(crate) fn sender(&self, owner: u128) -> TextSender {
        let ports = TextSenderPorts {
            queue: self.books.clone(),
            gate: self.books.clone(),
            messaging: self.messaging.clone(),
            provider: self.company.clone(),
            route: Arc::new(AnyLine),
            clock: self.clock.clone(),
        };
        TextSender::new(ports, Uuid::from_u128(owner))
    }
}

/// Every line may send.
struct AnyLine;

#[async_trait]
impl TextRoute for AnyLine {
    async fn prepared(
        &self,
        _scope: &Scope,
        id: MessageId,
        mut order: NewMessage,
    ) -> Result<NewMessage, TelephonyError> {
        order.report_to = Link::parse(&format!("https://a.example/?o={id}")).ok();
        Ok(order)
    }
}

fn templates() -> MockTemplateStore {
    let mut mock = MockTemplateStore::new();
    mock.expect_list().returning(|scope| {
        let all = shipped_templates(scope.workspace(), crate::town::TEN);
        let loaded = |value: Template| Loaded { value, version: Version(1) };
        Ok(all.into_iter().map(loaded).collect())
    });
    mock
}

fn conversations() -> MockConversationStore {
    let mut mock = MockConversationStore::new();
    mock.expect_get().returning(|_, id: ConversationId| {
        let snapshot = callboard_messaging::model::ConversationSnapshot {
            id,
            customer: None,
            number: Phone::from_e164(crate::town::NUMBER).unwrap(),
            line: None,
            state: callboard_messaging::model::ConversationState::Open,
            snoozed_until: None,
            assigned_to: None,
            last_at: crate::town::TEN,
            last_in_at: None,
            created_at: crate::town::TEN,
            updated_at: crate::town::TEN,
        };
        let value = callboard_messaging::model::Conversation::restore(snapshot);
        Ok(Some(Loaded { value, version: Version(1) }))
    });
    mock
}

fn board(kept: &Arc<Mutex<Kept>>) -> MockMessagingBoard {
    let mut mock = MockMessagingBoard::new();
    let memory = kept.clone();
    mock.expect_message().returning(move |_, id| {
        let kept = memory.lock().unwrap();
        Ok(kept.rows.get(&id).map(|row| MessageRow {
            message: row.message.snapshot().clone(),
            version: row.version,
            writer_name: None,
        }))
    });
    mock.expect_messages().returning(|_, _, _| Ok(Page { items: vec![], next: None }));
    mock
}

fn settings(kept: &Arc<Mutex<Kept>>) -> MockTextSettingsStore {
    let mut mock = MockTextSettingsStore::new();
    let memory = kept.clone();
    mock.expect_load().returning(move |_| {
        let value = memory.lock().unwrap().settings.clone();
        Ok(Loaded { value, version: Version(0) })
    });
    mock
}
