//! The call and what may happen to it: pure and sync. Time and ids are arguments.

mod call;
mod decision;
mod disposition;
mod snapshot;
mod vocabulary;

pub use call::{Call, EMERGENCY_SCORE, SHORT_ABANDON_S};
pub use decision::Decision;
pub use disposition::{Disposition, shipped_dispositions};
pub use snapshot::{
    Attachment, BeforeOutcome, CallSnapshot, CarrierInfo, Consent, Transcript, TranscriptSegment,
};
pub use vocabulary::{
    AgentType, CallOutcome, CallSource, CallStatus, Direction, DispositionClass, EscalationStatus,
    Intent, LeadSource, LineType, Purpose, QueueStatus, SpamReason,
};
