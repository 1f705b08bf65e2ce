//! What a workspace sets about texts.

use crate::{answer::Versioned, auth::Caller, problem::Problem, request::IfMatch, routes::Part};
use callboard_kernel::{Invalid, Loaded, Phone};
use callboard_messaging::TextSettings as Settings;
use poem_openapi::{Object, OpenApi, payload::Json};

/// Settings of texts.
#[derive(Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub(crate) struct TextSettings {
    /// Whether who is missed gets a text by itself.
    text_back: bool,
    /// Texts in 24 hours to somebody who does not answer.
    #[oai(validator(minimum(value = "1"), maximum(value = "20")))]
    daily_cap: u8,
    /// The line that texts come from when no call and no conversation says which; E.164.
    #[oai(validator(min_length = 8, max_length = 16))]
    line_e164: Option<String>,
    /// Version; sent back, it guards against overwriting somebody else's change.
    version: i64,
}

impl TextSettings {
    fn settings(&self) -> Result<Settings, Invalid> {
        let line = self.line_e164.as_deref().map(Phone::from_e164).transpose();
        let line = line.map_err(|_| {
            Invalid::field("line_e164", "invalid_format", "Is a number such as +18645550100.")
        })?;
        Ok(Settings { text_back: self.text_back, daily_cap: self.daily_cap, line })
    }
}

fn answer(loaded: Loaded<Settings>) -> Versioned<TextSettings> {
    let Settings { text_back, daily_cap, line } = loaded.value;
    let body = TextSettings {
        text_back,
        daily_cap,
        line_e164: line.map(String::from),
        version: loaded.version.0,
    };
    Versioned { body, version: loaded.version }
}

pub(crate) struct TextSettingsApi;

#[OpenApi(prefix_path = "/settings/texts", tag = "Part::Settings")]
impl TextSettingsApi {
    /// Settings of texts
    #[oai(path = "/", method = "get", operation_id = "get_text_settings")]
    async fn get(&self, caller: Caller) -> Result<Versioned<TextSettings>, Problem> {
        Ok(answer(caller.messaging.settings(&caller.scope).await?))
    }

    /// Replace the settings of texts
    #[oai(path = "/", method = "post", operation_id = "save_text_settings")]
    async fn save(
        &self,
        caller: Caller,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<TextSettings>,
    ) -> Result<Versioned<TextSettings>, Problem> {
        let expected = if_match.or(body.0.version);
        let settings = body.0.settings().map_err(callboard_messaging::MessagingError::from)?;
        Ok(answer(caller.messaging.save_settings(&caller.scope, expected, settings).await?))
    }
}
