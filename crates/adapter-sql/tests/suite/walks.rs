//! The list statements on SQLite: each walks an index in the order of the list.

use crate::support::{World, missed_call, noon};
use callboard_adapter_sql::Stores;
use callboard_calls::{
    board::{CallFilter, CallSort, CallSortKey},
    model::{Call, CallSnapshot, CallStatus, Direction, EscalationStatus, Intent},
    ports::RollbackPlace,
};
use callboard_customers::{CustomerFilter, CustomerSort, CustomerSortKey};
use callboard_followups::{board::FollowUpFilter, model::FollowUpStatus};
use callboard_kernel::{CallImportId, PageRequest};
use callboard_workspaces::AuditFilter;
use time::Duration;

/// Enough rows for the statistics to speak of.
const CALLS: i64 = 5_000;

#[tokio::test(flavor = "multi_thread")]
async fn no_list_scans_or_sorts_on_sqlite() {
    let world = World::sqlite().await;
    let desk = world.desk().await;
    let calls = (0..CALLS).map(|n| CallSnapshot {
        started_at: noon() + Duration::seconds(n),
        caller_name: format!("Caller {n}"),
        // Most calls of a log are decided; only then an index of the others is worth its while.
        outcome_required: n % 10 == 0,
        tags: if n % 50 == 0 { vec!["vip".into()] } else { vec![] },
        ..missed_call(world.id())
    });
    world.past(&desk, calls.map(Call::restore)).await;
    world.as_owner("ANALYZE").await;

    let (db, plans) = world.db.clone().with_plans();
    let stores = Stores::new(&db, &world.ids);
    let check = |what: &str| {
        let kept = plans.take();
        assert!(!kept.is_empty(), "{what}: no plan was kept");
        for plan in kept {
            for line in plan.text.lines() {
                // A workspace has few members; reading all of them is no scan.
                let large = ["calls", "customers", "follow_ups", "interactions", "audit_entries"];
                let scans = large.iter().any(|table| line.starts_with(&format!("SCAN {table}")))
                    && !line.contains("USING INDEX");
                assert!(!scans, "{what}: {line}\n{}\n{}", plan.sql, plan.text);
                assert!(
                    !line.contains("FOR ORDER BY"),
                    "{what} sorts\n{}\n{}",
                    plan.sql,
                    plan.text
                );
            }
        }
    };
    let page = PageRequest::first(50);
    let any = CallFilter::default();
    for key in CallSortKey::ALL {
        for descending in [false, true] {
            let sort = Some(CallSort { key: *key, descending });
            let first =
                stores.call_board.list(&desk.scope, &any, sort, &page, noon()).await.unwrap();
            let second = PageRequest { limit: 50, after: first.next };
            assert_eq!(
                stores
                    .call_board
                    .list(&desk.scope, &any, sort, &second, noon())
                    .await
                    .unwrap()
                    .items
                    .len(),
                50
            );
            check(&format!("calls by {key}"));
        }
    }
    let three = CallFilter {
        direction: vec![Direction::In],
        status: vec![CallStatus::Missed],
        intent: vec![Intent::Emergency, Intent::Quote],
        ..any.clone()
    };
    let triage = CallFilter { needs_triage: true, ..any.clone() };
    let common = CallFilter { search: Some("caller".into()), ..any };
    for (what, filter) in
        [("three filters", three), ("triage by rank", triage), ("a common fragment", common)]
    {
        stores.call_board.list(&desk.scope, &filter, None, &page, noon()).await.unwrap();
        check(what);
    }
    let queue = stores.call_board.triage(&desk.scope, &page, noon()).await.unwrap();
    assert_eq!(queue.page.items.len(), 50);
    check("triage queue");
    for view in callboard_calls::views::shipped_views() {
        let view = view.snapshot();
        let filter = view.wanted.clone().between(Some(noon()), None);
        stores.call_board.count_up_to(&desk.scope, &filter, 1001, noon()).await.unwrap();
        check(&view.name);
    }
    let waiting = CallFilter { escalation: vec![EscalationStatus::Sent], ..CallFilter::default() };
    stores.call_board.list(&desk.scope, &waiting, None, &page, noon()).await.unwrap();
    check("emergencies that wait");
    for filter in [&CallFilter::default(), &export_filter()] {
        let read =
            stores.export_board.page(&desk.scope, filter, None, 1_000, noon()).await.unwrap();
        stores.export_board.page(&desk.scope, filter, read.next, 1_000, noon()).await.unwrap();
        check("an export");
    }
    for status in [vec![], vec![FollowUpStatus::Open], vec![FollowUpStatus::Done]] {
        let filter = FollowUpFilter { status, ..FollowUpFilter::default() };
        stores.follow_up_board.list(&desk.scope, &filter, &page, noon()).await.unwrap();
        check("follow-ups");
    }
    for key in CustomerSortKey::ALL {
        let sort = CustomerSort { key: *key, descending: true };
        stores
            .customer_board
            .list(&desk.scope, &CustomerFilter::default(), sort, &page)
            .await
            .unwrap();
        check("customers");
    }
    stores.call_imports.list(&desk.scope, &page).await.unwrap();
    check("imports");
    let import = CallImportId(world.id());
    stores.call_imports.kept(&desk.scope, import, &page).await.unwrap();
    check("calls that stayed");
    for in_changed in [false, true] {
        let place = RollbackPlace { in_changed, after: None };
        stores.call_imports.to_roll_back(&desk.scope, import, &place, 300).await.unwrap();
        check("calls to take back");
    }
    stores.audit_trail.list(&desk.scope, &AuditFilter::default(), &page).await.unwrap();
    check("audit");
    world.close().await;
}

fn export_filter() -> CallFilter {
    CallFilter {
        status: vec![CallStatus::Missed],
        intent: vec![Intent::Emergency, Intent::Quote],
        ..CallFilter::default()
    }
}
