//! People at work who do not notice which server answers them, and write down what they were told.

use callboard_tests::{Answer, Client, Company, numbers, seconds_ago, text_of};
use serde_json::{Value, json};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};
use tokio::time::{MissedTickBehavior, interval};

/// Between two pieces of work of one person.
const PACE: Duration = Duration::from_millis(180);
/// Before the next try at another server.
const AGAIN: Duration = Duration::from_millis(30);

/// What was acknowledged.
#[derive(Clone, Default, Debug)]
pub(super) struct Ledger {
    /// Id of the call by the key under which it was logged.
    pub(super) calls: BTreeMap<String, String>,
    /// Disposition of a call.
    pub(super) outcomes: BTreeMap<String, &'static str>,
    /// Calls whose outcome was sent more than once, because no answer came.
    pub(super) repeated: BTreeSet<String>,
    /// Follow-ups that a person promised.
    pub(super) promises: BTreeSet<String>,
    /// Requests to which no answer came.
    pub(super) unanswered: usize,
}

/// The company and where its servers are at the moment.
pub(super) struct Desk {
    company: Company,
    servers: RefCell<Vec<String>>,
    is_open: Cell<bool>,
    turn: Cell<usize>,
    ledger: RefCell<Ledger>,
    /// Calls that wait for somebody to decide them.
    waiting: RefCell<VecDeque<String>>,
}

impl Desk {
    pub(super) fn new<'a>(company: Company, servers: impl Iterator<Item = &'a str>) -> Self {
        Self {
            company,
            servers: RefCell::new(servers.map(str::to_owned).collect()),
            is_open: Cell::new(true),
            turn: Cell::new(0),
            ledger: RefCell::default(),
            waiting: RefCell::default(),
        }
    }

    pub(super) const fn dispatcher(&self) -> &Client {
        &self.company.dispatcher
    }

    /// A server came back at another address.
    pub(super) fn moved(&self, replica: usize, base: &str) {
        base.clone_into(&mut self.servers.borrow_mut()[replica]);
    }

    /// Ends the work; what was begun is finished.
    pub(super) fn close(&self) {
        self.is_open.set(false);
    }

    pub(super) fn ledger(&self) -> Ledger {
        self.ledger.borrow().clone()
    }

    /// Works until the desk closes.
    pub(super) async fn work(&self) {
        tokio::join!(self.log(0), self.log(1), self.decide(), self.promise());
    }

    /// Logs missed calls, some of which have been waiting so long that their clocks warn and break during the work.
    async fn log(&self, person: usize) {
        let mut pace = paced();
        let client = [&self.company.dispatcher, &self.company.colleague][person];
        for index in 0.. {
            pace.tick().await;
            if !self.is_open.get() {
                return;
            }
            let number = numbers(person * 30_000 + index);
            // The standard rule warns after 22.5 minutes and breaks after 30.
            let waited = [30, 1_320, 1_345, 1_780, 1_800, 2_400][index % 6];
            let body = json!({
                "direction": "in", "from": number, "started_at": seconds_ago(waited), "answered": false,
            });
            let key = format!("{person}-{index}");
            let header = [("idempotency-key", key.as_str())];
            let answer = self.insist(client, "POST", "/api/calls", &body, &header).await;
            let id = text(&answer.must(201)["call"]["id"]);
            self.waiting.borrow_mut().push_back(id.clone());
            let before = self.ledger.borrow_mut().calls.insert(key, id);
            assert_eq!(before, None, "a key is used once");
        }
    }

    /// Gives outcomes to calls whose promise is open.
    async fn decide(&self) {
        let mut pace = paced();
        let client = &self.company.admin;
        for index in 0.. {
            pace.tick().await;
            if !self.is_open.get() {
                return;
            }
            let Some(call) = self.waiting.borrow_mut().pop_front() else { continue };
            let path = format!("/api/calls/{call}");
            let seen = self.insist(client, "GET", &path, &Value::Null, &[]).await.ok();
            if !seen["call"]["promise"].is_object() && !seen["promise"].is_object() {
                self.waiting.borrow_mut().push_back(call);
                continue;
            }
            let (disposition, body) = match index % 3 {
                0 => (
                    "callback",
                    json!({"disposition": "callback", "notes": "in the evening", "follow_up": {"type": "callback"}}),
                ),
                1 => ("booked", json!({"disposition": "booked", "notes": "called back"})),
                // Somebody else will do it later.
                _ => continue,
            };
            self.record(client, &call, disposition, &body).await;
            self.ledger.borrow_mut().outcomes.insert(call, disposition);
        }
    }

    async fn record(&self, client: &Client, call: &str, disposition: &str, body: &Value) {
        let one = format!("/api/calls/{call}");
        let path = format!("{one}/outcome");
        loop {
            if let Some(answer) = self.try_once(client, "POST", &path, body, &[]).await {
                answer.must(200);
                return;
            }
            // It may have been written without the answer having come.
            self.ledger.borrow_mut().repeated.insert(call.to_owned());
            let seen = self.insist(client, "GET", &one, &Value::Null, &[]).await.ok();
            if seen["disposition"] == disposition || seen["call"]["disposition"] == disposition {
                return;
            }
        }
    }

    /// Promises things that are due in a moment.
    async fn promise(&self) {
        let mut pace = paced();
        let client = &self.company.dispatcher;
        for index in 0.. {
            pace.tick().await;
            pace.tick().await;
            if !self.is_open.get() {
                return;
            }
            let due = callboard_tests::now() + time::Duration::seconds(2 + index % 5);
            let body =
                json!({"type": "task", "due_at": text_of(due), "note": format!("promise {index}")});
            let key = format!("promise-{index}");
            let header = [("idempotency-key", key.as_str())];
            let answer = self.insist(client, "POST", "/api/followups", &body, &header).await;
            let id = text(&answer.must(201)["follow_up_task"]["id"]);
            assert!(self.ledger.borrow_mut().promises.insert(id), "a new key makes a new promise");
        }
    }

    /// Sends until somebody answers.
    pub(super) async fn insist(
        &self,
        client: &Client,
        method: &str,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> Answer {
        loop {
            if let Some(answer) = self.try_once(client, method, path, body, headers).await {
                return answer;
            }
        }
    }

    /// Sends to the next server; `None` when nobody answered, or it could not be done at the moment.
    pub(super) async fn try_once(
        &self,
        client: &Client,
        method: &str,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> Option<Answer> {
        let turn = self.turn.get();
        self.turn.set(turn + 1);
        let base = {
            let servers = self.servers.borrow();
            servers[turn % servers.len()].clone()
        };
        let client = client.at_address(&base);
        match client.try_send(method, path, Some(body.clone()), headers).await {
            Ok(answer) if answer.status == 503 => answer.is_problem(),
            Ok(answer) => return Some(answer),
            Err(_) => {}
        }
        self.ledger.borrow_mut().unanswered += 1;
        tokio::time::sleep(AGAIN).await;
        None
    }
}

fn paced() -> tokio::time::Interval {
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pace
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
