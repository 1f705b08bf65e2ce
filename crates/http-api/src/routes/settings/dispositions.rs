//! The catalogue of dispositions.

use crate::{
    answer::Versioned, auth::Caller, fields::Word, problem::Problem, request::IfMatch, routes::Part,
};
use callboard_calls::model::{self, Direction, DispositionClass, Purpose};
use callboard_kernel::Loaded;
use poem_openapi::{Object, OpenApi, payload::Json};

/// A result that a call can be given.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Disposition {
    /// Stable key, snake_case.
    key: String,
    /// Words on the button.
    label: String,
    /// What it means for the business.
    class: Word<DispositionClass>,
    /// A note must be written.
    requires_note: bool,
    /// A follow-up must exist or be made with it.
    requires_follow_up: bool,
    /// Minutes until the follow-up is due when nobody names a time.
    follow_up_minutes: Option<u32>,
    /// Sets the estimated value to zero.
    clears_value: bool,
    /// Marks customer and call do-not-contact.
    marks_do_not_contact: bool,
    /// The rules bind calls of these directions.
    directions: Vec<Word<Direction>>,
    /// The rules bind calls of these purposes.
    purposes: Vec<Word<Purpose>>,
    /// Place in the picker, from 1.
    position: u32,
    /// Whether it is offered; retired ones stay on old calls.
    active: bool,
    /// What saving it will do, in words.
    side_effects: Vec<String>,
}

/// A result that a call can be given, as it is written.
#[derive(Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub(crate) struct DispositionRule {
    /// Stable key, snake_case.
    #[oai(validator(min_length = 1, max_length = 40))]
    key: String,
    /// Words on the button.
    #[oai(validator(min_length = 1, max_length = 40))]
    label: String,
    /// What it means for the business.
    class: Word<DispositionClass>,
    /// A note must be written.
    requires_note: bool,
    /// A follow-up must exist or be made with it.
    requires_follow_up: bool,
    /// Minutes until the follow-up is due when nobody names a time.
    #[oai(validator(minimum(value = "1"), maximum(value = "40320")))]
    follow_up_minutes: Option<u32>,
    /// Sets the estimated value to zero.
    clears_value: bool,
    /// Marks customer and call do-not-contact.
    marks_do_not_contact: bool,
    /// The rules bind calls of these directions.
    directions: Vec<Word<Direction>>,
    /// The rules bind calls of these purposes.
    purposes: Vec<Word<Purpose>>,
    /// Place in the picker, from 1.
    position: u32,
    /// Whether it is offered; retired ones stay on old calls.
    active: bool,
    /// What is read may be sent back; it is ignored, because it follows from the rest.
    side_effects: Option<Vec<String>>,
}

/// All dispositions.
#[derive(Object)]
pub(crate) struct DispositionCatalogue {
    /// By position, retired ones included.
    data: Vec<Disposition>,
    /// Version of the catalogue.
    version: i64,
}

/// The dispositions as they shall be.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct DispositionRules {
    /// All of them, retired ones included.
    #[oai(validator(min_items = 1, max_items = 60))]
    data: Vec<DispositionRule>,
    /// Version that this was made from: it guards against overwriting somebody else's change.
    version: i64,
}

impl From<model::Disposition> for Disposition {
    fn from(rule: model::Disposition) -> Self {
        Self {
            side_effects: rule.side_effects(),
            key: rule.key,
            label: rule.label,
            class: Word(rule.class),
            requires_note: rule.requires_note,
            requires_follow_up: rule.requires_follow_up,
            follow_up_minutes: rule.follow_up_minutes,
            clears_value: rule.clears_value,
            marks_do_not_contact: rule.marks_do_not_contact,
            directions: rule.directions.into_iter().map(Word).collect(),
            purposes: rule.purposes.into_iter().map(Word).collect(),
            position: rule.position,
            active: rule.active,
        }
    }
}

impl From<DispositionRule> for model::Disposition {
    fn from(rule: DispositionRule) -> Self {
        Self {
            key: rule.key,
            label: rule.label,
            class: rule.class.0,
            requires_note: rule.requires_note,
            requires_follow_up: rule.requires_follow_up,
            follow_up_minutes: rule.follow_up_minutes,
            clears_value: rule.clears_value,
            marks_do_not_contact: rule.marks_do_not_contact,
            directions: rule.directions.into_iter().map(|word| word.0).collect(),
            purposes: rule.purposes.into_iter().map(|word| word.0).collect(),
            position: rule.position,
            active: rule.active,
        }
    }
}

fn versioned(loaded: Loaded<Vec<model::Disposition>>) -> Versioned<DispositionCatalogue> {
    let version = loaded.version;
    let data = loaded.value.into_iter().map(Disposition::from).collect();
    Versioned { body: DispositionCatalogue { data, version: version.0 }, version }
}

pub(crate) struct DispositionsApi;

#[OpenApi(prefix_path = "/settings/disposition-rules", tag = "Part::Settings")]
impl DispositionsApi {
    /// The dispositions
    #[oai(path = "/", method = "get", operation_id = "get_dispositions")]
    async fn get(&self, caller: Caller) -> Result<Versioned<DispositionCatalogue>, Problem> {
        Ok(versioned(caller.calls.dispositions(&caller.scope).await?))
    }

    /// Replace the dispositions
    ///
    /// What calls may have cannot be removed, only retired.
    #[oai(path = "/", method = "post", operation_id = "replace_dispositions")]
    async fn replace(
        &self,
        caller: Caller,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<DispositionRules>,
    ) -> Result<Versioned<DispositionCatalogue>, Problem> {
        let expected = if_match.or(body.0.version);
        let all = body.0.data.into_iter().map(model::Disposition::from).collect();
        Ok(versioned(caller.calls.save_dispositions(&caller.scope, expected, all).await?))
    }
}
