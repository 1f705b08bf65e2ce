//! Mail in the hands of people: listed, sent again, settled, and told.

use crate::{
    mail::{claim, post},
    support::{Desk, World, noon, on_both},
};
use callboard_kernel::{Actor, PageRequest};
use callboard_workflows::{
    MAIL_CHANGED,
    ports::{MailClaim, MailEnd, MailMoved, MailStanding, UnsentMail},
};
use callboard_workspaces::{AuditFilter, AuditRow};
use time::Duration;
use uuid::Uuid;

on_both!(
    what_went_wrong_is_listed_newest_first_and_page_by_page,
    what_is_sent_again_is_claimed_as_if_it_were_new,
    the_second_who_presses_hears_what_the_first_did,
    what_is_too_old_is_not_sent_again_and_can_be_settled,
    a_workspace_sees_and_moves_its_own,
    who_decided_stands_in_the_trail_and_screens_are_told,
);

const OLDEST: Duration = Duration::days(3);

/// Writes a mail and ends it so.
async fn ended(world: &World, desk: &Desk, id: &str, end: MailEnd) -> MailClaim {
    post(world, desk, id).await;
    let claimed = claim(world, 1, 9).await.remove(0);
    assert!(world.stores.mail_queue.finish(&desk.scope, &claimed, end, noon()).await.unwrap());
    claimed
}

async fn failed(world: &World, desk: &Desk, id: &str) -> MailClaim {
    ended(world, desk, id, MailEnd::Failed("text: 550".to_owned())).await
}

async fn unknown(world: &World, desk: &Desk, id: &str) -> MailClaim {
    ended(world, desk, id, MailEnd::Unknown("no answer to the text".to_owned())).await
}

async fn listed(world: &World, desk: &Desk, standing: Option<MailStanding>) -> Vec<UnsentMail> {
    let care = &world.stores.mail_care;
    let page = care.list(&desk.scope, standing, &PageRequest::first(50)).await.unwrap();
    let count = care.count(&desk.scope, standing).await.unwrap();
    assert_eq!(count, page.items.len() as u64);
    page.items
}

async fn again(world: &World, desk: &Desk, mail: Uuid) -> MailMoved {
    world.stores.mail_care.send_again(&desk.scope, mail, noon() - OLDEST, noon()).await.unwrap()
}

async fn settle(world: &World, desk: &Desk, mail: Uuid) -> MailMoved {
    world.stores.mail_care.settle(&desk.scope, mail, noon()).await.unwrap()
}

fn is(state: &str) -> MailMoved {
    MailMoved::Elsewhere(state.to_owned())
}

async fn trail(world: &World, desk: &Desk) -> Vec<AuditRow> {
    let filter = AuditFilter { target_kind: vec!["mail".to_owned()], ..AuditFilter::default() };
    let page = PageRequest::first(50);
    world.stores.audit_trail.list(&desk.scope, &filter, &page).await.unwrap().items
}

async fn told(world: &World, desk: &Desk) -> usize {
    let events = world.stores.live_feed.after(&desk.scope, 0, 500).await.unwrap();
    events.iter().filter(|event| event.name == MAIL_CHANGED).count()
}

async fn what_went_wrong_is_listed_newest_first_and_page_by_page(world: &World) {
    let desk = world.desk().await;
    let refused = failed(world, &desk, "1").await;
    let lost = unknown(world, &desk, "2").await;
    ended(world, &desk, "3", MailEnd::Sent).await;
    post(world, &desk, "4").await;

    let all = listed(world, &desk, None).await;
    assert_eq!(all.iter().map(|mail| mail.id).collect::<Vec<_>>(), [lost.id, refused.id]);
    let newest = &all[0];
    assert_eq!(newest.standing, MailStanding::Unknown);
    assert_eq!((newest.to_name.as_str(), newest.about_kind.as_str()), ("Olive Owner", "export"));
    assert_eq!(newest.last_error.as_deref(), Some("no answer to the text"));
    assert_eq!((newest.created_at, newest.ended_at), (noon(), Some(noon())));
    assert_eq!(newest.call, None, "an export has no call");

    let ids = async |standing| {
        let mails = listed(world, &desk, Some(standing)).await;
        assert!(mails.iter().all(|mail| mail.standing == standing));
        mails.iter().map(|mail| mail.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(MailStanding::Failed).await, [refused.id]);
    assert_eq!(ids(MailStanding::Unknown).await, [lost.id]);
    assert_eq!(ids(MailStanding::Waiting).await.len(), 1);

    let care = &world.stores.mail_care;
    let first = care.list(&desk.scope, None, &PageRequest::first(1)).await.unwrap();
    assert_eq!(first.items[0].id, lost.id);
    let next = PageRequest { after: first.next, ..PageRequest::first(1) };
    let second = care.list(&desk.scope, None, &next).await.unwrap();
    assert_eq!((second.items[0].id, second.next), (refused.id, None));
    let strange = care.list(&desk.scope, Some(MailStanding::Failed), &next).await;
    assert!(strange.is_err(), "a cursor belongs to its list");
}

async fn what_is_sent_again_is_claimed_as_if_it_were_new(world: &World) {
    let desk = world.desk().await;
    for old in [failed(world, &desk, "1").await, unknown(world, &desk, "2").await] {
        assert_eq!(again(world, &desk, old.id).await, MailMoved::Done);
        let waiting = listed(world, &desk, Some(MailStanding::Waiting)).await;
        assert_eq!((waiting[0].last_error.as_deref(), waiting[0].ended_at), (None, None));
        let fresh = claim(world, 2, 9).await.remove(0);
        assert_eq!((fresh.id, fresh.attempt), (old.id, 1));
        assert_eq!(fresh.fence.epoch, old.fence.epoch + 2, "older fences are void");
        let queue = &world.stores.mail_queue;
        assert!(!queue.finish(&desk.scope, &old, MailEnd::Sent, noon()).await.unwrap());
        assert!(queue.finish(&desk.scope, &fresh, MailEnd::Sent, noon()).await.unwrap());
    }
    assert!(listed(world, &desk, None).await.is_empty());
}

/// A refused press holds the row until its connection is back in the pool, and a worker passes over what is held.
async fn claimed_soon(world: &World) -> MailClaim {
    for _ in 0..200 {
        if let Some(claimed) = claim(world, 2, 9).await.pop() {
            return claimed;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the row is held for ever");
}

async fn the_second_who_presses_hears_what_the_first_did(world: &World) {
    let desk = world.desk().await;
    let mail = failed(world, &desk, "1").await.id;
    let (one, other) = futures_util::join!(again(world, &desk, mail), again(world, &desk, mail));
    assert!(one == MailMoved::Done || other == MailMoved::Done);
    assert!(one == is("ready") || other == is("ready"), "{one:?} {other:?}");
    assert_eq!(settle(world, &desk, mail).await, is("ready"));
    let claimed = claimed_soon(world).await;
    assert_eq!(again(world, &desk, mail).await, is("claimed"));
    let end = MailEnd::Unknown("no answer to the text".to_owned());
    world.stores.mail_queue.finish(&desk.scope, &claimed, end, noon()).await.unwrap();
    assert_eq!(settle(world, &desk, mail).await, MailMoved::Done);
    assert_eq!(settle(world, &desk, mail).await, is("withdrawn"));
    assert_eq!(again(world, &desk, mail).await, is("withdrawn"));
    assert_eq!(again(world, &desk, world.id()).await, MailMoved::Absent);
    assert_eq!(settle(world, &desk, world.id()).await, MailMoved::Absent);
}

async fn what_is_too_old_is_not_sent_again_and_can_be_settled(world: &World) {
    let desk = world.desk().await;
    let mail = failed(world, &desk, "1").await.id;
    let later = noon() + Duration::days(4);
    let care = &world.stores.mail_care;
    let moved = care.send_again(&desk.scope, mail, later - OLDEST, later).await.unwrap();
    assert_eq!(moved, MailMoved::TooOld);
    assert_eq!(listed(world, &desk, None).await.len(), 1, "nothing was changed");
    assert_eq!(care.settle(&desk.scope, mail, later).await.unwrap(), MailMoved::Done);
    assert!(listed(world, &desk, None).await.is_empty());
}

async fn a_workspace_sees_and_moves_its_own(world: &World) {
    let (ours, theirs) = (world.desk().await, world.desk().await);
    let mail = failed(world, &ours, "1").await.id;
    assert!(listed(world, &theirs, None).await.is_empty());
    assert_eq!(again(world, &theirs, mail).await, MailMoved::Absent);
    assert_eq!(settle(world, &theirs, mail).await, MailMoved::Absent);
    assert_eq!(listed(world, &ours, None).await.len(), 1);
    assert!(trail(world, &theirs).await.is_empty());
}

async fn who_decided_stands_in_the_trail_and_screens_are_told(world: &World) {
    let desk = world.desk().await;
    let (one, other) = (failed(world, &desk, "1").await.id, unknown(world, &desk, "2").await.id);
    assert_eq!(told(world, &desk).await, 2, "that they need a person");
    again(world, &desk, one).await;
    settle(world, &desk, other).await;
    settle(world, &desk, other).await;
    assert_eq!(told(world, &desk).await, 4, "a refused press tells nothing");
    let lines = trail(world, &desk).await;
    let said: Vec<_> = lines
        .iter()
        .map(|line| (line.target_id, &line.before["state"], &line.after["state"]))
        .collect();
    assert_eq!(
        said,
        [(other, &"unknown".into(), &"withdrawn".into()), (one, &"failed".into(), &"ready".into())]
    );
    assert!(
        lines.iter().all(|line| matches!(line.actor, Actor::Member { id, .. } if id == desk.owner))
    );
}
