//! Backup and restore: the same rows come back on either database, nothing that was due fires, and nothing is thrown away
//! by accident.

use crate::support::{
    Desk, World, connect_postgres, customer, drop_modest_postgres, drop_postgres, empty_postgres,
    follow_up, missed_call, modest_postgres, noon, on_both, phone,
};
use callboard_adapter_sql::backup::{self, BackUp, BackupError, Manifest, RestoreInto, Restored};
use callboard_consent::{About, ports::Change};
use callboard_kernel::Timestamp;
use callboard_workflows::known_reactions;
use callboard_workspaces::chain::ChainWalk;
use std::path::Path;
use tempfile::TempDir;
use time::Duration;

on_both!(
    the_same_rows_come_back_on_either_database,
    what_was_due_is_parked,
    the_audit_trail_goes_on_and_says_so,
    what_is_there_is_not_touched_unless_told,
    a_refusal_outlives_a_restore,
    a_damaged_backup_changes_nothing,
    a_backup_of_tomorrow_is_refused,
    files_of_the_data_folder_come_along,
);

/// Tables that a restore changes on purpose.
const CHANGED: [&str; 7] = [
    "audit_entries",
    "deliveries",
    "follow_ups",
    "password_resets",
    "sessions",
    "ticks",
    "workspace_heads",
];

/// A week after everything in the backup.
fn later() -> Timestamp {
    noon() + Duration::days(7)
}

/// A desk with something in most tables.
async fn furnished(world: &World) -> Desk {
    let desk = world.desk().await;
    for number in 0..4 {
        let mut call = missed_call(world.id());
        call.tags = vec!["hvac".into(), "tab\tand \\ line\nend 😀".into()];
        call.notes = "gate code 12 \"left\" 'side'\r\n\\N".into();
        let id = world.call(&desk, call).await;
        world.follow_up(&desk, follow_up(world.id(), Some(id))).await;
        let number = format!("+1864555010{number}");
        let nora = world.customer(&desk, customer(world.id(), "Nora Vale", &number)).await;
        let changes = vec![
            Change::Mark(crate::consent::mark(world, &desk, &About::customer(nora), noon())),
            Change::Append(crate::consent::entry(world, &desk, Some(nora), noon())),
        ];
        let changes = crate::consent::commit(changes);
        world.stores.consent_book.write(&desk.scope, changes).await.unwrap();
    }
    world.desk().await;
    desk
}

async fn backed_up(url: &str, folder: &Path) -> (Vec<u8>, Manifest) {
    let what = BackUp {
        url: url.to_owned(),
        folder: folder.to_owned(),
        without: vec!["secret.key".to_owned()],
        at: noon(),
        program: "0.0.0".to_owned(),
    };
    backup::back_up(&what, Vec::new(), &mut |_, _| {}).await.unwrap()
}

/// A database to restore into.
struct Target {
    url: String,
    folder: TempDir,
}

impl Target {
    async fn new(postgres: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = if postgres {
            empty_postgres().await
        } else {
            format!("sqlite://{}", folder.path().join("db/callboard.db").display())
        };
        Self { url, folder }
    }

    async fn restore(&self, world: &World, file: &[u8]) -> Result<Restored, BackupError> {
        self.restore_over(world, file, false).await
    }

    async fn restore_over(
        &self,
        world: &World,
        file: &[u8],
        replace: bool,
    ) -> Result<Restored, BackupError> {
        let into = RestoreInto {
            url: self.url.clone(),
            folder: self.folder.path().to_owned(),
            replace,
            at: later(),
            ids: world.ids.clone(),
        };
        backup::restore(&into, file, &mut |_, _| {}).await
    }

    /// The restored desk, opened as a server opens it.
    async fn open(&self) -> World {
        World::open(self.url.clone(), None).await
    }

    async fn remove(self) {
        if self.url.starts_with("postgres") {
            drop_postgres(&self.url).await;
        }
    }
}

fn sums(manifest: &Manifest, changed: &[&str]) -> Vec<(String, u64, String)> {
    let same = manifest.tables.iter().filter(|table| !changed.contains(&table.name.as_str()));
    same.map(|table| (table.name.clone(), table.rows, table.hash.clone())).collect()
}

async fn the_same_rows_come_back_on_either_database(world: &World) {
    furnished(world).await;
    let nothing = tempfile::tempdir().unwrap();
    let (file, before) = backed_up(&world.url, nothing.path()).await;
    assert!(before.tables.len() > 20, "all tables: {:?}", before.tables);
    for postgres in [false, true] {
        let target = Target::new(postgres).await;
        let restored = target.restore(world, &file).await.unwrap();
        assert_eq!((restored.manifest, restored.broken), (before.clone(), vec![]));
        let (_, after) = backed_up(&target.url, nothing.path()).await;
        assert_eq!(sums(&after, &CHANGED), sums(&before, &CHANGED), "on PostgreSQL: {postgres}");
        let rows = |manifest: &Manifest, name: &str| {
            manifest.tables.iter().find(|table| table.name == name).unwrap().rows
        };
        for table in ["deliveries", "follow_ups", "sessions"] {
            assert_eq!(rows(&after, table), rows(&before, table), "{table}");
        }
        target.remove().await;
    }
}

async fn what_was_due_is_parked(world: &World) {
    let desk = furnished(world).await;
    let owner = world.id();
    let (reactions, lease) = (known_reactions(), Duration::seconds(20));
    let claimed = world.stores.deliveries.claim(owner, &reactions, 3, lease).await.unwrap();
    assert_eq!(claimed.len(), 3, "some are in somebody's hands");
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = backed_up(&world.url, folder.path()).await;
    let target = Target::new(world.is_postgres()).await;
    let restored = target.restore(world, &file).await.unwrap();
    assert_eq!(restored.parked.clocks, 4);
    assert!(restored.parked.deliveries > 4);
    let again = target.open().await;
    let deliveries = &again.stores.deliveries;
    let claimed = deliveries.claim(owner, &reactions, 100, lease).await;
    assert!(claimed.unwrap().is_empty(), "nothing is left to be done by itself");
    let dead = deliveries.count_dead(&desk.scope).await.unwrap();
    assert_eq!(dead, restored.parked.deliveries, "a person sees all of them");
    let clocks = again.stores.clock_sweep.due(later(), 100).await.unwrap();
    assert_eq!(clocks.len(), 4, "the sweep looks at them");
    for (_, id) in clocks {
        let found = again.stores.follow_ups.get(&desk.scope, id).await.unwrap().unwrap();
        assert_eq!(found.value.snapshot().clock.quiet_until, Some(later()), "and tells nobody");
    }
    let tick = again
        .stores
        .ticks
        .last(&desk.scope, callboard_workflows::TimedTask::DailyDigest.as_str())
        .await;
    assert_eq!(tick.unwrap(), Some(later()), "no digest of a day that is over");
    again.db.close().await.unwrap();
    target.remove().await;
}

async fn the_audit_trail_goes_on_and_says_so(world: &World) {
    let desk = furnished(world).await;
    let folder = tempfile::tempdir().unwrap();
    let (file, manifest) = backed_up(&world.url, folder.path()).await;
    let before = world.stores.audit_trail.head(&desk.scope).await.unwrap();
    let target = Target::new(world.is_postgres()).await;
    target.restore(world, &file).await.unwrap();
    let again = target.open().await;
    let head = again.stores.audit_trail.head(&desk.scope).await.unwrap();
    assert_eq!(head.seq, before.seq + 1);
    let chain = again.stores.audit_trail.chain(&desk.scope, 0, 1_000).await.unwrap();
    let mut walk = ChainWalk::new(desk.workspace);
    for entry in &chain {
        walk.step(entry).unwrap();
    }
    assert_eq!(walk.finish(head).fault, None);
    let last = &chain.last().unwrap().entry;
    assert_eq!((last.action.as_str(), last.target_id), ("restore", desk.workspace.uuid()));
    assert_eq!(last.after["backup_sha256"], manifest.sha256);
    // The next one who writes goes on from there.
    again.call(&desk, missed_call(again.id())).await;
    assert_eq!(again.stores.audit_trail.head(&desk.scope).await.unwrap().seq, head.seq + 1);
    again.db.close().await.unwrap();
    target.remove().await;
}

async fn what_is_there_is_not_touched_unless_told(world: &World) {
    furnished(world).await;
    let folder = tempfile::tempdir().unwrap();
    let (file, before) = backed_up(&world.url, folder.path()).await;
    let target = Target::new(world.is_postgres()).await;
    target.restore(world, &file).await.unwrap();
    let refused = target.restore(world, &file).await.unwrap_err();
    assert!(matches!(refused, BackupError::NotEmpty), "{refused}");
    let server = target.open().await;
    let desk = server.desk().await;
    server.call(&desk, missed_call(server.id())).await;
    let refused = target.restore_over(world, &file, true).await.unwrap_err();
    assert!(matches!(refused, BackupError::InUse), "{refused}");
    server.db.close().await.unwrap();
    let restored = target.restore_over(world, &file, true).await.unwrap();
    let (_, after) = backed_up(&target.url, folder.path()).await;
    assert_eq!(sums(&after, &CHANGED), sums(&before, &CHANGED), "what came since is gone");
    let moved = restored.moved.map(|path| path.exists());
    assert_eq!(moved, (!world.is_postgres()).then_some(true), "a file is moved aside");
    target.remove().await;
}

async fn a_refusal_outlives_a_restore(world: &World) {
    let desk = world.desk().await;
    let known = customer(world.id(), "Nora Vale", "+18645550100");
    let twin = customer(world.id(), "N. Vale", "+18645550100");
    let other = customer(world.id(), "Olga Reed", "+18645550199");
    for one in [&known, &twin, &other] {
        world.customer(&desk, one.clone()).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = backed_up(&world.url, folder.path()).await;
    let target = Target::new(world.is_postgres()).await;
    target.restore(world, &file).await.unwrap();

    // Since then one asked not to be contacted, and so did somebody who is new.
    let desk_now = target.open().await;
    let marked = crate::consent::mark(&desk_now, &desk, &About::customer(known.id), noon());
    let number = About::number(phone("+18645550177"));
    let stranger = crate::consent::mark(&desk_now, &desk, &number, noon());
    let said = crate::consent::entry(&desk_now, &desk, Some(other.id), noon());
    let changes = vec![Change::Mark(marked), Change::Mark(stranger), Change::Append(said.clone())];
    let book = &desk_now.stores.consent_book;
    book.write(&desk.scope, crate::consent::commit(changes)).await.unwrap();
    let mut new = customer(desk_now.id(), "Pia Stone", "+18645550142");
    new.do_not_contact = true;
    desk_now.customer(&desk, new.clone()).await;
    desk_now.db.close().await.unwrap();

    let restored = target.restore_over(world, &file, true).await.unwrap();
    assert_eq!(restored.parked.do_not_contact, 3);
    let again = target.open().await;
    for (id, refuses) in [(known.id, true), (twin.id, true), (new.id, true), (other.id, false)] {
        let found = again.stores.customers.get(&desk.scope, id).await.unwrap().unwrap();
        assert_eq!(found.value.snapshot().do_not_contact, refuses, "{id}");
    }
    let found = again.stores.customers.by_phone(&desk.scope, &new.phones[0].number).await.unwrap();
    assert_eq!(found.len(), 1, "the new one is found by number");
    let book = &again.stores.consent_book;
    for id in [known.id, twin.id, new.id] {
        let mark = book.standing_mark(&desk.scope, &About::customer(id)).await.unwrap();
        assert!(mark.is_some(), "who shows a mark is on the list");
    }
    assert!(book.standing_mark(&desk.scope, &number).await.unwrap().is_some());
    let kept = book.entry(&desk.scope, said.id).await.unwrap().unwrap().kept;
    assert_eq!(kept, said, "what was said since then is known");
    again.db.close().await.unwrap();
    target.remove().await;
}

async fn a_damaged_backup_changes_nothing(world: &World) {
    furnished(world).await;
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = backed_up(&world.url, folder.path()).await;
    let target = Target::new(world.is_postgres()).await;
    let mut flipped = file.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x40;
    for damaged in [&file[..file.len() / 2], &file[..file.len() - 9], &flipped[..]] {
        assert!(target.restore(world, damaged).await.is_err());
    }
    let restored = target.restore(world, &file).await;
    assert!(restored.is_ok(), "nothing of it stayed: {restored:?}");
    target.remove().await;
}

async fn a_backup_of_tomorrow_is_refused(world: &World) {
    furnished(world).await;
    world
        .as_owner(
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_x', 0)",
        )
        .await;
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = backed_up(&world.url, folder.path()).await;
    let target = Target::new(world.is_postgres()).await;
    let refused = target.restore(world, &file).await.unwrap_err();
    assert!(matches!(refused, BackupError::NewerSchema(_)), "{refused}");
    target.remove().await;
}

async fn files_of_the_data_folder_come_along(world: &World) {
    furnished(world).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("exports")).unwrap();
    std::fs::write(folder.path().join("exports/calls.csv"), vec![b'x'; 200_000]).unwrap();
    std::fs::write(folder.path().join("secret.key"), "a secret of this place").unwrap();
    let (file, manifest) = backed_up(&world.url, folder.path()).await;
    assert_eq!(manifest.files.len(), 1, "the secret stays here");
    let target = Target::new(world.is_postgres()).await;
    target.restore(world, &file).await.unwrap();
    let restored = std::fs::read(target.folder.path().join("exports/calls.csv")).unwrap();
    assert_eq!(restored, vec![b'x'; 200_000]);
    target.remove().await;
}

/// Row-level security hides the rows even from the login that owns the tables.
#[tokio::test(flavor = "multi_thread")]
async fn a_login_without_special_rights_backs_up_and_restores() {
    let url = modest_postgres().await;
    let world = World::open(url.clone(), None).await;
    furnished(&world).await;
    let folder = tempfile::tempdir().unwrap();
    let (file, before) = backed_up(&url, folder.path()).await;
    assert!(before.rows() > 30);
    world.db.close().await.unwrap();
    let (ids, elsewhere) = (world.ids.clone(), tempfile::tempdir().unwrap());
    let into = RestoreInto {
        url: url.clone(),
        folder: elsewhere.path().to_owned(),
        replace: true,
        at: later(),
        ids,
    };
    backup::restore(&into, &file[..], &mut |_, _| {}).await.unwrap();
    let (_, after) = backed_up(&url, elsewhere.path()).await;
    assert_eq!(sums(&after, &CHANGED), sums(&before, &CHANGED));
    let mut owner = connect_postgres(&url).await;
    let open: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' \
         AND relname <> 'seaql_migrations' AND NOT (relrowsecurity AND relforcerowsecurity)",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    assert_eq!(open, 0, "row-level security is in force again");
    drop(owner);
    drop_modest_postgres(&url).await;
}

/// Whatever is written while a backup runs is either in it as a whole or not at all.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_of_one_moment() {
    for world in [World::sqlite().await, World::postgres().await] {
        let desk = furnished(&world).await;
        let folder = tempfile::tempdir().unwrap();
        let writing = async {
            for _ in 0..40 {
                world.call(&desk, missed_call(world.id())).await;
            }
        };
        let reading = async {
            let mut files = Vec::new();
            for _ in 0..6 {
                files.push(backed_up(&world.url, folder.path()).await.0);
            }
            files
        };
        let ((), files) = futures_util::future::join(writing, reading).await;
        for file in files {
            let checked = backup::check(&file[..], &mut |_, _| {}).unwrap();
            assert_eq!(checked.broken, vec![], "head and entries are of the same moment");
        }
        world.close().await;
    }
}

/// A row that waits for an instant, or lets somebody in until one, must not do so a week later as if nothing had happened.
#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_an_instant_has_a_rule_of_the_restore() {
    let world = World::postgres().await;
    let mut owner = connect_postgres(&world.url).await;
    let waiting: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT table_name::text FROM information_schema.columns WHERE table_schema = 'public' \
         AND column_name IN ('state', 'lease_until', 'available_at', 'next_fire_at', 'expires_at', 'retry_at', \
                             'scheduled_at', 'taken_at') ORDER BY 1",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    // Files of exports expire whoever restores them; conversations that were put off come back as they would have.
    let ruled = [
        "call_jobs",
        "call_orders",
        "conversations",
        "deliveries",
        "export_files",
        "follow_ups",
        "mail_outbox",
        "messages",
        "password_resets",
        "recordings",
        "sessions",
        "simulated_texts",
    ];
    let forgotten: Vec<_> = waiting.iter().filter(|name| !ruled.contains(&name.as_str())).collect();
    assert!(
        forgotten.is_empty(),
        "say in src/backup/after.rs what a restore does to rows of {forgotten:?}, then name them here"
    );
    assert!(waiting.len() >= 5, "{waiting:?}");
    drop(owner);
    world.close().await;
}
