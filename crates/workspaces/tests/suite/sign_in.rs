//! Signing in: one answer for every refusal, throttling, several workspaces, sessions.

use crate::world::{NOON, World, account, me, member, scope};
use callboard_kernel::{ApiKeyId, Classify, ErrorKind, Role, SessionId, timestamp};
use callboard_workspaces::{
    SignIn, WorkspaceError, WorkspaceEvent,
    model::{ApiKeySnapshot, KEY_PREFIX, Member, MemberSnapshot, Secret, SessionSnapshot},
    ports::Account,
};
use std::sync::{Arc, Mutex, atomic::Ordering};
use time::Duration;
use uuid::Uuid;

fn attempt(password: &str) -> SignIn {
    SignIn {
        email: " M17@Demo.example ".into(),
        password: Secret::received(password),
        workspace: None,
        source: "192.0.2.1".into(),
        user_agent: "Firefox".into(),
        device: None,
    }
}

fn with_accounts(accounts: Vec<Account>) -> World {
    let mut world = World::new();
    world
        .directory
        .expect_accounts()
        .withf(|email| email == "m17@demo.example")
        .returning(move |_| Ok(accounts.clone()));
    world
}

fn stored(change: impl FnOnce(&mut MemberSnapshot)) -> Member {
    let mut state = member(17, Role::Dispatcher).snapshot().clone();
    change(&mut state);
    Member::restore(state)
}

#[tokio::test]
async fn the_right_password_begins_a_session() {
    let mut world = with_accounts(vec![account(0xA, member(17, Role::Dispatcher))]);
    let opened = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&opened);
    world.sessions.expect_open().times(1).returning(move |_, session, change| {
        kept.lock().unwrap().push((session, change));
        Ok(())
    });
    let signed_in = world.accounts().sign_in(attempt("correct horse")).await.unwrap();

    let (session, change) = opened.lock().unwrap()[0].clone();
    assert_eq!(session.token_hash, signed_in.token.hash());
    assert_eq!(session.device, Some(signed_in.device.hash()));
    assert_eq!(session.expires_at - session.created_at, Duration::days(30));
    assert_ne!(signed_in.token, signed_in.device);
    assert_eq!(change.audit.note, "signed in");
    let line = serde_json::to_string(&change.audit.after).unwrap();
    assert!(!line.contains(&session.token_hash.to_hex()));
    assert_eq!(signed_in.scope.role(), Some(Role::Dispatcher));
    assert_eq!(signed_in.scope.member(), Some(signed_in.member.id));
}

/// Unknown address, wrong password, no password yet, deactivated: the same body after the same work.
#[tokio::test]
async fn every_refusal_looks_the_same_and_costs_the_same() {
    let cases = [
        ("unknown", vec![]),
        ("wrong", vec![account(0xA, member(17, Role::Owner))]),
        ("no password", vec![account(0xA, stored(|m| m.password_hash = None))]),
        ("deactivated", vec![account(0xA, stored(|m| m.active = false))]),
    ];
    for (case, accounts) in cases {
        let world = with_accounts(accounts);
        let hasher = Arc::clone(&world.hasher);
        let password = if case == "deactivated" { "correct horse" } else { "battery staple" };
        let error = world.accounts().sign_in(attempt(password)).await.unwrap_err();
        assert_eq!(error.to_string(), "the e-mail address or the password is wrong", "{case}");
        assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthenticated, "wrong_credentials"));
        assert_eq!(hasher.worked.load(Ordering::SeqCst), 1, "{case}");
    }
}

#[tokio::test]
async fn an_address_in_two_workspaces_must_choose_and_a_named_one_opens() {
    let two = vec![account(0xA, member(17, Role::Viewer)), account(0xB, member(17, Role::Owner))];
    let world = with_accounts(two.clone());
    let error = world.accounts().sign_in(attempt("correct horse")).await.unwrap_err();
    let WorkspaceError::ChooseWorkspace(choices) = error else { panic!("{error}") };
    assert_eq!(
        choices.iter().map(|c| c.1.as_str()).collect::<Vec<_>>(),
        ["Workspace 10", "Workspace 11"]
    );

    let mut world = with_accounts(two.clone());
    world.sessions.expect_open().returning(|_, _, _| Ok(()));
    let named = SignIn { workspace: Some(two[1].workspace), ..attempt("correct horse") };
    let signed_in = world.accounts().sign_in(named).await.unwrap();
    assert_eq!(signed_in.scope.workspace(), two[1].workspace);
    assert_eq!(signed_in.scope.role(), Some(Role::Owner));
}

#[tokio::test]
async fn only_workspaces_that_the_password_opens_are_offered() {
    let mut other = member(17, Role::Owner).snapshot().clone();
    other.password_hash =
        Some(callboard_workspaces::model::PasswordHash("hash:another one".into()));
    let mut world = with_accounts(vec![
        account(0xA, member(17, Role::Viewer)),
        account(0xB, Member::restore(other)),
    ]);
    world.sessions.expect_open().returning(|_, _, _| Ok(()));
    let signed_in = world.accounts().sign_in(attempt("correct horse")).await.unwrap();
    assert_eq!(signed_in.scope.role(), Some(Role::Viewer));
}

#[tokio::test]
async fn after_ten_failures_even_the_right_password_waits() {
    let mut world = with_accounts(vec![account(0xA, member(17, Role::Viewer))]);
    world.sessions.expect_open().returning(|_, _, _| Ok(()));
    let (clock, hasher) = (Arc::clone(&world.clock), Arc::clone(&world.hasher));
    let accounts = world.accounts();
    for _ in 0..10 {
        let error = accounts.sign_in(attempt("guess")).await.unwrap_err();
        assert!(matches!(error, WorkspaceError::WrongCredentials), "{error}");
    }
    let error = accounts.sign_in(attempt("correct horse")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooMany { retry_after: 1 });
    assert_eq!(hasher.worked.load(Ordering::SeqCst), 10, "a refused attempt looks at no password");
    clock.advance(Duration::seconds(1));
    accounts.sign_in(attempt("correct horse")).await.unwrap();
}

#[tokio::test]
async fn the_victim_gets_in_from_a_browser_that_the_account_knows() {
    let mut world = with_accounts(vec![account(0xA, member(17, Role::Viewer))]);
    world.sessions.expect_open().returning(|_, _, _| Ok(()));
    let own = Secret::received("mark of the browser");
    let hash = own.hash();
    let ninety_days_ago = timestamp(NOON) - Duration::days(90);
    world.directory.expect_knows_device().returning(move |email, mark, since| {
        assert_eq!(since, ninety_days_ago);
        Ok(email == "m17@demo.example" && *mark == hash)
    });
    let accounts = world.accounts();
    for _ in 0..10 {
        accounts.sign_in(attempt("guess")).await.unwrap_err();
    }
    let unknown = SignIn { device: Some(Secret::received("made up")), ..attempt("correct horse") };
    assert!(matches!(accounts.sign_in(unknown).await, Err(WorkspaceError::Throttled { .. })));

    let known = SignIn { device: Some(own.clone()), ..attempt("correct horse") };
    let signed_in = accounts.sign_in(known).await.unwrap();
    assert_eq!(signed_in.device, own, "a known mark is kept");
}

#[tokio::test]
async fn a_known_browser_is_throttled_by_itself() {
    let mut world = with_accounts(vec![account(0xA, member(17, Role::Viewer))]);
    world.directory.expect_knows_device().returning(|_, _, _| Ok(true));
    let accounts = world.accounts();
    let guess = || SignIn { device: Some(Secret::received("mark")), ..attempt("guess") };
    for _ in 0..10 {
        assert!(matches!(accounts.sign_in(guess()).await, Err(WorkspaceError::WrongCredentials)));
    }
    assert!(matches!(accounts.sign_in(guess()).await, Err(WorkspaceError::Throttled { .. })));
}

#[tokio::test]
async fn a_source_that_guesses_at_many_accounts_is_throttled() {
    let mut world = World::new();
    world.directory.expect_accounts().returning(|_| Ok(Vec::new()));
    let accounts = world.accounts();
    let guess = |n: u32| SignIn { email: format!("m{n}@demo.example"), ..attempt("guess") };
    for n in 0..20 {
        assert!(matches!(accounts.sign_in(guess(n)).await, Err(WorkspaceError::WrongCredentials)));
    }
    assert!(matches!(accounts.sign_in(guess(20)).await, Err(WorkspaceError::Throttled { .. })));
    let elsewhere = SignIn { source: "192.0.2.2".into(), ..guess(21) };
    assert!(matches!(accounts.sign_in(elsewhere).await, Err(WorkspaceError::WrongCredentials)));
}

#[tokio::test]
async fn a_weakly_hashed_password_is_hashed_again() {
    let mut world = with_accounts(vec![account(0xA, member(17, Role::Viewer))]);
    world.hasher = Arc::new(crate::world::PlainHasher { outdated: true, ..Default::default() });
    world.sessions.expect_open().returning(|_, _, _| Ok(()));
    world
        .members
        .expect_rehash()
        .times(1)
        .withf(|_, _, old, new| old == new)
        .returning(|_, _, _, _| Ok(()));
    world.accounts().sign_in(attempt("correct horse")).await.unwrap();
}

fn session() -> SessionSnapshot {
    let token = Secret::received("token").hash();
    SessionSnapshot::begin(
        SessionId(Uuid::from_u128(5)),
        me(),
        token,
        token,
        "Firefox",
        timestamp(NOON),
    )
}

async fn authenticate(
    session: SessionSnapshot,
    member: Member,
    after: Duration,
    touches: usize,
) -> Result<callboard_workspaces::Authenticated, WorkspaceError> {
    let mut world = World::new();
    let found = (session, account(0xA, member));
    let wanted = Secret::received("token").hash();
    world
        .directory
        .expect_session()
        .withf(move |hash| *hash == wanted)
        .returning(move |_| Ok(Some(found.clone())));
    world.sessions.expect_touch().times(touches).returning(|_, _, _| Ok(()));
    world.clock.advance(after);
    world.accounts().authenticate_session(&Secret::received("token")).await
}

#[tokio::test]
async fn a_session_carries_the_role_of_the_member_as_it_is_now() {
    let proven =
        authenticate(session(), member(17, Role::Tech), Duration::seconds(59), 0).await.unwrap();
    assert_eq!(proven.scope.role(), Some(Role::Tech));
    authenticate(session(), member(17, Role::Tech), Duration::seconds(60), 1).await.unwrap();
}

#[tokio::test]
async fn ended_sessions_and_deactivated_members_are_not_signed_in() {
    let revoked = SessionSnapshot { revoked_at: Some(timestamp(NOON)), ..session() };
    let cases = [
        (session(), member(17, Role::Owner), Duration::hours(12)),
        (revoked, member(17, Role::Owner), Duration::ZERO),
        (session(), stored(|m| m.active = false), Duration::ZERO),
    ];
    for (session, member, after) in cases {
        let error = authenticate(session, member, after, 0).await.unwrap_err();
        assert!(matches!(error, WorkspaceError::NotSignedIn), "{error}");
    }
}

#[tokio::test]
async fn a_key_signs_in_until_it_is_revoked() {
    let secret = Secret::with_prefix(KEY_PREFIX, [3; 32]);
    let key = ApiKeySnapshot::of(
        &secret,
        ApiKeyId(Uuid::from_u128(1)),
        "CRM".into(),
        Role::Viewer,
        None,
        timestamp(0),
    );
    for (revoked_at, good) in [(None, true), (Some(timestamp(1)), false)] {
        let mut world = World::new();
        let found = (
            callboard_kernel::WorkspaceId(Uuid::from_u128(0xA)),
            ApiKeySnapshot { revoked_at, ..key.clone() },
        );
        world.directory.expect_api_key().returning(move |_| Ok(Some(found.clone())));
        world.keys.expect_touch().times(usize::from(good)).returning(|_, _, _| Ok(()));
        let answer = world.accounts().authenticate_key(&secret).await;
        assert_eq!(answer.is_ok(), good);
        assert!(answer.is_err() || answer.unwrap().scope.role() == Some(Role::Viewer));
    }
}

#[tokio::test]
async fn what_does_not_look_like_a_key_is_not_even_looked_up() {
    let answer = World::new().accounts().authenticate_key(&Secret::received("Bearer")).await;
    assert!(matches!(answer, Err(WorkspaceError::NotSignedIn)));
}

#[tokio::test]
async fn revoking_a_session_tells_its_open_connections() {
    let id = SessionId(Uuid::from_u128(5));
    let mut world = World::new();
    world
        .sessions
        .expect_revoke()
        .withf(move |_, member, session, change| {
            let told =
                WorkspaceEvent::SessionRevoked { member: me(), session: Some(id), except: None };
            *member == me() && *session == id && change.events == [told]
        })
        .returning(|_, _, _, _| Ok(true));
    world.accounts().revoke_session(&scope(Role::Viewer), id).await.unwrap();

    let mut world = World::new();
    world.sessions.expect_revoke().returning(|_, _, _, _| Ok(false));
    let error = world.accounts().revoke_session(&scope(Role::Viewer), id).await.unwrap_err();
    assert!(matches!(error, WorkspaceError::NotFound("session")));
}

#[tokio::test]
async fn a_full_disk_signs_nobody_out() {
    let mut world = World::new();
    let found = (session(), account(0xA, member(17, Role::Tech)));
    world.directory.expect_session().returning(move |_| Ok(Some(found.clone())));
    world.sessions.expect_touch().once().returning(|_, _, _| {
        Err(callboard_kernel::PortError::no_storage("sessions.touch", "the disk is full"))
    });
    world.clock.advance(Duration::hours(1));
    let proven = world.accounts().authenticate_session(&Secret::received("token")).await;
    assert!(proven.is_ok());
}
