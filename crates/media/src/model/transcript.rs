//! What was said in a call, as text.

use super::redacted;
use callboard_kernel::{CallId, Timestamp, TranscriptSegmentId, words};

/// Longest text of a segment, in characters; a machine that sends more has broken.
const LONGEST_TEXT: usize = 4_000;

words! {
    /// Who speaks.
    pub enum Speaker {
        /// Somebody of the company.
        Agent = "agent",
        /// The other side.
        Customer = "customer",
    }
}

words! {
    /// Where a transcript comes from.
    pub enum TranscriptSource {
        /// It was written down while people talked.
        Live = "live",
        /// It was written down from the recording.
        Recording = "recording",
    }
}

words! {
    /// How far the writing down of a call that goes on is.
    pub enum LiveProgress {
        /// What is said is written down at this moment.
        GoesOn = "going_on",
        /// Nothing is added any more.
        Ended = "ended",
        /// It broke; the call goes on.
        BrokeOff = "broke_off",
    }
}

words! {
    /// Which words of a transcript are read.
    pub enum Words {
        /// With numbers and addresses masked.
        Masked = "masked",
        /// As they were said.
        AsSaid = "as_said",
    }
}

/// Something that was said, as a machine reports it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewSegment {
    /// Tells it from all others of its call; the same key is the same segment.
    pub key: String,
    /// Who.
    pub speaker: Speaker,
    /// Where in the call it begins, in milliseconds.
    pub start_ms: u64,
    /// Where it ends.
    pub end_ms: u64,
    /// How sure the machine is, in thousandths.
    pub confidence: Option<u16>,
    /// What.
    pub text: String,
}

impl NewSegment {
    /// The segment as it may be kept: a bounded text, an end that is not before its beginning. `None` when nothing was said.
    pub fn kept(mut self) -> Option<Self> {
        self.text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.text.chars().count() > LONGEST_TEXT {
            self.text = self.text.chars().take(LONGEST_TEXT).collect();
        }
        self.text.retain(|sign| !sign.is_control());
        self.end_ms = self.end_ms.max(self.start_ms);
        self.confidence = self.confidence.map(|sure| sure.min(1_000));
        (!self.text.is_empty()).then_some(self)
    }

    /// What of it is shown.
    pub fn shown(&self) -> String {
        redacted(&self.text)
    }
}

/// Something that was said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    /// Its id.
    pub id: TranscriptSegmentId,
    /// Who.
    pub speaker: Speaker,
    /// Where in the call it begins, in milliseconds.
    pub start_ms: u64,
    /// Where it ends.
    pub end_ms: u64,
    /// How sure the machine is, in thousandths.
    pub confidence: Option<u16>,
    /// What, masked unless the words as they were said were asked for.
    pub text: String,
    /// Whether something of it is masked.
    pub is_masked: bool,
}

impl Segment {
    /// The segment with its place counted from a later instant.
    #[must_use]
    pub(crate) const fn later_by(mut self, ms: u64) -> Self {
        self.start_ms = self.start_ms.saturating_sub(ms);
        self.end_ms = self.end_ms.saturating_sub(ms);
        self
    }
}

/// What is known of a transcript as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TranscriptHead {
    /// Where it comes from.
    pub source: TranscriptSource,
    /// How far its writing is; what was written down from a recording is whole.
    pub progress: LiveProgress,
    /// How many segments it has.
    pub segments: u32,
    /// When it began to be written.
    pub created_at: Timestamp,
    /// When it was last added to.
    pub updated_at: Timestamp,
}

/// A place in a transcript that holds what was looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TranscriptHit {
    /// The call.
    pub call: CallId,
    /// When the call began.
    pub call_at: Timestamp,
    /// What was said, masked.
    pub segment: Segment,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> NewSegment {
        NewSegment {
            key: "1".to_owned(),
            speaker: Speaker::Agent,
            start_ms: 500,
            end_ms: 400,
            confidence: Some(1_200),
            text: text.to_owned(),
        }
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let kept = said("  Hello\n there \u{0}").kept().unwrap();
        assert_eq!(
            (kept.text.as_str(), kept.end_ms, kept.confidence),
            ("Hello there ", 500, Some(1_000))
        );
        assert_eq!(said(&"a".repeat(9_000)).kept().unwrap().text.len(), LONGEST_TEXT);
        assert!(said(" \n ").kept().is_none());
    }
}
