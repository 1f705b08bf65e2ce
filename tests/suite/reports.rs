//! Reports over HTTP: each number is followed to the list behind it, and the list is as long as the number says.

use callboard_tests::{
    Client, Company, Engine, Place, as_csv, minutes_ago, numbers, past_calls, until, write_csv,
};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

/// Two days and a half of calls, some of them missed, booked and spam.
const CALLS: usize = 500;

/// Fields of a report and the word by which their calls are listed.
const COUNTED: [(&str, &str); 12] = [
    ("total_calls", "total"),
    ("incoming", "incoming"),
    ("answered", "answered"),
    ("missed", "missed"),
    ("abandoned", "abandoned"),
    ("outgoing", "outgoing"),
    ("leads", "lead"),
    ("booked", "booked"),
    ("unbooked", "unbooked"),
    ("excused", "excused"),
    ("recovered", "recovered"),
    ("missed_value_calls", "missed_value"),
];

async fn count(client: &Client, query: &str) -> u64 {
    client.get(&format!("/api/calls/count?{query}")).await.ok()["total"].as_u64().unwrap()
}

async fn promises(client: &Client, query: &str) -> u64 {
    let page = client.get(&format!("/api/followups?limit=1&with_total=true&{query}")).await.ok();
    page["total"].as_u64().unwrap()
}

/// The period of a report as the query of a list.
fn period(report: &Value) -> String {
    let part = |name: &str| report["period"][name].as_str().unwrap().to_owned();
    format!("from={}&to={}", part("from"), part("to"))
}

/// Every count of `figures` is the length of its list, narrowed by `more`.
async fn follow(client: &Client, figures: &Value, query: &str) {
    for (field, word) in COUNTED {
        let behind = count(client, &format!("{query}&counted_as={word}")).await;
        assert_eq!(figures[field].as_u64().unwrap(), behind, "{field} of {query}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_number_leads_to_what_it_counts(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&["--no-worker"]).await;
    let company = Company::found(&place, &server, "ash").await;
    let file = place.file("past.csv");
    write_csv(&file, &as_csv(&past_calls(CALLS)));
    place.run(&["import", "calls", file.to_str().unwrap(), "--workspace", &company.id]).await.ok();
    let desk = &company.dispatcher;
    company.missed_call(&numbers(900), &minutes_ago(40)).await;

    let overview = desk.get("/api/analytics/calls/overview").await.ok();
    let whole = period(&overview);
    assert!(overview["total_calls"].as_u64().unwrap() > CALLS as u64 / 2);
    assert!(overview["booked"].as_u64().unwrap() > 0, "{overview}");
    follow(desk, &overview, &whole).await;
    follow(desk, &overview["previous"], &period(&overview["previous"])).await;
    let rate = overview["booked"].as_f64().unwrap() * 100.0
        / (overview["booked"].as_f64().unwrap() + overview["unbooked"].as_f64().unwrap());
    assert!((overview["conversion_rate"].as_f64().unwrap() - rate).abs() < 0.051);
    for source in overview["lead_sources"].as_array().unwrap() {
        let word = source["lead_source"].as_str().unwrap();
        follow(desk, source, &format!("{whole}&lead_source={word}")).await;
    }

    let trends = desk.get(&format!("/api/analytics/calls/trends?{whole}")).await.ok();
    let busy = |list: &str| {
        let mut points = trends[list].as_array().unwrap().clone();
        points.retain(|point| point["total_calls"].as_u64().unwrap() > 0);
        points.truncate(4);
        assert!(!points.is_empty(), "{list}");
        points
    };
    for day in busy("daily") {
        follow(desk, &day, &period(&day)).await;
    }
    for hour in busy("hourly") {
        follow(desk, &hour, &format!("{whole}&hour={}", hour["hour"])).await;
    }
    for cell in busy("heat_map") {
        let weekday = cell["weekday"].as_str().unwrap();
        let query = format!("{whole}&weekday={weekday}&hour={}&counted_as=total", cell["hour"]);
        assert_eq!(cell["total_calls"].as_u64().unwrap(), count(desk, &query).await, "{query}");
    }

    let performance = desk.get(&format!("/api/analytics/agents/performance?{whole}")).await.ok();
    for agent in performance["agents"].as_array().unwrap() {
        let kind = agent["agent_type"].as_str().unwrap();
        let who = agent["agent_id"].as_str().map_or(String::new(), |id| format!("&agent_id={id}"));
        follow(desk, agent, &format!("{whole}&agent_type={kind}{who}")).await;
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn kept_and_broken_promises_lead_to_themselves(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "elder").await;
    let desk = &company.dispatcher;
    // Missed long ago, and the desk never closes: both clocks have run out.
    let kept = company.missed_call(&numbers(1), &minutes_ago(300)).await;
    company.missed_call(&numbers(2), &minutes_ago(300)).await;
    let open = until("both promises", Duration::from_secs(30), async || {
        let page = desk.get("/api/followups?status=open").await.ok();
        (page["data"].as_array().unwrap().len() == 2).then_some(page)
    })
    .await;
    let mine = open["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["call_id"] == kept["id"])
        .and_then(|one| one["id"].as_str())
        .unwrap();
    desk.patch(&format!("/api/followups/{mine}"), json!({"status": "done"})).await.ok();

    let report = desk.get("/api/analytics/sla").await.ok();
    let whole = period(&report);
    let total = &report["total"];
    assert_eq!(
        (&total["due"], &total["late"], &total["broken"]),
        (&json!(2), &json!(1), &json!(1))
    );
    assert_eq!(total["sla_compliance"], json!(0.0));
    assert_eq!(total["p90_not_kept"], json!(true), "the broken one has no end yet");
    let mut lists = vec![(total.clone(), whole.clone())];
    for line in report["by_kind"].as_array().unwrap() {
        lists.push((line.clone(), format!("{whole}&type={}", line["type"].as_str().unwrap())));
    }
    for line in report["by_agent"].as_array().unwrap() {
        let who = line["agent_id"].as_str().unwrap_or("none");
        lists.push((line.clone(), format!("{whole}&responsible={who}")));
    }
    for line in report["by_hour"].as_array().unwrap() {
        lists.push((line.clone(), format!("{whole}&due_hour={}", line["hour"])));
    }
    assert!(lists.len() >= 4);
    for (figures, query) in lists {
        for word in ["in_time", "late", "broken"] {
            let behind = promises(desk, &format!("{query}&kept={word}")).await;
            assert_eq!(figures[word].as_u64().unwrap(), behind, "{word} of {query}");
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[tokio::test]
async fn a_period_is_checked_and_a_wallboard_names_no_caller(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&["--no-worker"]).await;
    let company = Company::found(&place, &server, "birch").await;
    let desk = &company.dispatcher;
    for query in [
        "from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z",
        "from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
    ] {
        for path in ["calls/overview", "calls/trends", "agents/performance", "sla"] {
            let answer = desk.get(&format!("/api/analytics/{path}?{query}")).await;
            assert_eq!(answer.status, 400, "{path}?{query}: {answer}");
        }
    }
    company.missed_call(&numbers(7), &minutes_ago(45)).await;
    let answer = desk.get("/api/wallboard").await;
    assert!(!answer.text.contains(&numbers(7)), "{}", answer.text);
    let board = answer.ok();
    assert_eq!(board["unclaimed"]["value"], json!(1));
    assert!(board["unreturned"]["since"].is_string());
    assert_eq!(board["unreturned"]["light"], json!("red"), "the limit is half an hour");
    let mut limits = company.admin.get("/api/settings/wallboard").await.ok();
    limits["unreturned_minutes"] = json!(600);
    company.admin.post("/api/settings/wallboard", limits).await.ok();
    let board = desk.get("/api/wallboard").await.ok();
    assert_eq!(board["unreturned"]["light"], json!("green"));
}
