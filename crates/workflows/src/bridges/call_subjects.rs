//! Whom was a call with? Asked by the switchboard, answered by the calls.

use async_trait::async_trait;
use callboard_calls::{model::Direction, ports::CallRepository};
use callboard_kernel::{CallId, PortError, Scope};
use callboard_switchboard::ports::{Carried, Subject, Subjects};
use std::sync::Arc;

/// Answers from the call log.
pub struct CallSubjectsBridge {
    calls: Arc<dyn CallRepository>,
}

impl CallSubjectsBridge {
    /// Over the store of calls.
    pub fn new(calls: Arc<dyn CallRepository>) -> Self {
        Self { calls }
    }
}

#[async_trait]
impl Subjects for CallSubjectsBridge {
    async fn of_call(&self, scope: &Scope, call: CallId) -> Result<Option<Subject>, PortError> {
        let Some(found) = self.calls.get(scope, call).await? else { return Ok(None) };
        let number = found.value.other_party().cloned();
        let s = found.value.snapshot();
        let name = match (s.caller_name.as_str(), &number) {
            ("", Some(number)) => number.as_str().to_owned(),
            (name, _) => name.to_owned(),
        };
        let ours = match s.direction {
            Direction::In => s.to.clone(),
            Direction::Out => s.from.clone(),
        };
        let carried = s.provider.clone().zip(s.provider_call_id.clone());
        let carried = carried.map(|(provider, leg)| Carried { provider, leg });
        Ok(Some(Subject { number, name, customer: s.customer, ours, carried }))
    }
}
