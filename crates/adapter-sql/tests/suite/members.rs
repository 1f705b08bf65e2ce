//! Members and their credentials.

use crate::support::{Desk, World, missed_call, noon, on_both, scope};
use callboard_adapter_sql::{Database, DatabaseOptions, Stores};
use callboard_kernel::{
    ApiKeyId, AuditAction, AuditDraft, Commit, Role, SaveError, SessionId, Version,
};
use callboard_workspaces::{
    MemberFacts, WorkspaceEvent,
    model::{
        ApiKeySnapshot, IDLE_FOR, Member, MemberEdit, PasswordHash, PasswordReset, Secret,
        SessionSnapshot, TokenHash,
    },
    ports::{Change, EndSessions},
};
use std::time::{Duration as StdDuration, Instant};
use time::Duration;

on_both!(
    addresses_are_unique_within_a_workspace,
    the_last_owner_stays,
    a_new_name_reaches_the_calls,
    sessions_end_with_the_member,
    an_unused_session_is_not_live,
    keys_are_revoked_once,
    what_ends_here_ends_at_once_and_elsewhere_soon,
    a_reset_link_works_once,
);

fn edited(before: &Member, edit: MemberEdit, version: Version) -> Commit<Member, WorkspaceEvent> {
    let after = before.edited(edit, noon()).unwrap();
    let audit = AuditDraft::change(AuditAction::Update, before.snapshot(), after.snapshot());
    let events = vec![WorkspaceEvent::MemberChanged(MemberFacts::of(after.snapshot()))];
    Commit::update(after, version, events, audit, noon())
}

fn change(audit: AuditDraft) -> Change {
    Change { events: vec![], audit, at: noon() }
}

async fn session(world: &World, desk: &Desk, member: &Member, token: &str) -> SessionSnapshot {
    let hash = TokenHash::of(token.as_bytes());
    let id = SessionId(world.id());
    let session = SessionSnapshot::begin(id, member.snapshot().id, hash, hash, "Firefox", noon());
    let audit = change(AuditDraft::create(&session));
    world.stores.sessions.open(&desk.scope, session.clone(), audit).await.unwrap();
    session
}

async fn addresses_are_unique_within_a_workspace(world: &World) {
    let desk = world.desk().await;
    let dana = world.member(&desk, "Dana Reyes", Role::Dispatcher).await;
    let twin = Member::new(world.id().into(), "Twin", &dana.snapshot().email, Role::Viewer, noon())
        .unwrap();
    let commit =
        || Commit::create(twin.clone(), vec![], AuditDraft::create(twin.snapshot()), noon());
    let refused = world.stores.members.save(&desk.scope, commit(), EndSessions::None).await;
    assert!(matches!(refused, Err(SaveError::Duplicate("members_email_key"))), "{refused:?}");
    let other = world.desk().await;
    world.stores.members.save(&other.scope, commit(), EndSessions::None).await.unwrap();
    assert_eq!(world.stores.members.list(&desk.scope, true).await.unwrap().len(), 2);
}

async fn the_last_owner_stays(world: &World) {
    let desk = world.desk().await;
    let second = world.member(&desk, "Second Owner", Role::Owner).await;
    let first = world.stores.members.get(&desk.scope, desk.owner).await.unwrap().unwrap();
    let demote = MemberEdit { role: Some(Role::Admin), ..MemberEdit::default() };
    // Both demote one another at the same instant.
    let both = futures_util::future::join(
        world.stores.members.save(
            &desk.scope,
            edited(&first.value, demote.clone(), first.version),
            EndSessions::None,
        ),
        world.stores.members.save(
            &desk.scope,
            edited(&second, demote, Version(1)),
            EndSessions::None,
        ),
    );
    let answers: [_; 2] = both.await.into();
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    let refused = answers.into_iter().find_map(Result::err);
    assert!(matches!(refused, Some(SaveError::Duplicate("members_last_owner"))), "{refused:?}");
}

async fn a_new_name_reaches_the_calls(world: &World) {
    let desk = world.desk().await;
    let dana = world.member(&desk, "Dana Reyes", Role::Dispatcher).await;
    let mut call = missed_call(world.id());
    call.agent = Some(dana.snapshot().id);
    let call = world.call(&desk, call).await;
    let rename = MemberEdit { name: Some("Zoe Reyes".into()), ..MemberEdit::default() };
    world
        .stores
        .members
        .save(&desk.scope, edited(&dana, rename, Version(1)), EndSessions::None)
        .await
        .unwrap();
    let row = world.stores.call_board.rows(&desk.scope, &[call], noon()).await.unwrap().remove(0);
    assert_eq!(row.agent_name.as_deref(), Some("Zoe Reyes"));
}

async fn sessions_end_with_the_member(world: &World) {
    let desk = world.desk().await;
    let dana = world.member(&desk, "Dana Reyes", Role::Dispatcher).await;
    let id = dana.snapshot().id;
    let kept = session(world, &desk, &dana, "one").await;
    session(world, &desk, &dana, "two").await;
    assert_eq!(world.stores.sessions.live_of(&desk.scope, id, noon()).await.unwrap().len(), 2);
    let nothing = MemberEdit::default();
    let end = EndSessions::AllBut(kept.id);
    world
        .stores
        .members
        .save(&desk.scope, edited(&dana, nothing.clone(), Version(1)), end)
        .await
        .unwrap();
    let live = world.stores.sessions.live_of(&desk.scope, id, noon()).await.unwrap();
    assert_eq!(live.iter().map(|row| row.id).collect::<Vec<_>>(), [kept.id]);
    let audit = || change(AuditDraft::delete(&kept));
    let revoke = || world.stores.sessions.revoke(&desk.scope, id, kept.id, audit());
    assert!(
        !world.stores.sessions.revoke(&desk.scope, desk.owner, kept.id, audit()).await.unwrap()
    );
    assert!(revoke().await.unwrap());
    assert!(!revoke().await.unwrap());
}

async fn an_unused_session_is_not_live(world: &World) {
    let desk = world.desk().await;
    let dana = world.member(&desk, "Dana Reyes", Role::Dispatcher).await;
    let id = dana.snapshot().id;
    let open = session(world, &desk, &dana, "one").await;
    let sessions = &world.stores.sessions;
    let later = noon() + IDLE_FOR;
    assert!(sessions.live_of(&desk.scope, id, later).await.unwrap().is_empty());
    sessions.touch(&desk.scope, open.id, noon() + Duration::hours(1)).await.unwrap();
    sessions.touch(&desk.scope, open.id, noon()).await.unwrap();
    let live = sessions.live_of(&desk.scope, id, later).await.unwrap();
    assert_eq!(live[0].last_seen_at, noon() + Duration::hours(1));
    let (found, account) = world.stores.sign_in.session(&open.token_hash).await.unwrap().unwrap();
    assert_eq!((found.id, account.workspace), (open.id, desk.workspace));
}

async fn keys_are_revoked_once(world: &World) {
    let desk = world.desk().await;
    let secret = Secret::with_prefix("cb_", [7; 32]);
    let id = ApiKeyId(world.id());
    let key = ApiKeySnapshot::of(&secret, id, "CRM".into(), Role::Viewer, Some(desk.owner), noon());
    world
        .stores
        .api_keys
        .add(&desk.scope, key.clone(), change(AuditDraft::create(&key)))
        .await
        .unwrap();
    let (workspace, found) = world.stores.sign_in.api_key(&secret.hash()).await.unwrap().unwrap();
    assert_eq!((workspace, &found), (desk.workspace, &key));
    let keys = &world.stores.api_keys;
    keys.touch(&desk.scope, id, noon()).await.unwrap();
    let rows = keys.list(&desk.scope).await.unwrap();
    assert_eq!(rows[0].created_by.as_deref(), Some("Olive Owner"));
    assert_eq!(rows[0].last_used_at, Some(noon()));
    let revoke = || keys.revoke(&desk.scope, id, change(AuditDraft::delete(&key)));
    assert!(revoke().await.unwrap());
    assert!(!revoke().await.unwrap());
    assert!(keys.get(&desk.scope, id).await.unwrap().unwrap().revoked_at.is_some());
    let other = scope(world.desk().await.workspace, desk.owner, Role::Owner);
    assert!(keys.get(&other, id).await.unwrap().is_none());
}

/// Two replicas, each of which has just answered who the senders are.
async fn what_ends_here_ends_at_once_and_elsewhere_soon(world: &World) {
    let desk = world.desk().await;
    let dana = world.member(&desk, "Dana Reyes", Role::Dispatcher).await;
    let member = dana.snapshot().id;
    let (one, two) =
        (session(world, &desk, &dana, "one").await, session(world, &desk, &dana, "two").await);
    let other = Database::connect(&world.url, DatabaseOptions::STANDARD).await.unwrap();
    let elsewhere = Stores::new(&other, &world.ids);
    let is_over = async |stores: &Stores, session: &SessionSnapshot| {
        let found = stores.sign_in.session(&session.token_hash).await.unwrap();
        found.expect("a session").0.revoked_at.is_some()
    };
    for session in [&one, &two] {
        assert!(!is_over(&world.stores, session).await && !is_over(&elsewhere, session).await);
    }
    let end = async |session: &SessionSnapshot| {
        let event =
            WorkspaceEvent::SessionRevoked { member, session: Some(session.id), except: None };
        let change = Change { events: vec![event], ..change(AuditDraft::delete(session)) };
        world.stores.sessions.revoke(&desk.scope, member, session.id, change).await.unwrap();
    };

    end(&one).await;
    assert!(is_over(&world.stores, &one).await, "the replica that wrote it knows at once");
    let started = Instant::now();
    while !is_over(&elsewhere, &one).await {
        assert!(started.elapsed() < StdDuration::from_secs(2), "another replica knows soon");
        tokio::task::yield_now().await;
    }

    assert!(!is_over(&elsewhere, &two).await);
    let seen = elsewhere.live_feed.head(&desk.scope).await.unwrap();
    end(&two).await;
    assert_eq!(elsewhere.live_feed.after(&desk.scope, seen, 10).await.unwrap().len(), 1);
    assert!(is_over(&elsewhere, &two).await, "who read of it in the feed knows at once");
    other.close().await.unwrap();
}

async fn a_reset_link_works_once(world: &World) {
    let desk = world.desk().await;
    let dana = world.member(&desk, "Dana Reyes", Role::Dispatcher).await;
    let id = dana.snapshot().id;
    session(world, &desk, &dana, "one").await;
    let issue = |token: &'static str| {
        let reset = PasswordReset::issue(TokenHash::of(token.as_bytes()), id, noon());
        let audit = AuditDraft::change(AuditAction::Access, dana.snapshot(), dana.snapshot());
        world.stores.password_resets.issue(&desk.scope, reset, change(audit))
    };
    issue("replaced").await.unwrap();
    issue("good").await.unwrap();
    let redeem = |token: &'static str, version| {
        let after = dana.with_password(PasswordHash("$argon2id$new".into()), noon());
        let audit = AuditDraft::change(AuditAction::Access, dana.snapshot(), after.snapshot());
        let commit = Commit::update(after, version, vec![], audit, noon());
        let (resets, scope) = (world.stores.password_resets.clone(), desk.scope.clone());
        async move { resets.redeem(&scope, &TokenHash::of(token.as_bytes()), commit).await }
    };
    let used = Err::<Version, _>("password_resets_used");
    let word = |answer: Result<Version, SaveError>| match answer {
        Err(SaveError::Duplicate(name)) => Err(name),
        other => Ok(other.unwrap()),
    };
    assert_eq!(word(redeem("replaced", Version(1)).await), used);
    assert_eq!(word(redeem("good", Version(1)).await), Ok(Version(2)));
    assert_eq!(word(redeem("good", Version(2)).await), used);
    assert!(world.stores.sessions.live_of(&desk.scope, id, noon()).await.unwrap().is_empty());
    let accounts = world.stores.sign_in.accounts(&dana.snapshot().email).await.unwrap();
    assert_eq!(accounts.len(), 1);
    let stored = accounts[0].member.value.snapshot().password_hash.clone();
    assert_eq!(stored, Some(PasswordHash("$argon2id$new".into())));
    let (reset, _) = world.stores.sign_in.reset(&TokenHash::of(b"good")).await.unwrap().unwrap();
    assert!(reset.used_at.is_some());
}
