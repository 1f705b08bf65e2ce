//! Whether the account at a telephone company is set up so that the desk works: what was looked at, and what to do.

use crate::Link;
use callboard_kernel::{Phone, words};

words! {
    /// How a finding is to be taken.
    pub enum Health {
        /// Nothing is to be done.
        Fine = "fine",
        /// It works in part, or not for long.
        Warning = "warning",
        /// Calls or texts are lost until somebody does something.
        Failure = "failure",
    }
}

words! {
    /// What a finding is about.
    pub enum Looked {
        /// The telephone company itself, and the way to it.
        Provider = "provider",
        /// The account and its keys.
        Account = "account",
        /// Our clock against theirs: tokens carry times.
        Clock = "clock",
        /// The address under which they reach us.
        Address = "address",
        /// One of the company's numbers, or all of them.
        Number = "number",
        /// Whether a number may send business texts.
        Texting = "texting",
        /// Telephones in browsers.
        Browser = "browser",
    }
}

/// One thing that was looked at. It names no number but the company's own, and no secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What it is about.
    pub looked: Looked,
    /// The company's number that it is about, when it is about one.
    pub number: Option<Phone>,
    /// How it is to be taken.
    pub health: Health,
    /// What was seen, in one sentence.
    pub text: String,
    /// What to do, in one sentence; `None` when nothing is to be done.
    pub advice: Option<String>,
}

impl Finding {
    /// All is well.
    pub fn fine(looked: Looked, text: impl Into<String>) -> Self {
        Self { looked, number: None, health: Health::Fine, text: text.into(), advice: None }
    }

    /// Something works in part.
    pub fn warning(looked: Looked, text: impl Into<String>, advice: impl Into<String>) -> Self {
        let advice = Some(advice.into());
        Self { health: Health::Warning, advice, ..Self::fine(looked, text) }
    }

    /// Something does not work.
    pub fn failure(looked: Looked, text: impl Into<String>, advice: impl Into<String>) -> Self {
        let advice = Some(advice.into());
        Self { health: Health::Failure, advice, ..Self::fine(looked, text) }
    }

    /// The same, about a number of the company.
    #[must_use]
    pub fn about(mut self, number: &Phone) -> Self {
        self.number = Some(number.clone());
        self
    }
}

/// The addresses that the company's numbers must name. They hold the secret of the workspace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExpectedHooks {
    /// Where calls are announced.
    pub voice: Link,
    /// Where texts are announced.
    pub message: Link,
    /// Where calls report how far they have come.
    pub status: Link,
}

/// What the account is held against.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expected {
    /// The numbers that are lines here.
    pub lines: Vec<Phone>,
    /// What they must name; `None` when the provider could not reach this server at all.
    pub hooks: Option<ExpectedHooks>,
}

words! {
    /// What the provider says of the registration of a number for business texts (A2P 10DLC).
    pub enum Registration {
        /// There is none, or it was refused.
        Missing = "missing",
        /// It is being looked at.
        Pending = "pending",
        /// It is through.
        Approved = "approved",
    }
}

/// What came of a look at the account.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AccountReport {
    /// In the order in which somebody would mend them.
    pub findings: Vec<Finding>,
    /// The lines of which the provider said whether they may text; the others stay as they are.
    pub registrations: Vec<(Phone, Registration)>,
}

impl AccountReport {
    /// Whether something does not work.
    pub fn has_failed(&self) -> bool {
        self.findings.iter().any(|finding| finding.health == Health::Failure)
    }
}
