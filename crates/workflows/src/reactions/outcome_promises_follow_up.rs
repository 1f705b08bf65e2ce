//! An outcome promises a follow-up: what a person promised with it is kept as one. An outcome that was undone or replaced
//! in the meantime promises nothing.

use super::{
    Happening, ReactionError,
    call_now::{promise_facts, subject_of},
};
use callboard_calls::{CallEvent, PromisedFollowUp, model::DispositionClass};
use callboard_followups::{
    OutcomePromise,
    model::{FollowUpKind, Priority},
};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::OutcomeRecorded { facts, class, follow_up: Some(promised), .. } =
        what.call_event()?
    else {
        return Ok(());
    };
    let Some(call) = what.call_now(facts.call).await? else { return Ok(()) };
    let Some(recorded_at) = call.snapshot().outcome_at else { return Ok(()) };
    if call.snapshot().disposition != facts.disposition {
        return Ok(());
    }
    let (kind, priority) = words_of(&promised, &what.event.name)?;
    let facts = call.facts();
    let promise = OutcomePromise {
        call: facts.call,
        recorded_at,
        closing: class != DispositionClass::Open,
        customer: facts.customer,
        subject: subject_of(&facts),
        emergency: call.is_emergency(),
        facts: promise_facts(&facts),
        kind,
        due_at: promised.due_at,
        rule_minutes: promised.rule_minutes,
        assigned_to: promised.assigned_to,
        priority,
        note: promised.note.unwrap_or_default(),
        by: what.member(),
    };
    what.ports
        .followups
        .promise_from_outcome(&what.scope, promise, &what.cause, what.depth)
        .await
        .map_err(ReactionError::of)
}

fn words_of(
    promised: &PromisedFollowUp,
    event: &str,
) -> Result<(FollowUpKind, Option<Priority>), ReactionError> {
    let unreadable = || ReactionError::unreadable(event);
    let kind = FollowUpKind::parse(&promised.kind).ok_or_else(unreadable)?;
    let priority = match &promised.priority {
        Some(word) => Some(Priority::parse(word).ok_or_else(unreadable)?),
        None => None,
    };
    Ok((kind, priority))
}
