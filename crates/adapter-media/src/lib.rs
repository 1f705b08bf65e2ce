//! Looks into files: what they are by their content, photos without what they tell of the photographer, the shape of sounds.
//!
//! Everything here reads what strangers made: a file is bounded before it is looked at, a picture says how large it is before it is
//! unpacked, and no name decides anything but which of two texts a text is.

mod kinds;
mod pictures;
mod sounds;

#[cfg(test)]
mod hostile;

use async_trait::async_trait;
use callboard_kernel::PortError;
use callboard_media::{
    model::FileKind,
    ports::{
        ByteSource, CleanPicture, FileInspector, Heard, PictureError, SoundError, SoundPieces,
    },
};
use tokio::sync::Semaphore;

/// Bytes of the head of a file that are looked at.
const HEAD: usize = 16 * 1024;

/// Looks into files.
#[derive(Debug)]
pub struct ContentInspector {
    /// A picture takes memory for each of its pixels while it is written anew; this many are in work at once.
    pictures: Semaphore,
}

impl Default for ContentInspector {
    fn default() -> Self {
        Self { pictures: Semaphore::new(2) }
    }
}

#[async_trait]
impl FileInspector for ContentInspector {
    fn head(&self) -> usize {
        HEAD
    }

    fn kind_of(&self, head: &[u8], name: &str) -> Option<FileKind> {
        kinds::of(head, name)
    }

    async fn clean(&self, bytes: Vec<u8>) -> Result<CleanPicture, PictureError> {
        let turn = self.pictures.acquire().await;
        let turn = turn.map_err(|error| PortError::unavailable("inspector.clean", error))?;
        let cleaned = tokio::task::spawn_blocking(move || pictures::clean(&bytes)).await;
        drop(turn);
        cleaned.map_err(|error| PortError::broken("inspector.clean", error))?
    }

    async fn hear(&self, sound: Box<dyn ByteSource>) -> Result<Heard, SoundError> {
        sounds::hear(sound).await
    }

    async fn pieces(
        &self,
        sound: Box<dyn ByteSource>,
        seconds: u32,
    ) -> Result<Box<dyn SoundPieces>, SoundError> {
        Ok(sounds::pieces(sound, seconds))
    }
}
