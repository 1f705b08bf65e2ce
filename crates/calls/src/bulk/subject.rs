//! A call as a bulk change looks at it, and what is decided of it.

use super::{Memento, Skip};
use crate::model::{Call, Decision, FollowUpRequest};
use callboard_kernel::{CallId, FollowUpId, Loaded, MemberId};
use serde::{Deserialize, Serialize};

/// A call with what its decision needs to know.
#[derive(Clone, PartialEq, Debug)]
pub struct BulkSubject {
    /// The call.
    pub call: Loaded<Call>,
    /// Who holds it in triage at this moment.
    pub held_by: Option<MemberId>,
    /// Its open promise with the earliest due instant.
    pub promise: Option<OpenPromise>,
    /// The missed call that it repeats has an open promise.
    pub incident_has_promise: bool,
}

/// An open promise of a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpenPromise {
    /// The follow-up.
    pub follow_up: FollowUpId,
    /// Who shall keep it.
    pub assigned_to: Option<MemberId>,
}

/// What is decided of one call.
#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    /// It changes, and this is remembered for taking it back.
    Change(Box<Decision>, Memento),
    /// Its follow-ups change, which the follow-ups decide.
    Promise(PromiseChange),
    /// It stays as it is.
    Skip(Skip),
}

/// A change of the follow-ups of a call.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseChange {
    /// A new one.
    Make {
        /// Of this call.
        call: CallId,
        /// The promise.
        wish: FollowUpRequest,
    },
    /// Another member has it.
    Assign {
        /// The follow-up.
        follow_up: FollowUpId,
        /// Whose it is; somebody else's by now is left alone.
        from: Option<MemberId>,
        /// Whose it shall be.
        to: Option<MemberId>,
    },
    /// It is withdrawn, unless it was kept or changed since.
    Withdraw {
        /// The follow-up.
        follow_up: FollowUpId,
        /// As it was promised.
        wish: FollowUpRequest,
    },
}
