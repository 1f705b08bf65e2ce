//! Answers of ports that are the same in every test.

use callboard_http_api::{Health, NotReady};
use callboard_kernel::{
    AuditDraft, EventId, Page, PageRequest, PortError, SaveError, Scope, Timestamp, WorkspaceId,
};
use callboard_workflows::ports::{
    ClaimedDelivery, DeadDelivery, Deliveries, MailCare, MailDraft, MailMoved, MailOutbox,
    MailStanding, UnsentMail, WaitingMail,
};
use callboard_workspaces::{
    DemoTraffic, DemoTrafficStore,
    model::{PasswordHash, Secret},
    ports::{PasswordHasher, Verified},
};
use time::Duration;
use uuid::Uuid;

/// The database answers.
pub(crate) struct Healthy;

#[async_trait::async_trait]
impl Health for Healthy {
    async fn ready(&self) -> Result<(), NotReady> {
        Ok(())
    }
}

/// The password is `right` for everybody who has one.
pub(crate) struct OnePassword;

#[async_trait::async_trait]
impl PasswordHasher for OnePassword {
    async fn hash(&self, _: &Secret) -> Result<PasswordHash, PortError> {
        Ok(PasswordHash("$argon2id$".into()))
    }

    async fn verify<'a>(
        &self,
        password: &Secret,
        hash: Option<&'a PasswordHash>,
    ) -> Result<Verified, PortError> {
        let matches = hash.is_some() && password.reveal() == "right";
        Ok(Verified { matches, outdated: false })
    }
}

/// The workspace is no demo.
pub(crate) struct NoDemo;

#[async_trait::async_trait]
impl DemoTrafficStore for NoDemo {
    async fn load(&self, _: &Scope) -> Result<Option<DemoTraffic>, PortError> {
        Ok(None)
    }

    async fn save(
        &self,
        _: &Scope,
        _: DemoTraffic,
        _: AuditDraft,
        _: Timestamp,
    ) -> Result<(), SaveError> {
        Err(SaveError::MissingReference)
    }

    async fn demo_workspaces(&self) -> Result<Vec<WorkspaceId>, PortError> {
        Ok(vec![])
    }
}

/// Nothing was given up.
pub(crate) struct NoneDead;

#[async_trait::async_trait]
impl Deliveries for NoneDead {
    async fn claim(
        &self,
        _: Uuid,
        _: &[&'static str],
        _: u32,
        _: Duration,
    ) -> Result<Vec<ClaimedDelivery>, PortError> {
        Ok(vec![])
    }

    async fn complete(&self, _: &Scope, _: &ClaimedDelivery) -> Result<bool, PortError> {
        Ok(false)
    }

    async fn retry(
        &self,
        _: &Scope,
        _: &ClaimedDelivery,
        _: Duration,
        _: &str,
    ) -> Result<bool, PortError> {
        Ok(false)
    }

    async fn bury(&self, _: &Scope, _: &ClaimedDelivery, _: &str) -> Result<bool, PortError> {
        Ok(false)
    }

    async fn hand_back(&self, _: &Scope, _: &ClaimedDelivery) -> Result<bool, PortError> {
        Ok(false)
    }

    async fn dead(&self, _: &Scope, _: &PageRequest) -> Result<Page<DeadDelivery>, PortError> {
        Ok(Page { items: vec![], next: None })
    }

    async fn count_dead(&self, _: &Scope) -> Result<u64, PortError> {
        Ok(0)
    }

    async fn replay(&self, _: &Scope, _: &[EventId]) -> Result<u64, PortError> {
        Ok(0)
    }
}

/// No mail waits.
pub(crate) struct NoMail;

#[async_trait::async_trait]
impl MailOutbox for NoMail {
    async fn post(&self, _: &Scope, _: MailDraft, _: Timestamp) -> Result<(), SaveError> {
        Ok(())
    }

    async fn waiting(&self, _: &Scope, _: &PageRequest) -> Result<Page<WaitingMail>, PortError> {
        Ok(Page { items: vec![], next: None })
    }

    async fn count_waiting(&self, _: &Scope) -> Result<u64, PortError> {
        Ok(0)
    }
}

#[async_trait::async_trait]
impl MailCare for NoMail {
    async fn list(
        &self,
        _: &Scope,
        _: Option<MailStanding>,
        _: &PageRequest,
    ) -> Result<Page<UnsentMail>, PortError> {
        Ok(Page { items: vec![], next: None })
    }

    async fn count(&self, _: &Scope, _: Option<MailStanding>) -> Result<u64, PortError> {
        Ok(0)
    }

    async fn send_again(
        &self,
        _: &Scope,
        _: Uuid,
        _: Timestamp,
        _: Timestamp,
    ) -> Result<MailMoved, PortError> {
        Ok(MailMoved::Absent)
    }

    async fn settle(&self, _: &Scope, _: Uuid, _: Timestamp) -> Result<MailMoved, PortError> {
        Ok(MailMoved::Absent)
    }
}
