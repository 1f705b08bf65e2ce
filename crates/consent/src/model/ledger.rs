//! The ledger of consent: entries are added, never changed, and the last word counts.

use super::{Address, Channel, ConsentScope, Purpose, Reach, Target};
use callboard_kernel::{Actor, Timestamp, words};

words! {
    /// What an entry says.
    pub enum ConsentChange {
        /// Yes, said or typed.
        Granted = "granted",
        /// Yes, in writing with the text that was shown (prior express written consent, 47 CFR 64.1200(f)(9)).
        GrantedInWriting = "granted_in_writing",
        /// No.
        Revoked = "revoked",
        /// It sounds like a no; a person must look. Holds like a no until then.
        RevocationProposed = "revocation_proposed",
        /// A person looked and found that it was none.
        RevocationDismissed = "revocation_dismissed",
    }
}

words! {
    /// Through what somebody said it.
    pub enum Via {
        /// On the telephone.
        Call = "call",
        /// By text message.
        Text = "text",
        /// By e-mail.
        Email = "email",
        /// On a form of the web site.
        Form = "form",
        /// In the customer portal.
        Portal = "portal",
        /// Face to face.
        InPerson = "in_person",
        /// On paper.
        Paper = "paper",
        /// The carrier reported it, such as error 21610.
        Carrier = "carrier",
        /// From a list that was brought in.
        Import = "import",
        /// Two records became one, and the stricter one won.
        Merge = "merge",
    }
}

/// What proves an entry, to be shown to whoever doubts it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proof {
    /// Who wrote it down.
    pub by: Actor,
    /// The words that were said or shown.
    pub words: String,
    /// Through what they came.
    pub via: Via,
    /// Where the original is: a message, a recording, a version of a form.
    pub source: String,
}

/// One entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConsentEntry {
    /// When it was said.
    pub at: Timestamp,
    /// What.
    pub change: ConsentChange,
    /// How far it goes.
    pub scope: ConsentScope,
    /// The address it was said for or on. A yes holds for this one only, or for all when there is none; a no holds for all
    /// numbers and lines, except that an unsubscribe from e-mail is about its address.
    pub address: Option<Address>,
    /// Who, in which words, through what.
    pub proof: Proof,
}

impl ConsentEntry {
    /// A no by any channel is the person's. Only an unsubscribe from e-mail is the recipient's: in a company one of them
    /// does not speak for the other.
    fn is_about(&self, is_target: impl Fn(&Address) -> bool) -> bool {
        let by_email_only = matches!(
            &self.scope.channels,
            Reach::Only(channels) if channels.as_slice() == [Channel::Email]
        );
        match &self.address {
            Some(address @ Address::Email(_)) if by_email_only => is_target(address),
            _ => true,
        }
    }
}

/// The last word about a channel and a purpose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing<'a> {
    /// Nobody said anything.
    Silent,
    /// Yes.
    Granted {
        /// In writing, since the last no.
        in_writing: bool,
    },
    /// No, by this entry.
    Revoked(&'a ConsentEntry),
}

/// Where somebody stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stand<'a> {
    /// The last word.
    pub standing: Standing<'a>,
    /// What sounded like a no and waits for a person.
    pub waiting: Option<&'a ConsentEntry>,
}

/// Reads the ledger for one target and purpose. A yes from the future does not count yet, a no does: clocks differ. Of
/// entries of one instant the no is the last.
pub fn stand<'a>(
    entries: &'a [ConsentEntry],
    target: &Target,
    purpose: Purpose,
    at: Timestamp,
) -> Stand<'a> {
    fold(entries, target.channel(), purpose, at, |address| target.leads_to(address))
}

fn fold(
    entries: &[ConsentEntry],
    channel: Channel,
    purpose: Purpose,
    at: Timestamp,
    is_target: impl Fn(&Address) -> bool,
) -> Stand<'_> {
    let mut relevant: Vec<&ConsentEntry> =
        entries.iter().filter(|entry| entry.scope.covers(channel, purpose)).collect();
    relevant.sort_by_key(|entry| (entry.at, severity(entry.change)));
    let mut stand = Stand { standing: Standing::Silent, waiting: None };
    for entry in relevant {
        let counts = entry.at <= at && entry.address.as_ref().is_none_or(&is_target);
        match entry.change {
            ConsentChange::Granted | ConsentChange::GrantedInWriting if counts => {
                let before = matches!(stand.standing, Standing::Granted { in_writing: true });
                let in_writing = before || entry.change == ConsentChange::GrantedInWriting;
                stand = Stand { standing: Standing::Granted { in_writing }, waiting: None };
            }
            ConsentChange::RevocationDismissed if counts => stand.waiting = None,
            _ if !entry.is_about(&is_target) => {}
            ConsentChange::Revoked => {
                stand = Stand { standing: Standing::Revoked(entry), waiting: None };
            }
            ConsentChange::RevocationProposed => stand.waiting = Some(entry),
            _ => {}
        }
    }
    stand
}

/// What comes later among entries of one instant.
const fn severity(change: ConsentChange) -> u8 {
    match change {
        ConsentChange::RevocationDismissed => 0,
        ConsentChange::Granted | ConsentChange::GrantedInWriting => 1,
        ConsentChange::RevocationProposed => 2,
        ConsentChange::Revoked => 3,
    }
}

/// The ledger of two records that turn out to be one person. Where one of them had revoked and the later yes was only the
/// other's, the no is repeated: the stricter one wins until the person says yes as one person.
pub fn merge(
    kept: &[ConsentEntry],
    merged: &[ConsentEntry],
    at: Timestamp,
    by: &Actor,
) -> Vec<ConsentEntry> {
    let mut all = [kept, merged].concat();
    let mut addresses: Vec<_> = all.iter().map(|entry| entry.address.clone()).collect();
    // Also the address that no entry names.
    addresses.push(None);
    let revoked = |entries: &[ConsentEntry], channel, purpose, address: &Option<Address>| {
        let is_it = |other: &Address| address.as_ref() == Some(other);
        let stand = fold(entries, channel, purpose, at, is_it);
        matches!(stand.standing, Standing::Revoked(_))
    };
    let repeated: Vec<_> = Channel::ALL
        .iter()
        .flat_map(|channel| Purpose::ALL.iter().map(move |purpose| (*channel, *purpose)))
        .filter(|&(channel, purpose)| {
            addresses.iter().any(|address| {
                let either = revoked(kept, channel, purpose, address)
                    || revoked(merged, channel, purpose, address);
                either && !revoked(&all, channel, purpose, address)
            })
        })
        .collect();
    all.extend(repeated.into_iter().map(|(channel, purpose)| ConsentEntry {
        at,
        change: ConsentChange::Revoked,
        scope: ConsentScope::only(channel, purpose),
        address: None,
        proof: Proof {
            by: by.clone(),
            words: "One of the two records had revoked.".to_owned(),
            via: Via::Merge,
            source: String::new(),
        },
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::Phone;
    use time::{Duration, macros::datetime};

    const NOON: Timestamp = datetime!(2026-06-01 12:00 UTC);

    fn system() -> Actor {
        Actor::System { name: "test".to_owned() }
    }

    fn entry(minute: i64, change: ConsentChange, scope: ConsentScope) -> ConsentEntry {
        let proof = Proof {
            by: system(),
            words: "as said".to_owned(),
            via: Via::Text,
            source: String::new(),
        };
        ConsentEntry { at: NOON + Duration::minutes(minute), change, scope, address: None, proof }
    }

    fn texting() -> Target {
        Target::Text(Phone::from_e164("+12125550142").unwrap())
    }

    fn standing(entries: &[ConsentEntry], purpose: Purpose) -> &'static str {
        let stand = stand(entries, &texting(), purpose, NOON + Duration::hours(1));
        match (stand.waiting, stand.standing) {
            (Some(_), _) => "waiting",
            (None, Standing::Silent) => "silent",
            (None, Standing::Granted { in_writing: true }) => "written",
            (None, Standing::Granted { in_writing: false }) => "granted",
            (None, Standing::Revoked(_)) => "revoked",
        }
    }

    #[test]
    fn the_last_word_counts() {
        let everything = || ConsentScope::EVERYTHING;
        let yes = entry(1, ConsentChange::GrantedInWriting, everything());
        let no = entry(2, ConsentChange::Revoked, everything());
        let again = entry(3, ConsentChange::Granted, everything());
        assert_eq!(standing(&[], Purpose::Marketing), "silent");
        assert_eq!(standing(&[no.clone(), yes.clone()], Purpose::Marketing), "revoked");
        assert_eq!(
            standing(&[again, no, yes], Purpose::Marketing),
            "granted",
            "what was in writing before the no is gone"
        );
    }

    #[test]
    fn of_one_instant_the_no_is_last_and_only_a_no_may_lie_ahead() {
        let yes = entry(1, ConsentChange::Granted, ConsentScope::EVERYTHING);
        let no = entry(1, ConsentChange::Revoked, ConsentScope::EVERYTHING);
        assert_eq!(standing(&[no, yes], Purpose::Service), "revoked");
        let later_yes = entry(120, ConsentChange::Granted, ConsentScope::EVERYTHING);
        let later_no = entry(120, ConsentChange::Revoked, ConsentScope::EVERYTHING);
        assert_eq!(standing(&[later_yes], Purpose::Service), "silent");
        assert_eq!(standing(&[later_no], Purpose::Service), "revoked");
    }

    #[test]
    fn a_scope_that_was_chosen_leaves_the_rest() {
        let sales =
            ConsentScope { channels: Reach::All, purposes: Reach::Only(vec![Purpose::Marketing]) };
        let entries = [
            entry(1, ConsentChange::Granted, ConsentScope::EVERYTHING),
            entry(2, ConsentChange::Revoked, sales),
        ];
        assert_eq!(standing(&entries, Purpose::Marketing), "revoked");
        assert_eq!(standing(&entries, Purpose::Reminder), "granted");
    }

    #[test]
    fn a_no_holds_for_all_numbers_and_a_yes_for_its_own() {
        let other = Address::Phone(Phone::from_e164("+12125550143").unwrap());
        let mut yes = entry(1, ConsentChange::Granted, ConsentScope::EVERYTHING);
        yes.address = Some(other.clone());
        assert_eq!(standing(&[yes], Purpose::Survey), "silent");
        let mut no = entry(1, ConsentChange::Revoked, ConsentScope::EVERYTHING);
        no.address = Some(other);
        assert_eq!(standing(&[no], Purpose::Survey), "revoked");
    }

    #[test]
    fn one_recipient_unsubscribes_for_nobody_else() {
        let email = |text: &str| super::super::EmailAddress::parse(text).unwrap();
        let mut no = entry(1, ConsentChange::Revoked, ConsentScope::channel(Channel::Email));
        no.address = Some(Address::Email(email("ann@example.com")));
        let at = NOON + Duration::hours(1);
        let entries = [no];
        let stands = |to: &str| stand(&entries, &Target::Email(email(to)), Purpose::Marketing, at);
        assert!(matches!(stands("ann@example.com").standing, Standing::Revoked(_)));
        assert_eq!(stands("bob@example.com").standing, Standing::Silent);
    }

    #[test]
    fn what_sounds_like_a_no_waits_until_a_person_decides() {
        let yes = entry(1, ConsentChange::Granted, ConsentScope::EVERYTHING);
        let maybe = entry(2, ConsentChange::RevocationProposed, ConsentScope::EVERYTHING);
        let none = entry(3, ConsentChange::RevocationDismissed, ConsentScope::EVERYTHING);
        assert_eq!(standing(&[yes.clone(), maybe.clone()], Purpose::Service), "waiting");
        assert_eq!(standing(&[yes, maybe, none], Purpose::Service), "granted");
    }

    #[test]
    fn a_dismissal_does_not_undo_a_no() {
        let no = entry(1, ConsentChange::Revoked, ConsentScope::EVERYTHING);
        let maybe = entry(2, ConsentChange::RevocationProposed, ConsentScope::EVERYTHING);
        let none = entry(3, ConsentChange::RevocationDismissed, ConsentScope::EVERYTHING);
        assert_eq!(standing(&[no, maybe, none], Purpose::Service), "revoked");
    }

    #[test]
    fn of_two_records_the_stricter_one_wins() {
        let no = [entry(1, ConsentChange::Revoked, ConsentScope::channel(Channel::Text))];
        let yes = [entry(2, ConsentChange::Granted, ConsentScope::EVERYTHING)];
        let at = NOON + Duration::minutes(30);
        let both = merge(&no, &yes, at, &system());
        assert_eq!(standing(&both, Purpose::Marketing), "revoked");
        let email = Target::Email(super::super::EmailAddress::parse("a@example.com").unwrap());
        assert_eq!(
            stand(&both, &email, Purpose::Marketing, at).standing,
            Standing::Granted { in_writing: false }
        );
        assert_eq!(merge(&yes, &[], at, &system()), yes, "nothing is repeated without need");
    }
}
