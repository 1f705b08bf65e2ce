//! Calls in rooms: who is told what, and what happens when it does not work.

use crate::support::{NOON, dispatcher, line, me, number, ports, workspace};
use callboard_kernel::{
    CallId, Loaded, ManualClock, MemberId, SaveError, Scope, Timestamp, Version,
};
use callboard_switchboard::{
    AskedAs, PersonState, Switchboard, SwitchboardError, SwitchboardPorts, TakeIn,
    model::{AskedInto, Conversation, Entry, Leg, LegRole, Presence, Reading, Room, Station},
    ports::{
        Carried, LegName, MockConversations, MockReportJournal, MockRoomBook, MockStations,
        MockSubjects, StoredReport, Subject,
    },
};
use callboard_telephony::{
    CallContinued, CallProgress, CallProgressed, CallStatus, Delivery, Direction, HttpMethod,
    Party, PlacedCall, Private, ProviderCallId, ProviderEvent, RawWebhook, Refusal, RefusalCause,
    Ringing, Script, TelephonyError, WebhookKind,
    ports::{MockOutboundCalls, MockWebhooks},
};
use std::sync::{Arc, Mutex};
use time::Duration;
use uuid::Uuid;

const CALL: CallId = CallId(Uuid::from_u128(9));

fn colleague() -> MemberId {
    MemberId(Uuid::from_u128(8))
}

fn sid(text: &str) -> ProviderCallId {
    ProviderCallId::parse(text).unwrap()
}

fn at(seconds: i64) -> Timestamp {
    NOON + Duration::seconds(seconds)
}

fn leg(id: &str, role: LegRole, member: Option<MemberId>) -> Leg {
    Leg {
        id: sid(id),
        first: sid("CA1"),
        role,
        number: None,
        member,
        progress: CallProgress::of(CallStatus::InProgress, Some(NOON)),
        entry: Entry::AtOnce,
        guest: None,
    }
}

/// What the telephone company was told.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Told {
    Room(String),
    Hold(String),
    Message(String),
    HungUp(String),
    Rang(String),
}

/// What is reported, and the query of the address that it comes to.
type Heard = (ProviderEvent, Vec<(String, String)>);

struct World {
    legs: Mutex<Vec<Leg>>,
    room: Mutex<Option<Loaded<Room>>>,
    told: Mutex<Vec<Told>>,
    announced: Mutex<Vec<String>>,
    refuses: Mutex<bool>,
    guest: Mutex<CallStatus>,
    report: Mutex<Option<Heard>>,
}

impl World {
    /// A customer called, and I talk with him.
    fn called() -> Arc<Self> {
        let legs = vec![leg("CA1", LegRole::Caller, None), leg("CA2", LegRole::Member, Some(me()))];
        Self::of(legs)
    }

    /// I called a customer.
    fn placed() -> Arc<Self> {
        let legs =
            vec![leg("CA1", LegRole::Member, Some(me())), leg("CA2", LegRole::Customer, None)];
        Self::of(legs)
    }

    fn of(legs: Vec<Leg>) -> Arc<Self> {
        Arc::new(Self {
            legs: Mutex::new(legs),
            room: Mutex::new(None),
            told: Mutex::new(Vec::new()),
            announced: Mutex::new(Vec::new()),
            refuses: Mutex::new(false),
            guest: Mutex::new(CallStatus::Ringing),
            report: Mutex::new(None),
        })
    }

    fn conversation(&self) -> Conversation {
        Conversation { legs: self.legs.lock().unwrap().clone(), dial: None }
    }

    fn take_told(&self) -> Vec<Told> {
        std::mem::take(&mut *self.told.lock().unwrap())
    }

    fn merge(&self, leg: &Leg) -> Conversation {
        let mut legs = self.legs.lock().unwrap();
        match legs.iter_mut().find(|known| known.id == leg.id) {
            Some(known) => {
                known.progress = known.progress.merge(leg.progress);
                known.entry = known.entry.max(leg.entry);
                known.guest = known.guest.or(leg.guest);
            }
            None => legs.push(leg.clone()),
        }
        drop(legs);
        self.conversation()
    }

    fn switchboard(self: &Arc<Self>) -> Switchboard {
        self.switchboard_at(&Arc::new(ManualClock::new(at(30))))
    }

    fn switchboard_at(self: &Arc<Self>, clock: &Arc<ManualClock>) -> Switchboard {
        Switchboard::new(SwitchboardPorts {
            subjects: Arc::new(subjects()),
            conversations: Arc::new(self.conversations()),
            rooms: Arc::new(self.rooms()),
            calls: Arc::new(self.company()),
            stations: Arc::new(stations()),
            journal: Arc::new(Self::journal()),
            webhooks: Arc::new(self.webhooks()),
            orders: Arc::new(no_orders()),
            ..ports(clock)
        })
    }

    fn conversations(self: &Arc<Self>) -> MockConversations {
        let mut store = MockConversations::new();
        let world = self.clone();
        store.expect_get().returning(move |_, _, _| Ok(Some(world.conversation())));
        let world = self.clone();
        store.expect_merge().returning(move |_, report| Ok(world.merge(&report.leg)));
        let world = self.clone();
        store.expect_asked_before().returning(move |before, _| {
            let legs = world.conversation().legs.into_iter();
            let lost = legs.filter(|leg| {
                leg.is_asked() && leg.guest.is_some_and(|guest| guest.asked_at < before)
            });
            let name =
                |leg: Leg| LegName { provider: "twilio".to_owned(), first: leg.first, id: leg.id };
            Ok(lost.map(|leg| (workspace(), name(leg))).collect())
        });
        store
    }

    fn rooms(self: &Arc<Self>) -> MockRoomBook {
        let mut store = MockRoomBook::new();
        let world = self.clone();
        store.expect_of().returning(move |_, _, _| Ok(world.room.lock().unwrap().clone()));
        let world = self.clone();
        store.expect_save().returning(move |_, commit| {
            let mut room = world.room.lock().unwrap();
            let next = room.as_ref().map_or(1, |known| known.version.0 + 1);
            if commit.expected != callboard_kernel::Expected::Absent
                && commit.expected != callboard_kernel::Expected::At(Version(next - 1))
            {
                return Err(SaveError::Stale);
            }
            *room = Some(Loaded { value: commit.aggregate, version: Version(next) });
            Ok(Version(next))
        });
        store
    }

    fn company(self: &Arc<Self>) -> MockOutboundCalls {
        let mut calls = MockOutboundCalls::new();
        let world = self.clone();
        calls.expect_redirect().returning(move |_, leg, script| {
            if *world.refuses.lock().unwrap() {
                let refusal = Refusal { cause: RefusalCause::Overloaded, code: None };
                return Err(TelephonyError::Refused(refusal));
            }
            let Script::Inline(flow) = script else { panic!("{script:?}") };
            let words = format!("{:?}", flow.steps());
            let leg = leg.as_str().to_owned();
            if words.contains("Announce(") {
                world.announced.lock().unwrap().push(leg.clone());
            }
            let told = if words.contains("hold-") {
                Told::Hold(leg)
            } else if words.contains("room-") {
                Told::Room(leg)
            } else {
                Told::Message(leg)
            };
            world.told.lock().unwrap().push(told);
            Ok(())
        });
        let world = self.clone();
        calls
            .expect_progress()
            .returning(move |_, _| Ok(CallProgress::of(*world.guest.lock().unwrap(), None)));
        let world = self.clone();
        calls.expect_hang_up().returning(move |_, leg| {
            world.told.lock().unwrap().push(Told::HungUp(leg.as_str().to_owned()));
            Ok(())
        });
        let world = self.clone();
        calls.expect_place().returning(move |_, call| {
            let Ringing::Browser(whom) = &call.to else { panic!("{call:?}") };
            world.told.lock().unwrap().push(Told::Rang(whom.as_str().to_owned()));
            Ok(PlacedCall { id: sid("CA9"), status: CallStatus::Queued })
        });
        calls
    }

    fn journal() -> MockReportJournal {
        let mut journal = MockReportJournal::new();
        journal.expect_get().returning(|_, _| {
            let raw = RawWebhook {
                kind: WebhookKind::CallStatus,
                method: HttpMethod::Post,
                url: String::new(),
                headers: Vec::new(),
                body: Vec::new(),
            };
            Ok(Some(StoredReport { provider: "twilio".to_owned(), raw, at: at(40) }))
        });
        journal
    }

    fn webhooks(self: &Arc<Self>) -> MockWebhooks {
        let mut webhooks = MockWebhooks::new();
        let world = self.clone();
        webhooks.expect_read_again().returning(move |_, _| {
            let (event, query) = world.report.lock().unwrap().clone().unwrap();
            Ok(Delivery { dedupe_key: "1".to_owned(), events: vec![event], query })
        });
        webhooks
    }

    /// The colleague reports, as the address of his leg says.
    async fn report(&self, switchboard: &Switchboard, event: ProviderEvent) -> Reading {
        let asked = AskedInto { first: sid("CA1"), member: colleague(), by: me() };
        let query = vec![
            ("first".to_owned(), asked.first.as_str().to_owned()),
            ("m".to_owned(), asked.member.uuid().to_string()),
            ("by".to_owned(), asked.by.uuid().to_string()),
        ];
        *self.report.lock().unwrap() = Some((event, query));
        taken(switchboard).await
    }

    async fn ended(&self, switchboard: &Switchboard, leg: &str, parent: Option<&str>) -> Reading {
        *self.report.lock().unwrap() =
            Some((moved(leg, parent, CallStatus::Completed), Vec::new()));
        taken(switchboard).await
    }
}

async fn taken(switchboard: &Switchboard) -> Reading {
    let taken = switchboard.take_in(&dispatcher(), Uuid::nil()).await.unwrap();
    match taken.as_slice() {
        [TakeIn::Call(heard)] => heard.reading,
        other => panic!("{other:?}"),
    }
}

fn moved(leg: &str, parent: Option<&str>, status: CallStatus) -> ProviderEvent {
    ProviderEvent::CallProgressed(CallProgressed {
        call: sid(leg),
        parent: parent.map(sid),
        direction: Some(if parent.is_some() { Direction::Dialled } else { Direction::Inbound }),
        from: Party::Withheld,
        to: Party::Withheld,
        progress: CallProgress::of(status, Some(at(60))),
        sequence: None,
        at: Some(at(60)),
        sip_code: None,
    })
}

fn key(digits: Option<&str>) -> ProviderEvent {
    ProviderEvent::CallContinued(CallContinued {
        call: sid("CA9"),
        parent: None,
        status: None,
        digits: digits.map(Private::new),
        speech: None,
        dialled: None,
        recording: None,
    })
}

fn no_orders() -> callboard_switchboard::ports::MockOrderBook {
    let mut orders = callboard_switchboard::ports::MockOrderBook::new();
    orders.expect_by_leg().returning(|_, _| Ok(None));
    orders
}

fn subjects() -> MockSubjects {
    let mut subjects = MockSubjects::new();
    subjects.expect_of_call().returning(|_, _| {
        let carried = Carried { provider: "twilio".to_owned(), leg: "CA1".to_owned() };
        Ok(Some(Subject {
            number: Some(number("+14045550177")),
            name: "Ann Lee".to_owned(),
            customer: None,
            ours: Some(line().snapshot().number.clone()),
            carried: Some(carried),
        }))
    });
    subjects
}

fn stations() -> MockStations {
    let mut stations = MockStations::new();
    let here = |member| Station {
        presence: Presence::Available,
        browser_seen_at: Some(at(20)),
        ..Station::unknown(member)
    };
    stations.expect_all().returning(move |_| Ok(vec![here(me()), here(colleague())]));
    stations.expect_of().returning(move |_, member| {
        let known = member == me() || member == colleague();
        Ok(if known { here(member) } else { Station::unknown(member) })
    });
    stations
}

fn scope() -> Scope {
    dispatcher()
}

#[tokio::test]
async fn a_hold_moves_the_rung_leg_first_and_the_caller_comes_by_himself() {
    let world = World::called();
    let switchboard = world.switchboard();
    let room = switchboard.hold(&scope(), CALL, true).await.unwrap();
    assert_eq!(room.held_since, Some(at(30)));
    assert_eq!(world.take_told(), [Told::Room("CA2".into())], "told directly, CA1 would end CA2");
    let again = switchboard.hold(&scope(), CALL, true).await.unwrap();
    assert_eq!((again, world.take_told()), (room, Vec::new()), "twice is once");
    let back = switchboard.hold(&scope(), CALL, false).await.unwrap();
    assert_eq!(back.held_since, None);
    assert_eq!(world.take_told(), [Told::Room("CA1".into())]);
}

#[tokio::test]
async fn whoever_is_outside_hears_once_that_the_room_records() {
    for (world, outside) in [(World::called(), "CA1"), (World::placed(), "CA2")] {
        let switchboard = world.switchboard();
        for held in [true, false, true, false] {
            switchboard.hold(&scope(), CALL, held).await.unwrap();
        }
        let announced = world.announced.lock().unwrap().clone();
        let to_him = announced.iter().filter(|leg| *leg == outside).count();
        assert_eq!(to_him, 1, "{announced:?}");
    }
}

#[tokio::test]
async fn a_customer_whom_we_called_is_put_on_hold_himself() {
    let world = World::placed();
    let switchboard = world.switchboard();
    switchboard.hold(&scope(), CALL, true).await.unwrap();
    assert_eq!(world.take_told(), [Told::Hold("CA2".into())]);
}

#[tokio::test]
async fn what_the_company_did_not_do_is_not_shown() {
    let world = World::called();
    *world.refuses.lock().unwrap() = true;
    let switchboard = world.switchboard();
    let refused = switchboard.hold(&scope(), CALL, true).await;
    assert!(matches!(refused, Err(SwitchboardError::Telephony(_))), "{refused:?}");
    assert_eq!(switchboard.room(&scope(), CALL).await.unwrap().held_since, None);
    *world.refuses.lock().unwrap() = false;
    switchboard.hold(&scope(), CALL, true).await.unwrap();
    assert_eq!(world.take_told(), [Told::Room("CA2".into())], "it moves in at the second try");
}

#[tokio::test]
async fn only_who_talks_steers() {
    let world = World::of(vec![
        leg("CA1", LegRole::Caller, None),
        leg("CA2", LegRole::Member, Some(colleague())),
    ]);
    let switchboard = world.switchboard();
    let refused = switchboard.hold(&scope(), CALL, true).await;
    assert!(matches!(refused, Err(SwitchboardError::NotOnCall)), "{refused:?}");
    assert!(!switchboard.room(&scope(), CALL).await.unwrap().may_steer);
    assert_eq!(world.take_told(), []);
}

#[tokio::test]
async fn a_call_is_passed_on_once_the_other_one_is_there() {
    let world = World::called();
    let switchboard = world.switchboard();
    let room = switchboard.ask_in(&scope(), CALL, colleague(), AskedAs::Successor).await.unwrap();
    assert_eq!(room.transfer_to, Some(colleague()));
    assert!(room.held_since.is_some(), "whoever is outside waits");
    let states: Vec<_> = room.people.iter().map(|person| person.state).collect();
    assert_eq!(states, [PersonState::Joined, PersonState::Ringing]);
    let rang = Told::Rang(Station::identity(colleague()).as_str().to_owned());
    assert_eq!(world.take_told(), [Told::Room("CA2".into()), rang]);

    let reading = world.report(&switchboard, key(None)).await;
    assert!(matches!(reading, Reading::Talks { .. }), "{reading:?}");
    assert_eq!(world.take_told(), [Told::Room("CA1".into()), Told::HungUp("CA2".into())]);
    let reading = world.ended(&switchboard, "CA2", Some("CA1")).await;
    let Reading::Talks { member, .. } = reading else { panic!("{reading:?}") };
    assert_eq!(member, Some(colleague()), "the call goes on with him");
    assert_eq!(world.take_told(), []);
    let reading = world.ended(&switchboard, "CA1", None).await;
    assert!(matches!(reading, Reading::Talked { .. }), "{reading:?}");
    assert_eq!(world.take_told(), [Told::HungUp("CA9".into())], "nobody is left to talk with");
}

#[tokio::test]
async fn who_does_not_come_leaves_everything_as_it_was() {
    let world = World::called();
    let switchboard = world.switchboard();
    switchboard.ask_in(&scope(), CALL, colleague(), AskedAs::Successor).await.unwrap();
    world.take_told();
    let reading = world.report(&switchboard, moved("CA9", None, CallStatus::NoAnswer)).await;
    assert!(
        matches!(reading, Reading::Talks { member, .. } if member == Some(me())),
        "{reading:?}"
    );
    assert_eq!(world.take_told(), []);
    let room = switchboard.room(&scope(), CALL).await.unwrap();
    assert_eq!(room.transfer_to, None);
    assert!(room.held_since.is_some(), "he waits until I take him back");
    assert_eq!(room.people.last().unwrap().state, PersonState::Unreached);
}

/// A colleague was asked to take the call over, and nothing was heard of him for three minutes.
async fn lost(world: &Arc<World>, meanwhile: impl AsyncFnOnce(&Switchboard)) -> Switchboard {
    let clock = Arc::new(ManualClock::new(at(30)));
    let switchboard = world.switchboard_at(&clock);
    switchboard.ask_in(&scope(), CALL, colleague(), AskedAs::Successor).await.unwrap();
    meanwhile(&switchboard).await;
    world.take_told();
    clock.advance(Duration::seconds(119));
    assert_eq!(switchboard.lost_guests().await.unwrap(), [], "he may be rung");
    clock.advance(Duration::seconds(61));
    switchboard
}

async fn given_up(switchboard: &Switchboard) -> Option<Reading> {
    let found = switchboard.lost_guests().await.unwrap();
    let [(of, leg)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(*of, workspace());
    let guest = switchboard.give_up_guest(&scope(), leg).await.unwrap()?;
    assert_eq!(
        switchboard.lost_guests().await.unwrap(),
        found,
        "it may be done again until it is settled"
    );
    switchboard.settle_lost_guest(&scope(), &guest).await.unwrap();
    assert_eq!(switchboard.lost_guests().await.unwrap(), [], "once is enough");
    Some(guest.heard().reading)
}

#[tokio::test]
async fn a_guest_of_whose_end_no_report_came_is_given_up() {
    let world = World::called();
    let switchboard = lost(&world, async |_| {}).await;
    let reading = given_up(&switchboard).await.unwrap();
    assert!(matches!(reading, Reading::Talks { member, .. } if member == Some(me())));
    assert_eq!(world.take_told(), [Told::HungUp("CA9".into())], "it rings no more");
    let room = switchboard.room(&scope(), CALL).await.unwrap();
    assert_eq!(room.transfer_to, None, "whoever passed it on has him still");
    assert_eq!(room.people.last().unwrap().state, PersonState::Unreached);
}

#[tokio::test]
async fn a_guest_whose_end_the_company_knows_is_not_hung_up() {
    let world = World::called();
    *world.guest.lock().unwrap() = CallStatus::Busy;
    let switchboard = lost(&world, async |_| {}).await;
    given_up(&switchboard).await.unwrap();
    assert_eq!(world.take_told(), []);
    assert_eq!(switchboard.room(&scope(), CALL).await.unwrap().transfer_to, None);
}

#[tokio::test]
async fn a_guest_whose_arrival_is_told_late_is_left_alone() {
    let world = World::called();
    *world.guest.lock().unwrap() = CallStatus::InProgress;
    let switchboard = lost(&world, async |_| {}).await;
    assert_eq!(given_up(&switchboard).await, None);
    assert_eq!(world.take_told(), [], "he talks");
}

#[tokio::test]
async fn a_caller_who_waits_alone_for_a_lost_guest_leaves_a_message() {
    let world = World::called();
    let left = async |switchboard: &Switchboard| {
        world.ended(switchboard, "CA2", Some("CA1")).await;
    };
    let switchboard = lost(&world, left).await;
    given_up(&switchboard).await.unwrap();
    let told = world.take_told();
    assert!(told.contains(&Told::Message("CA1".into())), "{told:?}");
}

#[tokio::test]
async fn a_caller_to_whom_nobody_comes_leaves_a_message() {
    let world = World::called();
    let switchboard = world.switchboard();
    switchboard.ask_in(&scope(), CALL, colleague(), AskedAs::Successor).await.unwrap();
    let reading = world.ended(&switchboard, "CA2", Some("CA1")).await;
    assert!(matches!(reading, Reading::Talks { .. }), "he is still rung: {reading:?}");
    world.take_told();
    world.report(&switchboard, moved("CA9", None, CallStatus::NoAnswer)).await;
    assert_eq!(world.take_told(), [Told::Message("CA1".into())]);
}

#[tokio::test]
async fn a_machine_that_picks_up_joins_nothing() {
    let world = World::called();
    let switchboard = world.switchboard();
    switchboard.ask_in(&scope(), CALL, colleague(), AskedAs::Successor).await.unwrap();
    world.take_told();
    world.report(&switchboard, moved("CA9", None, CallStatus::InProgress)).await;
    assert_eq!(world.take_told(), []);
    let asked = AskedInto { first: sid("CA1"), member: colleague(), by: me() };
    let query = [("first", "CA1".to_owned()), ("m", asked.member.uuid().to_string())];
    let query = query.into_iter().chain([("by", asked.by.uuid().to_string())]);
    let query = query.map(|(name, value)| (name.to_owned(), value)).collect();
    *world.report.lock().unwrap() = Some((key(Some("5")), query));
    assert!(switchboard.take_in(&scope(), Uuid::nil()).await.unwrap().is_empty());
    assert_eq!(world.take_told(), [], "another key than 1 is none");
}

#[tokio::test]
async fn whoever_has_company_can_leave() {
    let world = World::called();
    let switchboard = world.switchboard();
    let alone = switchboard.hand_over(&scope(), CALL).await;
    assert!(matches!(alone, Err(SwitchboardError::NobodyJoined)), "{alone:?}");
    switchboard.ask_in(&scope(), CALL, colleague(), AskedAs::Guest).await.unwrap();
    switchboard.hold(&scope(), CALL, true).await.unwrap();
    world.report(&switchboard, key(Some("1"))).await;
    world.take_told();
    switchboard.hand_over(&scope(), CALL).await.unwrap();
    assert_eq!(world.take_told(), [Told::Room("CA1".into()), Told::HungUp("CA2".into())]);
}

#[tokio::test]
async fn who_has_no_telephone_is_not_rung() {
    let world = World::called();
    let switchboard = world.switchboard();
    let nobody = MemberId(Uuid::from_u128(99));
    let refused = switchboard.ask_in(&scope(), CALL, nobody, AskedAs::Guest).await;
    assert!(matches!(refused, Err(SwitchboardError::NotReachable)), "{refused:?}");
    assert_eq!(world.take_told(), []);
}
