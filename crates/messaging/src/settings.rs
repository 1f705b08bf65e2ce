//! What a workspace may set about texts.

use callboard_kernel::{Auditable, Invalid, Phone};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The most texts a day that a workspace can allow to somebody who does not answer.
const MOST_A_DAY: u8 = 20;

/// Settings of texts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TextSettings {
    /// Whether who is missed gets a text by itself.
    pub text_back: bool,
    /// Texts in 24 hours to somebody who does not answer.
    pub daily_cap: u8,
    /// The line that texts come from when no call and no thread says which.
    pub line: Option<Phone>,
}

impl Default for TextSettings {
    fn default() -> Self {
        Self { text_back: true, daily_cap: 3, line: None }
    }
}

impl TextSettings {
    /// Whether it can be meant.
    pub fn validate(&self) -> Result<(), Invalid> {
        if (1..=MOST_A_DAY).contains(&self.daily_cap) {
            return Ok(());
        }
        Err(Invalid::field("daily_cap", "out_of_range", "1 to 20."))
    }
}

impl Auditable for TextSettings {
    const KIND: &'static str = "text_settings";
    fn target_id(&self) -> Uuid {
        Uuid::nil()
    }
}
