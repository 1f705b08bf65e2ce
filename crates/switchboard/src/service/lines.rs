//! The numbers of the company.

use super::Switchboard;
use crate::{
    SwitchboardError, SwitchboardEvent,
    model::{HookAddress, Line, LineEdit, NewLine},
};
use callboard_kernel::{
    AuditAction, AuditDraft, Commit, LineId, Loaded, Permission, SaveError, Scope, Version,
};

impl Switchboard {
    /// The lines, by their name.
    pub async fn lines(&self, scope: &Scope) -> Result<Vec<Loaded<Line>>, SwitchboardError> {
        scope.require(Permission::ReadSettings)?;
        Ok(self.ports.lines.list(scope).await?)
    }

    /// The secret addresses that the telephone company must be told; `None` when there is no company, and
    /// [`SwitchboardError::NotPublic`] when it could not reach them.
    pub async fn addresses(
        &self,
        scope: &Scope,
    ) -> Result<Option<(&'static str, HookAddress)>, SwitchboardError> {
        scope.require(Permission::ManageSettings)?;
        let Some(provider) = self.ports.carrier.provider(scope).await? else { return Ok(None) };
        Ok(Some((provider, self.hooks(scope, provider, self.ports.clock.now()).await?)))
    }

    /// Adds a number. The first one is the default.
    pub async fn add_line(
        &self,
        scope: &Scope,
        mut new: NewLine,
    ) -> Result<Loaded<Line>, SwitchboardError> {
        scope.require(Permission::ManageSettings)?;
        let at = self.ports.clock.now();
        new.is_default |= self.ports.lines.list(scope).await?.is_empty();
        let line = Line::try_new(LineId(self.ports.ids.next()), new, at)?;
        let audit = AuditDraft::create(line.snapshot());
        let commit = Commit::create(line.clone(), vec![changed(&line)], audit, at);
        let version = self.save_line(scope, commit).await?;
        Ok(Loaded { value: line, version })
    }

    /// Changes a line. Saving what stands already writes nothing.
    pub async fn edit_line(
        &self,
        scope: &Scope,
        id: LineId,
        expected: Option<Version>,
        edit: LineEdit,
    ) -> Result<Loaded<Line>, SwitchboardError> {
        scope.require(Permission::ManageSettings)?;
        let loaded = self.live_line(scope, id).await?;
        if expected.is_some_and(|version| version != loaded.version) {
            return Err(SaveError::Stale.into());
        }
        let at = self.ports.clock.now();
        let Some(after) = loaded.value.edit(edit, at)? else { return Ok(loaded) };
        let before = loaded.value.snapshot();
        let audit = AuditDraft::change(AuditAction::Update, before, after.snapshot());
        let commit =
            Commit::update(after.clone(), loaded.version, vec![changed(&after)], audit, at);
        let version = self.save_line(scope, commit).await?;
        Ok(Loaded { value: after, version })
    }

    /// Gives a line up. Its calls stay.
    pub async fn remove_line(&self, scope: &Scope, id: LineId) -> Result<(), SwitchboardError> {
        scope.require(Permission::ManageSettings)?;
        let loaded = self.live_line(scope, id).await?;
        let at = self.ports.clock.now();
        let after = loaded.value.remove(at).ok_or(SwitchboardError::NoSuchLine)?;
        let audit = AuditDraft::delete(loaded.value.snapshot());
        let commit =
            Commit::update(after.clone(), loaded.version, vec![changed(&after)], audit, at);
        self.save_line(scope, commit).await.map(drop)
    }

    async fn live_line(&self, scope: &Scope, id: LineId) -> Result<Loaded<Line>, SwitchboardError> {
        let found = self.ports.lines.get(scope, id).await?;
        found
            .filter(|loaded| loaded.value.snapshot().removed_at.is_none())
            .ok_or(SwitchboardError::NoSuchLine)
    }

    async fn save_line(
        &self,
        scope: &Scope,
        commit: Commit<Line, SwitchboardEvent>,
    ) -> Result<Version, SwitchboardError> {
        let saved = self.ports.lines.save(scope, commit).await;
        self.desks.forget(scope.workspace());
        saved.map_err(|error| match error {
            SaveError::Duplicate("lines_number_key") => SwitchboardError::NumberTaken,
            other => other.into(),
        })
    }
}

fn changed(line: &Line) -> SwitchboardEvent {
    SwitchboardEvent::LineChanged(Box::new(line.snapshot().clone()))
}
