//! From facts of an account to findings, without asking anybody.

pub(crate) mod facts;
mod numbers;
pub(crate) mod registration;
mod texting;

use callboard_kernel::Timestamp;
use callboard_telephony::{AccountReport, Expected, Finding, Looked};
use facts::{Account, Application, Facts, Named, Seen};

/// Clocks that are further apart than this are remarked upon, in seconds: nobody's network is that slow.
const APART_S: i64 = 30;
/// Tokens of browsers are refused at some distance; well below their life of an hour, in seconds.
const TOO_FAR_APART_S: i64 = 300;

/// What stands between the account and a desk that works.
pub(crate) fn judge(facts: &Facts, expected: &Expected) -> AccountReport {
    let mut findings = account(&facts.account);
    findings.extend(clock(facts.ours, facts.theirs));
    findings.push(address(expected));
    findings.extend(numbers::judge(facts, expected));
    let (texting, registrations) = texting::judge(facts, expected);
    findings.extend(texting);
    findings.extend(browsers(facts, expected));
    AccountReport { findings, registrations }
}

fn account(seen: &Seen<Account>) -> Vec<Finding> {
    let looked = Looked::Account;
    let Seen::Told(account) = seen else {
        return vec![Finding::failure(
            looked,
            "Twilio does not accept the account and its auth token.",
            "Copy account SID and auth token anew from the Twilio Console into CALLBOARD_TWILIO_ACCOUNT_SID and \
             CALLBOARD_TWILIO_AUTH_TOKEN.",
        )];
    };
    let mut findings = vec![if account.is_active {
        Finding::fine(looked, "The account is active, and Twilio accepts its auth token.")
    } else {
        Finding::failure(
            looked,
            "The account is suspended or closed.",
            "See in the Twilio Console why, usually billing, or ask Twilio's support.",
        )
    }];
    if account.is_trial {
        findings.push(Finding::warning(
            looked,
            "It is a trial account, which reaches verified numbers only.",
            "Upgrade the account in the Twilio Console before customers are called.",
        ));
    }
    findings
}

fn clock(ours: Timestamp, theirs: Option<Timestamp>) -> Option<Finding> {
    let apart = (ours - theirs?).whole_seconds().abs();
    let advice = "Let the server set its clock over the network (NTP).";
    let text = format!("The server's clock and Twilio's are {apart} seconds apart.");
    Some(match apart {
        0..=APART_S => Finding::fine(Looked::Clock, "The server's clock agrees with Twilio's."),
        ..=TOO_FAR_APART_S => Finding::warning(Looked::Clock, text, advice),
        _ => Finding::failure(Looked::Clock, text, advice),
    })
}

fn address(expected: &Expected) -> Finding {
    if expected.hooks.is_some() {
        return Finding::fine(Looked::Address, "This server has an https address for Twilio.");
    }
    Finding::failure(
        Looked::Address,
        "Twilio cannot reach this server, because it has no https address.",
        "Set CALLBOARD_PUBLIC_URL, or CALLBOARD_HOOKS_URL when Twilio comes in elsewhere.",
    )
}

fn browsers(facts: &Facts, expected: &Expected) -> Vec<Finding> {
    let looked = Looked::Browser;
    let mut findings = vec![match &facts.key {
        Seen::Told(Named::There) => {
            Finding::fine(looked, "The API key for telephones in browsers exists.")
        }
        Seen::Told(Named::Missing) => Finding::failure(
            looked,
            "The account does not have the API key of the settings.",
            "Make a Standard API key in the Twilio Console and set CALLBOARD_TWILIO_API_KEY_SID and _SECRET.",
        ),
        Seen::Told(Named::Nothing) => Finding::warning(
            looked,
            "There is no API key, so members cannot take calls in the browser.",
            "Make a Standard API key in the Twilio Console and set CALLBOARD_TWILIO_API_KEY_SID and _SECRET.",
        ),
        // The account's own finding says what to do; nothing is known of the key.
        Seen::NotAllowed => return Vec::new(),
    }];
    let voice = expected.hooks.as_ref().map(|hooks| hooks.voice.as_str());
    findings.extend(match &facts.application {
        Seen::Told(Application::Nothing) | Seen::NotAllowed => None,
        Seen::Told(Application::At(Some(url))) if Some(numbers::bare(url)) == voice => {
            Some(Finding::fine(looked, "The TwiML application of browsers asks this server."))
        }
        Seen::Told(Application::Missing) => Some(Finding::failure(
            looked,
            "The account does not have the TwiML application of the settings.",
            "Make one in the Twilio Console, or take it out of the settings.",
        )),
        Seen::Told(Application::At(_)) => Some(Finding::failure(
            looked,
            "The TwiML application of browsers does not ask this server.",
            "Enter the address for calls of this page as its Voice request URL.",
        )),
    });
    findings
}

#[cfg(test)]
mod tests;
