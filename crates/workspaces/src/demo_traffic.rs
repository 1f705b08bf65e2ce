//! How much the simulated callers of a demo workspace call.

use async_trait::async_trait;
use callboard_kernel::{
    AuditAction, AuditDraft, Auditable, Clock, Forbidden, Invalid, Permission, PortError,
    SaveError, Scope, Timestamp, WorkspaceId,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A storm day has this many times the calls of an ordinary one.
pub const STORM_FACTOR: u32 = 6;

/// How the simulated callers behave. The default is a quiet day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DemoTraffic {
    /// Whether anybody calls.
    pub running: bool,
    /// Calls a minute on an ordinary day, 0 to [`DemoTraffic::MAX_CALLS_PER_MINUTE`].
    pub calls_per_minute: u32,
    /// Whether it is a storm day.
    pub storm: bool,
}

impl Default for DemoTraffic {
    fn default() -> Self {
        Self { running: true, calls_per_minute: 2, storm: false }
    }
}

impl DemoTraffic {
    /// The most calls a minute that can be asked for.
    pub const MAX_CALLS_PER_MINUTE: u32 = 60;

    /// Calls a minute as it is now.
    pub const fn rate(self) -> u32 {
        match (self.running, self.storm) {
            (false, _) => 0,
            (true, false) => self.calls_per_minute,
            (true, true) => self.calls_per_minute * STORM_FACTOR,
        }
    }

    /// How many calls begin in the second `second` (seconds since the Unix epoch): the calls of a minute are spread
    /// evenly over it, so that every replica finds the same answer.
    pub const fn due_in(self, second: i64) -> u32 {
        let position = second.rem_euclid(60) as u32;
        let rate = self.rate();
        (position + 1) * rate / 60 - position * rate / 60
    }
}

/// Keeps the traffic of a demo workspace.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait DemoTrafficStore: Send + Sync {
    /// The traffic; the default when it was never changed. `None` when the workspace is no demo.
    async fn load(&self, scope: &Scope) -> Result<Option<DemoTraffic>, PortError>;

    /// Replaces the traffic; writes the audit line and tells open screens in the same transaction.
    async fn save(
        &self,
        scope: &Scope,
        traffic: DemoTraffic,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<(), SaveError>;

    /// The demo workspaces, for the simulator alone.
    async fn demo_workspaces(&self) -> Result<Vec<WorkspaceId>, PortError>;
}

/// Why the traffic cannot be shown or changed.
#[derive(Debug, thiserror::Error)]
pub enum DemoTrafficError {
    /// The workspace is no demo: nobody pretends to call it.
    #[error("this workspace is no demo")]
    NoDemo,
    /// The role does not allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The rate is out of range.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The store failed.
    #[error(transparent)]
    Save(#[from] SaveError),
}

impl From<PortError> for DemoTrafficError {
    fn from(error: PortError) -> Self {
        Self::Save(SaveError::Port(error))
    }
}

impl callboard_kernel::Classify for DemoTrafficError {
    fn kind(&self) -> callboard_kernel::ErrorKind {
        use callboard_kernel::ErrorKind;
        match self {
            Self::NoDemo => ErrorKind::NotFound,
            Self::Forbidden(_) => ErrorKind::Forbidden,
            Self::Invalid(invalid) => ErrorKind::Invalid(invalid.0.clone()),
            Self::Save(error) => error.kind(),
        }
    }
    fn code(&self) -> &'static str {
        match self {
            Self::NoDemo => "no_demo",
            Self::Forbidden(_) => "forbidden",
            Self::Invalid(_) => "invalid",
            Self::Save(error) => error.code(),
        }
    }
}

/// Audit form of the traffic.
#[derive(Serialize)]
struct AuditedTraffic<'a> {
    #[serde(skip)]
    workspace: WorkspaceId,
    #[serde(flatten)]
    traffic: &'a DemoTraffic,
}

impl Auditable for AuditedTraffic<'_> {
    const KIND: &'static str = "demo_traffic";
    fn target_id(&self) -> uuid::Uuid {
        self.workspace.uuid()
    }
}

/// Steering the simulated callers.
pub struct DemoControl {
    store: Arc<dyn DemoTrafficStore>,
    clock: Arc<dyn Clock>,
}

impl DemoControl {
    /// Over a store.
    pub fn new(store: Arc<dyn DemoTrafficStore>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    /// The traffic of a demo workspace.
    pub async fn traffic(&self, scope: &Scope) -> Result<DemoTraffic, DemoTrafficError> {
        scope.require(Permission::ReadCalls)?;
        self.store.load(scope).await?.ok_or(DemoTrafficError::NoDemo)
    }

    /// Replaces the traffic of a demo workspace.
    pub async fn steer(
        &self,
        scope: &Scope,
        traffic: DemoTraffic,
    ) -> Result<DemoTraffic, DemoTrafficError> {
        scope.require(Permission::RunSimulator)?;
        let before = self.store.load(scope).await?.ok_or(DemoTrafficError::NoDemo)?;
        if traffic.calls_per_minute > DemoTraffic::MAX_CALLS_PER_MINUTE {
            let limit = DemoTraffic::MAX_CALLS_PER_MINUTE;
            Err(Invalid::field("calls_per_minute", "too_large", format!("is {limit} at most")))?;
        }
        let workspace = scope.workspace();
        let audit = AuditDraft::change(
            AuditAction::Update,
            &AuditedTraffic { workspace, traffic: &before },
            &AuditedTraffic { workspace, traffic: &traffic },
        );
        self.store.save(scope, traffic, audit, self.clock.now()).await?;
        Ok(traffic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_as_many_calls_as_the_rate() {
        for calls_per_minute in [0, 1, 2, 7, 60] {
            for storm in [false, true] {
                let traffic = DemoTraffic { running: true, calls_per_minute, storm };
                let calls: u32 = (0..60).map(|second| traffic.due_in(second)).sum();
                assert_eq!(calls, traffic.rate());
            }
        }
    }

    #[test]
    fn nobody_calls_while_paused() {
        let traffic = DemoTraffic { running: false, ..DemoTraffic::default() };
        assert!((0..60).all(|second| traffic.due_in(second) == 0));
    }
}
