//! What Twilio says of an account, as far as the desk depends on it. Field names are those of Twilio's OpenAPI documents
//! (`api_v2010`, `messaging_v1`).

use callboard_kernel::{Phone, Timestamp};
use callboard_telephony::Registration;

/// An answer, unless the keys may not ask.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Seen<T> {
    /// Twilio told.
    Told(T),
    /// Twilio refused these keys.
    NotAllowed,
}

/// Whether something that the settings name is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Named {
    /// The settings name none.
    Nothing,
    /// It is there.
    There,
    /// The account has none of this id.
    Missing,
}

/// Everything that is judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Facts {
    /// The account, asked with its own token, which also signs what Twilio reports.
    pub(crate) account: Seen<Account>,
    /// Our clock when the answer came.
    pub(crate) ours: Timestamp,
    /// Twilio's clock when it answered; `None` when it did not say.
    pub(crate) theirs: Option<Timestamp>,
    /// The API key for browsers.
    pub(crate) key: Seen<Named>,
    /// The TwiML application that browsers call through.
    pub(crate) application: Seen<Application>,
    /// The numbers of the account, asked with the keys that place calls.
    pub(crate) numbers: Seen<Vec<OwnNumber>>,
    /// Groups of senders, asked with the keys that send texts.
    pub(crate) services: Seen<Vec<Service>>,
}

/// The account itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Account {
    /// `status` is `active`: neither suspended nor closed.
    pub(crate) is_active: bool,
    /// `type` is `Trial`.
    pub(crate) is_trial: bool,
}

/// The TwiML application of browsers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Application {
    /// The settings name none: browsers are rung, and never call by themselves.
    Nothing,
    /// The account has none of this id.
    Missing,
    /// Its `voice_url`.
    At(Option<String>),
}

/// Where something is announced.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Hook {
    /// The address; `None` when none is set.
    pub(crate) url: Option<String>,
    /// Whether it is asked with POST.
    pub(crate) posts: bool,
}

/// A number of the account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct OwnNumber {
    /// The number.
    pub(crate) number: Phone,
    /// Where calls are announced.
    pub(crate) voice: Hook,
    /// Where texts are announced.
    pub(crate) message: Hook,
    /// Where calls report how far they have come.
    pub(crate) status: Hook,
    /// A trunk or an application takes the calls, so that the address is not asked (`trunk_sid`, `voice_application_sid`).
    pub(crate) calls_go_elsewhere: bool,
    /// An application takes the texts (`sms_application_sid`).
    pub(crate) texts_go_elsewhere: bool,
    /// Whether it takes texts at all; `None` when Twilio did not say.
    pub(crate) takes_texts: Option<bool>,
}

/// A group of senders (Messaging Service).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Service {
    /// Its numbers.
    pub(crate) numbers: Vec<Phone>,
    /// Where texts to its numbers are announced, unless each number's own address is asked.
    pub(crate) inbound: Option<Hook>,
    /// How far its registration has come, of brand and campaign together.
    pub(crate) registration: Registration,
}
