//! One saved view and who may do what with it. A private view is its author's alone; one for the team is seen by
//! everybody, made by supervisors, and changed by them and by its author.

use crate::{
    board::{CallSort, CallSortKey, SpokenFilter},
    error::CallError,
    model::text,
};
use callboard_kernel::{
    Auditable, CallViewId, DomainEvent, Invalid, MemberId, Patch, Permission, Scope, Timestamp,
    one_line,
};
use serde::{Deserialize, Serialize, Serializer};
use time::Duration;
use uuid::Uuid;

/// How long a removed view can be brought back.
pub const RESTORE_FOR: Duration = Duration::minutes(10);
/// Longest name, in characters.
const MAX_NAME: usize = 60;

/// Everything that is stored of a view.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CallViewSnapshot {
    /// Id.
    pub id: CallViewId,
    /// Who made it; `None` when a program did.
    pub owner: Option<MemberId>,
    /// What its tab says.
    pub name: String,
    /// Which calls it shows.
    pub wanted: SpokenFilter,
    /// In which order; `None` is the list's own.
    pub sort: Option<CallSort>,
    /// For everybody in the workspace.
    pub team: bool,
    /// Shown as a tab to those who have not arranged it otherwise.
    pub pinned: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was removed.
    pub deleted_at: Option<Timestamp>,
}

impl Serialize for CallSort {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.word())
    }
}

impl Auditable for CallViewSnapshot {
    const KIND: &'static str = "call_view";

    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}

impl CallSort {
    /// The order as addresses and stores write it: `time`, `-time`.
    pub fn word(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.key)
    }

    /// Reads what [`Self::word`] writes.
    pub fn parse(word: &str) -> Option<Self> {
        let (key, descending) = match word.strip_prefix('-') {
            Some(key) => (key, true),
            None => (word, false),
        };
        CallSortKey::parse(key).map(|key| Self { key, descending })
    }
}

/// Wire name of the event that a view was made, changed, removed or brought back.
pub const VIEW_CHANGED: &str = "calls.view_changed";

/// A view was made, changed, removed or brought back, so open screens read their views again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CallViewEvent {
    /// The view.
    pub view: CallViewId,
    /// Whose it is.
    pub owner: Option<MemberId>,
    /// Whether others could see it before or can see it now.
    pub team: bool,
}

impl DomainEvent for CallViewEvent {
    fn name(&self) -> &'static str {
        VIEW_CHANGED
    }

    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }
}

/// A view that somebody wants to keep.
#[derive(Clone, PartialEq, Debug)]
pub struct NewView {
    /// What its tab says.
    pub name: String,
    /// Which calls.
    pub wanted: SpokenFilter,
    /// In which order.
    pub sort: Option<CallSort>,
    /// For everybody.
    pub team: bool,
    /// Shown as a tab.
    pub pinned: bool,
}

/// What an edit changes; `None` leaves as it is.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ViewEdit {
    /// The name.
    pub name: Option<String>,
    /// Which calls.
    pub wanted: Option<SpokenFilter>,
    /// The order; emptied it is the list's own.
    pub sort: Patch<CallSort>,
    /// For everybody, or for its author alone.
    pub team: Option<bool>,
    /// Shown as a tab.
    pub pinned: Option<bool>,
}

/// A saved view.
#[derive(Clone, PartialEq, Debug)]
pub struct CallView(CallViewSnapshot);

impl CallView {
    /// A view as it was stored.
    pub const fn restore(snapshot: CallViewSnapshot) -> Self {
        Self(snapshot)
    }

    /// As plain data.
    pub const fn snapshot(&self) -> &CallViewSnapshot {
        &self.0
    }

    /// A new view. One for the team is made by supervisors; a private one needs somebody whose it is.
    pub fn new(
        id: CallViewId,
        new: NewView,
        scope: &Scope,
        at: Timestamp,
    ) -> Result<Self, CallError> {
        let NewView { name, wanted, sort, team, pinned } = new;
        match (team, scope.member()) {
            (true, _) => scope.require(Permission::Supervise)?,
            (false, None) => return Err(CallError::ViewNeedsMember),
            (false, Some(_)) => {}
        }
        let name = one_line(&name);
        check(&name, &wanted)?;
        Ok(Self(CallViewSnapshot {
            id,
            owner: scope.member(),
            name,
            wanted,
            sort,
            team,
            pinned,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        }))
    }

    /// Whether the actor sees it.
    pub fn is_seen_by(&self, scope: &Scope) -> bool {
        self.0.team || (self.0.owner.is_some() && self.0.owner == scope.member())
    }

    /// Whether the actor may change it.
    pub fn may_be_changed_by(&self, scope: &Scope) -> bool {
        self.permit(scope).is_ok()
    }

    fn permit(&self, scope: &Scope) -> Result<(), CallError> {
        if !self.is_seen_by(scope) {
            return Err(CallError::NoSuchView);
        }
        if self.0.owner.is_some() && self.0.owner == scope.member() {
            return Ok(());
        }
        Ok(scope.require(Permission::Supervise)?)
    }

    /// The view after an edit; `None` when nothing would change.
    pub fn edit(
        &self,
        edit: ViewEdit,
        scope: &Scope,
        at: Timestamp,
    ) -> Result<Option<Self>, CallError> {
        self.permit(scope)?;
        let ViewEdit { name, wanted, sort, team, pinned } = edit;
        let mut after = self.0.clone();
        if let Some(name) = name {
            after.name = one_line(&name);
        }
        if let Some(wanted) = wanted {
            after.wanted = wanted;
        }
        sort.apply(&mut after.sort);
        match team {
            Some(true) if !after.team => scope.require(Permission::Supervise)?,
            Some(false) if after.owner.is_none() => return Err(CallError::ViewNeedsMember),
            _ => {}
        }
        after.team = team.unwrap_or(after.team);
        after.pinned = pinned.unwrap_or(after.pinned);
        check(&after.name, &after.wanted)?;
        if after == self.0 {
            return Ok(None);
        }
        after.updated_at = at;
        Ok(Some(Self(after)))
    }

    /// The view after it was removed.
    pub fn remove(&self, scope: &Scope, at: Timestamp) -> Result<Self, CallError> {
        self.permit(scope)?;
        let removed = CallViewSnapshot { deleted_at: Some(at), updated_at: at, ..self.0.clone() };
        Ok(Self(removed))
    }

    /// The view brought back; refused when it was not removed, or too long ago.
    pub fn bring_back(&self, scope: &Scope, at: Timestamp) -> Result<Self, CallError> {
        self.permit(scope)?;
        match self.0.deleted_at {
            Some(removed) if at - removed <= RESTORE_FOR => {
                Ok(Self(CallViewSnapshot { deleted_at: None, updated_at: at, ..self.0.clone() }))
            }
            Some(_) => Err(CallError::NoSuchView),
            None => Err(CallError::ViewNotRemoved),
        }
    }

    /// What happened between two states of it.
    pub(crate) fn changed(&self, before: Option<&Self>) -> CallViewEvent {
        CallViewEvent {
            view: self.0.id,
            owner: self.0.owner,
            team: self.0.team || before.is_some_and(|before| before.0.team),
        }
    }
}

fn check(name: &str, wanted: &SpokenFilter) -> Result<(), Invalid> {
    let mut wrong = Invalid::default();
    if name.is_empty() {
        wrong.push("name", "required", "Say what the tab shows.");
    }
    text::check_length(name, "name", MAX_NAME, &mut wrong);
    if let Err(found) = wanted.check() {
        for mut error in found.0 {
            error.path = format!("filters.{}", error.path);
            wrong.0.push(error);
        }
    }
    wrong.check()
}

#[cfg(test)]
mod tests;
