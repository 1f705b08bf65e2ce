//! Putting the parts together: settings → database → stores → services.

mod contact;
mod mail;
mod media;
mod phone;
mod secret_key;
mod services;
mod texts;

pub(crate) use mail::destination as mail_destination;
pub use secret_key::FILE as SECRET_FILE;
pub use services::Services;

use crate::{
    clock::{SystemClock, TimeOrderedIds},
    config::Config,
    telephony,
};
use anyhow::{Context, Result, bail};
use callboard_adapter_files::{Bucket, ObjectFiles};
use callboard_adapter_pdf::PdfPrinter;
use callboard_adapter_speech::{OpenAiSpeech, SpeechServer};
use callboard_adapter_sql::{
    Database, DatabaseOptions, Stores, migrate, pending_migrations as pending_of,
};
use callboard_adapter_twilio::Twilio;
use callboard_calls::ports::{FileStore, SheetPrinter};
use callboard_http_api::SignedLinks;
use callboard_kernel::IdGen;
use callboard_media::ports::{MediaStore, SpeechToText};
use callboard_simulator::Town;
use callboard_workflows::ports::MailCarrier;
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};
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
/// Folder of reports that wait for the database, within the data folder.
pub const SPOOL_FOLDER: &str = "spool";
/// Longest time that a download link may open.
const LONGEST_LINK: u8 = 15;
/// Longest time that a link to media may open.
const LONGEST_MEDIA_LINK: u8 = 5;

/// Everything that a process has opened.
#[derive(Clone)]
pub struct Opened {
    /// The pools.
    pub database: Database,
    /// The stores over them.
    pub stores: Stores,
    /// Where files are.
    pub files: Arc<dyn FileStore>,
    /// Where the bytes of media are: the same place.
    pub media_files: Arc<dyn MediaStore>,
    /// Who writes down what is said in recordings, when somebody does.
    pub speech: Option<Arc<dyn SpeechToText>>,
    /// Who carries mail away.
    pub mail: Arc<dyn MailCarrier>,
    /// Whose people call the demo.
    pub town: Town,
    /// Who prints.
    pub printer: Arc<dyn SheetPrinter>,
    /// Who signs links.
    pub links: SignedLinks,
    /// How long files of exports are kept.
    pub keep_exports: Duration,
    /// Where browsers reach the product.
    pub public_url: String,
    /// Where the telephone company reaches the product.
    pub hooks_origin: String,
    /// Twilio, when its keys are set.
    pub twilio: Option<Twilio>,
    /// Where reports of the telephone company wait while the database is down.
    pub spool: PathBuf,
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
    let files = Arc::new(files(config)?);
    if !(1..=LONGEST_LINK).contains(&config.export_link_minutes) {
        bail!("CALLBOARD_EXPORT_LINK_MINUTES must be from 1 to {LONGEST_LINK}");
    }
    let valid_for = Duration::minutes(config.export_link_minutes.into());
    if !(1..=LONGEST_MEDIA_LINK).contains(&config.media_link_minutes) {
        bail!("CALLBOARD_MEDIA_LINK_MINUTES must be from 1 to {LONGEST_MEDIA_LINK}");
    }
    let media_for = Duration::minutes(config.media_link_minutes.into());
    Ok(Opened {
        database,
        stores,
        media_files: files.clone(),
        files,
        speech: speech(config)?,
        mail: mail::carrier(config)?,
        town: crate::worker::TOWN,
        printer: Arc::new(PdfPrinter::new()?),
        links: SignedLinks::new(secret_key::secret_key(config)?, valid_for)
            .with_media_for(media_for),
        keep_exports: Duration::days(config.export_keep_days.max(1).into()),
        public_url: config.public_url.clone(),
        hooks_origin: config.hooks_origin().to_owned(),
        twilio: telephony::twilio(config, Arc::new(SystemClock))?,
        spool: config.data_dir.join(SPOOL_FOLDER),
    })
}

/// Where files are: a folder within the data folder, or a bucket.
fn files(config: &Config) -> Result<ObjectFiles> {
    if config.files_url.is_empty() {
        let folder = config.data_dir.join(FILES_FOLDER);
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        return Ok(ObjectFiles::in_folder(&folder)?);
    }
    let bucket: Bucket = config.files_url.parse().context("CALLBOARD_FILES_URL")?;
    let bucket = Bucket {
        endpoint: config.files_endpoint.trim_end_matches('/').to_owned(),
        region: config.files_region.clone(),
        key_id: config.files_key_id.clone(),
        secret: config.files_secret.clone(),
        ..bucket
    };
    ObjectFiles::in_bucket(&bucket).context("the bucket of the files cannot be opened")
}

fn speech(config: &Config) -> Result<Option<Arc<dyn SpeechToText>>> {
    if config.speech_url.is_empty() {
        return Ok(None);
    }
    let server = SpeechServer {
        url: config.speech_url.clone(),
        key: config.speech_key.clone(),
        model: config.speech_model.clone(),
        language: config.speech_language.clone(),
    };
    let speech = OpenAiSpeech::new(server).context("the speech server cannot be spoken to")?;
    Ok(Some(Arc::new(speech)))
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
