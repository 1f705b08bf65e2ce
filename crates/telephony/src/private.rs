//! What a person said or wrote, kept out of logs.

use std::fmt;

/// Text of a person: a message, a transcript, a name. Debug output, which reaches logs, shows its length only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Private(String);

impl Private {
    /// Wraps what must not be logged.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the place where it is stored, sent or shown.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Private({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_hides_the_text() {
        assert_eq!(format!("{:?}", Private::new("the key is below the mat")), "Private(24 bytes)");
    }
}
