//! A word of a closed list. The lists live in the domains, which know no HTTP; here they get their schemas.

use super::plain_type;
use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef, Registry},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type},
};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;

/// A closed list of words of a domain, with its name in the document.
pub(crate) trait Vocabulary: Copy + Send + Sync + 'static {
    /// Name of the schema.
    const NAME: &'static str;
    /// All words, in the order of their declaration.
    fn words() -> Vec<&'static str>;
    /// The word.
    fn word(self) -> &'static str;
    /// The value of a word.
    fn of(word: &str) -> Option<Self>;
}

/// Gives closed lists of the domains their names in the document.
macro_rules! vocabulary {
    ($($list:ty => $name:literal,)+) => {$(
        impl $crate::fields::Vocabulary for $list {
            const NAME: &'static str = $name;
            fn words() -> Vec<&'static str> {
                Self::ALL.iter().map(|value| value.as_str()).collect()
            }
            fn word(self) -> &'static str {
                self.as_str()
            }
            fn of(word: &str) -> Option<Self> {
                Self::parse(word)
            }
        }
    )+};
}
pub(crate) use vocabulary;

/// One word of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Word<V>(pub(crate) V);

impl<V: Vocabulary> Type for Word<V> {
    plain_type!();

    fn name() -> Cow<'static, str> {
        V::NAME.into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference(V::NAME.to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(V::NAME.to_owned(), |_| MetaSchema {
            enum_items: V::words().into_iter().map(Value::from).collect(),
            ..MetaSchema::new("string")
        });
    }
}

impl<V: Vocabulary> ParseFromParameter for Word<V> {
    fn parse_from_parameter(word: &str) -> ParseResult<Self> {
        V::of(word).map(Self).ok_or_else(|| ParseError::custom("is no word of the list"))
    }
}

impl<V: Vocabulary> ParseFromJSON for Word<V> {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value {
            Some(Value::String(word)) => Self::parse_from_parameter(&word),
            other => Err(ParseError::expected_type(other.unwrap_or_default())),
        }
    }
}

impl<V: Vocabulary> ToJSON for Word<V> {
    fn to_json(&self) -> Option<Value> {
        Some(Value::from(self.0.word()))
    }
}

impl<V: Vocabulary> Serialize for Word<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}
