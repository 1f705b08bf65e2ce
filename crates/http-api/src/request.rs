//! Parts of a request as handlers take them: the checked query, the expected version, the idempotency key.

use crate::{gate::CheckedQuery, problem::Problem};
use callboard_kernel::{Cursor, FieldError, Invalid, PageRequest, Version};
use poem::{Request, RequestBody, Result};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaParamIn, MetaSchema, MetaSchemaRef, Registry},
    types::ParseFromJSON,
};
use serde_json::Value;

/// The query of a request. In the document each field of `T` is a parameter; the gate has checked them all.
pub(crate) struct Params<T>(pub(crate) T);

impl<'a, T: ParseFromJSON> ApiExtractor<'a> for Params<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    type ParamType = T;
    type ParamRawType = T::RawValueType;

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Query)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(T::schema_ref())
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<T>,
    ) -> Result<Self> {
        let checked = request.extensions().get::<CheckedQuery>().map(|query| query.0.clone());
        T::parse_from_json(Some(checked.unwrap_or(Value::Null))).map(Self).map_err(|_| {
            // The message of the error holds what was sent, such as a name that was searched for.
            tracing::error!(kind = %T::name(), "a checked query did not fit");
            Problem::internal().into()
        })
    }
}

/// The version that an edit was made from. `None`: the last write wins.
pub(crate) struct IfMatch(pub(crate) Option<Version>);

impl IfMatch {
    fn parse(tag: &str) -> Result<Option<Version>, Problem> {
        if tag.trim() == "*" {
            return Ok(None);
        }
        let number = tag.trim().strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
        let version = number.and_then(|number| number.parse().ok()).map(Version);
        version.map(Some).ok_or_else(|| {
            let message = "Is the `ETag` of an answer, such as \"3\".";
            Problem::invalid(Invalid::field("If-Match", "invalid_format", message).0)
        })
    }

    /// The version, or else the one that the body names.
    pub(crate) fn or(self, in_body: i64) -> Option<Version> {
        self.0.or(Some(Version(in_body)))
    }
}

impl<'a> ApiExtractor<'a> for IfMatch {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    type ParamType = String;
    type ParamRawType = String;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Header)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        let schema = MetaSchema {
            pattern: Some("^(\"[0-9]{1,18}\"|\\*)$".to_owned()),
            ..MetaSchema::new("string")
        };
        Some(MetaSchemaRef::Inline(Box::new(schema)))
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<String>,
    ) -> Result<Self> {
        match request.header("if-match") {
            Some(tag) => Ok(Self(Self::parse(tag)?)),
            None => Ok(Self(None)),
        }
    }
}

/// The key by which a repeated create answers what the first one made.
pub(crate) struct IdempotencyKey(Option<String>);

/// Longest key, in characters.
const MAX_KEY: usize = 128;

impl IdempotencyKey {
    /// The key as the domains take it.
    pub(crate) fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl<'a> ApiExtractor<'a> for IdempotencyKey {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    type ParamType = String;
    type ParamRawType = String;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Header)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        let schema = MetaSchema {
            min_length: Some(1),
            max_length: Some(MAX_KEY),
            pattern: Some("^[!-~]+$".to_owned()),
            ..MetaSchema::new("string")
        };
        Some(MetaSchemaRef::Inline(Box::new(schema)))
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<String>,
    ) -> Result<Self> {
        let Some(value) = request.headers().get("idempotency-key") else { return Ok(Self(None)) };
        let key = value.to_str().unwrap_or_default();
        if key.is_empty() || key.len() > MAX_KEY || !key.bytes().all(|byte| byte.is_ascii_graphic())
        {
            let message = "Is 1 to 128 visible ASCII characters, such as a UUID.";
            return Err(Problem::invalid(
                Invalid::field("Idempotency-Key", "invalid_format", message).0,
            )
            .into());
        }
        Ok(Self(Some(key.to_owned())))
    }
}

/// The page that is wanted. The limit was checked against the document.
pub(crate) fn page(limit: Option<u32>, cursor: Option<String>) -> PageRequest {
    let limit = limit.unwrap_or(callboard_kernel::DEFAULT_LIMIT);
    PageRequest { after: cursor.map(Cursor), ..PageRequest::first(limit) }
}

/// Several wrong fields found while translating a request.
pub(crate) fn checked<T>(value: Option<T>, path: &str, message: &str) -> Result<T, Problem> {
    value.ok_or_else(|| {
        let error = FieldError {
            path: path.to_owned(),
            code: "invalid_format",
            message: message.to_owned(),
        };
        Problem::invalid(vec![error])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_an_entity_tag() {
        assert_eq!(IfMatch::parse("\"12\"").unwrap(), Some(Version(12)));
        assert_eq!(IfMatch::parse("*").unwrap(), None);
        for tag in ["12", "W/\"12\"", "\"x\"", ""] {
            assert!(IfMatch::parse(tag).is_err(), "{tag}");
        }
    }
}
