//! Saved views: where they are kept, and what their days are.

use crate::views::{CallView, CallViewEvent, Tab};
use async_trait::async_trait;
use callboard_kernel::{
    CallViewId, Commit, Loaded, MemberId, PortError, SaveError, Scope, Timestamp, Version,
};

/// Keeps saved views and how members arrange them.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CallViewStore: Send + Sync {
    /// The views that the actor sees, oldest first: his own and the team's, none that was removed. One that this program
    /// cannot read, because a newer one wrote it, is left out: it would show other calls than it says.
    async fn list(&self, scope: &Scope) -> Result<Vec<Loaded<CallView>>, PortError>;

    /// A view of this workspace, whoever's and removed or not; `None` when there is none.
    async fn get(
        &self,
        scope: &Scope,
        id: CallViewId,
    ) -> Result<Option<Loaded<CallView>>, PortError>;

    /// Writes the view, its event and its audit line together, or nothing. `Stale` when someone wrote first.
    /// Views that were removed before `forget_before` are forgotten with it.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<CallView, CallViewEvent>,
        forget_before: Timestamp,
    ) -> Result<Version, SaveError>;

    /// How a member arranged his views; empty when he never did.
    async fn tabs(&self, scope: &Scope, member: MemberId) -> Result<Vec<Tab>, PortError>;

    /// Replaces it; the last one who writes wins. It is a setting of one screen and no decision, so it leaves no line in
    /// the audit trail.
    async fn save_tabs(
        &self,
        scope: &Scope,
        member: MemberId,
        tabs: &[Tab],
        at: Timestamp,
    ) -> Result<(), PortError>;
}

/// Question: when did a day start? Answered from the zone of the workspace.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait LocalDays: Send + Sync {
    /// The midnight before `at`, so many days further back: 0 is the start of its own day.
    async fn midnight(
        &self,
        scope: &Scope,
        at: Timestamp,
        days_back: u16,
    ) -> Result<Timestamp, PortError>;
}
