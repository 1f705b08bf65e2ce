//! Guessing is slowed down, the person himself is not; a new password ends every other session and its feed.

use callboard_tests::{
    Answer, Client, Company, Engine, Live, PASSWORD, Pass, Place, Server, until,
};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(20);
/// Failures that cost no wait.
const FREE: usize = 10;

/// Somebody at a network address of his own.
async fn attempt(server: &Server, from: &str, email: &str, password: &str, cookie: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    let headers = [("x-forwarded-for", from), ("cookie", cookie)];
    server.anonymous().send("POST", "/api/auth/sign-in", Some(body), &headers).await
}

fn wait_of(answer: &Answer) -> u64 {
    answer
        .header("retry-after")
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(|| panic!("{answer}"))
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn guesses_wait_longer_and_longer_and_the_known_browser_does_not(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve_with(&[], &[("CALLBOARD_TRUST_FORWARDED_FOR", "true")]).await;
    let company = Company::found(&place, &server, "lapis").await;
    let (victim, other) = (company.address("dispatcher"), company.address("viewer"));
    let first = attempt(&server, "192.0.2.1", &victim, PASSWORD, "").await;
    let device = first.cookie("callboard_device").expect("the browser is known from now on");
    first.ok();

    let guess = async || attempt(&server, "192.0.2.66", &victim, "a wide wrong river", "").await;
    let mut failures = Vec::new();
    for _ in 0..FREE {
        failures.push(guess().await);
    }
    for answer in &failures {
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (401, &json!("wrong_credentials")),
            "{answer}"
        );
    }
    let mut waits = Vec::new();
    for _ in 0..3 {
        let refused = guess().await;
        refused.is_problem();
        assert_eq!(refused.status, 429, "{refused}");
        // Even the right password has to wait, or the wait would tell that it is right.
        let right = attempt(&server, "192.0.2.66", &victim, PASSWORD, "").await;
        assert_eq!(right.status, 429, "{right}");
        waits.push(wait_of(&refused));
        until("the next guess is let through", SOON, async || {
            (guess().await.status == 401).then_some(())
        })
        .await;
    }
    assert!(waits[0] >= 1 && waits.is_sorted() && waits[2] > waits[0], "growing: {waits:?}");

    // From anywhere else the account is as slow, whoever asks; the victim's own browser is not, nor is another account.
    assert_eq!(attempt(&server, "192.0.2.99", &victim, PASSWORD, "").await.status, 429);
    attempt(&server, "192.0.2.1", &victim, PASSWORD, &device).await.ok();
    attempt(&server, "192.0.2.99", &other, PASSWORD, "").await.ok();

    // An address that nobody has is answered and slowed in the same way.
    let nobody = async || attempt(&server, "192.0.2.77", "nobody@lapis.example", "x", "").await;
    for known in &failures {
        let unknown = nobody().await;
        let shown = |answer: &Answer| {
            let mut body = answer.body.clone();
            body.as_object_mut().unwrap().remove("instance");
            let names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
            (answer.status, body, names)
        };
        assert_eq!(shown(&unknown), shown(known), "an account is not betrayed");
    }
    assert_eq!(nobody().await.status, 429);
    drop(place);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_their_feeds(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "onyx").await;
    let own = company.dispatcher.clone();
    let laptop = company.sign_in(&server, "dispatcher").await;
    let phone = company.sign_in(&server, "dispatcher").await;
    assert!(
        laptop.pass() != phone.pass() && own.pass() != phone.pass(),
        "each sign-in has its own"
    );
    let mut kept = Live::open(&own, None).await;
    let mut feeds = [Live::open(&laptop, None).await, Live::open(&phone, None).await];
    let change = json!({"current_password": PASSWORD, "new_password": "narrow loud brook"});
    own.post("/api/auth/password", change).await.must(204);
    for other in [&laptop, &phone] {
        other.get("/api/auth/me").await.refused(401, "not_signed_in");
    }
    for feed in &mut feeds {
        let closed = feed.closed_within(Duration::from_secs(5)).await;
        assert!(closed.is_some(), "the feed of an ended session is still open");
    }
    own.get("/api/auth/me").await.ok();
    company.colleague.post("/api/customers", json!({"name": "Nell Usher"})).await.must(201);
    kept.until("the own feed goes on", SOON, |m| m["type"] == "customer_updated").await;

    // By a link all sessions end, the one that asked for it included.
    let path = format!("/api/members/{}/reset-link", company.member("dispatcher"));
    let link = company.admin.post(&path, Value::Null).await.ok();
    let link = link["reset_link"].as_str().unwrap();
    let (_, token) = link.rsplit_once("token=").unwrap();
    let reset = json!({"token": token, "new_password": PASSWORD});
    server.anonymous().post("/api/auth/reset", reset.clone()).await.must(204);
    own.get("/api/auth/me").await.refused(401, "not_signed_in");
    assert!(kept.closed_within(Duration::from_secs(5)).await.is_some());
    let again = server.anonymous().post("/api/auth/reset", reset).await;
    assert!((400..500).contains(&again.status), "a link works once: {again}");
    company.sign_in(&server, "dispatcher").await.get("/api/auth/me").await.ok();
    drop(place);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_session_is_a_long_secret_in_a_cookie_that_scripts_cannot_read(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "agate").await;
    let body = json!({"email": company.address("viewer"), "password": PASSWORD});
    let planted = Pass::Session("callboard_session=planted-by-somebody".to_owned());
    let victim: Client = server.anonymous().with(planted);
    let answer = victim.post("/api/auth/sign-in", body).await;
    let lines: Vec<_> =
        answer.headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok()).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    for line in &lines {
        for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(line.contains(flag), "{line}");
        }
    }
    let cookie = answer.cookie("callboard_session").unwrap();
    let (_, secret) = cookie.split_once('=').unwrap();
    assert!(secret.len() >= 22, "128 bits in base64: {secret}");
    assert_ne!(secret, "planted-by-somebody", "an id from before the sign-in is worth nothing");
    let rows = place.rows().await;
    assert_eq!(rows.tables_that_hold(secret).await, Vec::<String>::new(), "only its hash is kept");
    victim.get("/api/auth/me").await.refused(401, "not_signed_in");
}
