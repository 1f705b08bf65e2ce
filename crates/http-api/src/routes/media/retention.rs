//! How long media are kept.

use crate::{
    answer::{Answer, Versioned},
    auth::Caller,
    problem::Problem,
    request::IfMatch,
    routes::Part,
};
use callboard_kernel::Loaded;
use callboard_media::model::{KeptCounts, LEAST_DAYS, RetentionSettings};
use poem_openapi::{Object, OpenApi, payload::Json};

/// After how many days media go; what is absent is kept for ever. Thirty days at least: within a month customers object to bills, and
/// what was said must still be there then.
#[derive(Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub(crate) struct MediaRetention {
    /// Days of recordings.
    #[oai(validator(minimum(value = "30"), maximum(value = "3650")))]
    recordings_days: Option<u32>,
    /// Days of transcripts.
    #[oai(validator(minimum(value = "30"), maximum(value = "3650")))]
    transcripts_days: Option<u32>,
    /// Days of attachments.
    #[oai(validator(minimum(value = "30"), maximum(value = "3650")))]
    attachments_days: Option<u32>,
    /// Version that this was made from: it guards against overwriting somebody else's change.
    version: i64,
}

/// How much is kept.
#[derive(Object)]
pub(crate) struct MediaKept {
    /// Recordings that are not deleted.
    recordings: u64,
    /// Calls with a transcript.
    transcripts: u64,
    /// Attachments that are not removed.
    attachments: u64,
    /// Bytes of all of them.
    size_bytes: u64,
}

fn versioned(loaded: Loaded<RetentionSettings>) -> Versioned<MediaRetention> {
    let Loaded { value, version } = loaded;
    let RetentionSettings { recordings_days, transcripts_days, attachments_days } = value;
    let body =
        MediaRetention { recordings_days, transcripts_days, attachments_days, version: version.0 };
    Versioned { body, version }
}

pub(crate) struct RetentionApi;

#[OpenApi(prefix_path = "/settings/media", tag = "Part::Settings")]
impl RetentionApi {
    /// How long media are kept
    #[oai(path = "/", method = "get", operation_id = "get_media_retention")]
    async fn get(&self, caller: Caller) -> Result<Versioned<MediaRetention>, Problem> {
        Ok(versioned(caller.media.retention(&caller.scope).await?))
    }

    /// Replace how long media are kept
    ///
    /// What is older goes within the hour, for good.
    #[oai(path = "/", method = "post", operation_id = "replace_media_retention")]
    async fn replace(
        &self,
        caller: Caller,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<MediaRetention>,
    ) -> Result<Versioned<MediaRetention>, Problem> {
        const { assert!(LEAST_DAYS == 30, "the document says thirty days") };
        let expected = if_match.or(body.0.version);
        let MediaRetention { recordings_days, transcripts_days, attachments_days, version: _ } =
            body.0;
        let settings = RetentionSettings { recordings_days, transcripts_days, attachments_days };
        Ok(versioned(caller.media.save_retention(&caller.scope, expected, settings).await?))
    }

    /// How much is kept
    #[oai(path = "/kept", method = "get", operation_id = "get_media_kept")]
    async fn kept(&self, caller: Caller) -> Result<Answer<MediaKept>, Problem> {
        let KeptCounts { recordings, transcripts, attachments, bytes } =
            caller.media.kept(&caller.scope).await?;
        Ok(Answer(MediaKept { recordings, transcripts, attachments, size_bytes: bytes }))
    }
}
