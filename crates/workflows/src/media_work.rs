//! Work on recordings, one after the other. The loop around it, its pauses and its stop live in the composition root.

use crate::{Turn, acting::acting_as};
use callboard_media::{Media, MediaError};
use std::sync::Arc;

/// Name under which the product brings recordings in.
const NAME: &str = "recordings";

/// Works on recordings.
pub struct MediaRunner {
    media: Arc<Media>,
}

impl MediaRunner {
    /// Over the use cases of media.
    pub const fn new(media: Arc<Media>) -> Self {
        Self { media }
    }

    /// Claims a recording that waits and does what is to be done with it. Who gives up in between loses nothing: the claim ends by
    /// itself, and somebody begins anew.
    pub async fn take_turn(&self) -> Result<Turn, MediaError> {
        let Some(held) = self.media.claim().await? else { return Ok(Turn::Idle) };
        let scope = acting_as(NAME, held.workspace);
        self.media.work(&scope, held.recording).await?;
        Ok(Turn::Worked)
    }
}
