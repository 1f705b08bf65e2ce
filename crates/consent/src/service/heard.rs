//! What comes in from outside: texts of customers, and what the carrier reports.

use super::{Consents, MAX_WORDS, id_of, ledger::entries};
use crate::{
    error::ConsentError,
    model::{
        Address, Channel, ConsentChange, ConsentEntry, ConsentScope, KeptEntry, Proof, Purpose,
        Standing, Target, Via, stand,
    },
    reply::{Reply, read_reply},
};
use callboard_kernel::{
    Cause, ConsentEntryId, CustomerId, Permission, Phone, SaveError, Scope, Timestamp, millis,
};

/// A text that a customer sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeardText {
    /// Who sent it.
    pub from: Phone,
    /// Our number that got it.
    pub line: Option<Phone>,
    /// The customer, when it is known which of those who have the number wrote.
    pub customer: Option<CustomerId>,
    /// What it says.
    pub text: String,
    /// When it was sent.
    pub at: Timestamp,
}

/// What a text was, and what came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heard {
    /// What it was.
    pub reply: Reply,
    /// The entries that it left in the ledger: one for each customer who has the number, or one for the number.
    pub entries: Vec<ConsentEntryId>,
    /// The one automatic answer that is due, [`Purpose::OptOutConfirmation`] or [`Purpose::Help`]; it is asked about like
    /// every other contact before it goes out.
    pub answer: Option<Purpose>,
}

impl Consents {
    /// Reads what a customer texted. A word that revokes acts at once, on every number and line; what only sounds like it
    /// is proposed, which holds everything back until a person decides. An opt-in counts only from somebody who had opted
    /// out, and for this number. The same text again, told twice, is heard once and asks for no second answer.
    pub async fn heard(&self, scope: &Scope, heard: HeardText) -> Result<Heard, ConsentError> {
        scope.require(Permission::EditCustomers)?;
        let reply = read_reply(&heard.text);
        let nothing = |answer| Heard { reply, entries: Vec::new(), answer };
        let (change, said) = match reply {
            Reply::Help => return Ok(nothing(Some(Purpose::Help))),
            Reply::Other => return Ok(nothing(None)),
            Reply::Stop(stop) => (ConsentChange::Revoked, stop.scope()),
            Reply::MaybeRevocation => (ConsentChange::RevocationProposed, ConsentScope::EVERYTHING),
            Reply::Start => (ConsentChange::Granted, ConsentScope::channel(Channel::Text)),
        };
        let revoked = self.revoked(scope, &heard.from, heard.customer, heard.at).await?;
        if reply == Reply::Start && revoked.is_empty() {
            return Ok(nothing(None));
        }
        let is_new = Purpose::ALL
            .iter()
            .any(|purpose| said.covers(Channel::Text, *purpose) && !revoked.contains(purpose));
        let source =
            heard.line.as_ref().map(|line| format!("text to {line}", line = line.as_str()));
        let said = Said {
            number: &heard.from,
            customer: heard.customer,
            change,
            scope: said,
            words: &heard.text,
            via: Via::Text,
            source: source.unwrap_or_else(|| "text".to_owned()),
            at: heard.at,
        };
        let Some(entries) = self.append_of_number(scope, said).await? else {
            return Ok(nothing(None));
        };
        let confirms = matches!(reply, Reply::Stop(_)) && is_new;
        let answer = confirms.then_some(Purpose::OptOutConfirmation);
        Ok(Heard { reply, entries, answer })
    }

    /// The carrier refuses to text this number because it opted out there (such as error 21610): a revocation of everything.
    /// Nothing is written when the ledger says so already.
    pub async fn carrier_opted_out(
        &self,
        scope: &Scope,
        number: &Phone,
        at: Timestamp,
    ) -> Result<(), ConsentError> {
        scope.require(Permission::EditCustomers)?;
        if self.revoked(scope, number, None, at).await?.len() == Purpose::ALL.len() {
            return Ok(());
        }
        let said = Said {
            number,
            customer: None,
            change: ConsentChange::Revoked,
            scope: ConsentScope::EVERYTHING,
            words: "The carrier reports that this number opted out.",
            via: Via::Carrier,
            source: "carrier".to_owned(),
            at,
        };
        self.append_of_number(scope, said).await.map(drop)
    }

    /// Whoever has this number wants no messages any more, said in whatever way; the words say how. Answers what the ledger
    /// got.
    pub async fn opt_out(
        &self,
        scope: &Scope,
        number: &Phone,
        words: &str,
        via: Via,
    ) -> Result<Vec<ConsentEntryId>, ConsentError> {
        scope.require(Permission::EditCustomers)?;
        let words = words.trim();
        let said = Said {
            number,
            customer: None,
            change: ConsentChange::Revoked,
            scope: ConsentScope::EVERYTHING,
            words: if words.is_empty() { "STOP" } else { words },
            via,
            source: "opt-out".to_owned(),
            at: self.now(),
        };
        Ok(self.append_of_number(scope, said).await?.unwrap_or_default())
    }

    /// The purposes for which this number must not be texted.
    async fn revoked(
        &self,
        scope: &Scope,
        number: &Phone,
        customer: Option<CustomerId>,
        at: Timestamp,
    ) -> Result<Vec<Purpose>, ConsentError> {
        let known = self.of_number(scope, number).await?;
        let customers = customer.map_or(known.customers, |customer| vec![customer]);
        let recalled = self.ports.book.recall(scope, &customers, &known.addresses).await?;
        let ledger: Vec<_> = recalled.entries.into_iter().map(|kept| kept.entry).collect();
        let target = Target::Text(number.clone());
        let revoked = |purpose: &Purpose| {
            matches!(stand(&ledger, &target, *purpose, at).standing, Standing::Revoked(_))
        };
        Ok(Purpose::ALL.iter().copied().filter(revoked).collect())
    }

    /// Appends it to the ledger of everybody who has the number; `None` when it was heard before.
    async fn append_of_number(
        &self,
        scope: &Scope,
        said: Said<'_>,
    ) -> Result<Option<Vec<ConsentEntryId>>, ConsentError> {
        let customers = if let Some(customer) = said.customer {
            self.known(scope, customer).await?;
            vec![Some(customer)]
        } else {
            let known = self.of_number(scope, said.number).await?.customers;
            let known: Vec<_> = known.into_iter().map(Some).collect();
            if known.is_empty() { vec![None] } else { known }
        };
        let by = scope.actor().clone();
        let words: String = said.words.trim().chars().take(MAX_WORDS).collect();
        let proof = Proof { by, words, via: said.via, source: said.source.clone() };
        let entry = ConsentEntry {
            at: said.at,
            change: said.change,
            scope: said.scope.clone(),
            address: Some(Address::Phone(said.number.clone())),
            proof,
        };
        let kept = |customer| KeptEntry {
            id: ConsentEntryId(self.ports.ids.next()),
            customer,
            call: None,
            decides: None,
            entry: entry.clone(),
        };
        let all: Vec<_> = customers.into_iter().map(kept).collect();
        let ids = all.iter().map(|kept| kept.id).collect();
        let mut writing = entries(all);
        writing.caused_by = Some((said.cause(scope), 0));
        match self.write(scope, writing).await {
            Ok(_) => Ok(Some(ids)),
            Err(ConsentError::Save(SaveError::Duplicate("causes_pkey"))) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// What was said of a number.
struct Said<'a> {
    number: &'a Phone,
    customer: Option<CustomerId>,
    change: ConsentChange,
    scope: ConsentScope,
    words: &'a str,
    via: Via,
    source: String,
    at: Timestamp,
}

impl Said<'_> {
    /// One number says one thing at one instant once, however often it is told.
    fn cause(&self, scope: &Scope) -> Cause {
        let at = millis(self.at).to_string();
        let words = [self.number.as_str(), &at, self.via.as_str(), self.words];
        Cause(format!("consent/{}", id_of(scope, &words)))
    }
}
