//! When is the desk open? Asked by the switchboard, answered from the business hours.

use async_trait::async_trait;
use callboard_followups::{
    hours::{BusinessCalendar, WallClock, Zone},
    ports::RuleBook,
};
use callboard_kernel::{PortError, Scope, Timestamp};
use callboard_switchboard::ports::{DeskHours, Hours};
use std::sync::Arc;

/// Answers from the rule book.
pub struct DeskHoursBridge {
    rules: Arc<dyn RuleBook>,
}

impl DeskHoursBridge {
    /// Over the rule book.
    pub fn new(rules: Arc<dyn RuleBook>) -> Self {
        Self { rules }
    }
}

#[async_trait]
impl DeskHours for DeskHoursBridge {
    async fn hours(&self, scope: &Scope) -> Result<Arc<dyn Hours>, PortError> {
        const ASKED: &str = "desk_hours.hours";
        let hours = self.rules.hours(scope).await?.value;
        let zone = Zone::find(&hours.time_zone).map_err(|error| PortError::broken(ASKED, error))?;
        let wall =
            WallClock::new(&hours.time_zone).map_err(|error| PortError::broken(ASKED, error))?;
        let calendar =
            BusinessCalendar::new(hours).map_err(|error| PortError::broken(ASKED, error))?;
        Ok(Arc::new(SpokenHours { calendar, zone, wall }))
    }
}

/// Business hours that can be read out.
struct SpokenHours {
    calendar: BusinessCalendar,
    zone: Zone,
    wall: WallClock,
}

impl Hours for SpokenHours {
    fn is_open(&self, at: Timestamp) -> bool {
        self.calendar.is_open(at)
    }

    fn opens(&self, at: Timestamp) -> Option<String> {
        let opens = self.calendar.next_opening(at).ok()?;
        let local = opens.to_offset(self.zone.offset(opens));
        let (today, day) = (self.wall.date_of(at), self.wall.date_of(opens));
        let day = match (day - today).whole_days() {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            2..=6 => format!("on {}", day.weekday()),
            _ => format!("on {} {}", day.month(), day.day()),
        };
        let (hour, half) = match local.hour() {
            0 => (12, "AM"),
            hour @ 1..=11 => (hour, "AM"),
            12 => (12, "PM"),
            hour => (hour - 12, "PM"),
        };
        let minutes = match local.minute() {
            0 => String::new(),
            minute => format!(":{minute:02}"),
        };
        Some(format!("{day} at {hour}{minutes} {half}"))
    }
}
