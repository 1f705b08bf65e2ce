//! What is seen when Twilio does not do what it is asked, and what that means.

use std::time::Duration;

/// Whether a request may be made twice without harm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Nature {
    /// It reads or deletes: the second time changes nothing.
    Repeatable,
    /// It rings or sends: Twilio knows no idempotency key, so the second time is a second call.
    Once,
}

/// How long we stay away when Twilio says "later" without a time.
pub(super) const LATER: Duration = Duration::from_secs(5);
/// Longer pauses are asked again, because a header may be wrong.
const LONGEST_PAUSE_S: u64 = 3_600;

/// What was seen, for the log. It never holds an address or a body, which hold numbers and texts.
#[derive(Debug, thiserror::Error)]
pub(super) enum Seen {
    #[error("no connection to Twilio")]
    NotConnected(#[source] reqwest::Error),
    #[error("the connection to Twilio broke or took too long")]
    Broken(#[source] reqwest::Error),
    #[error("Twilio answered {0}")]
    Status(u16),
    #[error("Twilio's answer is larger than expected")]
    TooLarge,
    #[error("Twilio's answer cannot be read")]
    NotJson(#[source] serde_json::Error),
    #[error("Twilio's answer lacks `{0}`")]
    Lacks(&'static str),
    #[error("Twilio has not answered for a while")]
    Silent,
    #[error("our own turn comes too late")]
    OwnPace,
}

/// The seconds of a `Retry-After` header; dates are not read, because Twilio sends none.
pub(super) fn pause(retry_after: Option<&str>) -> Option<Duration> {
    let seconds: u64 = retry_after?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(LONGEST_PAUSE_S)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_a_number_of_seconds_of_at_most_an_hour() {
        assert_eq!(pause(Some(" 7 ")), Some(Duration::from_secs(7)));
        assert_eq!(pause(Some("99999999999")), Some(Duration::from_hours(1)));
        for text in [None, Some(""), Some("-1"), Some("soon"), Some("1.5")] {
            assert_eq!(pause(text), None, "{text:?}");
        }
    }
}
