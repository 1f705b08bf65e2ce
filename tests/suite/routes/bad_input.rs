//! Every field of every request with values that nobody means well with: refused with a problem or, where the value is
//! legal, taken; never a failure of the server, and what is refused leaves no trace.

use super::{
    document::{Document, Operation},
    fixture::Fixture,
    poison,
    world::{Ready, World},
};
use callboard_tests::{Answer, Client, Engine};
use futures_util::{StreamExt, stream};
use rstest::rstest;
use serde_json::json;

/// Stands for the poison until the body is text.
const HERE: &str = "@here@";

/// Requests at the same time.
const AT_ONCE: usize = 8;

/// What was sent, and what came of it.
#[derive(Default)]
struct Tally {
    sent: usize,
    taken: usize,
    faults: Vec<String>,
}

impl Tally {
    /// Judges an answer; says whether the request was taken.
    fn judge(&mut self, answer: &Answer, what: &str, value: &str) -> bool {
        self.sent += 1;
        let is_taken = (200..300).contains(&answer.status);
        self.taken += usize::from(is_taken);
        let is_problem = (400..500).contains(&answer.status)
            && answer.body["status"] == answer.status
            && answer.body["code"].as_str().is_some_and(|code| !code.is_empty())
            && answer
                .header("content-type")
                .is_some_and(|kind| kind.starts_with("application/problem+json"));
        if !is_taken && !is_problem {
            let value: String = value.chars().take(60).collect();
            let text: String = answer.text.chars().take(300).collect();
            self.faults.push(format!("{what} = {value}: {} {text}", answer.status));
        }
        is_taken
    }

    fn end(self, least: usize) {
        let Self { sent, taken, faults } = self;
        assert!(faults.is_empty(), "{} faults of {sent}:\n{}", faults.len(), faults.join("\n"));
        assert!(sent >= least, "only {sent} requests were made");
        assert!(taken > 0 && taken < sent / 2, "{taken} of {sent} were taken");
    }
}

/// An operation under attack.
struct Target<'a> {
    world: &'a World,
    operation: &'a Operation,
    fixture: &'a Fixture,
    ready: Ready,
    client: Client,
    /// Addresses that are still to be asked, and where the poison is.
    waiting: Vec<(String, String)>,
}

impl<'a> Target<'a> {
    async fn new(world: &'a World, (operation, fixture): &'a (Operation, Fixture)) -> Self {
        // The guesses so far must not keep out who comes next.
        world.rows.change("DELETE FROM login_failures").await;
        let ready = world.ready(operation, fixture).await;
        let client = world.who_may(fixture).await;
        Self { world, operation, fixture, ready, client, waiting: Vec::new() }
    }

    /// What was taken may have used up the thing, or the client.
    async fn renew(&mut self) {
        let renewed = self.world.ready(self.operation, self.fixture).await;
        self.ready = renewed;
        if self.fixture.role == "guest" {
            self.client = self.world.who_may(self.fixture).await;
        }
    }

    /// Asks everything that waits.
    async fn ask_all(&mut self, tally: &mut Tally) {
        let all = std::mem::take(&mut self.waiting);
        let (ready, client) = (&self.ready, &self.client);
        let asked = all.iter().map(|(what, address)| async move {
            let asking = Ready { path: address.clone(), ..ready.clone() };
            (what, address, asking.send(client).await)
        });
        let answers: Vec<_> = stream::iter(asked).buffer_unordered(AT_ONCE).collect().await;
        for (what, address, answer) in answers {
            tally.judge(&answer, what, address);
        }
    }

    async fn send(&self, body: Vec<u8>) -> Answer {
        self.client.send_bytes(&self.ready.method, &self.ready.path, body).await
    }

    /// All poisons in every field of the body. What was refused is then sent once more, all of it between two looks at the
    /// tables, because nothing of it may have changed them.
    async fn attack(&mut self, document: &Document, poisons: &[String], tally: &mut Tally) {
        let fields = document.fields(&self.operation.body);
        let mut refused = Vec::new();
        for field in &fields {
            let what = format!("{} {}", self.operation.id, field.path.join("."));
            for poison in poisons {
                let body = self.poisoned(document, &field.path, poison);
                if tally.judge(&self.send(body).await, &what, poison) {
                    self.renew().await;
                } else {
                    refused.push((&field.path, poison));
                }
            }
        }
        let before = self.world.rows.fingerprint().await;
        let this = &*self;
        let again = refused.iter().map(|(path, poison)| async move {
            (path, poison, this.send(this.poisoned(document, path, poison)).await)
        });
        let answers: Vec<_> = stream::iter(again).buffer_unordered(AT_ONCE).collect().await;
        for (path, poison, answer) in answers {
            let what = format!("{} {}", self.operation.id, path.join("."));
            if tally.judge(&answer, &what, poison) {
                tally.faults.push(format!("{what}: refused at first, then taken: {answer}"));
            }
        }
        if self.world.rows.fingerprint().await != before {
            self.find_who_wrote(document, &refused, tally).await;
        }
    }

    /// One look at the tables for each request that was refused and may have written.
    async fn find_who_wrote(
        &self,
        document: &Document,
        refused: &[(&Vec<String>, &String)],
        tally: &mut Tally,
    ) {
        tally.faults.push(format!("{}: a refused request wrote", self.operation.id));
        let mut before = self.world.rows.fingerprint().await;
        for (path, poison) in refused {
            self.send(self.poisoned(document, path, poison)).await;
            let after = self.world.rows.fingerprint().await;
            let changed = after.changed_since(&before);
            if !changed.is_empty() {
                let value: String = poison.chars().take(60).collect();
                tally.faults.push(format!("{} = {value} changed {changed:?}", path.join(".")));
            }
            before = after;
        }
    }

    /// The body of the request with one field poisoned.
    fn poisoned(&self, document: &Document, path: &[String], poison: &str) -> Vec<u8> {
        let body = document.with(&self.operation.body, &self.ready.body, path, &json!(HERE));
        body.to_string().replace(&format!("\"{HERE}\""), poison).into_bytes()
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn no_field_of_a_body_breaks_the_server(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let document = Document::of(&world).await;
    let mut tally = Tally::default();
    let poisons = poison::in_json();
    let operations = document.operations();
    for pair in operations.iter().filter(|(operation, _)| operation.body.is_object()) {
        let operation = &pair.0;
        let mut target = Target::new(&world, pair).await;
        target.attack(&document, &poisons, &mut tally).await;
        for body in poison::bodies() {
            let text = String::from_utf8_lossy(&body).into_owned();
            if tally.judge(&target.send(body).await, &operation.id, &text) {
                target.renew().await;
            }
        }
        // After all of that it still does what it is for.
        let target = Target::new(&world, pair).await;
        target.ready.send(&target.client).await.ok();
    }
    tally.end(3_000);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn no_parameter_of_an_address_breaks_the_server(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let document = Document::of(&world).await;
    let mut tally = Tally::default();
    for pair in &document.operations() {
        let operation = &pair.0;
        let mut target = Target::new(&world, pair).await;
        for (what, address) in addresses(operation, &target.ready.path) {
            // What only reads may be asked many things at once.
            if operation.is_unsafe() {
                let ready = Ready { path: address, ..target.ready.clone() };
                if tally.judge(&ready.send(&target.client).await, &what, &ready.path) {
                    target.renew().await;
                }
            } else {
                target.waiting.push((what, address));
            }
        }
        target.ask_all(&mut tally).await;
        let bare = without_query(&target.ready.path);
        let unknown = Ready { path: format!("{bare}?unheard_of=1"), ..target.ready.clone() };
        let answer = unknown.send(&target.client).await;
        if tally.judge(&answer, &operation.id, "?unheard_of=1") {
            tally.faults.push(format!("an unknown parameter was ignored: {answer}"));
        }
        for header in &operation.headers {
            for value in poison::IN_HEADER {
                let pair = [(header.name.as_str(), value)];
                let answer = target.ready.send_with(&target.client, &pair).await;
                let what = format!("{} {}", operation.id, header.name);
                if tally.judge(&answer, &what, value) {
                    target.renew().await;
                }
            }
        }
    }
    tally.end(4_000);
}

/// Every address with one poison in it, and where the poison is.
fn addresses(operation: &Operation, path: &str) -> Vec<(String, String)> {
    let bare = without_query(path);
    let mut all = Vec::new();
    for parameter in &operation.query {
        for value in poison::in_query() {
            let what = format!("{}?{}", operation.id, parameter.name);
            all.push((what, format!("{bare}?{}={value}", parameter.name)));
        }
    }
    if operation.template.contains('{') {
        for part in poison::IN_PATH {
            all.push((operation.id.clone(), operation.path_with(part)));
        }
    }
    all
}

fn without_query(path: &str) -> &str {
    path.split('?').next().unwrap_or(path)
}
