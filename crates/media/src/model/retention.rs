//! How long media are kept.

use callboard_kernel::{Auditable, Invalid, Timestamp, words};
use serde::{Deserialize, Serialize};
use time::Duration;
use uuid::Uuid;

/// Least days: customers object to a bill within a month, and what was said must still be there then.
pub const LEAST_DAYS: u32 = 30;
/// Most days that are counted; whoever wants more keeps it for ever.
pub const LONGEST_DAYS: u32 = 3_650;

words! {
    /// What has a retention of its own.
    pub enum MediaClass {
        /// Sound.
        Recordings = "recordings",
        /// What was said, as text.
        Transcripts = "transcripts",
        /// Files that were put to calls.
        Attachments = "attachments",
    }
}

/// After how many days each class goes; `None` keeps it for ever.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the unit belongs into the name of each")]
pub struct RetentionSettings {
    /// Days of recordings, counted from when we first heard of them.
    pub recordings_days: Option<u32>,
    /// Days of transcripts, counted from their first words.
    pub transcripts_days: Option<u32>,
    /// Days of attachments, counted from when they were added.
    pub attachments_days: Option<u32>,
}

impl RetentionSettings {
    /// As a new workspace has it: sound for a year, words for two, files for ever.
    pub const fn shipped() -> Self {
        Self { recordings_days: Some(365), transcripts_days: Some(730), attachments_days: None }
    }

    /// The days of a class.
    pub const fn days(&self, class: MediaClass) -> Option<u32> {
        match class {
            MediaClass::Recordings => self.recordings_days,
            MediaClass::Transcripts => self.transcripts_days,
            MediaClass::Attachments => self.attachments_days,
        }
    }

    /// Every number of days within what is counted.
    pub fn validate(&self) -> Result<(), Invalid> {
        let mut wrong = Invalid::default();
        for class in MediaClass::ALL {
            if let Some(days) = self.days(*class)
                && !(LEAST_DAYS..=LONGEST_DAYS).contains(&days)
            {
                let message = format!(
                    "Is {LEAST_DAYS} to {LONGEST_DAYS} days, or left out to keep them for ever."
                );
                wrong.push(format!("{class}_days"), "out_of_range", message);
            }
        }
        wrong.check()
    }
}

impl Auditable for RetentionSettings {
    const KIND: &'static str = "media_retention";
    fn target_id(&self) -> Uuid {
        Uuid::nil()
    }
}

/// What a class that is kept for `days` must be older than to go at `now`.
pub fn expired_before(now: Timestamp, days: u32) -> Timestamp {
    now - Duration::days(days.into())
}

/// How much of each class there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct KeptCounts {
    /// Recordings that are not deleted.
    pub recordings: u64,
    /// Calls with a transcript.
    pub transcripts: u64,
    /// Attachments that are not removed.
    pub attachments: u64,
    /// Bytes of all files.
    pub bytes: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_retention_is_allowed_and_a_week_is_not() {
        assert!(RetentionSettings::shipped().validate().is_ok());
        let hasty = RetentionSettings { recordings_days: Some(7), ..RetentionSettings::shipped() };
        assert_eq!(hasty.validate().unwrap_err().0[0].path, "recordings_days");
    }
}
