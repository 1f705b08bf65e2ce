//! May this text go out now? Asked by the messaging, answered by the rules of contact.

use super::call_gate::port_error;
use async_trait::async_trait;
use callboard_consent::{Consents, Decision, Question, Refusals, Sender, Target};
use callboard_kernel::{PortError, Scope};
use callboard_messaging::{
    gate::{ContactQuestion, GateAnswer, Pass, Refusal},
    model::Writer,
    ports::ContactGate,
};
use std::sync::Arc;

/// Answers from the rules of contact.
pub struct ContactGateBridge {
    consents: Arc<Consents>,
}

impl ContactGateBridge {
    /// Over the consent domain.
    pub const fn new(consents: Arc<Consents>) -> Self {
        Self { consents }
    }
}

#[async_trait]
impl ContactGate for ContactGateBridge {
    async fn ask(&self, scope: &Scope, asked: &ContactQuestion) -> Result<GateAnswer, PortError> {
        let question = question_of(asked)?;
        let answers = self.consents.ask_all(scope, asked.customer, &[question]).await;
        let mut answers = answers.map_err(|error| port_error("contact_gate.ask", error))?;
        let answer = answers
            .pop()
            .ok_or_else(|| PortError::broken("contact_gate.ask", "a question without an answer"))?;
        Ok(match answer.decision {
            Decision::Allowed(_) => GateAnswer::Allowed(granted(answer.version)),
            Decision::Refused(refusals) => GateAnswer::Refused(told(&refusals)),
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the bridge that asks the rules of contact")]
const fn granted(version: i64) -> Pass {
    Pass::granted(version)
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

fn told(refusals: &Refusals) -> Vec<Refusal> {
    let one = |refusal: &callboard_consent::Refusal| Refusal {
        rule: refusal.rule.as_str().to_owned(),
        words: refusal.words.clone(),
        until: refusal.until,
        lifted_by: refusal.lifted_by.as_str().to_owned(),
    };
    refusals.all().iter().map(one).collect()
}
