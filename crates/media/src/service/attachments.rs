//! Files that people put to calls.

use super::Media;
use crate::{
    MediaError, MediaEvent,
    model::{
        Attachment, AttachmentSnapshot, FileKind, Picture, Treatment, safe_name, without_ending,
    },
    ports::{Added, ByteSource, PictureError},
};
use callboard_kernel::{
    AttachmentId, AuditAction, AuditDraft, CallId, Commit, Loaded, MediaFileId, SaveError, Scope,
    Timestamp, derived_id,
};

/// Bytes that a file may have.
pub const LARGEST_FILE: u64 = 25 * 1024 * 1024;
/// Attachments that a call may have.
pub const ATTACHMENTS_OF_A_CALL: u32 = 50;
/// How often a change is decided again when somebody wrote first.
const ATTEMPTS: u32 = 4;

/// What files may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Upload {
    /// Anything that is kept.
    Anything,
    /// Pictures that can be written anew.
    Photos,
}

impl Media {
    /// Takes in one file for a call: its bytes are here, and it goes in a day unless it is kept by [`Self::attach`]. Only a piece
    /// of it is in memory, except of pictures, which are written anew.
    pub async fn take_in(
        &self,
        scope: &Scope,
        call: CallId,
        upload: Upload,
        name: &str,
        source: &mut dyn ByteSource,
    ) -> Result<Attachment, MediaError> {
        self.of_call(scope, call).await?;
        let mut head = Vec::new();
        while head.len() < self.ports.inspector.head() {
            match source.next().await? {
                Some(piece) => head.extend_from_slice(&piece),
                None => break,
            }
        }
        if head.is_empty() {
            return Err(MediaError::Empty);
        }
        let kind = self.ports.inspector.kind_of(&head, name).ok_or(MediaError::NotKept)?;
        let taken = match (kind.treatment(), upload) {
            (Treatment::WrittenAnew, _) => self.picture(scope, head, source).await?,
            (Treatment::AsItIs, Upload::Photos) => return Err(MediaError::NoPicture),
            (Treatment::AsItIs, Upload::Anything) => {
                let (file, bytes) = self.stream(scope, &head, source).await?;
                Taken { kind, file, bytes, picture: None }
            }
        };
        let name = if taken.kind == kind { name } else { without_ending(name, kind) };
        Ok(self.attachment(scope, call, name, taken))
    }

    /// Keeps files that were taken in, all of them or none. The same key answers what the first request kept.
    pub async fn attach(
        &self,
        scope: &Scope,
        call: CallId,
        taken: Vec<Attachment>,
        key: Option<&str>,
    ) -> Result<Vec<Attachment>, MediaError> {
        self.of_call(scope, call).await?;
        if taken.is_empty() {
            return Err(MediaError::Empty);
        }
        let taken: Vec<Attachment> = match key {
            Some(key) => taken
                .into_iter()
                .enumerate()
                .map(|(index, one)| under_key(&one, scope, call, key, index))
                .collect(),
            None => taken,
        };
        let audits = taken.iter().map(|one| AuditDraft::create(one.snapshot())).collect();
        let now = self.ports.clock.now();
        let added = self
            .ports
            .attachments
            .add(scope, taken.clone(), audits, ATTACHMENTS_OF_A_CALL, now)
            .await?;
        match added {
            Added::Yes => Ok(taken),
            Added::Already(first) => {
                self.drop_files(scope, &taken).await;
                Ok(first)
            }
            Added::TooMany => {
                self.drop_files(scope, &taken).await;
                Err(MediaError::TooMany { most: ATTACHMENTS_OF_A_CALL })
            }
        }
    }

    /// Gives up files that were taken in and are not to be kept.
    pub async fn drop_files(&self, scope: &Scope, taken: &[Attachment]) {
        for one in taken {
            self.drop_file(scope, one.snapshot().file).await;
            if let Some(picture) = one.snapshot().picture {
                self.drop_file(scope, picture.thumbnail).await;
            }
        }
    }

    /// The attachments of a call that are not removed, oldest first.
    pub async fn attachments_of(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Vec<Attachment>, MediaError> {
        self.of_call(scope, call).await?;
        Ok(self.ports.attachments.of_call(scope, call).await?)
    }

    /// An attachment that is not removed.
    pub async fn attachment_of(
        &self,
        scope: &Scope,
        id: AttachmentId,
    ) -> Result<Attachment, MediaError> {
        let found = self.found(scope, id).await?.value;
        if found.is_removed() { Err(MediaError::NotFound) } else { Ok(found) }
    }

    /// Removes an attachment. It can be taken back for thirty days; doing it twice is doing it once.
    pub async fn remove_attachment(
        &self,
        scope: &Scope,
        id: AttachmentId,
    ) -> Result<(), MediaError> {
        self.change(scope, id, |before, now| {
            Ok((!before.is_removed()).then(|| before.clone().remove(now)))
        })
        .await
        .map(drop)
    }

    /// Takes the removal of an attachment back.
    pub async fn restore_attachment(
        &self,
        scope: &Scope,
        id: AttachmentId,
    ) -> Result<Attachment, MediaError> {
        self.change(scope, id, |before, now| {
            if !before.is_removed() {
                return Ok(None);
            }
            before.clone().restore_removed(now).map(Some).ok_or(MediaError::Gone)
        })
        .await
    }

    pub(super) async fn found(
        &self,
        scope: &Scope,
        id: AttachmentId,
    ) -> Result<Loaded<Attachment>, MediaError> {
        if scope.only_calls_of().is_none() {
            scope.require(callboard_kernel::Permission::Download)?;
        }
        let found = self.ports.attachments.get(scope, id).await?.ok_or(MediaError::NotFound)?;
        self.of_call(scope, found.value.snapshot().call).await?;
        Ok(found)
    }

    async fn change(
        &self,
        scope: &Scope,
        id: AttachmentId,
        decide: impl Fn(&Attachment, Timestamp) -> Result<Option<Attachment>, MediaError> + Send + Sync,
    ) -> Result<Attachment, MediaError> {
        for _ in 0..ATTEMPTS {
            let Loaded { value: before, version } = self.found(scope, id).await?;
            let now = self.ports.clock.now();
            let Some(after) = decide(&before, now)? else { return Ok(before) };
            let commit = Commit::update(
                after.clone(),
                version,
                vec![event_of(&after)],
                audit_of(&before, &after),
                now,
            );
            match self.ports.attachments.save(scope, commit).await {
                Ok(_) => return Ok(after),
                Err(SaveError::Stale) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(SaveError::Stale.into())
    }

    async fn stream(
        &self,
        scope: &Scope,
        head: &[u8],
        source: &mut dyn ByteSource,
    ) -> Result<(MediaFileId, u64), MediaError> {
        let mut writing = self.begin(scope, LARGEST_FILE).await?;
        let file = writing.file();
        let written = async {
            writing.push(head).await?;
            while let Some(piece) = source.next().await? {
                writing.push(&piece).await?;
            }
            writing.end().await
        };
        let written = written.await;
        if written.is_err() {
            self.drop_file(scope, file).await;
        }
        written
    }

    async fn picture(
        &self,
        scope: &Scope,
        head: Vec<u8>,
        source: &mut dyn ByteSource,
    ) -> Result<Taken, MediaError> {
        let mut bytes = head;
        while let Some(piece) = source.next().await? {
            bytes.extend_from_slice(&piece);
            if bytes.len() as u64 > LARGEST_FILE {
                return Err(MediaError::TooLarge { most: LARGEST_FILE });
            }
        }
        let clean = self.ports.inspector.clean(bytes).await.map_err(|error| match error {
            PictureError::Unreadable => MediaError::NoPicture,
            PictureError::Port(error) => error.into(),
        })?;
        let file = self.write(scope, &clean.bytes).await?;
        let thumbnail = self.write(scope, &clean.thumbnail).await?;
        let picture = Picture {
            width: clean.width,
            height: clean.height,
            taken_at: clean.taken_at,
            thumbnail,
        };
        let bytes = clean.bytes.len() as u64;
        Ok(Taken { kind: clean.kind, file, bytes, picture: Some(picture) })
    }

    fn attachment(&self, scope: &Scope, call: CallId, name: &str, taken: Taken) -> Attachment {
        let Taken { kind, file, bytes, picture } = taken;
        Attachment::new(AttachmentSnapshot {
            id: AttachmentId(self.ports.ids.next()),
            call,
            file,
            kind,
            name: safe_name(name, kind),
            bytes,
            picture,
            added_by: scope.member(),
            created_at: self.ports.clock.now(),
            deleted_at: None,
            doomed_at: None,
        })
    }
}

/// A file whose bytes are here.
struct Taken {
    kind: FileKind,
    file: MediaFileId,
    bytes: u64,
    picture: Option<Picture>,
}

fn under_key(one: &Attachment, scope: &Scope, call: CallId, key: &str, index: usize) -> Attachment {
    let (workspace, call) = (scope.workspace().to_string(), call.to_string());
    let id = derived_id(&["attachment", &workspace, &call, key, &index.to_string()]);
    Attachment::new(AttachmentSnapshot { id: AttachmentId(id), ..one.snapshot().clone() })
}

pub(super) fn event_of(after: &Attachment) -> MediaEvent {
    let (call, attachment) = (after.snapshot().call, after.snapshot().id);
    if after.is_removed() {
        MediaEvent::AttachmentRemoved { call, attachment }
    } else {
        MediaEvent::AttachmentRestored { call, attachment }
    }
}

pub(super) fn audit_of(before: &Attachment, after: &Attachment) -> AuditDraft {
    let action = if after.is_removed() { AuditAction::Delete } else { AuditAction::Update };
    AuditDraft::change(action, before.snapshot(), after.snapshot())
}
