//! Lines of the timeline: written by people, and by the product for finished calls.

use super::{Customers, id_of_key};
use crate::{
    error::CustomerError,
    events::CustomerEvent,
    model::{CallLine, Interaction, InteractionEdit, NewInteraction, TextLine},
};
use callboard_kernel::{
    AuditAction, AuditDraft, Cause, Commit, CustomerId, Forbidden, InteractionId, Loaded,
    Permission, Role, SaveError, Scope, Timestamp, Version,
};

impl Customers {
    /// Writes a line by hand. The same idempotency key again answers the first one as it is now.
    pub async fn write_interaction(
        &self,
        scope: &Scope,
        customer: CustomerId,
        new: NewInteraction,
        idempotency_key: Option<&str>,
    ) -> Result<Loaded<Interaction>, CustomerError> {
        staff(scope)?;
        self.load(scope, customer).await?;
        let id = match idempotency_key {
            None => InteractionId(self.ports.ids.next()),
            Some(key) => InteractionId(id_of_key(scope, &format!("interaction/{customer}"), key)?),
        };
        if idempotency_key.is_some()
            && let Some(first) = self.ports.interactions.get(scope, id).await?
        {
            return Ok(first);
        }
        let now = self.ports.clock.now();
        let line = Interaction::written(id, customer, new, scope.member(), now)?;
        let version = self.ports.interactions.save(scope, recorded(&line, now)).await?;
        Ok(Loaded { value: line, version })
    }

    /// Corrects a line: its author his own, those who edit customers all (S2-PH1-03). Without a version the last write wins.
    pub async fn edit_interaction(
        &self,
        scope: &Scope,
        customer: CustomerId,
        id: InteractionId,
        expected: Option<Version>,
        edit: InteractionEdit,
    ) -> Result<Loaded<Interaction>, CustomerError> {
        match self.edit_line(scope, customer, id, expected, edit.clone()).await {
            Err(CustomerError::Save(SaveError::Stale)) if expected.is_none() => {
                self.edit_line(scope, customer, id, expected, edit).await
            }
            answer => answer,
        }
    }

    /// Takes a line out of the timeline; the audit trail keeps it.
    pub async fn delete_interaction(
        &self,
        scope: &Scope,
        customer: CustomerId,
        id: InteractionId,
    ) -> Result<(), CustomerError> {
        let before = self.own_line(scope, customer, id).await?;
        let now = self.ports.clock.now();
        let after = before.value.deleted(now);
        let event = CustomerEvent::InteractionDeleted { customer, interaction: id };
        let audit = AuditDraft::delete(before.value.snapshot());
        let commit = Commit::update(after, before.version, vec![event], audit, now);
        self.ports.interactions.save(scope, commit).await?;
        Ok(())
    }

    /// Writes the line of a finished call, or completes it when the call was told before: a disposition often comes later,
    /// and a call can be tied to another customer. A line that somebody deleted stays deleted.
    pub async fn record_call_interaction(
        &self,
        scope: &Scope,
        told: CallLine,
        cause: Cause,
        depth: u8,
    ) -> Result<(), CustomerError> {
        scope.require(Permission::EditCustomers)?;
        let now = self.ports.clock.now();
        let commit = match self.ports.interactions.of_call(scope, told.call).await? {
            None => {
                let line = Interaction::of_call(InteractionId(self.ports.ids.next()), told, now);
                recorded(&line, now)
            }
            Some(before) => {
                let after = before.value.told_again(told, now);
                if after == before.value {
                    return Ok(());
                }
                changed(&before, &after, now)
            }
        };
        match self.ports.interactions.save(scope, commit.caused_by(cause, depth)).await {
            // Told twice at the same instant: the other one wrote it.
            Ok(_) | Err(SaveError::Duplicate("causes_pkey" | "interactions_call_key")) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes the line of a text, once. A line that somebody deleted stays deleted.
    pub async fn record_text_interaction(
        &self,
        scope: &Scope,
        told: TextLine,
        cause: Cause,
        depth: u8,
    ) -> Result<(), CustomerError> {
        scope.require(Permission::EditCustomers)?;
        let now = self.ports.clock.now();
        let line = Interaction::of_text(told, now);
        let commit = recorded(&line, now).caused_by(cause, depth);
        match self.ports.interactions.save(scope, commit).await {
            Ok(_) | Err(SaveError::Duplicate(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn edit_line(
        &self,
        scope: &Scope,
        customer: CustomerId,
        id: InteractionId,
        expected: Option<Version>,
        edit: InteractionEdit,
    ) -> Result<Loaded<Interaction>, CustomerError> {
        let before = self.own_line(scope, customer, id).await?;
        if expected.is_some_and(|version| version != before.version) {
            return Err(SaveError::Stale.into());
        }
        let now = self.ports.clock.now();
        let after = before.value.edited(edit, now)?;
        if after == before.value {
            return Ok(before);
        }
        let commit = changed(&before, &after, now);
        let version = self.ports.interactions.save(scope, commit).await?;
        Ok(Loaded { value: after, version })
    }

    /// A line that the actor may change.
    async fn own_line(
        &self,
        scope: &Scope,
        customer: CustomerId,
        id: InteractionId,
    ) -> Result<Loaded<Interaction>, CustomerError> {
        staff(scope)?;
        let line = self.ports.interactions.get(scope, id).await?;
        let line = line
            .filter(|line| line.value.snapshot().customer == customer)
            .ok_or(CustomerError::NoSuchInteraction)?;
        let author = line.value.snapshot().member;
        let own = author.is_some() && author == scope.member();
        if own || scope.may(Permission::EditCustomers) {
            return Ok(line);
        }
        Err(CustomerError::NotTheAuthor)
    }
}

/// Any staff may write; a viewer reads (S2-PH1-03).
fn staff(scope: &Scope) -> Result<(), Forbidden> {
    match scope.role() {
        Some(held) if held < Role::Tech => Err(Forbidden { held: Some(held), needed: Role::Tech }),
        Some(_) | None => Ok(()),
    }
}

fn recorded(line: &Interaction, now: Timestamp) -> Commit<Interaction, CustomerEvent> {
    let state = line.snapshot();
    let event = CustomerEvent::InteractionRecorded {
        customer: state.customer,
        interaction: state.id,
        kind: state.kind,
        call: state.call,
    };
    Commit::create(line.clone(), vec![event], AuditDraft::create(state), now)
}

fn changed(
    before: &Loaded<Interaction>,
    after: &Interaction,
    now: Timestamp,
) -> Commit<Interaction, CustomerEvent> {
    let state = after.snapshot();
    let event =
        CustomerEvent::InteractionChanged { customer: state.customer, interaction: state.id };
    let audit = AuditDraft::change(AuditAction::Update, before.value.snapshot(), state);
    Commit::update(after.clone(), before.version, vec![event], audit, now)
}
