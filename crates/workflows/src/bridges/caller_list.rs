//! Is a number blocked? Asked by the switchboard while it rings, answered by the consent domain.

use super::call_gate::port_error;
use async_trait::async_trait;
use callboard_consent::Consents;
use callboard_kernel::{Phone, PortError, Scope};
use callboard_switchboard::ports::CallerList;
use std::sync::Arc;

/// Answers from the blocked numbers.
pub struct CallerListBridge {
    consents: Arc<Consents>,
}

impl CallerListBridge {
    /// Over the consent domain.
    pub const fn new(consents: Arc<Consents>) -> Self {
        Self { consents }
    }
}

#[async_trait]
impl CallerList for CallerListBridge {
    async fn is_blocked(&self, scope: &Scope, number: &Phone) -> Result<bool, PortError> {
        let blocked = self.consents.is_blocked(scope, number).await;
        blocked.map_err(|error| port_error("caller_list.is_blocked", error))
    }
}
