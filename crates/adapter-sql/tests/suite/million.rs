//! The list statements at 1,000,000 calls: each is answered from an index, and none sorts more rows than a page has.

use crate::support::{Desk, World, connect_postgres, follow_up, noon, run_postgres};
use callboard_adapter_sql::{Plan, Plans, Stores};
use callboard_calls::{
    board::{CallFilter, CallSort, CallSortKey, PromiseState},
    model::{CallStatus, Direction, EscalationStatus, Intent},
    views::{COUNTED_UP_TO, shipped_views},
};
use callboard_customers::{CustomerFilter, CustomerSort, CustomerSortKey};
use callboard_followups::{
    board::{Assignee, FollowUpFilter},
    model::FollowUpStatus,
};
use callboard_kernel::{
    CustomerId, MAX_LIMIT, MemberId, Page, PageRequest, Period, Role, timestamp,
};
use callboard_workspaces::AuditFilter;
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::time::{Duration, Instant};

/// A page that takes longer than this in the quiet of a test was not answered from an index, whatever its plan says.
const PATIENCE: Duration = Duration::from_secs(5);

/// Tables that grow with the business.
const LARGE: [&str; 7] = [
    "calls",
    "customers",
    "customer_phones",
    "call_tags",
    "follow_ups",
    "interactions",
    "audit_entries",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_list_scans_a_table_or_sorts_more_than_a_page() {
    let world = World::postgres().await;
    let (desk, members) = load(&world).await;
    let (db, plans) = world.db.clone().with_plans();
    let desk = Lists { stores: Stores::new(&db, &world.ids), desk, plans };
    desk.calls(members[3]).await;
    desk.view_counts().await;
    desk.call_searches().await;
    desk.follow_ups(members[3]).await;
    desk.customers(&world).await;
    desk.reports().await;
    search_functions_use_their_index(&world, &desk.desk).await;
    world.close().await;
}

/// Loads the million rows; answers the workspace and its members.
async fn load(world: &World) -> (Desk, Vec<MemberId>) {
    let desk = world.desk().await;
    let mut members = Vec::new();
    for n in 0..8 {
        members.push(
            world.member(&desk, &format!("Member {n}"), Role::Dispatcher).await.snapshot().id,
        );
    }
    let ids: Vec<String> = members.iter().map(ToString::to_string).collect();
    let rows = include_str!("million.sql")
        .replace("{workspace}", &desk.workspace.to_string())
        .replace("{clock}", &serde_json::to_string(&follow_up(world.id(), None).clock).unwrap())
        .replace("{members}", &format!("{{{}}}", ids.join(",")));
    let mut owner = connect_postgres(&world.url).await;
    run_postgres(&mut owner, "SET statement_timeout = 0; SET maintenance_work_mem = '512MB'; SET session_replication_role = replica").await;
    let indexes = "SELECT i.indexdef, i.indexname::text FROM pg_indexes i WHERE i.schemaname = 'public' \
                   AND i.indexname LIKE '%\\_idx' AND i.tablename IN ('calls', 'customers', 'follow_ups', 'interactions', 'audit_entries', 'call_tags')";
    let dropped = sqlx::query(indexes).fetch_all(&mut owner).await.unwrap();
    for index in &dropped {
        run_postgres(&mut owner, &format!("DROP INDEX {}", index.get::<String, _>(1))).await;
    }
    run_postgres(&mut owner, &rows).await;
    for index in &dropped {
        run_postgres(&mut owner, &index.get::<String, _>(0)).await;
    }
    run_postgres(&mut owner, "VACUUM ANALYZE").await;
    (desk, members)
}

/// The lists of the loaded workspace, each checked by the plan of its statement.
struct Lists {
    stores: Stores,
    desk: Desk,
    plans: Plans,
}

impl Lists {
    async fn calls(&self, member: MemberId) {
        let any = CallFilter::default();
        let page = self.call_page("default", any.clone(), None, None).await;
        assert_eq!(page.items.len(), 50);
        for key in CallSortKey::ALL {
            for descending in [false, true] {
                let sort = Some(CallSort { key: *key, descending });
                let first = self.call_page(&format!("by {key}"), any.clone(), sort, None).await;
                self.call_page(&format!("by {key}, second page"), any.clone(), sort, Some(first))
                    .await;
            }
        }
        // Half a million calls deep: the cursor of a page that starts there.
        let deep =
            CallFilter { to: Some(timestamp(1_700_000_000_000 + 500_000 * 60_000)), ..any.clone() };
        let page = self.call_page("to the middle", deep, None, None).await;
        self.call_page("deep in the list", any.clone(), None, Some(page)).await;

        let triage = CallFilter { needs_triage: true, ..any.clone() };
        let first = self.call_page("triage by rank", triage.clone(), None, None).await;
        self.call_page("triage by rank, second page", triage, None, Some(first)).await;
        let queue = self
            .stores
            .call_board
            .triage(&self.desk.scope, &PageRequest::first(50), noon())
            .await
            .unwrap();
        assert_eq!(queue.page.items.len(), 50);
        self.check("triage queue");

        let three = CallFilter {
            direction: vec![Direction::In],
            status: vec![CallStatus::Missed],
            intent: vec![Intent::Emergency, Intent::Quote],
            ..any.clone()
        };
        self.call_page("three filters", three, None, None).await;
        for (what, filter) in [
            ("a common tag", CallFilter { tags: vec!["vip".into()], ..any.clone() }),
            ("a rare tag", CallFilter { tags: vec!["warranty".into()], ..any.clone() }),
            ("of an agent", CallFilter { agent: vec![member], ..any.clone() }),
            (
                "overdue promises",
                CallFilter { promise: vec![PromiseState::Overdue], ..any.clone() },
            ),
            ("owed outcomes", CallFilter { outcome_required: Some(true), ..any.clone() }),
            (
                "emergencies that wait",
                CallFilter {
                    escalation: vec![EscalationStatus::Queued, EscalationStatus::Sent],
                    ..any.clone()
                },
            ),
        ] {
            assert!(!self.call_page(what, filter, None, None).await.items.is_empty(), "{what}");
        }
        // The first number that million.sql makes; no exchange is called 000, so it rings nowhere.
        let first = 8_640_000_000_u64 + 97;
        let number = callboard_kernel::Phone::from_e164(&format!("+1{first}")).unwrap();
        let history = self
            .stores
            .call_board
            .history(&self.desk.scope, None, Some(number), 10, noon())
            .await
            .unwrap();
        assert!(!history.is_empty());
        self.check("history of a number");
    }

    /// What the tabs of a new workspace show.
    async fn view_counts(&self) {
        let board = &self.stores.call_board;
        for view in shipped_views() {
            let view = view.snapshot();
            let midnight = noon() - time::Duration::hours(12);
            let filter = view.wanted.clone().between(Some(midnight), None);
            let started = Instant::now();
            let counted =
                board.count_up_to(&self.desk.scope, &filter, COUNTED_UP_TO + 1, noon()).await;
            assert!(counted.unwrap() <= COUNTED_UP_TO + 1, "{}", view.name);
            assert!(started.elapsed() < PATIENCE, "{}: {:?}", view.name, started.elapsed());
            self.check(&format!("the count of {:?}", view.name));
        }
    }

    async fn call_searches(&self) {
        for (text, hits) in [
            ("864-000", 50),
            ("864-000-00", 20),
            ("4000 0970", 10),
            ("ticket 123450", 1),
            ("water heater", 50),
            (&md5_of_a_customer()[..12], 6),
            ("no such thing", 0),
        ] {
            let filter = CallFilter { search: Some(text.to_owned()), ..CallFilter::default() };
            let page = self.call_page(&format!("search {text:?}"), filter, None, None).await;
            assert_eq!(page.items.len(), hits, "{text}");
        }
    }

    async fn call_page(
        &self,
        what: &str,
        filter: CallFilter,
        sort: Option<CallSort>,
        before: Option<Page<callboard_calls::board::CallRow>>,
    ) -> Page<callboard_calls::board::CallRow> {
        let request =
            PageRequest { limit: 50, after: before.map(|page| page.next.expect("a next page")) };
        let started = Instant::now();
        let page = self
            .stores
            .call_board
            .list(&self.desk.scope, &filter, sort, &request, noon())
            .await
            .unwrap();
        assert!(started.elapsed() < PATIENCE, "calls {what}: {:?}", started.elapsed());
        self.check(&format!("calls {what}"));
        page
    }

    async fn follow_ups(&self, member: MemberId) {
        let any = FollowUpFilter::default();
        let open = FollowUpFilter { status: vec![FollowUpStatus::Open], ..any.clone() };
        let done = FollowUpFilter { status: vec![FollowUpStatus::Done], ..any.clone() };
        let mine = FollowUpFilter { assigned_to: Some(Assignee::Member(member)), ..open.clone() };
        let overdue = FollowUpFilter { overdue: true, ..open.clone() };
        let searched =
            FollowUpFilter { search: Some(md5_of_a_customer()[..10].to_owned()), ..any.clone() };
        for (what, filter) in [
            ("all", any),
            ("open", open),
            ("done", done),
            ("mine", mine),
            ("overdue", overdue),
            ("search", searched),
        ] {
            let mut request = PageRequest::first(50);
            for _ in 0..2 {
                let page = self
                    .stores
                    .follow_up_board
                    .list(&self.desk.scope, &filter, &request, noon())
                    .await
                    .unwrap();
                assert!(what == "search" || !page.items.is_empty(), "follow-ups {what}");
                self.check(&format!("follow-ups {what}"));
                let Some(next) = page.next else { break };
                request.after = Some(next);
            }
        }
    }

    async fn customers(&self, world: &World) {
        let scope = &self.desk.scope;
        let board = &self.stores.customer_board;
        for key in CustomerSortKey::ALL {
            for descending in [false, true] {
                let sort = CustomerSort { key: *key, descending };
                let any = CustomerFilter::default();
                let first = board.list(scope, &any, sort, &PageRequest::first(50)).await.unwrap();
                let second = PageRequest { limit: 50, after: first.next };
                board.list(scope, &any, sort, &second).await.unwrap();
                self.check(&format!("customers by {key}"));
            }
        }
        for (text, least) in [("864000", 50), (&md5_of_a_customer()[..8], 1)] {
            let filter =
                CustomerFilter { search: Some(text.to_owned()), ..CustomerFilter::default() };
            let page = board
                .list(scope, &filter, CustomerSort::LAST_SEEN, &PageRequest::first(50))
                .await
                .unwrap();
            assert!(page.items.len() >= least, "{text}");
            self.check("customers searched");
        }
        let customer = id_of(world, 1, 7).await;
        let lines =
            board.timeline(scope, CustomerId(customer), &PageRequest::first(50)).await.unwrap();
        assert_eq!(lines.items.len(), 50);
        self.check("timeline");
        let filter = AuditFilter {
            target_kind: vec!["call".to_owned()],
            target_id: Some(id_of(world, 2, 7).await),
            ..AuditFilter::default()
        };
        let lines =
            self.stores.audit_trail.list(scope, &filter, &PageRequest::first(50)).await.unwrap();
        assert_eq!(lines.items.len(), 50);
        self.check("audit of a call");
        self.stores
            .audit_trail
            .list(scope, &AuditFilter::default(), &PageRequest::first(50))
            .await
            .unwrap();
        self.check("audit");
    }

    /// A month and a year: aggregates, so they read what they count, but from the index alone and not from the table.
    async fn reports(&self) {
        let end = 1_700_000_000_000 + 1_000_000 * 60_000;
        for days in [30, 365] {
            let period =
                Period::try_new(timestamp(end - days * 86_400_000), timestamp(end)).unwrap();
            let (scope, calls) = (&self.desk.scope, &self.stores.call_analytics);
            let started = Instant::now();
            calls.figures(scope, period).await.unwrap();
            self.check_report(&format!("{days} days of calls"), "calls", started);
            calls.sources(scope, period).await.unwrap();
            self.check_report(&format!("{days} days by source"), "calls", started);
            calls.trends(scope, period).await.unwrap();
            self.check_report(&format!("{days} days by hour"), "calls", started);
            calls.agents(scope, period).await.unwrap();
            self.check_report(&format!("{days} days by agent"), "calls", started);
            self.stores.sla_reports.report(scope, period, noon()).await.unwrap();
            self.check_report(&format!("{days} days of promises"), "follow_ups", started);
        }
    }

    fn check_report(&self, what: &str, table: &str, started: Instant) {
        let plans = self.plans.take();
        assert!(!plans.is_empty(), "{what}: no plan was kept");
        for plan in plans {
            let index = format!("\"Index Name\":\"{table}_report_idx\"");
            let text = plan.text.replace(": ", ":");
            assert!(!text.contains("Seq Scan"), "{what}\n{}\n{}", plan.sql, plan.text);
            assert!(text.contains(&index), "{what}\n{}\n{}", plan.sql, plan.text);
        }
        // Half a million calls a statement, each run twice, for its plan and for its rows.
        assert!(started.elapsed() < PATIENCE * 6, "{what}: {:?}", started.elapsed());
    }

    /// Checks the plans of what ran since the last check.
    fn check(&self, what: &str) {
        let plans = self.plans.take();
        assert!(!plans.is_empty(), "{what}: no plan was kept");
        for plan in plans {
            let parsed: Value = serde_json::from_str(&plan.text).expect("a plan in JSON");
            inspect(what, &plan, &parsed[0]["Plan"]);
        }
    }
}

/// Walks a plan.
fn inspect(what: &str, plan: &Plan, node: &Value) {
    let kind = node["Node Type"].as_str().unwrap_or_default();
    let table = node["Relation Name"].as_str().unwrap_or_default();
    assert!(
        !(kind.contains("Seq Scan") && LARGE.contains(&table)),
        "{what} scans {table}\n{}\n{}",
        plan.sql,
        plan.text
    );
    let children = node["Plans"].as_array().map(Vec::as_slice).unwrap_or_default();
    if kind.contains("Sort") {
        let sorted: f64 =
            children.iter().map(|child| child["Actual Rows"].as_f64().unwrap_or_default()).sum();
        assert!(
            sorted <= f64::from(MAX_LIMIT) + 1.0,
            "{what} sorts {sorted} rows\n{}\n{}",
            plan.sql,
            plan.text
        );
    }
    for child in children {
        inspect(what, plan, child);
    }
}

/// What the search functions run is hidden from the plan of their caller, so their statement is asked for itself.
async fn search_functions_use_their_index(world: &World, desk: &Desk) {
    let mut search = connect_postgres(&world.url).await;
    run_postgres(&mut search, "SET ROLE callboard_search").await;
    for (table, searched, index) in [
        ("call_terms", "value", "call_terms_search_idx"),
        ("calls", "notes <> '' AND lower(t.notes)", "calls_notes_search_idx"),
        ("customers", "search_text", "customers_search_idx"),
        ("follow_ups", "search_text", "follow_ups_search_idx"),
    ] {
        let sql = format!(
            "EXPLAIN SELECT t.workspace_id FROM {table} t WHERE t.workspace_id = '{}' \
             AND t.{searched} LIKE '%4000097%' LIMIT 101",
            desk.workspace
        );
        let plan = lines(&mut search, &sql).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{plan}");
    }
}

async fn lines(connection: &mut PgConnection, sql: &str) -> String {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(connection).await.unwrap();
    rows.iter().map(|row| row.get::<String, _>(0)).collect::<Vec<_>>().join("\n")
}

async fn id_of(world: &World, kind: i32, n: i64) -> uuid::Uuid {
    let mut owner = connect_postgres(&world.url).await;
    sqlx::query_scalar("SELECT id_of($1, $2)")
        .bind(kind)
        .bind(n)
        .fetch_one(&mut owner)
        .await
        .unwrap()
}

/// The MD5 sum of "7", which is in the name of the seventh customer.
fn md5_of_a_customer() -> &'static str {
    "8f14e45fceea167a5a36dedd4bea2543"
}
