//! The conditions of a filtered list of calls.

use super::{
    catalogue, counted,
    row::{self, tag},
};
use crate::{
    dialect::Searched,
    error::Result,
    keyset::column,
    local_time::LocalHours,
    scoped,
    search::{self, Reading},
    tx::Tx,
};
use callboard_calls::{
    board::{CallFilter, PromiseState},
    model::EscalationStatus,
};
use callboard_kernel::{MemberId, Scope, Timestamp, millis};
use sea_orm::{
    ColumnTrait, Condition, IdenStatic, QueryFilter, QuerySelect, QueryTrait, Select, Value,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

/// The calls that the actor may see: a technician his own.
pub(super) fn visible(tx: &Tx, scope: &Scope) -> Select<row::Entity> {
    let own = scope.only_calls_of().map(|member| row::Column::AgentId.eq(member.uuid()));
    scoped::find::<row::Entity>(tx).filter(Condition::all().add_option(own))
}

/// What the filter asks for. `now` decides the states of promises.
pub(super) async fn condition(
    tx: &Tx,
    filter: &CallFilter,
    now: Timestamp,
    reading: Reading,
) -> Result<Condition> {
    use row::Column as C;
    let CallFilter {
        from,
        to,
        direction,
        status,
        purpose,
        intent,
        disposition,
        without_disposition,
        disposition_class,
        agent_type,
        agent,
        value_min_cents,
        value_max_cents,
        duration_min_s,
        duration_max_s,
        has_job,
        has_recording,
        has_transcript,
        do_not_contact,
        tags,
        line,
        source,
        lead_source,
        queue_status,
        outcome_required,
        after_hours,
        customer,
        has_customer,
        promise,
        search,
        needs_triage,
        counted_as,
        hour,
        weekday,
        escalation,
    } = filter;
    // In a page these are checked on the way through its order; to count, their own index is the short way.
    let checked = |column: C| match reading {
        Reading::Page => tx.dialect().checked("calls", column.as_str()),
        Reading::Total => Expr::col((row::Entity, column)),
    };
    let mut all = Condition::all()
        .add_option(from.map(|from| C::StartedAt.gte(millis(from))))
        .add_option(to.map(|to| C::StartedAt.lt(millis(to))))
        .add_option(any(C::Direction, direction.iter().map(|word| word.as_str())))
        .add_option(any(C::Status, status.iter().map(|word| word.as_str())))
        .add_option(any(C::Purpose, purpose.iter().map(|word| word.as_str())))
        .add_option(any_of(checked(C::Intent), intent.iter().map(|word| word.as_str())))
        .add_option(any_of(
            checked(C::Disposition),
            dispositions(disposition, *without_disposition),
        ))
        .add_option(any(C::AgentType, agent_type.iter().map(|word| word.as_str())))
        .add_option(any(C::AgentId, agent.iter().copied().map(MemberId::uuid)))
        .add_option(value_min_cents.map(|least| C::ValueEstCents.gte(least)))
        .add_option(value_max_cents.map(|most| C::ValueEstCents.lte(most)))
        .add_option(duration_min_s.map(|least| checked(C::DurationS).gte(least)))
        .add_option(duration_max_s.map(|most| checked(C::DurationS).lte(most)))
        .add_option(has_job.map(|has| present(C::JobId, has)))
        .add_option(has_recording.map(|has| present(C::RecordingUrl, has)))
        .add_option(has_transcript.map(|has| present(C::Transcript, has)))
        .add_option(do_not_contact.map(|marked| C::DoNotContact.eq(marked)))
        .add_option(line.as_ref().map(|line| column::<row::Entity>("own_line").eq(line.as_str())))
        .add_option(any(C::Source, source.iter().map(|word| word.as_str())))
        .add_option(any(C::LeadSource, lead_source.iter().map(|word| word.as_str())))
        .add_option(any(C::QueueStatus, queue_status.iter().map(|word| word.as_str())))
        .add_option(outcome_required.map(outcome_owed))
        .add_option(after_hours.map(|after| C::AfterHours.eq(after)))
        .add_option(customer.map(|customer| C::CustomerId.eq(customer.uuid())))
        .add_option(has_customer.map(|has| present(C::CustomerId, has)))
        .add_option(any(C::Escalation, escalation.iter().map(|word| word.as_str())));
    if !disposition_class.is_empty() {
        let keys = catalogue::keys_of(tx, disposition_class).await?;
        all = all.add(checked(C::Disposition).is_in(keys));
    }
    if !tags.is_empty() {
        all = all.add(tagged(tx, tags));
    }
    if !promise.is_empty() {
        let open =
            promise.iter().all(|state| !matches!(state, PromiseState::None | PromiseState::Done));
        // Said once more above the alternatives, so that the partial index of open promises is seen to serve.
        all = all.add_option(open.then(|| Expr::cust("\"calls\".\"promise_open\"")));
        all = all.add(
            promise.iter().fold(Condition::any(), |any, state| any.add(promised(*state, now))),
        );
    }
    if !escalation.is_empty() && !escalation.contains(&EscalationStatus::None) {
        // As above: the few calls that ever escalated have an index of their own.
        all = all.add(Expr::cust("\"calls\".\"escalation\" <> 'none'"));
    }
    if let Some(fragment) = search {
        all = all.add(search::condition(tx, Searched::Calls, C::Id, fragment, reading).await?);
    }
    if *needs_triage {
        all = all.add(waits());
    }
    if !counted_as.is_empty() {
        let classes = counted::Classes::load(tx).await?;
        all = all.add(
            counted_as.iter().fold(Condition::any(), |any, word| any.add(classes.condition(*word))),
        );
    }
    if !hour.is_empty() || !weekday.is_empty() {
        let local = LocalHours::between(tx, *from, *to, now).await?.of("calls", "started_at");
        all = all
            .add_option(any_of(local.hour_of_day(), hour.iter().map(|hour| i64::from(*hour))))
            .add_option(any_of(local.weekday(), weekday.iter().map(|day| i64::from(day.index()))));
    }
    Ok(all)
}

/// Whether the list shall be walked in its order: there are conditions, and none of them names few rows by itself.
pub(super) fn is_walked(filter: &CallFilter) -> bool {
    filter.tags.is_empty()
        && filter.customer.is_none()
        && filter.search.is_none()
        && *filter != CallFilter::default()
}

/// In the triage queue. Written out and not as an argument, so that the partial indexes of the queue are seen to serve.
pub(super) fn waits() -> SimpleExpr {
    Expr::cust("\"calls\".\"needs_triage\"")
}

/// A disposition is required and not given.
fn outcome_owed(owed: bool) -> SimpleExpr {
    let condition = "\"calls\".\"outcome_required\" AND \"calls\".\"outcome_at\" IS NULL";
    if owed { Expr::cust(condition) } else { Expr::cust(format!("NOT ({condition})")) }
}

fn any<V: Into<Value>>(
    column: row::Column,
    values: impl IntoIterator<Item = V>,
) -> Option<SimpleExpr> {
    any_of(Expr::col((row::Entity, column)), values)
}

fn any_of<V: Into<Value>>(
    column: SimpleExpr,
    values: impl IntoIterator<Item = V>,
) -> Option<SimpleExpr> {
    let values: Vec<Value> = values.into_iter().map(Into::into).collect();
    (!values.is_empty()).then(|| column.is_in(values))
}

fn present(column: row::Column, present: bool) -> SimpleExpr {
    if present { column.is_not_null() } else { column.is_null() }
}

/// Calls without a disposition hold the empty text.
fn dispositions(keys: &[String], none_too: bool) -> impl Iterator<Item = &str> {
    keys.iter().map(String::as_str).chain(none_too.then_some(""))
}

fn tagged(tx: &Tx, tags: &[String]) -> SimpleExpr {
    let calls = scoped::find::<tag::Entity>(tx)
        .select_only()
        .column(tag::Column::CallId)
        .filter(tag::Column::Tag.is_in(tags))
        .into_query();
    row::Column::Id.in_subquery(calls)
}

/// The promise of a call in a state (S1-SLA-02): a callback warns 10 minutes before it is due and is critical 5 minutes
/// before; anything else 60 and 30.
fn promised(state: PromiseState, now: Timestamp) -> Condition {
    let number = |name: &'static str| column::<row::Entity>(name);
    let flag = |name: &str| Expr::cust(format!("\"calls\".\"{name}\""));
    let now = millis(now);
    let due = || number("promise_due_at");
    let running = || Condition::all().add(flag("promise_open")).add(flag("promise_paused").not());
    let minutes_left = |callback: i64, other: i64| {
        let is_callback = || number("promise_kind").eq("callback");
        let until = |minutes: i64| due().gt(now + minutes * 60_000);
        Condition::any()
            .add(Condition::all().add(is_callback()).add(until(callback)))
            .add(Condition::all().add(is_callback().not()).add(until(other)))
    };
    match state {
        PromiseState::None => {
            Condition::all().add(flag("promise_open").not()).add(flag("promise_done").not())
        }
        PromiseState::Done => Condition::all().add(flag("promise_done")),
        PromiseState::Paused => {
            Condition::all().add(flag("promise_open")).add(flag("promise_paused"))
        }
        PromiseState::Overdue => running().add(due().lte(now)),
        PromiseState::Critical => running().add(due().gt(now)).add(minutes_left(5, 30).not()),
        PromiseState::Warning => running().add(minutes_left(5, 30)).add(minutes_left(10, 60).not()),
        PromiseState::Ok => running().add(minutes_left(10, 60)),
    }
}
