//! Headers of every answer.

use super::world::World;
use callboard_tests::Engine;

#[tokio::test]
async fn answers_carry_what_browsers_need() {
    let world = World::new(Engine::Sqlite).await;
    let page = world.ours.viewer.get("/api/calls").await;
    assert_eq!(
        page.header("cache-control").map(|text| text.contains("no-store")),
        Some(true),
        "{:?}",
        page.headers
    );
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    for answer in [
        page,
        world.server.anonymous().get("/api/calls").await,
        world.server.anonymous().get("/").await,
    ] {
        assert!(
            answer.header("content-security-policy").is_some(),
            "{}: {:?}",
            answer.asked,
            answer.headers
        );
        let policy = answer.header("content-security-policy").unwrap();
        assert!(!policy.contains("script-src 'unsafe-inline'"), "{policy}");
        assert!(answer.header("referrer-policy").is_some(), "{}", answer.asked);
    }
}
