//! A storm: a thousand calls at once while hundreds of screens are open.

use callboard_tests::{Client, Company, Engine, Live, Place, minutes_ago, numbers};
use futures_util::future::join_all;
use rstest::rstest;
use serde_json::json;
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

/// Calls that are logged at the same moment.
const CALLS: usize = 1_000;
/// Screens that watch.
const SOCKETS: usize = 200;
/// The whole storm, on a machine that is busy with other tests.
const OVER_WITHIN: Duration = Duration::from_secs(150);
/// Each of 1,200 lines has its buffers, and what a screen has not read yet waits: 340 to 420 MiB were seen, the more the busier the
/// machine.
const MEMORY_MIB: u64 = 600;

/// What one screen has seen.
struct Screen {
    live: Live,
    new: Vec<String>,
    last: i64,
}

impl Screen {
    async fn open(client: &Client) -> Self {
        let live = Live::open(client, None).await;
        let last = live.seq();
        Self { live, new: Vec::new(), last }
    }

    /// Watches until every call has come.
    async fn watch(mut self) -> Self {
        let began = Instant::now();
        while self.new.len() < CALLS {
            let left = OVER_WITHIN.saturating_sub(began.elapsed());
            let message = self.live.receive(left).await;
            let Some(message) = message else {
                panic!("only {} of {CALLS} calls came in {:?}", self.new.len(), began.elapsed())
            };
            let seq = message["seq"].as_i64().unwrap();
            assert!(seq >= self.last, "{seq} came after {}: {message}", self.last);
            assert_ne!(message["type"], "reset", "a screen that keeps up is not sent away");
            self.last = seq;
            if message["type"] == "new_call" {
                self.new.push(message["call"]["id"].as_str().unwrap().to_owned());
            }
        }
        self
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_screen_sees_every_call_of_a_storm_once_and_in_order(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "gale").await;
    let people =
        [&company.viewer, &company.dispatcher, &company.colleague, &company.admin, &company.owner];
    let mut screens = Vec::new();
    for index in 0..SOCKETS {
        screens.push(Screen::open(people[index % people.len()]).await);
    }
    let began = Instant::now();
    let watching = join_all(screens.into_iter().map(Screen::watch));
    let logging = async {
        let logged = join_all((0..CALLS).map(|index| {
            let client = [&company.dispatcher, &company.colleague][index % 2];
            log(client, index)
        }));
        (logged.await, began.elapsed())
    };
    let (screens, (logged, all_logged)) = tokio::join!(watching, logging);
    let again: usize = logged.iter().map(|(_, again)| again).sum();
    let logged: BTreeSet<_> = logged.into_iter().map(|(id, _)| id).collect();
    assert_eq!(logged.len(), CALLS, "each is logged once");
    let mut orders = BTreeSet::new();
    for screen in screens {
        let distinct: BTreeSet<_> = screen.new.iter().cloned().collect();
        assert_eq!(distinct.len(), screen.new.len(), "a call came twice");
        assert_eq!(distinct, logged, "a screen sees what was logged");
        orders.insert(screen.new);
    }
    assert_eq!(orders.len(), 1, "all screens see the calls in one order");
    let memory = server.peak_memory_mib();
    show(format_args!(
        "{engine:?}: {CALLS} calls logged in {all_logged:?} ({again} times told to come again), seen on {SOCKETS} screens \
         after {:?}, peak {memory:?} MiB",
        began.elapsed()
    ));
    assert!(memory.is_none_or(|mib| mib < MEMORY_MIB), "the server held {memory:?} MiB");
    company.viewer.get("/api/calls").await.ok();
}

/// Logs a call as a program does that wants it logged: whoever is told to come again comes again, with the same key.
async fn log(client: &Client, index: usize) -> (String, usize) {
    let body = json!({
        "direction": "in", "from": numbers(index), "started_at": minutes_ago(1), "answered": false,
    });
    let key = format!("storm-{index}");
    for turn in 0.. {
        let header = [("idempotency-key", key.as_str())];
        let answer = client.send("POST", "/api/calls", Some(body.clone()), &header).await;
        if answer.status != 503 {
            let id = answer.must(201)["call"]["id"].as_str().unwrap().to_owned();
            return (id, turn);
        }
        answer.is_problem();
        let wait = answer.header("retry-after").and_then(|text| text.parse().ok());
        tokio::time::sleep(Duration::from_secs(wait.expect("it is said when"))).await;
    }
    unreachable!("nobody gives up")
}

#[expect(clippy::print_stderr, reason = "the figures of a run are shown with --nocapture")]
fn show(figures: std::fmt::Arguments<'_>) {
    eprintln!("{figures}");
}
