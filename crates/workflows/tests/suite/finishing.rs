//! What is over tells whoever asked for it; what is old goes.

use crate::town::{DANA, GONE, TEN, Town, WORKSPACE, dana};
use async_trait::async_trait;
use callboard_calls::{
    CallEvent, Exports, ExportsPorts,
    jobs::{JobKind, JobState},
    ports::{
        MockCallBoard, MockCallJobStore, MockCallerDirectory, MockDispositionCatalogue,
        MockExportBoard, MockExportFiles, MockFileStore, MockSheetPrinter, MockWorkspaceProfile,
    },
};
use callboard_kernel::{
    Actor, CallJobId, DomainEvent, EventEnvelope, EventId, ManualClock, MemberId, Page,
    PageRequest, PortError, Role, SaveError, Scope, SequentialIds, Timestamp,
};
use callboard_workflows::ports::{MailDraft, MailOutbox, WaitingMail};
use std::sync::{Arc, Mutex};
use time::Duration;
use uuid::Uuid;

/// Mail in memory, unique by its message id as in the store.
#[derive(Default)]
pub(crate) struct Outbox(pub(crate) Mutex<Vec<MailDraft>>);

#[async_trait]
impl MailOutbox for Outbox {
    async fn post(&self, _: &Scope, mail: MailDraft, _: Timestamp) -> Result<(), SaveError> {
        let mut all = self.0.lock().unwrap();
        if all.iter().any(|other| other.message_id == mail.message_id) {
            return Err(SaveError::Duplicate("mail_outbox_message_key"));
        }
        all.push(mail);
        Ok(())
    }

    async fn waiting(&self, _: &Scope, _: &PageRequest) -> Result<Page<WaitingMail>, PortError> {
        Ok(Page { items: vec![], next: None })
    }

    async fn count_waiting(&self, _: &Scope) -> Result<u64, PortError> {
        Ok(self.0.lock().unwrap().len() as u64)
    }
}

/// Exports over these stores; nothing else of them is asked.
pub(crate) fn exports(
    files: MockExportFiles,
    store: MockFileStore,
    clock: &Arc<ManualClock>,
) -> Arc<Exports> {
    Arc::new(Exports::new(ExportsPorts {
        jobs: Arc::new(MockCallJobStore::new()),
        board: Arc::new(MockCallBoard::new()),
        log: Arc::new(MockExportBoard::new()),
        store: Arc::new(store),
        files: Arc::new(files),
        printer: Arc::new(MockSheetPrinter::new()),
        profile: Arc::new(MockWorkspaceProfile::new()),
        catalogue: Arc::new(MockDispositionCatalogue::new()),
        callers: Arc::new(MockCallerDirectory::new()),
        clock: clock.clone(),
        ids: Arc::new(SequentialIds::default()),
        keep_for: Duration::days(7),
    }))
}

fn over(kind: JobKind, state: JobState, actor: Actor) -> EventEnvelope {
    let event = CallEvent::JobFinished { job: CallJobId(Uuid::from_u128(0xe)), kind, state };
    EventEnvelope {
        id: EventId(Uuid::from_u128(0xe1)),
        workspace: WORKSPACE,
        seq: 1,
        name: event.name().to_owned(),
        payload: event.payload(),
        occurred_at: TEN,
        actor,
        depth: 0,
    }
}

async fn told(kind: JobKind, state: JobState, actor: Actor) -> (Town, Vec<MailDraft>) {
    let town = Town::new();
    let event = over(kind, state, actor);
    for _ in 0..2 {
        town.react(&event, "finished_export_tells_who_asked").await.unwrap();
    }
    let mail = town.outbox.0.lock().unwrap().clone();
    (town, mail)
}

fn member(id: MemberId) -> Actor {
    Actor::Member { id, role: Role::Admin }
}

#[tokio::test]
async fn a_finished_export_tells_once_in_the_app_and_by_mail() {
    let (town, mail) = told(JobKind::Export, JobState::Completed, member(DANA)).await;
    let bell = town.memory().notifications.clone();
    assert_eq!((bell.len(), mail.len()), (1, 1));
    assert_eq!((bell[0].member, bell[0].kind.as_str()), (DANA, "finished"));
    assert_eq!(mail[0].to_address, format!("{DANA}@example.com"));
    assert_eq!(mail[0].subject, "Your export is ready");
    assert!(
        mail[0].body.contains("https://desk.example.com/exports?export=0000"),
        "{}",
        mail[0].body
    );
    let id = Uuid::from_u128(0xe1);
    assert_eq!(
        mail[0].message_id,
        format!("<{id}.finished.export.tells.who.asked@desk.example.com>")
    );
}

#[tokio::test]
async fn a_failed_export_says_so_and_a_stopped_one_says_nothing() {
    let (_, mail) = told(JobKind::Export, JobState::Failed, member(DANA)).await;
    assert_eq!(mail[0].subject, "Your export could not be made");
    for (kind, state, actor) in [
        (JobKind::Export, JobState::Cancelled, member(DANA)),
        (JobKind::Bulk, JobState::Completed, member(DANA)),
        (JobKind::Export, JobState::Completed, dana_as_program()),
    ] {
        let (town, mail) = told(kind, state, actor).await;
        assert!(mail.is_empty() && town.memory().notifications.is_empty());
    }
}

#[tokio::test]
async fn who_may_not_sign_in_any_more_gets_no_mail() {
    let (_, mail) = told(JobKind::Export, JobState::Completed, member(GONE)).await;
    assert!(mail.is_empty());
}

fn dana_as_program() -> Actor {
    assert!(dana().member().is_some());
    Actor::ApiKey { id: callboard_kernel::ApiKeyId(Uuid::nil()), role: Role::Admin }
}
