//! The company's numbers: does the account own each line, and do its calls and texts come here?

use super::facts::{Facts, Hook, OwnNumber, Seen, Service};
use callboard_kernel::Phone;
use callboard_telephony::{Expected, ExpectedHooks, Finding, Looked};

/// An address without its fragment, which tells Twilio how to connect and is not part of what is asked or signed.
pub(super) fn bare(url: &str) -> &str {
    url.split_once('#').map_or(url, |(bare, _)| bare)
}

fn asks(hook: &Hook, link: &str) -> bool {
    hook.posts && hook.url.as_deref().map(bare) == Some(link)
}

pub(super) fn judge(facts: &Facts, expected: &Expected) -> Vec<Finding> {
    let Seen::Told(owned) = &facts.numbers else {
        return vec![Finding::failure(
            Looked::Account,
            "Twilio does not let these keys see the numbers of the account.",
            "Use a Standard API key and its own secret in CALLBOARD_TWILIO_API_KEY_SID and _SECRET.",
        )];
    };
    let services = match &facts.services {
        Seen::Told(services) => services.as_slice(),
        Seen::NotAllowed => &[],
    };
    let mut findings = Vec::new();
    if expected.lines.is_empty() {
        findings.push(Finding::warning(
            Looked::Number,
            "There is no line yet.",
            "Add a number of the account as a line.",
        ));
    }
    for line in &expected.lines {
        match owned.iter().find(|one| one.number == *line) {
            None => findings.push(
                Finding::failure(
                    Looked::Number,
                    "This line is not a number of the account.",
                    "Buy or port the number in this Twilio account, or remove the line.",
                )
                .about(line),
            ),
            Some(own) => {
                let hooks = expected.hooks.as_ref();
                findings.extend(hooks.into_iter().flat_map(|hooks| of_line(own, services, hooks)));
            }
        }
    }
    findings.extend(others(owned, expected));
    findings
}

fn of_line(own: &OwnNumber, services: &[Service], hooks: &ExpectedHooks) -> Vec<Finding> {
    let looked = Looked::Number;
    let mut wrong = Vec::new();
    if own.calls_go_elsewhere {
        wrong.push(Finding::failure(
            looked,
            "A trunk or an application takes its calls, so they do not come here.",
            "Let the number handle calls with a webhook in the Twilio Console, and enter the address for calls.",
        ));
    } else if !asks(&own.voice, hooks.voice.as_str()) {
        wrong.push(Finding::failure(
            looked,
            "Its calls do not come here: the voice address is another one, or is not asked with POST.",
            "Enter the address for calls at \"A call comes in\" of this number, with HTTP POST.",
        ));
    } else if !asks(&own.status, hooks.status.as_str()) {
        wrong.push(Finding::warning(
            looked,
            "It does not report when callers give up, so such calls may ring in the log for a while.",
            "Enter the address for the call status at this number, with HTTP POST.",
        ));
    }
    if own.takes_texts != Some(false) {
        wrong.extend(texts(own, services, hooks));
    }
    if wrong.is_empty() {
        wrong.push(Finding::fine(looked, "Calls and texts to this number come here."));
    }
    wrong.into_iter().map(|finding| finding.about(&own.number)).collect()
}

/// A group of senders takes the texts of its numbers, unless it leaves them to each number.
fn texts(own: &OwnNumber, services: &[Service], hooks: &ExpectedHooks) -> Option<Finding> {
    let group = services.iter().find(|service| service.numbers.contains(&own.number));
    let link = hooks.message.as_str();
    if let Some(inbound) = group.and_then(|group| group.inbound.as_ref()) {
        return (!asks(inbound, link)).then(|| {
            Finding::failure(
                Looked::Number,
                "Its messaging service takes the texts, and they do not come here.",
                "Choose \"Defer to sender's webhook\" under Integration of the messaging service, or enter the address \
                 for texts there.",
            )
        });
    }
    if own.texts_go_elsewhere {
        return Some(Finding::failure(
            Looked::Number,
            "An application takes its texts, so they do not come here.",
            "Let the number handle messages with a webhook in the Twilio Console, and enter the address for texts.",
        ));
    }
    (!asks(&own.message, link)).then(|| {
        Finding::failure(
            Looked::Number,
            "Texts to it do not come here: the address is another one, or is not asked with POST.",
            "Enter the address for texts at \"A message comes in\" of this number, with HTTP POST.",
        )
    })
}

/// Numbers of the account that are no lines: each that asks us, and how many do not.
fn others(owned: &[OwnNumber], expected: &Expected) -> Vec<Finding> {
    let voice = expected.hooks.as_ref().map(|hooks| hooks.voice.as_str());
    let is_other = |one: &&OwnNumber| !expected.lines.contains(&one.number);
    let (ours, rest): (Vec<&OwnNumber>, Vec<&OwnNumber>) = owned
        .iter()
        .filter(is_other)
        .partition(|one| voice.is_some_and(|voice| asks(&one.voice, voice)));
    let mut findings: Vec<Finding> =
        ours.into_iter().map(|one| unknown_line(&one.number)).collect();
    if !rest.is_empty() {
        let count = rest.len();
        let text = format!("The account has {count} further numbers that are no lines here.");
        let text = if count == 1 {
            "The account has one further number that is no line here.".to_owned()
        } else {
            text
        };
        let mut finding = Finding::fine(Looked::Number, text);
        finding.advice = Some("Add those whose calls this desk shall answer.".to_owned());
        findings.push(finding);
    }
    findings
}

fn unknown_line(number: &Phone) -> Finding {
    Finding::warning(
        Looked::Number,
        "Its calls come here, but it is no line.",
        "Add it as a line, or take the address out at Twilio.",
    )
    .about(number)
}
