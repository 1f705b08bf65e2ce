//! By which country's rules are national numbers read? Asked by the customers, answered by the workspace.

use async_trait::async_trait;
use callboard_customers::ports::HomeRegion;
use callboard_kernel::{PortError, Scope};
use callboard_workspaces::ports::WorkspaceRepository;
use std::sync::Arc;

/// Answers from the settings of the workspace.
pub struct HomeRegionBridge {
    workspaces: Arc<dyn WorkspaceRepository>,
}

impl HomeRegionBridge {
    /// Over the store of workspaces.
    pub fn new(workspaces: Arc<dyn WorkspaceRepository>) -> Self {
        Self { workspaces }
    }
}

#[async_trait]
impl HomeRegion for HomeRegionBridge {
    async fn region(&self, scope: &Scope) -> Result<String, PortError> {
        let found = self.workspaces.get(scope).await?;
        let workspace =
            found.ok_or_else(|| PortError::broken("home_region.region", "no workspace"))?;
        Ok(workspace.value.snapshot().region.clone())
    }
}
