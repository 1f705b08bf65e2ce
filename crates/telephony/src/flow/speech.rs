//! What a caller hears.

use crate::Link;

/// A text that is read out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Speech {
    /// The text.
    pub text: String,
    /// The provider's name of a voice; `None` is its own choice.
    pub voice: Option<String>,
    /// BCP 47, such as `en-US`; `None` is the provider's own choice.
    pub language: Option<String>,
}

impl Speech {
    /// A text in the provider's own voice and language.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), voice: None, language: None }
    }
}

/// Something that is heard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Prompt {
    /// A text is read out.
    Say(Speech),
    /// A sound is played.
    Play(Link),
    /// Nothing, for so many seconds.
    Pause(u16),
}

/// An announcement of which nothing would be heard.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the announcement says nothing")]
pub struct SilentAnnouncement;

/// The announcement that a call is recorded or written down. It holds something that can be heard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Announcement(Prompt);

impl Announcement {
    /// A text, which must have at least one letter: blanks and signs are not read out.
    pub fn say(speech: Speech) -> Result<Self, SilentAnnouncement> {
        if speech.text.chars().any(char::is_alphabetic) {
            Ok(Self(Prompt::Say(speech)))
        } else {
            Err(SilentAnnouncement)
        }
    }

    /// A sound of ours. Whether the file is there and speaks is for the one who uploaded it to hear.
    pub const fn play(sound: Link) -> Self {
        Self(Prompt::Play(sound))
    }

    /// What is heard.
    pub const fn prompt(&self) -> &Prompt {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_announces_nothing() {
        for text in ["", "  ", "...", "\u{0}\u{1}", "\u{200b}", "1"] {
            assert_eq!(Announcement::say(Speech::new(text)), Err(SilentAnnouncement), "{text:?}");
        }
        assert!(Announcement::say(Speech::new("This call is recorded.")).is_ok());
        assert!(Announcement::say(Speech::new("この通話は録音されます")).is_ok());
    }
}
