//! Every request against a mock that validates by Twilio's own description, where one runs.

use crate::{
    requests::{Made, look_all_up, make_all},
    support::twilio,
};

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
