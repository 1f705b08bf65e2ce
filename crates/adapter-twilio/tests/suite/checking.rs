//! A look at the account: what is asked, with which keys, and what is made of refusals.

use crate::support::{Reply, Server, link, phone, scope, twilio};
use callboard_adapter_twilio::Twilio;
use callboard_telephony::{
    Expected, ExpectedHooks, Health, Looked, Registration, TelephonyError, ports::AccountCheck,
};

pub(crate) fn expected() -> Expected {
    let hooks =
        ExpectedHooks { voice: link("voice"), message: link("sms"), status: link("status") };
    Expected { lines: vec![phone(0)], hooks: Some(hooks) }
}

const NUMBER: &str = r#"{"phone_number":"+18645550100","voice_method":"POST","sms_method":"POST",
  "voice_url":"https://desk.example.com/hooks/twilio/opaque/voice",
  "sms_url":"https://desk.example.com/hooks/twilio/opaque/sms",
  "status_callback":"https://desk.example.com/hooks/twilio/opaque/status",
  "capabilities":{"voice":true,"sms":true,"mms":true,"fax":false}}"#;

/// Everything that an account of one number answers, in the order of the questions. The numbers come in two pages.
fn answers() -> Vec<Reply> {
    let number = format!(r#"{{"incoming_phone_numbers":[{NUMBER}],"next_page_uri":null}}"#);
    [
        r#"{"status":"active","type":"Full","auth_token":"never read"}"#,
        r#"{"sid":"SK00000000000000000000000000000001"}"#,
        r#"{"voice_url":"https://desk.example.com/hooks/twilio/opaque/voice"}"#,
        r#"{"incoming_phone_numbers":[],"next_page_uri":"/2010-04-01/Next.json?Page=1"}"#,
        &number,
        r#"{"services":[{"sid":"MG00000000000000000000000000000001","use_inbound_webhook_on_number":true}],
            "meta":{"next_page_url":null}}"#,
        r#"{"data":[{"sid":"BN00000000000000000000000000000001","status":"APPROVED"}],"meta":{}}"#,
        r#"{"phone_numbers":[{"phone_number":"+18645550100"}],"meta":{}}"#,
        r#"{"compliance":[{"campaign_status":"VERIFIED","mock":false,
            "brand_registration_sid":"BN00000000000000000000000000000001"}],"meta":{}}"#,
    ]
    .into_iter()
    .map(|body| {
        let date = ("date", "Fri, 02 Oct 2026 15:00:01 GMT".to_owned());
        Reply::Full(200, vec![("content-type", "application/json".to_owned()), date], body.to_owned())
    })
    .collect()
}

async fn look(twilio: &Twilio) -> Result<callboard_telephony::AccountReport, TelephonyError> {
    twilio.inspect(&scope(), &expected()).await
}

#[tokio::test]
async fn every_question_is_the_pinned_one() {
    let server = Server::start(answers()).await;
    let report = look(&twilio(&server.url)).await.unwrap();
    let wrong: Vec<_> = report.findings.iter().filter(|one| one.health != Health::Fine).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(report.findings.iter().any(|one| one.looked == Looked::Clock), "GMT is read");
    assert_eq!(report.registrations, [(phone(0), Registration::Approved)]);
    let account = "AC00000000000000000000000000000001";
    let service = "/v1/Services/MG00000000000000000000000000000001";
    let asked: Vec<String> = server.requests().into_iter().map(|one| one.line).collect();
    let pinned = [
        format!("/2010-04-01/Accounts/{account}.json"),
        format!("/2010-04-01/Accounts/{account}/Keys/SK00000000000000000000000000000001.json"),
        format!(
            "/2010-04-01/Accounts/{account}/Applications/AP00000000000000000000000000000001.json"
        ),
        format!("/2010-04-01/Accounts/{account}/IncomingPhoneNumbers.json?PageSize=1000"),
        "/2010-04-01/Next.json?Page=1".to_owned(),
        "/v1/Services?PageSize=1000".to_owned(),
        "/v1/a2p/BrandRegistrations?PageSize=1000".to_owned(),
        format!("{service}/PhoneNumbers?PageSize=1000"),
        format!("{service}/Compliance/Usa2p?PageSize=1000"),
    ];
    assert_eq!(asked, pinned.map(|path| format!("GET {path} HTTP/1.1")));
}

#[tokio::test]
async fn the_account_and_its_keys_are_asked_with_the_token_the_rest_with_the_key() {
    let server = Server::start(answers()).await;
    look(&twilio(&server.url)).await.unwrap();
    let requests = server.requests();
    let by: Vec<&str> = requests.iter().map(|one| one.header("authorization").unwrap()).collect();
    assert_eq!(by[0], by[1], "Standard keys may ask for neither");
    assert_ne!(by[0], by[3], "what places calls must be tried, too");
    assert!(by[2..].iter().all(|one| *one == by[3]));
}

#[tokio::test]
async fn refused_keys_are_findings_and_an_outage_is_an_error() {
    let refusal = Reply::json(401, r#"{"code":20003,"status":401}"#);
    let server = Server::start([refusal]).await;
    let report = look(&twilio(&server.url)).await.unwrap();
    assert!(report.has_failed());
    assert_eq!(report.registrations, [], "what is not known changes nothing");
    let server = Server::start([Reply::json(503, "")]).await;
    let error = look(&twilio(&server.url)).await.unwrap_err();
    assert!(matches!(error, TelephonyError::Busy { .. }), "{error:?}");
}
