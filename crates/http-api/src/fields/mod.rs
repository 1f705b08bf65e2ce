//! Types of single fields as they look on the wire.

mod instant;
mod nullable;
mod word;

pub(crate) use instant::Instant;
pub(crate) use nullable::Nullable;
pub(crate) use word::{Vocabulary, Word, vocabulary};

/// What poem-openapi asks of a type besides its schema, which no field type of ours differs in.
macro_rules! plain_type {
    () => {
        const IS_REQUIRED: bool = true;
        type RawValueType = Self;
        type RawElementValueType = Self;

        fn as_raw_value(&self) -> Option<&Self::RawValueType> {
            Some(self)
        }

        fn raw_element_iter<'a>(
            &'a self,
        ) -> Box<dyn Iterator<Item = &'a Self::RawElementValueType> + 'a> {
            Box::new(self.as_raw_value().into_iter())
        }
    };
}
pub(crate) use plain_type;
