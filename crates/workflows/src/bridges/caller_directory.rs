//! Who has this number? Asked by the calls, answered by the customers.

use async_trait::async_trait;
use callboard_calls::ports::{CallerDirectory, KnownCaller};
use callboard_customers::{model::Customer, ports::CustomerRepository};
use callboard_kernel::{CustomerId, Phone, PortError, Scope};
use std::{collections::HashMap, sync::Arc};

/// Answers from the customers.
pub struct CallerDirectoryBridge {
    customers: Arc<dyn CustomerRepository>,
}

impl CallerDirectoryBridge {
    /// Over the store of customers.
    pub fn new(customers: Arc<dyn CustomerRepository>) -> Self {
        Self { customers }
    }
}

#[async_trait]
impl CallerDirectory for CallerDirectoryBridge {
    async fn by_number(
        &self,
        scope: &Scope,
        number: &Phone,
    ) -> Result<Option<KnownCaller>, PortError> {
        let found = self.customers.by_phone(scope, number).await?;
        Ok(found.first().map(|loaded| known(&loaded.value)))
    }

    async fn of_numbers(
        &self,
        scope: &Scope,
        numbers: &[Phone],
    ) -> Result<HashMap<Phone, KnownCaller>, PortError> {
        let holders = self.customers.holders(scope, numbers).await?;
        Ok(holders.into_iter().map(|(number, customer)| (number, known(&customer))).collect())
    }

    async fn by_id(&self, scope: &Scope, id: CustomerId) -> Result<Option<KnownCaller>, PortError> {
        Ok(self.customers.get(scope, id).await?.map(|loaded| known(&loaded.value)))
    }
}

fn known(customer: &Customer) -> KnownCaller {
    let s = customer.snapshot();
    KnownCaller { id: s.id, name: s.name.clone(), do_not_contact: s.do_not_contact }
}
