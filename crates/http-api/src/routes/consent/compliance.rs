//! What a caller agreed to, and reports that show how the rules of contact were kept.

use super::words::ReportType;
use crate::{
    answer::{Answer, Versioned},
    auth::Caller,
    fields::{Instant, Nullable, Word},
    problem::Problem,
    request::Params,
    routes::Part,
};
use callboard_calls::model::{CallEdit, ConsentEdit};
use callboard_consent::{
    ConsentError,
    board::{ConsentFigures, RecordingFigures},
};
use callboard_kernel::{CallId, Loaded, Permission};
use callboard_switchboard::model::{Line, Texting};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// What a caller agreed to; what is left out stays, `null` is "not recorded".
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct CallConsentPatch {
    /// May be recorded.
    recording_consent: Nullable<bool>,
    /// May be texted. It enters the ledger of consent.
    sms_opt_in: Nullable<bool>,
}

/// What a caller agreed to; absent is "not recorded".
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CallConsent {
    /// The call.
    call_id: Uuid,
    /// May be recorded.
    recording_consent: Option<bool>,
    /// May be texted.
    sms_opt_in: Option<bool>,
    /// When either was last recorded.
    last_updated: Option<Instant>,
}

/// What a report is about.
#[derive(Object)]
pub(crate) struct ComplianceQuery {
    /// First instant. Without it: 30 local days, the last one included.
    from: Option<Instant>,
    /// First instant after it. Without it: now.
    to: Option<Instant>,
    /// Without it the do-not-contact list and the ledger.
    #[oai(rename = "type")]
    kind: Option<Word<ReportType>>,
}

/// The do-not-contact list and the ledger over a time.
#[derive(Object)]
pub(crate) struct DncFigures {
    /// Marks that were set in it.
    marked: u64,
    /// Of them, those that the customer asked for.
    marked_on_request: u64,
    /// Marks that were lifted in it.
    lifted: u64,
    /// Marks that stand now.
    standing: u64,
    /// Revocations in it.
    revoked: u64,
    /// Of them, those by text.
    revoked_by_text: u64,
    /// Of them, those that the carrier reported.
    revoked_by_carrier: u64,
    /// Consents given in it.
    granted: u64,
    /// Of them, those in writing.
    granted_in_writing: u64,
    /// What sounded like a revocation in it.
    proposed: u64,
    /// Of all that ever did, what nobody has decided on.
    waiting: u64,
    /// Reasons on record to go beyond a rule, given in it.
    overrides: u64,
    /// Numbers that are blocked now.
    blocked: u64,
}

/// What was said of recording in the conversations of a time.
#[derive(Object)]
pub(crate) struct RecordingReport {
    /// Conversations.
    answered: u64,
    /// Those of which there is a recording.
    recorded: u64,
    /// Those in which the caller agreed to be recorded.
    agreed: u64,
    /// Those in which he did not.
    refused: u64,
    /// Those of which nobody wrote down whether he did.
    unknown: u64,
    /// Those that were recorded although he did not agree, or nobody wrote down that he did.
    recorded_without: u64,
}

/// A number and whether it may send texts.
#[derive(Object)]
pub(crate) struct SenderLine {
    /// E.164.
    number: String,
    /// What the desk calls it.
    label: String,
    /// How far its registration is.
    texting: Word<Texting>,
}

/// Registration of the numbers that send texts, as it stands now: what they were on other days is in the audit trail.
#[derive(Object)]
pub(crate) struct SenderReport {
    /// Numbers that may send.
    registered: u64,
    /// Numbers whose registration is being looked at.
    pending: u64,
    /// Numbers that nobody has registered.
    unregistered: u64,
    /// Each of them.
    lines: Vec<SenderLine>,
}

impl SenderReport {
    fn of(lines: &[Loaded<Line>]) -> Self {
        let all = || lines.iter().map(|line| line.value.snapshot());
        let count = |texting| all().filter(|line| line.texting == texting).count() as u64;
        Self {
            registered: count(Texting::Registered),
            pending: count(Texting::Pending),
            unregistered: count(Texting::Unregistered),
            lines: all()
                .map(|line| SenderLine {
                    number: line.number.to_string(),
                    label: line.label.clone(),
                    texting: Word(line.texting),
                })
                .collect(),
        }
    }
}

/// A report.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ComplianceReport {
    /// What it is about.
    #[oai(rename = "type")]
    kind: Word<ReportType>,
    /// First instant.
    from: Instant,
    /// First instant after it.
    to: Instant,
    /// With `dnc`.
    dnc: Option<DncFigures>,
    /// With `recording`.
    recording: Option<RecordingReport>,
    /// With `a2p`.
    a2p: Option<SenderReport>,
}

impl From<ConsentFigures> for DncFigures {
    fn from(figures: ConsentFigures) -> Self {
        let ConsentFigures {
            marked,
            marked_on_request,
            lifted,
            standing,
            revoked,
            revoked_by_text,
            revoked_by_carrier,
            granted,
            granted_in_writing,
            proposed,
            waiting,
            overrides,
            blocked,
        } = figures;
        Self {
            marked,
            marked_on_request,
            lifted,
            standing,
            revoked,
            revoked_by_text,
            revoked_by_carrier,
            granted,
            granted_in_writing,
            proposed,
            waiting,
            overrides,
            blocked,
        }
    }
}

impl From<RecordingFigures> for RecordingReport {
    fn from(figures: RecordingFigures) -> Self {
        let RecordingFigures { answered, recorded, agreed, refused, unknown, recorded_without } =
            figures;
        Self { answered, recorded, agreed, refused, unknown, recorded_without }
    }
}

pub(crate) struct ComplianceApi;

#[OpenApi(prefix_path = "/compliance", tag = "Part::Consent")]
impl ComplianceApi {
    /// Write down what a caller agreed to
    #[oai(path = "/consent/:call_id", method = "post", operation_id = "record_consent_of_call")]
    async fn record(
        &self,
        caller: Caller,
        call_id: Path<Uuid>,
        body: Json<CallConsentPatch>,
    ) -> Result<Versioned<CallConsent>, Problem> {
        let consent = ConsentEdit {
            recording: body.0.recording_consent.patch(|yes| yes),
            sms_opt_in: body.0.sms_opt_in.patch(|yes| yes),
        };
        let edit = CallEdit { consent: Some(consent), ..CallEdit::default() };
        let edited = caller.calls.edit(&caller.scope, CallId(call_id.0), None, edit).await?;
        let consent = &edited.value.snapshot().consent;
        let body = CallConsent {
            call_id: call_id.0,
            recording_consent: consent.recording,
            sms_opt_in: consent.sms_opt_in,
            last_updated: consent.last_updated.map(Instant),
        };
        Ok(Versioned { body, version: edited.version })
    }

    /// How the rules of contact were kept
    #[oai(path = "/report", method = "get", operation_id = "get_compliance_report")]
    async fn report(
        &self,
        caller: Caller,
        query: Params<ComplianceQuery>,
    ) -> Result<Answer<ComplianceReport>, Problem> {
        let (from, to) = (query.0.from.map(|at| at.0), query.0.to.map(|at| at.0));
        let (period, _) = caller.follow_ups.periods(&caller.scope, from, to).await?;
        let kind = query.0.kind.map_or(ReportType::Dnc, |word| word.0);
        let (scope, consents) = (&caller.scope, &caller.consents);
        let (from, to) = (period.from().into(), period.to().into());
        let mut report =
            ComplianceReport { kind: Word(kind), from, to, dnc: None, recording: None, a2p: None };
        match kind {
            ReportType::Dnc => report.dnc = Some(consents.figures(scope, period).await?.into()),
            ReportType::Recording => {
                report.recording = Some(consents.recordings(scope, period).await?.into());
            }
            ReportType::A2p => {
                scope.require(Permission::ReadAudit).map_err(ConsentError::from)?;
                let lines = caller.switchboard.lines(scope).await?;
                report.a2p = Some(SenderReport::of(&lines));
            }
        }
        Ok(Answer(report))
    }
}
