//! The stores of the calls.

use crate::support::{
    Desk, World, changed_call, customer, follow_up, missed_call, new_call, noon, on_both, phone,
    scope,
};
use callboard_calls::{
    board::{CallFilter, CallSort, CallSortKey, PromiseState},
    model::{Call, CallSnapshot, CallStatus, Direction, Intent},
    ports::{ClaimAnswer, ImportBatch},
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallId, Cause, Expected, PageRequest, Role, SaveError, Version,
};
use std::collections::HashSet;
use time::Duration;

on_both!(
    what_is_saved_is_loaded,
    the_second_writer_is_stale,
    a_carrier_id_is_known_once,
    a_cause_works_once_however_many_try,
    another_workspace_sees_nothing,
    a_technician_sees_his_own_calls,
    pages_follow_each_other_without_gap_or_repeat,
    every_sort_order_visits_every_call_once,
    filters_combine,
    search_finds_fragments_of_numbers_names_and_notes,
    searched_pages_follow_each_other_without_gap_or_repeat,
    a_changed_name_is_found_and_the_old_one_is_not,
    the_queue_is_ordered_by_what_is_due,
    two_members_never_claim_the_same_call,
    a_claim_is_a_lease,
    an_import_leaves_out_what_is_known,
    promises_show_on_the_call,
    tags_are_counted,
);

async fn what_is_saved_is_loaded(world: &World) {
    let desk = world.desk().await;
    let agent = world.member(&desk, "Dana Reyes", Role::Dispatcher).await.snapshot().id;
    let customer = world.customer(&desk, customer(world.id(), "Nora Vale", "+18645550100")).await;
    let first = world.call(&desk, missed_call(world.id())).await;
    let mut call = full(missed_call(world.id()));
    call.agent = Some(agent);
    call.outcome_by = Some(agent);
    call.customer = Some(customer);
    call.incident = Some(first);
    let version = world.stores.calls.save(&desk.scope, new_call(call.clone())).await.unwrap();
    let loaded = world.stores.calls.get(&desk.scope, call.id).await.unwrap().unwrap();
    assert_eq!((loaded.value.snapshot(), loaded.version), (&call, version));
    let found =
        world.stores.calls.find_by_provider(&desk.scope, "simulator", "sim-1").await.unwrap();
    assert_eq!(found.unwrap().value.id(), call.id);
}

/// Every field that may be empty is full.
fn full(mut call: CallSnapshot) -> CallSnapshot {
    use callboard_calls::model::{
        Attachment, BeforeOutcome, CallOutcome, SpamReason, Transcript, TranscriptSegment,
    };
    call.provider = Some("simulator".into());
    call.provider_call_id = Some("sim-1".into());
    call.answered_at = Some(noon() + Duration::milliseconds(1));
    call.caller_name = "Nora Vale".into();
    call.intent = Some(Intent::Quote);
    call.disposition = Some("booked".into());
    call.outcome = Some(CallOutcome::Voicemail);
    call.outcome_at = Some(noon());
    call.value_est_cents = Some(12_345);
    call.spam_reason = Some(SpamReason::Robocall);
    call.tags = vec!["VIP".into(), "Größe".into()];
    call.notes = "Leak under the \"sink\" — 50 % off\nsecond line".into();
    call.consent.recording = Some(true);
    call.consent.last_updated = Some(noon());
    call.attachments.push(Attachment {
        id: uuid::Uuid::from_u128(7),
        name: "photo.jpg".into(),
        size: 1234,
        content_type: "image/jpeg".into(),
    });
    call.carrier.carrier = Some("Example Mobile".into());
    call.recording_url = Some("recordings/1".into());
    call.transcript_url = Some("transcripts/1".into());
    call.transcript = Some(Transcript {
        segments: vec![TranscriptSegment {
            id: "1".into(),
            speaker: "agent".into(),
            text: "Hello".into(),
            confidence: Some(0.5),
            at_s: 1.5,
        }],
    });
    call.job = Some(uuid::Uuid::from_u128(8));
    call.import = Some(uuid::Uuid::from_u128(9));
    call.before_outcome = Some(Box::new(BeforeOutcome {
        replaced_at: noon(),
        disposition: None,
        outcome_at: None,
        outcome_by: None,
        outcome_required: true,
        queue_status: call.queue_status,
        value_est_cents: None,
        notes: String::new(),
        do_not_contact: false,
        spam_reason: None,
    }));
    call
}

async fn the_second_writer_is_stale(world: &World) {
    let desk = world.desk().await;
    let before = missed_call(world.id());
    world.call(&desk, before.clone()).await;
    let edit = |notes: &str| CallSnapshot { notes: notes.into(), ..before.clone() };
    let save = |notes| {
        world.stores.calls.save(&desk.scope, changed_call(&before, edit(notes), Version(1)))
    };
    assert_eq!(save("first").await.unwrap(), Version(2));
    assert!(matches!(save("second").await, Err(SaveError::Stale)));
    let loaded = world.stores.calls.get(&desk.scope, before.id).await.unwrap().unwrap();
    assert_eq!(loaded.value.notes(), "first");
}

async fn a_carrier_id_is_known_once(world: &World) {
    let desk = world.desk().await;
    let call = |id| CallSnapshot {
        provider: Some("simulator".into()),
        provider_call_id: Some("sim-1".into()),
        ..missed_call(id)
    };
    world.call(&desk, call(world.id())).await;
    let again = world.stores.calls.save(&desk.scope, new_call(call(world.id()))).await;
    assert!(matches!(again, Err(SaveError::Duplicate("calls_provider_key"))), "{again:?}");
    let asked = ["sim-1".to_owned(), "x".to_owned()];
    let known = world.stores.call_imports.known(&desk.scope, "simulator", &asked).await.unwrap();
    assert_eq!(known.keys().collect::<Vec<_>>(), ["sim-1"]);
    // The same id of another workspace is another call.
    world.call(&world.desk().await, call(world.id())).await;
}

async fn a_cause_works_once_however_many_try(world: &World) {
    let desk = world.desk().await;
    let attempts = (0..50).map(|_| {
        let commit = new_call(missed_call(world.id())).caused_by(Cause("event/reaction".into()), 0);
        let (calls, scope) = (world.stores.calls.clone(), desk.scope.clone());
        async move { calls.save(&scope, commit).await }
    });
    let answers = futures_util::future::join_all(attempts).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for refused in answers.into_iter().filter_map(Result::err) {
        assert!(matches!(refused, SaveError::Duplicate("causes_pkey")), "{refused:?}");
    }
    let total =
        world.stores.call_board.count(&desk.scope, &CallFilter::default(), noon()).await.unwrap();
    assert_eq!(total, 1);
}

async fn another_workspace_sees_nothing(world: &World) {
    let (ours, theirs) = (world.desk().await, world.desk().await);
    let call = missed_call(world.id());
    world.call(&ours, call.clone()).await;
    assert_eq!(world.stores.calls.get(&theirs.scope, call.id).await.unwrap(), None);
    let rows = world.stores.call_board.rows(&theirs.scope, &[call.id], noon()).await.unwrap();
    assert!(rows.is_empty());
    let mut repeat = missed_call(world.id());
    repeat.incident = Some(call.id);
    let refused = world.stores.calls.save(&theirs.scope, new_call(repeat)).await;
    assert!(matches!(refused, Err(SaveError::MissingReference)), "{refused:?}");
    let stolen = CallSnapshot { notes: "mine now".into(), ..call.clone() };
    let refused =
        world.stores.calls.save(&theirs.scope, changed_call(&call, stolen, Version(1))).await;
    assert!(matches!(refused, Err(SaveError::Stale)), "{refused:?}");
}

async fn a_technician_sees_his_own_calls(world: &World) {
    let desk = world.desk().await;
    let tech = world.member(&desk, "Theo Lind", Role::Tech).await.snapshot().id;
    let own =
        world.call(&desk, CallSnapshot { agent: Some(tech), ..missed_call(world.id()) }).await;
    let other = world.call(&desk, missed_call(world.id())).await;
    let scope = scope(desk.workspace, tech, Role::Tech);
    assert!(world.stores.calls.get(&scope, own).await.unwrap().is_some());
    assert!(world.stores.calls.get(&scope, other).await.unwrap().is_none());
    let (filter, first) = (CallFilter::default(), PageRequest::first(10));
    let page = world.stores.call_board.list(&scope, &filter, None, &first, noon()).await.unwrap();
    let ids: Vec<CallId> = page.items.iter().map(|row| row.id).collect();
    assert_eq!(ids, [own]);
    assert_eq!(
        world.stores.call_board.count(&scope, &CallFilter::default(), noon()).await.unwrap(),
        1
    );
}

/// Thirty calls that differ in everything that is sorted by, many with equal values.
async fn thirty(world: &World, desk: &Desk) -> Vec<CallId> {
    let agent = world.member(desk, "Miguel Ortiz", Role::Dispatcher).await.snapshot().id;
    let mut ids = Vec::new();
    for n in 0..30_i64 {
        let mut call = missed_call(world.id());
        // Half a second apart, so that text order would differ from time order.
        call.started_at = noon() + Duration::milliseconds(500 * (n / 2));
        call.caller_name = ["", "anna", "Berta", "Ärmel"][n as usize % 4].into();
        call.duration_s = n % 3;
        call.intent = [None, Some(Intent::Quote), Some(Intent::Emergency)][n as usize % 3];
        call.disposition = (n % 2 == 1).then(|| "booked".to_owned());
        call.agent = (n % 2 == 0).then_some(agent);
        call.value_est_cents = (n % 5 != 0).then_some(n * 100);
        ids.push(world.call(desk, call).await);
    }
    ids
}

async fn pages_follow_each_other_without_gap_or_repeat(world: &World) {
    let desk = world.desk().await;
    let mut expected = thirty(world, &desk).await;
    // Newest first; equal instants by id.
    expected.reverse();
    let seen = walk(world, &desk, None, 7).await;
    assert_eq!(seen, expected);
}

async fn every_sort_order_visits_every_call_once(world: &World) {
    let desk = world.desk().await;
    let all: HashSet<CallId> = thirty(world, &desk).await.into_iter().collect();
    for key in CallSortKey::ALL {
        let up = walk(world, &desk, Some(CallSort { key: *key, descending: false }), 4).await;
        let down = walk(world, &desk, Some(CallSort { key: *key, descending: true }), 4).await;
        for walked in [&up, &down] {
            assert_eq!(walked.len(), all.len(), "{key}");
            assert_eq!(walked.iter().copied().collect::<HashSet<_>>(), all, "{key}");
        }
        assert_eq!(up.into_iter().rev().collect::<Vec<_>>(), down, "{key}");
    }
}

async fn walk(world: &World, desk: &Desk, sort: Option<CallSort>, limit: u32) -> Vec<CallId> {
    let mut request = PageRequest::first(limit);
    let mut seen = Vec::new();
    loop {
        let board = &world.stores.call_board;
        let page =
            board.list(&desk.scope, &CallFilter::default(), sort, &request, noon()).await.unwrap();
        seen.extend(page.items.iter().map(|row| row.id));
        match page.next {
            Some(next) => request.after = Some(next),
            None => return seen,
        }
    }
}

async fn filters_combine(world: &World) {
    let desk = world.desk().await;
    let all = thirty(world, &desk).await;
    let count = |filter: CallFilter| {
        let (board, scope) = (world.stores.call_board.clone(), desk.scope.clone());
        async move {
            let total = board.count(&scope, &filter, noon()).await.unwrap();
            let page =
                board.list(&scope, &filter, None, &PageRequest::first(100), noon()).await.unwrap();
            assert_eq!(page.items.len() as u64, total, "{filter:?}");
            total
        }
    };
    let any = CallFilter::default();
    assert_eq!(count(any.clone()).await, all.len() as u64);
    assert_eq!(count(CallFilter { intent: vec![Intent::Quote], ..any.clone() }).await, 10);
    assert_eq!(count(CallFilter { without_disposition: true, ..any.clone() }).await, 15);
    let booked_quotes = CallFilter {
        intent: vec![Intent::Quote],
        disposition: vec!["booked".into()],
        ..any.clone()
    };
    assert_eq!(count(booked_quotes).await, 5);
    let classes = vec![callboard_calls::model::DispositionClass::Won];
    assert_eq!(count(CallFilter { disposition_class: classes, ..any.clone() }).await, 15);
    assert_eq!(count(CallFilter { value_min_cents: Some(2_500), ..any.clone() }).await, 4);
    assert_eq!(
        count(CallFilter { from: Some(noon() + Duration::seconds(7)), ..any.clone() }).await,
        2
    );
    assert_eq!(count(CallFilter { direction: vec![Direction::Out], ..any.clone() }).await, 0);
    assert_eq!(count(CallFilter { status: vec![CallStatus::Missed], ..any.clone() }).await, 30);
    assert_eq!(count(CallFilter { line: Some(phone("+18645550199")), ..any.clone() }).await, 30);
    assert_eq!(count(CallFilter { has_recording: Some(true), ..any.clone() }).await, 0);
    assert_eq!(count(CallFilter { outcome_required: Some(true), ..any.clone() }).await, 30);
    assert_eq!(count(CallFilter { promise: vec![PromiseState::None], ..any.clone() }).await, 30);
    assert_eq!(
        count(CallFilter { has_customer: Some(false), needs_triage: true, ..any }).await,
        30
    );
}

async fn search_finds_fragments_of_numbers_names_and_notes(world: &World) {
    let desk = world.desk().await;
    let mut call = missed_call(world.id());
    call.from = Some(phone("+18645550123"));
    call.caller_name = "Nora O'Vale".into();
    call.notes = "Leak in unit 305, 50% \"off\" -- path C:\\x_y".into();
    let wanted = world.call(&desk, call).await;
    world.call(&desk, missed_call(world.id())).await;
    let found = |text: &str| {
        let filter = CallFilter { search: Some(text.into()), ..CallFilter::default() };
        let (board, scope) = (world.stores.call_board.clone(), desk.scope.clone());
        async move {
            let page =
                board.list(&scope, &filter, None, &PageRequest::first(10), noon()).await.unwrap();
            page.items.into_iter().map(|row| row.id).collect::<Vec<_>>()
        }
    };
    for text in [
        "0123",
        "(864) 555-0123",
        "864.555.0123",
        "+1 864 555 0123",
        "nora",
        "O'VALE",
        "unit 305",
        "50%",
        "\"off\"",
        "x_y",
        "C:\\x",
    ] {
        assert_eq!(found(text).await, [wanted], "{text}");
    }
    for text in ["01234", "nora v", "unit305", "5_%", "ab", "' OR 1=1 --"] {
        assert!(found(text).await.is_empty(), "{text}");
    }
    assert_eq!(found("864555").await.len(), 2);
    assert!(
        world
            .stores
            .call_board
            .list(
                &world.desk().await.scope,
                &CallFilter { search: Some("nora".into()), ..CallFilter::default() },
                None,
                &PageRequest::first(10),
                noon(),
            )
            .await
            .unwrap()
            .items
            .is_empty()
    );
}

/// Forty calls of five names on three numbers, some of them with the word in their notes alone, in a mixed order of time.
async fn searched_pages_follow_each_other_without_gap_or_repeat(world: &World) {
    let desk = world.desk().await;
    let agent = world.member(&desk, "Dana Reyes", Role::Dispatcher).await.snapshot().id;
    let mut wanted = Vec::new();
    for n in 0..40 {
        let call = CallSnapshot {
            from: Some(phone(&format!("+1864555010{}", n % 3))),
            caller_name: if n % 8 == 7 { String::new() } else { format!("Moor {}", n % 5) },
            notes: if n % 8 == 7 { "Ask for Mrs Moor".to_owned() } else { String::new() },
            agent: (n % 4 != 0).then_some(agent),
            started_at: noon() + Duration::minutes(n * 17 % 40),
            ..missed_call(world.id())
        };
        let at = call.started_at;
        wanted.push((at, world.call(&desk, call).await, n % 4 != 0));
        world.call(&desk, missed_call(world.id())).await;
    }
    wanted.sort_by_key(|(at, ..)| *at);
    let sorted = |key, descending| Some(CallSort { key, descending });
    let all = CallFilter { search: Some("moor".into()), ..CallFilter::default() };
    let of_agent = CallFilter { agent: vec![agent], ..all.clone() };
    for (filter, sort) in [
        (&all, None),
        (&all, sorted(CallSortKey::Time, false)),
        (&all, sorted(CallSortKey::Caller, true)),
        (&of_agent, None),
    ] {
        for limit in [1, 7, 100] {
            let mut seen = Vec::new();
            let mut request = PageRequest { limit, after: None };
            loop {
                let board = &world.stores.call_board;
                let page = board.list(&desk.scope, filter, sort, &request, noon()).await.unwrap();
                seen.extend(page.items.iter().map(|row| row.id));
                let Some(next) = page.next else { break };
                request.after = Some(next);
            }
            let mut expected: Vec<CallId> = wanted
                .iter()
                .filter(|(_, _, has_agent)| filter.agent.is_empty() || *has_agent)
                .map(|(_, id, _)| *id)
                .collect();
            if sort.is_none() {
                expected.reverse();
            }
            if sort.is_some_and(|sort| sort.key == CallSortKey::Caller) {
                seen.sort_unstable();
                expected.sort_unstable();
            }
            assert_eq!(seen, expected, "{filter:?} {sort:?} by {limit}");
        }
        let count = world.stores.call_board.count(&desk.scope, filter, noon()).await.unwrap();
        assert_eq!(count, if filter.agent.is_empty() { 40 } else { 30 });
    }
}

async fn a_changed_name_is_found_and_the_old_one_is_not(world: &World) {
    let desk = world.desk().await;
    let before = CallSnapshot { caller_name: "Nora Vale".into(), ..missed_call(world.id()) };
    let id = world.call(&desk, before.clone()).await;
    let after = CallSnapshot { caller_name: "Olive Marsh".into(), ..before.clone() };
    world.stores.calls.save(&desk.scope, changed_call(&before, after, Version(1))).await.unwrap();
    for (text, hits) in [("olive", vec![id]), ("nora", vec![])] {
        let filter = CallFilter { search: Some(text.into()), ..CallFilter::default() };
        let page = world
            .stores
            .call_board
            .list(&desk.scope, &filter, None, &PageRequest::first(10), noon())
            .await
            .unwrap();
        let found: Vec<CallId> = page.items.iter().map(|row| row.id).collect();
        assert_eq!(found, hits, "{text}");
        let count = world.stores.call_board.count(&desk.scope, &filter, noon()).await.unwrap();
        assert_eq!(count, hits.len() as u64, "{text}");
    }
}

async fn the_queue_is_ordered_by_what_is_due(world: &World) {
    let desk = world.desk().await;
    let due = |minutes: i64, value: Option<i64>| CallSnapshot {
        outcome_due_at: Some(noon() + Duration::minutes(minutes)),
        value_est_cents: value,
        ..missed_call(world.id())
    };
    let late = world.call(&desk, due(-5, None)).await;
    let poor = world.call(&desk, due(5, Some(100))).await;
    let rich = world.call(&desk, due(5, Some(900))).await;
    let promised = world.call(&desk, due(60, None)).await;
    let mut promise = follow_up(world.id(), Some(promised));
    promise.due_at = noon() + Duration::minutes(1);
    world.follow_up(&desk, promise).await;
    let board = &world.stores.call_board;
    let queue = board.triage(&desk.scope, &PageRequest::first(10), noon()).await.unwrap();
    let order: Vec<CallId> = queue.page.items.iter().map(|row| row.id).collect();
    assert_eq!(order, [late, promised, rich, poor]);
    let summary = board.triage_summary(&desk.scope, noon()).await.unwrap();
    assert_eq!(summary, queue.summary);
    assert_eq!((summary.queued, summary.overdue, summary.claimed), (4, 1, 0));
    assert_eq!(summary.oldest_started_at, Some(noon()));
}

async fn two_members_never_claim_the_same_call(world: &World) {
    let desk = world.desk().await;
    let mut members = Vec::new();
    for n in 0..20 {
        world.call(&desk, missed_call(world.id())).await;
        members.push(
            world.member(&desk, &format!("Member {n}"), Role::Dispatcher).await.snapshot().id,
        );
    }
    let until = noon() + Duration::minutes(5);
    let claims = members.iter().map(|member| {
        let (claims, scope) = (world.stores.triage_claims.clone(), desk.scope.clone());
        async move { claims.claim_next(&scope, *member, noon(), until, &[]).await.unwrap() }
    });
    let got = futures_util::future::join_all(claims).await;
    let distinct: HashSet<CallId> = got.iter().flatten().copied().collect();
    assert_eq!(distinct.len(), 20, "{got:?}");
    let late = world.member(&desk, "Late", Role::Dispatcher).await.snapshot().id;
    assert_eq!(
        world.stores.triage_claims.claim_next(&desk.scope, late, noon(), until, &[]).await.unwrap(),
        None
    );
}

async fn a_claim_is_a_lease(world: &World) {
    let desk = world.desk().await;
    let (a, b) = (
        world.call(&desk, missed_call(world.id())).await,
        world.call(&desk, missed_call(world.id())).await,
    );
    let dana = world.member(&desk, "Dana Reyes", Role::Dispatcher).await.snapshot().id;
    let claims = &world.stores.triage_claims;
    let (now, until) = (noon(), noon() + Duration::minutes(5));
    assert_eq!(claims.claim_next(&desk.scope, dana, now, until, &[]).await.unwrap(), Some(a));
    assert_eq!(claims.held_by(&desk.scope, dana, now).await.unwrap(), Some(a));
    let held = ClaimAnswer::HeldBy { member: dana, until };
    assert_eq!(claims.claim(&desk.scope, a, desk.owner, now, until, false).await.unwrap(), held);
    // The next call releases the one before.
    assert_eq!(claims.claim_next(&desk.scope, dana, now, until, &[a]).await.unwrap(), Some(b));
    assert_eq!(
        claims.claim(&desk.scope, a, desk.owner, now, until, false).await.unwrap(),
        ClaimAnswer::Granted
    );
    // A claim runs out, can be taken over, and is given back.
    assert_eq!(claims.held_by(&desk.scope, dana, until).await.unwrap(), None);
    assert_eq!(
        claims.claim(&desk.scope, b, desk.owner, until, until, false).await.unwrap(),
        ClaimAnswer::Granted
    );
    assert_eq!(
        claims.claim(&desk.scope, a, dana, now, until, true).await.unwrap(),
        ClaimAnswer::Granted
    );
    claims.release(&desk.scope, a, dana, now).await.unwrap();
    assert_eq!(claims.held_by(&desk.scope, dana, now).await.unwrap(), None);
    assert_eq!(
        claims.claim(&desk.scope, CallId(world.id()), dana, now, until, true).await.unwrap(),
        ClaimAnswer::Absent
    );
}

async fn an_import_leaves_out_what_is_known(world: &World) {
    let desk = world.desk().await;
    let past = |provider_id: Option<&str>| {
        let mut call = missed_call(world.id());
        call.provider = provider_id.map(|_| "import".to_owned());
        call.provider_call_id = provider_id.map(str::to_owned);
        call.tags = vec!["imported".into()];
        Call::restore(call)
    };
    let batch = |calls| ImportBatch {
        import: world.id(),
        calls,
        audit: AuditDraft {
            action: AuditAction::Import,
            target_kind: "import",
            target_id: world.id(),
            before: serde_json::Map::default(),
            after: serde_json::Map::default(),
            note: String::new(),
        },
        at: noon(),
    };
    let first = vec![past(Some("1")), past(Some("2")), past(None), past(Some("1"))];
    assert_eq!(world.stores.calls.import(&desk.scope, batch(first)).await.unwrap(), [3]);
    let second = vec![past(Some("2")), past(Some("3"))];
    assert_eq!(world.stores.calls.import(&desk.scope, batch(second)).await.unwrap(), [0]);
    let tagged = CallFilter { tags: vec!["imported".into()], ..CallFilter::default() };
    assert_eq!(world.stores.call_board.count(&desk.scope, &tagged, noon()).await.unwrap(), 4);
    // More rows than one statement takes.
    let many = (0..1_200).map(|n| past(Some(&format!("many-{n}")))).collect();
    assert!(world.stores.calls.import(&desk.scope, batch(many)).await.unwrap().is_empty());
}

async fn promises_show_on_the_call(world: &World) {
    let desk = world.desk().await;
    let call = world.call(&desk, missed_call(world.id())).await;
    let row = || async {
        world.stores.call_board.rows(&desk.scope, &[call], noon()).await.unwrap().remove(0)
    };
    assert_eq!(row().await.promise, None);
    let later = follow_up(world.id(), Some(call));
    let mut sooner = follow_up(world.id(), Some(call));
    sooner.due_at = noon() + Duration::minutes(3);
    world.follow_up(&desk, later.clone()).await;
    world.follow_up(&desk, sooner.clone()).await;
    assert_eq!(row().await.promise.unwrap().follow_up, sooner.id);
    let matching = |state| {
        let (board, scope) = (world.stores.call_board.clone(), desk.scope.clone());
        async move {
            let filter = CallFilter { promise: vec![state], ..CallFilter::default() };
            board.count(&scope, &filter, noon()).await.unwrap()
        }
    };
    assert_eq!((matching(PromiseState::Critical).await, matching(PromiseState::Ok).await), (1, 0));
    for open in [sooner, later] {
        let mut done = open.clone();
        done.status = callboard_followups::model::FollowUpStatus::Done;
        done.completed_at = Some(noon());
        let commit = crate::support::changed_follow_up(&open, done, Version(1));
        world.stores.follow_ups.save(&desk.scope, commit, vec![]).await.unwrap();
    }
    assert_eq!(row().await.promise, None);
    assert_eq!((matching(PromiseState::Done).await, matching(PromiseState::None).await), (1, 0));
}

async fn tags_are_counted(world: &World) {
    let desk = world.desk().await;
    let tagged = |tags: &[&str]| CallSnapshot {
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..missed_call(world.id())
    };
    let first = tagged(&["vip", "leak"]);
    world.call(&desk, first.clone()).await;
    world.call(&desk, tagged(&["leak", "level"])).await;
    let tags = |prefix: &'static str| world.stores.call_board.tags(&desk.scope, prefix, 10);
    assert_eq!(tags("").await.unwrap(), ["leak", "level", "vip"]);
    assert_eq!(tags("le").await.unwrap(), ["leak", "level"]);
    let retagged = CallSnapshot { tags: vec!["vip".into()], ..first.clone() };
    let commit = changed_call(&first, retagged, Version(1));
    assert!(matches!(commit.expected, Expected::At(_)));
    world.stores.calls.save(&desk.scope, commit).await.unwrap();
    let any = CallFilter { tags: vec!["leak".into(), "vip".into()], ..CallFilter::default() };
    assert_eq!(world.stores.call_board.count(&desk.scope, &any, noon()).await.unwrap(), 2);
    let leak = CallFilter { tags: vec!["leak".into()], ..CallFilter::default() };
    assert_eq!(world.stores.call_board.count(&desk.scope, &leak, noon()).await.unwrap(), 1);
}
