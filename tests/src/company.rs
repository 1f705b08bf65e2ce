//! A workspace with somebody of every role, made the way an operator and an owner make it.

use crate::{
    client::{Client, Pass},
    place::Place,
    server::Server,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The password of everybody.
pub const PASSWORD: &str = "wide quiet river";

/// A workspace and its people.
#[derive(Debug)]
pub struct Company {
    /// Id of the workspace.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Reads.
    pub viewer: Client,
    /// Sees own calls.
    pub tech: Client,
    /// Works calls.
    pub dispatcher: Client,
    /// Also works calls.
    pub colleague: Client,
    /// Supervises.
    pub admin: Client,
    /// May do everything.
    pub owner: Client,
    members: BTreeMap<&'static str, String>,
    word: String,
}

impl Company {
    /// Makes a workspace that never closes, so that its clocks run whenever the tests do. `word` becomes part of names and
    /// addresses and must be unlike that of other companies of the place.
    pub async fn found(place: &Place, server: &Server, word: &str) -> Self {
        let company = Self::found_with_shop_hours(place, server, word).await;
        company.open_around_the_clock().await;
        company
    }

    /// Makes a workspace with the hours that every one starts with.
    pub async fn found_with_shop_hours(place: &Place, server: &Server, word: &str) -> Self {
        let name = format!("{word} Home Services");
        let made = place
            .run(&["workspace", "create", "--name", &name, "--time-zone", "America/New_York"])
            .await;
        let id = made.ok();
        let address = format!("owner@{word}.example");
        let added = place
            .run(&[
                "member",
                "add",
                "--workspace",
                &id,
                "--role",
                "owner",
                "--name",
                "Olive Owner",
                "--email",
                &address,
            ])
            .await;
        let link = added.ok();
        let anonymous = server.anonymous();
        let owner = join(&anonymous, &link, &address).await;
        let me = owner.get("/api/auth/me").await.ok();
        assert_eq!(me["workspace"]["id"], id.as_str(), "{me}");
        let mut members = BTreeMap::from([("owner", text(&me["member"]["id"]))]);
        let mut clients = BTreeMap::new();
        for (who, role, name) in [
            ("viewer", "viewer", "Vince Viewer"),
            ("tech", "tech", "Tara Tech"),
            ("dispatcher", "dispatcher", "Dora Desk"),
            ("colleague", "dispatcher", "Colin Desk"),
            ("admin", "admin", "Ada Admin"),
        ] {
            let address = format!("{who}@{word}.example");
            let body = json!({"name": name, "email": address, "role": role});
            let added = owner.post("/api/members", body).await.must(201);
            members.insert(who, text(&added["member"]["id"]));
            clients.insert(who, join(&anonymous, &text(&added["reset_link"]), &address).await);
        }
        let mut take = |who| clients.remove(who).expect("everybody has joined");
        Self {
            id,
            name,
            viewer: take("viewer"),
            tech: take("tech"),
            dispatcher: take("dispatcher"),
            colleague: take("colleague"),
            admin: take("admin"),
            owner,
            members,
            word: word.to_owned(),
        }
    }

    /// Id of a member: `viewer`, `tech`, `dispatcher`, `colleague`, `admin`, `owner`.
    pub fn member(&self, who: &str) -> &str {
        self.members.get(who).unwrap_or_else(|| panic!("nobody is called {who}"))
    }

    /// The address with which a member signs in.
    pub fn address(&self, who: &str) -> String {
        format!("{who}@{}.example", self.word)
    }

    /// The client of the lowest member with this role.
    pub fn of_role(&self, role: &str) -> &Client {
        match role {
            "viewer" => &self.viewer,
            "tech" => &self.tech,
            "dispatcher" => &self.dispatcher,
            "admin" => &self.admin,
            "owner" => &self.owner,
            other => panic!("no role is called {other}"),
        }
    }

    /// A program of this role: answers the id of its key and the client.
    pub async fn program(&self, role: &str) -> (String, Client) {
        let made = self
            .owner
            .post("/api/api-keys", json!({"name": "a program", "role": role}))
            .await
            .must(201);
        (text(&made["api_key"]["id"]), self.owner.with(Pass::Key(text(&made["key"]))))
    }

    /// Another session of a member.
    pub async fn sign_in(&self, server: &Server, who: &str) -> Client {
        sign_in(&server.anonymous(), &self.address(who)).await
    }

    /// Writes a missed call into the log and answers it.
    pub async fn missed_call(&self, from: &str, started_at: &str) -> Value {
        self.log_call(
            json!({"direction": "in", "from": from, "started_at": started_at, "answered": false}),
        )
        .await
    }

    /// Writes a call into the log and answers it.
    pub async fn log_call(&self, call: Value) -> Value {
        self.dispatcher.post("/api/calls", call).await.must(201)["call"].clone()
    }

    async fn open_around_the_clock(&self) {
        let hours = self.admin.get("/api/settings/business-hours").await.ok();
        let all_day = json!([{"open": "00:00", "close": "24:00"}]);
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let weekly: serde_json::Map<_, _> =
            days.iter().map(|day| ((*day).to_owned(), all_day.clone())).collect();
        let body = json!({
            "time_zone": hours["time_zone"],
            "weekly": weekly,
            "exceptions": [],
            "holidays": [],
            "version": hours["version"],
        });
        self.admin.post("/api/settings/business-hours", body).await.ok();
    }
}

/// Takes up an invitation: sets the password by the link, then signs in.
async fn join(anonymous: &Client, link: &str, address: &str) -> Client {
    let (_, token) = link.rsplit_once("token=").unwrap_or_else(|| panic!("no token in `{link}`"));
    let body = json!({"token": token, "new_password": PASSWORD});
    anonymous.post("/api/auth/reset", body).await.must(204);
    sign_in(anonymous, address).await
}

async fn sign_in(anonymous: &Client, address: &str) -> Client {
    let answer =
        anonymous.post("/api/auth/sign-in", json!({"email": address, "password": PASSWORD})).await;
    let cookie =
        answer.cookie("callboard_session").unwrap_or_else(|| panic!("no session: {answer}"));
    answer.must(200);
    anonymous.with(Pass::Session(cookie))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
