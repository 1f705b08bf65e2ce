//! When did a day start? Asked by the calls, answered from the zone of the workspace.

use async_trait::async_trait;
use callboard_calls::ports::LocalDays;
use callboard_followups::hours::midnight;
use callboard_kernel::{PortError, Scope, Timestamp};
use callboard_workspaces::ports::WorkspaceRepository;
use std::sync::Arc;

/// Answers from the settings of the workspace.
pub struct LocalDaysBridge {
    workspaces: Arc<dyn WorkspaceRepository>,
}

impl LocalDaysBridge {
    /// Over the store of workspaces.
    pub fn new(workspaces: Arc<dyn WorkspaceRepository>) -> Self {
        Self { workspaces }
    }
}

#[async_trait]
impl LocalDays for LocalDaysBridge {
    async fn midnight(
        &self,
        scope: &Scope,
        at: Timestamp,
        days_back: u16,
    ) -> Result<Timestamp, PortError> {
        const ASKED: &str = "local_days.midnight";
        let found = self.workspaces.get(scope).await?;
        let workspace = found.ok_or_else(|| PortError::broken(ASKED, "no workspace"))?;
        let zone = &workspace.value.snapshot().time_zone;
        midnight(zone, at, days_back).map_err(|error| PortError::broken(ASKED, error))
    }
}
