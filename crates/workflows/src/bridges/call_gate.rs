//! May somebody be called? Asked by the switchboard, answered by the rules of contact.

use async_trait::async_trait;
use callboard_consent::{
    ConsentError, Consents, Decision, Purpose, Question, Refusals, Sender, Target,
};
use callboard_kernel::{PortError, Scope};
use callboard_switchboard::{
    Refused,
    ports::{CallGate, CallQuestion, GateAnswer, Pass},
};
use std::sync::Arc;

/// Answers from the rules of contact.
pub struct CallGateBridge {
    consents: Arc<Consents>,
}

impl CallGateBridge {
    /// Over the consent domain.
    pub const fn new(consents: Arc<Consents>) -> Self {
        Self { consents }
    }
}

#[async_trait]
impl CallGate for CallGateBridge {
    /// A call that returns one is a reply; any other call by hand serves the customer.
    async fn ask(&self, scope: &Scope, asked: &CallQuestion) -> Result<GateAnswer, PortError> {
        let question = Question {
            target: Target::Call(asked.number.clone()),
            purpose: if asked.about.is_some() { Purpose::Reply } else { Purpose::Service },
            sender: Sender::Person,
            subject: asked.about.map(|call| call.to_string()),
            at: asked.at,
        };
        let answers = self.consents.ask_all(scope, asked.customer, &[question]).await;
        let mut answers = answers.map_err(|error| port_error("call_gate.ask", error))?;
        let answer = answers
            .pop()
            .ok_or_else(|| PortError::broken("call_gate.ask", "a question without an answer"))?;
        Ok(match answer.decision {
            Decision::Allowed(_) => GateAnswer::Allowed(allowed(answer.version)),
            Decision::Refused(refusals) => GateAnswer::Refused(told(&refusals)),
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the bridge to those who know")]
const fn allowed(version: i64) -> Pass {
    Pass::granted(version)
}

fn told(refusals: &Refusals) -> Vec<Refused> {
    let one = |refusal: &callboard_consent::Refusal| Refused {
        rule: refusal.rule.as_str().to_owned(),
        words: refusal.words.clone(),
        until: refusal.until,
        lifted_by: refusal.lifted_by.as_str().to_owned(),
    };
    refusals.all().iter().map(one).collect()
}

/// What a port can say of a failure of the consent domain.
pub(super) fn port_error(operation: &'static str, error: ConsentError) -> PortError {
    match error {
        ConsentError::Port(error) => error,
        other => PortError::broken(operation, other),
    }
}
