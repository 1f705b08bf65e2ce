//! A journal that does not keep a caller waiting: what it cannot write soon is kept on this machine.

use async_trait::async_trait;
use callboard_kernel::{PortError, Scope};
use callboard_switchboard::ports::{Journalled, NewReport, ReportJournal, StoredReport};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// How long the database may take: the telephone company waits 15 seconds, the caller not one.
const PATIENCE: Duration = Duration::from_millis(700);

/// The journal of the database with a limit of time.
pub struct PatientJournal(pub Arc<dyn ReportJournal>);

#[async_trait]
impl ReportJournal for PatientJournal {
    /// When time runs out the report may have been written; that it is written twice, the dedupe key prevents.
    async fn put(&self, scope: &Scope, report: &NewReport) -> Result<Journalled, PortError> {
        match tokio::time::timeout(PATIENCE, self.0.put(scope, report)).await {
            Ok(answer) => answer,
            Err(late) => Err(PortError::unavailable("provider_reports.put", late)),
        }
    }

    async fn get(&self, scope: &Scope, id: Uuid) -> Result<Option<StoredReport>, PortError> {
        self.0.get(scope, id).await
    }
}
