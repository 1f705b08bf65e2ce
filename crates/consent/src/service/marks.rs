//! The do-not-contact list: easy to get on, hard to get off, never forgotten.

use super::{CausedBy, Consents, MAX_SOURCE, MAX_WORDS, Needed, Writing, lines, text};
use crate::{
    error::ConsentError,
    events::ConsentEvent,
    model::{About, DoNotContact, DoNotContactReason, KeptMark, Lifting, MarkedFor, Proof, Via},
    ports::Change,
};
use callboard_kernel::{
    Actor, AuditAction, CallId, DoNotContactId, Invalid, Loaded, Permission, SaveError, Scope,
    Timestamp, Version,
};

/// A mark that somebody sets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewMark {
    /// A customer, on every number; or a number, whoever has it.
    pub about: About,
    /// Why.
    pub reason: DoNotContactReason,
    /// In which words it was asked for.
    pub words: String,
    /// Through what.
    pub via: Via,
    /// Where the original is.
    pub source: String,
    /// The call whose outcome sets it.
    pub call: Option<CallId>,
    /// Who wrote it down; `None` is whoever acts.
    pub by: Option<Actor>,
}

/// A correction of a mark; what is left out stays.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MarkEdit {
    /// Why.
    pub reason: Option<DoNotContactReason>,
    /// In which words it was asked for.
    pub words: Option<String>,
    /// Through what.
    pub via: Option<Via>,
}

/// A new request to be contacted again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lift {
    /// Its words; without them nothing is lifted.
    pub words: String,
    /// Through what it came.
    pub via: Via,
    /// Where the original is.
    pub source: String,
}

impl Consents {
    /// Marks a customer or a number. Marking again changes nothing and answers the mark that stands.
    pub async fn mark(
        &self,
        scope: &Scope,
        new: NewMark,
        caused_by: Option<CausedBy>,
    ) -> Result<Loaded<KeptMark>, ConsentError> {
        scope.require(Permission::EditCustomers)?;
        if let Some(customer) = new.about.customer {
            self.known(scope, customer).await?;
        }
        let about = new.about.clone();
        let id = DoNotContactId(self.ports.ids.next());
        let kept = checked(id, new, scope, self.now())?;
        if let Some(standing) = self.ports.book.standing_mark(scope, &about).await? {
            return Ok(standing);
        }
        let audit = lines::mark(AuditAction::Create, None, &kept);
        let event = ConsentEvent::Marked(kept.facts());
        let mut writing = Writing::one(Change::Mark(kept.clone()), event, audit);
        writing.caused_by = caused_by;
        match self.write(scope, writing).await {
            Ok(_) => Ok(Loaded { value: kept, version: Version(1) }),
            Err(ConsentError::Save(SaveError::Duplicate(
                "do_not_contact_customer_key" | "do_not_contact_number_key",
            ))) => {
                let standing = self.ports.book.standing_mark(scope, &about).await?;
                standing.ok_or_else(|| SaveError::Stale.into())
            }
            Err(error) => Err(error),
        }
    }

    /// The same for the outcome of a call. Its second delivery changes nothing.
    pub async fn mark_by_outcome(
        &self,
        scope: &Scope,
        new: NewMark,
        caused_by: CausedBy,
    ) -> Result<(), ConsentError> {
        match self.mark(scope, new, Some(caused_by)).await {
            Ok(_) | Err(ConsentError::Save(SaveError::Duplicate("causes_pkey"))) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whether the actor may set or take away the mark of a customer, and whether it has to be done at all.
    pub async fn would_change(
        &self,
        scope: &Scope,
        about: &About,
        marked: bool,
    ) -> Result<bool, ConsentError> {
        scope.require(Permission::EditCustomers)?;
        let standing = self.ports.book.standing_mark(scope, about).await?;
        if standing.is_some() && !marked {
            scope.require(Permission::OverrideDoNotContact)?;
        }
        Ok(standing.is_some() != marked)
    }

    /// Corrects the mark that stands. Without a version the last write wins.
    pub async fn edit_mark(
        &self,
        scope: &Scope,
        about: &About,
        expected: Option<Version>,
        edit: MarkEdit,
    ) -> Result<Loaded<KeptMark>, ConsentError> {
        scope.require(Permission::EditCustomers)?;
        let standing = self.ports.book.standing_mark(scope, about).await?;
        let before = standing.ok_or(ConsentError::NotMarked)?;
        if expected.is_some_and(|version| version != before.version) {
            return Err(SaveError::Stale.into());
        }
        let mut wrong = Invalid::default();
        let mut after = before.value.clone();
        after.mark.reason = edit.reason.unwrap_or(after.mark.reason);
        after.mark.proof.via = edit.via.unwrap_or(after.mark.proof.via);
        if let Some(words) = edit.words {
            after.mark.proof.words = text(&words, "words", MAX_WORDS, Needed::Perhaps, &mut wrong);
        }
        check_reason(&after, &mut wrong);
        wrong.check()?;
        if after == before.value {
            return Ok(before);
        }
        let event = ConsentEvent::MarkChanged(after.facts());
        self.remark(scope, before, after, event).await
    }

    /// Lifts the mark of a customer or number because of a new request. For owners.
    pub async fn lift(
        &self,
        scope: &Scope,
        about: &About,
        lift: Lift,
    ) -> Result<Loaded<KeptMark>, ConsentError> {
        scope.require(Permission::OverrideDoNotContact)?;
        let standing = self.ports.book.standing_mark(scope, about).await?;
        self.lift_found(scope, standing.ok_or(ConsentError::NotMarked)?, lift).await
    }

    /// The same for the mark of this id.
    pub async fn lift_mark(
        &self,
        scope: &Scope,
        id: DoNotContactId,
        lift: Lift,
    ) -> Result<Loaded<KeptMark>, ConsentError> {
        scope.require(Permission::OverrideDoNotContact)?;
        let found = self.ports.book.mark(scope, id).await?.ok_or(ConsentError::NotMarked)?;
        if !found.value.stands() {
            return Err(ConsentError::NotMarked);
        }
        self.lift_found(scope, found, lift).await
    }

    /// The outcome of a call was taken back, and with it the marks that it had set.
    pub async fn undo_marks_of_call(
        &self,
        scope: &Scope,
        call: CallId,
        caused_by: CausedBy,
    ) -> Result<(), ConsentError> {
        scope.require(Permission::OverrideDoNotContact)?;
        let standing = self.ports.book.marks_of_call(scope, call).await?;
        if standing.is_empty() {
            return Ok(());
        }
        let mut writing = Writing {
            changes: Vec::new(),
            events: Vec::new(),
            audits: Vec::new(),
            caused_by: Some(caused_by),
        };
        for before in standing {
            let after = KeptMark { undone_at: Some(self.now()), ..before.value.clone() };
            let audit = lines::mark(AuditAction::Update, Some(&before.value), &after);
            writing.audits.push(audit.because("the outcome that set it was undone"));
            writing.events.push(ConsentEvent::Undone(after.facts()));
            writing.changes.push(Change::Remark(after, before.version));
        }
        match self.write(scope, writing).await {
            Ok(_) | Err(ConsentError::Save(SaveError::Duplicate("causes_pkey"))) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn lift_found(
        &self,
        scope: &Scope,
        before: Loaded<KeptMark>,
        lift: Lift,
    ) -> Result<Loaded<KeptMark>, ConsentError> {
        let mut wrong = Invalid::default();
        let needed = Needed::Always("Write down the new request, in the customer's words.");
        let words = text(&lift.words, "words", MAX_WORDS, needed, &mut wrong);
        let source = text(&lift.source, "source", MAX_SOURCE, Needed::Perhaps, &mut wrong);
        wrong.check()?;
        let proof = Proof { by: scope.actor().clone(), words, via: lift.via, source };
        let mut after = before.value.clone();
        after.mark.lifted = Some(Lifting { at: self.now(), proof });
        let event = ConsentEvent::Lifted(after.facts());
        self.remark(scope, before, after, event).await
    }

    async fn remark(
        &self,
        scope: &Scope,
        before: Loaded<KeptMark>,
        after: KeptMark,
        event: ConsentEvent,
    ) -> Result<Loaded<KeptMark>, ConsentError> {
        let audit = lines::mark(AuditAction::Update, Some(&before.value), &after);
        let change = Change::Remark(after.clone(), before.version);
        self.write(scope, Writing::one(change, event, audit)).await?;
        Ok(Loaded { value: after, version: Version(before.version.0 + 1) })
    }
}

fn checked(
    id: DoNotContactId,
    new: NewMark,
    scope: &Scope,
    at: Timestamp,
) -> Result<KeptMark, Invalid> {
    let mut wrong = Invalid::default();
    let words = text(&new.words, "words", MAX_WORDS, Needed::Perhaps, &mut wrong);
    let source = text(&new.source, "source", MAX_SOURCE, Needed::Perhaps, &mut wrong);
    let marked = match (new.about.customer, new.about.phone()) {
        (None, Some(number)) => MarkedFor::Number(number.clone()),
        (Some(_), None) => MarkedFor::Customer,
        _ => {
            wrong.push("customer_id", "required", "Either a customer or a number.");
            MarkedFor::Customer
        }
    };
    let by = new.by.unwrap_or_else(|| scope.actor().clone());
    let proof = Proof { by, words, via: new.via, source };
    let mark = DoNotContact { marked, reason: new.reason, at, proof, lifted: None };
    let kept = KeptMark { id, customer: new.about.customer, call: new.call, mark, undone_at: None };
    check_reason(&kept, &mut wrong);
    wrong.check()?;
    Ok(kept)
}

/// Somebody else's is a number, never a customer.
fn check_reason(kept: &KeptMark, wrong: &mut Invalid) {
    if kept.mark.reason == DoNotContactReason::WrongPerson && kept.number().is_none() {
        let message = "A wrong person is said of a number. Mark the number instead.";
        wrong.push("reason", "not_allowed", message);
    }
}
