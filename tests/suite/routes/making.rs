//! Making the things that a request speaks of.

use super::{fixtures, world::World};
use callboard_tests::Company;
use futures_util::future::LocalBoxFuture;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The things of one request: each word is made once.
pub(super) struct Making<'a> {
    /// Where they are made.
    pub(super) world: &'a World,
    /// Whose they are.
    pub(super) company: &'a Company,
    made: BTreeMap<String, Value>,
}

impl<'a> Making<'a> {
    /// Nothing is made yet.
    pub(super) fn new(world: &'a World, company: &'a Company) -> Self {
        Self { world, company, made: BTreeMap::new() }
    }

    /// The thing of a word.
    pub(super) fn thing<'b>(&'b mut self, word: &'b str) -> LocalBoxFuture<'b, Value> {
        Box::pin(async move {
            if let Some(thing) = self.made.get(word) {
                return thing.clone();
            }
            let thing = fixtures::thing(self, word).await;
            self.made.insert(word.to_owned(), thing.clone());
            thing
        })
    }

    /// The id of a word's thing, as text.
    pub(super) async fn id(&mut self, word: &str) -> String {
        let thing = self.thing(word).await;
        thing.as_str().unwrap_or_else(|| panic!("{word} is no text: {thing}")).to_owned()
    }

    /// The body with things instead of words, however deep.
    pub(super) fn filled<'b>(&'b mut self, body: &'b Value) -> LocalBoxFuture<'b, Value> {
        Box::pin(async move {
            match body {
                Value::String(word) if word.starts_with('$') => self.thing(word).await,
                Value::Object(fields) => {
                    let mut filled = Map::new();
                    for (name, value) in fields {
                        filled.insert(name.clone(), self.filled(value).await);
                    }
                    Value::Object(filled)
                }
                Value::Array(values) => {
                    let mut filled = Vec::new();
                    for value in values {
                        filled.push(self.filled(value).await);
                    }
                    Value::Array(filled)
                }
                other => other.clone(),
            }
        })
    }
}
