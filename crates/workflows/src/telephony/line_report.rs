//! A conversation of the switchboard as the call log hears it.

use callboard_calls::{
    CallError, Calls,
    model::{
        AgentType, CallSource, CarrierInfo, Direction, Intent, LeadSource, LineCall, LineChange,
        LineReport, LineType, Purpose,
    },
};
use callboard_kernel::{CallId, MemberId, Scope, Timestamp, timestamp};
use callboard_switchboard::{
    CallHeard,
    model::{OrderSnapshot, Reading},
};

/// The pretend carrier, which alone may say what a network would not know.
const PRETENDS: &str = "simulator";

/// What the log is told; `None` when it cannot be told yet.
fn line_report(heard: &CallHeard) -> Option<LineReport> {
    let change = match heard.reading {
        Reading::Rings => LineChange::Rang,
        Reading::Talks { at, member } => LineChange::Answered { at, agent: member },
        Reading::Talked { answered_at, ended_at, .. } => {
            LineChange::HungUp { at: ended_at, answered_at: Some(answered_at) }
        }
        Reading::Unanswered { ended_at } => LineChange::HungUp { at: ended_at, answered_at: None },
        Reading::Failed { at } => LineChange::Failed { at },
        Reading::Unsettled { .. } => return None,
    };
    let mut line = match &heard.order {
        Some(order) => of_order(order, order.created_at),
        None => blank(heard.is_outbound, heard.at),
    };
    if heard.order.is_none() {
        let (from, to) = (heard.outside.clone(), heard.ours.clone());
        (line.from, line.to) = if heard.is_outbound { (to, from) } else { (from, to) };
    }
    if let Some(offered) = &heard.offered {
        let name = offered.caller_name.as_ref().map(|name| name.expose().trim().to_owned());
        line.caller_name = name.unwrap_or_default();
        if heard.provider == PRETENDS {
            for (name, value) in &offered.parameters {
                hint(&mut line, name, value.expose());
            }
        }
    }
    Some(LineReport {
        provider: heard.provider.clone(),
        provider_call_id: heard.first.as_str().to_owned(),
        line,
        change,
    })
}

/// What the log is told of an order that the telephone company took.
pub(crate) fn order_report(
    order: &OrderSnapshot,
    provider: &str,
    at: Timestamp,
) -> Option<LineReport> {
    Some(LineReport {
        provider: provider.to_owned(),
        provider_call_id: order.provider_call_id.clone()?,
        line: of_order(order, at),
        change: LineChange::Rang,
    })
}

/// Enters what was heard. Who talked is told with the answer, so an end of which the answer was lost is told as both.
pub(crate) async fn in_the_log(
    calls: &Calls,
    scope: &Scope,
    heard: &CallHeard,
) -> Result<Option<CallId>, CallError> {
    let Some(report) = line_report(heard) else { return Ok(None) };
    if let Reading::Talked { answered_at, member, .. } = heard.reading {
        let change = LineChange::Answered { at: answered_at, agent: member };
        calls.ingest(scope, LineReport { change, ..report.clone() }).await?;
    }
    if let (true, Some(agent)) = (heard.in_room, talker(heard.reading)) {
        // Whoever answered may have left; the log has the call with whoever it was passed on to.
        calls.ingest(scope, report.clone()).await?;
        let change = LineChange::PassedOn { agent };
        return calls.ingest(scope, LineReport { change, ..report }).await.map(Some);
    }
    calls.ingest(scope, report).await.map(Some)
}

const fn talker(reading: Reading) -> Option<MemberId> {
    match reading {
        Reading::Talks { member, .. } | Reading::Talked { member, .. } => member,
        _ => None,
    }
}

fn of_order(order: &OrderSnapshot, at: Timestamp) -> LineCall {
    LineCall {
        from: Some(order.from.clone()),
        to: Some(order.number.clone()),
        caller_name: order.name.clone(),
        ..blank(true, at)
    }
}

fn blank(is_outbound: bool, at: Timestamp) -> LineCall {
    LineCall {
        direction: if is_outbound { Direction::Out } else { Direction::In },
        purpose: if is_outbound { Purpose::Callback } else { Purpose::Inbound },
        source: CallSource::Phone,
        lead_source: LeadSource::Unknown,
        from: None,
        to: None,
        started_at: at,
        caller_name: String::new(),
        agent_type: AgentType::Human,
        intent: None,
        emergency_score: 0,
        spam_score: 0,
        value_est_cents: None,
        tags: Vec::new(),
        carrier: CarrierInfo { carrier: None, line_type: LineType::Unknown },
    }
}

/// What the pretend town knows of a call. What cannot be read is left as it is.
fn hint(line: &mut LineCall, name: &str, value: &str) {
    match name {
        "started_at_ms" => {
            line.started_at = value.parse().map_or(line.started_at, timestamp);
        }
        "lead_source" => line.lead_source = LeadSource::parse(value).unwrap_or(line.lead_source),
        "intent" => line.intent = Intent::parse(value),
        "emergency_score" => line.emergency_score = value.parse().unwrap_or_default(),
        "spam_score" => line.spam_score = value.parse().unwrap_or_default(),
        "value_est_cents" => line.value_est_cents = value.parse().ok(),
        "line_type" => {
            line.carrier.line_type = LineType::parse(value).unwrap_or(LineType::Unknown);
        }
        "tags" => {
            line.tags = value.split(',').filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
        }
        _ => {}
    }
}
