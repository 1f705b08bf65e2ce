//! What screens read.

use super::{Messaging, checked_page};
use crate::{
    board::{ConversationCounts, ConversationFilter, ConversationRow, MessageRow},
    error::MessagingError,
    gate::{ContactQuestion, GateAnswer, Refusal},
    model::{Purpose, TextStanding, Writer},
};
use callboard_kernel::{
    ConversationId, CustomerId, Invalid, MessageId, Page, PageRequest, Permission, Phone, Scope,
};

/// Everything with one number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThreadOfNumber {
    /// The thread, when there is one.
    pub conversation: Option<ConversationId>,
    /// The texts, newest first.
    pub messages: Page<MessageRow>,
    /// Whether the number may be texted.
    pub standing: TextStanding,
    /// What stands in the way of texting it by hand now.
    pub refusals: Vec<Refusal>,
}

/// Rules that mean that somebody said no.
const OPT_OUTS: [&str; 4] = ["do_not_contact", "revoked", "revocation_waits", "wrong_person"];

impl Messaging {
    /// A page of conversations.
    pub async fn conversations(
        &self,
        scope: &Scope,
        filter: &ConversationFilter,
        page: &PageRequest,
    ) -> Result<Page<ConversationRow>, MessagingError> {
        scope.require(Permission::ReadCustomers)?;
        checked_page(page)?;
        Ok(self.ports.board.conversations(scope, filter, page, self.ports.clock.now()).await?)
    }

    /// One conversation as a row.
    pub async fn conversation(
        &self,
        scope: &Scope,
        id: ConversationId,
    ) -> Result<ConversationRow, MessagingError> {
        let filter = ConversationFilter { id: Some(id), ..ConversationFilter::default() };
        let found = self.conversations(scope, &filter, &PageRequest::first(1)).await?;
        found.items.into_iter().next().ok_or(MessagingError::NotFound("conversation"))
    }

    /// A page of the texts of a conversation, newest first.
    pub async fn messages(
        &self,
        scope: &Scope,
        id: ConversationId,
        page: &PageRequest,
    ) -> Result<Page<MessageRow>, MessagingError> {
        scope.require(Permission::ReadCustomers)?;
        checked_page(page)?;
        self.conversation_of(scope, id).await?;
        Ok(self.ports.board.messages(scope, id, page).await?)
    }

    /// One text as a row.
    pub async fn message(
        &self,
        scope: &Scope,
        id: MessageId,
    ) -> Result<MessageRow, MessagingError> {
        scope.require(Permission::ReadCustomers)?;
        let row = self.ports.board.message(scope, id).await?;
        let row = row.ok_or(MessagingError::NotFound("message"))?;
        self.conversation_of(scope, row.message.conversation).await?;
        Ok(row)
    }

    /// Counts for badges.
    pub async fn conversation_counts(
        &self,
        scope: &Scope,
    ) -> Result<ConversationCounts, MessagingError> {
        scope.require(Permission::ReadCustomers)?;
        Ok(self.ports.board.counts(scope, self.ports.clock.now()).await?)
    }

    /// All texts with a number as a person writes it, and whether it may be texted. A number without a text has an empty
    /// thread.
    pub async fn thread_of_number(
        &self,
        scope: &Scope,
        number: &str,
        page: &PageRequest,
    ) -> Result<ThreadOfNumber, MessagingError> {
        scope.require(Permission::ReadCustomers)?;
        checked_page(page)?;
        let now = self.ports.clock.now();
        let region = self.ports.company.facts(scope, now).await?.region;
        let number = Phone::parse(number, &region)
            .map_err(|_| Invalid::field("number", "invalid_format", "Is no telephone number."))?;
        let customer = self.ports.parties.of_number(scope, &number).await?.customer;
        let filter = match customer {
            Some(customer) => {
                ConversationFilter { customer: Some(customer), ..ConversationFilter::default() }
            }
            None => {
                ConversationFilter { number: Some(number.clone()), ..ConversationFilter::default() }
            }
        };
        let found = self.conversations(scope, &filter, &PageRequest::first(1)).await?;
        let conversation = found.items.first().map(|row| row.conversation.id);
        let messages = match conversation {
            Some(id) => self.ports.board.messages(scope, id, page).await?,
            None => Page { items: Vec::new(), next: None },
        };
        let refusals = self.standing(scope, number, customer).await?;
        Ok(ThreadOfNumber { conversation, messages, standing: standing_of(&refusals), refusals })
    }

    /// Why a conversation cannot be answered by hand now; empty when it can.
    pub async fn may_write(
        &self,
        scope: &Scope,
        id: ConversationId,
    ) -> Result<Vec<Refusal>, MessagingError> {
        scope.require(Permission::ReadCustomers)?;
        let party = self.party_of_conversation(scope, id).await?;
        match party.number {
            Some(number) => self.standing(scope, number, party.customer).await,
            None => Err(MessagingError::NoNumber),
        }
    }

    async fn standing(
        &self,
        scope: &Scope,
        number: Phone,
        customer: Option<CustomerId>,
    ) -> Result<Vec<Refusal>, MessagingError> {
        let question = ContactQuestion {
            number,
            customer,
            purpose: Purpose::Reply,
            writer: Writer::Person { member: scope.member() },
            at: self.ports.clock.now(),
        };
        Ok(match self.ports.gate.ask(scope, &question).await? {
            GateAnswer::Allowed(_) => Vec::new(),
            GateAnswer::Refused(refusals) => refusals,
        })
    }
}

fn standing_of(refusals: &[Refusal]) -> TextStanding {
    if refusals.is_empty() {
        TextStanding::Allowed
    } else if refusals.iter().any(|refusal| OPT_OUTS.contains(&refusal.rule.as_str())) {
        TextStanding::OptedOut
    } else {
        TextStanding::NotNow
    }
}
