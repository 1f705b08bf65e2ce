//! Is the telephone company set up so that the desk works?

use crate::{answer::Answer, auth::Caller, fields::Word, problem::Problem, routes::Part};
use callboard_telephony::{AccountReport, Finding, Health, Looked};
use poem_openapi::{Object, OpenApi};

/// One thing that was looked at.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct TelephonyFinding {
    /// What it is about.
    looked: Word<Looked>,
    /// The company's number that it is about, in E.164; absent when it is about none in particular.
    number: Option<String>,
    /// How it is to be taken.
    health: Word<Health>,
    /// What was seen, in one sentence.
    text: String,
    /// What to do, in one sentence; absent when nothing is to be done.
    advice: Option<String>,
}

/// What came of a look at the account.
#[derive(Object)]
pub(crate) struct TelephonyCheck {
    /// In the order in which somebody would mend them.
    findings: Vec<TelephonyFinding>,
}

impl From<Finding> for TelephonyFinding {
    fn from(finding: Finding) -> Self {
        Self {
            looked: Word(finding.looked),
            number: finding.number.map(|number| number.as_str().to_owned()),
            health: Word(finding.health),
            text: finding.text,
            advice: finding.advice,
        }
    }
}

impl From<AccountReport> for TelephonyCheck {
    fn from(report: AccountReport) -> Self {
        Self { findings: report.findings.into_iter().map(TelephonyFinding::from).collect() }
    }
}

pub(crate) struct CheckApi;

#[OpenApi(prefix_path = "/telephony", tag = "Part::Phone")]
impl CheckApi {
    /// Check the connection to the telephone company
    ///
    /// Asks it how the account is set up. What it says of the registration of the numbers for business texts is kept with
    /// the lines; nothing is changed there.
    #[oai(path = "/check", method = "post", operation_id = "check_telephony")]
    async fn check(&self, caller: Caller) -> Result<Answer<TelephonyCheck>, Problem> {
        Ok(Answer(caller.switchboard.check_provider(&caller.scope).await?.into()))
    }
}
