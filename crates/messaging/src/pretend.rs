//! What the pretend telephone company of demo workspaces keeps of the texts that it has taken. It stands beside the ports
//! because a store answers it; only a simulator asks.

use async_trait::async_trait;
use callboard_kernel::{Phone, PortError, Scope, Timestamp, words};
use uuid::Uuid;

words! {
    /// How far a pretended text has come.
    pub enum PretendStage {
        /// Taken; not sent yet.
        Taken = "taken",
        /// With the carrier.
        Sent = "sent",
        /// On the telephone; the answer may be on its way.
        Delivered = "delivered",
        /// Over.
        Done = "done",
    }
}

/// An order that was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PretendText {
    /// The id that the pretend company gives it.
    pub id: Uuid,
    /// What the order was called by whoever gave it.
    pub order: String,
    /// Who gets it.
    pub to: Phone,
    /// From which line.
    pub from: Phone,
    /// The text.
    pub body: String,
    /// When it was taken.
    pub taken_at: Timestamp,
    /// How far it has come.
    pub stage: PretendStage,
    /// When it goes on.
    pub next_at: Option<Timestamp>,
}

/// Keeps pretended texts. Every method is one transaction.
#[async_trait]
pub trait PretendTexts: Send + Sync {
    /// Whether callers and carriers of this workspace are pretended.
    async fn is_pretended(&self, scope: &Scope) -> Result<bool, PortError>;

    /// Keeps an order. The same order again is counted and answers the first one.
    async fn take(&self, scope: &Scope, text: PretendText) -> Result<PretendText, PortError>;

    /// Those that go on by now, oldest first.
    async fn due(
        &self,
        scope: &Scope,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<PretendText>, PortError>;

    /// Moves one on.
    async fn move_on(
        &self,
        scope: &Scope,
        id: Uuid,
        stage: PretendStage,
        next_at: Option<Timestamp>,
    ) -> Result<(), PortError>;

    /// What was taken for a number since an instant, newest first, 1,000 at most.
    async fn sent_to(
        &self,
        scope: &Scope,
        to: &Phone,
        since: Timestamp,
    ) -> Result<Vec<PretendText>, PortError>;
}
