//! Sending what waits, and finding out what became of what may have been sent. The loop around it, its pauses and its stop
//! live in the composition root.

use crate::acting::acting_as;
use async_trait::async_trait;
use callboard_kernel::{Clock, MessageId, PortError, Scope};
use callboard_messaging::{
    Messaging, MessagingError,
    gate::{ContactQuestion, GateAnswer, Pass, worth_waiting},
    model::{Attempt, Failure, Message, MessageSnapshot, Purpose, Writer},
    ports::{ContactGate, SendQueue},
    queue::{Claim, Finish, Marked},
};
use callboard_telephony::{
    ListedMessage, NewMessage, Sender, SentMessage, TelephonyError, ports::Messages,
};
use std::{sync::Arc, time::Instant};
use time::Duration;
use uuid::Uuid;

/// How long a claimed text belongs to its worker.
const LEASE: Duration = Duration::seconds(20);
/// How long nobody touches a text that is being sent: longer than any provider takes to answer, and to list it.
const SETTLE: Duration = Duration::seconds(60);
/// After so many attempts a text is given up.
const MAX_ATTEMPTS: u32 = 12;
/// So long a provider may be busy or away before a text is given up, and a person sends it again.
const BUSY_FOR: Duration = Duration::hours(1);
/// The longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::minutes(5);
/// How often the gate is asked again when what it knew has changed in between.
const ASKED_AGAIN: u32 = 3;
/// Wait before the provider's list is looked at again, when it could not be.
const LOOK_AGAIN: Duration = Duration::seconds(30);
/// For so long it is looked at; then a person decides.
const LOOKED_FOR: Duration = Duration::hours(1);
/// What the product says by itself is worth nothing any more after this time.
const STALE: Duration = Duration::hours(14);
/// Name of the actor.
const NAME: &str = "text_sender";

/// Question: may this line send, and where does the provider report how far a text has come? Asked before a text is marked as
/// being sent, so that nothing slow stands between the mark and the provider.
#[async_trait]
pub trait TextRoute: Send + Sync {
    /// The text with the address for its reports, which holds our own id. `Refused` when the line is not ours or not
    /// registered for business texts.
    async fn prepared(
        &self,
        scope: &Scope,
        id: MessageId,
        order: NewMessage,
    ) -> Result<NewMessage, TelephonyError>;
}

/// What the sender works with.
#[expect(missing_docs, reason = "the types say it")]
pub struct TextSenderPorts {
    pub queue: Arc<dyn SendQueue>,
    pub gate: Arc<dyn ContactGate>,
    pub messaging: Arc<Messaging>,
    pub provider: Arc<dyn Messages>,
    pub route: Arc<dyn TextRoute>,
    pub clock: Arc<dyn Clock>,
}

/// Sends texts.
pub struct TextSender {
    ports: TextSenderPorts,
    owner: Uuid,
}

/// What one round did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TextRound {
    /// Texts that were claimed.
    pub claimed: u32,
    /// Of these, the provider has.
    pub sent: u32,
    /// Of these, will not be sent.
    pub failed: u32,
    /// Of these, wait for another time.
    pub waiting: u32,
    /// Of these, a person must settle.
    pub unknown: u32,
    /// Of these, left as they are: handed back, or somebody else has them.
    pub left: u32,
}

/// How a claimed text ended in this round.
#[derive(Clone, Copy)]
enum Ending {
    Sent,
    Failed,
    Waiting,
    Unknown,
    Left,
}

impl TextRound {
    fn count(&mut self, ending: Ending) {
        *match ending {
            Ending::Sent => &mut self.sent,
            Ending::Failed => &mut self.failed,
            Ending::Waiting => &mut self.waiting,
            Ending::Unknown => &mut self.unknown,
            Ending::Left => &mut self.left,
        } += 1;
    }
}

impl TextSender {
    /// A sender under a random id of its process.
    pub const fn new(ports: TextSenderPorts, owner: Uuid) -> Self {
        Self { ports, owner }
    }

    /// Claims up to `batch` texts and sends them one after the other; then looks after those whose sending nobody knows the
    /// end of. What cannot be begun within half the lease is handed back.
    pub async fn run_once(&self, batch: u32) -> Result<TextRound, PortError> {
        let began = Instant::now();
        let mut round = TextRound::default();
        for claim in self.ports.queue.claim(self.owner, batch, LEASE).await? {
            round.claimed += 1;
            let scope = acting_as(NAME, claim.workspace);
            let ending = if began.elapsed() > LEASE / 2 {
                self.ports.queue.hand_back(&scope, &claim, Duration::ZERO).await?;
                Ending::Left
            } else {
                self.send(&scope, &claim).await?
            };
            round.count(ending);
        }
        for claim in self.ports.queue.claim_unsettled(self.owner, batch, SETTLE).await? {
            round.claimed += 1;
            let scope = acting_as(NAME, claim.workspace);
            round.count(self.settle(&scope, &claim).await?);
        }
        Ok(round)
    }

    /// Asks the gate, writes down that it is being sent, sends, writes down what came of it.
    async fn send(&self, scope: &Scope, claim: &Claim) -> Result<Ending, PortError> {
        let s = claim.message.value.snapshot();
        if self.is_stale(s) {
            return self.end(scope, claim, Attempt::Expired, None, Ending::Failed).await;
        }
        let order = match Self::order(s) {
            Ok(order) => order,
            Err(failure) => {
                return self
                    .end(scope, claim, Attempt::GivenUp(failure), None, Ending::Failed)
                    .await;
            }
        };
        let order = match self.ports.route.prepared(scope, s.id, order).await {
            Ok(order) => order,
            Err(error) => return self.answered(scope, claim, Err(error)).await,
        };
        for _ in 0..ASKED_AGAIN {
            let pass = match self.ask(scope, s).await? {
                GateAnswer::Allowed(pass) => pass,
                GateAnswer::Refused(refusals) => {
                    let now = self.ports.clock.now();
                    return if let Some(end) = worth_waiting(&refusals, now) {
                        let attempt = Attempt::Deferred(end);
                        self.end(scope, claim, attempt, Some(end - now), Ending::Waiting).await
                    } else {
                        let attempt = Attempt::Stopped(refusals);
                        self.end(scope, claim, attempt, None, Ending::Failed).await
                    };
                }
            };
            match self.mark(scope, claim, &pass).await? {
                Marked::Sending => {
                    let answer = self.ports.provider.send(scope, &order).await;
                    return self.answered(scope, claim, answer).await;
                }
                Marked::Stale => {}
                Marked::Lost => return Ok(Ending::Left),
            }
        }
        self.ports.queue.hand_back(scope, claim, Duration::seconds(1)).await?;
        Ok(Ending::Left)
    }

    async fn ask(&self, scope: &Scope, s: &MessageSnapshot) -> Result<GateAnswer, PortError> {
        let question = ContactQuestion {
            number: s.number.clone(),
            customer: s.customer,
            purpose: s.purpose.unwrap_or(Purpose::Reply),
            writer: s.writer.clone().unwrap_or(Writer::Person { member: None }),
            at: self.ports.clock.now(),
        };
        self.ports.gate.ask(scope, &question).await
    }

    async fn mark(&self, scope: &Scope, claim: &Claim, pass: &Pass) -> Result<Marked, PortError> {
        self.ports.queue.mark_sending(scope, claim, pass, SETTLE).await
    }

    fn order(s: &MessageSnapshot) -> Result<NewMessage, Failure> {
        let wrong = |words: &str| Failure {
            cause: "content".to_owned(),
            code: None,
            words: words.to_owned(),
        };
        let line =
            s.line.clone().ok_or_else(|| wrong("No line is known that it could come from."))?;
        let text = s.body.clone();
        NewMessage::try_new(s.number.clone(), Sender::Number(line), text, Vec::new())
            .map_err(|error| wrong(&format!("It cannot be sent: {error}.")))
    }

    fn may_wait(&self, claim: &Claim) -> bool {
        let s = claim.message.value.snapshot();
        let due = s.scheduled_for.unwrap_or(s.created_at);
        s.attempts < MAX_ATTEMPTS || self.ports.clock.now() - due < BUSY_FOR
    }

    fn is_stale(&self, s: &MessageSnapshot) -> bool {
        let by_itself = matches!(s.writer, Some(Writer::Automation { .. }));
        by_itself && self.ports.clock.now() - s.created_at > STALE
    }

    async fn answered(
        &self,
        scope: &Scope,
        claim: &Claim,
        answer: Result<SentMessage, TelephonyError>,
    ) -> Result<Ending, PortError> {
        let attempts = claim.message.value.snapshot().attempts;
        match answer {
            Ok(sent) => self.accepted(scope, claim, sent).await,
            Err(TelephonyError::Refused(refusal)) => {
                self.end(scope, claim, Attempt::Refused(refusal), None, Ending::Failed).await
            }
            Err(TelephonyError::Busy { until, .. }) if self.may_wait(claim) => {
                let wait = (until - self.ports.clock.now()).max(Duration::seconds(1));
                self.end(scope, claim, Attempt::Postponed(None), Some(wait), Ending::Waiting).await
            }
            Err(TelephonyError::Port(error)) if attempts < MAX_ATTEMPTS => {
                log(claim, &error, "a text is tried again later");
                let attempt = Attempt::Postponed(Some(Failure::unreachable()));
                self.end(scope, claim, attempt, Some(wait_after(attempts)), Ending::Waiting).await
            }
            Err(TelephonyError::Busy { .. } | TelephonyError::Port(_)) => {
                let attempt = Attempt::GivenUp(Failure::unreachable());
                self.end(scope, claim, attempt, None, Ending::Failed).await
            }
            Err(error @ TelephonyError::Unknown { .. }) => {
                // It stays as it is until the settle time is over; then the provider's list is looked at.
                log(claim, &error, "nobody can tell yet whether a text went out");
                Ok(Ending::Waiting)
            }
        }
    }

    async fn accepted(
        &self,
        scope: &Scope,
        claim: &Claim,
        sent: SentMessage,
    ) -> Result<Ending, PortError> {
        let SentMessage { id, progress } = sent;
        let attempt = Attempt::Accepted { id: id.clone(), progress };
        let ending = self.end(scope, claim, attempt, None, Ending::Sent).await?;
        self.ports.messaging.bind_early_report(scope, &id).await.map_err(failed)?;
        Ok(ending)
    }

    /// Looks whether the provider has a text whose sender died or got no answer. It is never sent again here.
    async fn settle(&self, scope: &Scope, claim: &Claim) -> Result<Ending, PortError> {
        let s = claim.message.value.snapshot();
        let since = s.updated_at - Duration::minutes(1);
        match self.ports.provider.sent_to(scope, &s.number, since).await {
            Ok(listed) => match self.ours(scope, s, listed).await? {
                Some(found) => {
                    let sent = SentMessage { id: found.id, progress: found.progress };
                    self.accepted(scope, claim, sent).await
                }
                None => self.end(scope, claim, Attempt::Lost, None, Ending::Unknown).await,
            },
            Err(error) if self.ports.clock.now() - s.updated_at < LOOKED_FOR => {
                log(claim, &error, "it could not be looked up what became of a text");
                self.ports.queue.hand_back(scope, claim, LOOK_AGAIN).await?;
                Ok(Ending::Waiting)
            }
            Err(_) => self.end(scope, claim, Attempt::Lost, None, Ending::Unknown).await,
        }
    }

    /// The one of the provider's list that is this text: the same words, and no other text of ours has its id.
    async fn ours(
        &self,
        scope: &Scope,
        s: &MessageSnapshot,
        listed: Vec<ListedMessage>,
    ) -> Result<Option<ListedMessage>, PortError> {
        for one in listed.into_iter().rev() {
            let same = one.text.expose() == s.body;
            if same && !self.ports.messaging.is_known(scope, &one.id).await.map_err(failed)? {
                return Ok(Some(one));
            }
        }
        Ok(None)
    }

    async fn end(
        &self,
        scope: &Scope,
        claim: &Claim,
        attempt: Attempt,
        wait: Option<Duration>,
        ending: Ending,
    ) -> Result<Ending, PortError> {
        let now = self.ports.clock.now();
        let message: Message = claim.message.value.attempted(attempt, now);
        let finish = Finish { message, wait };
        let kept = self.ports.queue.finish(scope, claim, finish, now).await?;
        Ok(if kept { ending } else { Ending::Left })
    }
}

fn failed(error: MessagingError) -> PortError {
    match error {
        MessagingError::Port(error) => error,
        error => PortError::unavailable("texts.bind", error),
    }
}

/// Doubles from two seconds to five minutes.
fn wait_after(attempts: u32) -> Duration {
    Duration::seconds(1 << attempts.clamp(1, 9)).min(LONGEST_WAIT)
}

fn log(claim: &Claim, error: &(dyn std::error::Error + 'static), what: &str) {
    tracing::warn!(
        workspace.id = %claim.workspace, message.id = %claim.message.value.snapshot().id,
        error, "{what}"
    );
}
