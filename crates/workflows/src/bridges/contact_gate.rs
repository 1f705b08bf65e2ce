//! May this text go out now? Asked by the messaging, answered by the rules of contact with what is known here: the
//! do-not-contact mark of the customer, where he lives, and when he last asked something of us.

use async_trait::async_trait;
use callboard_consent::{
    Decision, Facts, Question, Refusals, Sender, Settings, Target, may_contact,
    model::{DoNotContact, DoNotContactReason, MarkedFor, Place, Proof, Relationship, Via},
    ports::Zones,
};
use callboard_customers::{model::Customer, ports::CustomerRepository};
use callboard_followups::hours::Zone;
use callboard_kernel::{PortError, Scope, Timestamp};
use callboard_messaging::{
    gate::{ContactQuestion, GateAnswer, Pass, Refusal},
    model::{Purpose, Writer},
    ports::ContactGate,
};
use std::sync::Arc;
use time::UtcOffset;

/// Nothing that the answer stands on is counted, so there is one version of it.
const UNCOUNTED: i64 = 0;

/// Answers from the rules of contact.
pub struct ContactGateBridge {
    customers: Arc<dyn CustomerRepository>,
}

impl ContactGateBridge {
    /// Over the store of customers.
    pub fn new(customers: Arc<dyn CustomerRepository>) -> Self {
        Self { customers }
    }

    async fn facts(&self, scope: &Scope, asked: &ContactQuestion) -> Result<Facts, PortError> {
        let customer = match asked.customer {
            Some(id) => self.customers.get(scope, id).await?.map(|loaded| loaded.value),
            None => None,
        };
        let mut facts = customer.map(|customer| known(&customer)).unwrap_or_default();
        if asked.purpose == Purpose::Reply {
            // Whoever is answered has just asked.
            facts.relationship.last_inquiry_at = Some(asked.at);
        }
        Ok(facts)
    }
}

#[async_trait]
impl ContactGate for ContactGateBridge {
    async fn ask(&self, scope: &Scope, asked: &ContactQuestion) -> Result<GateAnswer, PortError> {
        let facts = self.facts(scope, asked).await?;
        let question = question_of(asked)?;
        Ok(match may_contact(&question, &facts, &Settings::default(), &IanaOffsets) {
            Decision::Allowed(_) => GateAnswer::Allowed(granted()),
            Decision::Refused(refusals) => GateAnswer::Refused(told(&refusals)),
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the bridge that asks the rules of contact")]
fn granted() -> Pass {
    Pass::granted(UNCOUNTED)
}

fn question_of(asked: &ContactQuestion) -> Result<Question, PortError> {
    let purpose = callboard_consent::Purpose::parse(asked.purpose.as_str())
        .ok_or_else(|| PortError::broken("contact_gate.ask", "no such purpose"))?;
    let sender = match &asked.writer {
        Writer::Person { .. } => Sender::Person,
        Writer::Automation { name } => Sender::Automation { name: name.clone() },
    };
    Ok(Question {
        target: Target::Text(asked.number.clone()),
        purpose,
        sender,
        subject: None,
        at: asked.at,
    })
}

fn known(customer: &Customer) -> Facts {
    let s = customer.snapshot();
    let state = s.address.as_ref().map(|address| address.state.trim().to_uppercase());
    Facts {
        do_not_contact: s.do_not_contact.then(|| marked(s.updated_at)).into_iter().collect(),
        relationship: Relationship { last_inquiry_at: s.last_seen_at, ..Relationship::default() },
        place: Place {
            service_state: state.and_then(|word| callboard_consent::hours::State::parse(&word)),
            ..Place::default()
        },
        ..Facts::default()
    }
}

fn marked(at: Timestamp) -> DoNotContact {
    DoNotContact {
        marked: MarkedFor::Customer,
        reason: DoNotContactReason::Company,
        at,
        proof: Proof {
            by: callboard_kernel::Actor::System { name: "contact_gate".to_owned() },
            words: "marked on the customer".to_owned(),
            via: Via::Import,
            source: String::new(),
        },
        lifted: None,
    }
}

fn told(refusals: &Refusals) -> Vec<Refusal> {
    let one = |refusal: &callboard_consent::Refusal| Refusal {
        rule: refusal.rule.as_str().to_owned(),
        words: refusal.words.clone(),
        until: refusal.until,
        lifted_by: refusal.lifted_by.as_str().to_owned(),
    };
    refusals.all().iter().map(one).collect()
}

/// The zones of the time-zone database.
struct IanaOffsets;

impl Zones for IanaOffsets {
    fn offset(&self, zone: &str, at: Timestamp) -> Option<UtcOffset> {
        Zone::find(zone).ok().map(|zone| zone.offset(at))
    }
}
