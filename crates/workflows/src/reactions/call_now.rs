//! The call of an event as it is now, in the words of the follow-ups. A reaction may run long after its event; what was
//! decided in between counts.

use super::{Happening, ReactionError};
use callboard_calls::{CallError, CallFacts, model::Call};
use callboard_followups::rules::PromiseFacts;
use callboard_kernel::{CallId, Phone};

impl Happening<'_> {
    /// The call as it is now; `None` when it is gone.
    pub(super) async fn call_now(&self, id: CallId) -> Result<Option<Call>, ReactionError> {
        match self.ports.calls.get(&self.scope, id).await {
            Ok(loaded) => Ok(Some(loaded.value)),
            Err(CallError::NotFound) => Ok(None),
            Err(error) => Err(ReactionError::of(error)),
        }
    }
}

/// Name of the other party, else the number, else a word for nobody.
pub(super) fn subject_of(facts: &CallFacts) -> String {
    if facts.caller_name.trim().is_empty() {
        facts.other_party.as_ref().map_or("Unknown caller", Phone::as_str).to_owned()
    } else {
        facts.caller_name.clone()
    }
}

/// What SLA rules may ask of the call.
pub(super) fn promise_facts(facts: &CallFacts) -> PromiseFacts {
    PromiseFacts {
        direction: facts.direction.as_str().to_owned(),
        status: facts.status.as_str().to_owned(),
        disposition: facts.disposition.clone(),
        intent: facts.intent.map(|intent| intent.as_str().to_owned()),
        known_customer: facts.customer.is_some(),
        emergency_score: facts.emergency_score,
        after_hours: facts.after_hours,
    }
}
