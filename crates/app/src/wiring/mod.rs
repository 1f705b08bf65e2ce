//! Putting the parts together: settings → database → stores → services.

mod secret_key;
mod services;

pub use secret_key::FILE as SECRET_FILE;
pub use services::Services;

use crate::{clock::TimeOrderedIds, config::Config};
use anyhow::{Context, Result, bail};
use callboard_adapter_files::ObjectFiles;
use callboard_adapter_pdf::PdfPrinter;
use callboard_adapter_sql::{
    Database, DatabaseOptions, Stores, migrate, pending_migrations as pending_of,
};
use callboard_calls::ports::{FileStore, SheetPrinter};
use callboard_http_api::SignedLinks;
use callboard_kernel::IdGen;
use std::{fmt, path::Path, sync::Arc};
use time::Duration;

/// What to do about migrations that the schema lacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pending {
    /// Run them.
    Migrate,
    /// Do not start.
    Refuse,
}

/// Folder of files within the data folder; a backup must have it.
pub const FILES_FOLDER: &str = "files";
/// Longest time that a download link may open.
const LONGEST_LINK: u8 = 15;

/// Everything that a process has opened.
#[derive(Clone)]
pub struct Opened {
    /// The pools.
    pub database: Database,
    /// The stores over them.
    pub stores: Stores,
    /// Where files are.
    pub files: Arc<dyn FileStore>,
    /// Who prints.
    pub printer: Arc<dyn SheetPrinter>,
    /// Who signs links.
    pub links: SignedLinks,
    /// How long files of exports are kept.
    pub keep_exports: Duration,
    /// Where browsers reach the product.
    pub public_url: String,
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened").field("database", &self.database).finish_non_exhaustive()
    }
}

/// Opens the configured database. Refuses a schema that is newer than this program.
pub async fn open(config: &Config, pending: Pending) -> Result<Opened> {
    prepare_folder(config)?;
    let url = &config.database_url;
    match pending {
        Pending::Migrate => {
            migrate(url).await.context("the database schema cannot be brought up to date")?;
        }
        Pending::Refuse => {
            let names = pending_migrations(config).await?;
            if !names.is_empty() {
                bail!("{} migrations are pending; run `callboard migrate` first", names.len());
            }
        }
    }
    let options =
        DatabaseOptions { connections: config.database_pool, ..DatabaseOptions::STANDARD };
    let database =
        Database::connect(url, options).await.context("the database cannot be opened")?;
    let ids: Arc<dyn IdGen> = Arc::new(TimeOrderedIds);
    let stores = Stores::new(&database, &ids);
    let folder = config.data_dir.join(FILES_FOLDER);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    if !(1..=LONGEST_LINK).contains(&config.export_link_minutes) {
        bail!("CALLBOARD_EXPORT_LINK_MINUTES must be from 1 to {LONGEST_LINK}");
    }
    let valid_for = Duration::minutes(config.export_link_minutes.into());
    Ok(Opened {
        database,
        stores,
        files: Arc::new(ObjectFiles::in_folder(&folder)?),
        printer: Arc::new(PdfPrinter::new()?),
        links: SignedLinks::new(secret_key::secret_key(config)?, valid_for),
        keep_exports: Duration::days(config.export_keep_days.max(1).into()),
        public_url: config.public_url.clone(),
    })
}

/// Names of the migrations that the schema lacks.
pub async fn pending_migrations(config: &Config) -> Result<Vec<String>> {
    prepare_folder(config)?;
    pending_of(&config.database_url).await.context("the database schema cannot be read")
}

/// Makes the data folder, and that of the SQLite file.
fn prepare_folder(config: &Config) -> Result<()> {
    let folders = std::iter::once(config.data_dir.as_path()).chain(
        config
            .database_url
            .strip_prefix("sqlite://")
            .and_then(|file| Path::new(file.split('?').next().unwrap_or(file)).parent()),
    );
    for folder in folders.filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)
            .and_then(|()| can_be_written(folder))
            .with_context(|| format!("the folder {} cannot be written", folder.display()))?;
    }
    Ok(())
}

/// Says so at once, in words of the operator; SQLite would say it at the first change, in its own.
fn can_be_written(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(format!(".callboard-{}", std::process::id()));
    std::fs::write(&probe, b"")?;
    std::fs::remove_file(&probe)
}
