//! One call for the van: whom to visit and why, in letters that can be read at arm's length.

use super::{
    Held, LargeLine, Part, Sheet, SheetLine,
    log::{amount, clock, paper_of, titled},
};
use crate::{
    export::LocalZone,
    model::{CallSnapshot, Direction},
};
use callboard_kernel::Timestamp;

/// Most lines of each kind; a card is a page, not a file.
const MOST_LINES: usize = 3;

/// What a card is made of, gathered from whoever knows it.
#[derive(Clone, PartialEq, Debug)]
pub struct CallCard {
    /// The call.
    pub call: CallSnapshot,
    /// Name of the workspace.
    pub workspace: String,
    /// Its country.
    pub region: String,
    /// ISO code of its currency.
    pub currency: String,
    /// Who prints it.
    pub printed_by: String,
    /// Name of the member who talked.
    pub agent: Option<String>,
    /// Title of the outcome.
    pub outcome: Option<String>,
    /// Name of the customer, else of the caller.
    pub name: String,
    /// Numbers to call, the one that rang first.
    pub phones: Vec<String>,
    /// E-mail address of the customer.
    pub email: Option<String>,
    /// Where to go, a line each.
    pub address: Vec<String>,
    /// What is remembered of the customer.
    pub customer_notes: String,
    /// Promises of the call.
    pub follow_ups: Vec<CardFollowUp>,
    /// What happened with the customer, newest first.
    pub timeline: Vec<CardLine>,
    /// Who changed the call, newest first.
    pub changes: Vec<CardLine>,
}

/// A promise on a card.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CardFollowUp {
    /// What it is.
    pub kind: String,
    /// When it is due.
    pub due_at: Timestamp,
    /// How it stands.
    pub state: String,
    /// Who shall do it.
    pub who: Option<String>,
    /// What to remember.
    pub note: String,
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CardLine {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: String,
    /// More of it.
    pub more: String,
}

/// The sheet of a card.
pub fn call_card(card: &CallCard, zone: &LocalZone, now: Timestamp) -> Sheet {
    let mut parts = Vec::new();
    if card.call.do_not_contact {
        parts.push(Part::Warning(
            "DO NOT CONTACT – this customer asked not to be contacted".to_owned(),
        ));
    }
    parts.push(Part::Large(large(card)));
    parts.push(Part::Facts(facts(card, zone)));
    let call_notes = card.call.notes.trim();
    parts.push(Part::Heading("Notes of the call".to_owned()));
    parts.push(Part::Text(
        if call_notes.is_empty() { "Nothing was written down." } else { call_notes }.to_owned(),
    ));
    if !card.customer_notes.trim().is_empty() {
        parts.push(Part::Heading("About the customer".to_owned()));
        parts.push(Part::Text(card.customer_notes.trim().to_owned()));
    }
    section(&mut parts, "Promises", card.follow_ups.iter().map(|task| follow_up(task, zone)), 0);
    let line = |line: &CardLine| SheetLine {
        when: zone.spoken(line.at),
        what: line.what.clone(),
        more: line.more.clone(),
    };
    let timeline = card.timeline.iter().take(MOST_LINES).map(line);
    section(&mut parts, "What happened before", timeline, card.timeline.len());
    let changes = card.changes.iter().take(MOST_LINES).map(line);
    section(&mut parts, "Who changed what", changes, card.changes.len());
    parts.push(Part::Ruled("On site".to_owned()));
    Sheet {
        title: "Call card".to_owned(),
        owner: card.workspace.clone(),
        under_title: vec![format!("{} call of {}", way(card), zone.spoken(card.call.started_at))],
        paper: paper_of(&card.region),
        held: Held::Upright,
        parts,
        foot: format!("Printed {} by {}", zone.spoken(now), card.printed_by),
    }
}

fn section(parts: &mut Vec<Part>, title: &str, lines: impl Iterator<Item = SheetLine>, of: usize) {
    let lines: Vec<_> = lines.collect();
    if lines.is_empty() {
        return;
    }
    let title = if of > lines.len() {
        format!("{title} (newest {}, more in Callboard)", lines.len())
    } else {
        title.to_owned()
    };
    parts.push(Part::Heading(title));
    parts.push(Part::Lines(lines));
}

const fn way(card: &CallCard) -> &'static str {
    match card.call.direction {
        Direction::In => "Incoming",
        Direction::Out => "Outgoing",
    }
}

fn large(card: &CallCard) -> Vec<LargeLine> {
    let line =
        |label: &str, text: &str| LargeLine { label: label.to_owned(), text: text.to_owned() };
    let name = if card.name.trim().is_empty() { "Unknown caller" } else { card.name.trim() };
    let mut lines = vec![line("", name)];
    for (index, phone) in card.phones.iter().enumerate() {
        lines.push(line(if index == 0 { "Phone" } else { "" }, phone));
    }
    for (index, part) in card.address.iter().enumerate() {
        lines.push(line(if index == 0 { "Address" } else { "" }, part));
    }
    if card.address.is_empty() {
        lines.push(line("Address", "not known"));
    }
    lines
}

fn facts(card: &CallCard, zone: &LocalZone) -> Vec<(String, String)> {
    let call = &card.call;
    let mut facts = Vec::new();
    let mut fact = |label: &str, value: String| {
        if !value.is_empty() {
            facts.push((label.to_owned(), value));
        }
    };
    fact("Wants", call.intent.map(|intent| titled(intent.as_str())).unwrap_or_default());
    fact("Outcome", card.outcome.clone().unwrap_or_else(|| "none yet".to_owned()));
    let value = call.value_est_cents.map(|cents| format!("{} {}", amount(cents), card.currency));
    fact("Estimated value", value.unwrap_or_default());
    fact("Taken by", card.agent.clone().unwrap_or_default());
    fact("Rang", zone.spoken(call.started_at));
    let talked =
        if call.duration_s > 0 { clock(call.duration_s) } else { "not answered".to_owned() };
    fact("Talked", talked);
    fact("Status", titled(call.status.as_str()));
    fact("Purpose", titled(call.purpose.as_str()));
    fact("E-mail", card.email.clone().unwrap_or_default());
    fact("Tags", call.tags.join(", "));
    facts
}

fn follow_up(task: &CardFollowUp, zone: &LocalZone) -> SheetLine {
    let who = task.who.as_ref().map(|who| format!(" · {who}")).unwrap_or_default();
    SheetLine {
        when: zone.spoken(task.due_at),
        what: format!("{}, {}{who}", titled(&task.kind), task.state),
        more: task.note.clone(),
    }
}
