//! The question before every contact.

use super::{CONTACTS_OF, Consents};
use crate::{
    error::ConsentError,
    model::{Address, Decision, Facts, MailHealth, Question, Registry, Target},
    ports::{Known, Recalled},
    rules::may_contact,
};
use callboard_kernel::{CustomerId, Permission, Phone, Scope};

/// An answer, and what it was based on.
#[derive(Debug)]
pub struct Asked {
    /// The answer.
    pub decision: Decision,
    /// The version of the workspace's consent that was read. Whoever sends makes sure in the transaction of sending that it
    /// is still the same, and asks again if not.
    pub version: i64,
}

impl Consents {
    /// May this go out? Whoever has the number or address is looked up, and the strictest of them counts.
    pub async fn ask(&self, scope: &Scope, question: &Question) -> Result<Asked, ConsentError> {
        let mut answers = self.ask_all(scope, None, std::slice::from_ref(question)).await?;
        answers.pop().ok_or(ConsentError::NoSuchCustomer)
    }

    /// The same for several questions about one party, in as many statements as one needs. With a customer his ledger and
    /// his marks count, and those of the numbers that are asked about.
    pub async fn ask_all(
        &self,
        scope: &Scope,
        customer: Option<CustomerId>,
        questions: &[Question],
    ) -> Result<Vec<Asked>, ConsentError> {
        scope.require(Permission::ReadCustomers)?;
        let known = self.party(scope, customer, questions).await?;
        let recalled = self.ports.book.recall(scope, &known.customers, &known.addresses).await?;
        let answer = |question: &Question| {
            let facts = facts(&known, &recalled, question);
            let zones = &*self.ports.zones;
            let decision = may_contact(question, &facts, &recalled.settings, zones);
            Asked { decision, version: recalled.version }
        };
        Ok(questions.iter().map(answer).collect())
    }

    /// Whether an answer of this version still is what the rules would say, as far as consent goes. For those who cannot ask in
    /// the transaction of sending, such as somebody who is about to dial.
    pub async fn still_holds(&self, scope: &Scope, version: i64) -> Result<bool, ConsentError> {
        scope.require(Permission::ReadCustomers)?;
        Ok(self.ports.book.is_unchanged(scope, version).await?)
    }

    /// Everything that others know of the party.
    async fn party(
        &self,
        scope: &Scope,
        customer: Option<CustomerId>,
        questions: &[Question],
    ) -> Result<Known, ConsentError> {
        let mut known = match customer {
            Some(customer) => self.known(scope, customer).await?,
            None => Known::default(),
        };
        let mut strange: Vec<Address> =
            questions.iter().map(|question| address_of(&question.target)).collect();
        strange.retain(|address| !known.addresses.contains(address));
        strange.dedup();
        for address in strange {
            match address {
                Address::Phone(number) => {
                    let more = self.of_number(scope, &number).await?;
                    known = joined(known, more, customer.is_some());
                }
                Address::Email(_) => known.addresses.push(address),
            }
        }
        Ok(known)
    }

    pub(super) async fn of_number(
        &self,
        scope: &Scope,
        number: &Phone,
    ) -> Result<Known, ConsentError> {
        let since = self.now() - CONTACTS_OF;
        let mut known = self.ports.acquaintance.number(scope, number, since).await?;
        let address = Address::Phone(number.clone());
        if !known.addresses.contains(&address) {
            known.addresses.push(address);
        }
        Ok(known)
    }
}

/// What is known of a number is added to what is known of the customer; when it is known who is meant, others who have the
/// number add only its own record.
fn joined(known: Known, more: Known, is_named: bool) -> Known {
    if !is_named && known.customers.is_empty() && known.addresses.is_empty() {
        return more;
    }
    let mut known = known;
    known.addresses.extend(more.addresses);
    known.contacts.extend(more.contacts);
    if !is_named {
        known.customers.extend(more.customers);
    }
    known
}

fn address_of(target: &Target) -> Address {
    match target {
        Target::Call(number) | Target::Text(number) => Address::Phone(number.clone()),
        Target::Email(email) => Address::Email(email.clone()),
    }
}

fn facts(known: &Known, recalled: &Recalled, question: &Question) -> Facts {
    let meant = |address: &Option<Address>| {
        address.as_ref().is_none_or(|address| question.target.leads_to(address))
    };
    let overrides = recalled.overrides.iter().filter(|kept| meant(&kept.about.address));
    Facts {
        ledger: recalled.entries.iter().map(|kept| kept.entry.clone()).collect(),
        do_not_contact: recalled.marks.iter().map(|(kept, _)| kept.mark.clone()).collect(),
        blocked: recalled.blocked.clone(),
        registry: Registry::NotAsked,
        relationship: known.relationship,
        place: known.place.clone(),
        mail: MailHealth::default(),
        open_complaint: false,
        contacts: known.contacts.clone(),
        overrides: overrides.map(|kept| kept.given.clone()).collect(),
    }
}
