//! Is the desk open? Asked by the calls, answered from the business hours.

use async_trait::async_trait;
use callboard_calls::ports::OpeningHours;
use callboard_followups::{hours::BusinessCalendar, ports::RuleBook};
use callboard_kernel::{PortError, Scope, Timestamp};
use std::sync::Arc;

/// Answers from the rule book.
pub struct OpeningHoursBridge {
    rules: Arc<dyn RuleBook>,
}

impl OpeningHoursBridge {
    /// Over the rule book.
    pub fn new(rules: Arc<dyn RuleBook>) -> Self {
        Self { rules }
    }
}

#[async_trait]
impl OpeningHours for OpeningHoursBridge {
    async fn is_open(&self, scope: &Scope, at: Timestamp) -> Result<bool, PortError> {
        let hours = self.rules.hours(scope).await?.value;
        let calendar = BusinessCalendar::new(hours)
            .map_err(|error| PortError::broken("opening_hours.is_open", error))?;
        Ok(calendar.is_open(at))
    }
}
