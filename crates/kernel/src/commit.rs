//! One change as it is handed to a store.

use crate::{AuditDraft, Cause, Timestamp};

/// Counts the writes of one aggregate, from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Version(pub i64);

/// What the store must find for a change to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expected {
    /// Nothing: the aggregate is new.
    Absent,
    /// The aggregate at this version.
    At(Version),
}

/// An aggregate with the version that `save` must be given back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loaded<A> {
    /// The aggregate.
    pub value: A,
    /// Its version when it was read.
    pub version: Version,
}

/// A change: the aggregate as it shall be, what it must have been, what happened, who is told why.
/// The store writes all of it in one transaction or nothing.
#[derive(Clone, PartialEq, Debug)]
pub struct Commit<A, E> {
    /// The aggregate after the change.
    pub aggregate: A,
    /// What the store must find.
    pub expected: Expected,
    /// What happened, in order.
    pub events: Vec<E>,
    /// The line of the audit trail; `None` only for changes that are no decision, such as a renewed claim.
    pub audit: Option<AuditDraft>,
    /// When the change was decided.
    pub at: Timestamp,
    /// Set when an automation made the change; the store refuses the second use with `Duplicate("causes_pkey")`.
    pub cause: Option<Cause>,
    /// How many events led to this change; events of it carry one more.
    pub depth: u8,
}

impl<A, E> Commit<A, E> {
    /// A new aggregate.
    pub fn create(aggregate: A, events: Vec<E>, audit: AuditDraft, at: Timestamp) -> Self {
        Self {
            aggregate,
            expected: Expected::Absent,
            events,
            audit: Some(audit),
            at,
            cause: None,
            depth: 0,
        }
    }

    /// A changed aggregate.
    pub fn update(
        aggregate: A,
        version: Version,
        events: Vec<E>,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Self {
        let expected = Expected::At(version);
        Self { aggregate, expected, events, audit: Some(audit), at, cause: None, depth: 0 }
    }

    /// The same change, made by an automation.
    #[must_use]
    pub fn caused_by(mut self, cause: Cause, depth: u8) -> Self {
        self.cause = Some(cause);
        self.depth = depth;
        self
    }
}
