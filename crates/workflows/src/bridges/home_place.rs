//! Where is the workspace at home? Asked by imports, answered by the workspace.

use async_trait::async_trait;
use callboard_calls::ports::{Home, HomePlace};
use callboard_kernel::{PortError, Scope};
use callboard_workspaces::ports::WorkspaceRepository;
use std::sync::Arc;

/// Answers from the settings of the workspace.
pub struct HomePlaceBridge {
    workspaces: Arc<dyn WorkspaceRepository>,
}

impl HomePlaceBridge {
    /// Over the store of workspaces.
    pub fn new(workspaces: Arc<dyn WorkspaceRepository>) -> Self {
        Self { workspaces }
    }
}

#[async_trait]
impl HomePlace for HomePlaceBridge {
    async fn home(&self, scope: &Scope) -> Result<Home, PortError> {
        let found = self.workspaces.get(scope).await?;
        let workspace =
            found.ok_or_else(|| PortError::broken("home_place.home", "no workspace"))?.value;
        let facts = workspace.snapshot();
        Ok(Home { region: facts.region.clone(), time_zone: facts.time_zone.clone() })
    }
}
