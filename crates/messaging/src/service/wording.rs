//! What a text says: a template or words, with the variables filled in.

use super::{Messaging, templates::TemplateText};
use crate::{
    error::MessagingError,
    model::{DEFAULT_KEY, MAX_TEXT, Purpose, Segments, Values, Variable, render, segments},
    ports::{CompanyFacts, Party},
};
use callboard_kernel::{CallId, ConversationId, Invalid, Permission, Phone, Scope};

/// What a text shall say.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wording {
    /// Key of the template; with neither template nor message the default one.
    pub template: Option<String>,
    /// Words instead of those of the template; they may hold variables, too.
    pub message: Option<String>,
    /// Values that somebody gives; they beat what is known.
    pub values: Values,
}

/// How a text would read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Previewed {
    /// The text.
    pub text: String,
    /// Its size.
    pub segments: Segments,
    /// Variables that have no value yet; the text shows them by their names.
    pub missing: Vec<Variable>,
}

/// Words, and what they are for.
pub(super) struct Worded {
    pub(super) body: String,
    pub(super) purpose: Purpose,
    pub(super) template: Option<String>,
}

impl Messaging {
    /// How a text would read to whoever was on a call, or is in a conversation, or to nobody in particular.
    pub async fn preview(
        &self,
        scope: &Scope,
        text: TemplateText,
        given: Values,
        call: Option<CallId>,
        conversation: Option<ConversationId>,
    ) -> Result<Previewed, MessagingError> {
        scope.require(Permission::ReadSettings)?;
        let body = match text {
            TemplateText::Key(key) => {
                self.template_of_key(scope, &key).await?.snapshot().body.clone()
            }
            TemplateText::Words(words) => words,
        };
        let party = match (call, conversation) {
            (Some(call), _) => self.party_of_call(scope, call).await?,
            (None, Some(conversation)) => self.party_of_conversation(scope, conversation).await?,
            (None, None) => Party::default(),
        };
        let wanted = crate::model::variables(&body)?;
        let mut values = self.values(scope, &party, party.line.as_ref()).await?;
        values.extend(given);
        let missing: Vec<_> =
            wanted.into_iter().filter(|variable| !values.contains_key(variable)).collect();
        for variable in &missing {
            values.insert(*variable, format!("[{}]", variable.as_str().replace('_', " ")));
        }
        let text = render(&body, &values)?;
        Ok(Previewed { segments: segments(&text), text, missing })
    }

    /// The words of a text to somebody.
    pub(super) async fn word(
        &self,
        scope: &Scope,
        wording: &Wording,
        party: &Party,
        line: &Phone,
    ) -> Result<Worded, MessagingError> {
        let key = match (&wording.template, &wording.message) {
            (Some(key), _) => Some(key.as_str()),
            (None, Some(_)) => None,
            (None, None) => Some(DEFAULT_KEY),
        };
        let template = match key {
            Some(key) => Some(self.template_of_key(scope, key).await?),
            None => None,
        };
        let of_template = template.as_ref().map(|one| one.snapshot().body.as_str());
        let body = wording.message.as_deref().or(of_template).unwrap_or_default();
        let mut values = self.values(scope, party, Some(line)).await?;
        values.extend(wording.values.clone());
        let body = render(body, &values)?;
        if body.is_empty() {
            return Err(Invalid::field("message", "required", "Write something.").into());
        }
        if body.chars().count() > MAX_TEXT {
            let message = "With its variables filled in the text is longer than 1,600 characters.";
            return Err(Invalid::field("message", "too_long", message).into());
        }
        Ok(Worded {
            body,
            purpose: template.as_ref().map_or(Purpose::Reply, |one| one.snapshot().purpose),
            template: template.map(|one| one.snapshot().key.clone()),
        })
    }

    /// What is known without anybody saying it.
    pub(super) async fn values(
        &self,
        scope: &Scope,
        party: &Party,
        line: Option<&Phone>,
    ) -> Result<Values, MessagingError> {
        let now = self.ports.clock.now();
        let CompanyFacts { name: company, next_opening, .. } =
            self.ports.company.facts(scope, now).await?;
        let agent = match scope.member() {
            Some(member) => self.ports.staff.name(scope, member).await?,
            None => None,
        };
        let name = if party.name.trim().is_empty() { "there" } else { party.name.trim() };
        let first = |name: &str| name.split_whitespace().next().unwrap_or("there").to_owned();
        let mut values = Values::from([
            (Variable::CustomerName, name.to_owned()),
            (Variable::FirstName, first(name)),
            (Variable::AgentName, agent.as_deref().map_or_else(|| company.clone(), first)),
            (Variable::CompanyName, company),
            (Variable::NextOpening, next_opening),
        ]);
        if let Some(line) = line {
            values.insert(Variable::CompanyPhone, shown(line));
        }
        Ok(values)
    }
}

/// A number as people of its country write it; others as they are dialled.
fn shown(number: &Phone) -> String {
    match number.as_str().strip_prefix("+1") {
        Some(rest) if rest.len() == 10 => {
            format!("({}) {}-{}", &rest[..3], &rest[3..6], &rest[6..])
        }
        _ => number.as_str().to_owned(),
    }
}
