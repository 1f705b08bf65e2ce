//! What does the workspace say of itself, and who works in it? Asked by the calls for files and paper, answered by the
//! workspaces.

use async_trait::async_trait;
use callboard_calls::{
    export::LocalZone,
    ports::{Profile, WorkspaceProfile},
};
use callboard_followups::hours::Zone;
use callboard_kernel::{MemberId, PortError, Scope};
use callboard_workspaces::ports::{MemberRepository, WorkspaceRepository};
use std::sync::Arc;

/// Answers from the settings and the members of the workspace.
pub struct WorkspaceProfileBridge {
    workspaces: Arc<dyn WorkspaceRepository>,
    members: Arc<dyn MemberRepository>,
}

impl WorkspaceProfileBridge {
    /// Over the stores of workspaces and members.
    pub fn new(
        workspaces: Arc<dyn WorkspaceRepository>,
        members: Arc<dyn MemberRepository>,
    ) -> Self {
        Self { workspaces, members }
    }
}

#[async_trait]
impl WorkspaceProfile for WorkspaceProfileBridge {
    async fn profile(&self, scope: &Scope) -> Result<Profile, PortError> {
        let operation = "workspace_profile.profile";
        let found = self.workspaces.get(scope).await?;
        let found = found.ok_or_else(|| PortError::broken(operation, "no workspace"))?;
        let workspace = found.value.snapshot();
        let zone = Zone::find(&workspace.time_zone)
            .map_err(|error| PortError::broken(operation, error))?;
        Ok(Profile {
            name: workspace.name.clone(),
            region: workspace.region.clone(),
            currency: workspace.currency.code().to_owned(),
            zone: LocalZone::new(&workspace.time_zone, move |at| zone.offset(at)),
        })
    }

    async fn names(&self, scope: &Scope) -> Result<Vec<(MemberId, String)>, PortError> {
        let members = self.members.list(scope, true).await?;
        let name =
            |member: &callboard_workspaces::model::MemberSnapshot| (member.id, member.name.clone());
        Ok(members.iter().map(|member| name(member.value.snapshot())).collect())
    }
}
