//! Saved views of the call list (S1-VIEW-01): what there is to see, making and changing, and how many calls each holds.

use crate::{
    board::{CallFilter, SpokenFilter},
    error::CallError,
    ports::{CallBoard, CallViewStore, LocalDays},
    views::{
        COUNTED_UP_TO, CallView, CallViewEvent, MAX_OWN_VIEWS, MAX_TEAM_VIEWS, NewView,
        RESTORE_FOR, Shown, Tab, ViewEdit, arrange, check_tabs, shipped_views,
    },
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallViewId, Clock, Commit, IdGen, Loaded, Permission, PortError,
    SaveError, Scope, Timestamp, Version,
};
use std::sync::Arc;

/// What saved views need from outside.
#[derive(Clone)]
pub struct CallViewsPorts {
    /// Keeps views.
    pub store: Arc<dyn CallViewStore>,
    /// Counts calls.
    pub board: Arc<dyn CallBoard>,
    /// Tells when days start.
    pub days: Arc<dyn LocalDays>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGen>,
}

/// The use cases of saved views.
#[derive(Clone)]
pub struct CallViews {
    ports: CallViewsPorts,
}

/// How many calls a view holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counted {
    /// So many at least.
    pub count: u32,
    /// Exactly so many; otherwise there are more.
    pub exact: bool,
}

impl CallViews {
    /// The use cases over these ports.
    pub const fn new(ports: CallViewsPorts) -> Self {
        Self { ports }
    }

    /// The views that the actor sees, his arrangement applied: tabs first.
    pub async fn list(&self, scope: &Scope) -> Result<Vec<Shown>, CallError> {
        scope.require(Permission::ReadCalls)?;
        let tabs = match scope.member() {
            Some(member) => self.ports.store.tabs(scope, member).await?,
            None => Vec::new(),
        };
        let built_in = shipped_views().into_iter().map(|view| Shown {
            pinned: view.snapshot().pinned,
            view,
            version: 0,
            built_in: true,
            editable: false,
        });
        let kept =
            self.ports.store.list(scope).await?.into_iter().map(|loaded| show(scope, loaded));
        Ok(arrange(built_in.chain(kept).collect(), &tabs))
    }

    /// Keeps a new view.
    pub async fn create(&self, scope: &Scope, new: NewView) -> Result<Shown, CallError> {
        scope.require(Permission::ReadCalls)?;
        let now = self.ports.clock.now();
        let view = CallView::new(CallViewId(self.ports.ids.next()), new, scope, now)?;
        self.check_room(scope, &view).await?;
        let audit = AuditDraft::create(view.snapshot());
        let commit = Commit::create(view.clone(), vec![view.changed(None)], audit, now);
        let version = self.save(scope, commit, now).await?;
        Ok(show(scope, Loaded { value: view, version }))
    }

    /// Changes a view. Saving what stands already writes nothing.
    pub async fn edit(
        &self,
        scope: &Scope,
        id: CallViewId,
        expected: Option<Version>,
        edit: ViewEdit,
    ) -> Result<Shown, CallError> {
        let loaded = self.load(scope, id).await?;
        if loaded.value.snapshot().deleted_at.is_some() {
            return Err(CallError::NoSuchView);
        }
        let now = self.ports.clock.now();
        let Some(after) = loaded.value.edit(edit, scope, now)? else {
            return Ok(show(scope, loaded));
        };
        if after.snapshot().team != loaded.value.snapshot().team {
            self.check_room(scope, &after).await?;
        }
        self.write(scope, &loaded, expected, after, AuditAction::Update).await
    }

    /// Removes a view; it can be brought back for ten minutes.
    pub async fn remove(&self, scope: &Scope, id: CallViewId) -> Result<(), CallError> {
        let loaded = self.load(scope, id).await?;
        if loaded.value.snapshot().deleted_at.is_some() {
            return Err(CallError::NoSuchView);
        }
        let after = loaded.value.remove(scope, self.ports.clock.now())?;
        self.write(scope, &loaded, None, after, AuditAction::Delete).await.map(drop)
    }

    /// Brings a removed view back, at its place in everybody's arrangement.
    pub async fn bring_back(&self, scope: &Scope, id: CallViewId) -> Result<Shown, CallError> {
        let loaded = self.load(scope, id).await?;
        let after = loaded.value.bring_back(scope, self.ports.clock.now())?;
        self.check_room(scope, &after).await?;
        self.write(scope, &loaded, None, after, AuditAction::Update).await
    }

    /// Arranges the actor's own screen.
    pub async fn arrange(&self, scope: &Scope, tabs: &[Tab]) -> Result<(), CallError> {
        scope.require(Permission::ReadCalls)?;
        let member = scope.member().ok_or(CallError::ViewNeedsMember)?;
        check_tabs(tabs)?;
        Ok(self.ports.store.save_tabs(scope, member, tabs, self.ports.clock.now()).await?)
    }

    /// How many calls a filter holds now, up to a thousand.
    pub async fn count(&self, scope: &Scope, wanted: &SpokenFilter) -> Result<Counted, CallError> {
        scope.require(Permission::ReadCalls)?;
        let now = self.ports.clock.now();
        let filter = in_days(&*self.ports.days, scope, wanted.clone(), now).await?;
        let found = self.ports.board.count_up_to(scope, &filter, COUNTED_UP_TO + 1, now).await?;
        Ok(Counted { count: found.min(COUNTED_UP_TO), exact: found <= COUNTED_UP_TO })
    }

    async fn load(&self, scope: &Scope, id: CallViewId) -> Result<Loaded<CallView>, CallError> {
        scope.require(Permission::ReadCalls)?;
        if shipped_views().iter().any(|view| view.snapshot().id == id) {
            return Err(CallError::ViewIsBuiltIn);
        }
        self.ports.store.get(scope, id).await?.ok_or(CallError::NoSuchView)
    }

    async fn write(
        &self,
        scope: &Scope,
        before: &Loaded<CallView>,
        expected: Option<Version>,
        after: CallView,
        action: AuditAction,
    ) -> Result<Shown, CallError> {
        if expected.is_some_and(|version| version != before.version) {
            return Err(SaveError::Stale.into());
        }
        let audit = AuditDraft::change(action, before.value.snapshot(), after.snapshot());
        let now = after.snapshot().updated_at;
        let events = vec![after.changed(Some(&before.value))];
        let commit = Commit::update(after.clone(), before.version, events, audit, now);
        let version = self.save(scope, commit, now).await?;
        Ok(show(scope, Loaded { value: after, version }))
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<CallView, CallViewEvent>,
        now: Timestamp,
    ) -> Result<Version, CallError> {
        Ok(self.ports.store.save(scope, commit, now - RESTORE_FOR).await?)
    }

    /// Everything that lists views stays small: neither a member nor a team keeps more than a person could read.
    async fn check_room(&self, scope: &Scope, new: &CallView) -> Result<(), CallError> {
        let team = new.snapshot().team;
        let same = |other: &&Loaded<CallView>| other.value.snapshot().team == team;
        let kept = self.ports.store.list(scope).await?.iter().filter(same).count();
        let most = if team { MAX_TEAM_VIEWS } else { MAX_OWN_VIEWS };
        if kept >= most { Err(CallError::TooManyViews { most }) } else { Ok(()) }
    }
}

fn show(scope: &Scope, loaded: Loaded<CallView>) -> Shown {
    let Loaded { value: view, version } = loaded;
    Shown {
        version: version.0,
        built_in: false,
        pinned: view.snapshot().pinned,
        editable: view.may_be_changed_by(scope),
        view,
    }
}

/// The filter with its days as instants, as they are now.
pub(super) async fn in_days(
    days: &dyn LocalDays,
    scope: &Scope,
    spoken: SpokenFilter,
    now: Timestamp,
) -> Result<CallFilter, PortError> {
    let Some(period) = spoken.period else { return Ok(spoken.filter) };
    let (from, to) = period.midnights();
    let from = days.midnight(scope, now, from).await?;
    let to = match to {
        Some(back) => Some(days.midnight(scope, now, back).await?),
        None => None,
    };
    Ok(spoken.between(Some(from), to))
}
