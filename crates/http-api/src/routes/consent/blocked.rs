//! Blocked numbers, and opting a number out.

use super::shapes::{Author, Names};
use crate::{
    answer::{Answer, Created, Done},
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    request::{Params, page},
    routes::Part,
};
use callboard_consent::model::{BlockedNumber as Block, Via};
use callboard_kernel::ConsentEntryId;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// A number that the workspace neither takes calls from nor contacts.
#[derive(Object)]
pub(crate) struct BlockedNumber {
    /// In E.164.
    number: String,
    /// Since when.
    at: Instant,
    /// Who blocked it.
    by: Author,
    /// Why.
    reason: String,
}

/// A number to be blocked.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewBlockedNumber {
    /// In any format.
    #[oai(validator(min_length = 1, max_length = 40))]
    number: String,
    /// Why.
    #[oai(default, validator(max_length = 500))]
    reason: String,
}

/// A page of blocked numbers.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct BlockedNumberPage {
    /// Newest first.
    data: Vec<BlockedNumber>,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Which page.
#[derive(Object)]
pub(crate) struct BlockedQuery {
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

/// Through what a number was opted out.
#[derive(Object)]
pub(crate) struct OptOutQuery {
    /// Without it by text.
    channel: Option<Word<Via>>,
}

/// What the ledger got.
#[derive(Object)]
pub(crate) struct OptedOut {
    /// In E.164.
    number: String,
    /// The new entries: one for each customer who has the number, or one for the number.
    entry_ids: Vec<Uuid>,
}

impl BlockedNumber {
    fn of(block: Block, names: &Names) -> Self {
        Self {
            by: names.author(&block.by),
            number: block.number.into(),
            at: block.at.into(),
            reason: block.reason,
        }
    }
}

pub(crate) struct BlockedApi;

#[OpenApi(prefix_path = "/blocked-numbers", tag = "Part::Consent")]
impl BlockedApi {
    /// Blocked numbers
    #[oai(path = "/", method = "get", operation_id = "list_blocked_numbers")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<BlockedQuery>,
    ) -> Result<Answer<BlockedNumberPage>, Problem> {
        let page = page(query.0.limit, query.0.cursor);
        let found = caller.consents.blocked_numbers(&caller.scope, &page).await?;
        let names = Names::of(&caller).await?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(|block| BlockedNumber::of(block, &names)).collect();
        Ok(Answer(BlockedNumberPage { data, has_more: next_cursor.is_some(), next_cursor }))
    }

    /// Block a number
    ///
    /// Blocking it again answers how it stands.
    #[oai(path = "/", method = "post", operation_id = "block_number")]
    async fn block(
        &self,
        caller: Caller,
        body: Json<NewBlockedNumber>,
    ) -> Result<Created<BlockedNumber>, Problem> {
        let NewBlockedNumber { number, reason } = body.0;
        let block = caller.consents.block(&caller.scope, &number, &reason, None).await?;
        Ok(Created(BlockedNumber::of(block, &Names::of(&caller).await?)))
    }

    /// Block a number no longer
    ///
    /// The plus sign of the number is written as `%2B`.
    #[oai(path = "/:number", method = "delete", operation_id = "unblock_number")]
    async fn unblock(&self, caller: Caller, number: Path<String>) -> Result<Done, Problem> {
        caller.consents.unblock(&caller.scope, &number.0).await?;
        Ok(Done)
    }
}

pub(crate) struct OptOutApi;

#[OpenApi(prefix_path = "/messaging", tag = "Part::Consent")]
impl OptOutApi {
    /// Opt a number out
    ///
    /// As if STOP had come from it: it is revoked at once for everything, on all of our lines, for every customer who has the
    /// number. The plus sign of the number is written as `%2B`.
    #[oai(path = "/opt-out/:number", method = "post", operation_id = "opt_out_number")]
    async fn opt_out(
        &self,
        caller: Caller,
        number: Path<String>,
        query: Params<OptOutQuery>,
    ) -> Result<Answer<OptedOut>, Problem> {
        let number = caller.consents.number(&caller.scope, &number.0).await?;
        let via = query.0.channel.map_or(Via::Text, |word| word.0);
        let ids = caller.consents.opt_out(&caller.scope, &number, "", via).await?;
        let entry_ids = ids.into_iter().map(ConsentEntryId::uuid).collect();
        Ok(Answer(OptedOut { number: number.into(), entry_ids }))
    }
}
