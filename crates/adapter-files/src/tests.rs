//! The contract of the file store, on a folder, in memory, and in a bucket of a server that speaks S3.

use super::*;
use callboard_kernel::WorkspaceId;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use object_store::memory::InMemory;
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use tokio::net::TcpListener;

#[expect(clippy::disallowed_methods, reason = "tests make scopes")]
fn scope(workspace: u128) -> Scope {
    Scope::system(WorkspaceId(Uuid::from_u128(workspace)), "test")
}

fn file(number: u128) -> CallJobId {
    CallJobId(Uuid::from_u128(number))
}

async fn stores(folder: &path::Path) -> [ObjectFiles; 3] {
    let own = folder.join("own");
    std::fs::create_dir(&own).unwrap();
    [
        ObjectFiles::in_folder(&own).unwrap(),
        ObjectFiles::over(Arc::new(InMemory::new())),
        in_bucket(folder).await,
    ]
}

/// A server that speaks S3, on the loopback, until the test ends.
async fn in_bucket(folder: &path::Path) -> ObjectFiles {
    ObjectFiles::in_bucket(&bucket(&server(folder).await, "secret-of-the-test")).unwrap()
}

fn bucket(endpoint: &str, secret: &str) -> Bucket {
    Bucket {
        endpoint: endpoint.to_owned(),
        key_id: "key".to_owned(),
        secret: secret.to_owned(),
        .."s3://files/desk".parse().unwrap()
    }
}

#[expect(clippy::disallowed_methods, reason = "the server of a test ends with it")]
async fn server(folder: &path::Path) -> String {
    // Refused when another test chose it before, and then it is the same.
    drop(rustls::crypto::ring::default_provider().install_default());
    let buckets = folder.join("buckets");
    std::fs::create_dir_all(buckets.join("files")).unwrap();
    let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(&buckets).unwrap());
    service.set_auth(SimpleAuth::from_single("key", "secret-of-the-test"));
    let service = service.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let server = Builder::new(TokioExecutor::new());
                // A client that hangs up ends its connection and not the test.
                let _ = server.serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    endpoint
}

#[tokio::test]
async fn what_was_put_is_got_by_range() {
    let folder = tempfile::tempdir().unwrap();
    for store in stores(folder.path()).await {
        let files: &dyn FileStore = &store;
        files.put(&scope(1), file(1), "0-1", b"hello world".to_vec()).await.unwrap();
        let whole = files.get(&scope(1), file(1), "0-1", 0..11).await.unwrap();
        let part = files.get(&scope(1), file(1), "0-1", 6..9).await.unwrap();
        assert_eq!((whole.as_slice(), part.as_slice()), (&b"hello world"[..], &b"wor"[..]));
        files.put(&scope(1), file(1), "0-1", b"other".to_vec()).await.unwrap();
        assert_eq!(files.get(&scope(1), file(1), "0-1", 0..5).await.unwrap(), b"other");
        assert!(files.get(&scope(1), file(1), "0-1", 3..3).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_range_ends_where_the_block_does() {
    let folder = tempfile::tempdir().unwrap();
    for store in stores(folder.path()).await {
        let media: &dyn MediaStore = &store;
        let id = MediaFileId(Uuid::from_u128(5));
        media.put(&scope(1), id, 0, vec![1; 300_000]).await.unwrap();
        media.put(&scope(1), id, 1, vec![2; 10]).await.unwrap();
        assert_eq!(media.get(&scope(1), id, 0, 299_990..300_000).await.unwrap(), [1; 10]);
        assert_eq!(media.get(&scope(1), id, 1, 0..1_048_576).await.unwrap(), [2; 10]);
        assert!(media.get(&scope(1), id, 2, 0..1).await.is_err(), "there is no third block");
        media.remove(&scope(1), id).await.unwrap();
        assert!(media.get(&scope(1), id, 0, 0..1).await.is_err());
        media.remove(&scope(1), id).await.unwrap();
    }
}

#[tokio::test]
async fn a_workspace_never_reads_the_block_of_another() {
    let folder = tempfile::tempdir().unwrap();
    for store in stores(folder.path()).await {
        let files: &dyn FileStore = &store;
        files.put(&scope(1), file(1), "0-1", b"secret".to_vec()).await.unwrap();
        assert!(files.get(&scope(2), file(1), "0-1", 0..6).await.is_err());
        for block in ["../../0-1", "/etc/passwd", "..", "a/b", "a\\b", "\u{0}"] {
            assert!(files.get(&scope(1), file(1), block, 0..1).await.is_err(), "{block}");
        }
    }
}

#[tokio::test]
async fn a_removed_file_is_gone_and_its_neighbour_stays() {
    let folder = tempfile::tempdir().unwrap();
    for store in stores(folder.path()).await {
        let files: &dyn FileStore = &store;
        for number in [1, 2] {
            for block in ["0-1", "1-1"] {
                files.put(&scope(1), file(number), block, vec![7; 10]).await.unwrap();
            }
        }
        files.remove(&scope(1), file(1)).await.unwrap();
        files.remove(&scope(1), file(1)).await.unwrap();
        assert!(files.get(&scope(1), file(1), "0-1", 0..1).await.is_err());
        assert!(files.get(&scope(1), file(2), "1-1", 0..10).await.is_ok());
    }
    let workspace = folder.path().join("own").join(Uuid::from_u128(1).to_string());
    assert!(workspace.exists());
    assert!(!workspace.join(Uuid::from_u128(1).to_string()).exists(), "empty folders go, too");
}

#[tokio::test]
async fn a_wrong_key_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let endpoint = server(folder.path()).await;
    let right = ObjectFiles::in_bucket(&bucket(&endpoint, "secret-of-the-test")).unwrap();
    let wrong = ObjectFiles::in_bucket(&bucket(&endpoint, "another secret")).unwrap();
    let id = MediaFileId(Uuid::from_u128(1));
    MediaStore::put(&right, &scope(1), id, 0, vec![1]).await.unwrap();
    assert!(MediaStore::get(&wrong, &scope(1), id, 0, 0..1).await.is_err());
    assert!(MediaStore::put(&wrong, &scope(1), id, 0, vec![2]).await.is_err());
    assert_eq!(MediaStore::get(&right, &scope(1), id, 0, 0..1).await.unwrap(), [1]);
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    assert!(ObjectFiles::in_folder(&folder.path().join("absent")).is_err());
}
