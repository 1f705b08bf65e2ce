//! The call list against an oracle: every filter, every order, every page, search by fragment.

use callboard_tests::{
    CALLERS, Client, Company, Engine, PastCall, Place, as_csv, minutes_ago, numbers, past_calls,
    write_csv,
};
use rstest::rstest;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Enough for several pages of every filter; more than a caller calls once.
const CALLS: usize = 2_400;
const _: () = assert!(CALLS > CALLERS, "some call twice");
/// Callers who are customers; the first one wants no contact.
const CUSTOMERS: usize = 6;

/// A company with a past, and what is known of it.
struct Past {
    _place: Place,
    _server: callboard_tests::Server,
    company: Company,
    calls: Vec<PastCall>,
    /// Customers by their number.
    customers: BTreeMap<String, String>,
}

async fn past(engine: Engine, word: &str) -> Past {
    let place = Place::fresh(engine).await;
    let server = place.serve(&["--no-worker"]).await;
    let company = Company::found(&place, &server, word).await;
    let mut customers = BTreeMap::new();
    for index in 0..CUSTOMERS {
        let body = json!({
            "name": format!("Customer {index}"), "phones": [{"number": numbers(index), "primary": true}],
        });
        let made = company.dispatcher.post("/api/customers", body).await.must(201);
        let customer = made["customer"]["id"].as_str().or(made["id"].as_str()).unwrap().to_owned();
        if index == 0 {
            let mark = json!({"do_not_contact": true});
            company.dispatcher.patch(&format!("/api/customers/{customer}"), mark).await.ok();
        }
        customers.insert(numbers(index), customer);
    }
    let calls = past_calls(CALLS);
    let file = place.file("past.csv");
    write_csv(&file, &as_csv(&calls));
    let said = place
        .run(&["import", "calls", file.to_str().unwrap(), "--workspace", &company.id])
        .await
        .ok();
    assert!(said.contains(&format!("{CALLS} taken in")), "{said}");
    Past { _place: place, _server: server, company, calls, customers }
}

impl Past {
    fn customer(&self, call: &PastCall) -> Option<&str> {
        self.customers.get(&call.theirs).map(String::as_str)
    }

    /// What a call is found by.
    fn search_text(call: &PastCall) -> String {
        let (from, to) =
            if call.incoming { (&call.theirs, &call.own) } else { (&call.own, &call.theirs) };
        format!("{} | {} | {} | {}", &from[1..], &to[1..], Self::name(call), call.notes)
            .to_lowercase()
    }

    /// Name of the other party as the list shows it.
    fn name(call: &PastCall) -> String {
        let known = (0..CUSTOMERS).find(|index| numbers(*index) == call.theirs);
        known.map_or_else(|| call.name.clone(), |index| format!("Customer {index}"))
    }
}

async fn pages(client: &Client, query: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut cursor = None::<String>;
    loop {
        let after = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let page = client.get(&format!("/api/calls?limit=100&{query}{after}")).await.ok();
        rows.extend(page["data"].as_array().unwrap().iter().cloned());
        assert_eq!(page["has_more"].as_bool().unwrap(), page["next_cursor"].is_string());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return rows,
        }
        assert!(rows.len() <= CALLS + 100, "paging does not end");
    }
}

fn starts(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| row["started_at"].as_str().unwrap().to_owned()).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_order_shows_every_call_once(#[case] engine: Engine) {
    let past = past(engine, "oak").await;
    let desk = &past.company.dispatcher;
    let total = desk.get("/api/calls/count").await.ok()["total"].as_u64().unwrap();
    assert_eq!(total, CALLS as u64);
    for key in
        ["time", "caller", "duration", "intent", "disposition", "agent", "value", "follow_up"]
    {
        let ascending = pages(desk, &format!("sort={key}")).await;
        let descending = pages(desk, &format!("sort=-{key}")).await;
        for (order, rows) in [("ascending", &ascending), ("descending", &descending)] {
            let ids: BTreeSet<_> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
            assert_eq!((rows.len(), ids.len()), (CALLS, CALLS), "{key} {order}: each call once");
        }
        // Which order texts and missing values have is the server's own; that it is one order can be seen from outside.
        let number = |row: &Value| match key {
            "duration" => row["duration_s"].as_i64(),
            "value" => row["value_est_cents"].as_i64().or(Some(-1)),
            _ => None,
        };
        let values: Vec<_> = ascending.iter().filter_map(number).collect();
        assert!(values.is_sorted(), "{key} ascending");
        let values: Vec<_> = descending.iter().filter_map(number).collect();
        assert!(values.iter().rev().is_sorted(), "{key} descending");
        if key == "time" {
            assert!(starts(&ascending).is_sorted() && starts(&descending).iter().rev().is_sorted());
        }
        if key == "caller" {
            let names: Vec<_> = ascending
                .iter()
                .map(|row| row["caller_name"].as_str().unwrap().to_lowercase())
                .collect();
            let named: Vec<_> = names.into_iter().filter(|name| !name.is_empty()).collect();
            assert!(named.is_sorted(), "callers by name");
        }
        if key == "disposition" {
            let keys: Vec<_> = ascending
                .iter()
                .map(|row| row["disposition"].as_str().unwrap_or_default())
                .collect();
            let runs = keys.windows(2).filter(|pair| pair[0] != pair[1]).count();
            assert_eq!(runs, 3, "four dispositions stand together");
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn calls_that_come_while_paging_move_nothing(#[case] engine: Engine) {
    let past = past(engine, "elm").await;
    let desk = &past.company.dispatcher;
    let mut seen = Vec::new();
    let mut query = "/api/calls?limit=100".to_owned();
    for turn in 0_i64.. {
        let page = desk.get(&query).await.ok();
        seen.extend(starts(page["data"].as_array().unwrap()));
        past.company.missed_call(&numbers(100 + turn as usize), &minutes_ago(turn % 50)).await;
        match page["next_cursor"].as_str() {
            Some(next) => query = format!("/api/calls?limit=100&cursor={next}"),
            None => break,
        }
    }
    let expected: Vec<_> = past.calls.iter().map(PastCall::started_text).collect();
    assert_eq!(seen, expected, "the pages go on where they ended");
}

/// A condition as a query and as an oracle.
type Filter<'a> = (String, Box<dyn Fn(&PastCall) -> bool + 'a>);

fn filters<'a>(past: &'a Past) -> Vec<Filter<'a>> {
    let mut all: Vec<Filter<'a>> = Vec::new();
    let mut add =
        |query: String, fits: Box<dyn Fn(&PastCall) -> bool + 'a>| all.push((query, fits));
    let (early, late) = (past.calls[1_800].started_at, past.calls[300].started_at);
    let (early_text, late_text) =
        (past.calls[1_800].started_text(), past.calls[300].started_text());
    add(format!("from={late_text}"), Box::new(move |c| c.started_at >= late));
    add(format!("to={early_text}"), Box::new(move |c| c.started_at < early));
    add(
        format!("from={early_text}&to={late_text}"),
        Box::new(move |c| c.started_at >= early && c.started_at < late),
    );
    add("direction=in".into(), Box::new(|c| c.incoming));
    add("direction=out&direction=in".into(), Box::new(|_| true));
    add("status=missed".into(), Box::new(|c| !c.answered()));
    add("status=completed&status=failed".into(), Box::new(PastCall::answered));
    add("purpose=callback".into(), Box::new(|c| !c.incoming));
    add("purpose=demo".into(), Box::new(|_| false));
    add("intent=quote".into(), Box::new(|_| false));
    add("disposition=booked".into(), Box::new(|c| c.disposition == Some("booked")));
    add(
        "disposition=booked&disposition=none".into(),
        Box::new(|c| c.disposition.is_none_or(|d| d == "booked")),
    );
    add("disposition=none".into(), Box::new(|c| c.disposition.is_none()));
    add("disposition_class=won".into(), Box::new(|c| c.disposition == Some("booked")));
    add(
        "disposition_class=service&disposition_class=not_a_lead".into(),
        Box::new(|c| matches!(c.disposition, Some("answered" | "spam"))),
    );
    add("agent_type=human".into(), Box::new(|_| true));
    add("agent_type=ai".into(), Box::new(|_| false));
    add(format!("agent_id={}", past.company.member("dispatcher")), Box::new(|_| false));
    add("value_min=1000".into(), Box::new(|c| c.cents.is_some_and(|cents| cents >= 100_000)));
    add("value_max=1000.5".into(), Box::new(|c| c.cents.is_some_and(|cents| cents <= 100_050)));
    add(
        "value_min=500&value_max=900".into(),
        Box::new(|c| c.cents.is_some_and(|cents| (50_000..=90_000).contains(&cents))),
    );
    add("duration_min=300".into(), Box::new(|c| c.seconds >= 300));
    add("duration_max=60".into(), Box::new(|c| c.seconds <= 60));
    add("has_job=false".into(), Box::new(|_| true));
    add("has_job=true".into(), Box::new(|_| false));
    add("has_recording=true".into(), Box::new(|c| c.recorded));
    add("has_recording=false".into(), Box::new(|c| !c.recorded));
    add("has_transcript=true".into(), Box::new(|_| false));
    add("dnc=true".into(), Box::new(|c| c.theirs == numbers(0)));
    add("dnc=false".into(), Box::new(|c| c.theirs != numbers(0)));
    add("tag=hvac".into(), Box::new(|c| c.tags.contains(&"hvac")));
    add(
        "tag=repeat&tag=plumbing".into(),
        Box::new(|c| c.tags.contains(&"repeat") || c.tags.contains(&"plumbing")),
    );
    add("number_id=%2B12125550101".into(), Box::new(|c| c.own == "+12125550101"));
    add("source=phone".into(), Box::new(|_| true));
    add("source=manual".into(), Box::new(|_| false));
    add("lead_source=referral".into(), Box::new(|c| c.lead_source == "referral"));
    add(
        "lead_source=ad&lead_source=unknown".into(),
        Box::new(|c| matches!(c.lead_source, "ad" | "unknown")),
    );
    add("queue_status=none".into(), Box::new(|_| true));
    add("queue_status=triage".into(), Box::new(|_| false));
    add("outcome_required=true".into(), Box::new(|_| false));
    add("after_hours=false".into(), Box::new(|_| true));
    add("has_contact=true".into(), Box::new(|c| past.customer(c).is_some()));
    add("has_contact=false".into(), Box::new(|c| past.customer(c).is_none()));
    add(
        format!("contact_id={}", past.customers[&numbers(2)]),
        Box::new(|c| c.theirs == numbers(2)),
    );
    add("promise=none".into(), Box::new(|_| true));
    add("promise=overdue&promise=paused".into(), Box::new(|_| false));
    add("triage_mode=true".into(), Box::new(|_| false));
    add("search=boiler".into(), Box::new(|c| c.notes.contains("Boiler")));
    add("search=ArcHer".into(), Box::new(|c| Past::name(c).contains("Archer")));
    all
}

async fn fits(client: &Client, past: &Past, query: &str, oracle: impl Fn(&PastCall) -> bool) {
    let expected: Vec<_> =
        past.calls.iter().filter(|call| oracle(call)).map(PastCall::started_text).collect();
    let page =
        client.get(&format!("/api/calls?limit=100&with_total=true&sort=-time&{query}")).await.ok();
    assert_eq!(page["total"], expected.len(), "total of {query}");
    let first: Vec<_> = expected.iter().take(100).cloned().collect();
    assert_eq!(starts(page["data"].as_array().unwrap()), first, "first page of {query}");
    let metrics = client.get(&format!("/api/calls/metrics?{query}")).await.ok();
    assert_eq!(metrics["total"], expected.len(), "metrics of {query}");
    let booked =
        past.calls.iter().filter(|call| oracle(call) && call.disposition == Some("booked")).count();
    assert_eq!(metrics["booked"], booked, "metrics of {query}");
    let answered: Vec<_> = past
        .calls
        .iter()
        .filter(|call| oracle(call) && call.incoming)
        .map(PastCall::answered)
        .collect();
    if let Some(percent) = metrics["answered_percent"].as_f64() {
        let share =
            answered.iter().filter(|yes| **yes).count() as f64 * 100.0 / answered.len() as f64;
        assert!((percent - share).abs() < 0.06, "metrics of {query}: {percent} is not {share}");
    } else {
        assert!(answered.is_empty(), "metrics of {query}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn filters_agree_with_an_oracle(#[case] engine: Engine) {
    let past = past(engine, "yew").await;
    let desk = &past.company.dispatcher;
    let all = filters(&past);
    for (query, oracle) in &all {
        fits(desk, &past, query, oracle).await;
    }
    // Combinations of three, without two that give the same single-valued parameter.
    let mut dice = 7_usize;
    let mut roll = |sides: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let mut checked = 0;
    while checked < 60 {
        let picked = [roll(all.len()), roll(all.len()), roll(all.len())];
        let names: Vec<BTreeSet<_>> =
            picked.iter().map(|index| parameters(&all[*index].0)).collect();
        let distinct: BTreeSet<_> = names.iter().flatten().collect();
        if distinct.len() < names.iter().map(BTreeSet::len).sum() {
            continue;
        }
        let query = picked.map(|index| all[index].0.clone()).join("&");
        fits(desk, &past, &query, |call| picked.iter().all(|index| all[*index].1(call))).await;
        checked += 1;
    }
}

fn parameters(query: &str) -> BTreeSet<&str> {
    query.split('&').filter_map(|pair| pair.split('=').next()).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn search_finds_fragments_in_any_format(#[case] engine: Engine) {
    let past = past(engine, "fir").await;
    let desk = &past.company.dispatcher;
    let holds = |text: &str| {
        let text = text.to_lowercase();
        move |call: &PastCall| Past::search_text(call).contains(&text)
    };
    for (text, digits) in [
        ("(205) 555-01", "20555501"),
        ("205.555.0142", "2055550142"),
        ("555 0142", "5550142"),
        ("+1 205 555 0142", "12055550142"),
        ("1-205-555", "1205555"),
        ("50142", "50142"),
        ("010", "010"),
    ] {
        fits(desk, &past, &format!("search={}", escaped(text)), holds(digits)).await;
    }
    assert!(past.calls.iter().any(holds("2055550142")), "the sample has that number");
    for text in ["note 1", "about the boiler", "NOTE 12 about", "customer 3", "omer 3", "Ann A"] {
        fits(desk, &past, &format!("search={}", escaped(text)), holds(text)).await;
    }
    for text in [
        "%%%",
        "___",
        "'; drop",
        "\"boiler\"",
        "boiler*",
        "note OR about",
        "nobody at all",
        "\\\\\\",
    ] {
        fits(desk, &past, &format!("search={}", escaped(text)), |_| false).await;
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
