//! What can be done with consent: one method a use case.

mod ask;
mod heard;
mod ledger;
mod lines;
mod list;
mod marks;
mod numbers;
mod overrides;
mod screens;
mod settings;

pub use ask::Asked;
pub use heard::{Heard, HeardText};
pub use ledger::{NewEntry, Verdict};
pub use list::{LIST_ROWS, ListOutcome, ListRow, RowError};
pub use marks::{Lift, MarkEdit, NewMark};
pub use overrides::{MAX_OVERRIDE_MINUTES, NewOverride};

use crate::{
    error::ConsentError,
    events::ConsentEvent,
    ports::{Acquaintance, Change, ConsentBoard, ConsentBook, ConsentCommit, Known, Zones},
};
use callboard_kernel::{
    AuditDraft, Cause, Clock, CustomerId, IdGen, Invalid, Scope, Timestamp, derived_id,
};
use std::sync::Arc;
use time::Duration;
use uuid::Uuid;

/// Longest words of a proof, in characters.
pub const MAX_WORDS: usize = 2000;
/// Longest reason of a member, in characters.
pub const MAX_REASON: usize = 500;
/// Longest name of a source, in characters.
pub const MAX_SOURCE: usize = 300;
/// How far back contacts are gathered; the longest cap counts seven days.
const CONTACTS_OF: Duration = Duration::days(8);

/// What [`Consents`] works with.
pub struct ConsentsPorts {
    /// Keeps everything.
    pub book: Arc<dyn ConsentBook>,
    /// Lists.
    pub board: Arc<dyn ConsentBoard>,
    /// What customers and calls know.
    pub acquaintance: Arc<dyn Acquaintance>,
    /// The zones of the world.
    pub zones: Arc<dyn Zones>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGen>,
}

/// Who may be contacted how and when, and who said so.
pub struct Consents {
    ports: ConsentsPorts,
}

/// The automation that asks: what made it, and how many events led to it.
pub type CausedBy = (Cause, u8);

impl Consents {
    /// Over its ports.
    pub const fn new(ports: ConsentsPorts) -> Self {
        Self { ports }
    }

    fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    async fn known(&self, scope: &Scope, customer: CustomerId) -> Result<Known, ConsentError> {
        let since = self.now() - CONTACTS_OF;
        let found = self.ports.acquaintance.customer(scope, customer, since).await?;
        found.ok_or(ConsentError::NoSuchCustomer)
    }

    async fn write(&self, scope: &Scope, writing: Writing) -> Result<i64, ConsentError> {
        let Writing { changes, events, audits, caused_by } = writing;
        let (cause, depth) = caused_by.map_or((None, 0), |(cause, depth)| (Some(cause), depth));
        let at = self.now();
        let commit = ConsentCommit { changes, events, audits, at, cause, depth };
        Ok(self.ports.book.write(scope, commit).await?)
    }
}

/// What a use case writes.
struct Writing {
    changes: Vec<Change>,
    events: Vec<ConsentEvent>,
    audits: Vec<AuditDraft>,
    caused_by: Option<CausedBy>,
}

impl Writing {
    fn one(change: Change, event: ConsentEvent, audit: AuditDraft) -> Self {
        Self { changes: vec![change], events: vec![event], audits: vec![audit], caused_by: None }
    }
}

/// An id of this workspace that follows from words.
fn id_of(scope: &Scope, words: &[&str]) -> Uuid {
    let workspace = scope.workspace().to_string();
    derived_id(&[&[workspace.as_str()], words].concat())
}

/// A text without the space around it; too long, or empty where it must not be, is noted.
fn text(words: &str, path: &str, most: usize, needed: Needed, wrong: &mut Invalid) -> String {
    let words = words.trim();
    if words.chars().count() > most {
        wrong.push(path, "too_long", format!("This field has {most} characters at most."));
    }
    if words.contains('\0') {
        wrong.push(path, "malformed", "This field is text.");
    }
    if let (Needed::Always(why), true) = (needed, words.is_empty()) {
        wrong.push(path, "required", why);
    }
    words.to_owned()
}

/// Whether a text must say something.
#[derive(Clone, Copy)]
enum Needed {
    /// It must; this is what the sentence says when it does not.
    Always(&'static str),
    /// It may be empty.
    Perhaps,
}
