//! May somebody be called? Asked by the switchboard, answered from the customers.

use async_trait::async_trait;
use callboard_customers::ports::CustomerRepository;
use callboard_kernel::{PortError, Scope};
use callboard_switchboard::{
    Refused,
    ports::{CallGate, CallQuestion, GateAnswer, Pass},
};
use std::sync::Arc;

/// Answers from the customers.
pub struct CallGateBridge {
    customers: Arc<dyn CustomerRepository>,
}

impl CallGateBridge {
    /// Over the store of customers.
    pub fn new(customers: Arc<dyn CustomerRepository>) -> Self {
        Self { customers }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the bridge to those who know")]
const fn allowed(version: i64) -> Pass {
    Pass::granted(version)
}

#[async_trait]
impl CallGate for CallGateBridge {
    async fn ask(&self, scope: &Scope, question: &CallQuestion) -> Result<GateAnswer, PortError> {
        let holders = self.customers.by_phone(scope, &question.number).await?;
        if holders.iter().any(|holder| holder.value.snapshot().do_not_contact) {
            return Ok(GateAnswer::Refused(vec![Refused {
                rule: "do_not_contact".to_owned(),
                words: "Contact has requested Do Not Contact".to_owned(),
                until: None,
                lifted_by: "owner".to_owned(),
            }]));
        }
        Ok(GateAnswer::Allowed(allowed(0)))
    }
}
