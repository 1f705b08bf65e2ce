//! Whether each line may send business texts, by Twilio's own word.

use super::facts::{Facts, Seen};
use callboard_kernel::Phone;
use callboard_telephony::{Expected, Finding, Looked, Registration};

/// Codes under which the called party pays; they are verified in another way than by A2P 10DLC, of which nothing is asked here.
/// (North American Numbering Plan, non-geographic codes 8YY in use.)
const TOLL_FREE: [&str; 7] = ["800", "833", "844", "855", "866", "877", "888"];

/// Whether a number needs a campaign to text: an ordinary number of the North American plan.
fn is_long_code(number: &Phone) -> bool {
    let national = number.digits().strip_prefix('1').filter(|national| national.len() == 10);
    national.is_some_and(|national| !TOLL_FREE.iter().any(|code| national.starts_with(code)))
}

/// A finding and, where Twilio told, the registration of every line that is a number of the account.
pub(super) fn judge(
    facts: &Facts,
    expected: &Expected,
) -> (Vec<Finding>, Vec<(Phone, Registration)>) {
    let Seen::Told(owned) = &facts.numbers else { return (Vec::new(), Vec::new()) };
    let Seen::Told(services) = &facts.services else {
        let finding = Finding::warning(
            Looked::Texting,
            "Twilio does not let these keys see the registrations for business texts.",
            "Use a Standard API key; until then the state of each line is what an admin set.",
        );
        return (vec![finding], Vec::new());
    };
    let mut findings = Vec::new();
    let mut registrations = Vec::new();
    for line in &expected.lines {
        let Some(own) = owned.iter().find(|one| one.number == *line) else { continue };
        if !is_long_code(line) || own.takes_texts == Some(false) {
            continue;
        }
        let group = services.iter().find(|service| service.numbers.contains(line));
        let registration = group.map_or(Registration::Missing, |group| group.registration);
        findings.push(finding(registration, group.is_some()).about(line));
        registrations.push((line.clone(), registration));
    }
    (findings, registrations)
}

fn finding(registration: Registration, is_grouped: bool) -> Finding {
    let looked = Looked::Texting;
    match (registration, is_grouped) {
        (Registration::Approved, _) => {
            Finding::fine(looked, "It is registered for business texts (A2P 10DLC).")
        }
        (Registration::Pending, _) => Finding::warning(
            looked,
            "Its registration for business texts is being looked at, so it sends none yet.",
            "Wait for Twilio, which takes ten to fifteen working days, and check again.",
        ),
        (Registration::Missing, false) => Finding::warning(
            looked,
            "It belongs to no messaging service, so it is not registered for business texts and sends none.",
            "Register brand and campaign (A2P 10DLC) in the Twilio Console and put the number into its messaging service.",
        ),
        (Registration::Missing, true) => Finding::warning(
            looked,
            "Its messaging service has no approved campaign, so it sends no texts.",
            "Register brand and campaign (A2P 10DLC) in the Twilio Console, or see there why they were refused.",
        ),
    }
}
