//! Bringing a file: announced with its size, sent in parts, gone on with where it broke off.

use super::{CallImports, ImportView, audit_line};
use crate::{
    error::CallError,
    import::{
        CallImport, HEAD, ImportPhase, ImportPlan, ImportRefusal, ImportSource, Layout, MAX_FILE,
        PART, ROLLBACK_WITHIN, header_key, part_of,
    },
};
use callboard_kernel::{
    AuditAction, CallImportId, CallJobId, Invalid, Loaded, Permission, Scope, Timestamp,
};
use serde_json::Value;
use time::Duration;

/// Files of which nobody said what to do are kept for so long.
const IDLE_FOR: Duration = Duration::days(2);
/// Files that are removed in one go.
const MOST_REMOVED: u32 = 50;

impl CallImports {
    /// Announces a file.
    pub async fn announce(
        &self,
        scope: &Scope,
        name: &str,
        size: u64,
    ) -> Result<ImportView, CallError> {
        scope.require(Permission::Import)?;
        let id = CallImportId(self.ports.ids.next());
        let import = CallImport::announced(id, name, size, scope.actor().clone(), self.now())?;
        let audit = audit_line(AuditAction::Create, id, &[("size", Value::from(size))]);
        let version = self.ports.store.create(scope, &import, audit).await?;
        Ok(ImportView { import, version, job: None })
    }

    /// Begins an import of a file that the actor reads where it lies, portion by portion.
    pub async fn begin_here(
        &self,
        scope: &Scope,
        name: &str,
        size: u64,
        layout: Layout,
        plan: ImportPlan,
    ) -> Result<CallImport, CallError> {
        scope.require(Permission::Import)?;
        plan.check(&layout, self.ports.times.zone(&plan.time_zone).is_some())?;
        let id = CallImportId(self.ports.ids.next());
        let now = self.now();
        // What is not sent may be of any size.
        let announced =
            CallImport::announced(id, name, size.clamp(1, MAX_FILE), scope.actor().clone(), now)?;
        let facts = [
            ("provider", Value::from(plan.provider.as_str())),
            ("duplicates", Value::from(plan.duplicates.as_str())),
            ("state", Value::from("started")),
        ];
        let audit = audit_line(AuditAction::Import, id, &facts);
        let import = CallImport {
            size,
            received: size,
            source: ImportSource::Command,
            phase: ImportPhase::Importing,
            layout: Some(layout),
            plan: Some(plan),
            started_at: Some(now),
            ..announced
        };
        self.ports.store.create(scope, &import, audit).await?;
        Ok(import)
    }

    /// How many bytes the next part has that begins at `offset`: what is left, at most [`PART`].
    pub async fn next_part(
        &self,
        scope: &Scope,
        id: CallImportId,
        offset: u64,
    ) -> Result<u64, CallError> {
        scope.require(Permission::Import)?;
        let import = self.load(scope, id).await?.value;
        let bytes = PART.min(import.size.saturating_sub(offset));
        import.takes(offset, bytes)?;
        Ok(bytes)
    }

    /// Keeps the part of a file that begins at `offset`. With the last one the file is looked at: a file that is no call
    /// log is refused, and the plan that was last used with its header is proposed.
    pub async fn receive(
        &self,
        scope: &Scope,
        id: CallImportId,
        offset: u64,
        part: Vec<u8>,
    ) -> Result<ImportView, CallError> {
        scope.require(Permission::Import)?;
        let import = self.load(scope, id).await?.value;
        let end = offset + part.len() as u64;
        import.takes(offset, part.len() as u64)?;
        let (name, _) = part_of(offset);
        self.ports.files.put(scope, file_of(id), &name, part).await?;
        if !self.ports.store.received(scope, id, offset, end).await? {
            let received = self.load(scope, id).await?.value.received;
            return Err(ImportRefusal::OtherBytes { received }.into());
        }
        if end == import.size {
            self.look(scope, id).await?;
        }
        self.view(scope, id).await
    }

    async fn look(&self, scope: &Scope, id: CallImportId) -> Result<(), CallError> {
        let Loaded { value: mut import, version } = self.load(scope, id).await?;
        let head = self.head(scope, &import).await?;
        let layout = Layout::sniff(&head, None, None).map_err(no_call_log)?;
        let home = self.ports.home.home(scope).await?;
        let known = self.ports.store.remembered(scope, &header_key(&layout.headers)).await?;
        import.plan = Some(known.unwrap_or_else(|| ImportPlan::proposed(&layout, &home.time_zone)));
        import.layout = Some(layout);
        import.phase = ImportPhase::Ready;
        self.ports.store.save(scope, &import, version, None, self.now()).await?;
        Ok(())
    }

    /// The first bytes of a file.
    pub(super) async fn head(
        &self,
        scope: &Scope,
        import: &CallImport,
    ) -> Result<Vec<u8>, CallError> {
        self.bytes(scope, import, 0, HEAD as u64).await
    }

    /// Bytes of a file; fewer than asked for at the end of a part or of the file, none behind it.
    pub(super) async fn bytes(
        &self,
        scope: &Scope,
        import: &CallImport,
        offset: u64,
        most: u64,
    ) -> Result<Vec<u8>, CallError> {
        if offset >= import.size {
            return Ok(Vec::new());
        }
        let (name, within) = part_of(offset);
        let part = PART.min(import.size - (offset - within));
        let range = within..part.min(within + most);
        Ok(self.ports.files.get(scope, file_of(import.id), &name, range).await?)
    }

    /// Forgets an import of which no call is there, and its file.
    pub async fn discard(&self, scope: &Scope, id: CallImportId) -> Result<(), CallError> {
        scope.require(Permission::Import)?;
        let view = self.view(scope, id).await?;
        if !view.import.is_undecided() {
            return Err(ImportRefusal::Begun.into());
        }
        if view.job.is_some_and(|job| !job.state.is_final()) {
            return Err(ImportRefusal::Busy.into());
        }
        self.ports.files.remove(scope, file_of(id)).await?;
        let audit = audit_line(AuditAction::Delete, id, &[]);
        self.ports.store.remove(scope, id, audit, self.now()).await?;
        Ok(())
    }

    /// Files of all workspaces that lost their use at `now`.
    pub async fn unused_files(
        &self,
        now: Timestamp,
    ) -> Result<Vec<(callboard_kernel::WorkspaceId, CallImportId)>, CallError> {
        let (over, idle) = (now - ROLLBACK_WITHIN, now - IDLE_FOR);
        Ok(self.ports.store.files_to_remove(over, idle, MOST_REMOVED).await?)
    }

    /// Removes a file that lost its use; the import stays in the list.
    pub async fn remove_file(&self, scope: &Scope, id: CallImportId) -> Result<(), CallError> {
        scope.require(Permission::Import)?;
        self.ports.files.remove(scope, file_of(id)).await?;
        Ok(self.ports.store.file_removed(scope, id, self.now()).await?)
    }
}

/// The file of an import has its id.
const fn file_of(id: CallImportId) -> CallJobId {
    CallJobId(id.uuid())
}

pub(super) fn no_call_log(error: crate::import::LayoutError) -> CallError {
    Invalid::field("file", "no_call_log", sentence(&error.to_string())).into()
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).chain(['.']).collect()
}
