//! Gathers what the card of a call says from those who know it.

use crate::{
    auth::{Caller, Who},
    problem::Problem,
};
use callboard_calls::paper::{CallCard, CardFollowUp, CardLine, spoken_number};
use callboard_customers::{
    CustomerError, TimelineRow,
    model::{Address, CustomerSnapshot},
};
use callboard_followups::board::FollowUpRow;
use callboard_kernel::{CallId, CustomerId, PageRequest, Phone};
use callboard_workspaces::AuditRow;

/// Lines of timeline and audit that are read: one more than a card shows, so that it can say that there are more.
const LINES: u32 = 4;

/// The card of a call.
pub(super) async fn of(caller: &Caller, id: CallId) -> Result<CallCard, Problem> {
    let scope = &caller.scope;
    let call = caller.calls.get(scope, id).await?.value.snapshot().clone();
    let row = caller.calls.row(scope, id).await?;
    let workspace = caller.workspace.get(scope).await?.value.snapshot().clone();
    let outcomes = caller.calls.dispositions(scope).await?.value;
    let follow_ups = caller.follow_ups.of_call(scope, id).await?;
    let page = PageRequest::first(LINES);
    let changes = caller.audit.of_target(scope, "call", id.uuid(), &page).await?;
    let (customer, timeline) = customer(caller, call.customer, &page).await?;
    let outcome = call.disposition.as_ref().map(|key| {
        let known = outcomes.into_iter().find(|outcome| outcome.key == *key);
        known.map_or_else(|| key.clone(), |outcome| outcome.label)
    });
    Ok(CallCard {
        workspace: workspace.name,
        region: workspace.region,
        currency: workspace.currency.code().to_owned(),
        printed_by: match &caller.who {
            Who::Member { member, .. } => member.name.clone(),
            Who::Key(key) => key.name.clone(),
        },
        agent: row.agent_name,
        outcome,
        name: customer.as_ref().map_or_else(|| row.caller_name.clone(), |one| one.name.clone()),
        phones: phones(row_number(&call), customer.as_ref()),
        email: customer
            .as_ref()
            .and_then(|one| one.emails.first())
            .map(|mail| mail.address.clone()),
        address: customer
            .as_ref()
            .and_then(|one| one.address.as_ref())
            .map_or_else(Vec::new, lines),
        customer_notes: customer.map(|one| one.notes).unwrap_or_default(),
        follow_ups: follow_ups.into_iter().map(follow_up).collect(),
        timeline: timeline.into_iter().map(happened).collect(),
        changes: changes.items.into_iter().map(changed).collect(),
        call,
    })
}

/// A customer who is gone meanwhile is no reason not to print.
async fn customer(
    caller: &Caller,
    id: Option<CustomerId>,
    page: &PageRequest,
) -> Result<(Option<CustomerSnapshot>, Vec<TimelineRow>), Problem> {
    let Some(id) = id else { return Ok((None, Vec::new())) };
    let whole = caller.customers.get(&caller.scope, id);
    let timeline = caller.customers.timeline(&caller.scope, id, page);
    match tokio::try_join!(whole, timeline) {
        Ok((whole, timeline)) => Ok((Some(whole.value.snapshot().clone()), timeline.items)),
        Err(CustomerError::NotFound) => Ok((None, Vec::new())),
        Err(error) => Err(error.into()),
    }
}

const fn row_number(call: &callboard_calls::model::CallSnapshot) -> Option<&Phone> {
    match call.direction {
        callboard_calls::model::Direction::In => call.from.as_ref(),
        callboard_calls::model::Direction::Out => call.to.as_ref(),
    }
}

/// The number of the call first, then the customer's others with what they are.
fn phones(of_call: Option<&Phone>, customer: Option<&CustomerSnapshot>) -> Vec<String> {
    let mut phones: Vec<_> = of_call.map(spoken_number).into_iter().collect();
    let others = customer.into_iter().flat_map(|customer| &customer.phones);
    phones.extend(others.filter(|phone| Some(&phone.number) != of_call).map(|phone| {
        let label = phone.label.as_ref().map(|label| format!("  {label}")).unwrap_or_default();
        format!("{}{label}", spoken_number(&phone.number))
    }));
    phones.truncate(3);
    phones
}

/// An address as it is written on an envelope.
fn lines(address: &Address) -> Vec<String> {
    let street = join(", ", &[&address.street, &address.street2]);
    let region = join(" ", &[&address.state, &address.postal_code]);
    let town = join(", ", &[&address.city, &region]);
    [street, town, address.country.clone()].into_iter().filter(|line| !line.is_empty()).collect()
}

fn join(with: &str, parts: &[&str]) -> String {
    let parts: Vec<_> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join(with)
}

fn follow_up(row: FollowUpRow) -> CardFollowUp {
    CardFollowUp {
        kind: row.kind.to_string(),
        due_at: row.due_at,
        state: row.status.to_string(),
        who: row.assigned_name,
        note: row.note,
    }
}

fn happened(row: TimelineRow) -> CardLine {
    let kind = row.kind.to_string();
    let what = if row.subject.is_empty() { kind.replace('_', " ") } else { row.subject };
    let by = row.member_name.map(|name| format!(" · {name}")).unwrap_or_default();
    CardLine { at: row.at, what: format!("{what}{by}"), more: row.notes }
}

fn changed(row: AuditRow) -> CardLine {
    let did = match row.action.as_str() {
        "create" => "wrote it down",
        "update" => "changed",
        "delete" => "removed it",
        "link" => "tied it to a customer",
        "unlink" => "untied it from a customer",
        "assign" => "gave it to a member",
        "unassign" => "took it from a member",
        "escalate" => "escalated it",
        "tag" => "tagged it",
        "untag" => "took a tag away",
        "import" => "brought it in from a file",
        "download" => "printed it",
        other => other,
    };
    let fields: Vec<_> = match row.action.as_str() {
        "update" => row.after.keys().map(|field| field.replace('_', " ")).take(6).collect(),
        _ => Vec::new(),
    };
    let who = row.actor_name.replace('_', " ");
    let fields = if fields.is_empty() { String::new() } else { format!(" {}", fields.join(", ")) };
    CardLine { at: row.at, what: format!("{who} {did}{fields}"), more: row.note }
}
