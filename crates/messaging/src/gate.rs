//! May this text go out? The question, and an answer that is spent by sending.

use crate::model::{Purpose, Writer};
use callboard_kernel::{CustomerId, Phone, Timestamp};
use serde::{Deserialize, Serialize};
use time::Duration;

/// What is asked before a text is written, and again before it is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContactQuestion {
    /// Who would get it.
    pub number: Phone,
    /// Who that is, as far as known.
    pub customer: Option<CustomerId>,
    /// What for.
    pub purpose: Purpose,
    /// By hand, or by which automation.
    pub writer: Writer,
    /// When it would go out.
    pub at: Timestamp,
}

/// The answer.
#[derive(PartialEq, Eq, Debug)]
#[must_use = "a text without an answer is not allowed"]
pub enum GateAnswer {
    /// Go ahead, with this.
    Allowed(Pass),
    /// No, for these reasons, the strictest first; never empty.
    Refused(Vec<Refusal>),
}

/// Proof that the gate was asked about one text and agreed. Only the bridge that answers the question may make one (a lint
/// enforces it); whoever sends hands it to the store, which refuses it when what the gate knew has changed since.
#[derive(PartialEq, Eq, Debug)]
#[must_use = "a pass is there to be spent by sending"]
pub struct Pass {
    version: i64,
}

impl Pass {
    /// For the bridge that answers: the rules agreed while what they stand on had this version.
    pub const fn granted(version: i64) -> Self {
        Self { version }
    }

    /// Version of what the answer stands on, which the store compares.
    pub const fn version(&self) -> i64 {
        self.version
    }
}

/// One rule that refuses.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refusal {
    /// Stable word of the rule, such as `do_not_contact`.
    pub rule: String,
    /// A sentence for a dispatcher.
    pub words: String,
    /// The first instant at which this rule alone would not refuse; `None` when time does not help.
    pub until: Option<Timestamp>,
    /// Who can lift it, such as `owner`, `wait` or `nobody`.
    pub lifted_by: String,
}

/// Rules of contact that end by themselves within this time are waited for.
const WORTH_WAITING: Duration = Duration::hours(24);

/// When all of these rules will have ended by themselves, if one can wait for that.
pub fn worth_waiting(refusals: &[Refusal], at: Timestamp) -> Option<Timestamp> {
    let ends: Option<Vec<_>> = refusals.iter().map(|refusal| refusal.until).collect();
    ends?.into_iter().max().filter(|end| *end > at && *end <= at + WORTH_WAITING)
}
