//! Asking what a number is (Lookup v2, line type intelligence).

use super::{
    client::{Asked, Client, Lane},
    failure::Nature,
    text,
};
use crate::account::TwilioAccount;
use callboard_kernel::Phone;
use callboard_telephony::{LineKind, NumberFacts, RefusalCause, TelephonyError};
use reqwest::Method;
use serde_json::Value;

impl Client {
    pub(crate) async fn look_up(
        &self,
        account: &TwilioAccount,
        number: &Phone,
    ) -> Result<NumberFacts, TelephonyError> {
        let host = self.settings.lookups.trim_end_matches('/');
        // A plus sign means itself in a path, but not to every proxy.
        let digits = number.digits();
        let url = format!("{host}/v2/PhoneNumbers/%2B{digits}?Fields=line_type_intelligence");
        let asked = Asked {
            method: Method::GET,
            url,
            form: None,
            nature: Nature::Repeatable,
            lane: Lane::Others,
            account,
        };
        let answer = match self.ask(asked).await {
            Ok(answer) => answer,
            Err(error)
                if matches!(
                    error.cause(),
                    Some(RefusalCause::NotFound | RefusalCause::InvalidNumber)
                ) =>
            {
                return Ok(unknown(number));
            }
            Err(error) => return Err(error),
        };
        let line = answer.get("line_type_intelligence").unwrap_or(&Value::Null);
        Ok(NumberFacts {
            number: number.clone(),
            is_valid: answer.get("valid").and_then(Value::as_bool).unwrap_or(false),
            country: text(&answer, "country_code").map(str::to_owned),
            line: text(line, "type").map_or(LineKind::Unknown, kind),
            carrier: text(line, "carrier_name").map(str::to_owned),
        })
    }
}

fn unknown(number: &Phone) -> NumberFacts {
    NumberFacts {
        number: number.clone(),
        is_valid: false,
        country: None,
        line: LineKind::Unknown,
        carrier: None,
    }
}

fn kind(word: &str) -> LineKind {
    match word {
        "mobile" => LineKind::Mobile,
        "landline" => LineKind::Landline,
        "fixedVoip" => LineKind::FixedVoip,
        "nonFixedVoip" => LineKind::NonFixedVoip,
        "tollFree" => LineKind::TollFree,
        "premium" => LineKind::Premium,
        "unknown" => LineKind::Unknown,
        _ => LineKind::Other,
    }
}
