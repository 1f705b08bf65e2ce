//! Signing in and out, sessions, passwords.

use crate::{
    answer::{Answer, Done},
    auth::{Caller, DEVICE, SESSION, Visitor, Who, dropped, kept},
    fields::{Instant, Word},
    problem::{PersonRef, Problem},
    routes::{Part, settings::workspace::Workspace},
};
use callboard_kernel::{Permission, Role, Scope, SessionId, WorkspaceId};
use callboard_workspaces::{
    SessionRow, SignIn as Attempt, WorkspaceError,
    model::{DEVICE_KNOWN_FOR, LASTS_FOR, Secret},
};
use poem::{IntoResponse, Response, http::header};
use poem_openapi::{
    ApiResponse, Object, OpenApi,
    param::Path,
    payload::Json,
    registry::{MetaResponses, Registry},
};
use serde_json::Value;
use uuid::Uuid;

/// Who signs in.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// E-mail address.
    #[oai(validator(max_length = 254))]
    email: String,
    /// Password.
    #[oai(validator(max_length = 1000))]
    password: String,
    /// The workspace, for those who are in several.
    workspace_id: Option<Uuid>,
}

/// Who is signed in.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Me {
    /// The member, or the API key.
    member: MeMember,
    /// The workspace.
    workspace: Workspace,
    /// What may be done.
    permissions: Vec<String>,
    /// Set when a program asks.
    api_key: Option<bool>,
}

/// The member that is signed in.
#[derive(Object)]
pub(crate) struct MeMember {
    /// Id.
    id: Uuid,
    /// Name.
    name: String,
    /// E-mail address; empty for an API key.
    email: String,
    /// Role.
    role: Word<Role>,
}

/// A signed-in browser.
#[derive(Object)]
pub(crate) struct Session {
    /// Id.
    id: Uuid,
    /// Sign-in.
    created_at: Instant,
    /// Last use, to the minute.
    last_seen_at: Instant,
    /// When it ends at the latest.
    expires_at: Instant,
    /// What the browser calls itself.
    user_agent: String,
    /// It is the one that asks.
    current: bool,
}

/// The caller's signed-in browsers.
#[derive(Object)]
pub(crate) struct SessionList {
    /// Last used first.
    data: Vec<Session>,
}

/// A change of one's own password.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// The present one.
    #[oai(validator(max_length = 1000))]
    current_password: String,
    /// The new one.
    #[oai(validator(max_length = 1000))]
    new_password: String,
}

/// Choosing a password by a link.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct PasswordReset {
    /// The token of the link.
    #[oai(validator(max_length = 200))]
    token: String,
    /// The new password.
    #[oai(validator(max_length = 1000))]
    new_password: String,
}

/// What a link is for.
#[derive(Object)]
pub(crate) struct ResetView {
    /// The start of the address, so that people know whose password it is.
    email_hint: String,
    /// Until when the link works.
    expires_at: Instant,
}

/// An answer that sets cookies beside its body.
pub(crate) struct WithCookies<A> {
    answer: A,
    cookies: Vec<String>,
}

impl<A: IntoResponse> IntoResponse for WithCookies<A> {
    fn into_response(self) -> Response {
        let mut response = self.answer.into_response();
        for cookie in self.cookies {
            if let Ok(value) = cookie.parse() {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
        }
        response
    }
}

impl<A: ApiResponse> ApiResponse for WithCookies<A> {
    fn meta() -> MetaResponses {
        A::meta()
    }
    fn register(registry: &mut Registry) {
        A::register(registry);
    }
}

fn permissions(scope: &Scope) -> Vec<String> {
    let word = |permission: &Permission| match serde_json::to_value(permission) {
        Ok(Value::String(word)) => Some(word),
        _ => None,
    };
    Permission::ALL.iter().filter(|permission| scope.may(**permission)).filter_map(word).collect()
}

/// The refusal of a sign-in names the workspaces to choose from.
fn refusal(error: WorkspaceError) -> Problem {
    let choices = match &error {
        WorkspaceError::ChooseWorkspace(all) => Some(
            all.iter().map(|(id, name)| PersonRef { id: id.uuid(), name: name.clone() }).collect(),
        ),
        _ => None,
    };
    let problem = Problem::from(error);
    match choices {
        Some(choices) => problem.with_workspaces(choices),
        None => problem,
    }
}

fn session(row: SessionRow, current: Option<SessionId>) -> Session {
    Session {
        id: row.id.uuid(),
        created_at: row.created_at.into(),
        last_seen_at: row.last_seen_at.into(),
        expires_at: row.expires_at.into(),
        user_agent: row.user_agent,
        current: Some(row.id) == current,
    }
}

pub(crate) struct AuthApi;

#[OpenApi(prefix_path = "/auth", tag = "Part::Auth")]
impl AuthApi {
    /// Sign in
    ///
    /// Sets the session cookie. 409 `choose_workspace` lists `workspaces` when the password is right in several.
    #[oai(path = "/sign-in", method = "post", operation_id = "sign_in")]
    async fn sign_in(
        &self,
        visitor: Visitor,
        body: Json<SignIn>,
    ) -> Result<WithCookies<Answer<Me>>, Problem> {
        let attempt = Attempt {
            email: body.0.email,
            password: Secret::received(body.0.password),
            workspace: body.0.workspace_id.map(WorkspaceId),
            source: visitor.source.clone(),
            user_agent: visitor.user_agent.clone(),
            device: visitor.device.clone(),
        };
        let signed_in = visitor.accounts.sign_in(attempt).await.map_err(refusal)?;
        let workspace = visitor.workspace.get(&signed_in.scope).await?;
        let member = MeMember {
            id: signed_in.member.id.uuid(),
            name: signed_in.member.name,
            email: signed_in.member.email,
            role: Word(signed_in.member.role),
        };
        let me = Me {
            member,
            workspace: (&workspace.value).into(),
            permissions: permissions(&signed_in.scope),
            api_key: None,
        };
        let cookies = vec![
            kept(&visitor.site, SESSION, &signed_in.token, LASTS_FOR),
            kept(&visitor.site, DEVICE, &signed_in.device, DEVICE_KNOWN_FOR),
        ];
        Ok(WithCookies { answer: Answer(me), cookies })
    }

    /// Sign out
    #[oai(path = "/sign-out", method = "post", operation_id = "sign_out")]
    async fn sign_out(&self, caller: Caller) -> Result<WithCookies<Done>, Problem> {
        caller.accounts.sign_out(&caller.scope, caller.session()?).await?;
        Ok(WithCookies { answer: Done, cookies: vec![dropped(&caller.site, SESSION)] })
    }

    /// Who is signed in
    #[oai(path = "/me", method = "get", operation_id = "get_me")]
    async fn me(&self, caller: Caller) -> Result<Answer<Me>, Problem> {
        let workspace = caller.workspace.get(&caller.scope).await?;
        let (member, api_key) = match &caller.who {
            Who::Member { member, .. } => {
                let (id, role) = (member.id.uuid(), Word(member.role));
                let member =
                    MeMember { id, name: member.name.clone(), email: member.email.clone(), role };
                (member, None)
            }
            Who::Key(key) => {
                let (id, role) = (key.id.uuid(), Word(key.role));
                (MeMember { id, name: key.name.clone(), email: String::new(), role }, Some(true))
            }
        };
        let permissions = permissions(&caller.scope);
        Ok(Answer(Me { member, workspace: (&workspace.value).into(), permissions, api_key }))
    }

    /// The caller's sessions
    #[oai(path = "/sessions", method = "get", operation_id = "list_sessions")]
    async fn sessions(&self, caller: Caller) -> Result<Answer<SessionList>, Problem> {
        let current = caller.session().ok();
        let rows = caller.accounts.sessions(&caller.scope).await?;
        let data = rows.into_iter().map(|row| session(row, current)).collect();
        Ok(Answer(SessionList { data }))
    }

    /// End one of the caller's sessions
    #[oai(path = "/sessions/:id", method = "delete", operation_id = "revoke_session")]
    async fn revoke(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        caller.accounts.revoke_session(&caller.scope, SessionId(id.0)).await?;
        Ok(Done)
    }

    /// Change one's own password
    ///
    /// Ends all other sessions.
    #[oai(path = "/password", method = "post", operation_id = "change_password")]
    async fn password(&self, caller: Caller, body: Json<PasswordChange>) -> Result<Done, Problem> {
        let current = Secret::received(body.0.current_password);
        let new = Secret::received(body.0.new_password);
        let session = caller.session()?;
        caller.accounts.change_password(&caller.scope, session, &current, &new).await?;
        Ok(Done)
    }

    /// Look at a reset link
    #[oai(path = "/reset/:token", method = "get", operation_id = "get_password_reset")]
    async fn look_at_reset(
        &self,
        visitor: Visitor,
        #[oai(validator(max_length = 200))] token: Path<String>,
    ) -> Result<Answer<ResetView>, Problem> {
        let view = visitor.accounts.look_at_reset(&Secret::received(token.0)).await?;
        let expires_at = view.expires_at.into();
        Ok(Answer(ResetView { email_hint: view.email_hint, expires_at }))
    }

    /// Choose a password by a reset link
    ///
    /// Ends all sessions of the member.
    #[oai(path = "/reset", method = "post", operation_id = "reset_password")]
    async fn reset(&self, visitor: Visitor, body: Json<PasswordReset>) -> Result<Done, Problem> {
        let (token, new) = (Secret::received(body.0.token), Secret::received(body.0.new_password));
        visitor.accounts.use_reset(&token, &new).await?;
        Ok(Done)
    }
}
