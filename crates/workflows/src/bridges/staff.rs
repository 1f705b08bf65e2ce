//! Who works here? Asked by the messaging, answered by the members.

use async_trait::async_trait;
use callboard_kernel::{MemberId, PortError, Scope};
use callboard_messaging::ports::Staff;
use callboard_workspaces::ports::MemberRepository;
use std::sync::Arc;

/// Answers from the members.
pub struct StaffBridge {
    members: Arc<dyn MemberRepository>,
}

impl StaffBridge {
    /// Over the store of members.
    pub fn new(members: Arc<dyn MemberRepository>) -> Self {
        Self { members }
    }
}

#[async_trait]
impl Staff for StaffBridge {
    async fn name(&self, scope: &Scope, member: MemberId) -> Result<Option<String>, PortError> {
        let found = self.members.get(scope, member).await?;
        let active = found.filter(|loaded| loaded.value.snapshot().active);
        Ok(active.map(|loaded| loaded.value.snapshot().name.clone()))
    }
}
