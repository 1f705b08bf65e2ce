//! What is asked before it is known who asks.

use crate::support::{World, noon, on_both};
use callboard_kernel::{AuditAction, AuditDraft, Commit, Role, Version};
use callboard_workspaces::{
    model::{Member, PasswordHash, ThrottleKey, TokenHash},
    ports::EndSessions,
};
use time::Duration;

on_both!(
    one_address_may_belong_to_several_workspaces,
    inactive_members_and_those_without_a_password_have_no_account,
    failures_are_counted_under_parallel_guesses,
    a_right_password_takes_its_attempt_back,
    the_directory_lists_all_workspaces,
);

async fn with_password(world: &World, email: &str, active: bool) {
    let desk = world.desk().await;
    let member =
        Member::new(world.id().into(), "Dana Reyes", email, Role::Dispatcher, noon()).unwrap();
    let audit = AuditDraft::create(member.snapshot());
    let commit = Commit::create(member.clone(), vec![], audit, noon());
    world.stores.members.save(&desk.scope, commit, EndSessions::None).await.unwrap();
    let edit =
        callboard_workspaces::model::MemberEdit { active: Some(active), ..Default::default() };
    let after = member
        .with_password(PasswordHash("$argon2id$x".into()), noon())
        .edited(edit, noon())
        .unwrap();
    let audit = AuditDraft::change(AuditAction::Update, member.snapshot(), after.snapshot());
    let commit = Commit::update(after, Version(1), vec![], audit, noon());
    world.stores.members.save(&desk.scope, commit, EndSessions::None).await.unwrap();
}

async fn one_address_may_belong_to_several_workspaces(world: &World) {
    let email = "dana@demo.example";
    with_password(world, email, true).await;
    with_password(world, email, true).await;
    assert_eq!(world.stores.sign_in.accounts(email).await.unwrap().len(), 2);
    assert!(world.stores.sign_in.accounts("nobody@demo.example").await.unwrap().is_empty());
}

async fn inactive_members_and_those_without_a_password_have_no_account(world: &World) {
    with_password(world, "gone@demo.example", false).await;
    assert!(world.stores.sign_in.accounts("gone@demo.example").await.unwrap().is_empty());
    let desk = world.desk().await;
    let fresh = world.member(&desk, "Fresh", Role::Viewer).await;
    assert!(world.stores.sign_in.accounts(&fresh.snapshot().email).await.unwrap().is_empty());
    let unknown = TokenHash::of(b"unknown");
    assert!(world.stores.sign_in.session(&unknown).await.unwrap().is_none());
    assert!(world.stores.sign_in.api_key(&unknown).await.unwrap().is_none());
    assert!(world.stores.sign_in.reset(&unknown).await.unwrap().is_none());
    assert!(!world.stores.sign_in.knows_device("x@demo.example", &unknown, noon()).await.unwrap());
}

async fn failures_are_counted_under_parallel_guesses(world: &World) {
    let keys = [ThrottleKey::account("dana@demo.example"), ThrottleKey::source("192.0.2.1")];
    let reversed = [keys[1], keys[0]];
    let guesses = (0..30).map(|n| {
        let throttle = world.stores.login_throttle.clone();
        // In both orders, so that locks taken in the order of the request would wait for one another.
        let keys = if n % 2 == 0 { keys } else { reversed };
        async move { throttle.attempt(&keys, noon()).await.unwrap() }
    });
    let answers = futures_util::future::join_all(guesses).await;
    let admitted = answers.iter().filter(|answer| answer.is_none()).count();
    let counted = world.stores.login_throttle.counted(&keys[0]).await.unwrap().unwrap();
    assert_eq!(counted.failures as usize, admitted);
    assert_eq!(admitted, 10, "the tenth failure closes the account for a second");
}

async fn a_right_password_takes_its_attempt_back(world: &World) {
    let keys = [ThrottleKey::account("dana@demo.example")];
    let throttle = &world.stores.login_throttle;
    throttle.attempt(&keys, noon()).await.unwrap();
    throttle.attempt(&keys, noon()).await.unwrap();
    throttle.forgive(&keys).await.unwrap();
    assert_eq!(throttle.counted(&keys[0]).await.unwrap().unwrap().failures, 1);
    throttle.forgive(&keys).await.unwrap();
    assert_eq!(throttle.counted(&keys[0]).await.unwrap(), None);
    throttle.attempt(&keys, noon()).await.unwrap();
    assert_eq!(throttle.forget(noon() + Duration::seconds(1)).await.unwrap(), 1);
}

async fn the_directory_lists_all_workspaces(world: &World) {
    let desk = world.desk().await;
    world.desk().await;
    assert_eq!(world.stores.workspace_directory.all().await.unwrap().len(), 2);
    let zones = world.stores.workspace_zones.all().await.unwrap();
    assert!(zones.iter().all(|zone| zone.time_zone == "America/New_York"));
    assert_eq!(world.stores.demo_traffic.demo_workspaces().await.unwrap().len(), 2);
    let loaded = world.stores.workspaces.get(&desk.scope).await.unwrap().unwrap();
    assert_eq!((loaded.value.snapshot().id, loaded.version), (desk.workspace, Version(1)));
}
