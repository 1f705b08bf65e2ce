//! What one can do with follow-ups: one method a use case, a file for each group of them.

mod bulk;
mod caused;
mod change;
mod contact;
mod edit;
mod emergency;
mod escalation;
mod inbox;
mod outcome;
mod pause;
mod promise;
mod report;
mod screens;
mod settings;

pub use contact::{ContactMade, MissedCall};
pub use edit::FollowUpEdit;
pub use outcome::OutcomePromise;
pub use pause::PauseRequest;
pub use promise::NewFollowUp;

use crate::{
    error::FollowUpError,
    hours::{BusinessHours, Counting},
    ports::{
        Duty, FollowUpBoard, FollowUpRepository, NotificationInbox, RuleBook, SlaReports, Subjects,
    },
};
use callboard_kernel::{Clock, IdGen, PortError, Scope};
use std::sync::Arc;

/// What the use cases stand on.
#[expect(missing_docs, reason = "the types say it")]
pub struct FollowUpsPorts {
    pub repo: Arc<dyn FollowUpRepository>,
    pub board: Arc<dyn FollowUpBoard>,
    pub reports: Arc<dyn SlaReports>,
    pub rules: Arc<dyn RuleBook>,
    pub inbox: Arc<dyn NotificationInbox>,
    pub duty: Arc<dyn Duty>,
    pub subjects: Arc<dyn Subjects>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn IdGen>,
}

/// The use cases of follow-ups.
pub struct FollowUps {
    ports: FollowUpsPorts,
}

impl FollowUps {
    /// Over these ports.
    pub const fn new(ports: FollowUpsPorts) -> Self {
        Self { ports }
    }

    /// How time is counted in this workspace now.
    async fn counting(&self, scope: &Scope) -> Result<Counting, FollowUpError> {
        counting_of(self.ports.rules.hours(scope).await?.value)
    }
}

fn counting_of(hours: BusinessHours) -> Result<Counting, FollowUpError> {
    // Hours are validated before they are stored, so an unknown zone is a defect of the store.
    Counting::new(hours).map_err(|error| PortError::broken("followups.hours", error).into())
}
