//! The authenticated sender of a request, as handlers take it.

use super::{Site, cookies};
use crate::{problem::Problem, services::ApiServices};
use callboard_kernel::{Scope, SessionId};
use callboard_workspaces::{
    WorkspaceError,
    model::{ApiKeySnapshot, KEY_PREFIX, MemberSnapshot, Secret},
};
use poem::{Request, RequestBody, Result, http::header};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaSecurityScheme, Registry},
};
use std::{ops::Deref, sync::Arc};

/// Who proved what.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    /// A member with a session.
    Member { session: SessionId, member: Box<MemberSnapshot> },
    /// A program with a key.
    Key(Box<ApiKeySnapshot>),
}

/// Somebody who is signed in, with everything that can be done for him.
#[derive(Clone)]
pub(crate) struct Caller {
    /// Proof of workspace and role, for the use cases.
    pub(crate) scope: Scope,
    /// Who it is.
    pub(crate) who: Who,
    services: Arc<ApiServices>,
}

/// What a request proves its sender with.
#[derive(Clone)]
pub(crate) enum Credential {
    /// An API key.
    Key(Secret),
    /// The token of a session.
    Session(Secret),
}

impl Credential {
    /// Reads it. A key beats a cookie, so that a program in a browser's network says what it is.
    pub(crate) fn of(request: &Request, site: &Site) -> Result<Self, Problem> {
        if let Some(key) = bearer(request)? {
            return Ok(Self::Key(key));
        }
        let token = cookies::cookie(request, site, cookies::SESSION);
        token.map(Self::Session).ok_or_else(Problem::not_signed_in)
    }

    /// Asks whose it is, now.
    pub(crate) async fn prove(&self, services: &Arc<ApiServices>) -> Result<Caller, Problem> {
        let services = services.clone();
        match self {
            Self::Key(key) => {
                let known = services.accounts.authenticate_key(key).await?;
                Ok(Caller { scope: known.scope, who: Who::Key(Box::new(known.key)), services })
            }
            Self::Session(token) => {
                let known = services.accounts.authenticate_session(token).await?;
                let who = Who::Member { session: known.session.id, member: Box::new(known.member) };
                Ok(Caller { scope: known.scope, who, services })
            }
        }
    }
}

impl Caller {
    /// Authenticates a request.
    pub(crate) async fn of(
        request: &Request,
        services: &Arc<ApiServices>,
    ) -> Result<Self, Problem> {
        Credential::of(request, &services.site)?.prove(services).await
    }

    /// The session; refused for programs.
    pub(crate) fn session(&self) -> Result<SessionId, Problem> {
        match &self.who {
            Who::Member { session, .. } => Ok(*session),
            Who::Key(_) => Err(WorkspaceError::NotAMember.into()),
        }
    }
}

impl Deref for Caller {
    type Target = ApiServices;

    fn deref(&self) -> &ApiServices {
        &self.services
    }
}

/// The key of an `Authorization: Bearer` header. Another scheme, or a token that is no key, is refused and not ignored.
fn bearer(request: &Request) -> Result<Option<Secret>, Problem> {
    let Some(value) = request.headers().get(header::AUTHORIZATION) else { return Ok(None) };
    let token = value.to_str().ok().and_then(|text| text.split_once(' '));
    match token {
        Some((scheme, token))
            if scheme.eq_ignore_ascii_case("bearer") && token.starts_with(KEY_PREFIX) =>
        {
            Ok(Some(Secret::received(token.trim())))
        }
        _ => Err(Problem::not_signed_in()),
    }
}

impl<'a> ApiExtractor<'a> for Caller {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        let scheme = |ty, description| MetaSecurityScheme {
            ty,
            description: Some(description),
            name: None,
            key_in: None,
            scheme: None,
            bearer_format: None,
            flows: None,
            openid_connect_url: None,
        };
        let session = MetaSecurityScheme {
            name: Some("__Host-callboard_session"),
            key_in: Some("cookie"),
            ..scheme(
                "apiKey",
                "The cookie of a signed-in browser; without TLS its name is `callboard_session`.",
            )
        };
        let key = MetaSecurityScheme {
            scheme: Some("bearer"),
            ..scheme("http", "An API key, `cb_…`.")
        };
        registry.create_security_scheme("session", session);
        registry.create_security_scheme("api_key", key);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec!["session", "api_key"]
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        // The gate has put it there; nobody else can.
        request.extensions().get::<Self>().cloned().ok_or_else(|| Problem::not_signed_in().into())
    }
}

/// Somebody who is not signed in (yet), with what the services want to know of him.
pub(crate) struct Visitor {
    /// Address of the client.
    pub(crate) source: String,
    /// What the browser calls itself.
    pub(crate) user_agent: String,
    /// The mark that it has signed in before.
    pub(crate) device: Option<Secret>,
    services: Arc<ApiServices>,
}

impl Deref for Visitor {
    type Target = ApiServices;

    fn deref(&self) -> &ApiServices {
        &self.services
    }
}

impl<'a> ApiExtractor<'a> for Visitor {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::PoemExtractor];
    type ParamType = ();
    type ParamRawType = ();

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let services = request.extensions().get::<Arc<ApiServices>>().cloned();
        let services = services.ok_or_else(Problem::internal)?;
        Ok(Self {
            source: source(request, &services.site),
            user_agent: request.header(header::USER_AGENT).unwrap_or_default().to_owned(),
            device: cookies::cookie(request, &services.site, cookies::DEVICE),
            services,
        })
    }
}

/// The address that a request comes from; empty when nobody knows.
pub(crate) fn source(request: &Request, site: &Site) -> String {
    let forwarded = request.header("x-forwarded-for").filter(|_| site.trusts_forwarded_for());
    let last = forwarded.and_then(|all| all.rsplit(',').next()).map(str::trim);
    let direct = || request.remote_addr().as_socket_addr().map(|address| address.ip().to_string());
    last.map(str::to_owned).or_else(direct).unwrap_or_default()
}
