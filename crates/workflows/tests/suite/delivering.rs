//! One round over the deliveries.

use crate::town::{Town, WORKSPACE, minute};
use async_trait::async_trait;
use callboard_kernel::{Actor, EventEnvelope, EventId, Page, PageRequest, PortError, Scope};
use callboard_workflows::{
    DeliveryWorker, Dispatcher, MAX_ATTEMPTS, ReactionError, Round, known_reactions,
    ports::{ClaimedDelivery, DeadDelivery, Deliveries, Fence},
    subscriptions,
};
use std::sync::{Arc, Mutex};
use time::Duration;
use uuid::Uuid;

const OWNER: Uuid = Uuid::from_u128(0x0123);

/// What the worker did to deliveries.
#[derive(Clone, PartialEq, Debug)]
enum Did {
    Complete(i64),
    Retry(i64, Duration),
    Bury(i64, String),
}

/// Deliveries that are claimed once, and a record of what came of them.
#[derive(Default)]
struct Queue {
    waiting: Mutex<Vec<ClaimedDelivery>>,
    did: Mutex<Vec<Did>>,
    asked_for: Mutex<Vec<&'static str>>,
    /// Somebody else has them by the time they are finished.
    lost: bool,
}

#[async_trait]
impl Deliveries for Queue {
    async fn claim(
        &self,
        owner: Uuid,
        reactions: &[&'static str],
        limit: u32,
        _: Duration,
    ) -> Result<Vec<ClaimedDelivery>, PortError> {
        assert_eq!(owner, OWNER);
        *self.asked_for.lock().unwrap() = reactions.to_vec();
        let mut waiting = self.waiting.lock().unwrap();
        let count = waiting.len().min(limit as usize);
        Ok(waiting.drain(..count).collect())
    }

    async fn complete(&self, _: &Scope, delivery: &ClaimedDelivery) -> Result<bool, PortError> {
        self.did.lock().unwrap().push(Did::Complete(delivery.event.seq));
        Ok(!self.lost)
    }

    async fn retry(
        &self,
        scope: &Scope,
        delivery: &ClaimedDelivery,
        after: Duration,
        _: &str,
    ) -> Result<bool, PortError> {
        assert_eq!(scope.workspace(), delivery.event.workspace);
        self.did.lock().unwrap().push(Did::Retry(delivery.event.seq, after));
        Ok(!self.lost)
    }

    async fn bury(
        &self,
        _: &Scope,
        delivery: &ClaimedDelivery,
        error: &str,
    ) -> Result<bool, PortError> {
        self.did.lock().unwrap().push(Did::Bury(delivery.event.seq, error.to_owned()));
        Ok(!self.lost)
    }

    async fn hand_back(&self, _: &Scope, _: &ClaimedDelivery) -> Result<bool, PortError> {
        Err(PortError::broken("deliveries.hand_back", "nothing takes that long here"))
    }

    async fn dead(&self, _: &Scope, _: &PageRequest) -> Result<Page<DeadDelivery>, PortError> {
        Ok(Page { items: vec![], next: None })
    }

    async fn count_dead(&self, _: &Scope) -> Result<u64, PortError> {
        Ok(0)
    }

    async fn replay(&self, _: &Scope, _: &[EventId]) -> Result<u64, PortError> {
        Ok(0)
    }
}

/// Reactions that go as their names say.
struct Scripted;

#[async_trait]
impl Dispatcher for Scripted {
    async fn react(&self, _: &EventEnvelope, reaction: &str) -> Result<(), ReactionError> {
        match reaction {
            "later" => Err(ReactionError::Retry("unavailable".to_owned())),
            "never" => Err(ReactionError::Dead("unreadable".to_owned())),
            _ => Ok(()),
        }
    }
}

fn delivery(seq: i64, reaction: &str, attempt: u32) -> ClaimedDelivery {
    let event = EventEnvelope {
        id: EventId(Uuid::from_u128(seq as u128)),
        workspace: WORKSPACE,
        seq,
        name: "calls.call_missed".to_owned(),
        payload: serde_json::Value::Null,
        occurred_at: minute(0),
        actor: Actor::System { name: "carrier".to_owned() },
        depth: 0,
    };
    let fence = Fence { owner: OWNER, epoch: i64::from(attempt) };
    ClaimedDelivery { event, reaction: reaction.to_owned(), fence, attempt }
}

fn queue(waiting: Vec<ClaimedDelivery>) -> Arc<Queue> {
    Arc::new(Queue { waiting: Mutex::new(waiting), ..Queue::default() })
}

#[tokio::test]
async fn what_works_is_completed_and_what_fails_is_tried_again_or_buried() {
    let queue = queue(vec![
        delivery(7, "works", 1),
        delivery(14, "later", 1),
        delivery(21, "later", 4),
        delivery(28, "never", 1),
        delivery(35, "later", MAX_ATTEMPTS),
        delivery(42, "later", 11),
    ]);
    let worker = DeliveryWorker::new(queue.clone(), Arc::new(Scripted), OWNER);
    let round = worker.run_once(50).await.unwrap();
    assert_eq!(round, Round { claimed: 6, done: 1, retried: 3, buried: 2, lost: 0 });
    let did = queue.did.lock().unwrap().clone();
    assert_eq!(
        did,
        [
            Did::Complete(7),
            Did::Retry(14, Duration::seconds(1)),
            Did::Retry(21, Duration::seconds(8)),
            Did::Bury(28, "unreadable".to_owned()),
            Did::Bury(35, "unavailable".to_owned()),
            Did::Retry(42, Duration::minutes(5)),
        ]
    );
    assert_eq!(worker.run_once(50).await.unwrap(), Round::default());
}

#[tokio::test]
async fn it_claims_what_it_knows_and_no_more_than_a_batch() {
    let queue = queue((1..=5).map(|seq| delivery(seq, "works", 1)).collect());
    let worker = DeliveryWorker::new(queue.clone(), Arc::new(Scripted), OWNER);
    assert_eq!(worker.run_once(3).await.unwrap().claimed, 3);
    assert_eq!(worker.run_once(3).await.unwrap().claimed, 2);
    assert_eq!(*queue.asked_for.lock().unwrap(), known_reactions());
}

#[tokio::test]
async fn what_somebody_else_has_meanwhile_does_not_count_as_done() {
    let waiting = Mutex::new(vec![delivery(1, "works", 1)]);
    let queue = Arc::new(Queue { waiting, lost: true, ..Queue::default() });
    let round = DeliveryWorker::new(queue, Arc::new(Scripted), OWNER).run_once(9).await.unwrap();
    assert_eq!(round, Round { claimed: 1, lost: 1, ..Round::default() });
}

#[tokio::test]
async fn the_worker_works_off_what_the_domains_left_in_the_outbox() {
    let town = Town::with_ana();
    town.line(
        "m",
        callboard_calls::model::Direction::In,
        callboard_calls::model::LineChange::HungUp { at: minute(1), answered_at: None },
    )
    .await;
    let mut waiting = Vec::new();
    for event in &town.memory().events {
        for reaction in subscriptions(&event.name) {
            waiting.push(ClaimedDelivery {
                event: event.clone(),
                reaction: (*reaction).to_owned(),
                fence: Fence { owner: OWNER, epoch: 1 },
                attempt: 1,
            });
        }
    }
    let expected = waiting.len() as u32;
    let worker = DeliveryWorker::new(queue(waiting), town.reactions.clone(), OWNER);
    let round = worker.run_once(50).await.unwrap();
    assert_eq!(round, Round { claimed: expected, done: expected, ..Round::default() });
    assert_eq!(town.open().len(), 1);
    assert_eq!(town.memory().interactions.len(), 1);
}
