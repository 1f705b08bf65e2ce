//! What others ask of the calls: how often somebody was called, and what was said of recording.

use crate::model::{AgentType, Purpose};
use async_trait::async_trait;
use callboard_kernel::{Period, Phone, PortError, Scope, Timestamp};

/// A call that went out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutgoingCall {
    /// First ring.
    pub at: Timestamp,
    /// Where to.
    pub number: Phone,
    /// What for.
    pub purpose: Purpose,
    /// Who talked for us.
    pub by: AgentType,
}

/// What the call log knows of some numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TracesOfNumbers {
    /// Calls that went out to them, newest first.
    pub outgoing: Vec<OutgoingCall>,
    /// The last call that came from one of them; spam and demonstrations are none.
    pub last_incoming: Option<Timestamp>,
}

/// What was said of recording in the conversations of a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RecordingConsents {
    /// Conversations.
    pub answered: u64,
    /// Those of which there is a recording.
    pub recorded: u64,
    /// Those in which the caller agreed to be recorded.
    pub agreed: u64,
    /// Those in which he did not.
    pub refused: u64,
    /// Those of which nobody wrote down whether he did.
    pub unknown: u64,
    /// Those that were recorded although he did not agree, or nobody wrote down that he did.
    pub recorded_without: u64,
}

/// Reads of the call log for other domains. One statement, or two, a method.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CallTraces: Send + Sync {
    /// The calls that went out to these numbers since an instant, 500 at most, and the last that came from them, whenever.
    async fn of_numbers(
        &self,
        scope: &Scope,
        numbers: &[Phone],
        since: Timestamp,
    ) -> Result<TracesOfNumbers, PortError>;

    /// What was said of recording in the conversations that first rang in the period; demonstrations are none.
    async fn recordings(
        &self,
        scope: &Scope,
        period: Period,
    ) -> Result<RecordingConsents, PortError>;
}
