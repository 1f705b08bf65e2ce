//! The stores of the switchboard.

use crate::support::{World, missed_call, noon, on_both};
use callboard_kernel::{
    AuditDraft, Commit, LineId, MemberId, Patch, Phone, SaveError, Scope, Version, timestamp,
};
use callboard_switchboard::{
    SwitchboardEvent,
    model::{
        BridgeMode, Conversation, DialResult, Entry, Guest, Leg, LegRole, Line, LineEdit, NewLine,
        Order, OrderSnapshot, OrderState, Outlook, Presence, Room, RoomSnapshot, Station, Transfer,
        Via,
    },
    ports::{Journalled, LegReport, NewReport, Pass},
};
use callboard_telephony::{
    CallProgress, CallStatus, HttpMethod, ProviderCallId, RawWebhook, WebhookKind, WrittenAnswer,
};
use time::Duration;

on_both!(
    a_line_is_loaded_as_it_was_saved_and_one_is_the_default,
    a_number_is_one_line_until_it_is_given_up,
    stations_are_of_active_members,
    an_address_is_made_once_and_found_without_a_workspace,
    a_report_is_kept_once_and_answered_the_same,
    reports_of_a_leg_merge_and_those_of_a_conversation_wait_for_each_other,
    a_colleague_who_is_rung_is_found_until_he_came_or_did_not,
    a_call_has_one_room,
    an_order_is_marked_once_and_found_by_its_leg,
    orders_that_broke_off_are_found,
);

fn number(text: &str) -> Phone {
    Phone::from_e164(text).unwrap()
}

fn line(world: &World, text: &str, is_default: bool) -> Line {
    let new = NewLine { number: number(text), label: format!("Line {text}"), is_default };
    Line::try_new(LineId(world.id()), new, noon()).unwrap()
}

fn made(line: &Line) -> Commit<Line, SwitchboardEvent> {
    let audit = AuditDraft::create(line.snapshot());
    Commit::create(line.clone(), vec![], audit, noon())
}

fn leg_id(text: &str) -> ProviderCallId {
    ProviderCallId::parse(text).unwrap()
}

async fn a_line_is_loaded_as_it_was_saved_and_one_is_the_default(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.lines;
    let first = line(world, "+14045550190", true);
    assert_eq!(store.save(&desk.scope, made(&first)).await.unwrap(), Version(1));
    let loaded = store.get(&desk.scope, first.snapshot().id).await.unwrap().unwrap();
    assert_eq!((&loaded.value, loaded.version), (&first, Version(1)));
    let second = line(world, "+14045550191", true);
    store.save(&desk.scope, made(&second)).await.unwrap();
    let all = store.list(&desk.scope).await.unwrap();
    let defaults: Vec<_> =
        all.iter().map(|loaded| loaded.value.snapshot()).filter(|line| line.is_default).collect();
    assert_eq!(defaults, [second.snapshot()], "the newer one is the default alone");
    let live = LineEdit { live_transcript: Some(true), ..LineEdit::default() };
    let written = second.edit(live, noon()).unwrap().unwrap();
    let audit = AuditDraft::create(written.snapshot());
    let commit = Commit::update(written.clone(), Version(1), vec![], audit, noon());
    store.save(&desk.scope, commit).await.unwrap();
    let loaded = store.get(&desk.scope, second.snapshot().id).await.unwrap().unwrap();
    assert_eq!(loaded.value, written);
    let quiet = LineEdit { notice: Patch::Clear, ..LineEdit::default() };
    let edited = first.edit(quiet, noon()).unwrap().unwrap();
    let audit = AuditDraft::create(edited.snapshot());
    let stale = Commit::update(edited.clone(), Version(1), vec![], audit.clone(), noon());
    assert!(matches!(store.save(&desk.scope, stale).await, Err(SaveError::Stale)));
    assert!(store.list(&world.desk().await.scope).await.unwrap().is_empty());
}

async fn a_number_is_one_line_until_it_is_given_up(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.lines;
    let first = line(world, "+14045550190", false);
    store.save(&desk.scope, made(&first)).await.unwrap();
    let again = line(world, "+14045550190", false);
    let refused = store.save(&desk.scope, made(&again)).await;
    assert!(matches!(refused, Err(SaveError::Duplicate("lines_number_key"))), "{refused:?}");
    let gone = first.remove(noon()).unwrap();
    let audit = AuditDraft::delete(first.snapshot());
    let commit = Commit::update(gone, Version(1), vec![], audit, noon());
    store.save(&desk.scope, commit).await.unwrap();
    assert!(store.list(&desk.scope).await.unwrap().is_empty());
    store.save(&desk.scope, made(&again)).await.unwrap();
    store.save(&world.desk().await.scope, made(&first)).await.unwrap();
}

async fn stations_are_of_active_members(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.stations;
    let nobody = MemberId(world.id());
    assert_eq!(store.of(&desk.scope, desk.owner).await.unwrap(), Station::unknown(desk.owner));
    assert_eq!(store.of(&desk.scope, nobody).await.unwrap(), Station::unknown(nobody));
    let on_duty = Station {
        presence: Presence::Available,
        phone: Some(number("+14045550111")),
        browser_seen_at: Some(noon()),
        ..Station::unknown(desk.owner)
    };
    store.put(&desk.scope, &on_duty, noon()).await.unwrap();
    assert_eq!(store.all(&desk.scope).await.unwrap(), std::slice::from_ref(&on_duty));
    let later = noon() + Duration::minutes(1);
    store.seen(&desk.scope, desk.owner, later).await.unwrap();
    assert_eq!(store.of(&desk.scope, desk.owner).await.unwrap().browser_seen_at, Some(later));
    let closed = Station { browser_seen_at: None, ..on_duty };
    store.put(&desk.scope, &closed, later).await.unwrap();
    store.seen(&desk.scope, desk.owner, later).await.unwrap();
    let now = store.of(&desk.scope, desk.owner).await.unwrap();
    assert_eq!(now, closed, "a browser that was closed is not opened by a late beat");
    assert!(store.all(&world.desk().await.scope).await.unwrap().is_empty());
}

async fn an_address_is_made_once_and_found_without_a_workspace(world: &World) {
    let (desk, other) = (world.desk().await, world.desk().await);
    let store = &world.stores.hook_addresses;
    let (one, two) = (world.id().to_string(), world.id().to_string());
    assert_eq!(store.address(&desk.scope, "twilio", &one, noon()).await.unwrap(), one);
    assert_eq!(store.address(&desk.scope, "twilio", &two, noon()).await.unwrap(), one);
    assert_eq!(store.address(&other.scope, "twilio", &two, noon()).await.unwrap(), two);
    let found = store.find("twilio", &one).await.unwrap();
    assert_eq!(found, Some(desk.scope.workspace()));
    assert_eq!(store.find("other", &one).await.unwrap(), None);
    assert_eq!(store.find("twilio", "nothing").await.unwrap(), None);
}

pub(crate) fn report(key: &str, answer: &str) -> NewReport {
    NewReport {
        provider: "twilio".to_owned(),
        dedupe_key: key.to_owned(),
        raw: RawWebhook {
            kind: WebhookKind::Call,
            method: HttpMethod::Post,
            url: "https://desk.example.com/hooks/twilio/abc/voice".to_owned(),
            headers: vec![
                ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
                ("X-Twilio-Signature".to_owned(), "secret".to_owned()),
            ],
            body: vec![0, 255, b'a'],
        },
        answer: WrittenAnswer {
            status: 200,
            content_type: Some("text/xml"),
            body: answer.to_owned(),
        },
        at: noon(),
    }
}

async fn put(world: &World, scope: &Scope, report: &NewReport) -> Journalled {
    world.stores.report_journal.put(scope, report).await.unwrap()
}

async fn a_report_is_kept_once_and_answered_the_same(world: &World) {
    let (desk, other) = (world.desk().await, world.desk().await);
    let first = report("call:1", "<Response/>");
    assert_eq!(put(world, &desk.scope, &first).await, Journalled::New);
    let later = report("call:1", "<Response>another</Response>");
    let known = put(world, &desk.scope, &later).await;
    assert_eq!(known, Journalled::Known(first.answer.clone()));
    assert_eq!(put(world, &other.scope, &first).await, Journalled::New, "another tenant's");
    let events = world.stores.live_feed.after(&desk.scope, 0, 100).await.unwrap();
    let mut told = events.iter().filter(|event| event.name == "switchboard.report_received");
    let event = told.next().expect("the report is told of");
    assert!(told.next().is_none(), "once");
    let parsed = serde_json::from_value(event.payload.clone()).unwrap();
    let SwitchboardEvent::ReportReceived { report: id, .. } = parsed else { panic!("{parsed:?}") };
    let kept = world.stores.report_journal.get(&desk.scope, id).await.unwrap().unwrap();
    assert_eq!(kept.raw.body, first.raw.body);
    assert_eq!(kept.raw.headers, first.raw.headers[..1], "signatures are not kept");
    assert_eq!((kept.raw.url, kept.at), (first.raw.url.clone(), noon()));
    assert!(world.stores.report_journal.get(&other.scope, id).await.unwrap().is_none());
    let racers = (0..20).map(|_| put(world, &desk.scope, &first));
    let answers = futures_util::future::join_all(racers).await;
    assert!(answers.iter().all(|answer| *answer == Journalled::Known(first.answer.clone())));
}

fn said(leg: &str, role: LegRole, status: CallStatus, second: i64) -> LegReport {
    let at = timestamp(1_800_000_000_000 + second * 1_000);
    let leg = Leg {
        id: leg_id(leg),
        first: leg_id("first"),
        role,
        number: Some(number("+14045550123")),
        member: None,
        progress: CallProgress::of(status, Some(at)),
        entry: Entry::AtOnce,
        guest: None,
    };
    LegReport { provider: "twilio".to_owned(), leg }
}

async fn reports_of_a_leg_merge_and_those_of_a_conversation_wait_for_each_other(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.phone_conversations;
    let reports = [
        said("first", LegRole::Caller, CallStatus::Completed, 60),
        said("first", LegRole::Caller, CallStatus::Ringing, 0),
        said("child", LegRole::Member, CallStatus::InProgress, 9),
        said("child", LegRole::Member, CallStatus::Completed, 59),
    ];
    let all = reports.iter().map(|report| store.merge(&desk.scope, report));
    let told: Vec<Conversation> =
        futures_util::future::join_all(all).await.into_iter().map(Result::unwrap).collect();
    let whole = store.get(&desk.scope, "twilio", &leg_id("first")).await.unwrap().unwrap();
    assert!(told.contains(&whole), "the last one saw all of it");
    assert_eq!(whole.legs.len(), 2);
    assert!(whole.legs.iter().all(|leg| leg.progress.status == CallStatus::Completed));
    let child = whole.legs.iter().find(|leg| leg.id == leg_id("child")).unwrap();
    assert!(child.progress.answered_at.is_some() && child.progress.ended_at.is_some());
    let result = DialResult { status: CallStatus::Completed, duration_s: Some(50) };
    let with = store.dialled(&desk.scope, "twilio", &leg_id("first"), result).await.unwrap();
    assert_eq!((with.dial, with.legs.len()), (Some(result), 2));
    let other = world.desk().await;
    assert_eq!(store.get(&other.scope, "twilio", &leg_id("first")).await.unwrap(), None);
}

async fn a_colleague_who_is_rung_is_found_until_he_came_or_did_not(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.phone_conversations;
    let guest = |leg: &str, status, joined| {
        let mut report = said(leg, LegRole::Member, status, 30);
        let asked_at = noon();
        report.leg.member = Some(desk.owner);
        report.leg.entry = if joined { Entry::Entered } else { Entry::Asked };
        report.leg.guest = Some(Guest { asked_by: desk.owner, asked_at });
        report
    };
    store
        .merge(&desk.scope, &said("first", LegRole::Caller, CallStatus::InProgress, 0))
        .await
        .unwrap();
    for leg in ["g1", "g2"] {
        store.merge(&desk.scope, &guest(leg, CallStatus::Queued, false)).await.unwrap();
    }
    let asked = store.asked_in(&desk.scope, noon(), 10).await.unwrap();
    assert_eq!(asked.len(), 2);
    let later = noon() + Duration::seconds(1);
    assert!(store.asked_in(&desk.scope, later, 10).await.unwrap().is_empty(), "asked too long ago");
    assert!(asked.iter().all(|asked| asked.leg.first == leg_id("first")));
    assert_eq!(store.asked_in(&desk.scope, noon(), 1).await.unwrap().len(), 1);
    let forgotten = async |before| {
        let found = store.asked_before(before, 1_000).await.unwrap();
        let ours = found.into_iter().filter(|(of, _)| *of == desk.scope.workspace());
        ours.map(|(_, leg)| leg.id).collect::<Vec<_>>()
    };
    assert!(forgotten(noon()).await.is_empty(), "they are rung since noon");
    assert_eq!(forgotten(later).await.len(), 2);
    store.merge(&desk.scope, &guest("g1", CallStatus::InProgress, true)).await.unwrap();
    let late = store.merge(&desk.scope, &guest("g1", CallStatus::Ringing, false)).await.unwrap();
    assert!(late.has(desk.owner), "who came in stays in, whatever is reported late");
    store.merge(&desk.scope, &guest("g2", CallStatus::NoAnswer, false)).await.unwrap();
    assert!(store.asked_in(&desk.scope, noon(), 10).await.unwrap().is_empty());
    assert!(forgotten(later).await.is_empty(), "one came, one did not");
    let other = world.desk().await;
    assert!(store.asked_in(&other.scope, noon(), 10).await.unwrap().is_empty());
}

async fn a_call_has_one_room(world: &World) {
    let desk = world.desk().await;
    let first = leg_id("first");
    let caller = said("first", LegRole::Caller, CallStatus::InProgress, 0);
    world.stores.phone_conversations.merge(&desk.scope, &caller).await.unwrap();
    let line = line(world, "+14045550190", true);
    world.stores.lines.save(&desk.scope, made(&line)).await.unwrap();
    let call = world.call(&desk, missed_call(world.id())).await;
    let store = &world.stores.call_rooms;
    let room = |id| {
        Room::restore(RoomSnapshot {
            id,
            provider: "twilio".to_owned(),
            first: "first".to_owned(),
            call,
            line: line.snapshot().id,
            moved: false,
            told: false,
            held_since: Some(noon()),
            transfer: Some(Transfer { from: desk.owner, to: desk.owner }),
            created_at: noon(),
            updated_at: noon(),
            closed_at: None,
        })
    };
    let opens = (0..2).map(|_| {
        let room = room(world.id());
        let audit = AuditDraft::create(room.snapshot());
        store.save(&desk.scope, Commit::create(room, vec![], audit, noon()))
    });
    let opened = futures_util::future::join_all(opens).await;
    assert_eq!(opened.iter().filter(|open| open.is_ok()).count(), 1, "{opened:?}");
    assert!(
        opened.iter().any(|open| matches!(open, Err(SaveError::Duplicate("call_rooms_leg_key")))),
        "{opened:?}"
    );
    let found = store.of(&desk.scope, "twilio", &first).await.unwrap().unwrap();
    assert_eq!(*found.value.snapshot(), *room(found.value.snapshot().id).snapshot());
    let resumed = found.value.resume(noon()).unwrap();
    let commit = || {
        let audit = AuditDraft::create(resumed.snapshot());
        Commit::update(resumed.clone(), found.version, vec![], audit, noon())
    };
    store.save(&desk.scope, commit()).await.unwrap();
    assert!(matches!(store.save(&desk.scope, commit()).await, Err(SaveError::Stale)));
    let kept = store.of(&desk.scope, "twilio", &first).await.unwrap().unwrap();
    assert_eq!((kept.value, kept.version), (resumed, Version(2)));
    let other = world.desk().await;
    assert!(store.of(&other.scope, "twilio", &first).await.unwrap().is_none());
}

async fn order(world: &World, scope: &Scope, member: MemberId) -> Order {
    let line = line(world, "+14045550190", true);
    // A second order of the same desk calls from the same line.
    drop(world.stores.lines.save(scope, made(&line)).await);
    let line = world.stores.lines.list(scope).await.unwrap().remove(0).value;
    Order::restore(OrderSnapshot {
        id: world.id(),
        about: None,
        customer: None,
        number: number("+14045550123"),
        name: "Ann Lee".to_owned(),
        line: line.snapshot().id,
        from: line.snapshot().number.clone(),
        member,
        via: Via::Phone,
        bridge: BridgeMode::Conference,
        member_phone: Some(number("+14045550111")),
        state: OrderState::Ready,
        refusal: None,
        provider_call_id: None,
        call: None,
        created_at: noon(),
        updated_at: noon(),
    })
}

fn moved(order: &Order, version: Version) -> Commit<Order, SwitchboardEvent> {
    Commit::update(order.clone(), version, vec![], AuditDraft::create(order.snapshot()), noon())
}

#[expect(clippy::disallowed_methods, reason = "the store is handed what the gate would make")]
fn pass(version: i64) -> Pass {
    Pass::granted(version)
}

async fn an_order_is_marked_once_and_found_by_its_leg(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.call_orders;
    let order = order(world, &desk.scope, desk.owner).await;
    let commit =
        Commit::create(order.clone(), vec![], AuditDraft::create(order.snapshot()), noon());
    store.save(&desk.scope, commit).await.unwrap();
    let sending = order.sending(noon()).unwrap();
    let marks =
        (0..2).map(|_| store.mark_sending(&desk.scope, moved(&sending, Version(1)), pass(0)));
    let marks = futures_util::future::join_all(marks).await;
    assert_eq!(marks.iter().filter(|mark| mark.is_ok()).count(), 1, "{marks:?}");
    let placed = sending.settle(&Outlook::Placed(leg_id("CA1")), noon()).unwrap();
    store.save(&desk.scope, moved(&placed, Version(2))).await.unwrap();
    let found = store.by_leg(&desk.scope, &leg_id("CA1")).await.unwrap().unwrap();
    assert_eq!((found.value, found.version), (placed, Version(3)));
    let other = world.desk().await;
    assert!(store.by_leg(&other.scope, &leg_id("CA1")).await.unwrap().is_none());
}

async fn orders_that_broke_off_are_found(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.call_orders;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let order = order(world, &desk.scope, desk.owner).await;
        let audit = AuditDraft::create(order.snapshot());
        let commit = Commit::create(order.clone(), vec![], audit, noon());
        store.save(&desk.scope, commit).await.unwrap();
        let sending = order.sending(noon()).unwrap();
        store.mark_sending(&desk.scope, moved(&sending, Version(1)), pass(0)).await.unwrap();
        ids.push(sending);
    }
    let before = noon() + Duration::minutes(1);
    let broken = async |before| {
        let found = store.broken_off(before, 1_000).await.unwrap();
        let ours = found.into_iter().filter(|(workspace, _)| *workspace == desk.scope.workspace());
        let mut ours: Vec<_> = ours.map(|(_, id)| id).collect();
        ours.sort_unstable();
        ours
    };
    let mut wanted: Vec<_> = ids.iter().map(|order| order.snapshot().id).collect();
    wanted.sort_unstable();
    assert_eq!(broken(before).await, wanted);
    assert!(broken(noon()).await.is_empty(), "not yet");
    let lost = ids[0].settle(&Outlook::Unknown, noon()).unwrap();
    store.save(&desk.scope, moved(&lost, Version(2))).await.unwrap();
    assert_eq!(store.unknown(&desk.scope).await.unwrap(), [lost]);
    assert_eq!(broken(before).await.len(), 1);
}
