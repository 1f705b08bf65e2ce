//! Who is on duty? Asked by the follow-ups, answered by the members.

use async_trait::async_trait;
use callboard_followups::ports::Duty;
use callboard_kernel::{MemberId, Permission, PortError, Role, Scope};
use callboard_workspaces::ports::MemberRepository;
use std::sync::Arc;

/// Answers from the members.
pub struct DutyBridge {
    members: Arc<dyn MemberRepository>,
}

impl DutyBridge {
    /// Over the store of members.
    pub fn new(members: Arc<dyn MemberRepository>) -> Self {
        Self { members }
    }

    /// Active members who may, lowest role first, then by their time with the workspace: a dispatcher is paged before his
    /// boss.
    async fn who_may(
        &self,
        scope: &Scope,
        permission: Permission,
    ) -> Result<Vec<MemberId>, PortError> {
        let mut members: Vec<(Role, MemberId)> = self
            .members
            .list(scope, false)
            .await?
            .iter()
            .map(|loaded| loaded.value.snapshot())
            .filter(|member| member.active && member.role.allows(permission))
            .map(|member| (member.role, member.id))
            .collect();
        members.sort_unstable();
        Ok(members.into_iter().map(|(_, id)| id).collect())
    }
}

#[async_trait]
impl Duty for DutyBridge {
    async fn supervisors(&self, scope: &Scope) -> Result<Vec<MemberId>, PortError> {
        self.who_may(scope, Permission::Supervise).await
    }

    async fn on_call(&self, scope: &Scope) -> Result<Vec<MemberId>, PortError> {
        self.who_may(scope, Permission::WorkCalls).await
    }

    async fn is_active(&self, scope: &Scope, member: MemberId) -> Result<bool, PortError> {
        let found = self.members.get(scope, member).await?;
        Ok(found.is_some_and(|loaded| loaded.value.snapshot().active))
    }
}
