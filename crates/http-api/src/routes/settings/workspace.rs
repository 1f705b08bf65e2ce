//! Settings of the workspace itself.

use crate::{answer::Versioned, auth::Caller, problem::Problem, request::IfMatch, routes::Part};
use callboard_kernel::Loaded;
use callboard_workspaces::model::{self, WorkspaceEdit};
use poem_openapi::{Object, OpenApi, payload::Json};
use uuid::Uuid;

/// The workspace.
#[derive(Object)]
pub(crate) struct Workspace {
    /// Id.
    id: Uuid,
    /// Name.
    name: String,
    /// IANA name of its time zone.
    time_zone: String,
    /// ISO 4217 code of its currency.
    currency: String,
    /// ISO 3166 code of the country by which national numbers are read.
    region: String,
    /// Whether pretend callers may call it.
    demo: bool,
}

/// An edit; what is left out stays.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct WorkspacePatch {
    /// Name.
    #[oai(validator(min_length = 1, max_length = 120))]
    name: Option<String>,
    /// IANA name of the time zone.
    #[oai(validator(max_length = 60))]
    time_zone: Option<String>,
    /// ISO 4217 code of the currency.
    #[oai(validator(max_length = 3))]
    currency: Option<String>,
    /// ISO 3166 code of the country.
    #[oai(validator(max_length = 2))]
    region: Option<String>,
}

impl From<&model::Workspace> for Workspace {
    fn from(workspace: &model::Workspace) -> Self {
        let s = workspace.snapshot();
        Self {
            id: s.id.uuid(),
            name: s.name.clone(),
            time_zone: s.time_zone.clone(),
            currency: s.currency.code().to_owned(),
            region: s.region.clone(),
            demo: s.demo,
        }
    }
}

fn versioned(loaded: Loaded<model::Workspace>) -> Versioned<Workspace> {
    Versioned { body: (&loaded.value).into(), version: loaded.version }
}

pub(crate) struct WorkspaceApi;

#[OpenApi(prefix_path = "/settings/workspace", tag = "Part::Settings")]
impl WorkspaceApi {
    /// The workspace
    #[oai(path = "/", method = "get", operation_id = "get_workspace")]
    async fn get(&self, caller: Caller) -> Result<Versioned<Workspace>, Problem> {
        Ok(versioned(caller.workspace.get(&caller.scope).await?))
    }

    /// Edit the workspace
    #[oai(path = "/", method = "patch", operation_id = "edit_workspace")]
    async fn edit(
        &self,
        caller: Caller,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<WorkspacePatch>,
    ) -> Result<Versioned<Workspace>, Problem> {
        let WorkspacePatch { name, time_zone, currency, region } = body.0;
        let edit = WorkspaceEdit { name, time_zone, region, currency };
        Ok(versioned(caller.workspace.edit(&caller.scope, if_match.0, edit).await?))
    }
}
