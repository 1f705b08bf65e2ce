//! The account of a workspace: its id, its keys, and the tokens that sign what Twilio sends.

use async_trait::async_trait;
use callboard_kernel::{PortError, Scope};
use std::{fmt, sync::Arc};

/// Something that nobody may read in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// An id of Twilio: two capital letters that say of what, then 32 hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Sid(String);

/// A text is no id of Twilio, or one of something else.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("must be {prefix} and 32 hexadecimal digits")]
pub struct NotASid {
    prefix: &'static str,
}

impl Sid {
    fn parse(text: &str, prefix: &'static str) -> Result<Self, NotASid> {
        let digits = text.strip_prefix(prefix).ok_or(NotASid { prefix })?;
        let fine = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if fine { Ok(Self(text.to_owned())) } else { Err(NotASid { prefix }) }
    }

    /// `AC…`
    pub fn account(text: &str) -> Result<Self, NotASid> {
        Self::parse(text, "AC")
    }

    /// `SK…`
    pub fn api_key(text: &str) -> Result<Self, NotASid> {
        Self::parse(text, "SK")
    }

    /// `AP…`
    pub fn application(text: &str) -> Result<Self, NotASid> {
        Self::parse(text, "AP")
    }

    /// `MG…`
    pub(crate) fn service(text: &str) -> Result<Self, NotASid> {
        Self::parse(text, "MG")
    }

    /// As Twilio writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An API key. It can be revoked without changing the account's token, so it is the better way in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiKey {
    /// `SK…`
    pub sid: Sid,
    /// Its secret.
    pub secret: Secret,
}

/// What our requests are allowed by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Credentials {
    /// An API key.
    ApiKey(ApiKey),
    /// The account's own token, which may do everything.
    AuthToken(Secret),
}

/// The tokens that sign Twilio's requests. API keys never sign, and a secondary token signs only once it is promoted, so
/// both are accepted while the token is being changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SigningTokens {
    /// The account's primary token.
    pub current: Secret,
    /// The one before or after it, while it is being changed.
    pub other: Option<Secret>,
}

/// What browsers need to be telephones.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrowserSettings {
    /// The API key that signs their tokens: the account's own token cannot.
    pub key: ApiKey,
    /// `AP…`: the TwiML application that is asked when a browser calls out; `None` lets browsers only be rung.
    pub application: Option<Sid>,
}

/// The account of a workspace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TwilioAccount {
    /// `AC…`
    pub sid: Sid,
    /// What our requests are allowed by.
    pub credentials: Credentials,
    /// What signs Twilio's requests.
    pub signing: SigningTokens,
    /// What browsers need; `None` when there are none.
    pub browsers: Option<BrowserSettings>,
}

impl TwilioAccount {
    /// User and password of HTTP basic authentication.
    pub(crate) fn basic(&self) -> (&str, &str) {
        match &self.credentials {
            Credentials::ApiKey(key) => (key.sid.as_str(), key.secret.expose()),
            Credentials::AuthToken(token) => (self.sid.as_str(), token.expose()),
        }
    }
}

/// Which account a workspace has.
#[async_trait]
pub trait AccountDirectory: Send + Sync {
    /// The account; `None` when the workspace has none.
    async fn account(&self, scope: &Scope) -> Result<Option<Arc<TwilioAccount>>, PortError>;
}

/// The same account for all workspaces: a server of one business.
#[derive(Clone, Debug)]
pub struct OneAccount(pub Arc<TwilioAccount>);

#[async_trait]
impl AccountDirectory for OneAccount {
    async fn account(&self, _scope: &Scope) -> Result<Option<Arc<TwilioAccount>>, PortError> {
        Ok(Some(self.0.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_in_debug_output() {
        let key = ApiKey {
            sid: Sid::api_key(&format!("SK{}", "0".repeat(32))).unwrap(),
            secret: Secret::new("hush"),
        };
        assert!(!format!("{key:?}").contains("hush"));
    }

    #[test]
    fn an_id_of_something_else_is_refused() {
        assert!(Sid::account(&format!("AC{}", "a".repeat(32))).is_ok());
        for text in ["", "AC", "AC/../x", &format!("SK{}", "a".repeat(32))] {
            assert!(Sid::account(text).is_err(), "{text}");
        }
    }
}
