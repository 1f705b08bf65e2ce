//! Every request against a mock that validates by Twilio's own description, where one runs.

use crate::{
    checking::expected,
    requests::{Made, look_all_up, make_all},
    support::{account, scope, settings, twilio, twilio_with},
};
use callboard_telephony::ports::AccountCheck;

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the environment what runs beside them"
)]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

fn all_accepted(made: Vec<Made>) {
    let refused: Vec<String> = made
        .into_iter()
        .filter_map(|(name, outcome)| outcome.err().map(|error| format!("{name}: {error:?}")))
        .collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[tokio::test]
async fn a_validating_mock_accepts_every_request() {
    match told("CALLBOARD_TEST_TWILIO_MOCK") {
        Some(at) => all_accepted(make_all(&twilio(&at)).await),
        None => eprintln!("no validating mock is named; the pinned requests stand for it"),
    }
}

#[tokio::test]
async fn a_validating_mock_of_lookup_accepts_every_question() {
    match told("CALLBOARD_TEST_TWILIO_LOOKUPS_MOCK") {
        Some(at) => all_accepted(look_all_up(&twilio(&at)).await),
        None => eprintln!("no validating mock is named; the pinned requests stand for it"),
    }
}

#[tokio::test]
async fn validating_mocks_accept_every_question_about_the_account() {
    let mocks = ["CALLBOARD_TEST_TWILIO_MOCK", "CALLBOARD_TEST_TWILIO_MESSAGING_MOCK"].map(told);
    let [Some(at), Some(messaging)] = mocks else {
        eprintln!("no validating mocks are named; the pinned questions stand for them");
        return;
    };
    let mut settings = settings(&at);
    settings.messaging = messaging;
    let report = twilio_with(account(), settings).inspect(&scope(), &expected()).await;
    assert!(report.is_ok(), "{report:?}");
}
