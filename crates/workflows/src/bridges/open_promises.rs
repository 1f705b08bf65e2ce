//! Has the call an open promise? Asked by the calls, answered by the follow-ups.

use async_trait::async_trait;
use callboard_calls::ports::OpenPromises;
use callboard_followups::ports::FollowUpRepository;
use callboard_kernel::{CallId, PortError, Scope};
use std::sync::Arc;

/// Answers from the follow-ups.
pub struct OpenPromisesBridge {
    follow_ups: Arc<dyn FollowUpRepository>,
}

impl OpenPromisesBridge {
    /// Over the store of follow-ups.
    pub fn new(follow_ups: Arc<dyn FollowUpRepository>) -> Self {
        Self { follow_ups }
    }
}

#[async_trait]
impl OpenPromises for OpenPromisesBridge {
    async fn has_open(&self, scope: &Scope, call: CallId) -> Result<bool, PortError> {
        Ok(!self.follow_ups.open_of_call(scope, call).await?.is_empty())
    }
}
