//! The numbers of the company.

use super::number::number;
use crate::{
    answer::{Answer, Created, Done, Versioned},
    auth::Caller,
    fields::{Instant, Nullable, Word},
    problem::Problem,
    request::IfMatch,
    routes::Part,
};
use callboard_kernel::{LineId, Loaded};
use callboard_switchboard::model::{self, LineEdit, NewLine, Texting};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// A number of the company.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Line {
    /// Id.
    id: Uuid,
    /// The number in E.164.
    number: String,
    /// What people call it.
    label: String,
    /// What callers hear first.
    greeting: String,
    /// What callers hear when the desk is closed or nobody comes.
    closed_greeting: String,
    /// The announcement that calls are recorded; absent when they are not.
    notice: Option<String>,
    /// Whether calls are written down while they go on; only those that are announced are.
    live_transcript: bool,
    /// How long members are rung, in seconds.
    ring_s: u16,
    /// Whether it may send texts.
    texting: Word<Texting>,
    /// Whether members call and text from it unless they choose another.
    is_default: bool,
    /// When it was last changed.
    updated_at: Instant,
    /// Version of the line.
    version: i64,
}

/// The numbers of the company.
#[derive(Object)]
pub(crate) struct Lines {
    /// By their names.
    lines: Vec<Line>,
}

/// A new number.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct LineFields {
    /// The number, as people write it.
    #[oai(validator(min_length = 1, max_length = 40))]
    number: String,
    /// What people call it.
    #[oai(validator(min_length = 1, max_length = 60))]
    label: String,
    /// Whether members call and text from it; the first line always is.
    #[oai(default)]
    is_default: bool,
}

/// An edit; what is left out stays.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct LinePatch {
    /// What people call it.
    #[oai(validator(min_length = 1, max_length = 60))]
    label: Option<String>,
    /// What callers hear first.
    #[oai(validator(max_length = 600))]
    greeting: Option<String>,
    /// What callers hear when the desk is closed.
    #[oai(validator(min_length = 1, max_length = 600))]
    closed_greeting: Option<String>,
    /// The announcement that calls are recorded; `null` stops recording.
    #[oai(validator(max_length = 600))]
    notice: Nullable<String>,
    /// Whether calls are written down while they go on. Without an announcement it does nothing.
    live_transcript: Option<bool>,
    /// How long members are rung, in seconds.
    #[oai(validator(minimum(value = "5"), maximum(value = "120")))]
    ring_s: Option<u16>,
    /// Whether it may send texts: the state of its registration at the telephone company.
    texting: Option<Word<Texting>>,
    /// Makes it the default.
    is_default: Option<bool>,
}

impl From<Loaded<model::Line>> for Line {
    fn from(loaded: Loaded<model::Line>) -> Self {
        let s = loaded.value.snapshot();
        Self {
            id: s.id.uuid(),
            number: s.number.as_str().to_owned(),
            label: s.label.clone(),
            greeting: s.greeting.clone(),
            closed_greeting: s.closed_greeting.clone(),
            notice: s.notice.clone(),
            live_transcript: s.live_transcript,
            ring_s: s.ring_s,
            texting: Word(s.texting),
            is_default: s.is_default,
            updated_at: Instant(s.updated_at),
            version: loaded.version.0,
        }
    }
}

pub(crate) struct LinesApi;

#[OpenApi(prefix_path = "/settings/lines", tag = "Part::Phone")]
impl LinesApi {
    /// The numbers of the company
    #[oai(path = "/", method = "get", operation_id = "list_lines")]
    async fn list(&self, caller: Caller) -> Result<Answer<Lines>, Problem> {
        let lines = caller.switchboard.lines(&caller.scope).await?;
        Ok(Answer(Lines { lines: lines.into_iter().map(Line::from).collect() }))
    }

    /// Add a number
    #[oai(path = "/", method = "post", operation_id = "create_line")]
    async fn add(&self, caller: Caller, body: Json<LineFields>) -> Result<Created<Line>, Problem> {
        let LineFields { number: text, label, is_default } = body.0;
        let number = number(&caller, "number", &text).await?;
        let new = NewLine { number, label, is_default };
        Ok(Created(caller.switchboard.add_line(&caller.scope, new).await?.into()))
    }

    /// Change a number
    #[oai(path = "/:id", method = "patch", operation_id = "update_line")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<LinePatch>,
    ) -> Result<Versioned<Line>, Problem> {
        let edit = edit(body.0);
        let id = LineId(id.0);
        let line = caller.switchboard.edit_line(&caller.scope, id, if_match.0, edit).await?;
        let version = line.version;
        Ok(Versioned { body: line.into(), version })
    }

    /// Give a number up
    ///
    /// Its calls stay in the log.
    #[oai(path = "/:id", method = "delete", operation_id = "delete_line")]
    async fn remove(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        caller.switchboard.remove_line(&caller.scope, LineId(id.0)).await?;
        Ok(Done)
    }
}

fn edit(patch: LinePatch) -> LineEdit {
    LineEdit {
        label: patch.label,
        greeting: patch.greeting,
        closed_greeting: patch.closed_greeting,
        notice: patch.notice.patch(|text| text),
        live_transcript: patch.live_transcript,
        ring_s: patch.ring_s,
        texting: patch.texting.map(|word| word.0),
        is_default: patch.is_default,
    }
}
