//! The answer: a permit, or every rule that stands in the way.

use super::{Channel, Purpose, Question, Sender, Target};
use callboard_kernel::{Role, Timestamp, words};
use serde::Serialize;

words! {
    /// Why a contact is refused. The order is the order of strictness.
    pub enum Rule {
        /// The number belongs to somebody else.
        WrongPerson = "wrong_person",
        /// The workspace blocked the number.
        BlockedNumber = "blocked_number",
        /// The customer or the number is on the company's own do-not-contact list.
        DoNotContact = "do_not_contact",
        /// The customer revoked consent: STOP, or in other words.
        Revoked = "revoked",
        /// The customer unsubscribed from e-mail.
        Unsubscribed = "unsubscribed",
        /// It sounded like a revocation, and nobody has looked yet.
        RevocationWaits = "revocation_waits",
        /// E-mail to the address bounces.
        Bounced = "bounced",
        /// The number is on the national registry and nothing excuses it.
        NationalRegistry = "national_registry",
        /// The registry was not asked, or too long ago.
        RegistryOutdated = "registry_outdated",
        /// There is no consent of the kind that this needs.
        NoConsent = "no_consent",
        /// The one confirmation of a revocation is spent, or comes too late.
        ConfirmationSpent = "confirmation_spent",
        /// A complaint is open.
        OpenComplaint = "open_complaint",
        /// Nobody knows what time it is where the customer is.
        ZoneUnknown = "zone_unknown",
        /// Outside the hours in which selling is allowed.
        CallingHours = "calling_hours",
        /// Outside the hours that we keep out of courtesy.
        CourtesyHours = "courtesy_hours",
        /// Called too often about this already.
        CallCap = "call_cap",
        /// This automation has texted already.
        AutomationTextCap = "automation_text_cap",
        /// All automations together have contacted too often.
        AutomationCap = "automation_cap",
    }
}

impl Rule {
    /// The lowest role whose reason on record may go beyond this rule at all; `None` when no reason does. Whether it does in
    /// the case at hand is decided by the rules when they are asked.
    pub const fn lifted_by_reason_of(self) -> Option<Role> {
        match self {
            Self::DoNotContact => Some(Role::Owner),
            Self::BlockedNumber | Self::OpenComplaint => Some(Role::Admin),
            Self::Revoked
            | Self::RevocationWaits
            | Self::ZoneUnknown
            | Self::CourtesyHours
            | Self::CallCap => Some(Role::Dispatcher),
            Self::WrongPerson
            | Self::Unsubscribed
            | Self::Bounced
            | Self::NationalRegistry
            | Self::RegistryOutdated
            | Self::NoConsent
            | Self::ConfirmationSpent
            | Self::CallingHours
            | Self::AutomationTextCap
            | Self::AutomationCap => None,
        }
    }
}

words! {
    /// Who can lift a refusal.
    pub enum LiftedBy {
        /// Nobody.
        Nobody = "nobody",
        /// The customer, by a new opt-in.
        Customer = "customer",
        /// An owner, with a reason on record.
        Owner = "owner",
        /// An admin or owner, with a reason on record or by putting the setting right.
        Admin = "admin",
        /// A dispatcher or higher, with a reason on record or by asking the customer.
        Dispatcher = "dispatcher",
        /// Time alone.
        Wait = "wait",
    }
}

impl LiftedBy {
    /// The lowest role whose reason on record lifts it.
    pub(crate) const fn role(self) -> Option<Role> {
        match self {
            Self::Owner => Some(Role::Owner),
            Self::Admin => Some(Role::Admin),
            Self::Dispatcher => Some(Role::Dispatcher),
            Self::Nobody | Self::Customer | Self::Wait => None,
        }
    }
}

/// One rule that refuses.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Refusal {
    /// The rule.
    pub rule: Rule,
    /// The first instant at which this rule alone would not refuse; `None` when time does not help.
    pub until: Option<Timestamp>,
    /// Who can lift it.
    pub lifted_by: LiftedBy,
    /// A sentence for a dispatcher.
    pub words: String,
}

/// Every rule that refuses, the strictest first. Never empty.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(transparent)]
pub struct Refusals(Vec<Refusal>);

impl Refusals {
    /// The strictest one.
    pub fn strictest(&self) -> &Refusal {
        &self.0[0]
    }

    /// All of them.
    pub fn all(&self) -> &[Refusal] {
        &self.0
    }

    /// Whether one of them is this rule.
    pub fn names(&self, rule: Rule) -> bool {
        self.0.iter().any(|refusal| refusal.rule == rule)
    }

    /// When it is worth asking again, if waiting helps at all. Ask again then: what ends one refusal may begin another.
    pub fn until(&self) -> Option<Timestamp> {
        self.0.iter().map(|refusal| refusal.until).collect::<Option<Vec<_>>>()?.into_iter().max()
    }
}

/// Proof that the rules were asked about one contact and agreed. Only [`crate::may_contact`] makes one; whoever sends takes
/// it by value, so that no contact goes out without an answer and no answer serves twice.
///
/// ```compile_fail,E0451
/// fn prolong(permit: callboard_consent::Permit, until: callboard_kernel::Timestamp) -> callboard_consent::Permit {
///     callboard_consent::Permit { until, ..permit }
/// }
/// ```
#[derive(PartialEq, Eq, Debug)]
#[must_use = "a permit is there to be spent by sending"]
pub struct Permit {
    target: Target,
    purpose: Purpose,
    sender: Sender,
    subject: Option<String>,
    asked_at: Timestamp,
    until: Timestamp,
    overridden: Vec<Rule>,
}

impl Permit {
    pub(crate) fn new(question: &Question, until: Timestamp, overridden: Vec<Rule>) -> Self {
        Self {
            target: question.target.clone(),
            purpose: question.purpose,
            sender: question.sender.clone(),
            subject: question.subject.clone(),
            asked_at: question.at,
            until,
            overridden,
        }
    }

    /// Where to, and how.
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// The channel.
    pub const fn channel(&self) -> Channel {
        self.target.channel()
    }

    /// What for.
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// By whom.
    pub const fn sender(&self) -> &Sender {
        &self.sender
    }

    /// What about.
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// The first instant at which it is worth nothing any more.
    pub const fn until(&self) -> Timestamp {
        self.until
    }

    /// Whether it is good at an instant. The gate at sending asks this, and asks the rules again when it is not.
    pub fn is_good(&self, at: Timestamp) -> bool {
        self.asked_at <= at && at < self.until
    }

    /// Rules that somebody lifted with a reason on record, for the audit trail.
    pub fn overridden(&self) -> &[Rule] {
        &self.overridden
    }
}

/// The answer.
#[derive(PartialEq, Eq, Debug)]
#[must_use = "a contact without an answer is not allowed"]
pub enum Decision {
    /// Go ahead, with this.
    Allowed(Permit),
    /// No, for these reasons.
    Refused(Refusals),
}

impl Decision {
    /// `Ok` with the permit.
    pub fn permit(self) -> Result<Permit, Refusals> {
        match self {
            Self::Allowed(permit) => Ok(permit),
            Self::Refused(refusals) => Err(refusals),
        }
    }

    /// Whether it is allowed.
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }

    pub(crate) fn of(mut refusals: Vec<Refusal>, permit: impl FnOnce() -> Permit) -> Self {
        if refusals.is_empty() {
            return Self::Allowed(permit());
        }
        refusals.sort_by_key(|refusal| refusal.rule);
        Self::Refused(Refusals(refusals))
    }
}
