//! Whether requests should come here.

use crate::lifecycle::Lifecycle;
use async_trait::async_trait;
use callboard_adapter_sql::{Database, Fitness};
use callboard_http_api::{Health, NotReady};
use std::time::Duration;
use tokio::time::timeout;

/// Whoever asks gives up soon after.
const PATIENCE: Duration = Duration::from_secs(3);

/// A process is ready when it does not stop and its database is fit.
#[derive(Debug)]
pub struct Readiness {
    database: Database,
    lifecycle: Lifecycle,
}

impl Readiness {
    /// Of a process over this database.
    pub const fn new(database: Database, lifecycle: Lifecycle) -> Self {
        Self { database, lifecycle }
    }
}

#[async_trait]
impl Health for Readiness {
    async fn ready(&self) -> Result<(), NotReady> {
        if self.lifecycle.is_stopping() {
            return Err(NotReady::Stopping);
        }
        match timeout(PATIENCE, self.database.fitness()).await {
            Ok(Fitness::Fit) => Ok(()),
            Ok(Fitness::OldSchema) => Err(NotReady::Schema),
            Ok(Fitness::ReadOnly) => Err(NotReady::Storage),
            Ok(Fitness::Unreachable) | Err(_) => Err(NotReady::Database),
        }
    }
}
