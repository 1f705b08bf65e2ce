//! The queue of mail: claims, leases, fences.

use crate::support::{Desk, World, noon, on_both};
use callboard_kernel::PageRequest;
use callboard_workflows::ports::{MailClaim, MailDraft, MailEnd};
use std::collections::BTreeSet;
use time::Duration;
use uuid::Uuid;

on_both!(
    two_workers_never_get_the_same_mail_and_workspaces_take_turns,
    who_claims_reads_the_mail_and_it_is_sent_once,
    who_lost_the_lease_writes_nothing,
    what_died_while_sending_is_never_claimed_to_send,
    what_is_not_taken_rests_and_what_is_handed_back_does_not_count,
    the_agenda_knows_when_mail_is_due,
);

const LEASE: Duration = Duration::seconds(20);
const SETTLE: Duration = Duration::seconds(60);

pub(crate) async fn post(world: &World, desk: &Desk, id: &str) {
    let draft = MailDraft {
        message_id: format!("<{id}@x>"),
        member: desk.owner,
        to_address: "olive@example.com".to_owned(),
        subject: "Your export is ready".to_owned(),
        body: "Fetch it.".to_owned(),
        about_kind: "export".to_owned(),
        about: world.id(),
    };
    world.stores.mail_outbox.post(&desk.scope, draft, noon()).await.unwrap();
}

pub(crate) async fn claim(world: &World, owner: u128, limit: u32) -> Vec<MailClaim> {
    world.stores.mail_queue.claim(Uuid::from_u128(owner), limit, LEASE).await.unwrap()
}

async fn unsettled(world: &World, owner: u128) -> Vec<MailClaim> {
    world.stores.mail_queue.claim_unsettled(Uuid::from_u128(owner), 9, LEASE).await.unwrap()
}

/// Every lease is over.
async fn time_passes(world: &World) {
    world.as_owner("UPDATE mail_outbox SET available_at = 0").await;
}

async fn two_workers_never_get_the_same_mail_and_workspaces_take_turns(world: &World) {
    let (blast, other) = (world.desk().await, world.desk().await);
    for number in 0..12 {
        post(world, &blast, &number.to_string()).await;
    }
    post(world, &other, "alert").await;
    let first = claim(world, 1, 4).await;
    assert_eq!(first.len(), 4);
    assert!(first.iter().any(|claim| claim.workspace == other.workspace), "its turn comes");
    let second = claim(world, 2, 50).await;
    assert_eq!(second.len(), 9);
    let ids: BTreeSet<Uuid> = first.iter().chain(&second).map(|claim| claim.id).collect();
    assert_eq!(ids.len(), 13);
    assert!(claim(world, 3, 50).await.is_empty());
    time_passes(world).await;
    let racing: Vec<u128> = (10..14).collect();
    let claims =
        futures_util::future::join_all(racing.iter().map(|owner| claim(world, *owner, 9))).await;
    let all: Vec<Uuid> = claims.iter().flatten().map(|claim| claim.id).collect();
    assert_eq!(all.len(), all.iter().collect::<BTreeSet<_>>().len(), "never two at once");
}

async fn who_claims_reads_the_mail_and_it_is_sent_once(world: &World) {
    let (desk, other) = (world.desk().await, world.desk().await);
    post(world, &desk, "1").await;
    let queue = &world.stores.mail_queue;
    let claimed = claim(world, 1, 9).await.remove(0);
    assert_eq!((claimed.attempt, claimed.written_at), (1, noon()));
    let strange = queue.mark_sending(&other.scope, &claimed, SETTLE).await.unwrap();
    assert_eq!(strange, None, "another workspace has no such mail");
    let mail = queue.mark_sending(&desk.scope, &claimed, SETTLE).await.unwrap().unwrap();
    assert_eq!((mail.message_id.as_str(), mail.to_name.as_str()), ("<1@x>", "Olive Owner"));
    assert_eq!((mail.to_address.as_str(), mail.body.as_str()), ("olive@example.com", "Fetch it."));
    assert_eq!(queue.mark_sending(&desk.scope, &claimed, SETTLE).await.unwrap(), None);
    assert!(queue.finish(&desk.scope, &claimed, MailEnd::Sent, noon()).await.unwrap());
    assert!(!queue.finish(&desk.scope, &claimed, MailEnd::Sent, noon()).await.unwrap());
    time_passes(world).await;
    assert!(claim(world, 2, 9).await.is_empty() && unsettled(world, 2).await.is_empty());
    let purged = world.stores.housekeeping.purge(noon() + Duration::days(31)).await.unwrap();
    assert!(purged >= 1, "what is done with goes");
}

async fn who_lost_the_lease_writes_nothing(world: &World) {
    let desk = world.desk().await;
    post(world, &desk, "1").await;
    let queue = &world.stores.mail_queue;
    let slow = claim(world, 1, 9).await.remove(0);
    time_passes(world).await;
    let quick = claim(world, 2, 9).await.remove(0);
    assert_eq!(quick.attempt, 2);
    assert_eq!(queue.mark_sending(&desk.scope, &slow, SETTLE).await.unwrap(), None);
    assert!(!queue.hand_back(&desk.scope, &slow).await.unwrap());
    assert!(!queue.finish(&desk.scope, &slow, MailEnd::Sent, noon()).await.unwrap());
    assert!(queue.mark_sending(&desk.scope, &quick, SETTLE).await.unwrap().is_some());
    assert!(queue.finish(&desk.scope, &quick, MailEnd::Sent, noon()).await.unwrap());
}

async fn what_died_while_sending_is_never_claimed_to_send(world: &World) {
    let desk = world.desk().await;
    post(world, &desk, "1").await;
    let queue = &world.stores.mail_queue;
    let dead = claim(world, 1, 9).await.remove(0);
    queue.mark_sending(&desk.scope, &dead, SETTLE).await.unwrap().unwrap();
    assert!(unsettled(world, 2).await.is_empty(), "not before its settle time");
    time_passes(world).await;
    assert!(claim(world, 2, 9).await.is_empty(), "it is never sent again");
    let found = unsettled(world, 2).await.remove(0);
    assert_eq!((found.id, found.attempt), (dead.id, 1));
    assert!(!queue.hand_back(&desk.scope, &found).await.unwrap(), "it is being sent");
    assert!(!queue.finish(&desk.scope, &dead, MailEnd::Sent, noon()).await.unwrap());
    let end = MailEnd::Unknown("text: no answer".to_owned());
    assert!(queue.finish(&desk.scope, &found, end, noon()).await.unwrap());
    time_passes(world).await;
    assert!(claim(world, 3, 9).await.is_empty() && unsettled(world, 3).await.is_empty());
    assert_eq!(world.stores.mail_outbox.count_waiting(&desk.scope).await.unwrap(), 0);
}

async fn what_is_not_taken_rests_and_what_is_handed_back_does_not_count(world: &World) {
    let desk = world.desk().await;
    post(world, &desk, "1").await;
    let queue = &world.stores.mail_queue;
    let claimed = claim(world, 1, 9).await.remove(0);
    assert!(queue.hand_back(&desk.scope, &claimed).await.unwrap());
    let claimed = claim(world, 1, 9).await.remove(0);
    assert_eq!(claimed.attempt, 1);
    queue.mark_sending(&desk.scope, &claimed, SETTLE).await.unwrap().unwrap();
    let end = MailEnd::Again { reason: "text: 451".to_owned(), wait: Duration::minutes(1) };
    assert!(queue.finish(&desk.scope, &claimed, end, noon()).await.unwrap());
    assert!(claim(world, 1, 9).await.is_empty(), "it rests");
    let waiting =
        world.stores.mail_outbox.waiting(&desk.scope, &PageRequest::first(5)).await.unwrap();
    assert_eq!(waiting.items.len(), 1, "people see that it waits");
    time_passes(world).await;
    assert_eq!(claim(world, 1, 9).await[0].attempt, 2);
}

async fn the_agenda_knows_when_mail_is_due(world: &World) {
    let desk = world.desk().await;
    let due = async || world.stores.agenda.upcoming(&["x"]).await.unwrap().mail_in;
    assert_eq!(due().await, None);
    post(world, &desk, "1").await;
    assert!(due().await.unwrap() <= Duration::ZERO);
    let claimed = claim(world, 1, 9).await.remove(0);
    let left = due().await.unwrap();
    assert!(left > Duration::ZERO && left <= LEASE, "{left}");
    world.stores.mail_queue.finish(&desk.scope, &claimed, MailEnd::Sent, noon()).await.unwrap();
    assert_eq!(due().await, None);
}
