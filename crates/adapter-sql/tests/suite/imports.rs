//! The store of imports.

use crate::support::{
    Desk, World, changed_call, customer, follow_up, missed_call, noon, on_both, phone,
};
use callboard_calls::{
    import::{
        CallImport, CheckReport, Duplicates, ImportCounts, ImportPhase, ImportPlan, Layout, Place,
        RollbackCounts,
    },
    jobs::{JobKind, NewJob, Progress},
    model::{Call, CallSnapshot},
    ports::{
        ChangedCall, Created, Held, ImportPortion, JobFence, JobProgress, KeptBecause, KeptCall,
        RollbackPlace, RollbackPortion,
    },
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallId, CallImportId, CallJobId, PageRequest, SaveError, Version,
};
use serde_json::{Map, Value};
use time::Duration;

on_both!(
    what_is_saved_is_loaded_and_listed,
    bytes_are_noted_in_their_order,
    a_plan_is_remembered_by_its_header,
    a_portion_is_written_whole_or_not_at_all,
    a_worker_who_lost_its_turn_writes_nothing,
    fields_that_a_person_changed_are_known,
    a_rollback_sees_what_came_after,
    a_rollback_removes_and_restores_in_one_go,
    files_lose_their_use,
    the_holders_of_many_numbers_are_found_at_once,
);

fn audit(id: CallImportId) -> AuditDraft {
    AuditDraft {
        action: AuditAction::Import,
        target_kind: "import",
        target_id: id.uuid(),
        before: Map::new(),
        after: Map::new(),
        note: String::new(),
    }
}

async fn import(world: &World, desk: &Desk) -> CallImport {
    let id = CallImportId(world.id());
    let actor = desk.scope.actor().clone();
    let import = CallImport::announced(id, "log.csv", 100, actor, noon()).unwrap();
    world.stores.call_imports.create(&desk.scope, &import, audit(id)).await.unwrap();
    import
}

fn portion(import: CallImportId, fresh: Vec<Call>) -> ImportPortion {
    ImportPortion {
        import,
        counts: ImportCounts { written: fresh.len() as u64, ..ImportCounts::default() },
        fresh,
        changed: vec![],
        position: Place::after_mark(50),
        is_last: false,
        job: None,
        audit: audit(import),
        at: noon(),
    }
}

fn past(world: &World, import: CallImportId, key: &str) -> CallSnapshot {
    CallSnapshot {
        provider: Some("twilio".into()),
        provider_call_id: Some(key.into()),
        import: Some(import.uuid()),
        tags: vec!["old".into()],
        ..missed_call(world.id())
    }
}

async fn job(world: &World, desk: &Desk, kind: JobKind) -> JobProgress {
    let new = NewJob {
        id: CallJobId(world.id()),
        kind,
        spec: Value::Null,
        progress: Progress::default(),
        idempotency_key: None,
        at: noon(),
    };
    let jobs = &world.stores.call_jobs;
    assert_eq!(jobs.create(&desk.scope, new, 9).await.unwrap(), Created::Yes);
    let claimed = jobs.claim(world.id(), &[kind], Duration::minutes(1)).await.unwrap().unwrap();
    JobProgress {
        fence: claimed.fence,
        progress: Progress { done: 7, ..Progress::default() },
        lease: Duration::minutes(1),
    }
}

async fn what_is_saved_is_loaded_and_listed(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.call_imports;
    let mut first = import(world, &desk).await;
    let loaded = store.get(&desk.scope, first.id).await.unwrap().unwrap();
    assert_eq!((&loaded.value, loaded.version), (&first, Version(1)));
    let layout = Layout::sniff(b"Started At,From\n2026-01-05 08:00,+12125550110\n", None, None);
    first.layout = layout.ok();
    first.plan = first.layout.as_ref().map(|layout| ImportPlan::proposed(layout, "UTC"));
    first.phase = ImportPhase::Checking;
    first.job = Some(CallJobId(world.id()));
    let saved = store.save(&desk.scope, &first, Version(1), None, noon()).await.unwrap();
    let stale = store.save(&desk.scope, &first, Version(1), None, noon()).await;
    assert!(matches!(stale, Err(SaveError::Stale)), "{stale:?}");
    let report = CheckReport::default();
    store.checked(&desk.scope, first.id, &report).await.unwrap();
    first.check = Some(report);
    let loaded = store.get(&desk.scope, first.id).await.unwrap().unwrap();
    assert_eq!((&loaded.value, loaded.version), (&first, saved));

    let second = import(world, &desk).await;
    let page = store.list(&desk.scope, &PageRequest::first(1)).await.unwrap();
    assert_eq!(page.items, std::slice::from_ref(&second));
    let next = PageRequest { after: page.next, ..PageRequest::first(1) };
    assert_eq!(store.list(&desk.scope, &next).await.unwrap().items, [first.clone()]);
    let other = world.desk().await;
    assert_eq!(store.get(&other.scope, first.id).await.unwrap(), None);
    assert!(store.list(&other.scope, &next).await.unwrap().items.is_empty());
    assert!(!store.remove(&other.scope, second.id, audit(second.id), noon()).await.unwrap());
    assert!(store.remove(&desk.scope, second.id, audit(second.id), noon()).await.unwrap());
    assert_eq!(store.get(&desk.scope, second.id).await.unwrap(), None);
}

async fn bytes_are_noted_in_their_order(world: &World) {
    let desk = world.desk().await;
    let id = import(world, &desk).await.id;
    let store = &world.stores.call_imports;
    assert!(store.received(&desk.scope, id, 0, 60).await.unwrap());
    assert!(!store.received(&desk.scope, id, 0, 60).await.unwrap());
    assert!(store.received(&desk.scope, id, 60, 100).await.unwrap());
    assert_eq!(store.get(&desk.scope, id).await.unwrap().unwrap().value.received, 100);
}

async fn a_plan_is_remembered_by_its_header(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.call_imports;
    let layout = Layout::sniff(b"Started At,From\n1,2\n", None, None).unwrap();
    let mut plan = ImportPlan::proposed(&layout, "UTC");
    assert_eq!(store.remembered(&desk.scope, "a").await.unwrap(), None);
    store.remember(&desk.scope, "a", &plan, noon()).await.unwrap();
    plan.duplicates = Duplicates::Update;
    store.remember(&desk.scope, "a", &plan, noon()).await.unwrap();
    assert_eq!(store.remembered(&desk.scope, "a").await.unwrap(), Some(plan));
    let other = world.desk().await;
    assert_eq!(store.remembered(&other.scope, "a").await.unwrap(), None);
}

async fn a_portion_is_written_whole_or_not_at_all(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.call_imports;
    let id = import(world, &desk).await.id;
    let calls = |keys: &[&str]| {
        keys.iter().map(|key| Call::restore(past(world, id, key))).collect::<Vec<_>>()
    };
    // More rows than one statement takes.
    let many: Vec<String> = (0..700).map(|n| format!("many-{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let held = store.write(&desk.scope, portion(id, calls(&many))).await.unwrap();
    assert_eq!(held, Held::Yes);
    let loaded = store.get(&desk.scope, id).await.unwrap().unwrap().value;
    assert_eq!((loaded.counts.written, loaded.position), (700, Some(Place::after_mark(50))));
    assert_eq!(loaded.imported_at, None);
    let known = ["many-699".to_owned(), "new".to_owned()];
    let known = store.known(&desk.scope, "twilio", &known).await.unwrap();
    assert_eq!(known.len(), 1);
    let refused = store.write(&desk.scope, portion(id, calls(&["new", "many-3"]))).await;
    assert!(matches!(refused, Err(SaveError::Duplicate("calls_provider_key"))), "{refused:?}");
    let known = store.known(&desk.scope, "twilio", &["new".to_owned()]).await.unwrap();
    assert!(known.is_empty(), "nothing of a refused portion stays");

    let call = known_call(world, &desk, known_id(world, &desk, "many-3").await).await;
    let mut after = call.snapshot().clone();
    after.notes = "from the file".into();
    let change = |version| ImportPortion {
        changed: vec![ChangedCall {
            before: call.snapshot().clone(),
            after: Call::restore(after.clone()),
            version,
        }],
        is_last: true,
        ..portion(id, vec![])
    };
    let stale = store.write(&desk.scope, change(Version(7))).await;
    assert!(matches!(stale, Err(SaveError::Stale)), "{stale:?}");
    store.write(&desk.scope, change(Version(1))).await.unwrap();
    assert_eq!(known_call(world, &desk, call.id()).await.notes(), "from the file");
    assert!(store.get(&desk.scope, id).await.unwrap().unwrap().value.imported_at.is_some());
}

async fn known_id(world: &World, desk: &Desk, key: &str) -> CallId {
    let keys = [key.to_owned()];
    world.stores.call_imports.known(&desk.scope, "twilio", &keys).await.unwrap()[key]
}

async fn known_call(world: &World, desk: &Desk, id: CallId) -> Call {
    world.stores.calls.get(&desk.scope, id).await.unwrap().unwrap().value
}

async fn a_worker_who_lost_its_turn_writes_nothing(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.call_imports;
    let id = import(world, &desk).await.id;
    let job = job(world, &desk, JobKind::Import).await;
    let mine = ImportPortion {
        job: Some(job.clone()),
        ..portion(id, vec![Call::restore(past(world, id, "a"))])
    };
    assert_eq!(store.write(&desk.scope, mine).await.unwrap(), Held::Yes);
    let kept = world.stores.call_jobs.get(&desk.scope, job.fence.job).await.unwrap().unwrap();
    assert_eq!(kept.progress.done, 7, "the progress is kept with the rows");
    let late = JobProgress { fence: JobFence { epoch: 99, ..job.fence }, ..job };
    let theirs =
        ImportPortion { job: Some(late), ..portion(id, vec![Call::restore(past(world, id, "b"))]) };
    assert_eq!(store.write(&desk.scope, theirs).await.unwrap(), Held::Lost);
    let known = store.known(&desk.scope, "twilio", &["b".to_owned()]).await.unwrap();
    assert!(known.is_empty());
}

async fn fields_that_a_person_changed_are_known(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.call_imports;
    let id = import(world, &desk).await.id;
    let (one, two) = (past(world, id, "1"), past(world, id, "2"));
    let calls = vec![Call::restore(one.clone()), Call::restore(two.clone())];
    store.write(&desk.scope, portion(id, calls)).await.unwrap();
    let edited = CallSnapshot { notes: "by hand".into(), ..one.clone() };
    world.stores.calls.save(&desk.scope, changed_call(&one, edited, Version(1))).await.unwrap();
    let mut known = store.to_update(&desk.scope, &[one.id, two.id]).await.unwrap();
    known.sort_by_key(|known| known.call.value.id());
    let fields: Vec<_> =
        known.iter().map(|known| known.by_people.iter().collect::<Vec<_>>()).collect();
    assert_eq!(fields, [vec!["notes"], vec![]]);
    assert_eq!(known[0].call.version, Version(2));
}

async fn a_rollback_sees_what_came_after(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.call_imports;
    let id = import(world, &desk).await.id;
    let calls: Vec<_> = ["1", "2", "3", "4"].map(|key| past(world, id, key)).to_vec();
    let fresh = calls.iter().cloned().map(Call::restore).collect();
    store.write(&desk.scope, portion(id, fresh)).await.unwrap();
    let edited = CallSnapshot { notes: "by hand".into(), ..calls[0].clone() };
    world
        .stores
        .calls
        .save(&desk.scope, changed_call(&calls[0], edited, Version(1)))
        .await
        .unwrap();
    world.follow_up(&desk, follow_up(world.id(), Some(calls[1].id))).await;
    let (now, until) = (noon(), noon() + Duration::days(9_000));
    let claims = &world.stores.triage_claims;
    claims.claim(&desk.scope, calls[2].id, desk.owner, now, until, false).await.unwrap();
    let found = store.to_roll_back(&desk.scope, id, &RollbackPlace::default(), 3).await.unwrap();
    let seen: Vec<_> = found
        .iter()
        .map(|one| (one.call, one.version, one.left_at, one.is_referred_to, one.is_held))
        .collect();
    assert_eq!(
        seen,
        [
            (calls[0].id, Some(Version(2)), Version(1), false, false),
            (calls[1].id, Some(Version(1)), Version(1), true, false),
            (calls[2].id, Some(Version(1)), Version(1), false, true),
        ]
    );
    let next = RollbackPlace { in_changed: false, after: Some(calls[2].id) };
    let found = store.to_roll_back(&desk.scope, id, &next, 3).await.unwrap();
    assert_eq!(found.iter().map(|one| one.call).collect::<Vec<_>>(), [calls[3].id]);
    let other = world.desk().await;
    let none = store.to_roll_back(&other.scope, id, &RollbackPlace::default(), 3).await.unwrap();
    assert!(none.is_empty());
}

async fn a_rollback_removes_and_restores_in_one_go(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.call_imports;
    let earlier = import(world, &desk).await.id;
    let old = past(world, earlier, "old");
    store.write(&desk.scope, portion(earlier, vec![Call::restore(old.clone())])).await.unwrap();
    let id = import(world, &desk).await.id;
    let (one, two) = (past(world, id, "1"), past(world, id, "2"));
    let amended = CallSnapshot { notes: "from the file".into(), ..old.clone() };
    let written = ImportPortion {
        changed: vec![ChangedCall {
            before: old.clone(),
            after: Call::restore(amended),
            version: Version(1),
        }],
        ..portion(id, vec![Call::restore(one.clone()), Call::restore(two.clone())])
    };
    store.write(&desk.scope, written).await.unwrap();
    let place = RollbackPlace { in_changed: true, after: None };
    let found = store.to_roll_back(&desk.scope, id, &place, 9).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].before.as_deref(), Some(&old));
    assert_eq!((found[0].version, found[0].left_at), (Some(Version(2)), Version(2)));

    let job = job(world, &desk, JobKind::ImportRollback).await;
    let back = |remove: Vec<(CallId, Version)>| RollbackPortion {
        import: id,
        remove,
        restore: vec![(Call::restore(old.clone()), Version(2))],
        kept: vec![KeptCall { call: two.id, because: KeptBecause::Changed }],
        counts: RollbackCounts { removed: 1, restored: 1, kept: 1 },
        is_last: true,
        job: job.clone(),
        audit: audit(id),
        at: noon(),
    };
    let stale = store.roll_back(&desk.scope, back(vec![(one.id, Version(9))])).await;
    assert!(matches!(stale, Err(SaveError::Stale)), "{stale:?}");
    assert_eq!(known_call(world, &desk, old.id).await.notes(), "from the file");
    let held = store.roll_back(&desk.scope, back(vec![(one.id, Version(1))])).await.unwrap();
    assert_eq!(held, Held::Yes);
    assert!(world.stores.calls.get(&desk.scope, one.id).await.unwrap().is_none());
    assert_eq!(known_call(world, &desk, old.id).await.notes(), old.notes);
    let kept = store.kept(&desk.scope, id, &PageRequest::first(5)).await.unwrap();
    assert_eq!(kept.items, [KeptCall { call: two.id, because: KeptBecause::Changed }]);
    let done = store.get(&desk.scope, id).await.unwrap().unwrap().value;
    assert_eq!((done.rollback.removed, done.rolled_back_at), (1, Some(noon())));
    let page = world.stores.call_board.tags(&desk.scope, "old", 5).await.unwrap();
    assert_eq!(page, ["old"], "the tags of removed calls go with them");
    let events = world.stores.live_feed.after(&desk.scope, 0, 500).await.unwrap();
    let told: Vec<_> = events.iter().filter(|event| event.name == "calls.many_changed").collect();
    assert_eq!(told.len(), 1, "what was refused tells nothing");
    assert_eq!(told[0].payload["calls"], 2);
}

async fn files_lose_their_use(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.call_imports;
    let id = import(world, &desk).await.id;
    let due = async |days: i64| {
        let now = noon() + Duration::days(days);
        let all =
            store.files_to_remove(now - Duration::days(7), now - Duration::days(2), 500).await;
        all.unwrap().contains(&(desk.workspace, id))
    };
    assert!(!due(1).await);
    assert!(due(3).await, "nobody went on with it");
    store.write(&desk.scope, ImportPortion { is_last: true, ..portion(id, vec![]) }).await.unwrap();
    let mut begun = store.get(&desk.scope, id).await.unwrap().unwrap();
    begun.value.started_at = Some(noon());
    store.save(&desk.scope, &begun.value, begun.version, None, noon()).await.unwrap();
    assert!(!due(6).await, "it may still be taken back");
    assert!(due(8).await);
    store.file_removed(&desk.scope, id, noon()).await.unwrap();
    assert!(!due(8).await);
}

async fn the_holders_of_many_numbers_are_found_at_once(world: &World) {
    let desk = world.desk().await;
    let customers = &world.stores.customers;
    let nora = world.customer(&desk, customer(world.id(), "Nora Vale", "+18645550100")).await;
    let pat = world.customer(&desk, customer(world.id(), "Pat Vale", "+18645550100")).await;
    let ida = world.customer(&desk, customer(world.id(), "Ida Marsh", "+18645550101")).await;
    let asked = ["+18645550100", "+18645550101", "+18645550102"].map(phone);
    let found = async || {
        let mut found: Vec<_> = customers
            .holders(&desk.scope, &asked)
            .await
            .unwrap()
            .into_iter()
            .map(|(number, holder)| (number.to_string(), holder.snapshot().id))
            .collect();
        found.sort_unstable();
        found
    };
    let expect = |first| vec![("+18645550100".to_owned(), first), ("+18645550101".to_owned(), ida)];
    assert_eq!(found().await, expect(nora));
    customers.mark_seen(&desk.scope, pat, noon()).await.unwrap();
    assert_eq!(found().await, expect(pat), "whoever was seen last comes first");
    assert!(customers.holders(&world.desk().await.scope, &asked).await.unwrap().is_empty());
    assert!(customers.holders(&desk.scope, &[]).await.unwrap().is_empty());
}
