//! Where Twilio is and how patient we are.

use std::time::Duration;

/// How this server talks to Twilio. The defaults are right for Twilio itself.
#[derive(Clone, Debug)]
pub struct TwilioSettings {
    /// Where the main API is, without a path. Another region or a pretend Twilio is put here.
    pub api: String,
    /// Where questions about numbers are answered.
    pub lookups: String,
    /// Where registrations of senders are kept.
    pub messaging: String,
    /// How long until a connection stands.
    pub connect: Duration,
    /// How long a request may take as a whole, its answer included; of a file only each piece.
    pub request: Duration,
    /// How long a request waits for its turn or for Twilio's word to come again, before the caller is told `Busy`.
    pub patience: Duration,
    /// The pause between two calls that are placed: Twilio takes one a second and queues the rest unseen.
    pub between_calls: Duration,
    /// The pause between other requests.
    pub between_requests: Duration,
    /// The largest file that is fetched, in bytes.
    pub largest_file: u64,
}

impl Default for TwilioSettings {
    fn default() -> Self {
        Self {
            api: "https://api.twilio.com".to_owned(),
            lookups: "https://lookups.twilio.com".to_owned(),
            messaging: "https://messaging.twilio.com".to_owned(),
            connect: Duration::from_secs(5),
            request: Duration::from_secs(15),
            patience: Duration::from_secs(5),
            between_calls: Duration::from_secs(1),
            between_requests: Duration::from_millis(20),
            largest_file: 512 * 1024 * 1024,
        }
    }
}
