//! Every operation of the document × everybody who may not: refused, and nothing changed. An operation without a fixture
//! fails, so that a new route cannot be forgotten.

use callboard_tests::{
    Answer, Client, Company, Engine, PASSWORD, Pass, Place, Rows, Server, minutes_ago, now,
    numbers, text_of,
};
use rstest::rstest;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicUsize, Ordering},
};

/// The ladder of roles.
const ROLES: [&str; 5] = ["viewer", "tech", "dispatcher", "admin", "owner"];
/// An id that nothing has.
const NOWHERE: &str = "0190a0a0-0000-7000-8000-00000000dead";

/// How an operation is called so that it succeeds. `$word` stands for the id of a thing that is made for it.
struct Fixture {
    operation: &'static str,
    /// The lowest role that may; `anybody` needs no sign-in, `guest` is a viewer who is made for it.
    role: &'static str,
    /// Values of the parameters of the path, in their order.
    path: &'static [&'static str],
    body: Value,
}

fn read(operation: &'static str, role: &'static str, path: &'static [&'static str]) -> Fixture {
    Fixture { operation, role, path, body: Value::Null }
}

fn write(
    operation: &'static str,
    role: &'static str,
    path: &'static [&'static str],
    body: Value,
) -> Fixture {
    Fixture { operation, role, path, body }
}

fn fixtures() -> Vec<Fixture> {
    let later = text_of(now() + time::Duration::hours(4));
    vec![
        write("sign_in", "anybody", &[], json!({"email": "$address", "password": PASSWORD})),
        write("sign_out", "guest", &[], Value::Null),
        read("get_me", "viewer", &[]),
        read("list_sessions", "viewer", &[]),
        write("revoke_session", "viewer", &["$session"], Value::Null),
        write(
            "change_password",
            "guest",
            &[],
            json!({"current_password": PASSWORD, "new_password": "narrow loud brook"}),
        ),
        read("get_password_reset", "anybody", &["$reset"]),
        write(
            "reset_password",
            "anybody",
            &[],
            json!({"token": "$reset", "new_password": "narrow loud brook"}),
        ),
        read("list_members", "viewer", &[]),
        write(
            "create_member",
            "admin",
            &[],
            json!({"name": "New", "email": "$new_address", "role": "viewer"}),
        ),
        write("edit_member", "admin", &["$member"], json!({"name": "Renamed"})),
        write("create_reset_link", "admin", &["$member"], Value::Null),
        read("list_api_keys", "admin", &[]),
        write("create_api_key", "admin", &[], json!({"name": "k", "role": "viewer"})),
        write("revoke_api_key", "admin", &["$key"], Value::Null),
        read("get_workspace", "viewer", &[]),
        write("edit_workspace", "admin", &[], json!({"name": "Renamed Services"})),
        read("get_business_hours", "viewer", &[]),
        write("replace_business_hours", "admin", &[], json!("$business-hours")),
        read("get_sla_rules", "viewer", &[]),
        write("replace_sla_rules", "admin", &[], json!("$sla-rules")),
        read("get_dispositions", "viewer", &[]),
        write("replace_dispositions", "admin", &[], json!("$disposition-rules")),
        read("list_calls", "viewer", &[]),
        read("count_calls", "viewer", &[]),
        read("get_call_metrics", "viewer", &[]),
        read("list_call_tags", "viewer", &[]),
        write(
            "create_call",
            "dispatcher",
            &[],
            json!({"direction": "in", "answered": false, "started_at": minutes_ago(9)}),
        ),
        read("get_triage_queue", "viewer", &[]),
        write("claim_next_call", "dispatcher", &[], json!({})),
        write("claim_call", "dispatcher", &["$call"], json!({})),
        write("release_call", "dispatcher", &["$call"], Value::Null),
        read("get_call", "viewer", &["$call"]),
        write("edit_call", "dispatcher", &["$call"], json!({"notes": "edited"})),
        write("edit_call_tags", "dispatcher", &["$call"], json!({"tags": ["new"]})),
        read("list_call_history", "viewer", &["$call"]),
        write("record_outcome", "dispatcher", &["$call"], json!({"disposition": "answered"})),
        write("undo_outcome", "dispatcher", &["$decided_call"], Value::Null),
        write("waive_outcome", "admin", &["$call"], json!({"reason": "a test"})),
        write("link_contact", "dispatcher", &["$call"], json!({"name": "Nora Lane"})),
        write("unlink_contact", "dispatcher", &["$call"], Value::Null),
        write("create_contact_of_call", "dispatcher", &["$call"], json!({"name": "Wanda Reed"})),
        read("list_follow_ups_of_call", "viewer", &["$call"]),
        write(
            "create_follow_up_of_call",
            "dispatcher",
            &["$call"],
            json!({"type": "task", "due_at": later}),
        ),
        read("list_follow_ups", "viewer", &[]),
        write(
            "create_follow_up",
            "dispatcher",
            &[],
            json!({"call_id": "$call", "type": "task", "due_at": later}),
        ),
        read("get_follow_up", "viewer", &["$follow_up"]),
        write("edit_follow_up", "dispatcher", &["$follow_up"], json!({"note": "edited"})),
        write("delete_follow_up", "dispatcher", &["$follow_up"], Value::Null),
        write(
            "pause_follow_up",
            "dispatcher",
            &["$follow_up"],
            json!({"reason": "waiting_for_customer"}),
        ),
        write("resume_follow_up", "dispatcher", &["$paused_follow_up"], Value::Null),
        read("get_follow_up_counts", "viewer", &[]),
        read("list_notifications", "viewer", &[]),
        write("read_notifications", "viewer", &[], json!({})),
        read("list_customers", "viewer", &[]),
        write("create_customer", "dispatcher", &[], json!({"name": "Wanda Reed"})),
        read("get_customer", "viewer", &["$customer"]),
        write("edit_customer", "dispatcher", &["$customer"], json!({"name": "Wanda Brook"})),
        read("list_customer_timeline", "viewer", &["$customer"]),
        write(
            "create_interaction",
            "tech",
            &["$customer"],
            json!({"type": "note", "direction": "outbound", "notes": "n"}),
        ),
        write(
            "edit_interaction",
            "dispatcher",
            &["$customer", "$interaction"],
            json!({"notes": "edited"}),
        ),
        write("delete_interaction", "dispatcher", &["$customer", "$interaction"], Value::Null),
        read("list_audit_entries", "dispatcher", &[]),
        read("list_audit_entries_of_call", "dispatcher", &["$call"]),
        read("list_dead_deliveries", "admin", &[]),
        write("replay_dead_deliveries", "admin", &[], json!({"event_ids": "$dead_events"})),
        read("get_simulator", "viewer", &[]),
        write(
            "replace_simulator",
            "dispatcher",
            &[],
            json!({"running": false, "calls_per_minute": 2, "storm": false}),
        ),
    ]
}

/// An operation of the document.
struct Operation {
    id: String,
    method: String,
    template: String,
    is_open: bool,
}

impl Operation {
    fn is_unsafe(&self) -> bool {
        self.method != "GET"
    }
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(id) = operation["operationId"].as_str() else {
                panic!("{method} {path} has no operationId")
            };
            all.push(Operation {
                id: id.to_owned(),
                method: method.to_uppercase(),
                template: path.clone(),
                is_open: operation["security"].as_array().is_none_or(Vec::is_empty),
            });
        }
    }
    all
}

/// A request that would succeed.
#[derive(Clone)]
struct Ready {
    method: String,
    path: String,
    body: Value,
}

impl Ready {
    async fn send(&self, client: &Client) -> Answer {
        self.send_with(client, &[]).await
    }

    async fn send_with(&self, client: &Client, headers: &[(&str, &str)]) -> Answer {
        client.send(&self.method, &self.path, Some(self.body.clone()), headers).await
    }
}

/// Two companies on one server without background work, so that nothing moves by itself.
struct World {
    place: Place,
    server: Server,
    ours: Company,
    theirs: Company,
    rows: Rows,
    made: AtomicUsize,
}

impl World {
    async fn new(engine: Engine) -> Self {
        let place = Place::fresh(engine).await;
        let server = place.serve(&["--no-worker"]).await;
        let ours = Company::found(&place, &server, "ours").await;
        let theirs = Company::found(&place, &server, "theirs").await;
        let rows = place.rows().await;
        rows.change("UPDATE workspaces SET demo = TRUE").await;
        let world = Self { place, server, ours, theirs, rows, made: AtomicUsize::new(0) };
        // Something for every list to show.
        for thing in
            ["$call", "$decided_call", "$follow_up", "$customer", "$interaction", "$key", "$member"]
        {
            world.thing(thing, &mut BTreeMap::new()).await;
        }
        world
    }

    fn next(&self) -> usize {
        self.made.fetch_add(1, Ordering::Relaxed)
    }

    async fn document(&self) -> Value {
        self.server.anonymous().get("/api/openapi.json").await.ok()
    }

    /// The request of a fixture, with everything made that it speaks of.
    async fn ready(&self, operation: &Operation, fixture: &Fixture) -> Ready {
        let mut made = BTreeMap::new();
        let mut path = String::from("/api");
        let mut values = fixture.path.iter();
        for part in operation.template.split('/').skip(1) {
            path.push('/');
            if part.starts_with('{') {
                let word = values
                    .next()
                    .unwrap_or_else(|| panic!("{}: no value for {part}", operation.id));
                path.push_str(self.thing(word, &mut made).await.as_str().expect("ids are texts"));
            } else {
                path.push_str(part);
            }
        }
        assert!(values.next().is_none(), "{}: more values than parameters", operation.id);
        let body = self.filled(&fixture.body, &mut made).await;
        Ready { method: operation.method.clone(), path, body }
    }

    /// The body with things instead of words, two levels deep.
    async fn filled(&self, body: &Value, made: &mut BTreeMap<String, Value>) -> Value {
        match body {
            Value::String(word) if word.starts_with('$') => self.thing(word, made).await,
            Value::Object(fields) => {
                let mut filled = serde_json::Map::new();
                for (name, value) in fields {
                    let value = match value {
                        Value::String(word) if word.starts_with('$') => {
                            self.thing(word, made).await
                        }
                        other => other.clone(),
                    };
                    filled.insert(name.clone(), value);
                }
                Value::Object(filled)
            }
            other => other.clone(),
        }
    }

    /// Makes a thing of our company, once for a request.
    async fn thing(&self, word: &str, made: &mut BTreeMap<String, Value>) -> Value {
        if let Some(thing) = made.get(word) {
            return thing.clone();
        }
        let customer = match word {
            "$interaction" => Box::pin(self.thing("$customer", made)).await,
            _ => Value::Null,
        };
        let thing = self.make(word, &customer).await;
        made.insert(word.to_owned(), thing.clone());
        thing
    }

    async fn make(&self, word: &str, customer: &Value) -> Value {
        let (desk, admin) = (&self.ours.dispatcher, &self.ours.admin);
        let number = self.next();
        let later = text_of(now() + time::Duration::hours(4));
        let task = json!({"call_id": null, "type": "task", "due_at": later});
        match word {
            "$call" => self.ours.missed_call(&numbers(number), &minutes_ago(5)).await["id"].clone(),
            "$decided_call" => {
                let call =
                    self.ours.missed_call(&numbers(number), &minutes_ago(5)).await["id"].clone();
                let path = format!("/api/calls/{}/outcome", call.as_str().unwrap());
                desk.post(&path, json!({"disposition": "answered"})).await.ok();
                call
            }
            "$follow_up" | "$paused_follow_up" => {
                let call =
                    self.ours.missed_call(&numbers(number), &minutes_ago(5)).await["id"].clone();
                let body = json!({"call_id": call, "type": task["type"], "due_at": task["due_at"]});
                let id = desk.post("/api/followups", body).await.must(201)["follow_up_task"]["id"]
                    .clone();
                if word == "$paused_follow_up" {
                    let path = format!("/api/followups/{}/pause", id.as_str().unwrap());
                    desk.post(&path, json!({"reason": "waiting_for_customer"})).await.ok();
                }
                id
            }
            "$customer" => {
                let body = json!({"name": format!("Customer {number}")});
                desk.post("/api/customers", body).await.must(201)["id"].clone()
            }
            "$interaction" => {
                let path = format!("/api/customers/{}/interactions", customer.as_str().unwrap());
                let body = json!({"type": "note", "direction": "outbound", "notes": "n"});
                desk.post(&path, body).await.must(201)["id"].clone()
            }
            "$member" => self.new_member(number).await["member"]["id"].clone(),
            "$reset" => {
                let link = self.new_member(number).await["reset_link"].as_str().unwrap().to_owned();
                Value::from(link.rsplit_once("token=").unwrap().1)
            }
            "$key" => {
                let body = json!({"name": "k", "role": "viewer"});
                admin.post("/api/api-keys", body).await.must(201)["api_key"]["id"].clone()
            }
            "$session" => {
                self.ours.sign_in(&self.server, "viewer").await;
                let all = self.ours.viewer.get("/api/auth/sessions").await.ok();
                let other = all["data"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .find(|one| one["current"] == false)
                    .unwrap();
                other["id"].clone()
            }
            "$dead_events" => {
                self.ours.missed_call(&numbers(number), &minutes_ago(5)).await;
                let bury = "UPDATE deliveries SET state = 'dead', attempts = 12, finished_at = available_at, \
                            last_error = 'unavailable: a test' WHERE state = 'ready'";
                self.rows.change(bury).await;
                let dead = admin.get("/api/deliveries/dead?limit=1").await.ok();
                json!([dead["data"][0]["event_id"]])
            }
            "$address" => Value::from(self.ours.address("viewer")),
            "$new_address" => Value::from(format!("new-{number}@ours.example")),
            settings => {
                let path = format!("/api/settings/{}", settings.trim_start_matches('$'));
                let mut body = admin.get(&path).await.ok();
                // What is only read is not written.
                let list = body.get_mut("data").and_then(Value::as_array_mut);
                for one in list.into_iter().flatten() {
                    one.as_object_mut().unwrap().remove("side_effects");
                    one["label"] =
                        Value::from(format!("{} {number}", one["key"].as_str().unwrap()));
                }
                body
            }
        }
    }

    async fn new_member(&self, number: usize) -> Value {
        let body = json!({"name": "Guest", "email": format!("guest-{number}@ours.example"), "role": "viewer"});
        self.ours.admin.post("/api/members", body).await.must(201)
    }

    /// A signed-in viewer who is nobody else.
    async fn guest(&self) -> Client {
        let added = self.new_member(self.next()).await;
        let link = added["reset_link"].as_str().unwrap();
        let token = link.rsplit_once("token=").unwrap().1;
        let anonymous = self.server.anonymous();
        anonymous
            .post("/api/auth/reset", json!({"token": token, "new_password": PASSWORD}))
            .await
            .must(204);
        let body = json!({"email": added["member"]["email"], "password": PASSWORD});
        let cookie =
            anonymous.post("/api/auth/sign-in", body).await.cookie("callboard_session").unwrap();
        anonymous.with(Pass::Session(cookie))
    }

    /// The least privileged client that may.
    async fn who_may(&self, fixture: &Fixture) -> Client {
        match fixture.role {
            "anybody" => self.server.anonymous(),
            "guest" => self.guest().await,
            role => self.ours.of_role(role).clone(),
        }
    }

    async fn revoked_program(&self) -> Client {
        let (key, client) = self.ours.program("owner").await;
        client.get("/api/auth/me").await.ok();
        self.ours.owner.delete(&format!("/api/api-keys/{key}")).await.must(204);
        client
    }
}

/// Each operation with its fixture; fails when one lacks the other.
fn paired(document: &Value) -> Vec<(Operation, Fixture)> {
    let mut fixtures: BTreeMap<_, _> =
        fixtures().into_iter().map(|one| (one.operation, one)).collect();
    let operations = operations(document);
    let missing: Vec<_> = operations
        .iter()
        .filter(|one| !fixtures.contains_key(one.id.as_str()))
        .map(|one| &one.id)
        .collect();
    assert!(
        missing.is_empty(),
        "these operations have no fixture in tests/suite/routes.rs: {missing:?}"
    );
    let pairs: Vec<_> = operations
        .into_iter()
        .map(|operation| {
            let fixture = fixtures
                .remove(operation.id.as_str())
                .unwrap_or_else(|| panic!("{} twice", operation.id));
            (operation, fixture)
        })
        .collect();
    assert!(fixtures.is_empty(), "these fixtures have no operation: {:?}", fixtures.keys());
    pairs
}

/// The body without what names the request.
fn without_instance(mut body: Value) -> Value {
    if let Some(fields) = body.as_object_mut() {
        fields.remove("instance");
    }
    body
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_operation_refuses_who_may_not(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let revoked = world.revoked_program().await;
    let anonymous = world.server.anonymous();
    let nobodies = [
        ("no token", anonymous.clone()),
        ("a garbage key", anonymous.with(Pass::Key("cb_garbage".to_owned()))),
        ("a token that is no key", anonymous.with(Pass::Key("garbage".to_owned()))),
        (
            "a garbage session",
            anonymous.with(Pass::Session("callboard_session=garbage".to_owned())),
        ),
        ("a revoked key", revoked),
    ];
    let pairs = paired(&world.document().await);
    assert!(pairs.len() >= 60, "{} operations", pairs.len());
    let mut faults = Vec::new();
    for (operation, fixture) in &pairs {
        let ready = world.ready(operation, fixture).await;
        assert_eq!(
            operation.is_open,
            fixture.role == "anybody",
            "{}: who may, says the document",
            operation.id
        );
        let before = world.rows.fingerprint().await;
        let mut refused = Vec::new();
        if !operation.is_open {
            for (who, client) in &nobodies {
                refused.push((*who, ready.send(client).await, &[401][..]));
            }
        }
        let rank = ROLES.iter().position(|role| *role == fixture.role).unwrap_or(0);
        for role in &ROLES[..rank] {
            // Of what is not his own a technician does not even learn that it exists.
            let expected: &[u16] = if *role == "tech" { &[403, 404] } else { &[403] };
            refused.push((*role, ready.send(world.ours.of_role(role)).await, expected));
        }
        if !fixture.path.is_empty() && !operation.is_open {
            let foreign = ready.send(&world.theirs.owner).await;
            let mut absent = ready.clone();
            absent.path = nowhere(operation);
            let absent = absent.send(&world.theirs.owner).await;
            if without_instance(foreign.body.clone()) != without_instance(absent.body.clone()) {
                faults.push(format!(
                    "{}: foreign differs from absent: {foreign} / {absent}",
                    operation.id
                ));
            }
            if operation.id == "release_call" {
                // Whoever holds nothing gives nothing back, and learns nothing.
                foreign.must(204);
            } else {
                refused.push(("another workspace's owner", foreign, &[404]));
            }
        }
        for (who, answer, expected) in refused {
            if expected.contains(&answer.status) {
                answer.is_problem();
            } else {
                let (id, status) = (&operation.id, answer.status);
                faults.push(format!("{id}: {who} got {status}, not {expected:?}: {}", answer.text));
            }
        }
        let after = world.rows.fingerprint().await;
        for table in after.changed_since(&before) {
            faults.push(format!("{}: a refused request changed {table}", operation.id));
        }
        let client = world.who_may(fixture).await;
        let before = world.rows.fingerprint().await;
        let answer = ready.send(&client).await;
        if !(200..300).contains(&answer.status) {
            faults.push(format!(
                "{}: {} should have been served: {answer}",
                operation.id, fixture.role
            ));
        } else if operation.is_unsafe()
            && !matches!(
                operation.id.as_str(),
                "read_notifications" | "unlink_contact" | "release_call"
            )
        {
            let changed = world.rows.fingerprint().await.changed_since(&before);
            assert!(!changed.is_empty(), "{}: the fixture changes nothing", operation.id);
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    drop(world.place);
}

fn nowhere(operation: &Operation) -> String {
    let parts = operation
        .template
        .split('/')
        .map(|part| if part.starts_with('{') { NOWHERE } else { part });
    format!("/api{}", parts.collect::<Vec<_>>().join("/"))
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn unsafe_requests_of_other_pages_are_refused(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let document = world.document().await;
    let owner = world.ours.owner.clone();
    let base = world.server.base().to_owned();
    let evil: [&[(&str, &str)]; 7] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", &base)],
        &[("sec-fetch-site", "cross-site"), ("origin", &base)],
        &[("origin", "null")],
        &[("origin", "https://evil.example")],
        &[("origin", "http://127.0.0.1.evil.example")],
        &[("sec-fetch-site", "")],
    ];
    for (operation, fixture) in
        paired(&document).iter().filter(|(operation, _)| operation.is_unsafe())
    {
        let ready = world.ready(operation, fixture).await;
        let before = world.rows.fingerprint().await;
        for headers in evil {
            let answer = ready.send_with(&owner, headers).await;
            answer.is_problem();
            assert_eq!(
                (answer.status, &answer.body["code"]),
                (403, &json!("foreign_origin")),
                "{headers:?}: {answer}"
            );
        }
        // Neither header at all: no browser, or one that hides where it comes from.
        let cookie = match owner.pass() {
            Pass::Session(cookie) => cookie.clone(),
            other => panic!("{other:?} is no session"),
        };
        let silent = ready.send_with(&world.server.anonymous(), &[("cookie", &cookie)]).await;
        assert_eq!(silent.status, 403, "no origin: {silent}");
        let changed = world.rows.fingerprint().await.changed_since(&before);
        assert!(changed.is_empty(), "{}: a refused request changed {changed:?}", operation.id);
    }
    let own = owner.send(
        "PATCH",
        "/api/settings/workspace",
        Some(json!({"name": "Ours"})),
        &[("sec-fetch-site", "same-origin")],
    );
    own.await.ok();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn ids_of_another_workspace_are_nobody_in_bodies_and_queries(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut ours = BTreeMap::new();
    for word in ["$call", "$follow_up", "$customer", "$member", "$key", "$interaction"] {
        let thing = world.thing(word, &mut ours).await;
        assert!(thing.is_string());
    }
    let ours: BTreeMap<_, _> =
        ours.iter().map(|(word, id)| (word.as_str(), id.as_str().unwrap().to_owned())).collect();
    let them = &world.theirs;
    let call =
        them.missed_call(&numbers(900), &minutes_ago(3)).await["id"].as_str().unwrap().to_owned();
    let customer =
        them.dispatcher.post("/api/customers", json!({"name": "Theirs"})).await.must(201)["id"]
            .clone();
    let customer = customer.as_str().unwrap();
    let later = text_of(now() + time::Duration::hours(4));
    let task = them
        .dispatcher
        .post("/api/followups", json!({"call_id": call, "type": "task", "due_at": later}))
        .await;
    let task = task.must(201)["follow_up_task"]["id"].as_str().unwrap().to_owned();
    let requests = |id: &dyn Fn(&str) -> String| {
        vec![
            (
                "POST",
                "/api/followups".to_owned(),
                json!({"call_id": id("$call"), "type": "task", "due_at": later}),
            ),
            (
                "POST",
                "/api/followups".to_owned(),
                json!({"contact_id": id("$customer"), "type": "task", "due_at": later}),
            ),
            (
                "POST",
                format!("/api/calls/{call}/followups"),
                json!({"type": "task", "due_at": later, "assigned_to": id("$member")}),
            ),
            ("PATCH", format!("/api/followups/{task}"), json!({"assigned_to": id("$member")})),
            (
                "POST",
                "/api/calls".to_owned(),
                json!({
                    "direction": "in", "answered": true, "started_at": minutes_ago(9), "contact_id": id("$customer"),
                }),
            ),
            (
                "POST",
                "/api/calls".to_owned(),
                json!({
                    "direction": "in", "answered": true, "started_at": minutes_ago(9), "agent_id": id("$member"),
                }),
            ),
            (
                "POST",
                format!("/api/calls/{call}/link-contact"),
                json!({"contact_id": id("$customer")}),
            ),
            (
                "PATCH",
                format!("/api/customers/{customer}/interactions/{}", id("$interaction")),
                json!({"notes": "x"}),
            ),
            (
                "POST",
                format!("/api/customers/{customer}/interactions"),
                json!({"type": "note", "direction": "outbound", "notes": "n", "follow_up_id": id("$follow_up")}),
            ),
        ]
    };
    let foreign = requests(&|word| ours[word].clone());
    let absent = requests(&|_| NOWHERE.to_owned());
    let before = world.rows.fingerprint().await;
    for ((method, path, body), (_, absent_path, absent_body)) in foreign.into_iter().zip(absent) {
        let answer = them.owner.send(method, &path, Some(body), &[]).await;
        let none = them.owner.send(method, &absent_path, Some(absent_body), &[]).await;
        assert!([400, 404, 422].contains(&answer.status), "{answer}");
        assert_eq!(
            without_instance(answer.body.clone()),
            without_instance(none.body.clone()),
            "{answer} / {none}"
        );
    }
    let skip = json!({"ids": [ours["$follow_up"]]});
    them.owner.post("/api/notifications/read", skip).await;
    let changed = world.rows.fingerprint().await.changed_since(&before);
    assert!(changed.is_empty(), "refused requests changed {changed:?}");

    let names = ["ours.example", "Olive", "Customer "];
    let ids: BTreeSet<_> = ours.values().chain([&world.ours.id]).collect();
    for path in [
        "/api/calls?limit=100",
        "/api/calls?search=555",
        "/api/calls/queue/triage",
        "/api/followups?limit=100",
        "/api/customers?limit=100",
        "/api/members?include_inactive=true",
        "/api/api-keys",
        "/api/audit?limit=100",
        "/api/notifications",
        "/api/auth/sessions",
    ] {
        let text = them.owner.get(path).await.text;
        assert!(
            ids.iter().all(|id| !text.contains(id.as_str())),
            "{path} shows what is not theirs: {text}"
        );
        assert!(path.contains("members") || !text.contains(names[0]), "{path}: {text}");
    }
    for query in [
        format!("contact_id={}", ours["$customer"]),
        format!("agent_id={}", world.ours.member("dispatcher")),
    ] {
        assert_eq!(
            them.owner.get(&format!("/api/calls?{query}&with_total=true")).await.ok()["total"],
            0
        );
    }
}

#[tokio::test]
async fn nobody_ends_anothers_session_or_outranks_himself() {
    let world = World::new(Engine::Sqlite).await;
    let (ours, server) = (&world.ours, &world.server);
    let session = world.thing("$session", &mut BTreeMap::new()).await;
    let path = format!("/api/auth/sessions/{}", session.as_str().unwrap());
    for other in [&ours.dispatcher, &ours.owner] {
        other.delete(&path).await.must(404);
    }
    let owner = ours.member("owner");
    for (method, path, body) in [
        (
            "POST",
            "/api/members".to_owned(),
            json!({"name": "N", "email": "n@ours.example", "role": "owner"}),
        ),
        ("PATCH", format!("/api/members/{owner}"), json!({"role": "viewer"})),
        ("PATCH", format!("/api/members/{owner}"), json!({"active": false})),
        ("POST", format!("/api/members/{owner}/reset-link"), Value::Null),
        ("PATCH", format!("/api/members/{}", ours.member("admin")), json!({"role": "owner"})),
        ("POST", "/api/api-keys".to_owned(), json!({"name": "k", "role": "owner"})),
    ] {
        let answer = ours.admin.send(method, &path, Some(body), &[]).await;
        assert_eq!(answer.status, 403, "an admin may not: {answer}");
    }
    for body in [json!({"role": "admin"}), json!({"active": false})] {
        let answer = ours.owner.patch(&format!("/api/members/{owner}"), body).await;
        assert!([409, 422].contains(&answer.status), "the last owner stays: {answer}");
    }
    let emails = ours.viewer.get("/api/members").await.text;
    assert!(
        !emails.contains(&ours.address("owner")),
        "addresses are for those who manage members: {emails}"
    );
    let (_, program) = ours.program("owner").await;
    program.post("/api/auth/sign-out", Value::Null).await.must(403);

    let wrong = json!({"email": ours.address("viewer"), "password": "wrong wide river"});
    let stranger = json!({"email": "nobody@ours.example", "password": "wrong wide river"});
    let known = server.anonymous().post("/api/auth/sign-in", wrong.clone()).await;
    let unknown = server.anonymous().post("/api/auth/sign-in", stranger).await;
    assert_eq!(without_instance(known.body.clone()), without_instance(unknown.body.clone()));
    known.refused(401, "wrong_credentials");
    let mut throttled = None;
    for _ in 0..30 {
        let answer = server.anonymous().post("/api/auth/sign-in", wrong.clone()).await;
        if answer.status == 429 {
            throttled = Some(answer);
            break;
        }
    }
    let throttled = throttled.expect("guessing is slowed down");
    assert!(
        throttled.header("retry-after").is_some_and(|text| text.parse::<u32>().is_ok()),
        "{throttled}"
    );
    ours.viewer.get("/api/auth/me").await.ok();
}

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
