//! The rows of media, and their way to the snapshots and back.

pub(crate) mod attachment {
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, json, maybe_millis, maybe_timestamp},
    };
    use callboard_kernel::{
        AttachmentId, CallId, Loaded, MediaFileId, MemberId, Timestamp, Version, millis, timestamp,
    };
    use callboard_media::model::{Attachment, AttachmentSnapshot, FileKind, Picture};
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attachments")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub call_id: Uuid,
        pub file_id: Uuid,
        pub kind: String,
        pub name: String,
        pub bytes: i64,
        pub picture: Option<Json>,
        pub thumbnail_id: Option<Uuid>,
        pub added_by: Option<Uuid>,
        pub created_at: i64,
        pub deleted_at: Option<i64>,
        pub doomed_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    /// What of a picture has no column of its own.
    #[derive(Serialize, Deserialize)]
    struct Seen {
        width: u32,
        height: u32,
        taken_at: Option<i64>,
    }

    pub(crate) fn from(attachment: &Attachment, version: Version) -> Result<Model> {
        let AttachmentSnapshot {
            id,
            call,
            file,
            kind,
            name,
            bytes,
            picture,
            added_by,
            created_at,
            deleted_at,
            doomed_at,
        } = attachment.snapshot();
        let seen = picture.map(|Picture { width, height, taken_at, thumbnail: _ }| Seen {
            width,
            height,
            taken_at: taken_at.map(millis),
        });
        Ok(Model {
            workspace_id: Uuid::nil(),
            id: id.uuid(),
            version: version.0,
            call_id: call.uuid(),
            file_id: file.uuid(),
            kind: kind.as_str().to_owned(),
            name: name.clone(),
            bytes: *bytes as i64,
            picture: seen.as_ref().map(json).transpose()?,
            thumbnail_id: picture.map(|picture| picture.thumbnail.uuid()),
            added_by: added_by.map(MemberId::uuid),
            created_at: millis(*created_at),
            deleted_at: maybe_millis(*deleted_at),
            doomed_at: maybe_millis(*doomed_at),
        })
    }

    pub(crate) fn into(row: Model) -> Result<Loaded<Attachment>> {
        let Model {
            workspace_id: _,
            id,
            version,
            call_id,
            file_id,
            kind,
            name,
            bytes,
            picture,
            thumbnail_id,
            added_by,
            created_at,
            deleted_at,
            doomed_at,
        } = row;
        let at = At::new("attachments", id);
        let seen = picture.map(|seen| at.json::<Seen>("picture", seen)).transpose()?;
        let picture = seen.zip(thumbnail_id).map(|(seen, thumbnail)| Picture {
            width: seen.width,
            height: seen.height,
            taken_at: seen.taken_at.map(timestamp) as Option<Timestamp>,
            thumbnail: MediaFileId(thumbnail),
        });
        let snapshot = AttachmentSnapshot {
            id: AttachmentId(id),
            call: CallId(call_id),
            file: MediaFileId(file_id),
            kind: at.word("kind", &kind, FileKind::parse)?,
            name,
            bytes: bytes.unsigned_abs(),
            picture,
            added_by: added_by.map(MemberId),
            created_at: timestamp(created_at),
            deleted_at: maybe_timestamp(deleted_at),
            doomed_at: maybe_timestamp(doomed_at),
        };
        Ok(Loaded { value: Attachment::restore(snapshot), version: Version(version) })
    }
}

pub(crate) mod recording {
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, json, maybe_millis, maybe_timestamp},
    };
    use callboard_kernel::{
        CallId, Loaded, MediaFileId, MemberId, RecordingId, Version, millis, timestamp,
    };
    use callboard_media::model::{
        ConsentFact, Failure, Recording, RecordingSnapshot, RecordingState, RecordingTask, Sound,
    };
    use callboard_telephony::ProviderRecordingId;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recordings")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub call_id: Uuid,
        pub provider: String,
        pub provider_key: String,
        pub state: String,
        pub consent: String,
        pub consent_at: i64,
        pub lazy: bool,
        pub is_voicemail: bool,
        pub started_at: Option<i64>,
        pub duration_ms: Option<i64>,
        pub file_id: Option<Uuid>,
        pub bytes: Option<i64>,
        pub peaks: Option<Json>,
        pub failure: Option<String>,
        pub at_provider: bool,
        pub deleted_at: Option<i64>,
        pub deleted_by: Option<Uuid>,
        pub created_at: i64,
        pub task: Option<String>,
        pub available_at: Option<i64>,
        pub failures: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    /// The row. When its task may be begun is set by who writes it, on the clock of the database.
    pub(crate) fn from(recording: &Recording, version: Version) -> Result<Model> {
        let RecordingSnapshot {
            id,
            call,
            provider,
            provider_key,
            state,
            consent,
            consent_at,
            lazy,
            is_voicemail,
            started_at,
            duration_ms,
            sound,
            failure,
            task,
            failures,
            at_provider,
            deleted_at,
            deleted_by,
            created_at,
        } = recording.snapshot();
        Ok(Model {
            workspace_id: Uuid::nil(),
            id: id.uuid(),
            version: version.0,
            call_id: call.uuid(),
            provider: provider.clone(),
            provider_key: provider_key.as_str().to_owned(),
            state: state.as_str().to_owned(),
            consent: consent.as_str().to_owned(),
            consent_at: millis(*consent_at),
            lazy: *lazy,
            is_voicemail: *is_voicemail,
            started_at: maybe_millis(*started_at),
            duration_ms: duration_ms.map(|ms| ms as i64),
            file_id: sound.as_ref().map(|sound| sound.file.uuid()),
            bytes: sound.as_ref().map(|sound| sound.bytes as i64),
            peaks: sound.as_ref().map(|sound| json(&sound.peaks)).transpose()?,
            failure: failure.map(|failure| failure.as_str().to_owned()),
            at_provider: *at_provider,
            deleted_at: maybe_millis(*deleted_at),
            deleted_by: deleted_by.map(MemberId::uuid),
            created_at: millis(*created_at),
            task: task.map(|task| task.as_str().to_owned()),
            available_at: None,
            failures: *failures as i32,
        })
    }

    pub(crate) fn into(row: Model) -> Result<Loaded<Recording>> {
        let Model {
            workspace_id: _,
            id,
            version,
            call_id,
            provider,
            provider_key,
            state,
            consent,
            consent_at,
            lazy,
            is_voicemail,
            started_at,
            duration_ms,
            file_id,
            bytes,
            peaks,
            failure,
            at_provider,
            deleted_at,
            deleted_by,
            created_at,
            task,
            available_at: _,
            failures,
        } = row;
        let at = At::new("recordings", id);
        let duration_ms = duration_ms.map(i64::unsigned_abs);
        let sound = match (file_id, bytes, peaks) {
            (Some(file), Some(bytes), Some(peaks)) => Some(Sound {
                file: MediaFileId(file),
                bytes: bytes.unsigned_abs(),
                duration_ms: duration_ms.unwrap_or_default(),
                peaks: at.json("peaks", peaks)?,
            }),
            _ => None,
        };
        let snapshot = RecordingSnapshot {
            id: RecordingId(id),
            call: CallId(call_id),
            provider,
            provider_key: ProviderRecordingId::parse(&provider_key)
                .map_err(|_| at.unreadable("provider_key"))?,
            state: at.word("state", &state, RecordingState::parse)?,
            consent: at.word("consent", &consent, ConsentFact::parse)?,
            consent_at: timestamp(consent_at),
            lazy,
            is_voicemail,
            started_at: maybe_timestamp(started_at),
            duration_ms,
            sound,
            failure: at.maybe_word("failure", failure.as_deref(), Failure::parse)?,
            task: at.maybe_word("task", task.as_deref(), RecordingTask::parse)?,
            failures: failures.unsigned_abs(),
            at_provider,
            deleted_at: maybe_timestamp(deleted_at),
            deleted_by: deleted_by.map(MemberId),
            created_at: timestamp(created_at),
        };
        Ok(Loaded { value: Recording::restore(snapshot), version: Version(version) })
    }
}

pub(crate) mod segment {
    use crate::{error::Result, scoped::Tenanted, stored::At};
    use callboard_kernel::{CallId, TranscriptSegmentId, timestamp};
    use callboard_media::model::{Segment, Speaker, TranscriptHit, Words};
    use sea_orm::{QueryResult, entity::prelude::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "transcript_segments")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub call_id: Uuid,
        pub call_at: i64,
        pub said_key: String,
        pub speaker: String,
        pub start_ms: i64,
        pub end_ms: i64,
        pub confidence: Option<i32>,
        pub said: String,
        pub shown: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn read(row: &QueryResult, words: Words) -> Result<Segment> {
        let id: Uuid = row.try_get("", "id")?;
        let speaker: String = row.try_get("", "speaker")?;
        let (said, shown): (String, String) = (row.try_get("", "said")?, row.try_get("", "shown")?);
        let confidence: Option<i32> = row.try_get("", "confidence")?;
        let is_masked = said != shown;
        Ok(Segment {
            id: TranscriptSegmentId(id),
            speaker: At::new("transcript_segments", id).word(
                "speaker",
                &speaker,
                Speaker::parse,
            )?,
            start_ms: row.try_get::<i64>("", "start_ms")?.unsigned_abs(),
            end_ms: row.try_get::<i64>("", "end_ms")?.unsigned_abs(),
            confidence: confidence.and_then(|sure| u16::try_from(sure).ok()),
            text: match words {
                Words::Masked => shown,
                Words::AsSaid => said,
            },
            is_masked,
        })
    }

    pub(crate) fn read_hit(row: &QueryResult) -> Result<TranscriptHit> {
        Ok(TranscriptHit {
            call: CallId(row.try_get("", "call_id")?),
            call_at: timestamp(row.try_get("", "call_at")?),
            segment: read(row, Words::Masked)?,
        })
    }
}
