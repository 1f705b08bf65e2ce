//! What do we know of somebody? Asked by the rules of contact, answered by the customers and the calls. Purchases, complaints
//! and bounces nobody knows yet; they stay unknown, and the unknown never allows.

use async_trait::async_trait;
use callboard_calls::{
    model::{AgentType, Purpose as CallPurpose},
    ports::{CallTraces, OutgoingCall, RecordingConsents},
};
use callboard_consent::{
    Address, Channel, EmailAddress, Purpose, Sender,
    board::RecordingFigures,
    hours::State,
    model::{PastContact, Place},
    ports::{Acquaintance, Known},
};
use callboard_customers::{model::Customer, ports::CustomerRepository};
use callboard_kernel::{CustomerId, Period, Phone, PortError, Scope, Timestamp};
use callboard_workspaces::ports::WorkspaceRepository;
use std::sync::Arc;

/// Answers from the customers, the call log and the settings of the workspace.
pub struct AcquaintanceBridge {
    customers: Arc<dyn CustomerRepository>,
    calls: Arc<dyn CallTraces>,
    workspaces: Arc<dyn WorkspaceRepository>,
}

impl AcquaintanceBridge {
    /// Over their stores.
    pub fn new(
        customers: Arc<dyn CustomerRepository>,
        calls: Arc<dyn CallTraces>,
        workspaces: Arc<dyn WorkspaceRepository>,
    ) -> Self {
        Self { customers, calls, workspaces }
    }

    /// Adds what the call log knows of the numbers.
    async fn with_calls(
        &self,
        scope: &Scope,
        mut known: Known,
        since: Timestamp,
    ) -> Result<Known, PortError> {
        let numbers: Vec<Phone> = known.addresses.iter().filter_map(number_of).collect();
        let traces = self.calls.of_numbers(scope, &numbers, since).await?;
        known.relationship.last_inquiry_at = traces.last_incoming;
        known.contacts = traces.outgoing.into_iter().map(contact).collect();
        Ok(known)
    }
}

#[async_trait]
impl Acquaintance for AcquaintanceBridge {
    async fn customer(
        &self,
        scope: &Scope,
        id: CustomerId,
        since: Timestamp,
    ) -> Result<Option<Known>, PortError> {
        let Some(found) = self.customers.get(scope, id).await? else { return Ok(None) };
        self.with_calls(scope, known([&found.value]), since).await.map(Some)
    }

    async fn number(
        &self,
        scope: &Scope,
        number: &Phone,
        since: Timestamp,
    ) -> Result<Known, PortError> {
        let found = self.customers.by_phone(scope, number).await?;
        let mut known = known(found.iter().map(|loaded| &loaded.value));
        let address = Address::Phone(number.clone());
        if !known.addresses.contains(&address) {
            known.addresses.push(address);
        }
        self.with_calls(scope, known, since).await
    }

    async fn recordings(
        &self,
        scope: &Scope,
        period: Period,
    ) -> Result<RecordingFigures, PortError> {
        let RecordingConsents { answered, recorded, agreed, refused, unknown, recorded_without } =
            self.calls.recordings(scope, period).await?;
        Ok(RecordingFigures { answered, recorded, agreed, refused, unknown, recorded_without })
    }

    async fn region(&self, scope: &Scope) -> Result<String, PortError> {
        let found = self.workspaces.get(scope).await?;
        let workspace =
            found.ok_or_else(|| PortError::broken("acquaintance.region", "no workspace"))?;
        Ok(workspace.value.snapshot().region.clone())
    }
}

/// Several who share a number are one party; it is where the first of them is.
fn known<'a>(customers: impl IntoIterator<Item = &'a Customer>) -> Known {
    let mut known = Known::default();
    for customer in customers {
        let s = customer.snapshot();
        if known.customers.is_empty() {
            known.place = place(customer);
        }
        known.customers.push(s.id);
        let mut phones: Vec<_> = s.phones.iter().collect();
        phones.sort_by_key(|phone| !phone.primary);
        known
            .addresses
            .extend(phones.into_iter().map(|phone| Address::Phone(phone.number.clone())));
        // What cannot be an address was never written to.
        let emails = s.emails.iter().filter_map(|email| EmailAddress::parse(&email.address).ok());
        known.addresses.extend(emails.map(Address::Email));
    }
    known
}

/// The state of the address, where it is written as its postal code.
fn place(customer: &Customer) -> Place {
    let address = customer.snapshot().address.as_ref();
    let at_home = |country: &str| {
        let country = country.trim().to_ascii_uppercase();
        ["", "US", "USA", "UNITED STATES"].contains(&country.as_str())
    };
    let state = address
        .filter(|address| at_home(&address.country))
        .and_then(|address| State::parse(&address.state.trim().to_ascii_uppercase()));
    Place { service_state: state, service_zone: None, stored_zone: None }
}

fn number_of(address: &Address) -> Option<Phone> {
    match address {
        Address::Phone(number) => Some(number.clone()),
        Address::Email(_) => None,
    }
}

fn contact(call: OutgoingCall) -> PastContact {
    let sender = match call.by {
        AgentType::Human => Sender::Person,
        AgentType::Ai => Sender::Automation { name: "voice agent".to_owned() },
    };
    PastContact {
        at: call.at,
        channel: Channel::Call,
        address: Address::Phone(call.number),
        purpose: purpose(call.purpose),
        sender,
        subject: None,
    }
}

/// What a call is for, in the words of the rules.
const fn purpose(purpose: CallPurpose) -> Purpose {
    match purpose {
        CallPurpose::Inbound | CallPurpose::Callback | CallPurpose::Demo => Purpose::Reply,
        CallPurpose::Appointment | CallPurpose::Quote => Purpose::Service,
        CallPurpose::Lead => Purpose::Marketing,
        CallPurpose::Feedback => Purpose::Survey,
    }
}
