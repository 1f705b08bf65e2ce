//! Who can be texted? Asked by the messaging, answered by the customers and the calls.

use async_trait::async_trait;
use callboard_calls::{model::Direction, ports::CallRepository};
use callboard_customers::ports::CustomerRepository;
use callboard_kernel::{CallId, Phone, PortError, Scope};
use callboard_messaging::ports::{Parties, Party};
use std::sync::Arc;

/// Answers from the customers and the calls.
pub struct PartiesBridge {
    calls: Arc<dyn CallRepository>,
    customers: Arc<dyn CustomerRepository>,
}

impl PartiesBridge {
    /// Over the stores of calls and customers.
    pub fn new(calls: Arc<dyn CallRepository>, customers: Arc<dyn CustomerRepository>) -> Self {
        Self { calls, customers }
    }
}

#[async_trait]
impl Parties for PartiesBridge {
    async fn of_number(&self, scope: &Scope, number: &Phone) -> Result<Party, PortError> {
        let found = self.customers.by_phone(scope, number).await?;
        let known = found.first().map(|loaded| loaded.value.snapshot());
        Ok(Party {
            customer: known.map(|customer| customer.id),
            name: known.map(|customer| customer.name.clone()).unwrap_or_default(),
            number: Some(number.clone()),
            line: None,
        })
    }

    async fn of_call(&self, scope: &Scope, call: CallId) -> Result<Option<Party>, PortError> {
        let Some(loaded) = self.calls.get(scope, call).await? else { return Ok(None) };
        let facts = loaded.value.facts();
        let s = loaded.value.snapshot();
        let line = match s.direction {
            Direction::In => s.to.clone(),
            Direction::Out => s.from.clone(),
        };
        let mut name = facts.caller_name;
        if let Some(customer) = facts.customer
            && let Some(known) = self.customers.get(scope, customer).await?
        {
            name.clone_from(&known.value.snapshot().name);
        }
        Ok(Some(Party { customer: facts.customer, name, number: facts.other_party, line }))
    }
}
