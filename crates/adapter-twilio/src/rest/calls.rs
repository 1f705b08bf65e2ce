//! Placing, steering and asking after calls.

use super::{
    client::{Asked, Client, Lane},
    failure::{Nature, Seen},
    number, text,
};
use crate::{account::TwilioAccount, twiml, words};
use callboard_telephony::{
    CallProgress, CallStatus, MachineDetection, NewCall, PlacedCall, ProviderCallId, RefusalCause,
    Ringing, Script, TelephonyError,
};
use reqwest::Method;

/// Twilio takes about this many characters of instructions along with a request.
const LONGEST_TWIML: usize = 4_000;

impl Client {
    pub(crate) async fn place(
        &self,
        account: &TwilioAccount,
        call: &NewCall,
    ) -> Result<PlacedCall, TelephonyError> {
        let to = match &call.to {
            Ringing::Phone(phone) => phone.to_string(),
            Ringing::Browser(identity) => format!("client:{}", identity.as_str()),
        };
        let mut form = vec![("To", to), ("From", call.from.to_string()), script(&call.script)?];
        form.push(("Timeout", call.ring_s.clamp(5, 600).to_string()));
        if let Some(report_to) = &call.report_to {
            form.push(("StatusCallback", report_to.to_string()));
            form.push(("StatusCallbackMethod", "POST".to_owned()));
            // One field for each event: joined in one field, Twilio takes none of them.
            for event in ["initiated", "ringing", "answered", "completed"] {
                form.push(("StatusCallbackEvent", event.to_owned()));
            }
        }
        form.extend(machine(&call.machine));
        let answer = self
            .ask(Asked {
                method: Method::POST,
                url: self.account_url(account, "Calls.json"),
                form: Some(form),
                nature: Nature::Once,
                lane: Lane::Calls,
                account,
            })
            .await?;
        let id = text(&answer, "sid").and_then(|sid| ProviderCallId::parse(sid).ok());
        let id = id.ok_or_else(|| self.maybe_done(Nature::Once, None, Seen::Lacks("sid")))?;
        let status = text(&answer, "status").and_then(words::call_status);
        Ok(PlacedCall { id, status: status.unwrap_or(CallStatus::Queued) })
    }

    pub(crate) async fn redirect(
        &self,
        account: &TwilioAccount,
        call: &ProviderCallId,
        to: &Script,
    ) -> Result<(), TelephonyError> {
        self.change(account, call, vec![script(to)?]).await
    }

    pub(crate) async fn hang_up(
        &self,
        account: &TwilioAccount,
        call: &ProviderCallId,
    ) -> Result<(), TelephonyError> {
        let changed = self.change(account, call, vec![("Status", "completed".to_owned())]).await;
        match changed {
            Err(error) if error.cause() == Some(RefusalCause::CallNotInProgress) => Ok(()),
            other => other,
        }
    }

    async fn change(
        &self,
        account: &TwilioAccount,
        call: &ProviderCallId,
        form: Vec<(&'static str, String)>,
    ) -> Result<(), TelephonyError> {
        let asked = Asked {
            method: Method::POST,
            url: self.account_url(account, &format!("Calls/{call}.json")),
            form: Some(form),
            nature: Nature::Once,
            lane: Lane::Others,
            account,
        };
        self.ask(asked).await.map(drop)
    }

    pub(crate) async fn progress(
        &self,
        account: &TwilioAccount,
        call: &ProviderCallId,
    ) -> Result<CallProgress, TelephonyError> {
        let answer = self
            .ask(Asked {
                method: Method::GET,
                url: self.account_url(account, &format!("Calls/{call}.json")),
                form: None,
                nature: Nature::Repeatable,
                lane: Lane::Others,
                account,
            })
            .await?;
        let status = text(&answer, "status").and_then(words::call_status);
        let status = status
            .ok_or_else(|| self.maybe_done(Nature::Repeatable, None, Seen::Lacks("status")))?;
        let ended_at = text(&answer, "end_time").and_then(words::instant);
        let duration_s = status.has_ended().then(|| number(&answer, "duration")).flatten();
        Ok(CallProgress::of(status, ended_at.filter(|_| status.has_ended())).lasting(duration_s))
    }
}

fn script(script: &Script) -> Result<(&'static str, String), TelephonyError> {
    match script {
        Script::At(link) => Ok(("Url", link.to_string())),
        Script::Inline(flow) => {
            let document = twiml::document(flow);
            if document.chars().count() > LONGEST_TWIML {
                return Err(TelephonyError::refused(RefusalCause::Content));
            }
            Ok(("Twiml", document))
        }
    }
}

/// Who answered is always told later, so that nobody waits in silence for a machine's opinion.
fn machine(machine: &MachineDetection) -> Vec<(&'static str, String)> {
    let (how, report_to) = match machine {
        MachineDetection::Off => return Vec::new(),
        MachineDetection::WhoAnswered(report_to) => ("Enable", report_to),
        MachineDetection::EndOfGreeting(report_to) => ("DetectMessageEnd", report_to),
    };
    vec![
        ("MachineDetection", how.to_owned()),
        ("AsyncAmd", "true".to_owned()),
        ("AsyncAmdStatusCallback", report_to.to_string()),
        ("AsyncAmdStatusCallbackMethod", "POST".to_owned()),
    ]
}
