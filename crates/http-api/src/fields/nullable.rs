//! A field of an edit: absent, `null` and a value are three different things.

use callboard_kernel::Patch;
use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef, Registry},
    types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type},
};
use serde_json::Value;
use std::borrow::Cow;

/// A field that may be left out, emptied with `null`, or set.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Nullable<T>(Patch<T>);

impl<T> Nullable<T> {
    /// As the domains understand it.
    pub(crate) fn patch<U>(self, translate: impl FnOnce(T) -> U) -> Patch<U> {
        match self.0 {
            Patch::Keep => Patch::Keep,
            Patch::Clear => Patch::Clear,
            Patch::Set(value) => Patch::Set(translate(value)),
        }
    }
}

impl<T: Type> Type for Nullable<T> {
    const IS_REQUIRED: bool = false;
    type RawValueType = T::RawValueType;
    type RawElementValueType = T::RawElementValueType;

    fn name() -> Cow<'static, str> {
        format!("nullable_{}", T::name()).into()
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref().merge(MetaSchema { nullable: true, ..MetaSchema::ANY })
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        match &self.0 {
            Patch::Set(value) => value.as_raw_value(),
            Patch::Keep | Patch::Clear => None,
        }
    }

    fn raw_element_iter<'a>(
        &'a self,
    ) -> Box<dyn Iterator<Item = &'a Self::RawElementValueType> + 'a> {
        match &self.0 {
            Patch::Set(value) => value.raw_element_iter(),
            Patch::Keep | Patch::Clear => Box::new(std::iter::empty()),
        }
    }

    fn is_none(&self) -> bool {
        self.0.is_keep()
    }
}

impl<T: ParseFromJSON> ParseFromJSON for Nullable<T> {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value {
            None => Ok(Self(Patch::Keep)),
            Some(Value::Null) => Ok(Self(Patch::Clear)),
            some => {
                T::parse_from_json(some).map(|v| Self(Patch::Set(v))).map_err(ParseError::propagate)
            }
        }
    }
}

impl<T: ToJSON> ToJSON for Nullable<T> {
    fn to_json(&self) -> Option<Value> {
        match &self.0 {
            Patch::Keep => None,
            Patch::Clear => Some(Value::Null),
            Patch::Set(value) => value.to_json(),
        }
    }
}
