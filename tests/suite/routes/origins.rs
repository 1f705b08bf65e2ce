//! Pages of other sites cannot make a browser change anything.

use super::{document::Document, world::World};
use callboard_tests::{Engine, Pass};
use rstest::rstest;
use serde_json::json;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn unsafe_requests_of_other_pages_are_refused(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let owner = world.ours.owner.clone();
    let base = world.server.base().to_owned();
    let evil: [&[(&str, &str)]; 7] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", &base)],
        &[("sec-fetch-site", "cross-site"), ("origin", &base)],
        &[("origin", "null")],
        &[("origin", "https://evil.example")],
        &[("origin", "http://127.0.0.1.evil.example")],
        &[("sec-fetch-site", "")],
    ];
    let pairs = Document::of(&world).await.operations();
    for (operation, fixture) in pairs.iter().filter(|(operation, _)| operation.is_unsafe()) {
        let ready = world.ready(operation, fixture).await;
        let before = world.rows.fingerprint().await;
        for headers in evil {
            let answer = ready.send_with(&owner, headers).await;
            answer.is_problem();
            assert_eq!(
                (answer.status, &answer.body["code"]),
                (403, &json!("foreign_origin")),
                "{headers:?}: {answer}"
            );
        }
        // Neither header at all: no browser, or one that hides where it comes from.
        let cookie = match owner.pass() {
            Pass::Session(cookie) => cookie.clone(),
            other => panic!("{other:?} is no session"),
        };
        let silent = ready.send_with(&world.server.anonymous(), &[("cookie", &cookie)]).await;
        assert_eq!(silent.status, 403, "no origin: {silent}");
        let changed = world.rows.fingerprint().await.changed_since(&before);
        assert!(changed.is_empty(), "{}: a refused request changed {changed:?}", operation.id);
    }
    let own = owner.send(
        "PATCH",
        "/api/settings/workspace",
        Some(json!({"name": "Ours"})),
        &[("sec-fetch-site", "same-origin")],
    );
    own.await.ok();
}
