//! Where somebody stands, and the ledger that says so.

use super::shapes::{DoNotContactMark, Entry, Names, reach};
use crate::{
    answer::{Answer, Created},
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    request::{IdempotencyKey, Params, page},
    routes::Part,
};
use callboard_consent::{
    About, Address, Channel, ConsentChange, ConsentScope, NewEntry, Purpose, Rule, Verdict,
    board::{ChannelStanding, Overview},
    model::Via,
};
use callboard_kernel::{CallId, ConsentEntryId, CustomerId, Invalid};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// Whose consent.
#[derive(Object)]
pub(crate) struct PartyQuery {
    /// A customer, with all numbers.
    customer_id: Option<Uuid>,
    /// Or a number, whoever has it; in any format.
    #[oai(validator(min_length = 1, max_length = 40))]
    number: Option<String>,
}

/// Which page of a ledger.
#[derive(Object)]
pub(crate) struct LedgerQuery {
    /// A customer, with all numbers.
    customer_id: Option<Uuid>,
    /// Or a number, whoever has it; in any format.
    #[oai(validator(min_length = 1, max_length = 40))]
    number: Option<String>,
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

/// Whom a request is about: a customer, a number, or a number of a customer.
pub(super) async fn party(
    caller: &Caller,
    customer: Option<Uuid>,
    number: Option<String>,
) -> Result<About, Problem> {
    let address = match number {
        Some(text) => {
            let number = caller.consents.number(&caller.scope, &text).await?;
            Some(Address::Phone(number))
        }
        None => None,
    };
    if customer.is_none() && address.is_none() {
        let message = "Needs `customer_id` or `number`.";
        return Err(Problem::invalid(Invalid::field("customer_id", "required", message).0));
    }
    Ok(About { customer: customer.map(CustomerId), address })
}

/// Where somebody stands on a channel.
#[derive(Object)]
#[oai(rename = "ChannelStanding", skip_serializing_if_is_none)]
pub(crate) struct Standing {
    /// The channel.
    channel: Word<Channel>,
    /// What was agreed to.
    granted: Vec<Word<Purpose>>,
    /// What was refused.
    revoked: Vec<Word<Purpose>>,
    /// What sounded like a refusal and waits for a person.
    waiting: Vec<Word<Purpose>>,
    /// When the last word was said; absent when nobody said anything.
    since: Option<Instant>,
}

/// A rule that somebody goes beyond at this moment.
#[derive(Object)]
pub(crate) struct LiftedRule {
    /// The rule.
    rule: Word<Rule>,
    /// Until when.
    until: Instant,
}

/// Everything about the consent of a customer or number.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ConsentOverview {
    /// The customer, when known.
    customer_id: Option<Uuid>,
    /// By channel; those on which there is an address.
    channels: Vec<Standing>,
    /// Marks of the do-not-contact list that stand.
    do_not_contact: Vec<DoNotContactMark>,
    /// What sounded like a revocation, and nobody has decided on it. It holds until then.
    proposed: Vec<Entry>,
    /// The workspace blocked one of the numbers.
    blocked: bool,
    /// Rules that somebody goes beyond at this moment.
    overrides: Vec<LiftedRule>,
}

/// A page of a ledger.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct LedgerPage {
    /// Newest first.
    data: Vec<Entry>,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Something that a customer said about contact.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewConsentEntry {
    /// Who said it.
    customer_id: Option<Uuid>,
    /// For which number; without it for all of the customer's.
    #[oai(validator(min_length = 1, max_length = 40))]
    number: Option<String>,
    /// What was said.
    change: Word<ConsentChange>,
    /// On which channels; without it on all of them.
    #[oai(validator(max_items = 3))]
    channels: Option<Vec<Word<Channel>>>,
    /// For which purposes; without it for all of them.
    #[oai(validator(max_items = 7))]
    purposes: Option<Vec<Word<Purpose>>>,
    /// In which words, or the text that was shown.
    #[oai(validator(min_length = 1, max_length = 2000))]
    words: String,
    /// Through what.
    via: Word<Via>,
    /// Where the original is; a written consent needs it.
    #[oai(default, validator(max_length = 300))]
    source: String,
    /// The call in which it was said.
    call_id: Option<Uuid>,
}

/// A decision on what sounded like a revocation.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct ConsentDecision {
    /// `true`: it was a revocation. `false`: it was none.
    confirm: bool,
    /// What was found out.
    #[oai(default, validator(max_length = 2000))]
    words: String,
}

impl From<ChannelStanding> for Standing {
    fn from(standing: ChannelStanding) -> Self {
        let words = |all: Vec<Purpose>| all.into_iter().map(Word).collect();
        Self {
            channel: Word(standing.channel),
            granted: words(standing.granted),
            revoked: words(standing.revoked),
            waiting: words(standing.waiting),
            since: standing.since.map(Instant),
        }
    }
}

impl ConsentOverview {
    fn of(found: Overview, names: &Names) -> Self {
        let Overview { customer, channels, marks, proposed, blocked, overrides } = found;
        let mark = |(kept, version)| DoNotContactMark::of(kept, version, names);
        let lifted =
            |(rule, until): (Rule, _)| LiftedRule { rule: Word(rule), until: Instant(until) };
        Self {
            customer_id: customer.map(CustomerId::uuid),
            channels: channels.into_iter().map(Standing::from).collect(),
            do_not_contact: marks.into_iter().map(mark).collect(),
            proposed: proposed.into_iter().map(|kept| Entry::of(kept, names)).collect(),
            blocked,
            overrides: overrides.into_iter().map(lifted).collect(),
        }
    }
}

impl NewConsentEntry {
    async fn entry(self, caller: &Caller) -> Result<NewEntry, Problem> {
        let about = party(caller, self.customer_id, self.number).await?;
        if let Some(call) = self.call_id {
            // One that the actor may not see is none.
            caller.calls.get(&caller.scope, CallId(call)).await?;
        }
        Ok(NewEntry {
            about,
            change: self.change.0,
            scope: ConsentScope { channels: reach(self.channels), purposes: reach(self.purposes) },
            words: self.words,
            via: self.via.0,
            source: self.source,
            call: self.call_id.map(CallId),
            by: None,
        })
    }
}

pub(crate) struct LedgerApi;

#[OpenApi(prefix_path = "/consent", tag = "Part::Consent")]
impl LedgerApi {
    /// Where a customer or number stands
    #[oai(path = "/", method = "get", operation_id = "get_consent")]
    async fn overview(
        &self,
        caller: Caller,
        query: Params<PartyQuery>,
    ) -> Result<Answer<ConsentOverview>, Problem> {
        let about = party(&caller, query.0.customer_id, query.0.number).await?;
        let overview =
            async { caller.consents.overview(&caller.scope, &about).await.map_err(Problem::from) };
        let (found, names) = tokio::try_join!(overview, Names::of(&caller))?;
        Ok(Answer(ConsentOverview::of(found, &names)))
    }

    /// Write down what a customer said
    ///
    /// The same `Idempotency-Key` again answers the first entry. Entries are never changed; the last word counts.
    #[oai(path = "/", method = "post", operation_id = "record_consent")]
    async fn record(
        &self,
        caller: Caller,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Json<NewConsentEntry>,
    ) -> Result<Created<Entry>, Problem> {
        let entry = body.0.entry(&caller).await?;
        let kept = caller.consents.record(&caller.scope, entry, key.as_deref(), None).await?;
        Ok(Created(Entry::of(kept, &Names::of(&caller).await?)))
    }

    /// The ledger of a customer or number
    #[oai(path = "/ledger", method = "get", operation_id = "list_consent_entries")]
    async fn ledger(
        &self,
        caller: Caller,
        query: Params<LedgerQuery>,
    ) -> Result<Answer<LedgerPage>, Problem> {
        let query = query.0;
        let about = party(&caller, query.customer_id, query.number).await?;
        let page = page(query.limit, query.cursor);
        let found = caller.consents.ledger(&caller.scope, &about, &page).await?;
        let names = Names::of(&caller).await?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(|kept| Entry::of(kept, &names)).collect();
        Ok(Answer(LedgerPage { data, has_more: next_cursor.is_some(), next_cursor }))
    }

    /// Decide on what sounded like a revocation
    ///
    /// 409 when somebody has decided already, or when the entry is no proposal.
    #[oai(path = "/:entry_id/decision", method = "post", operation_id = "decide_on_revocation")]
    async fn decide(
        &self,
        caller: Caller,
        entry_id: Path<Uuid>,
        body: Json<ConsentDecision>,
    ) -> Result<Created<Entry>, Problem> {
        let verdict = if body.0.confirm { Verdict::Confirm } else { Verdict::Dismiss };
        let (scope, id) = (&caller.scope, ConsentEntryId(entry_id.0));
        let kept = caller.consents.decide(scope, id, verdict, &body.0.words).await?;
        Ok(Created(Entry::of(kept, &Names::of(&caller).await?)))
    }
}
