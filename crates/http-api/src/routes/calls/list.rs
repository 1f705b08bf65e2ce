//! Lists of calls, their totals and their numbers.

use super::{
    call::NewCall,
    detail::{self, OneCall},
    query::{self, CallFilters, CallListQuery},
    row::CallRow,
};
use crate::{
    answer::{Answer, Created, Rows},
    auth::Caller,
    problem::Problem,
    request::{IdempotencyKey, Params, page},
    routes::Part,
};
use poem_openapi::{Object, OpenApi, payload::Json};
use serde::Serialize;

/// A page of calls.
#[derive(Object, Serialize)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CallPage {
    /// The calls.
    data: Vec<CallRow>,
    /// Where the next page starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
    /// All calls that fit; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
}

/// How many calls fit.
#[derive(Object)]
pub(crate) struct CallCount {
    /// All of them.
    total: u64,
}

/// Numbers of the filtered calls.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CallMetrics {
    /// All calls.
    total: u64,
    /// Percent of the ended incoming calls that were answered; absent when there are none.
    answered_percent: Option<f64>,
    /// Calls whose promise is past due.
    overdue: u64,
    /// Calls that won work.
    booked: u64,
}

/// Labels in use.
#[derive(Object)]
pub(crate) struct TagList {
    /// Most used first.
    data: Vec<String>,
}

/// Query of labels.
#[derive(Object)]
pub(crate) struct TagQuery {
    /// How they start.
    #[oai(validator(max_length = 40))]
    prefix: Option<String>,
}

pub(crate) struct ListApi;

#[OpenApi(prefix_path = "/calls", tag = "Part::Calls")]
impl ListApi {
    /// List calls
    ///
    /// A page of the filtered calls, newest first unless sorted otherwise. Technicians get their own.
    #[oai(path = "/", method = "get", operation_id = "list_calls")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<CallListQuery>,
    ) -> Result<Rows<CallPage>, Problem> {
        let query = query.0;
        let sort = query::sort(query.sort.as_deref())?;
        let (filter, page) =
            (query.filters.filter(&caller).await?, page(query.limit, query.cursor));
        let list = caller.calls.list(&caller.scope, &filter, sort, &page);
        let count = async {
            match query.with_total {
                Some(true) => caller.calls.count(&caller.scope, &filter).await.map(Some),
                _ => Ok(None),
            }
        };
        let (found, total) = tokio::try_join!(list, count)?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(CallRow::from).collect();
        Ok(Rows(CallPage { data, has_more: next_cursor.is_some(), next_cursor, total }))
    }

    /// Count calls
    ///
    /// How many calls fit the filters, exactly.
    #[oai(path = "/count", method = "get", operation_id = "count_calls")]
    async fn count(
        &self,
        caller: Caller,
        query: Params<CallFilters>,
    ) -> Result<Answer<CallCount>, Problem> {
        let filter = query.0.filter(&caller).await?;
        let total = caller.calls.count(&caller.scope, &filter).await?;
        Ok(Answer(CallCount { total }))
    }

    /// Numbers of the filtered calls
    ///
    /// For the head of the list: all, answered, overdue, booked.
    #[oai(path = "/metrics", method = "get", operation_id = "get_call_metrics")]
    async fn metrics(
        &self,
        caller: Caller,
        query: Params<CallFilters>,
    ) -> Result<Answer<CallMetrics>, Problem> {
        let filter = query.0.filter(&caller).await?;
        let found = caller.calls.metrics(&caller.scope, &filter).await?;
        let percent = found.inbound_answered as f64 * 1000.0 / found.inbound_ended as f64;
        Ok(Answer(CallMetrics {
            total: found.total,
            answered_percent: (found.inbound_ended > 0).then(|| percent.round() / 10.0),
            overdue: found.overdue,
            booked: found.booked,
        }))
    }

    /// Labels in use
    ///
    /// For completion while typing, most used first.
    #[oai(path = "/tags", method = "get", operation_id = "list_call_tags")]
    async fn tags(
        &self,
        caller: Caller,
        query: Params<TagQuery>,
    ) -> Result<Answer<TagList>, Problem> {
        let prefix = query.0.prefix.unwrap_or_default();
        let data =
            caller.calls.tags(&caller.scope, &prefix, callboard_kernel::DEFAULT_LIMIT).await?;
        Ok(Answer(TagList { data }))
    }

    /// Log a call by hand
    ///
    /// For a call that no carrier reported. The same `Idempotency-Key` again answers the first call.
    #[oai(path = "/", method = "post", operation_id = "create_call")]
    async fn create(
        &self,
        caller: Caller,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Json<NewCall>,
    ) -> Result<Created<OneCall>, Problem> {
        let region = caller.workspace.get(&caller.scope).await?.value.snapshot().region.clone();
        let manual = body.0.manual(&region)?;
        let logged = caller.calls.log_by_hand(&caller.scope, manual, key.as_deref()).await?;
        let (call, _) = detail::around(&caller, logged).await?;
        Ok(Created(OneCall { call }))
    }
}
