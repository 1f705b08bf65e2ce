//! One call: read, log by hand, edit, history.

use super::{
    detail::{self, OneCall},
    outcome::OutcomeFollowUp,
    row::CallRow,
};
use crate::{
    answer::{Answer, Versioned},
    auth::Caller,
    fields::{Instant, Nullable, Word},
    problem::Problem,
    request::{IfMatch, checked},
    routes::Part,
};
use callboard_calls::model::{
    CallEdit, ConsentEdit, Direction, Intent, LeadSource, ManualCall, Purpose, SpamReason,
};
use callboard_kernel::{CallId, CustomerId, MemberId, Patch, Phone};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// How many calls of the same customer or number a call shows.
const HISTORY: u32 = 10;

/// A call as a person writes it down.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewCall {
    /// Which way.
    direction: Word<Direction>,
    /// What for; without it `inbound` or `callback`, by the direction.
    purpose: Option<Word<Purpose>>,
    /// Number of the caller, in any format.
    #[oai(validator(max_length = 40))]
    from: Option<String>,
    /// Number that was called, in any format.
    #[oai(validator(max_length = 40))]
    to: Option<String>,
    /// First ring.
    started_at: Instant,
    /// Seconds of talking.
    #[oai(default, validator(minimum(value = "0"), maximum(value = "86400")))]
    duration_s: i32,
    /// Somebody answered.
    answered: bool,
    /// The member who talked.
    agent_id: Option<Uuid>,
    /// The customer; without it the number is looked up.
    contact_id: Option<Uuid>,
    /// Name of the other party when no customer is known.
    #[oai(default, validator(max_length = 200))]
    caller_name: String,
    /// What the caller wants.
    intent: Option<Word<Intent>>,
    /// Where the caller heard of us.
    lead_source: Option<Word<LeadSource>>,
    /// Estimated value in cents.
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000000")))]
    value_est_cents: Option<i64>,
    /// Labels.
    #[oai(default, validator(max_items = 30))]
    tags: Vec<String>,
    /// What was said.
    #[oai(default, validator(max_length = 10000))]
    notes: String,
}

/// An edit of a call; what is left out stays.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct CallPatch {
    /// Key of the disposition; another one is an outcome with all its rules. `null` takes an optional one away.
    disposition: Nullable<String>,
    /// The notes.
    #[oai(validator(max_length = 10000))]
    notes: Option<String>,
    /// The notes, under their other name.
    #[oai(validator(max_length = 10000))]
    note: Option<String>,
    /// A promise made with the disposition.
    follow_up: Option<OutcomeFollowUp>,
    /// Why it is spam.
    spam_reason: Option<Word<SpamReason>>,
    /// Estimated value in cents.
    value_est_cents: Nullable<i64>,
    /// All labels as they shall be.
    #[oai(validator(max_items = 30))]
    tags: Option<Vec<String>>,
    /// Where the caller heard of us.
    lead_source: Option<Word<LeadSource>>,
    /// What the caller wants.
    intent: Nullable<Word<Intent>>,
    /// What the caller agreed to.
    consent: Option<ConsentPatch>,
}

/// An edit of what the caller agreed to; `null` is "not recorded".
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct ConsentPatch {
    /// May be recorded.
    recording: Nullable<bool>,
    /// May be texted.
    sms_opt_in: Nullable<bool>,
}

/// An edit of labels, notes and disposition.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct TagsPatch {
    /// All labels as they shall be.
    #[oai(validator(max_items = 30))]
    tags: Option<Vec<String>>,
    /// The notes.
    #[oai(validator(max_length = 10000))]
    notes: Option<String>,
    /// Key of the disposition.
    #[oai(validator(max_length = 40))]
    disposition: Option<String>,
}

/// Calls with the same customer or number.
#[derive(Object)]
pub(crate) struct CallHistory {
    /// Newest first.
    data: Vec<CallRow>,
}

impl NewCall {
    /// As the domain takes it; national numbers are read as those of `region`.
    pub(super) fn manual(self, region: &str) -> Result<ManualCall, Problem> {
        let number = |text: Option<String>, path: &str| match text {
            Some(text) => {
                let number = Phone::parse(&text, region).ok();
                checked(number, path, "Is no telephone number.").map(Some)
            }
            None => Ok(None),
        };
        Ok(ManualCall {
            direction: self.direction.0,
            purpose: self.purpose.map(|word| word.0),
            from: number(self.from, "from")?,
            to: number(self.to, "to")?,
            started_at: self.started_at.0,
            duration_s: i64::from(self.duration_s),
            answered: self.answered,
            agent: self.agent_id.map(MemberId),
            customer: self.contact_id.map(CustomerId),
            caller_name: self.caller_name,
            intent: self.intent.map(|word| word.0),
            lead_source: self.lead_source.map_or(LeadSource::Unknown, |word| word.0),
            value_est_cents: self.value_est_cents,
            tags: self.tags,
            notes: self.notes,
        })
    }
}

impl CallPatch {
    fn edit(self) -> CallEdit {
        CallEdit {
            notes: self.notes.or(self.note),
            value_est_cents: self.value_est_cents.patch(|cents| cents),
            tags: self.tags,
            intent: self.intent.patch(|word| word.0),
            lead_source: self.lead_source.map(|word| word.0),
            consent: self.consent.map(|consent| ConsentEdit {
                recording: consent.recording.patch(|yes| yes),
                sms_opt_in: consent.sms_opt_in.patch(|yes| yes),
            }),
            disposition: self.disposition.patch(|key| key),
            follow_up: self.follow_up.map(OutcomeFollowUp::request),
            spam_reason: self.spam_reason.map(|word| word.0),
        }
    }
}

pub(crate) struct CallApi;

#[OpenApi(prefix_path = "/calls", tag = "Part::Calls")]
impl CallApi {
    /// One call
    ///
    /// With notes, consent, follow-ups and the customer at a glance.
    #[oai(path = "/:id", method = "get", operation_id = "get_call")]
    async fn get(&self, caller: Caller, id: Path<Uuid>) -> Result<Versioned<OneCall>, Problem> {
        let (call, version) = detail::of(&caller, CallId(id.0)).await?;
        Ok(Versioned { body: OneCall { call }, version })
    }

    /// Edit a call
    ///
    /// Another disposition runs the same rules as recording an outcome, in the same write.
    #[oai(path = "/:id", method = "patch", operation_id = "edit_call")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<CallPatch>,
    ) -> Result<Versioned<OneCall>, Problem> {
        let edited =
            caller.calls.edit(&caller.scope, CallId(id.0), if_match.0, body.0.edit()).await?;
        let (call, version) = detail::around(&caller, edited).await?;
        Ok(Versioned { body: OneCall { call }, version })
    }

    /// Edit labels, notes and disposition
    #[oai(path = "/:id/tags", method = "patch", operation_id = "edit_call_tags")]
    async fn edit_tags(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<TagsPatch>,
    ) -> Result<Versioned<OneCall>, Problem> {
        let TagsPatch { tags, notes, disposition } = body.0;
        let disposition = disposition.map_or(Patch::Keep, Patch::Set);
        let edit = CallEdit { tags, notes, disposition, ..CallEdit::default() };
        let edited = caller.calls.edit(&caller.scope, CallId(id.0), if_match.0, edit).await?;
        let (call, version) = detail::around(&caller, edited).await?;
        Ok(Versioned { body: OneCall { call }, version })
    }

    /// Calls with the same customer or number
    #[oai(path = "/:id/history", method = "get", operation_id = "list_call_history")]
    async fn history(
        &self,
        caller: Caller,
        id: Path<Uuid>,
    ) -> Result<Answer<CallHistory>, Problem> {
        let rows = caller.calls.history(&caller.scope, CallId(id.0), HISTORY).await?;
        Ok(Answer(CallHistory { data: rows.into_iter().map(CallRow::from).collect() }))
    }
}
