//! Files of workspaces in a folder of this machine.

use anyhow::{Context, Result};
use async_trait::async_trait;
use callboard_calls::ports::FileStore;
use callboard_kernel::{CallJobId, PortError, Scope};
use std::{
    io,
    ops::Range,
    path::{Path, PathBuf},
};
use tokio::{
    fs,
    io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt},
};

/// A folder with one folder a workspace and file; their names are ids.
pub(crate) struct LocalFiles {
    folder: PathBuf,
}

impl LocalFiles {
    /// In the folder `files` of the data folder.
    pub(crate) fn in_folder(data: &Path) -> Result<Self> {
        let folder = data.join("files");
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        Ok(Self { folder })
    }

    fn folder(&self, scope: &Scope, file: CallJobId) -> PathBuf {
        self.folder.join(scope.workspace().to_string()).join(file.to_string())
    }
}

#[async_trait]
impl FileStore for LocalFiles {
    async fn put(
        &self,
        scope: &Scope,
        file: CallJobId,
        block: &str,
        bytes: Vec<u8>,
    ) -> Result<(), PortError> {
        let failed = |error| PortError::unavailable("files.put", error);
        let folder = self.folder(scope, file);
        fs::create_dir_all(&folder).await.map_err(failed)?;
        let half = folder.join(format!("{block}.part"));
        let mut written = fs::File::create(&half).await.map_err(failed)?;
        written.write_all(&bytes).await.map_err(failed)?;
        written.sync_all().await.map_err(failed)?;
        fs::rename(&half, folder.join(block)).await.map_err(failed)
    }

    async fn get(
        &self,
        scope: &Scope,
        file: CallJobId,
        block: &str,
        range: Range<u64>,
    ) -> Result<Vec<u8>, PortError> {
        let failed = |error: io::Error| PortError::broken("files.get", error);
        let path = self.folder(scope, file).join(block);
        let mut opened = fs::File::open(path).await.map_err(failed)?;
        opened.seek(io::SeekFrom::Start(range.start)).await.map_err(failed)?;
        let mut bytes = Vec::new();
        let wanted = range.end.saturating_sub(range.start);
        opened.take(wanted).read_to_end(&mut bytes).await.map_err(failed)?;
        Ok(bytes)
    }

    async fn remove(&self, scope: &Scope, file: CallJobId) -> Result<(), PortError> {
        match fs::remove_dir_all(self.folder(scope, file)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(PortError::unavailable("files.remove", error))
            }
            _ => Ok(()),
        }
    }
}
