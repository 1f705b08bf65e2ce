//! Who are we, and when are we there? Asked by the messaging, answered by the workspace and the business hours.

use async_trait::async_trait;
use callboard_followups::{
    hours::{BusinessCalendar, Zone},
    ports::RuleBook,
};
use callboard_kernel::{PortError, Scope, Timestamp};
use callboard_messaging::ports::{Company, CompanyFacts};
use callboard_workspaces::ports::WorkspaceRepository;
use std::sync::Arc;
use time::OffsetDateTime;

/// Answers from the settings of the workspace and its rule book.
pub struct CompanyBridge {
    workspaces: Arc<dyn WorkspaceRepository>,
    rules: Arc<dyn RuleBook>,
}

impl CompanyBridge {
    /// Over the store of workspaces and the rule book.
    pub fn new(workspaces: Arc<dyn WorkspaceRepository>, rules: Arc<dyn RuleBook>) -> Self {
        Self { workspaces, rules }
    }
}

#[async_trait]
impl Company for CompanyBridge {
    async fn facts(&self, scope: &Scope, at: Timestamp) -> Result<CompanyFacts, PortError> {
        const ASKED: &str = "company.facts";
        let found = self.workspaces.get(scope).await?;
        let workspace = found.ok_or_else(|| PortError::broken(ASKED, "no workspace"))?.value;
        let facts = workspace.snapshot();
        let hours = self.rules.hours(scope).await?.value;
        let zone = Zone::find(&hours.time_zone).map_err(|error| PortError::broken(ASKED, error))?;
        let calendar =
            BusinessCalendar::new(hours).map_err(|error| PortError::broken(ASKED, error))?;
        // A desk that never opens has no time to name.
        let opening = calendar.next_opening(at).ok().filter(|opening| *opening > at);
        let next_opening = opening.map(|opening| {
            let local = |instant: Timestamp| instant.to_offset(zone.offset(instant));
            sentence(local(opening), local(at))
        });
        Ok(CompanyFacts {
            name: facts.name.clone(),
            region: facts.region.clone(),
            next_opening: next_opening.unwrap_or_default(),
        })
    }
}

/// "We open again tomorrow at 8:00 AM.", as the clock on the wall shows it.
fn sentence(opening: OffsetDateTime, now: OffsetDateTime) -> String {
    let days = (opening.date() - now.date()).whole_days();
    let day = match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=6 => opening.weekday().to_string(),
        _ => format!("{}, {} {}", opening.weekday(), opening.month(), opening.day()),
    };
    let hour = match opening.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let half = if opening.hour() < 12 { "AM" } else { "PM" };
    format!("We open again {day} at {hour}:{:02} {half}.", opening.minute())
}

#[cfg(test)]
mod tests {
    use super::sentence;
    use time::macros::datetime;

    #[test]
    fn the_next_opening_is_said_as_people_say_it() {
        let evening = datetime!(2026-11-24 19:00 -5);
        let said = |opening| sentence(opening, evening);
        assert_eq!(said(datetime!(2026-11-25 08:00 -5)), "We open again tomorrow at 8:00 AM.");
        assert_eq!(said(datetime!(2026-11-24 20:30 -5)), "We open again today at 8:30 PM.");
        assert_eq!(said(datetime!(2026-11-30 12:00 -5)), "We open again Monday at 12:00 PM.");
        assert_eq!(
            said(datetime!(2026-12-03 00:05 -5)),
            "We open again Thursday, December 3 at 12:05 AM."
        );
    }
}
