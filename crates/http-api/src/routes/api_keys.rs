//! Keys for programs.

use crate::{
    answer::{Answer, Created, Done},
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    routes::Part,
};
use callboard_kernel::{ApiKeyId, Role};
use callboard_workspaces::KeyRow;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// A key, without itself.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ApiKey {
    /// Id.
    id: Uuid,
    /// What it is for.
    name: String,
    /// What it may do.
    role: Word<Role>,
    /// Its first letters.
    prefix: String,
    /// Who made it.
    created_by: Option<String>,
    /// When it was made.
    created_at: Instant,
    /// Last use, to the minute.
    last_used_at: Option<Instant>,
    /// Since when it no longer signs in.
    revoked_at: Option<Instant>,
}

/// All keys.
#[derive(Object)]
pub(crate) struct ApiKeyList {
    /// Newest first, revoked ones included.
    data: Vec<ApiKey>,
}

/// A new key.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewApiKey {
    /// What it is for.
    #[oai(validator(min_length = 1, max_length = 120))]
    name: String,
    /// What it may do; not more than its maker.
    role: Word<Role>,
}

/// A new key with itself.
#[derive(Object)]
pub(crate) struct NewApiKeyAnswer {
    /// The key as it is listed.
    api_key: ApiKey,
    /// The key itself; shown once.
    key: String,
}

impl From<KeyRow> for ApiKey {
    fn from(row: KeyRow) -> Self {
        Self {
            id: row.id.uuid(),
            name: row.name,
            role: Word(row.role),
            prefix: row.prefix,
            created_by: row.created_by,
            created_at: row.created_at.into(),
            last_used_at: row.last_used_at.map(Instant),
            revoked_at: row.revoked_at.map(Instant),
        }
    }
}

pub(crate) struct ApiKeysApi;

#[OpenApi(prefix_path = "/api-keys", tag = "Part::ApiKeys")]
impl ApiKeysApi {
    /// List keys
    #[oai(path = "/", method = "get", operation_id = "list_api_keys")]
    async fn list(&self, caller: Caller) -> Result<Answer<ApiKeyList>, Problem> {
        let rows = caller.api_keys.list(&caller.scope).await?;
        Ok(Answer(ApiKeyList { data: rows.into_iter().map(ApiKey::from).collect() }))
    }

    /// Make a key
    ///
    /// The key itself is shown this once.
    #[oai(path = "/", method = "post", operation_id = "create_api_key")]
    async fn create(
        &self,
        caller: Caller,
        body: Json<NewApiKey>,
    ) -> Result<Created<NewApiKeyAnswer>, Problem> {
        let made = caller.api_keys.create(&caller.scope, &body.0.name, body.0.role.0).await?;
        let api_key = ApiKey {
            id: made.key.id.uuid(),
            name: made.key.name,
            role: Word(made.key.role),
            prefix: made.key.prefix,
            created_by: None,
            created_at: made.key.created_at.into(),
            last_used_at: None,
            revoked_at: None,
        };
        Ok(Created(NewApiKeyAnswer { api_key, key: made.secret.reveal().to_owned() }))
    }

    /// Revoke a key
    #[oai(path = "/:id", method = "delete", operation_id = "revoke_api_key")]
    async fn revoke(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        caller.api_keys.revoke(&caller.scope, ApiKeyId(id.0)).await?;
        Ok(Done)
    }
}
