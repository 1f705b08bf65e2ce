//! May somebody be contacted, and if not, why not and until when?

use super::ledger::party;
use crate::{
    answer::{Answer, Created},
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    request::Params,
    routes::Part,
};
use callboard_calls::model::Purpose as CallPurpose;
use callboard_consent::{
    Address, Asked, Channel, Decision, EmailAddress, LiftedBy, NewOverride, Purpose, Question,
    Refusal, Rule, Sender, Target,
};
use callboard_kernel::{CallId, CustomerId, Invalid, Phone};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// Who would be contacted how and why.
#[derive(Object)]
pub(crate) struct PermissionQuery {
    /// The customer; without a number the one to call first counts.
    customer_id: Option<Uuid>,
    /// The number, in any format.
    #[oai(validator(min_length = 1, max_length = 40))]
    number: Option<String>,
    /// How.
    channel: Word<Channel>,
    /// Why; without it to answer.
    purpose: Option<Word<Purpose>>,
}

/// Why a contact of a call would be made.
#[derive(Object)]
pub(crate) struct CallPermissionQuery {
    /// Why; without it what the call was for decides.
    purpose: Option<Word<Purpose>>,
}

/// A rule that stands in the way.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ContactRefusal {
    /// The rule.
    rule: Word<Rule>,
    /// A sentence for a dispatcher.
    words: String,
    /// When this rule alone would not stand in the way any more; absent when time does not help.
    until: Option<Instant>,
    /// Who can lift it.
    lifted_by: Word<LiftedBy>,
}

/// The answer for one channel.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ContactAnswer {
    /// How.
    channel: Word<Channel>,
    /// Why.
    purpose: Word<Purpose>,
    /// Whether nothing stands in the way.
    allowed: bool,
    /// Until when a yes may be relied on; or when it is worth asking again after a no.
    until: Option<Instant>,
    /// Every rule that stands in the way, the strictest first.
    refusals: Vec<ContactRefusal>,
    /// Rules that somebody went beyond with a reason on record.
    overridden: Vec<Word<Rule>>,
    /// Version of the workspace's consent that the answer was based on.
    version: i64,
}

/// The answers for the other party of a call. Absent when the number was withheld.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CallContactAnswers {
    /// The number.
    number: Option<String>,
    /// May it be called?
    call: Option<ContactAnswer>,
    /// May it be texted?
    text: Option<ContactAnswer>,
}

/// Going beyond a rule with a reason on record.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewContactOverride {
    /// Whom it is about.
    customer_id: Option<Uuid>,
    /// For which number; without it for all of the customer's.
    #[oai(validator(min_length = 1, max_length = 40))]
    number: Option<String>,
    /// The rule.
    rule: Word<Rule>,
    /// For which purpose; without it for all of them.
    purpose: Option<Word<Purpose>>,
    /// Why.
    #[oai(validator(min_length = 1, max_length = 500))]
    reason: String,
    /// For how long.
    #[oai(validator(minimum(value = "1"), maximum(value = "1440")))]
    minutes: u16,
}

/// A reason on record.
#[derive(Object)]
pub(crate) struct ContactOverride {
    /// Id.
    id: Uuid,
    /// The rule.
    rule: Word<Rule>,
    /// Until when.
    until: Instant,
}

impl From<Refusal> for ContactRefusal {
    fn from(refusal: Refusal) -> Self {
        Self {
            rule: Word(refusal.rule),
            words: refusal.words,
            until: refusal.until.map(Instant),
            lifted_by: Word(refusal.lifted_by),
        }
    }
}

impl ContactAnswer {
    fn of(question: &Question, asked: Asked) -> Self {
        let (allowed, until, refusals, overridden) = match asked.decision {
            Decision::Allowed(permit) => {
                (true, Some(permit.until()), Vec::new(), permit.overridden().to_vec())
            }
            Decision::Refused(refusals) => {
                (false, refusals.until(), refusals.all().to_vec(), Vec::new())
            }
        };
        Self {
            channel: Word(question.target.channel()),
            purpose: Word(question.purpose),
            allowed,
            until: until.map(Instant),
            refusals: refusals.into_iter().map(ContactRefusal::from).collect(),
            overridden: overridden.into_iter().map(Word).collect(),
            version: asked.version,
        }
    }
}

fn by_hand(caller: &Caller, target: Target, purpose: Purpose) -> Question {
    Question { target, purpose, sender: Sender::Person, subject: None, at: caller.clock.now() }
}

/// Why somebody would come back to a call of this kind.
const fn purpose_of(purpose: CallPurpose) -> Purpose {
    match purpose {
        CallPurpose::Inbound | CallPurpose::Callback | CallPurpose::Demo => Purpose::Reply,
        CallPurpose::Appointment | CallPurpose::Quote => Purpose::Service,
        CallPurpose::Lead => Purpose::Marketing,
        CallPurpose::Feedback => Purpose::Survey,
    }
}

/// The number or address that is asked about, or the first one of the customer.
async fn target(
    caller: &Caller,
    customer: Option<CustomerId>,
    number: Option<Phone>,
    channel: Channel,
) -> Result<Target, Problem> {
    let nowhere =
        |path: &str, message: &str| Problem::invalid(Invalid::field(path, "required", message).0);
    let whole = match (customer, &number) {
        (Some(customer), None) => Some(caller.customers.get(&caller.scope, customer).await?.value),
        _ => None,
    };
    if channel == Channel::Email {
        let email = whole.as_ref().and_then(|whole| whole.snapshot().emails.first());
        let email = email.and_then(|email| EmailAddress::parse(&email.address).ok());
        let email = email.ok_or_else(|| {
            nowhere("customer_id", "E-mail needs a customer with an e-mail address.")
        })?;
        return Ok(Target::Email(email));
    }
    let first = whole.as_ref().and_then(|whole| {
        let phones = &whole.snapshot().phones;
        phones.iter().find(|phone| phone.primary).or(phones.first()).map(|phone| &phone.number)
    });
    let number = number.or_else(|| first.cloned());
    let number = number.ok_or_else(|| nowhere("number", "The customer has no number."))?;
    Ok(if channel == Channel::Call { Target::Call(number) } else { Target::Text(number) })
}

pub(crate) struct PermissionApi;

#[OpenApi(prefix_path = "/contact-permission", tag = "Part::Consent")]
impl PermissionApi {
    /// May somebody be contacted?
    ///
    /// By a person, by hand. The rules are asked as they are asked before every contact.
    #[oai(path = "/", method = "get", operation_id = "get_contact_permission")]
    async fn ask(
        &self,
        caller: Caller,
        query: Params<PermissionQuery>,
    ) -> Result<Answer<ContactAnswer>, Problem> {
        let query = query.0;
        let about = party(&caller, query.customer_id, query.number).await?;
        let number = match about.address {
            Some(Address::Phone(number)) => Some(number),
            Some(Address::Email(_)) | None => None,
        };
        let target = target(&caller, about.customer, number, query.channel.0).await?;
        let purpose = query.purpose.map_or(Purpose::Reply, |word| word.0);
        let question = by_hand(&caller, target, purpose);
        let asked = [question];
        let mut answers = caller.consents.ask_all(&caller.scope, about.customer, &asked).await?;
        let answer = answers.pop().ok_or_else(Problem::internal)?;
        Ok(Answer(ContactAnswer::of(&asked[0], answer)))
    }

    /// Go beyond a rule
    ///
    /// With a reason that the audit trail keeps, for a day at most. The rule says who may; of some rules nobody may (422).
    #[oai(path = "/overrides", method = "post", operation_id = "override_contact_rule")]
    async fn go_beyond(
        &self,
        caller: Caller,
        body: Json<NewContactOverride>,
    ) -> Result<Created<ContactOverride>, Problem> {
        let new = body.0;
        let about = party(&caller, new.customer_id, new.number).await?;
        let new = NewOverride {
            about,
            rule: new.rule.0,
            purpose: new.purpose.map(|word| word.0),
            reason: new.reason,
            minutes: new.minutes,
        };
        let kept = caller.consents.go_beyond(&caller.scope, new).await?;
        let (id, rule) = (kept.id.uuid(), Word(kept.given.rule));
        Ok(Created(ContactOverride { id, rule, until: kept.given.until.into() }))
    }
}

pub(crate) struct CallPermissionApi;

#[OpenApi(prefix_path = "/calls", tag = "Part::Consent")]
impl CallPermissionApi {
    /// May the other party of a call be called and texted?
    ///
    /// Both answers at once, for the drawer.
    #[oai(
        path = "/:id/contact-permission",
        method = "get",
        operation_id = "get_contact_permission_of_call"
    )]
    async fn of_call(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        query: Params<CallPermissionQuery>,
    ) -> Result<Answer<CallContactAnswers>, Problem> {
        let call = caller.calls.get(&caller.scope, CallId(id.0)).await?.value;
        let Some(number) = call.other_party().cloned() else {
            return Ok(Answer(CallContactAnswers { number: None, call: None, text: None }));
        };
        let derived = purpose_of(call.snapshot().purpose);
        let purpose = query.0.purpose.map_or(derived, |word| word.0);
        let asked = [Target::Call(number.clone()), Target::Text(number.clone())]
            .map(|target| by_hand(&caller, target, purpose));
        let customer = call.snapshot().customer;
        let answers = caller.consents.ask_all(&caller.scope, customer, &asked).await?;
        let mut answers = asked.iter().zip(answers).map(|(q, a)| ContactAnswer::of(q, a));
        let (call, text) = (answers.next(), answers.next());
        Ok(Answer(CallContactAnswers { number: Some(number.into()), call, text }))
    }
}
