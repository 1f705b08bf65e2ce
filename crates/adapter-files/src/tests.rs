//! The contract of the file store, on a folder and in memory.

use super::*;
use callboard_kernel::WorkspaceId;
use object_store::memory::InMemory;
use uuid::Uuid;

#[expect(clippy::disallowed_methods, reason = "tests make scopes")]
fn scope(workspace: u128) -> Scope {
    Scope::system(WorkspaceId(Uuid::from_u128(workspace)), "test")
}

fn file(number: u128) -> CallJobId {
    CallJobId(Uuid::from_u128(number))
}

fn stores(folder: &path::Path) -> [ObjectFiles; 2] {
    [ObjectFiles::in_folder(folder).unwrap(), ObjectFiles::over(Arc::new(InMemory::new()))]
}

#[tokio::test]
async fn what_was_put_is_got_by_range() {
    let folder = tempfile::tempdir().unwrap();
    for store in stores(folder.path()) {
        store.put(&scope(1), file(1), "0-1", b"hello world".to_vec()).await.unwrap();
        let whole = store.get(&scope(1), file(1), "0-1", 0..11).await.unwrap();
        let part = store.get(&scope(1), file(1), "0-1", 6..9).await.unwrap();
        assert_eq!((whole.as_slice(), part.as_slice()), (&b"hello world"[..], &b"wor"[..]));
        store.put(&scope(1), file(1), "0-1", b"other".to_vec()).await.unwrap();
        assert_eq!(store.get(&scope(1), file(1), "0-1", 0..5).await.unwrap(), b"other");
        assert!(store.get(&scope(1), file(1), "0-1", 3..3).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_workspace_never_reads_the_block_of_another() {
    let folder = tempfile::tempdir().unwrap();
    for store in stores(folder.path()) {
        store.put(&scope(1), file(1), "0-1", b"secret".to_vec()).await.unwrap();
        assert!(store.get(&scope(2), file(1), "0-1", 0..6).await.is_err());
        for block in ["../../0-1", "/etc/passwd", "..", "a/b", "a\\b", "\u{0}"] {
            assert!(store.get(&scope(1), file(1), block, 0..1).await.is_err(), "{block}");
        }
    }
}

#[tokio::test]
async fn a_removed_file_is_gone_and_its_neighbour_stays() {
    let folder = tempfile::tempdir().unwrap();
    for store in stores(folder.path()) {
        for number in [1, 2] {
            for block in ["0-1", "1-1"] {
                store.put(&scope(1), file(number), block, vec![7; 10]).await.unwrap();
            }
        }
        store.remove(&scope(1), file(1)).await.unwrap();
        store.remove(&scope(1), file(1)).await.unwrap();
        assert!(store.get(&scope(1), file(1), "0-1", 0..1).await.is_err());
        assert!(store.get(&scope(1), file(2), "1-1", 0..10).await.is_ok());
    }
    let workspace = folder.path().join(Uuid::from_u128(1).to_string());
    assert!(!workspace.join(Uuid::from_u128(1).to_string()).exists(), "empty folders go, too");
    let named_as_a_path = workspace.join("..");
    assert!(named_as_a_path.exists());
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    assert!(ObjectFiles::in_folder(&folder.path().join("absent")).is_err());
}
