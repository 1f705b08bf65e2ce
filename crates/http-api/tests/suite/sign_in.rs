//! Signing in, cookies, and requests that come from elsewhere.

use crate::support::{KEY, Ports, SITE, account, client, cookie, settings};
use callboard_kernel::Role;
use callboard_workspaces::{
    model::{Member, PasswordHash},
    ports::Account,
};
use poem::http::{StatusCode, header};
use serde_json::{Value, json};

/// The right password signs in, once for each workspace.
fn knows_the_password(workspaces: usize) -> Ports {
    let mut ports = Ports::default();
    ports.throttle.expect_attempt().returning(|_, _| Ok(None));
    ports.throttle.expect_forgive().returning(|_| Ok(()));
    ports.directory.expect_accounts().returning(move |_| {
        Ok((0..workspaces).map(|_| with_password(account(Role::Dispatcher))).collect())
    });
    ports.tokens.expect_random().returning(|| [7; 32]);
    ports.sessions.expect_open().returning(|_, _, _| Ok(()));
    ports.workspaces.expect_get().returning(|_| Ok(Some(settings())));
    ports
}

fn with_password(mut account: Account) -> Account {
    let mut snapshot = account.member.value.snapshot().clone();
    snapshot.password_hash = Some(PasswordHash("$argon2id$".into()));
    account.member.value = Member::restore(snapshot);
    account
}

fn credentials(password: &str) -> Value {
    json!({"email": "dana@demo.example", "password": password})
}

fn cookies(response: &poem::Response) -> Vec<String> {
    let lines = response.headers().get_all(header::SET_COOKIE).into_iter();
    lines.map(|line| line.to_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn cookies_are_bound_to_host_and_tls() {
    let client = knows_the_password(1).client();
    let response = client.post("/api/auth/sign-in").body_json(&credentials("right")).send().await;
    response.assert_status_is_ok();
    let cookies = cookies(&response.0);
    let token = "07".repeat(32);
    assert_eq!(
        cookies[0],
        format!(
            "__Host-callboard_session={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure"
        )
    );
    assert!(cookies[1].starts_with("__Host-callboard_device="));
    assert!(cookies[1].ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000; Secure"));
    response.assert_header(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
}

#[tokio::test]
async fn without_tls_the_cookie_has_a_plain_name() {
    let api = knows_the_password(1).api_at("http://127.0.0.1:8080");
    let response =
        client(&api).post("/api/v1/auth/sign-in").body_json(&credentials("right")).send().await;
    let cookies = cookies(&response.0);
    assert!(cookies[0].starts_with("callboard_session=") && !cookies[0].contains("Secure"));
    assert!(response.0.headers().get(header::STRICT_TRANSPORT_SECURITY).is_none());
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_alike() {
    let mut seen = Vec::new();
    for accounts in [0, 1] {
        let client = knows_the_password(accounts).client();
        let response = client.post("/api/auth/sign-in").body_json(&credentials("no")).send().await;
        response.assert_status(StatusCode::UNAUTHORIZED);
        assert!(cookies(&response.0).is_empty());
        seen.push(response.0.into_body().into_string().await.unwrap());
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn too_many_attempts_say_how_long_to_wait() {
    let mut ports = Ports::default();
    ports.throttle.expect_attempt().returning(|_, _| Ok(Some(17)));
    let response =
        ports.client().post("/api/auth/sign-in").body_json(&credentials("right")).send().await;
    response.assert_status(StatusCode::TOO_MANY_REQUESTS);
    response.assert_header(header::RETRY_AFTER, "17");
}

#[tokio::test]
async fn who_is_in_several_workspaces_chooses() {
    let client = knows_the_password(2).client();
    let response = client.post("/api/auth/sign-in").body_json(&credentials("right")).send().await;
    response.assert_status(StatusCode::CONFLICT);
    let body: Value = response.0.into_body().into_json().await.unwrap();
    assert_eq!(body["code"], "choose_workspace");
    assert_eq!(body["workspaces"][1]["name"], "Ridgeline");
}

#[tokio::test]
async fn an_unsafe_request_with_a_cookie_must_come_from_our_own_pages() {
    let own = [
        vec![("sec-fetch-site", "same-origin")],
        vec![("sec-fetch-site", "none")],
        vec![("origin", SITE)],
    ];
    let foreign = [
        vec![],
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "null")],
        vec![("origin", "https://evil.example")],
        vec![("origin", "http://desk.example.com")],
        vec![("origin", SITE), ("sec-fetch-site", "cross-site")],
    ];
    for (headers, expected) in own
        .into_iter()
        .map(|headers| (headers, StatusCode::NO_CONTENT))
        .chain(foreign.into_iter().map(|headers| (headers, StatusCode::FORBIDDEN)))
    {
        let mut ports = Ports::signed_in(Role::Dispatcher);
        ports.sessions.expect_revoke().returning(|_, _, _, _| Ok(true));
        let client = ports.client();
        let mut request = client.post("/api/auth/sign-out").header("cookie", cookie());
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        assert_eq!(request.send().await.0.status(), expected, "{headers:?}");
    }
}

#[tokio::test]
async fn signing_in_for_another_site_is_refused_and_without_a_browser_it_is_not() {
    for (headers, expected) in [
        (vec![("sec-fetch-site", "cross-site")], StatusCode::FORBIDDEN),
        (vec![("origin", "https://evil.example")], StatusCode::FORBIDDEN),
        (vec![], StatusCode::OK),
    ] {
        let client = knows_the_password(1).client();
        let mut request = client.post("/api/auth/sign-in").body_json(&credentials("right"));
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        assert_eq!(request.send().await.0.status(), expected, "{headers:?}");
    }
}

#[tokio::test]
async fn only_a_known_credential_gets_in() {
    for (name, value, expected) in [
        ("cookie", cookie(), StatusCode::OK),
        ("authorization", format!("Bearer {KEY}"), StatusCode::OK),
        ("authorization", "Bearer cb_unknown".into(), StatusCode::UNAUTHORIZED),
        ("authorization", "Basic ZGFuYTp4".into(), StatusCode::UNAUTHORIZED),
        ("authorization", "garbage".into(), StatusCode::UNAUTHORIZED),
        ("cookie", "__Host-callboard_session=unknown".into(), StatusCode::UNAUTHORIZED),
        ("cookie", "callboard_session=5e5510".into(), StatusCode::UNAUTHORIZED),
        ("accept", "*/*".into(), StatusCode::UNAUTHORIZED),
    ] {
        let mut ports = Ports::signed_in(Role::Viewer);
        ports.workspaces.expect_get().returning(|_| Ok(Some(settings())));
        let response = ports.client().get("/api/auth/me").header(name, &value).send().await;
        assert_eq!(response.0.status(), expected, "{name}: {value}");
        if expected == StatusCode::UNAUTHORIZED {
            response.assert_header_exist(header::WWW_AUTHENTICATE);
        }
    }
}
