//! Members, sessions and the door.

use super::{
    making::Making,
    world::{World, without_instance},
};
use callboard_tests::Engine;
use serde_json::{Value, json};

#[tokio::test]
async fn nobody_ends_anothers_session_or_outranks_himself() {
    let world = World::new(Engine::Sqlite).await;
    let (ours, server) = (&world.ours, &world.server);
    let session = Making::new(&world, ours).id("$session").await;
    let path = format!("/api/auth/sessions/{session}");
    for other in [&ours.dispatcher, &ours.owner] {
        other.delete(&path).await.must(404);
    }
    let owner = ours.member("owner");
    for (method, path, body) in [
        (
            "POST",
            "/api/members".to_owned(),
            json!({"name": "N", "email": "n@ours.example", "role": "owner"}),
        ),
        ("PATCH", format!("/api/members/{owner}"), json!({"role": "viewer"})),
        ("PATCH", format!("/api/members/{owner}"), json!({"active": false})),
        ("POST", format!("/api/members/{owner}/reset-link"), Value::Null),
        ("PATCH", format!("/api/members/{}", ours.member("admin")), json!({"role": "owner"})),
        ("POST", "/api/api-keys".to_owned(), json!({"name": "k", "role": "owner"})),
    ] {
        let answer = ours.admin.send(method, &path, Some(body), &[]).await;
        assert_eq!(answer.status, 403, "an admin may not: {answer}");
    }
    for body in [json!({"role": "admin"}), json!({"active": false})] {
        let answer = ours.owner.patch(&format!("/api/members/{owner}"), body).await;
        assert!([409, 422].contains(&answer.status), "the last owner stays: {answer}");
    }
    let emails = ours.viewer.get("/api/members").await.text;
    assert!(
        !emails.contains(&ours.address("owner")),
        "addresses are for those who manage members: {emails}"
    );
    let (_, program) = ours.program("owner").await;
    program.post("/api/auth/sign-out", Value::Null).await.must(403);

    let wrong = json!({"email": ours.address("viewer"), "password": "wrong wide river"});
    let stranger = json!({"email": "nobody@ours.example", "password": "wrong wide river"});
    let known = server.anonymous().post("/api/auth/sign-in", wrong.clone()).await;
    let unknown = server.anonymous().post("/api/auth/sign-in", stranger).await;
    assert_eq!(without_instance(known.body.clone()), without_instance(unknown.body.clone()));
    known.refused(401, "wrong_credentials");
    let mut throttled = None;
    for _ in 0..30 {
        let answer = server.anonymous().post("/api/auth/sign-in", wrong.clone()).await;
        if answer.status == 429 {
            throttled = Some(answer);
            break;
        }
    }
    let throttled = throttled.expect("guessing is slowed down");
    assert!(
        throttled.header("retry-after").is_some_and(|text| text.parse::<u32>().is_ok()),
        "{throttled}"
    );
    ours.viewer.get("/api/auth/me").await.ok();
}
