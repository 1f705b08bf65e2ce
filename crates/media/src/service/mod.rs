//! The use cases of media.

mod attachments;
mod fetching;
mod files;
mod live;
mod recordings;
mod retention;
mod transcribing;
mod transcripts;
mod writing;

pub use attachments::{ATTACHMENTS_OF_A_CALL, LARGEST_FILE, Upload};
pub use files::{OpenFile, READ_AT_ONCE, Wanted};
pub use live::LiveReport;
pub use transcripts::Transcript;

use crate::{
    MediaError,
    ports::{
        AttachmentRepository, CallsOfMedia, FileInspector, MediaFiles, MediaStore,
        RecordingRepository, RetentionStore, SpeechToText, TranscriptRepository,
    },
};
use callboard_kernel::{CallId, Clock, IdGen, MediaFileId, Permission, Scope, Timestamp};
use callboard_telephony::ports::Recordings;
use std::{fmt, sync::Arc};

/// A provider that has recordings.
#[derive(Clone)]
pub struct AtProvider {
    /// Its name, as its calls have it.
    pub name: &'static str,
    /// Gives and deletes the sound.
    pub recordings: Arc<dyn Recordings>,
    /// Its sound is fetched only when somebody wants to hear it: it costs nothing to fetch, and most is never heard.
    pub lazy: bool,
    /// It says itself what was said in its recordings, so nobody needs to listen to them.
    pub tells_words: bool,
}

/// What media need from outside.
#[derive(Clone)]
#[expect(missing_docs, reason = "the types say it")]
pub struct MediaPorts {
    pub files: Arc<dyn MediaFiles>,
    pub store: Arc<dyn MediaStore>,
    pub inspector: Arc<dyn FileInspector>,
    pub attachments: Arc<dyn AttachmentRepository>,
    pub recordings: Arc<dyn RecordingRepository>,
    pub transcripts: Arc<dyn TranscriptRepository>,
    pub retention: Arc<dyn RetentionStore>,
    pub calls: Arc<dyn CallsOfMedia>,
    pub providers: Vec<AtProvider>,
    pub speech: Option<Arc<dyn SpeechToText>>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn IdGen>,
}

/// The use cases of media.
#[derive(Clone)]
pub struct Media {
    ports: MediaPorts,
}

#[cfg(feature = "mock")]
impl MediaPorts {
    /// Ports none of which expects anything, for tests of those who have media beside them.
    pub fn unasked(clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Self {
        use crate::ports::{
            MockAttachmentRepository, MockCallsOfMedia, MockFileInspector, MockMediaFiles,
            MockMediaStore, MockRecordingRepository, MockRetentionStore, MockTranscriptRepository,
        };
        Self {
            files: Arc::new(MockMediaFiles::new()),
            store: Arc::new(MockMediaStore::new()),
            inspector: Arc::new(MockFileInspector::new()),
            attachments: Arc::new(MockAttachmentRepository::new()),
            recordings: Arc::new(MockRecordingRepository::new()),
            transcripts: Arc::new(MockTranscriptRepository::new()),
            retention: Arc::new(MockRetentionStore::new()),
            calls: Arc::new(MockCallsOfMedia::new()),
            providers: Vec::new(),
            speech: None,
            clock,
            ids,
        }
    }
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Media").finish_non_exhaustive()
    }
}

impl Media {
    /// The use cases over these ports.
    pub const fn new(ports: MediaPorts) -> Self {
        Self { ports }
    }

    /// When the call began, for who may see and add what is kept of it: viewers nothing, technicians with their own calls.
    async fn of_call(&self, scope: &Scope, call: CallId) -> Result<Timestamp, MediaError> {
        if scope.only_calls_of().is_none() {
            scope.require(Permission::Download)?;
        }
        self.ports.calls.began_at(scope, call).await?.ok_or(MediaError::NotFound)
    }

    fn provider(&self, name: &str) -> Option<&AtProvider> {
        self.ports.providers.iter().find(|provider| provider.name == name)
    }

    fn new_file(&self) -> MediaFileId {
        MediaFileId(self.ports.ids.next())
    }
}
