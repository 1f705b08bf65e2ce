//! What the consent domain needs from outside.

use crate::{
    board::{ConsentFigures, MarkFilter, MarkRow, RecordingFigures},
    events::ConsentEvent,
    model::{
        About, Address, BlockedNumber, KeptEntry, KeptMark, KeptOverride, PastContact, Place,
        Relationship,
    },
    settings::Settings,
};
use async_trait::async_trait;
use callboard_kernel::{
    AuditDraft, CallId, Cause, ConsentEntryId, CustomerId, DoNotContactId, Loaded, Page,
    PageRequest, Period, Phone, PortError, SaveError, Scope, Timestamp, Version,
};
use time::UtcOffset;

/// Knows the time zones of the world. Answered by whoever has a time-zone database; the rules have none.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Zones: Send + Sync {
    /// How far the clock on the wall of an IANA zone is ahead of universal time at an instant; `None` when there is no
    /// such zone.
    fn offset(&self, zone: &str, at: Timestamp) -> Option<UtcOffset>;
}

/// Keeps the ledger, the do-not-contact list, blocked numbers and reasons on record. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ConsentBook: Send + Sync {
    /// Everything that stands in the book about these customers and these addresses, whoever has them, in a number of
    /// statements that does not grow with either. The version is read before everything else, so that what was read is at
    /// least as new as it says.
    async fn recall(
        &self,
        scope: &Scope,
        customers: &[CustomerId],
        addresses: &[Address],
    ) -> Result<Recalled, PortError>;

    /// An entry of the ledger; `None` when this workspace has no such entry.
    async fn entry(
        &self,
        scope: &Scope,
        id: ConsentEntryId,
    ) -> Result<Option<FoundEntry>, PortError>;

    /// A mark with its version; `None` when this workspace has no such mark.
    async fn mark(
        &self,
        scope: &Scope,
        id: DoNotContactId,
    ) -> Result<Option<Loaded<KeptMark>>, PortError>;

    /// The mark of a customer or number that stands; `None` when there is none.
    async fn standing_mark(
        &self,
        scope: &Scope,
        about: &About,
    ) -> Result<Option<Loaded<KeptMark>>, PortError>;

    /// The marks that stand because of the outcome of this call.
    async fn marks_of_call(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Vec<Loaded<KeptMark>>, PortError>;

    /// Those of these numbers that have a mark that stands; in one statement.
    async fn marked_among(&self, scope: &Scope, numbers: &[Phone])
    -> Result<Vec<Phone>, PortError>;

    /// A blocked number; `None` when it is not blocked.
    async fn blocked(
        &self,
        scope: &Scope,
        number: &Phone,
    ) -> Result<Option<BlockedNumber>, PortError>;

    /// Whether nothing about consent changed in this workspace since an answer of this version.
    async fn is_unchanged(&self, scope: &Scope, version: i64) -> Result<bool, PortError>;

    /// Writes all of it together, or nothing: the changes, their events and their audit lines, and raises the version of the
    /// workspace's consent. The mark that customers and their calls show is refreshed in the same transaction. `Stale` when
    /// a mark was changed first; `Duplicate("consent_entries_pkey")` when an entry of this id is there already;
    /// `Duplicate("do_not_contact_customer_key")` and `Duplicate("do_not_contact_number_key")` when a mark stands already;
    /// `Duplicate("blocked_numbers_pkey")` when the number is blocked already; `Duplicate("causes_pkey")` when the cause has
    /// worked before; `MissingReference` when there is no such customer or call.
    async fn write(&self, scope: &Scope, commit: ConsentCommit) -> Result<i64, SaveError>;

    /// The settings. A workspace that never changed them has the shipped ones at version 0.
    async fn settings(&self, scope: &Scope) -> Result<Loaded<Settings>, PortError>;

    /// Replaces the settings and raises the version of the workspace's consent. `Stale` when someone wrote first.
    async fn save_settings(
        &self,
        scope: &Scope,
        expected: Version,
        settings: Settings,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError>;
}

/// What the book holds about somebody.
#[derive(Clone, PartialEq, Debug)]
pub struct Recalled {
    /// Counts the changes of consent in the workspace; whoever acts on an answer makes sure that it is still the same.
    pub version: i64,
    /// The ledger, oldest first.
    pub entries: Vec<KeptEntry>,
    /// Marks with their versions, the lifted ones included, those that were taken back left out.
    pub marks: Vec<(KeptMark, Version)>,
    /// Which of the numbers are blocked.
    pub blocked: Vec<BlockedNumber>,
    /// Reasons on record.
    pub overrides: Vec<KeptOverride>,
    /// The settings.
    pub settings: Settings,
}

/// An entry, and whether somebody decided on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundEntry {
    /// The entry.
    pub kept: KeptEntry,
    /// Another entry confirms or dismisses it.
    pub is_decided: bool,
}

/// One change of the book.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// One more entry of the ledger.
    Append(KeptEntry),
    /// A new mark.
    Mark(KeptMark),
    /// A mark as it shall be, and the version that must be there.
    Remark(KeptMark, Version),
    /// A number is blocked.
    Block(BlockedNumber, Option<CallId>),
    /// A number is blocked no longer.
    Unblock(Phone),
    /// A reason on record.
    Override(KeptOverride),
}

/// Changes as they are handed to the book.
#[derive(Clone, PartialEq, Debug)]
pub struct ConsentCommit {
    /// The changes.
    pub changes: Vec<Change>,
    /// What happened, in order.
    pub events: Vec<ConsentEvent>,
    /// Lines of the audit trail, in order.
    pub audits: Vec<AuditDraft>,
    /// When it was decided.
    pub at: Timestamp,
    /// Set when an automation made the change.
    pub cause: Option<Cause>,
    /// How many events led to it.
    pub depth: u8,
}

/// What screens and files read. One statement a method.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ConsentBoard: Send + Sync {
    /// A page of the ledger of customers and addresses, newest first.
    async fn ledger(
        &self,
        scope: &Scope,
        customers: &[CustomerId],
        addresses: &[Address],
        page: &PageRequest,
    ) -> Result<Page<KeptEntry>, PortError>;

    /// A page of the do-not-contact list, newest first.
    async fn marks(
        &self,
        scope: &Scope,
        filter: &MarkFilter,
        page: &PageRequest,
    ) -> Result<Page<MarkRow>, PortError>;

    /// A page of the blocked numbers, newest first.
    async fn blocked(
        &self,
        scope: &Scope,
        page: &PageRequest,
    ) -> Result<Page<BlockedNumber>, PortError>;

    /// Numbers over a time.
    async fn figures(&self, scope: &Scope, period: Period) -> Result<ConsentFigures, PortError>;
}

/// Question: what do the customers and the calls know of somebody? What nobody knows stays unknown.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Acquaintance: Send + Sync {
    /// A customer; `None` when this workspace has no such customer. Calls since `since`.
    async fn customer(
        &self,
        scope: &Scope,
        id: CustomerId,
        since: Timestamp,
    ) -> Result<Option<Known>, PortError>;

    /// Whoever has this number: all of them together. Nobody is known by a number that no customer has, but its calls are.
    async fn number(
        &self,
        scope: &Scope,
        number: &Phone,
        since: Timestamp,
    ) -> Result<Known, PortError>;

    /// What was said of recording in the conversations of the period.
    async fn recordings(
        &self,
        scope: &Scope,
        period: Period,
    ) -> Result<RecordingFigures, PortError>;

    /// By which country's rules national numbers are read; ISO 3166 code, such as `US`.
    async fn region(&self, scope: &Scope) -> Result<String, PortError>;
}

/// What others know of somebody.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Known {
    /// The customers, the one last seen first.
    pub customers: Vec<CustomerId>,
    /// All their numbers and addresses, and the one that was asked about.
    pub addresses: Vec<Address>,
    /// Where the first of them is.
    pub place: Place,
    /// What they had to do with us.
    pub relationship: Relationship,
    /// Calls that went out to their numbers.
    pub contacts: Vec<PastContact>,
}
