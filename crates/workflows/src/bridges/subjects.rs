//! Who is a follow-up about? Asked by the follow-ups, answered by the calls and the customers.

use async_trait::async_trait;
use callboard_calls::ports::CallRepository;
use callboard_customers::ports::CustomerRepository;
use callboard_followups::ports::{Subject, Subjects};
use callboard_kernel::{CallId, CustomerId, Phone, PortError, Scope};
use std::sync::Arc;

/// Answers from the calls and the customers.
pub struct SubjectsBridge {
    calls: Arc<dyn CallRepository>,
    customers: Arc<dyn CustomerRepository>,
}

impl SubjectsBridge {
    /// Over the stores of calls and customers.
    pub fn new(calls: Arc<dyn CallRepository>, customers: Arc<dyn CustomerRepository>) -> Self {
        Self { calls, customers }
    }
}

#[async_trait]
impl Subjects for SubjectsBridge {
    async fn of_call(&self, scope: &Scope, call: CallId) -> Result<Option<Subject>, PortError> {
        let Some(loaded) = self.calls.get(scope, call).await? else { return Ok(None) };
        let facts = loaded.value.facts();
        let name = if facts.caller_name.trim().is_empty() {
            facts.other_party.as_ref().map_or("Unknown caller", Phone::as_str).to_owned()
        } else {
            facts.caller_name.clone()
        };
        let emergency = loaded.value.is_emergency();
        Ok(Some(Subject { name, customer: facts.customer, emergency }))
    }

    async fn of_customer(
        &self,
        scope: &Scope,
        customer: CustomerId,
    ) -> Result<Option<Subject>, PortError> {
        let found = self.customers.get(scope, customer).await?;
        Ok(found.map(|loaded| Subject {
            name: loaded.value.snapshot().name.clone(),
            customer: Some(customer),
            emergency: false,
        }))
    }
}
