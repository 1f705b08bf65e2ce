//! What decides a call, kept in memory: a call rings within a second, and while the database is down.

use super::Switchboard;
use crate::{
    SwitchboardError,
    model::{DeskNow, HookAddress, LineSnapshot, Station},
    ports::Hours,
};
use callboard_kernel::{PortError, Scope, Timestamp, WorkspaceId};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};
use time::Duration;

/// How old what is kept may be while the database answers.
const FRESH_FOR: Duration = Duration::seconds(2);

/// What is kept of a workspace.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) lines: Vec<LineSnapshot>,
    pub(super) stations: Vec<Station>,
    pub(super) hours: Arc<dyn Hours>,
    pub(super) hooks: HookAddress,
    read_at: Timestamp,
}

impl Kept {
    pub(super) fn now(&self, at: Timestamp) -> DeskNow {
        let open = self.hours.is_open(at);
        DeskNow {
            lines: self.lines.clone(),
            stations: self.stations.clone(),
            open,
            opens: if open { None } else { self.hours.opens(at) },
            at,
        }
    }
}

/// Who is behind an address, by provider and secret.
type Addresses = HashMap<(String, String), WorkspaceId>;

/// The desks of all workspaces that were asked for.
#[derive(Default)]
pub(super) struct Desks {
    kept: RwLock<HashMap<(WorkspaceId, String), Kept>>,
    addresses: RwLock<Addresses>,
}

impl Desks {
    pub(super) fn forget(&self, workspace: WorkspaceId) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(of, _), _| *of != workspace);
    }

    fn get(&self, workspace: WorkspaceId, provider: &str) -> Option<Kept> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(&(workspace, provider.to_owned())).cloned()
    }

    fn put(&self, workspace: WorkspaceId, provider: &str, desk: Kept) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.insert((workspace, provider.to_owned()), desk);
    }
}

impl Switchboard {
    /// Whose address it is. What was found once is known while the database is down.
    pub(super) async fn whose(
        &self,
        provider: &str,
        opaque: &str,
    ) -> Result<Option<WorkspaceId>, PortError> {
        let key = (provider.to_owned(), opaque.to_owned());
        let known = {
            let addresses = self.desks.addresses.read().unwrap_or_else(PoisonError::into_inner);
            addresses.get(&key).copied()
        };
        if known.is_some() {
            return Ok(known);
        }
        let found = self.ports.directory.find(provider, opaque).await?;
        if let Some(workspace) = found {
            let mut addresses =
                self.desks.addresses.write().unwrap_or_else(PoisonError::into_inner);
            addresses.insert(key, workspace);
        }
        Ok(found)
    }

    /// What decides a call, at most two seconds old while the database answers, and the last that was read when it does not.
    pub(super) async fn desk(
        &self,
        scope: &Scope,
        provider: &'static str,
        at: Timestamp,
    ) -> Result<Kept, SwitchboardError> {
        let workspace = scope.workspace();
        let kept = self.desks.get(workspace, provider);
        if let Some(kept) = &kept
            && at - kept.read_at < FRESH_FOR
        {
            return Ok(kept.clone());
        }
        match self.read_desk(scope, provider, at).await {
            Ok(read) => {
                self.desks.put(workspace, provider, read.clone());
                Ok(read)
            }
            Err(error) => match kept {
                Some(kept) if is_outage(&error) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "the desk is decided by what was last known of it"
                    );
                    Ok(kept)
                }
                _ => Err(error),
            },
        }
    }

    async fn read_desk(
        &self,
        scope: &Scope,
        provider: &'static str,
        at: Timestamp,
    ) -> Result<Kept, SwitchboardError> {
        let lines = self.ports.lines.list(scope).await?;
        Ok(Kept {
            lines: lines.into_iter().map(|loaded| loaded.value.snapshot().clone()).collect(),
            stations: self.ports.stations.all(scope).await?,
            hours: self.ports.hours.hours(scope).await?,
            hooks: self.hooks(scope, provider, at).await?,
            read_at: at,
        })
    }

    /// The secret address of the workspace at this telephone company, made at the first time.
    pub(super) async fn hooks(
        &self,
        scope: &Scope,
        provider: &'static str,
        at: Timestamp,
    ) -> Result<HookAddress, SwitchboardError> {
        let fresh = self.ports.secrets.fresh();
        let opaque = self.ports.directory.address(scope, provider, &fresh, at).await?;
        let origin = self.ports.carrier.origin(provider);
        HookAddress::try_new(&origin, provider, &opaque).map_err(|_| SwitchboardError::NotPublic)
    }
}

fn is_outage(error: &SwitchboardError) -> bool {
    matches!(error, SwitchboardError::Port(error) if error.is_unavailable())
}
