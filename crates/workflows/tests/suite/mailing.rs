//! The mail sender: what is written down before and after it speaks, and what happens when it dies in between.

use crate::town::{TEN, WORKSPACE};
use async_trait::async_trait;
use callboard_kernel::{ManualClock, PortError, Scope, Timestamp};
use callboard_workflows::{
    MailRound, MailSender, MailSenderPorts,
    ports::{Fence, MailCarrier, MailClaim, MailEnd, MailQueue, MailSendError, OutgoingMail},
};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
use time::Duration;
use uuid::Uuid;

/// One row of a queue in memory; its lease ends when the test says so.
#[derive(Clone, PartialEq, Debug)]
struct Row {
    state: &'static str,
    owner: Option<Uuid>,
    epoch: i64,
    attempts: u32,
    due: bool,
    reason: Option<String>,
    wait: Duration,
}

/// A queue of one mail, which can fail to write down how it ended.
struct Queue {
    row: Mutex<Row>,
    written_at: Timestamp,
    dies: AtomicBool,
}

impl Queue {
    fn holds(row: &Row, claim: &MailClaim) -> bool {
        row.owner == Some(claim.fence.owner) && row.epoch == claim.fence.epoch
    }

    fn take(&self, owner: Uuid, states: &[&str], count: u32) -> Vec<MailClaim> {
        let mut row = self.row.lock().unwrap();
        if !row.due || !states.contains(&row.state) {
            return Vec::new();
        }
        row.owner = Some(owner);
        row.epoch += 1;
        row.attempts += count;
        row.due = false;
        let fence = Fence { owner, epoch: row.epoch };
        let (attempt, written_at) = (row.attempts, self.written_at);
        vec![MailClaim { workspace: WORKSPACE, id: Uuid::nil(), fence, attempt, written_at }]
    }
}

#[async_trait]
impl MailQueue for Queue {
    async fn claim(&self, owner: Uuid, _: u32, _: Duration) -> Result<Vec<MailClaim>, PortError> {
        let claims = self.take(owner, &["ready", "claimed"], 1);
        if !claims.is_empty() {
            self.row.lock().unwrap().state = "claimed";
        }
        Ok(claims)
    }

    async fn claim_unsettled(
        &self,
        owner: Uuid,
        _: u32,
        _: Duration,
    ) -> Result<Vec<MailClaim>, PortError> {
        Ok(self.take(owner, &["sending"], 0))
    }

    async fn mark_sending(
        &self,
        _: &Scope,
        claim: &MailClaim,
        _: Duration,
    ) -> Result<Option<OutgoingMail>, PortError> {
        let mut row = self.row.lock().unwrap();
        if row.state != "claimed" || !Self::holds(&row, claim) {
            return Ok(None);
        }
        row.state = "sending";
        Ok(Some(OutgoingMail {
            message_id: "<1@x>".to_owned(),
            to_name: "Dana Reyes".to_owned(),
            to_address: "dana@example.com".to_owned(),
            subject: "Ready".to_owned(),
            body: "Ready.".to_owned(),
            written_at: self.written_at,
        }))
    }

    async fn finish(
        &self,
        _: &Scope,
        claim: &MailClaim,
        end: MailEnd,
        _: Timestamp,
    ) -> Result<bool, PortError> {
        if self.dies.load(Ordering::SeqCst) {
            return Err(PortError::unavailable("mail_queue.finish", "the database is away"));
        }
        let mut row = self.row.lock().unwrap();
        if !Self::holds(&row, claim) {
            return Ok(false);
        }
        row.owner = None;
        (row.state, row.reason) = match end {
            MailEnd::Sent => ("done", None),
            MailEnd::Failed(reason) => ("failed", Some(reason)),
            MailEnd::Unknown(reason) => ("unknown", Some(reason)),
            MailEnd::Again { reason, wait } => {
                row.wait = wait;
                ("ready", Some(reason))
            }
        };
        Ok(true)
    }

    async fn hand_back(&self, _: &Scope, claim: &MailClaim) -> Result<bool, PortError> {
        let mut row = self.row.lock().unwrap();
        let held = row.state == "claimed" && Self::holds(&row, claim);
        if held {
            row.state = "ready";
            row.attempts -= 1;
            row.due = true;
        }
        Ok(held)
    }
}

/// A carrier that gives the next answer, and counts what it was given.
struct Carrier {
    answers: Mutex<Vec<Result<(), MailSendError>>>,
    taken: Mutex<u32>,
    may_repeat: bool,
}

#[async_trait]
impl MailCarrier for Carrier {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailSendError> {
        assert!(!format!("{mail:?}").contains("ana"), "debug output names nobody");
        *self.taken.lock().unwrap() += 1;
        self.answers.lock().unwrap().pop().unwrap_or(Ok(()))
    }

    fn may_repeat(&self) -> bool {
        self.may_repeat
    }
}

struct Post {
    queue: Arc<Queue>,
    carrier: Arc<Carrier>,
    clock: Arc<ManualClock>,
}

impl Post {
    fn new(answer: Result<(), MailSendError>, may_repeat: bool) -> Self {
        let row = Row {
            state: "ready",
            owner: None,
            epoch: 0,
            attempts: 0,
            due: true,
            reason: None,
            wait: Duration::ZERO,
        };
        let queue = Queue { row: Mutex::new(row), written_at: TEN, dies: AtomicBool::new(false) };
        let answers = Mutex::new(vec![answer]);
        let carrier = Carrier { answers, taken: Mutex::new(0), may_repeat };
        Self {
            queue: Arc::new(queue),
            carrier: Arc::new(carrier),
            clock: Arc::new(ManualClock::new(TEN)),
        }
    }

    fn sender(&self, owner: u128) -> MailSender {
        let ports = MailSenderPorts {
            queue: self.queue.clone(),
            carrier: self.carrier.clone(),
            clock: self.clock.clone(),
        };
        MailSender::new(ports, Uuid::from_u128(owner))
    }

    async fn round(&self, owner: u128) -> MailRound {
        self.sender(owner).run_once(10, &|| false).await.unwrap()
    }

    fn row(&self) -> Row {
        self.queue.row.lock().unwrap().clone()
    }

    fn time_passes(&self) {
        self.queue.row.lock().unwrap().due = true;
    }

    fn taken(&self) -> u32 {
        *self.carrier.taken.lock().unwrap()
    }
}

#[tokio::test]
async fn a_mail_is_sent_once() {
    let post = Post::new(Ok(()), false);
    assert_eq!(post.round(1).await, MailRound { claimed: 1, sent: 1, ..MailRound::default() });
    post.time_passes();
    assert_eq!(post.round(2).await, MailRound::default());
    assert_eq!((post.row().state, post.taken()), ("done", 1));
}

#[tokio::test]
async fn a_refusal_ends_it_with_its_reason() {
    let post = Post::new(Err(MailSendError::Refused("recipient: 550".to_owned())), false);
    assert_eq!(post.round(1).await.failed, 1);
    let row = post.row();
    assert_eq!((row.state, row.reason.as_deref()), ("failed", Some("recipient: 550")));
}

#[tokio::test]
async fn what_is_not_taken_now_waits_longer_each_time() {
    let busy = || Err(MailSendError::Busy("text: 451".to_owned()));
    let post = Post::new(Ok(()), false);
    post.carrier.answers.lock().unwrap().extend([busy(), busy()]);
    for wait in [15, 30] {
        assert_eq!(post.round(1).await.waiting, 1);
        let row = post.row();
        assert_eq!((row.state, row.wait), ("ready", Duration::seconds(wait)));
        post.time_passes();
    }
    assert_eq!(post.round(1).await.sent, 1);
}

#[tokio::test]
async fn a_doubtful_answer_is_for_a_person() {
    let post = Post::new(Err(MailSendError::Unknown("text: no answer".to_owned())), false);
    assert_eq!(post.round(1).await.unknown, 1);
    post.time_passes();
    assert_eq!(post.round(2).await, MailRound::default());
    assert_eq!((post.row().state, post.taken()), ("unknown", 1));
}

#[tokio::test]
async fn a_sender_that_dies_with_the_answer_is_never_repeated_blindly() {
    let post = Post::new(Ok(()), false);
    post.queue.dies.store(true, Ordering::SeqCst);
    assert!(post.sender(1).run_once(10, &|| false).await.is_err());
    assert_eq!((post.row().state, post.taken()), ("sending", 1));
    post.queue.dies.store(false, Ordering::SeqCst);
    assert_eq!(post.round(2).await, MailRound::default(), "not before its settle time");
    post.time_passes();
    let round = MailRound { claimed: 1, unknown: 1, ..MailRound::default() };
    assert_eq!(post.round(2).await, round);
    assert_eq!((post.row().state, post.taken()), ("unknown", 1));
}

#[tokio::test]
async fn where_twice_is_once_it_is_repeated() {
    let post = Post::new(Ok(()), true);
    post.queue.dies.store(true, Ordering::SeqCst);
    assert!(post.sender(1).run_once(10, &|| false).await.is_err());
    post.queue.dies.store(false, Ordering::SeqCst);
    post.time_passes();
    assert_eq!(post.round(2).await.waiting, 1);
    post.time_passes();
    assert_eq!(post.round(2).await.sent, 1);
    assert_eq!((post.row().state, post.taken()), ("done", 2));
}

#[tokio::test]
async fn a_process_that_stops_hands_back_what_it_did_not_begin() {
    let post = Post::new(Ok(()), false);
    let round = post.sender(1).run_once(10, &|| true).await.unwrap();
    assert_eq!(round, MailRound { claimed: 1, left: 1, ..MailRound::default() });
    let row = post.row();
    assert_eq!((row.state, row.attempts, post.taken()), ("ready", 0, 0));
}

#[tokio::test]
async fn old_mail_is_not_sent() {
    let post = Post::new(Ok(()), false);
    post.clock.set(TEN + Duration::days(3) + Duration::seconds(1));
    assert_eq!(post.round(1).await.failed, 1);
    assert_eq!((post.row().state, post.taken()), ("failed", 0));
}
