//! Servers that are killed while they send: a telephone company takes every text once, and what nobody can tell is shown.

use super::{RECOVERED, desk::Desk, kill_again_and_again};
use crate::texting::{MAIN, borrowed, registered_line, settings, whatever_the_hour};
use callboard_tests::{Company, Engine, Exchange, Place, Rows, Server, count, until};
use serde_json::json;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    time::Duration,
};

/// The company takes one order of so many without answering.
const SILENT_EVERY: u64 = 12;
/// Area codes of which it is known where they are, and so which hour it is there.
const AREAS: [&str; 12] =
    ["404", "678", "212", "305", "312", "415", "503", "602", "713", "206", "617", "215"];
/// Between two pieces of work.
const PACE: Duration = Duration::from_millis(250);

#[tokio::test]
async fn texts_and_calls_go_out_once_whoever_dies() {
    let kills = count("CALLBOARD_TEST_KILLS_TEXTS", 40);
    let exchange = Exchange::open().await;
    let settings = settings(&exchange);
    let place = Place::fresh(Engine::Postgres).await;
    let mut servers = Vec::new();
    for _ in 0..2 {
        servers.push(place.serve_with(&[], &borrowed(&settings)).await);
    }
    let company = Company::found(&place, &servers[0], "walnut").await;
    registered_line(&company).await;
    let at_hand = json!({"presence": "available", "phone": "+14045550111"});
    company.dispatcher.patch("/api/phone", at_hand).await.ok();
    exchange.be_silent_every(SILENT_EVERY);
    let desk = Desk::new(company, servers.iter().map(Server::base));
    let (open, acknowledged) = (Cell::new(true), RefCell::new(BTreeMap::new()));
    // A slow machine writes little between two deaths: then there are more of them, so that enough is at stake.
    let (share, enough) = (kills / 2, kills / 4);
    let goes_on =
        |done: usize| done < share || (acknowledged.borrow().len() <= enough && done < 4 * share);
    let killing = async {
        let settings = borrowed(&settings);
        let mut killers = Vec::new();
        for (replica, server) in servers.into_iter().enumerate() {
            killers.push(kill_again_and_again(&place, &desk, replica, server, goes_on, &settings));
        }
        let servers = futures_util::future::join_all(killers).await;
        open.set(false);
        servers
    };
    let writing = async {
        for index in 0.. {
            if !open.get() {
                return index;
            }
            tokio::time::sleep(PACE).await;
            let (body, id) = desk.text_and_call(&somebody(index), index).await;
            acknowledged.borrow_mut().insert(body, id);
        }
        0
    };
    let (servers, written) = tokio::join!(killing, writing);
    exchange.be_silent_every(0);

    let rows = place.rows().await;
    let waiting = "SELECT (SELECT COUNT(*) FROM messages WHERE state IN ('ready', 'claimed', 'sending', 'retry')) \
                   + (SELECT COUNT(*) FROM call_orders WHERE state IN ('ready', 'sending'))";
    until("nothing is on its way any more", RECOVERED, async || {
        (rows.number(waiting).await == 0).then_some(())
    })
    .await;
    for server in servers {
        let (status, _) = server.stop().await;
        assert!(status.success(), "the last server stops in good order: {status}");
    }
    assert!(written > enough, "there was something to lose: {written}");
    every_text_went_out_once(&rows, &exchange, &acknowledged.into_inner(), kills).await;
    no_call_was_placed_twice(&rows, &exchange).await;
}

/// A hundred fictional numbers of each area.
fn somebody(index: usize) -> String {
    format!("+1{}55501{:02}", AREAS[(index / 100) % AREAS.len()], index % 100)
}

async fn every_text_went_out_once(
    rows: &Rows,
    exchange: &Exchange,
    acknowledged: &BTreeMap<String, String>,
    kills: usize,
) {
    let states: BTreeMap<String, String> = rows
        .texts("SELECT body || '|' || state FROM messages WHERE direction = 'out' AND by_hand")
        .await
        .into_iter()
        .filter_map(|row| {
            row.split_once('|').map(|(body, state)| (body.to_owned(), state.to_owned()))
        })
        .collect();
    let mut taken = BTreeMap::<String, usize>::new();
    for text in exchange.texts() {
        *taken.entry(text.words).or_default() += 1;
    }
    let twice: Vec<_> = taken.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "a customer got a text twice: {twice:?}");
    let mut unknown = 0;
    for body in acknowledged.keys() {
        match states.get(body).map(String::as_str) {
            Some("sent" | "delivered") => assert_eq!(taken.get(body), Some(&1), "{body}"),
            Some("unknown") => unknown += 1,
            other => panic!("{body}: {other:?}"),
        }
    }
    assert_eq!(states.len(), acknowledged.len(), "nothing else was written");
    assert!(unknown * 100 <= acknowledged.len().max(100), "{unknown} texts are open");
    record(kills, acknowledged.len(), unknown);
}

/// Each order that counts as placed rang once; one of which nobody knows rang once at most, and no other did.
async fn no_call_was_placed_twice(rows: &Rows, exchange: &Exchange) {
    let orders: BTreeMap<String, String> = rows
        .texts("SELECT replace(id::text, '-', '') || '|' || state FROM call_orders")
        .await
        .into_iter()
        .filter_map(|row| row.split_once('|').map(|(id, state)| (id.to_owned(), state.to_owned())))
        .collect();
    let mut rang = BTreeMap::<&str, usize>::new();
    for call in exchange.calls() {
        let reports_to = call.words.replace('-', "");
        let order = orders.keys().find(|id| reports_to.contains(id.as_str()));
        *rang.entry(order.unwrap_or_else(|| panic!("nobody ordered {reports_to}"))).or_default() +=
            1;
    }
    for (order, state) in &orders {
        let times = rang.get(order.as_str()).copied().unwrap_or_default();
        let good = match state.as_str() {
            "placed" => times == 1,
            "unknown" => times <= 1,
            _ => times == 0,
        };
        assert!(good, "the order {order} is {state} and rang {times} times");
    }
}

#[expect(clippy::print_stderr, reason = "the figures of a run are shown with --nocapture")]
fn record(kills: usize, texts: usize, unknown: usize) {
    eprintln!("{kills} kills: {texts} texts, each once; {unknown} are shown to a person");
}

impl Desk {
    /// A call comes in late, is answered with a text, and returned. Answers the text and its id.
    async fn text_and_call(&self, number: &str, index: usize) -> (String, String) {
        let (client, key) = (self.dispatcher(), format!("text-{index}"));
        let header = [("idempotency-key", key.as_str())];
        let call = json!({
            "direction": "in", "from": number, "to": MAIN, "answered": false,
            "started_at": callboard_tests::minutes_ago(90),
        });
        let call = self.insist(client, "POST", "/api/calls", &call, &header).await.must(201);
        let call = call["call"]["id"].as_str().expect("an id").to_owned();
        let why = whatever_the_hour(number);
        self.insist(client, "POST", "/api/contact-permission/overrides", &why, &[]).await.must(201);
        let body = format!("We are on our way, number {index}.");
        let path = format!("/api/calls/{call}/send-sms");
        let text = json!({"message": body});
        let told = self.insist(client, "POST", &path, &text, &header).await.must(201);
        // Calls wait for each other, so that not everybody is called. Whoever got no answer looks before calling again.
        if index.is_multiple_of(4) {
            let path = format!("/api/calls/{call}/click-to-call");
            self.try_once(client, "POST", &path, &json!({"via": "phone"}), &[]).await;
        }
        (body, told["message_id"].as_str().expect("an id").to_owned())
    }
}
