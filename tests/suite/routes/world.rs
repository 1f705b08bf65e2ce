//! Two companies on one server without background work, so that nothing moves by itself.

use super::{document::Operation, fixture::Fixture, making::Making};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use callboard_tests::{Answer, Client, Company, Engine, PASSWORD, Pass, Place, Rows, Server};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The ladder of roles.
pub(super) const ROLES: [&str; 5] = ["viewer", "tech", "dispatcher", "admin", "owner"];
/// An id that nothing has.
pub(super) const NOWHERE: &str = "0190a0a0-0000-7000-8000-00000000dead";

/// Nobody works here, and hundreds of requests ask for the same: what earlier ones left must not use up a limit. Jobs are
/// over, exports were asked for long ago, texts were written the day before, attachments are removed, views beyond the first ones are
/// gone.
const TIDYING: [&str; 5] = [
    "UPDATE attachments SET deleted_at = created_at WHERE deleted_at IS NULL",
    "UPDATE call_jobs SET state = 'completed', finished_at = created_at WHERE state IN ('pending', 'running')",
    "UPDATE call_jobs SET created_at = created_at - 90000000 WHERE kind = 'export' AND state = 'completed'",
    "UPDATE call_views SET deleted_at = created_at WHERE deleted_at IS NULL AND id NOT IN \
     (SELECT id FROM call_views WHERE deleted_at IS NULL ORDER BY created_at, id LIMIT 10)",
    "UPDATE messages SET at = at - 90000000, created_at = created_at - 90000000 WHERE direction = 'out'",
];

/// A request that would succeed.
#[derive(Clone)]
pub(super) struct Ready {
    /// In capitals.
    pub(super) method: String,
    /// Path with its ids.
    pub(super) path: String,
    /// The body; null when there is none.
    pub(super) body: Value,
}

impl Ready {
    /// Sends it.
    pub(super) async fn send(&self, client: &Client) -> Answer {
        self.send_with(client, &[]).await
    }

    /// Sends it with more headers.
    pub(super) async fn send_with(&self, client: &Client, headers: &[(&str, &str)]) -> Answer {
        // A text is the bytes of a file.
        if let Value::String(text) = &self.body
            && self.method == "POST"
        {
            let (name, bytes) = match text.strip_prefix("base64:") {
                Some(encoded) => ("photo.png", STANDARD.decode(encoded).unwrap()),
                None => ("note.txt", text.clone().into_bytes()),
            };
            return client.post_file(&self.path, (name, &bytes), headers).await;
        }
        if let Value::String(text) = &self.body {
            return client.put_bytes_with(&self.path, text.clone().into_bytes(), headers).await;
        }
        client.send(&self.method, &self.path, Some(self.body.clone()), headers).await
    }
}

/// Where the tests of the routes take place.
pub(super) struct World {
    /// The server.
    pub(super) server: Server,
    /// Who has what is asked for.
    pub(super) ours: Company,
    /// Who must not get it.
    pub(super) theirs: Company,
    /// The tables.
    pub(super) rows: Rows,
    made: AtomicUsize,
    _place: Place,
}

impl World {
    /// Both companies have something for every list to show.
    pub(super) async fn new(engine: Engine) -> Self {
        let place = Place::fresh(engine).await;
        let server = place.serve(&["--no-worker"]).await;
        let ours = Company::found(&place, &server, "ours").await;
        let theirs = Company::found(&place, &server, "theirs").await;
        let rows = place.rows().await;
        rows.change("UPDATE workspaces SET demo = TRUE").await;
        let world = Self { _place: place, server, ours, theirs, rows, made: AtomicUsize::new(0) };
        for company in [&world.ours, &world.theirs] {
            let mut making = Making::new(&world, company);
            for word in ["$decided_call", "$follow_up", "$interaction", "$key", "$member"] {
                making.thing(word).await;
            }
        }
        world
    }

    /// A number that nobody got before.
    pub(super) fn next(&self) -> usize {
        self.made.fetch_add(1, Ordering::Relaxed)
    }

    /// The request of a fixture in our company, with everything made that it speaks of.
    pub(super) async fn ready(&self, operation: &Operation, fixture: &Fixture) -> Ready {
        self.ready_in(&self.ours, operation, fixture).await
    }

    /// The request of a fixture in a company, with everything made that it speaks of.
    pub(super) async fn ready_in(
        &self,
        company: &Company,
        operation: &Operation,
        fixture: &Fixture,
    ) -> Ready {
        for tidying in TIDYING {
            self.rows.change(tidying).await;
        }
        let mut making = Making::new(self, company);
        let mut path = String::from("/api");
        let mut values = fixture.path.iter();
        for part in operation.template.split('/').skip(1) {
            path.push('/');
            if part.starts_with('{') {
                let word = values
                    .next()
                    .unwrap_or_else(|| panic!("{}: no value for {part}", operation.id));
                path.push_str(&making.id(word).await);
            } else {
                path.push_str(part);
            }
        }
        assert!(values.next().is_none(), "{}: more values than parameters", operation.id);
        if let Some(word) = fixture.query {
            path.push('?');
            path.push_str(&making.id(word).await);
        }
        let body = making.filled(&fixture.body).await;
        Ready { method: operation.method.clone(), path, body }
    }

    /// Adds a member nobody knows; answers what the API said.
    pub(super) async fn new_member(&self, company: &Company) -> Value {
        let email = company.address(&format!("guest-{}", self.next()));
        let body = json!({"name": "Guest", "email": email, "role": "viewer"});
        company.admin.post("/api/members", body).await.must(201)
    }

    /// A signed-in viewer of our company who is nobody else.
    async fn guest(&self) -> Client {
        let added = self.new_member(&self.ours).await;
        let (_, token) = added["reset_link"].as_str().unwrap().rsplit_once("token=").unwrap();
        let anonymous = self.server.anonymous();
        let reset = json!({"token": token, "new_password": PASSWORD});
        anonymous.post("/api/auth/reset", reset).await.must(204);
        let body = json!({"email": added["member"]["email"], "password": PASSWORD});
        let cookie =
            anonymous.post("/api/auth/sign-in", body).await.cookie("callboard_session").unwrap();
        anonymous.with(Pass::Session(cookie))
    }

    /// The least privileged client of our company that may.
    pub(super) async fn who_may(&self, fixture: &Fixture) -> Client {
        match fixture.role {
            "anybody" => self.server.anonymous(),
            "guest" => self.guest().await,
            role => self.ours.of_role(role).clone(),
        }
    }

    /// A program of our company whose key is no longer good.
    pub(super) async fn revoked_program(&self) -> Client {
        let (key, client) = self.ours.program("owner").await;
        client.get("/api/auth/me").await.ok();
        self.ours.owner.delete(&format!("/api/api-keys/{key}")).await.must(204);
        client
    }
}

/// The body without what names the request.
pub(super) fn without_instance(mut body: Value) -> Value {
    if let Some(fields) = body.as_object_mut() {
        fields.remove("instance");
    }
    body
}
