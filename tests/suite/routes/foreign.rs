//! What belongs to another workspace is not there, wherever its id stands: in a part of a path, in a field of a body, in a
//! list, in a filter, in a cursor. What it says is in no answer.

use super::{
    document::{Document, Operation},
    fixture::Fixture,
    making::Making,
    world::{NOWHERE, Ready, World, without_instance},
};
use callboard_tests::{Answer, Engine, Fingerprint, Live};
use rstest::rstest;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// Our things, what they say, and what went wrong.
struct Probe<'a> {
    world: &'a World,
    document: Document,
    operations: Vec<(Operation, Fixture)>,
    /// Ids of our things, by their word.
    ids: BTreeMap<String, String>,
    /// Texts that stand in our rows and not in theirs.
    canaries: BTreeSet<String>,
    /// Our rows before the requests of theirs in `unseen`; nothing before the first one.
    rows: Option<Fingerprint>,
    /// What they asked since somebody looked at our rows.
    unseen: Vec<String>,
    sent: usize,
    faults: Vec<String>,
}

impl<'a> Probe<'a> {
    async fn new(world: &'a World) -> Self {
        let document = Document::of(world).await;
        let operations = document.operations();
        let words = operations.iter().flat_map(|(_, fixture)| fixture.path.iter().copied());
        let words: BTreeSet<_> = words.chain(["$dead_event"]).collect();
        // They have the same things, so that only what is ours alone is told from theirs.
        let (mut our, mut their) =
            (Making::new(world, &world.ours), Making::new(world, &world.theirs));
        let mut ids = BTreeMap::new();
        for word in words {
            their.thing(word).await;
            let id = our.id(word).await;
            if is_uuid(&id) {
                ids.insert(word.to_owned(), id);
            }
        }
        assert!(ids.len() >= 8, "{ids:?}");
        let ours = world.rows.texts_of(&world.ours.id).await;
        let theirs = world.rows.texts_of(&world.theirs.id).await;
        let alone = ours.difference(&theirs).filter(|text| text.len() >= 12).cloned();
        let canaries: BTreeSet<_> = alone.chain(ids.values().cloned()).collect();
        assert!(canaries.len() > 50, "{canaries:?}");
        Self {
            world,
            document,
            operations,
            ids,
            canaries,
            rows: None,
            unseen: Vec::new(),
            sent: 0,
            faults: Vec::new(),
        }
    }

    /// A request of theirs that would succeed. Making it may touch everybody's rows.
    async fn ready(&mut self, operation: &Operation, fixture: &Fixture) -> Ready {
        self.look().await;
        self.world.ready_in(&self.world.theirs, operation, fixture).await
    }

    /// Whether what they asked changed anything of ours.
    async fn look(&mut self) {
        let Some(before) = self.rows.take() else { return };
        let after = self.world.rows.fingerprint_of(&self.world.ours.id).await;
        let changed = after.changed_since(&before);
        let asked = std::mem::take(&mut self.unseen);
        if !changed.is_empty() {
            self.faults.push(format!("they changed our {changed:?} by one of {asked:?}"));
        }
    }

    /// Fails an answer to them that holds anything of ours. `said` is what they said themselves.
    fn sing(&mut self, text: &str, asked: &str, said: &str) {
        let heard = self
            .canaries
            .iter()
            .find(|canary| text.contains(canary.as_str()) && !said.contains(canary.as_str()));
        if let Some(canary) = heard {
            self.faults.push(format!("{asked} shows them `{canary}`: {text}"));
        }
    }

    /// The request with an id of ours and the one with an id of nobody must get one answer. Says whether both were refused,
    /// so that what they were sent with is still there.
    async fn same(&mut self, what: &str, foreign: &Ready, absent: &Ready, id: &str) -> bool {
        let them = &self.world.theirs.owner;
        if self.rows.is_none() {
            self.rows = Some(self.world.rows.fingerprint_of(&self.world.ours.id).await);
        }
        self.unseen.push(what.to_owned());
        let (one, other) = (foreign.send(them).await, absent.send(them).await);
        self.sent += 2;
        self.sing(&one.text, what, id);
        let refused = one.status >= 400;
        let differs =
            one.status != other.status || (refused && plain(&one, id) != plain(&other, NOWHERE));
        if differs {
            self.faults.push(format!("{what}: ours differs from nobody's: {one} / {other}"));
        }
        refused && other.status >= 400
    }

    async fn end(mut self, least: usize) {
        self.look().await;
        let Self { faults, sent, .. } = self;
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
        assert!(sent >= least, "only {sent} requests were made");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn our_ids_are_nobody_in_their_paths(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut probe = Probe::new(&world).await;
    for (operation, fixture) in std::mem::take(&mut probe.operations) {
        for index in 0..fixture.path.len() {
            if operation.is_open || operation.id == "release_call" {
                // The first is no id of a workspace; who holds nothing gives nothing back, and learns nothing.
                continue;
            }
            let ready = probe.ready(&operation, &fixture).await;
            let Some(ours) = probe.ids.get(fixture.path[index]).cloned() else { continue };
            let place = |id: &str| {
                let own = ready.path.split('/').skip(2);
                let template = operation.template.split('/').skip(1);
                let mut seen = 0;
                let parts = own.zip(template).map(|(own, part)| {
                    let here = part.starts_with('{') && seen == index;
                    seen += usize::from(part.starts_with('{'));
                    if here { id } else { own }
                });
                let path = format!("/api/{}", parts.collect::<Vec<_>>().join("/"));
                Ready { path, ..ready.clone() }
            };
            let what = format!("{} {}", operation.method, operation.template);
            let answer = place(&ours).send(&world.theirs.owner).await;
            if answer.status != 404 {
                probe
                    .faults
                    .push(format!("{what}: our {} is there: {answer}", fixture.path[index]));
            }
            probe.same(&what, &place(&ours), &place(NOWHERE), &ours).await;
        }
    }
    probe.end(40).await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn our_ids_are_nobody_in_their_bodies(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut probe = Probe::new(&world).await;
    for (operation, fixture) in std::mem::take(&mut probe.operations) {
        for field in probe.document.fields(&operation.body) {
            if field.schema["format"] != "uuid" || operation.is_open {
                continue;
            }
            let what = format!("{} {}", operation.id, field.path.join("."));
            let mut unused = None;
            for (word, ours) in probe.ids.clone() {
                let ready = match unused.take() {
                    Some(ready) => ready,
                    None => probe.ready(&operation, &fixture).await,
                };
                let with = |id: &str| {
                    let body =
                        probe.document.with(&operation.body, &ready.body, &field.path, &json!(id));
                    Ready { body, ..ready.clone() }
                };
                let (foreign, absent) = (with(&ours), with(NOWHERE));
                let what_alone = format!("{what} = our {word}");
                let mut refused = probe.same(&what_alone, &foreign, &absent, &ours).await;
                if field.path.last().is_some_and(|step| step == "0") {
                    // One of ours among many of theirs.
                    let among = |id: &str| {
                        let mut list = vec![json!(id)];
                        list.extend((0..60).map(|_| json!("0190a0a0-0000-7000-8000-00000000beef")));
                        let (_, parents) = field.path.split_last().unwrap();
                        let list = Value::from(list);
                        let body =
                            probe.document.with(&operation.body, &ready.body, parents, &list);
                        Ready { body, ..ready.clone() }
                    };
                    let (foreign, absent) = (among(&ours), among(NOWHERE));
                    let what = format!("{what} among others");
                    refused &= probe.same(&what, &foreign, &absent, &ours).await;
                }
                unused = refused.then_some(ready);
            }
        }
    }
    probe.end(100).await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn our_ids_and_cursors_find_nothing_in_their_lists(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut probe = Probe::new(&world).await;
    let (us, them) = (&world.ours.owner, &world.theirs.owner);
    let (mut filters, mut cursors) = (0, 0);
    for (operation, fixture) in std::mem::take(&mut probe.operations) {
        if operation.is_unsafe() || operation.is_open {
            continue;
        }
        let ready = probe.ready(&operation, &fixture).await;
        let plainly = them.get(&ready.path).await;
        probe.sing(&plainly.text, &ready.path, "");
        plainly.ok();
        for parameter in &operation.query {
            let schema = probe.document.resolve(&parameter.schema);
            let item = probe.document.resolve(&schema["items"]);
            let by_name = ["_id", "_to", "actor"].iter().any(|end| parameter.name.ends_with(end));
            if schema["format"] != "uuid" && item["format"] != "uuid" && !by_name {
                continue;
            }
            for ours in probe.ids.clone().values() {
                filters += 1;
                let with = |id: &str| {
                    let path = asked(&ready.path, &format!("{}={id}", parameter.name));
                    Ready { path, ..ready.clone() }
                };
                let what = format!("{}?{}", operation.id, parameter.name);
                probe.same(&what, &with(ours), &with(NOWHERE), ours).await;
                let (one, other) = (with(ours).send(them).await, with(NOWHERE).send(them).await);
                if plain(&one, ours) != plain(&other, NOWHERE) {
                    probe.faults.push(format!(
                        "{what}: ours finds what nobody's does not: {one} / {other}"
                    ));
                }
            }
        }
        if operation.query.iter().any(|parameter| parameter.name == "cursor") {
            probe.look().await;
            let own = world.ready(&operation, &fixture).await;
            let page = us.get(&asked(&own.path, "limit=1")).await.ok();
            let Some(cursor) = page["next_cursor"].as_str() else { continue };
            cursors += 1;
            let path = asked(&ready.path, &format!("limit=1&cursor={cursor}"));
            let answer = them.get(&path).await;
            probe.sing(&answer.text, &path, cursor);
            assert!(answer.status < 500, "{answer}");
        }
    }
    assert!(cursors >= 4 && filters >= 40, "{cursors} cursors, {filters} filters");
    probe.end(80).await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn their_feed_tells_nothing_of_ours(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut probe = Probe::new(&world).await;
    let (_, program) = world.theirs.program("owner").await;
    for client in [&world.theirs.owner, &program] {
        // From the beginning, and while we work.
        let mut live = Live::open(client, Some(0)).await;
        let mut making = Making::new(&world, &world.ours);
        for word in ["$decided_call", "$follow_up", "$interaction"] {
            making.thing(word).await;
        }
        let theirs = Making::new(&world, &world.theirs).id("$call").await;
        let is_theirs = |message: &Value| message["call"]["id"] == theirs.as_str();
        live.until("their own call", Duration::from_secs(20), is_theirs).await;
        let heard = json!(live.seen).to_string();
        let now = world.rows.texts_of(&world.ours.id).await;
        let of_them = world.rows.texts_of(&world.theirs.id).await;
        probe.canaries = now.difference(&of_them).filter(|t| t.len() >= 12).cloned().collect();
        probe.sing(&heard, "the feed", "");
        probe.sent += live.seen.len();
    }
    probe.end(10).await;
}

/// The path with one more part of a query; some have one already, without which they are not answered.
fn asked(path: &str, more: &str) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}{more}")
}

/// The body of an answer without what names the request or the id that was asked for.
fn plain(answer: &Answer, id: &str) -> String {
    without_instance(answer.body.clone()).to_string().replace(id, "<id>")
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}
