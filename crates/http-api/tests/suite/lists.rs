//! Query parameters become the right filter, and rows the right JSON.

use crate::support::{Ports, call_id, cookie, me, now, row};
use callboard_calls::{
    analytics::{CountedAs, Weekday},
    board::{CallFilter, CallMetrics, CallSort, CallSortKey, PromiseState},
    model::{
        AgentType, CallSource, CallStatus, Direction, DispositionClass, EscalationStatus, Intent,
        LeadSource, Purpose, QueueStatus,
    },
};
use callboard_followups::board::{Assignee, FollowUpFilter};
use callboard_kernel::{Cursor, CustomerId, MemberId, Page, PageRequest, Phone, Role};
use poem::http::StatusCode;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

async fn get(ports: Ports, path: &str) -> (StatusCode, Value) {
    let response = ports.client().get(path).header("cookie", cookie()).send().await;
    let status = response.0.status();
    (status, response.0.into_body().into_json().await.unwrap())
}

/// The filter, order and page that the board is asked for.
async fn asked(query: &str) -> (CallFilter, Option<CallSort>, PageRequest) {
    let seen = Arc::new(Mutex::new(None));
    let mut ports = Ports::signed_in(Role::Viewer);
    let keep = seen.clone();
    ports.board.expect_list().return_once(move |_, filter, sort, page, _| {
        *keep.lock().unwrap() = Some((filter.clone(), sort, page.clone()));
        Ok(Page { items: vec![], next: None })
    });
    let (status, body) = get(ports, &format!("/api/calls?{query}")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let seen = seen.lock().unwrap().take();
    seen.unwrap()
}

#[tokio::test]
async fn every_filter_of_the_list_reaches_the_board() {
    let (a, b) = (Uuid::from_u128(0xa), Uuid::from_u128(0xb));
    let query = format!(
        "from=2026-02-25T08:13:20%2B02:00&to=2026-03-01T00:00:00Z&direction=in&direction=out&status=missed\
         &purpose=callback&intent=quote&disposition=booked&disposition=none&disposition_class=won&agent_type=ai\
         &agent_id={a}&value_min=99.99&value_max=1000&duration_min=5&duration_max=60&has_job=true\
         &has_recording=false&has_transcript=true&dnc=false&tag=roof&tag=vip&number_id=%2B18645550100\
         &source=manual&lead_source=referral&queue_status=triage&outcome_required=true&after_hours=false\
         &contact_id={b}&has_contact=true&promise=overdue&promise=paused&search=555-01&triage_mode=true\
         &counted_as=lead&counted_as=missed&hour=0&hour=23&weekday=tue\
         &escalation_status=queued&escalation_status=sent"
    );
    let (filter, sort, page) = asked(&query).await;
    let expected = CallFilter {
        from: Some(now() - time::Duration::seconds(0)),
        to: Some(callboard_kernel::timestamp(1_772_323_200_000)),
        direction: vec![Direction::In, Direction::Out],
        status: vec![CallStatus::Missed],
        purpose: vec![Purpose::Callback],
        intent: vec![Intent::Quote],
        disposition: vec!["booked".into()],
        without_disposition: true,
        disposition_class: vec![DispositionClass::Won],
        agent_type: vec![AgentType::Ai],
        agent: vec![MemberId(a)],
        value_min_cents: Some(9_999),
        value_max_cents: Some(100_000),
        duration_min_s: Some(5),
        duration_max_s: Some(60),
        has_job: Some(true),
        has_recording: Some(false),
        has_transcript: Some(true),
        do_not_contact: Some(false),
        tags: vec!["roof".into(), "vip".into()],
        line: Some(Phone::from_e164("+18645550100").unwrap()),
        source: vec![CallSource::Manual],
        lead_source: vec![LeadSource::Referral],
        queue_status: vec![QueueStatus::Triage],
        outcome_required: Some(true),
        after_hours: Some(false),
        customer: Some(CustomerId(b)),
        has_customer: Some(true),
        promise: vec![PromiseState::Overdue, PromiseState::Paused],
        search: Some("555-01".into()),
        needs_triage: true,
        counted_as: vec![CountedAs::Lead, CountedAs::Missed],
        hour: vec![0, 23],
        weekday: vec![Weekday::Tuesday],
        escalation: vec![EscalationStatus::Queued, EscalationStatus::Sent],
    };
    assert_eq!(filter, expected);
    assert_eq!((sort, page), (None, PageRequest::first(20)));
}

#[tokio::test]
async fn order_and_page_reach_the_board() {
    let (filter, sort, page) = asked("sort=-value&limit=100&cursor=abc").await;
    assert_eq!(filter, CallFilter::default());
    assert_eq!(sort, Some(CallSort { key: CallSortKey::Value, descending: true }));
    assert_eq!(page, PageRequest { limit: 100, after: Some(Cursor("abc".into())) });
}

#[tokio::test]
async fn a_page_says_what_comes_after_it_and_a_total_only_when_asked() {
    for (query, total) in [("", None), ("?with_total=true", Some(41))] {
        let mut ports = Ports::signed_in(Role::Viewer);
        ports.board.expect_list().returning(|_, _, _, _, _| {
            let next = Some(Cursor("further".into()));
            Ok(Page { items: vec![row(call_id(), Some(me()))], next })
        });
        ports.board.expect_count().returning(|_, _, _| Ok(41));
        let (_, body) = get(ports, &format!("/api/v1/calls{query}")).await;
        assert_eq!((&body["next_cursor"], &body["has_more"]), (&json!("further"), &json!(true)));
        assert_eq!(body.get("total"), total.map(Value::from).as_ref());
        let call = &body["data"][0];
        assert_eq!(call["started_at"], "2026-02-25T06:13:20.000Z");
        assert_eq!(call["agent"], json!({"id": me().uuid(), "name": "Dana Reyes"}));
        assert!(call.get("disposition").is_none(), "absent values are left out: {call}");
    }
}

#[tokio::test]
async fn the_share_of_answered_calls_has_one_decimal_and_none_of_nothing() {
    for (ended, answered, expected) in [(0, 0, None), (3, 2, Some(66.7)), (4, 4, Some(100.0))] {
        let mut ports = Ports::signed_in(Role::Viewer);
        ports.board.expect_metrics().returning(move |_, _, _| {
            Ok(CallMetrics {
                inbound_ended: ended,
                inbound_answered: answered,
                ..CallMetrics::default()
            })
        });
        let (_, body) = get(ports, "/api/calls/metrics").await;
        assert_eq!(body.get("answered_percent").and_then(Value::as_f64), expected);
    }
}

#[tokio::test]
async fn follow_ups_are_mine_nobodys_or_somebodys() {
    let other = MemberId(Uuid::from_u128(5));
    for (query, expected) in [
        ("", None),
        ("?assigned_to=me", Some(Assignee::Member(me()))),
        ("?assigned_to=none", Some(Assignee::Nobody)),
        (&format!("?assigned_to={other}"), Some(Assignee::Member(other))),
    ] {
        let mut ports = Ports::signed_in(Role::Dispatcher);
        ports
            .follow_up_board
            .expect_list()
            .withf(move |_, filter: &FollowUpFilter, _, _| filter.assigned_to == expected)
            .returning(|_, _, _, _| Ok(Page { items: vec![], next: None }));
        let (status, body) = get(ports, &format!("/api/followups{query}")).await;
        assert_eq!(status, StatusCode::OK, "{body}");
    }
    let (status, body) =
        get(Ports::signed_in(Role::Dispatcher), "/api/followups?assigned_to=dana").await;
    assert_eq!(
        (status, &body["errors"][0]["path"]),
        (StatusCode::BAD_REQUEST, &json!("assigned_to"))
    );
}
