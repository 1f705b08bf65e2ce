//! What must media know of a call? Asked by the media, answered by the calls.

use async_trait::async_trait;
use callboard_calls::ports::CallRepository;
use callboard_kernel::{CallId, PortError, Scope, Timestamp};
use callboard_media::ports::{CallCourse, CallsOfMedia};
use std::sync::Arc;

/// Answers from the calls.
pub struct CallsOfMediaBridge {
    calls: Arc<dyn CallRepository>,
}

impl CallsOfMediaBridge {
    /// Over the store of calls.
    pub fn new(calls: Arc<dyn CallRepository>) -> Self {
        Self { calls }
    }
}

#[async_trait]
impl CallsOfMedia for CallsOfMediaBridge {
    async fn began_at(&self, scope: &Scope, call: CallId) -> Result<Option<Timestamp>, PortError> {
        let found = self.calls.get(scope, call).await?;
        Ok(found.map(|loaded| loaded.value.snapshot().started_at))
    }

    async fn course(&self, scope: &Scope, call: CallId) -> Result<Option<CallCourse>, PortError> {
        let found = self.calls.get(scope, call).await?;
        Ok(found.map(|loaded| CallCourse {
            talks_since: loaded.value.snapshot().answered_at,
            is_over: loaded.value.status().is_final(),
        }))
    }
}
