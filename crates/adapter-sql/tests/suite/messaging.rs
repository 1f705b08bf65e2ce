//! The stores of texts.

use crate::support::{Desk, World, customer, noon, on_both, phone};
use callboard_kernel::{
    AuditAction, AuditDraft, Cause, Commit, ConversationId, CustomerId, Loaded, MessageId,
    MessageTemplateId, PageRequest, SaveError, Version,
};
use callboard_messaging::{
    MessagingEvent, TextSettings,
    board::ConversationFilter,
    gate::Pass,
    model::{
        Attempt, ConversationState, Failure, Message, MessageState, NewTemplate, NewText, Purpose,
        SettledAs, Template, Writer, shipped_templates,
    },
    ports::{Limits, Post, Posted, Receipt},
    pretend::{PretendStage, PretendText},
    queue::{Claim, Finish, Marked},
};
use callboard_telephony::{MessageProgress, MessageStatus, ProviderMessageId};
use time::Duration;
use uuid::Uuid;

on_both!(
    shipped_templates_come_with_the_first_change_and_keys_are_unique,
    a_text_makes_its_thread_and_the_same_order_twice_is_one,
    the_same_words_wait_five_minutes_and_a_day_has_a_cap,
    a_number_becomes_the_customers_thread,
    a_text_comes_in_once_and_opens_the_thread,
    two_workers_never_get_the_same_text_and_workspaces_take_turns,
    who_lost_the_lease_writes_nothing,
    a_planned_text_waits_and_a_cancelled_one_never_goes,
    what_waits_for_the_telephone_company_is_due_when_a_person_says_so,
    what_died_while_sending_is_found_and_never_claimed_to_send,
    early_reports_are_kept_only_while_something_is_being_sent,
    lists_filter_and_counts_agree,
    settings_are_replaced_by_the_first_who_saves,
    an_order_that_comes_twice_is_counted,
);

const NUMBER: &str = "+18645550101";
const LEASE: Duration = Duration::seconds(20);

fn limits() -> Limits {
    Limits { daily_cap: Some(3), same_text_within: Some(Duration::minutes(5)) }
}

fn text(world: &World, number: &str, body: &str) -> NewText {
    NewText {
        id: MessageId(world.id()),
        conversation: ConversationId(world.id()),
        customer: None,
        call: None,
        number: phone(number),
        line: phone("+18645550199"),
        body: body.to_owned(),
        purpose: Purpose::Reply,
        template: None,
        writer: Writer::Person { member: None },
        scheduled_for: None,
    }
}

fn post(new: NewText, minute: i64) -> Post {
    let at = noon() + Duration::minutes(minute);
    let message = Message::write(new, at);
    let audit = Some(AuditDraft::create(message.snapshot()));
    Post { message, limits: limits(), audit, cause: None, at }
}

async fn written(world: &World, desk: &Desk, post: Post) -> Message {
    match world.stores.messages.post(&desk.scope, post).await.unwrap() {
        Posted::Written(message) => message,
        other => panic!("{other:?}"),
    }
}

fn receipt(world: &World, id: &str, number: &str, minute: i64) -> Receipt {
    Receipt {
        id: MessageId(world.id()),
        conversation: ConversationId(world.id()),
        provider_id: provider(id),
        number: phone(number),
        line: Some(phone("+18645550199")),
        customer: None,
        body: "Hello there".to_owned(),
        keyword: None,
        is_answered: false,
        at: noon() + Duration::minutes(minute),
    }
}

fn provider(id: &str) -> ProviderMessageId {
    ProviderMessageId::parse(id).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the gate of the tests")]
fn pass() -> Pass {
    Pass::granted(0)
}

async fn claim(world: &World, owner: u128, limit: u32) -> Vec<Claim> {
    world.stores.send_queue.claim(Uuid::from_u128(owner), limit, LEASE).await.unwrap()
}

async fn loaded(world: &World, desk: &Desk, id: MessageId) -> Loaded<Message> {
    world.stores.messages.get(&desk.scope, id).await.unwrap().unwrap()
}

async fn shipped_templates_come_with_the_first_change_and_keys_are_unique(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.message_templates;
    let shipped = || shipped_templates(desk.workspace, noon());
    let first = shipped().into_iter().find(|one| one.snapshot().key == "general").unwrap();
    let words = Some("Hello".to_owned());
    let reworded = first.reworded(None, words, None, noon()).unwrap();
    let audit = AuditDraft::change(AuditAction::Update, first.snapshot(), reworded.snapshot());
    let commit = Commit::update(reworded, Version(1), vec![], audit, noon());
    assert_eq!(store.save(&desk.scope, shipped(), commit).await.unwrap(), Version(2));
    let all = store.list(&desk.scope).await.unwrap();
    assert_eq!(all.iter().filter(|one| one.value.snapshot().body == "Hello").count(), 1);
    let keys: Vec<_> = all.iter().map(|one| one.value.snapshot().key.clone()).collect();
    assert_eq!(
        keys,
        ["appointment_reminder", "estimate_follow_up", "general", "missed_call", "on_my_way"]
    );
    let gone = all[1].value.deleted(noon());
    let audit = AuditDraft::delete(all[1].value.snapshot());
    let commit = Commit::update(gone, all[1].version, vec![], audit, noon());
    let saved = store.save(&desk.scope, shipped(), commit.clone()).await.unwrap();
    assert_eq!(saved, Version(2));
    let again = store.save(&desk.scope, shipped(), commit).await;
    assert!(matches!(again, Err(SaveError::Stale)));
    let rest = store.list(&desk.scope).await.unwrap();
    assert_eq!(rest.len(), 4, "what was removed stays away");
    let new = NewTemplate {
        key: "general".to_owned(),
        name: "Another".to_owned(),
        body: "Hi".to_owned(),
        purpose: Purpose::Reply,
    };
    let twin = Template::try_new(MessageTemplateId(world.id()), new, noon()).unwrap();
    let audit = AuditDraft::create(twin.snapshot());
    let commit = Commit::create(twin, vec![], audit, noon());
    let refused = store.save(&desk.scope, shipped(), commit).await;
    assert!(matches!(refused, Err(SaveError::Duplicate("message_templates_key_key"))));
    assert!(store.list(&world.desk().await.scope).await.unwrap().is_empty());
}

async fn a_text_makes_its_thread_and_the_same_order_twice_is_one(world: &World) {
    let desk = world.desk().await;
    let order = post(text(world, NUMBER, "On my way"), 0);
    let message = written(world, &desk, order.clone()).await;
    let again = world.stores.messages.post(&desk.scope, order).await.unwrap();
    assert_eq!(again, Posted::Before(message.clone()));
    let id = message.snapshot().id;
    assert_eq!(
        loaded(world, &desk, id).await,
        Loaded { value: message.clone(), version: Version(1) }
    );
    assert_eq!(world.stores.messages.get(&world.desk().await.scope, id).await.unwrap(), None);
    let caused = Post {
        cause: Some((Cause("c".to_owned()), 1)),
        audit: None,
        ..post(text(world, NUMBER, "Sorry that we missed you"), 1)
    };
    written(world, &desk, caused.clone()).await;
    let twice = Post { message: Message::write(text(world, NUMBER, "Again"), noon()), ..caused };
    let refused = world.stores.messages.post(&desk.scope, twice).await;
    assert!(matches!(refused, Err(SaveError::Duplicate("causes_pkey"))));
    let page = PageRequest::first(20);
    let thread = message.snapshot().conversation;
    let board = &world.stores.messaging_board;
    assert_eq!(board.messages(&desk.scope, thread, &page).await.unwrap().items.len(), 2);
}

async fn the_same_words_wait_five_minutes_and_a_day_has_a_cap(world: &World) {
    let desk = world.desk().await;
    let send = |body: &str, minute| {
        let post = post(text(world, NUMBER, body), minute);
        world.stores.messages.post(&desk.scope, post)
    };
    assert!(matches!(send("Hi", 0).await.unwrap(), Posted::Written(_)));
    let until = noon() + Duration::minutes(5);
    assert_eq!(send("Hi", 4).await.unwrap(), Posted::Repeated(until));
    assert!(matches!(send("Hi", 6).await.unwrap(), Posted::Written(_)));
    assert!(matches!(send("Third", 7).await.unwrap(), Posted::Written(_)));
    assert_eq!(send("Fourth", 8).await.unwrap(), Posted::TooMany(noon() + Duration::DAY));
    world.stores.messages.receive(&desk.scope, receipt(world, "IN1", NUMBER, 9)).await.unwrap();
    assert!(matches!(send("Fourth", 10).await.unwrap(), Posted::Written(_)), "he answered");
    assert!(matches!(send("Later", 2 * 24 * 60).await.unwrap(), Posted::Written(_)));
}

async fn a_number_becomes_the_customers_thread(world: &World) {
    let desk = world.desk().await;
    let first = world.stores.messages.receive(&desk.scope, receipt(world, "IN1", NUMBER, 0)).await;
    let thread = first.unwrap().unwrap().snapshot().conversation;
    let ana = customer(world.id(), "Ana Ortiz", NUMBER);
    world.customer(&desk, ana.clone()).await;
    let order = NewText { customer: Some(ana.id), ..text(world, NUMBER, "Hello Ana") };
    let message = written(world, &desk, post(order, 1)).await;
    assert_eq!(message.snapshot().conversation, thread);
    let row = row(world, &desk, thread).await;
    assert_eq!(row.customer_name.as_deref(), Some("Ana Ortiz"));
    let nobody =
        NewText { customer: Some(CustomerId(world.id())), ..text(world, "+18645550107", "Nobody") };
    let refused = world.stores.messages.post(&desk.scope, post(nobody, 2)).await;
    assert!(matches!(refused, Err(SaveError::MissingReference)));
}

async fn row(
    world: &World,
    desk: &Desk,
    id: ConversationId,
) -> callboard_messaging::board::ConversationRow {
    let filter = ConversationFilter { id: Some(id), ..ConversationFilter::default() };
    let page = PageRequest::first(1);
    let board = &world.stores.messaging_board;
    let found = board.conversations(&desk.scope, &filter, &page, noon()).await.unwrap();
    found.items.into_iter().next().unwrap()
}

async fn a_text_comes_in_once_and_opens_the_thread(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.messages;
    let message = store.receive(&desk.scope, receipt(world, "IN1", NUMBER, 0)).await.unwrap();
    let thread = message.unwrap().snapshot().conversation;
    let conversations = &world.stores.conversations;
    let found = conversations.get(&desk.scope, thread).await.unwrap().unwrap();
    let done = found.value.clone().done(noon());
    let audit = AuditDraft::change(AuditAction::Update, found.value.snapshot(), done.snapshot());
    let event = MessagingEvent::ConversationChanged { conversation: thread };
    let commit = Commit::update(done, found.version, vec![event], audit, noon());
    conversations.save(&desk.scope, commit.clone()).await.unwrap();
    assert!(matches!(conversations.save(&desk.scope, commit).await, Err(SaveError::Stale)));
    let twins = (0..6).map(|_| {
        let receipt = receipt(world, "IN2", NUMBER, 1);
        async { store.receive(&desk.scope, receipt).await.unwrap() }
    });
    let answers = futures_util::future::join_all(twins).await;
    assert_eq!(answers.iter().flatten().count(), 1);
    let shown = row(world, &desk, thread).await;
    assert_eq!((shown.conversation.state, shown.unread), (ConversationState::Open, 2));
    let later = noon() + Duration::minutes(2);
    conversations.mark_read(&desk.scope, thread, desk.owner, later).await.unwrap();
    conversations.mark_read(&desk.scope, thread, desk.owner, noon()).await.unwrap();
    assert_eq!(row(world, &desk, thread).await.unread, 0, "an older look changes nothing");
}

async fn two_workers_never_get_the_same_text_and_workspaces_take_turns(world: &World) {
    let (blast, other) = (world.desk().await, world.desk().await);
    for number in 0..12 {
        let to = format!("+186455502{number:02}");
        written(world, &blast, post(text(world, &to, "Sale"), 0)).await;
    }
    written(world, &other, post(text(world, NUMBER, "Your tank leaks"), 1)).await;
    let first = claim(world, 1, 4).await;
    assert_eq!(first.len(), 4);
    assert!(first.iter().any(|claim| claim.workspace == other.workspace), "its turn comes");
    let second = claim(world, 2, 50).await;
    assert_eq!(second.len(), 9);
    let twice = second.iter().filter(|claim| {
        let id = claim.message.value.snapshot().id;
        first.iter().any(|other| other.message.value.snapshot().id == id)
    });
    assert_eq!(twice.count(), 0);
    assert!(claim(world, 3, 50).await.is_empty());
    world.as_owner("UPDATE messages SET available_at = 0").await;
    assert_eq!(claim(world, 3, 50).await.len(), 13, "leases end by the clock of the database");
}

async fn who_lost_the_lease_writes_nothing(world: &World) {
    let desk = world.desk().await;
    written(world, &desk, post(text(world, NUMBER, "Once"), 0)).await;
    let queue = &world.stores.send_queue;
    let slow = claim(world, 1, 5).await.remove(0);
    world.as_owner("UPDATE messages SET available_at = 0").await;
    let quick = claim(world, 2, 5).await.remove(0);
    let settle = Duration::seconds(60);
    let marked = queue.mark_sending(&desk.scope, &quick, &pass(), settle).await.unwrap();
    assert_eq!(marked, Marked::Sending);
    let marked = queue.mark_sending(&desk.scope, &slow, &pass(), settle).await.unwrap();
    assert_eq!(marked, Marked::Lost);
    let sent = |claim: &Claim, id: &str| Finish {
        message: claim.message.value.attempted(
            Attempt::Accepted {
                id: provider(id),
                progress: MessageProgress::of(MessageStatus::Queued, None),
            },
            noon(),
        ),
        wait: None,
    };
    assert!(!queue.finish(&desk.scope, &slow, sent(&slow, "SM9"), noon()).await.unwrap());
    assert!(queue.finish(&desk.scope, &quick, sent(&quick, "SM1"), noon()).await.unwrap());
    let id = quick.message.value.snapshot().id;
    let now = loaded(world, &desk, id).await;
    let s = now.value.snapshot();
    assert_eq!((s.state, s.provider_id.as_deref()), (MessageState::Sent, Some("SM1")));
    let theirs = world.stores.messages.of_provider(&desk.scope, &provider("SM1")).await.unwrap();
    assert_eq!(theirs, Some(now));
    assert!(claim(world, 3, 5).await.is_empty());
}

async fn a_planned_text_waits_and_a_cancelled_one_never_goes(world: &World) {
    let desk = world.desk().await;
    let far = time::macros::datetime!(2200-01-01 12:00 UTC);
    let planned = NewText { scheduled_for: Some(far), ..text(world, NUMBER, "Tomorrow") };
    let message = written(world, &desk, post(planned, 0)).await;
    assert!(claim(world, 1, 5).await.is_empty(), "its time has not come");
    let before = loaded(world, &desk, message.snapshot().id).await;
    world.as_owner("UPDATE messages SET available_at = 0").await;
    let claimed = claim(world, 1, 5).await.remove(0);
    let cancelled = before.value.cancelled(noon()).unwrap();
    let audit =
        AuditDraft::change(AuditAction::Update, before.value.snapshot(), cancelled.snapshot());
    let events: Vec<_> = MessagingEvent::of(&cancelled).into_iter().collect();
    let commit =
        |version| Commit::update(cancelled.clone(), version, events.clone(), audit.clone(), noon());
    let store = &world.stores.messages;
    let late = store.save(&desk.scope, commit(before.version)).await;
    assert!(matches!(late, Err(SaveError::Stale)), "a worker has it");
    let queue = &world.stores.send_queue;
    assert!(queue.hand_back(&desk.scope, &claimed, Duration::ZERO).await.unwrap());
    let version = loaded(world, &desk, message.snapshot().id).await.version;
    store.save(&desk.scope, commit(version)).await.unwrap();
    assert!(claim(world, 2, 5).await.is_empty());
}

async fn what_waits_for_the_telephone_company_is_due_when_a_person_says_so(world: &World) {
    let desk = world.desk().await;
    let message = written(world, &desk, post(text(world, NUMBER, "Soon"), 0)).await;
    let claimed = claim(world, 1, 5).await.remove(0);
    let queue = &world.stores.send_queue;
    queue.mark_sending(&desk.scope, &claimed, &pass(), LEASE).await.unwrap();
    let postponed = Attempt::Postponed(Some(Failure::unreachable()));
    let parked = claimed.message.value.attempted(postponed, noon());
    let finish = Finish { message: parked, wait: Some(Duration::hours(1)) };
    assert!(queue.finish(&desk.scope, &claimed, finish, noon()).await.unwrap());
    assert!(claim(world, 2, 5).await.is_empty(), "it is tried again in an hour");

    let before = loaded(world, &desk, message.snapshot().id).await;
    let hurried = before.value.hurried(noon()).unwrap();
    let audit =
        AuditDraft::change(AuditAction::Update, before.value.snapshot(), hurried.snapshot());
    let events: Vec<_> = MessagingEvent::of(&hurried).into_iter().collect();
    let commit = Commit::update(hurried, before.version, events, audit, noon());
    world.stores.messages.save(&desk.scope, commit).await.unwrap();
    assert_eq!(claim(world, 2, 5).await.len(), 1, "a person did not want to wait");
}

async fn what_died_while_sending_is_found_and_never_claimed_to_send(world: &World) {
    let desk = world.desk().await;
    let message = written(world, &desk, post(text(world, NUMBER, "Once"), 0)).await;
    let queue = &world.stores.send_queue;
    let dead = claim(world, 1, 5).await.remove(0);
    let settle = Duration::seconds(60);
    queue.mark_sending(&desk.scope, &dead, &pass(), settle).await.unwrap();
    let unsettled = |owner| queue.claim_unsettled(Uuid::from_u128(owner), 5, settle);
    assert!(unsettled(2).await.unwrap().is_empty(), "the settle time is not over");
    world.as_owner("UPDATE messages SET available_at = 0").await;
    assert!(claim(world, 2, 5).await.is_empty(), "it is never sent again");
    let found = unsettled(2).await.unwrap().remove(0);
    let lost = found.message.value.attempted(Attempt::Lost, noon());
    let finish = Finish { message: lost, wait: None };
    assert!(queue.finish(&desk.scope, &found, finish, noon()).await.unwrap());
    let thread = message.snapshot().conversation;
    assert!(row(world, &desk, thread).await.needs_person);
    let before = loaded(world, &desk, message.snapshot().id).await;
    let settled = before.value.settled(SettledAs::MarkedAsSent, noon()).unwrap();
    let audit =
        AuditDraft::change(AuditAction::Update, before.value.snapshot(), settled.snapshot());
    let commit = Commit::update(settled, before.version, vec![], audit, noon());
    world.stores.messages.save(&desk.scope, commit).await.unwrap();
    assert!(!row(world, &desk, thread).await.needs_person);
}

async fn early_reports_are_kept_only_while_something_is_being_sent(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.messages;
    let report = |status| MessageProgress::of(status, None);
    let keep = |status| {
        let (scope, to) = (desk.scope.clone(), phone(NUMBER));
        async move {
            store.keep_early_report(&scope, &provider("SM1"), &to, report(status)).await.unwrap()
        }
    };
    assert!(!keep(MessageStatus::Sent).await, "nothing goes there");
    written(world, &desk, post(text(world, NUMBER, "Once"), 0)).await;
    let claimed = claim(world, 1, 5).await.remove(0);
    let settle = Duration::seconds(60);
    world.stores.send_queue.mark_sending(&desk.scope, &claimed, &pass(), settle).await.unwrap();
    assert!(keep(MessageStatus::Delivered).await);
    assert!(keep(MessageStatus::Sent).await);
    let kept = store.take_early_report(&desk.scope, &provider("SM1")).await.unwrap();
    assert_eq!(kept.map(|kept| kept.status), Some(MessageStatus::Delivered));
    let none = store.take_early_report(&desk.scope, &provider("SM1")).await.unwrap();
    assert_eq!(none, None);
}

async fn lists_filter_and_counts_agree(world: &World) {
    let desk = world.desk().await;
    for number in 0..5_i64 {
        let to = format!("+186455503{number:02}");
        let receipt = receipt(world, &format!("IN{number}"), &to, number);
        world.stores.messages.receive(&desk.scope, receipt).await.unwrap();
    }
    let board = &world.stores.messaging_board;
    let all = ConversationFilter::default();
    let (mut request, mut seen) = (PageRequest::first(2), Vec::new());
    loop {
        let page = board.conversations(&desk.scope, &all, &request, noon()).await.unwrap();
        seen.extend(page.items.iter().map(|row| row.conversation.last_at));
        let Some(next) = page.next else { break };
        request.after = Some(next);
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.is_sorted_by(|one, other| one >= other), "newest first");
    let first = board
        .conversations(&desk.scope, &all, &PageRequest::first(1), noon())
        .await
        .unwrap()
        .items
        .remove(0);
    let store = &world.stores.conversations;
    let id = first.conversation.id;
    let found = store.get(&desk.scope, id).await.unwrap().unwrap();
    let until = noon() + Duration::hours(1);
    let put_off = found.value.clone().assigned(Some(desk.owner), noon());
    let put_off = put_off.snoozed(until, noon()).unwrap();
    let audit = AuditDraft::change(AuditAction::Assign, found.value.snapshot(), put_off.snapshot());
    let commit = Commit::update(put_off, found.version, vec![], audit, noon());
    store.save(&desk.scope, commit).await.unwrap();
    store.mark_read(&desk.scope, id, desk.owner, until).await.unwrap();
    let count = |filter: ConversationFilter, now| {
        let (board, scope) = (board.clone(), desk.scope.clone());
        async move {
            let page = PageRequest::first(50);
            board.conversations(&scope, &filter, &page, now).await.unwrap().items.len()
        }
    };
    let of = |state| ConversationFilter { state: Some(state), ..ConversationFilter::default() };
    assert_eq!(count(of(ConversationState::Open), noon()).await, 4);
    assert_eq!(count(of(ConversationState::Snoozed), noon()).await, 1);
    assert_eq!(count(of(ConversationState::Open), until).await, 5, "it came back by itself");
    let mine =
        ConversationFilter { assigned_to: Some(desk.owner), ..ConversationFilter::default() };
    assert_eq!(count(mine, noon()).await, 1);
    let nobodys = ConversationFilter { unassigned: true, ..ConversationFilter::default() };
    assert_eq!(count(nobodys, noon()).await, 4);
    let unread = ConversationFilter { unread: true, ..ConversationFilter::default() };
    assert_eq!(count(unread, noon()).await, 4);
    let person = ConversationFilter { needs_person: true, ..ConversationFilter::default() };
    assert_eq!(count(person, noon()).await, 0);
    let counts = board.counts(&desk.scope, noon()).await.unwrap();
    assert_eq!((counts.open, counts.unread, counts.needs_person), (4, 4, 0));
}

async fn settings_are_replaced_by_the_first_who_saves(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.text_settings;
    assert_eq!(store.load(&desk.scope).await.unwrap().value, TextSettings::default());
    let quiet = TextSettings { text_back: false, ..TextSettings::default() };
    let save = |expected| {
        let audit = AuditDraft::create(&quiet);
        store.save(&desk.scope, expected, quiet.clone(), audit, noon())
    };
    assert_eq!(save(Version(0)).await.unwrap(), Version(1));
    assert!(matches!(save(Version(0)).await, Err(SaveError::Stale)));
    assert_eq!(store.load(&desk.scope).await.unwrap().value, quiet);
}

async fn an_order_that_comes_twice_is_counted(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.pretend_texts;
    assert!(store.is_pretended(&desk.scope).await.unwrap());
    let order = |id| PretendText {
        id,
        order: "one".to_owned(),
        to: phone(NUMBER),
        from: phone("+18645550199"),
        body: "Once".to_owned(),
        taken_at: noon(),
        stage: PretendStage::Taken,
        next_at: Some(noon()),
    };
    let first = store.take(&desk.scope, order(world.id())).await.unwrap();
    let second = store.take(&desk.scope, order(world.id())).await.unwrap();
    assert_eq!(first, second);
    let due = store.due(&desk.scope, noon(), 10).await.unwrap();
    assert_eq!(due, std::slice::from_ref(&first));
    store.move_on(&desk.scope, first.id, PretendStage::Done, None).await.unwrap();
    assert!(store.due(&desk.scope, noon(), 10).await.unwrap().is_empty());
    let listed = store.sent_to(&desk.scope, &phone(NUMBER), noon()).await.unwrap();
    assert_eq!(listed.len(), 1);
    let later = noon() + Duration::minutes(1);
    assert!(store.sent_to(&desk.scope, &phone(NUMBER), later).await.unwrap().is_empty());
}
