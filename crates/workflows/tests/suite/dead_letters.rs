//! What was given up: who may look and replay, and who is told.

use crate::town::{OWNER, Town, WORKSPACE, dana, minute};
use async_trait::async_trait;
use callboard_kernel::{
    Actor, Classify, DomainEvent, ErrorKind, EventEnvelope, EventId, MemberId, Page, PageRequest,
    PortError, Role, Scope,
};
use callboard_workflows::{
    DELIVERY_GIVEN_UP, DeadLetters, DeadLettersError, GivenUp, ReactionError,
    ports::{ClaimedDelivery, DeadDelivery, Deliveries, Fence},
    subscriptions,
};
use serde_json::json;
use std::sync::{Arc, Mutex};
use time::Duration;
use uuid::Uuid;

const TELLER: &str = "given_up_delivery_tells_supervisors";

/// A store with dead deliveries and nothing else.
struct Graveyard {
    dead: Mutex<Vec<DeadDelivery>>,
    is_away: bool,
}

impl Graveyard {
    fn with(events: impl IntoIterator<Item = u128>) -> Arc<Self> {
        let dead = events.into_iter().map(|number| DeadDelivery {
            event: EventId(Uuid::from_u128(number)),
            event_name: "calls.call_missed".to_owned(),
            reaction: "missed_call_opens_follow_up".to_owned(),
            attempts: 12,
            last_error: "unavailable: follow_ups.save failed".to_owned(),
            at: minute(number as i64),
        });
        Arc::new(Self { dead: Mutex::new(dead.collect()), is_away: false })
    }

    fn answers(&self) -> Result<(), PortError> {
        if self.is_away {
            Err(PortError::unavailable("deliveries.dead", "no connection"))
        } else {
            Ok(())
        }
    }

    fn unused<T>() -> Result<T, PortError> {
        Err(PortError::broken("deliveries", "dead letters are only shown and replayed"))
    }
}

#[async_trait]
impl Deliveries for Graveyard {
    async fn claim(
        &self,
        _: Uuid,
        _: &[&'static str],
        _: u32,
        _: Duration,
    ) -> Result<Vec<ClaimedDelivery>, PortError> {
        Self::unused()
    }

    async fn complete(&self, _: &Scope, _: &ClaimedDelivery) -> Result<bool, PortError> {
        Self::unused()
    }

    async fn retry(
        &self,
        _: &Scope,
        _: &ClaimedDelivery,
        _: Duration,
        _: &str,
    ) -> Result<bool, PortError> {
        Self::unused()
    }

    async fn bury(&self, _: &Scope, _: &ClaimedDelivery, _: &str) -> Result<bool, PortError> {
        Self::unused()
    }

    async fn hand_back(&self, _: &Scope, _: &ClaimedDelivery) -> Result<bool, PortError> {
        Self::unused()
    }

    async fn dead(&self, _: &Scope, page: &PageRequest) -> Result<Page<DeadDelivery>, PortError> {
        self.answers()?;
        let dead = self.dead.lock().unwrap();
        Ok(Page { items: dead.iter().take(page.limit as usize).cloned().collect(), next: None })
    }

    async fn count_dead(&self, _: &Scope) -> Result<u64, PortError> {
        self.answers()?;
        Ok(self.dead.lock().unwrap().len() as u64)
    }

    async fn replay(&self, _: &Scope, events: &[EventId]) -> Result<u64, PortError> {
        let mut dead = self.dead.lock().unwrap();
        let before = dead.len();
        dead.retain(|one| !events.is_empty() && !events.contains(&one.event));
        Ok((before - dead.len()) as u64)
    }
}

#[expect(clippy::disallowed_methods, reason = "a test acts as somebody")]
fn as_role(role: Role) -> Scope {
    Scope::authenticated(WORKSPACE, Actor::Member { id: MemberId(Uuid::from_u128(77)), role })
}

fn event(number: u128) -> EventId {
    EventId(Uuid::from_u128(number))
}

#[tokio::test]
async fn admins_look_and_replay_and_nobody_below_does() {
    let graveyard = Graveyard::with([1, 2, 3]);
    let letters = DeadLetters::new(graveyard.clone());
    for role in [Role::Viewer, Role::Tech, Role::Dispatcher] {
        let scope = as_role(role);
        let refusals = [
            letters.list(&scope, &PageRequest::first(9)).await.map(drop),
            letters.count(&scope).await.map(drop),
            letters.replay(&scope, &[]).await.map(drop),
        ];
        for refused in refusals {
            assert!(matches!(refused, Err(DeadLettersError::Forbidden(_))), "{role}");
            assert_eq!(refused.unwrap_err().kind(), ErrorKind::Forbidden);
        }
    }
    assert_eq!(graveyard.dead.lock().unwrap().len(), 3, "a refused replay replays nothing");
    let admin = as_role(Role::Admin);
    assert_eq!(letters.list(&admin, &PageRequest::first(2)).await.unwrap().items.len(), 2);
    assert_eq!(letters.replay(&admin, &[event(2)]).await.unwrap(), 1);
    assert_eq!(letters.replay(&admin, &[event(2)]).await.unwrap(), 0, "it is not dead any more");
    assert_eq!(letters.count(&admin).await.unwrap(), 2);
    assert_eq!(letters.replay(&as_role(Role::Owner), &[]).await.unwrap(), 2);
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_unavailable() {
    let away = Graveyard { dead: Mutex::default(), is_away: true };
    let error = DeadLetters::new(Arc::new(away)).count(&as_role(Role::Admin)).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Unavailable, "unavailable"));
}

fn buried(event: EventEnvelope, reaction: &str) -> ClaimedDelivery {
    let fence = Fence { owner: Uuid::nil(), epoch: 12 };
    ClaimedDelivery { event, reaction: reaction.to_owned(), fence, attempt: 12 }
}

/// The event of a burial, as the store writes it.
fn burial(town: &Town, number: u128, at: i64) -> EventEnvelope {
    let delivery = buried(town.event("calls.call_missed"), "missed_call_opens_follow_up");
    let given_up = GivenUp::of(&delivery).unwrap();
    EventEnvelope {
        id: event(number),
        name: given_up.name().to_owned(),
        payload: given_up.payload(),
        occurred_at: minute(at),
        ..delivery.event
    }
}

#[tokio::test]
async fn supervisors_are_told_once_an_hour() {
    let town = Town::new();
    town.missed().await;
    assert_eq!(subscriptions(DELIVERY_GIVEN_UP), [TELLER]);
    // Many at once, each delivered twice; the clock of the town stands at ten past the hour.
    for number in 0..5 {
        for _ in 0..2 {
            town.react(&burial(&town, 900 + number, 10 + number as i64), TELLER).await.unwrap();
        }
    }
    let told = town.memory().notifications.clone();
    assert_eq!(told.iter().map(|n| n.member).collect::<Vec<_>>(), [OWNER]);
    assert!(told[0].text.contains("missed call opens follow up"), "{}", told[0].text);
    assert!(!told[0].text.contains("555"), "no number of a caller: {}", told[0].text);
    assert!(town.follow_ups.report_fault(&dana(), String::new(), cause()).await.is_err());

    town.react(&burial(&town, 950, 70), TELLER).await.unwrap();
    assert_eq!(town.memory().notifications.len(), 2, "an hour later it is news again");
}

fn cause() -> callboard_kernel::Cause {
    callboard_kernel::Cause("by hand".to_owned())
}

#[tokio::test]
async fn the_burial_of_the_telling_is_not_told() {
    let town = Town::new();
    town.missed().await;
    let telling = burial(&town, 900, 10);
    assert_eq!(GivenUp::of(&buried(telling.clone(), TELLER)), None);
    let odd = EventEnvelope { payload: json!({"reaction": 7}), ..telling };
    let refused = town.react(&odd, TELLER).await;
    assert!(matches!(refused, Err(ReactionError::Dead(why)) if why.starts_with("unreadable")));
    assert!(town.memory().notifications.is_empty());
}
