//! Putting the parts together: settings → database → stores → services.

mod services;

pub use services::Services;

use crate::{clock::TimeOrderedIds, config::Config};
use anyhow::{Context, Result, bail};
use callboard_adapter_sql::{
    Database, DatabaseOptions, Stores, migrate, pending_migrations as pending_of,
};
use callboard_kernel::IdGen;
use std::{path::Path, sync::Arc};

/// What to do about migrations that the schema lacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pending {
    /// Run them.
    Migrate,
    /// Do not start.
    Refuse,
}

/// An open database with its stores.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The pools.
    pub database: Database,
    /// The stores over them.
    pub stores: Stores,
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
    Ok(Opened { database, stores })
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
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    Ok(())
}
