//! Questions that others answer.

use crate::{error::Refused, model::AskedInto};
use async_trait::async_trait;
use callboard_kernel::{CallId, CustomerId, MemberId, Phone, PortError, Scope, Timestamp};
use std::sync::Arc;

/// When the desk is open; kept in memory between two looks, so it answers without asking anybody.
pub trait Hours: Send + Sync {
    /// Whether it is open at an instant.
    fn is_open(&self, at: Timestamp) -> bool;

    /// When it opens next, in words that are read out after "We open again"; `None` when nobody knows.
    fn opens(&self, at: Timestamp) -> Option<String>;
}

/// Knows the business hours.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait DeskHours: Send + Sync {
    /// The hours of the workspace.
    async fn hours(&self, scope: &Scope) -> Result<Arc<dyn Hours>, PortError>;
}

/// Knows which numbers are blocked.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CallerList: Send + Sync {
    /// Whether the workspace takes no calls from this number.
    async fn is_blocked(&self, scope: &Scope, number: &Phone) -> Result<bool, PortError>;
}

/// Whom a call was with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// His number; `None` when it was withheld.
    pub number: Option<Phone>,
    /// His name, or what stands for it.
    pub name: String,
    /// The customer, when known.
    pub customer: Option<CustomerId>,
    /// The number of ours.
    pub ours: Option<Phone>,
    /// How its telephone company knows it; `None` for calls that were written down by hand.
    pub carried: Option<Carried>,
}

/// A call as a telephone company knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Carried {
    /// The telephone company.
    pub provider: String,
    /// Its id of the leg that began the call.
    pub leg: String,
}

/// Knows whom calls were with.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Subjects: Send + Sync {
    /// Whom this call was with; `None` when the actor sees no such call.
    async fn of_call(&self, scope: &Scope, call: CallId) -> Result<Option<Subject>, PortError>;
}

/// A call that a member wants to place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallQuestion {
    /// Who is called.
    pub number: Phone,
    /// The customer, when known.
    pub customer: Option<CustomerId>,
    /// The call that is returned, if it is one.
    pub about: Option<CallId>,
    /// When.
    pub at: Timestamp,
}

/// Proof that the call was allowed. Only the bridge to the consent domain makes one (a lint), and [`super::OrderBook::mark_sending`]
/// takes it by value: no order goes out without an answer, and no answer serves twice.
#[derive(PartialEq, Eq, Debug)]
#[must_use = "a pass is there to be spent by sending"]
pub struct Pass {
    gate: i64,
}

impl Pass {
    /// Granted while the rules stood at this version.
    pub const fn granted(gate: i64) -> Self {
        Self { gate }
    }

    /// The version of the rules that granted it.
    pub const fn gate(&self) -> i64 {
        self.gate
    }
}

/// Whether somebody may be called.
#[derive(PartialEq, Eq, Debug)]
#[must_use = "a call without an answer is not allowed"]
pub enum GateAnswer {
    /// He may.
    Allowed(Pass),
    /// He may not, for these reasons; the strictest first.
    Refused(Vec<Refused>),
}

/// Knows who may be called.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CallGate: Send + Sync {
    /// Whether this call may be placed.
    async fn ask(&self, scope: &Scope, question: &CallQuestion) -> Result<GateAnswer, PortError>;
}

/// Knows which telephone company a workspace has.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Its name as it stands in addresses and on calls, such as `twilio`; `None` when there is none.
    async fn provider(&self, scope: &Scope) -> Result<Option<&'static str>, PortError>;

    /// The address under which it reaches us.
    fn origin(&self, provider: &str) -> String;
}

/// A telephone of the pretend company: with it a member picks up and hangs up through the API, where a real company has its own
/// way through the browser.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PretendPhone: Send + Sync {
    /// The member picks up.
    async fn pick_up(&self, scope: &Scope, leg: &str, member: MemberId) -> Result<(), PortError>;

    /// A colleague who is rung into a call picks up.
    async fn come_in(&self, scope: &Scope, leg: &str, asked: &AskedInto) -> Result<(), PortError>;

    /// Somebody hangs up.
    async fn put_down(&self, scope: &Scope, leg: &str) -> Result<(), PortError>;
}

/// Makes secrets.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Secrets: Send + Sync {
    /// 128 random bits or more, as letters and digits.
    fn fresh(&self) -> String;
}
