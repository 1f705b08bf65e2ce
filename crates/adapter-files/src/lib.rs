//! Keeps the files of workspaces in an object store.
//!
//! A block is the object `<workspace>/<file>/<block>`; workspace and file are ids, so nothing that a person typed becomes
//! part of a path. The store is a folder of this machine by default, or one that speaks S3 ([`ObjectFiles::in_bucket`]);
//! replicas on several machines need one that all of them see.

mod bucket;

pub use bucket::{Bucket, NoBucket};

use async_trait::async_trait;
use callboard_calls::ports::FileStore;
use callboard_kernel::{CallJobId, MediaFileId, PortError, Scope};
use callboard_media::ports::MediaStore;
use futures_util::{StreamExt, TryStreamExt};
use object_store::{
    Error, ObjectStore, ObjectStoreExt, PutPayload,
    local::LocalFileSystem,
    path::{Path, PathPart},
    prefix::PrefixStore,
};
use std::{ops::Range, path, sync::Arc};
use uuid::Uuid;

/// Files in an object store.
#[derive(Clone, Debug)]
pub struct ObjectFiles {
    store: Arc<dyn ObjectStore>,
}

impl ObjectFiles {
    /// In a folder of this machine, which must exist. Folders that become empty are removed.
    pub fn in_folder(folder: &path::Path) -> Result<Self, PortError> {
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| PortError::broken("files.open", error))?;
        Ok(Self::over(Arc::new(store.with_automatic_cleanup(true).with_fsync(true))))
    }

    /// In a bucket of a store that speaks S3. Nothing is asked of it yet.
    pub fn in_bucket(bucket: &Bucket) -> Result<Self, PortError> {
        let (store, prefix) =
            bucket.open().map_err(|error| PortError::broken("files.open", error))?;
        Ok(match prefix {
            Some(prefix) => Self::over(Arc::new(PrefixStore::new(store, prefix))),
            None => Self::over(Arc::new(store)),
        })
    }

    /// In any object store.
    pub fn over(store: Arc<dyn ObjectStore>) -> Self {
        Self { store }
    }
}

impl ObjectFiles {
    async fn write(
        &self,
        scope: &Scope,
        file: Uuid,
        block: &str,
        bytes: Vec<u8>,
    ) -> Result<(), PortError> {
        let object = folder(scope, file).join(PathPart::from(block));
        let written = self.store.put(&object, PutPayload::from(bytes)).await;
        written.map(drop).map_err(|error| failed("files.put", error))
    }

    async fn read(
        &self,
        scope: &Scope,
        file: Uuid,
        block: &str,
        range: Range<u64>,
    ) -> Result<Vec<u8>, PortError> {
        if range.is_empty() {
            return Ok(Vec::new());
        }
        let object = folder(scope, file).join(PathPart::from(block));
        let bytes = self.store.get_range(&object, range).await;
        bytes.map(|bytes| bytes.to_vec()).map_err(|error| failed("files.get", error))
    }

    async fn empty(&self, scope: &Scope, file: Uuid) -> Result<(), PortError> {
        let blocks = self.store.list(Some(&folder(scope, file))).map_ok(|found| found.location);
        let removed = self.store.delete_stream(blocks.boxed());
        removed
            .try_for_each(|_| async { Ok(()) })
            .await
            .or_else(|error| if is_absent(&error) { Ok(()) } else { Err(error) })
            .map_err(|error| failed("files.remove", error))
    }
}

#[async_trait]
impl FileStore for ObjectFiles {
    async fn put(
        &self,
        scope: &Scope,
        file: CallJobId,
        block: &str,
        bytes: Vec<u8>,
    ) -> Result<(), PortError> {
        self.write(scope, file.uuid(), block, bytes).await
    }

    async fn get(
        &self,
        scope: &Scope,
        file: CallJobId,
        block: &str,
        range: Range<u64>,
    ) -> Result<Vec<u8>, PortError> {
        self.read(scope, file.uuid(), block, range).await
    }

    async fn remove(&self, scope: &Scope, file: CallJobId) -> Result<(), PortError> {
        self.empty(scope, file.uuid()).await
    }
}

#[async_trait]
impl MediaStore for ObjectFiles {
    async fn put(
        &self,
        scope: &Scope,
        file: MediaFileId,
        block: u64,
        bytes: Vec<u8>,
    ) -> Result<(), PortError> {
        self.write(scope, file.uuid(), &block.to_string(), bytes).await
    }

    async fn get(
        &self,
        scope: &Scope,
        file: MediaFileId,
        block: u64,
        range: Range<u64>,
    ) -> Result<Vec<u8>, PortError> {
        self.read(scope, file.uuid(), &block.to_string(), range).await
    }

    async fn remove(&self, scope: &Scope, file: MediaFileId) -> Result<(), PortError> {
        self.empty(scope, file.uuid()).await
    }
}

fn folder(scope: &Scope, file: Uuid) -> Path {
    Path::from_iter([scope.workspace().to_string(), file.to_string()])
}

const fn is_absent(error: &Error) -> bool {
    matches!(error, Error::NotFound { .. })
}

/// A missing object, a wrong path and a refused key stay wrong; anything else may pass.
fn failed(operation: &'static str, error: Error) -> PortError {
    match error {
        Error::Generic { .. } | Error::JoinError { .. } => PortError::unavailable(operation, error),
        _ => PortError::broken(operation, error),
    }
}

#[cfg(test)]
mod tests;
