//! The call and what may happen to it: pure and sync. Time and ids are arguments.

mod call;
mod catalogue;
mod customer;
mod decision;
mod disposition;
mod edit;
mod escalation;
mod line;
mod outcome;
mod past;
#[cfg(test)]
pub(crate) mod sample;
mod snapshot;
pub(crate) mod text;
mod triage;
mod vocabulary;

pub use call::{Call, EMERGENCY_SCORE, SHORT_ABANDON_S};
pub(crate) use catalogue::CatalogueSnapshot;
pub use catalogue::{check_catalogue, choose};
pub use decision::Decision;
pub use disposition::{Disposition, shipped_dispositions};
pub use edit::{CallEdit, ConsentEdit, EditContext};
pub use line::{FirstSight, INCIDENT_WITHIN, LineCall, LineChange, LineReport, OUTCOME_WITHIN};
pub use outcome::{FollowUpRequest, MAX_VALUE_CENTS, OutcomeContext, OutcomeRequest, UNDO_FOR};
pub(crate) use past::{CLOCK_TOLERANCE, MAX_DURATION_S};
pub use past::{LogContext, MANUAL_PROVIDER, ManualCall};
pub use snapshot::{
    Attachment, BeforeOutcome, CallSnapshot, CarrierInfo, Consent, Transcript, TranscriptSegment,
};
pub use triage::triage_reason;
pub use vocabulary::{
    AgentType, CallOutcome, CallSource, CallStatus, Direction, DispositionClass, EscalationStatus,
    Intent, LeadSource, LineType, Purpose, QueueStatus, SpamReason,
};
