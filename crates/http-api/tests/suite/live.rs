//! The WebSocket over a real connection.

use crate::support::{Feed, KEY, Ports, SITE, TOKEN, account, call_id, me, row};
use callboard_http_api::SteadyListener;
use callboard_kernel::{CallId, MemberId, Role};
use callboard_workspaces::model::{Secret, SessionSnapshot};
use futures_util::{SinkExt, StreamExt};
use poem::{EndpointExt, Server, endpoint::make_sync};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{net::TcpStream, task::JoinSet, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};
use uuid::Uuid;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

const PATIENCE: Duration = Duration::from_secs(5);

/// A server over these ports, running until it is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    feed: Feed,
    _tasks: JoinSet<()>,
}

pub(crate) async fn serve(ports: Ports) -> Running {
    let feed = ports.feed.clone();
    let api = ports.api();
    let listener = SteadyListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.address();
    let mut tasks = JoinSet::new();
    tasks.spawn(api.live_feed());
    let routes = api.routes(make_sync(|_| "").map_to_response());
    tasks.spawn(async move {
        Server::new_with_acceptor(listener).run(routes).await.unwrap();
    });
    Running { address, feed, _tasks: tasks }
}

impl Running {
    async fn open(&self, query: &str, headers: &[(&'static str, String)]) -> Result<Socket, Error> {
        let mut request =
            format!("ws://{}/ws/calls{query}", self.address).into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        connect_async(request).await.map(|(socket, _)| socket)
    }

    async fn signed_in(&self, query: &str) -> Socket {
        self.open(query, &own_page()).await.unwrap()
    }
}

fn own_page() -> [(&'static str, String); 2] {
    [("cookie", format!("__Host-callboard_session={TOKEN}")), ("origin", SITE.to_owned())]
}

async fn next(socket: &mut Socket) -> Value {
    loop {
        let frame = timeout(PATIENCE, socket.next()).await.expect("nothing came").unwrap().unwrap();
        match frame {
            Message::Text(text) => return serde_json::from_str(&text).unwrap(),
            Message::Ping(_) | Message::Pong(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

fn facts(call: CallId) -> Value {
    json!({
        "call": call, "direction": "in", "purpose": "inbound", "status": "missed", "other_party": null,
        "caller_name": "", "started_at": callboard_kernel::timestamp(0), "ended_at": null, "ring_s": 5,
        "duration_s": 0, "agent": null, "customer": null, "intent": null, "emergency_score": 0,
        "after_hours": false, "incident": null, "disposition": null
    })
}

fn event(kind: &str, call: CallId) -> Value {
    let mut payload = facts(call);
    payload["event"] = kind.into();
    payload
}

/// Rows of calls exist; those with an even id belong to the member.
fn with_rows(mut ports: Ports) -> Ports {
    ports.board.expect_rows().returning(|_, ids, _| {
        let agent = |id: &CallId| id.uuid().as_u128().is_multiple_of(2).then(me);
        Ok(ids.iter().map(|id| row(*id, agent(id))).collect())
    });
    ports
}

#[tokio::test]
async fn a_strange_page_and_a_stranger_get_no_socket() {
    let running = serve(Ports::signed_in(Role::Viewer)).await;
    let [cookie, own] = own_page();
    let foreign = ("origin", "https://evil.example".to_owned());
    for (headers, status) in [
        (vec![cookie.clone(), foreign], 403),
        (vec![cookie], 403),
        (vec![own.clone()], 401),
        (vec![own, ("cookie", "__Host-callboard_session=unknown".into())], 401),
    ] {
        match running.open("", &headers).await {
            Err(Error::Http(response)) => assert_eq!(response.status(), status, "{headers:?}"),
            other => panic!("{headers:?}: {other:?}"),
        }
    }
    let key = [("authorization", format!("Bearer {KEY}"))];
    let mut socket = running.open("", &key).await.unwrap();
    assert_eq!(next(&mut socket).await, json!({"type": "hello", "seq": 0}));
}

#[tokio::test]
async fn what_happens_is_told_once_with_the_row_of_now() {
    let running = serve(with_rows(Ports::signed_in(Role::Viewer))).await;
    let mut socket = running.signed_in("").await;
    assert_eq!(next(&mut socket).await["type"], "hello");
    running.feed.happen("calls.call_started", event("started", call_id()));
    let message = next(&mut socket).await;
    assert_eq!((&message["type"], &message["seq"]), (&json!("new_call"), &json!(1)));
    assert_eq!(message["call"]["id"], json!(call_id().uuid()));
    running.feed.happen("calls.call_missed", event("missed", call_id()));
    let message = next(&mut socket).await;
    assert_eq!((&message["type"], &message["seq"]), (&json!("call_updated"), &json!(2)));
    running.feed.happen("followups.settings_changed", json!({"kind": "sla_rules", "version": 2}));
    assert_eq!(
        next(&mut socket).await,
        json!({"type": "settings_changed", "seq": 3, "kind": "sla_rules"})
    );
}

#[tokio::test]
async fn a_transcript_that_grows_is_told_without_the_row_and_to_those_who_may_see_the_call() {
    let running = serve(with_rows(Ports::signed_in(Role::Tech))).await;
    let mut socket = running.signed_in("").await;
    assert_eq!(next(&mut socket).await["type"], "hello");
    for id in [3, 2] {
        let call = CallId(Uuid::from_u128(id));
        let grew = json!({"event": "transcript_changed", "call": call, "segments": 4});
        running.feed.happen("media.transcript_changed", grew);
    }
    let own = Uuid::from_u128(2);
    let expected = json!({"type": "transcript_grew", "seq": 2, "call_id": own});
    assert_eq!(next(&mut socket).await, expected);
}

#[tokio::test]
async fn what_was_missed_comes_after_hello() {
    let running = serve(with_rows(Ports::signed_in(Role::Viewer))).await;
    for n in 1..=3 {
        running.feed.happen("calls.call_started", event("started", CallId(Uuid::from_u128(n))));
    }
    let mut socket = running.signed_in("?after=1").await;
    assert_eq!(next(&mut socket).await, json!({"type": "hello", "seq": 3}));
    assert_eq!(next(&mut socket).await["seq"], 2);
    assert_eq!(next(&mut socket).await["seq"], 3);
}

#[tokio::test]
async fn who_missed_too_much_starts_anew() {
    let running = serve(with_rows(Ports::signed_in(Role::Viewer))).await;
    for _ in 0..1_001 {
        running.feed.happen("calls.calls_imported", json!({}));
    }
    let mut socket = running.signed_in("?after=0").await;
    assert_eq!(next(&mut socket).await["type"], "hello");
    assert_eq!(next(&mut socket).await, json!({"type": "reset", "seq": 1_001}));
    let mut ahead = running.signed_in("?after=5000").await;
    assert_eq!(next(&mut ahead).await["type"], "hello");
    assert_eq!(next(&mut ahead).await["type"], "reset");
}

#[tokio::test]
async fn a_technician_hears_of_own_calls_only_and_a_notification_is_its_members() {
    let running = serve(with_rows(Ports::signed_in(Role::Tech))).await;
    let mut socket = running.signed_in("").await;
    assert_eq!(next(&mut socket).await["type"], "hello");
    let (own, others) = (CallId(Uuid::from_u128(2)), CallId(Uuid::from_u128(3)));
    running.feed.happen("calls.call_started", event("started", others));
    let note = |member: MemberId| {
        json!({"event": "member_notified", "notification": {
            "id": Uuid::nil(), "member": member, "kind": "assigned", "text": "Yours now.",
            "follow_up": null, "call": null, "created_at": callboard_kernel::timestamp(0), "read_at": null
        }})
    };
    running.feed.happen("followups.member_notified", note(MemberId(Uuid::from_u128(1))));
    running.feed.happen("followups.member_notified", note(me()));
    running.feed.happen("calls.call_started", event("started", own));
    let message = next(&mut socket).await;
    assert_eq!((&message["type"], &message["seq"]), (&json!("notification"), &json!(3)));
    let message = next(&mut socket).await;
    assert_eq!((&message["seq"], &message["call"]["id"]), (&json!(4), &json!(own.uuid())));
}

#[tokio::test]
async fn a_changed_view_is_told_to_its_author_alone_until_it_is_the_teams() {
    let running = serve(with_rows(Ports::signed_in(Role::Viewer))).await;
    let mut socket = running.signed_in("").await;
    assert_eq!(next(&mut socket).await["type"], "hello");
    let view =
        |owner: MemberId, team: bool| json!({"view": Uuid::nil(), "owner": owner, "team": team});
    let other = MemberId(Uuid::from_u128(1));
    running.feed.happen("calls.view_changed", view(other, false));
    running.feed.happen("calls.view_changed", view(other, true));
    running.feed.happen("calls.view_changed", view(me(), false));
    for seq in [2, 3] {
        let told = json!({"type": "settings_changed", "seq": seq, "kind": "call_views"});
        assert_eq!(next(&mut socket).await, told);
    }
}

#[tokio::test]
async fn a_revoked_session_loses_its_socket() {
    let live = Arc::new(AtomicBool::new(true));
    let mut ports = Ports::default();
    let known = live.clone();
    ports.directory.expect_session().returning(move |token| {
        let id = callboard_kernel::SessionId(Uuid::from_u128(9));
        let now = crate::support::now();
        let session = SessionSnapshot::begin(id, me(), *token, *token, "Firefox", now);
        let revoked_at = (!known.load(Ordering::SeqCst)).then_some(now);
        assert_eq!(*token, Secret::received(TOKEN).hash());
        Ok(Some((SessionSnapshot { revoked_at, ..session }, account(Role::Owner))))
    });
    let running = serve(ports).await;
    let mut socket = running.signed_in("").await;
    assert_eq!(next(&mut socket).await["type"], "hello");
    live.store(false, Ordering::SeqCst);
    let payload =
        json!({"event": "session_revoked", "member": me(), "session": null, "except": null});
    running.feed.happen("workspaces.session_revoked", payload);
    let frame = timeout(PATIENCE, socket.next()).await.expect("still open").unwrap().unwrap();
    match frame {
        Message::Close(Some(close)) => assert_eq!(u16::from(close.code), 4401),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_frame_of_more_than_64_kib_ends_the_connection() {
    let running = serve(Ports::signed_in(Role::Viewer)).await;
    let mut socket = running.signed_in("").await;
    assert_eq!(next(&mut socket).await["type"], "hello");
    socket.send(Message::text("x".repeat(64 * 1024 + 1))).await.unwrap();
    let end = timeout(PATIENCE, async {
        while let Some(Ok(frame)) = socket.next().await {
            if frame.is_close() {
                break;
            }
        }
    });
    end.await.expect("the connection must end");
}

#[tokio::test]
async fn the_address_speaks_websocket_only_and_knows_one_parameter() {
    let client = Ports::signed_in(Role::Viewer).client();
    for (path, code) in [
        ("/ws/calls", "no_upgrade"),
        ("/ws/calls?after=x", "invalid"),
        ("/ws/calls?since=1", "invalid"),
    ] {
        let [(_, cookie), (_, origin)] = own_page();
        let request = client.get(path).header("cookie", cookie).header("origin", origin);
        let body: Value = request.send().await.0.into_body().into_json().await.unwrap();
        assert_eq!(body["code"], code, "{path}");
    }
}
