//! Taking in portions of a file, and what an import refuses.

use crate::{import::row, world::*};
use callboard_calls::{
    CallError, CallImports, CallImportsPorts, Portion, PortionEnd,
    import::{
        CallImport, Duplicates, ImportPlan, ImportRefusal, ImportedCall, Layout, PART, Place,
    },
    model::Call,
    ports::{
        Held, ImportPortion, KnownCall, LocalTimes, LocalToInstant, MockCallImportStore,
        MockCallJobStore, MockCallerDirectory, MockDispositionCatalogue, MockFileStore,
        MockHomePlace,
    },
};
use callboard_kernel::{
    CallImportId, Loaded, ManualClock, Role, SaveError, Scope, SequentialIds, Version,
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex},
};
use uuid::Uuid;

const IMPORT: CallImportId = CallImportId(Uuid::from_u128(9));

struct Utc;

impl LocalTimes for Utc {
    fn zone(&self, name: &str) -> Option<LocalToInstant> {
        (name == "UTC").then(|| -> LocalToInstant { Arc::new(|_| None) })
    }
}

fn imports(store: MockCallImportStore, callers: MockCallerDirectory) -> CallImports {
    CallImports::new(CallImportsPorts {
        store: Arc::new(store),
        files: Arc::new(MockFileStore::new()),
        jobs: Arc::new(MockCallJobStore::new()),
        catalogue: Arc::new(MockDispositionCatalogue::new()),
        callers: Arc::new(callers),
        home: Arc::new(MockHomePlace::new()),
        times: Arc::new(Utc),
        clock: Arc::new(ManualClock::new(at(600))),
        ids: Arc::new(SequentialIds::default()),
    })
}

fn admin() -> Scope {
    member(Role::Admin)
}

fn import() -> CallImport {
    CallImport::announced(IMPORT, "log.csv", PART + 5, admin().actor().clone(), START).unwrap()
}

fn plan(duplicates: Duplicates) -> ImportPlan {
    let layout = Layout::sniff(b"Call Id,Started At,From,Notes\n1,2,3,4\n", None, None).unwrap();
    ImportPlan { provider: "twilio".to_owned(), duplicates, ..ImportPlan::proposed(&layout, "UTC") }
}

fn portion(rows: &[ImportedCall]) -> Portion {
    let calls = rows.iter().zip(2..).map(|(row, line)| (line, row.clone())).collect();
    Portion { calls, broken: vec![] }
}

fn end() -> PortionEnd {
    PortionEnd { position: Place::after_mark(9), is_last: false, job: None }
}

/// A store that knows call `k` and keeps what it is given.
fn knowing(written: &Arc<Mutex<Vec<ImportPortion>>>) -> MockCallImportStore {
    let mut store = MockCallImportStore::new();
    store.expect_known().times(1..).returning(|_, provider, _| {
        assert_eq!(provider, "twilio");
        Ok(HashMap::from([("k".to_owned(), CALL)]))
    });
    let written = Arc::clone(written);
    store.expect_write().returning(move |_, portion| {
        written.lock().unwrap().push(portion);
        Ok(Held::Yes)
    });
    store
}

fn nobody() -> MockCallerDirectory {
    let mut callers = MockCallerDirectory::new();
    callers.expect_of_numbers().times(0..=1).returning(|_, numbers| {
        assert_eq!(numbers.len(), 1, "each number is asked for once");
        Ok(HashMap::new())
    });
    callers
}

#[tokio::test]
async fn known_calls_and_repeats_are_left_out_in_one_question() {
    let written = Arc::default();
    let imports = imports(knowing(&written), nobody());
    let rows = portion(&[row("a"), row("k"), row("a"), row("b")]);
    let taken =
        imports.take(&admin(), &import(), &plan(Duplicates::Skip), &rows, end()).await.unwrap();
    let counts = taken.counts;
    assert_eq!((counts.rows, counts.written, counts.left_out), (4, 2, 2));
    let written = written.lock().unwrap();
    let calls: Vec<_> = written[0].fresh.iter().map(Call::snapshot).collect();
    let ids: Vec<_> = calls.iter().map(|call| call.provider_call_id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["a", "b"]);
    assert!(calls.iter().all(|call| call.import == Some(IMPORT.uuid())));
    assert_eq!(written[0].audit.after["rows_written"], 2);
}

#[tokio::test]
async fn an_update_that_changes_nothing_is_left_out() {
    let written = Arc::default();
    let mut store = knowing(&written);
    store.expect_to_update().withf(|_, calls| *calls == [CALL]).returning(|_, _| {
        let known = Call::imported(row("k"), CALL, "twilio", Uuid::nil(), None, START);
        let call = Loaded { value: known, version: Version(4) };
        Ok(vec![KnownCall { call, by_people: BTreeSet::new() }])
    });
    let imports = imports(store, nobody());
    let same = portion(&[row("k")]);
    let plan = plan(Duplicates::Update);
    let taken = imports.take(&admin(), &import(), &plan, &same, end()).await.unwrap();
    assert_eq!((taken.counts.updated, taken.counts.left_out), (0, 1));
    let newer = portion(&[ImportedCall { notes: "new".to_owned(), ..row("k") }]);
    let taken = imports.take(&admin(), &import(), &plan, &newer, end()).await.unwrap();
    assert_eq!((taken.counts.updated, taken.counts.left_out), (1, 0));
    let change = &written.lock().unwrap()[1].changed[0];
    assert_eq!((change.version, change.after.notes()), (Version(4), "new"));
    assert_eq!(change.before.notes, "");
}

#[tokio::test]
async fn a_portion_is_decided_anew_when_somebody_wrote_in_between() {
    let mut store = MockCallImportStore::new();
    store.expect_known().times(2).returning(|_, _, _| Ok(HashMap::new()));
    let mut tries = 0;
    store.expect_write().times(2).returning(move |_, _| {
        tries += 1;
        if tries == 1 { Err(SaveError::Duplicate("calls_provider_key")) } else { Ok(Held::Lost) }
    });
    let mut callers = MockCallerDirectory::new();
    callers.expect_of_numbers().times(2).returning(|_, _| Ok(HashMap::new()));
    let imports = imports(store, callers);
    let plan = plan(Duplicates::Skip);
    let taken = imports.take(&admin(), &import(), &plan, &portion(&[row("a")]), end()).await;
    assert_eq!(taken.unwrap().held, Held::Lost);
}

#[tokio::test]
async fn only_administrators_import_and_parts_follow_each_other() {
    let imports_of_nobody = imports(MockCallImportStore::new(), nobody());
    let refused = imports_of_nobody.announce(&dispatcher(), "log.csv", 5).await;
    assert!(matches!(refused, Err(CallError::Forbidden(_))));
    let mut store = MockCallImportStore::new();
    store.expect_get().returning(|_, _| Ok(Some(Loaded { value: import(), version: Version(1) })));
    let imports = imports(store, nobody());
    assert_eq!(imports.next_part(&admin(), IMPORT, 0).await.unwrap(), PART);
    let refused = imports.receive(&admin(), IMPORT, PART, vec![0; 5]).await;
    let expected = ImportRefusal::OtherBytes { received: 0 };
    assert!(matches!(refused, Err(CallError::Import(refusal)) if refusal == expected));
    let refused = imports.start(&admin(), IMPORT).await;
    assert!(matches!(refused, Err(CallError::Import(ImportRefusal::NotHere))));
    let refused = imports.roll_back(&admin(), IMPORT).await;
    assert!(matches!(refused, Err(CallError::Import(ImportRefusal::NothingToRollBack))));
}
