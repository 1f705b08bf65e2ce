//! What can be done with customers: one method a use case.

mod reads;
mod records;
mod timeline;

use crate::{
    error::CustomerError,
    events::CustomerEvent,
    model::Customer,
    ports::{CustomerBoard, CustomerRepository, HomeRegion, InteractionRepository},
};
use callboard_kernel::{
    AuditAction, AuditDraft, Cause, Clock, Commit, CustomerId, IdGen, Invalid, Loaded, SaveError,
    Scope, Version,
};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// What [`Customers`] works with.
pub struct CustomersPorts {
    /// Keeps customers.
    pub repo: Arc<dyn CustomerRepository>,
    /// Keeps timelines.
    pub interactions: Arc<dyn InteractionRepository>,
    /// Lists.
    pub board: Arc<dyn CustomerBoard>,
    /// By which rules national numbers are read.
    pub region: Arc<dyn HomeRegion>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGen>,
}

/// People and companies and what happened with them.
pub struct Customers {
    ports: CustomersPorts,
}

/// The automation that asks: what made it, and how many events led to it.
pub type CausedBy = (Cause, u8);

impl Customers {
    /// Over its ports.
    pub const fn new(ports: CustomersPorts) -> Self {
        Self { ports }
    }

    async fn load(&self, scope: &Scope, id: CustomerId) -> Result<Loaded<Customer>, CustomerError> {
        self.ports.repo.get(scope, id).await?.ok_or(CustomerError::NotFound)
    }

    /// Loads, decides and writes; decides again once when somebody else wrote first and no version was asked for. Writes
    /// nothing when nothing differs.
    async fn change(
        &self,
        scope: &Scope,
        id: CustomerId,
        expected: Option<Version>,
        why: &Why<'_>,
        decide: &(dyn Fn(&Customer) -> Result<Customer, CustomerError> + Sync),
    ) -> Result<Loaded<Customer>, CustomerError> {
        let mut tries = if expected.is_none() { 2 } else { 1 };
        loop {
            tries -= 1;
            let before = self.load(scope, id).await?;
            if expected.is_some_and(|version| version != before.version) {
                return Err(SaveError::Stale.into());
            }
            let after = decide(&before.value)?;
            if after == before.value {
                return Ok(before);
            }
            match self.ports.repo.save(scope, self.commit(&before, &after, why)).await {
                Ok(version) => return Ok(Loaded { value: after, version }),
                Err(SaveError::Stale) if tries > 0 => {}
                Err(SaveError::Duplicate("causes_pkey")) => return Ok(before),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn commit(
        &self,
        before: &Loaded<Customer>,
        after: &Customer,
        why: &Why<'_>,
    ) -> Commit<Customer, CustomerEvent> {
        let audit =
            AuditDraft::change(AuditAction::Update, before.value.snapshot(), after.snapshot())
                .because(why.note);
        let events = vec![CustomerEvent::CustomerChanged(after.facts())];
        let now = self.ports.clock.now();
        let commit = Commit::update(after.clone(), before.version, events, audit, now);
        match why.caused_by.clone() {
            Some((cause, depth)) => commit.caused_by(cause, depth),
            None => commit,
        }
    }
}

/// Why a customer changes.
#[derive(Default)]
struct Why<'a> {
    note: &'a str,
    caused_by: Option<CausedBy>,
}

/// Longest idempotency key, in characters.
const LONGEST_KEY: usize = 200;

/// The id of what a request with this key makes: the same request makes the same thing, so it is found again. Keys of
/// different workspaces and kinds do not meet.
fn id_of_key(scope: &Scope, kind: &str, key: &str) -> Result<Uuid, CustomerError> {
    if key.is_empty() || key.chars().count() > LONGEST_KEY {
        let message = format!("An idempotency key has 1 to {LONGEST_KEY} characters.");
        return Err(Invalid::field("Idempotency-Key", "malformed", message).into());
    }
    let hash = Sha256::digest(format!("{}/{kind}/{key}", scope.workspace()));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Ok(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
