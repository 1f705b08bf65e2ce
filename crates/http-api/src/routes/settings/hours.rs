//! Business hours.

use crate::{answer::Versioned, auth::Caller, problem::Problem, request::IfMatch, routes::Part};
use callboard_followups::hours::{self as domain, LocalTime};
use callboard_kernel::{Invalid, Loaded};
use poem_openapi::{Object, OpenApi, payload::Json};
use time::Date;

/// When the desk is open.
#[derive(Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub(crate) struct BusinessHours {
    /// IANA name of the zone of all times: the workspace's.
    #[oai(validator(max_length = 60))]
    time_zone: String,
    /// The ordinary week.
    weekly: Weekly,
    /// Single days that differ.
    #[oai(validator(max_items = 500))]
    exceptions: Vec<DatedException>,
    /// Days off, each with its switch.
    #[oai(validator(max_items = 200))]
    holidays: Vec<Holiday>,
    /// Version of the hours; sent back, it guards against overwriting somebody else's change.
    version: i64,
}

/// The blocks of each weekday; no block is a closed day.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct Weekly {
    #[oai(validator(max_items = 24))]
    mon: Vec<TimeBlock>,
    #[oai(validator(max_items = 24))]
    tue: Vec<TimeBlock>,
    #[oai(validator(max_items = 24))]
    wed: Vec<TimeBlock>,
    #[oai(validator(max_items = 24))]
    thu: Vec<TimeBlock>,
    #[oai(validator(max_items = 24))]
    fri: Vec<TimeBlock>,
    #[oai(validator(max_items = 24))]
    sat: Vec<TimeBlock>,
    #[oai(validator(max_items = 24))]
    sun: Vec<TimeBlock>,
}

/// Open from one time of day until another.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct TimeBlock {
    /// First minute that is open, such as `08:00`.
    #[oai(validator(max_length = 5, pattern = "^([01][0-9]|2[0-4]):[0-5][0-9]$"))]
    pub(crate) open: String,
    /// First minute that is closed again; `24:00` is the end of the day.
    #[oai(validator(max_length = 5, pattern = "^([01][0-9]|2[0-4]):[0-5][0-9]$"))]
    pub(crate) close: String,
}

/// A single day that differs; no block means closed.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct DatedException {
    /// The day.
    date: Date,
    /// Why.
    #[oai(validator(max_length = 80))]
    name: String,
    /// When it is open.
    #[oai(validator(max_items = 24))]
    blocks: Vec<TimeBlock>,
}

/// A day off: one date, or a rule for every year.
#[derive(Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub(crate) struct Holiday {
    /// The day.
    date: Option<Date>,
    /// `07-04`, `11-thu-4` or `05-mon-last`.
    #[oai(validator(max_length = 12))]
    rule: Option<String>,
    /// Its name.
    #[oai(validator(max_length = 80))]
    name: String,
    /// Whether it closes the desk.
    enabled: bool,
}

impl From<domain::Block> for TimeBlock {
    fn from(block: domain::Block) -> Self {
        Self { open: block.open.to_string(), close: block.close.to_string() }
    }
}

fn blocks(all: Vec<domain::Block>) -> Vec<TimeBlock> {
    all.into_iter().map(TimeBlock::from).collect()
}

impl BusinessHours {
    fn of(hours: domain::BusinessHours, version: i64) -> Self {
        let week = hours.weekly;
        let exception = |day: domain::DatedException| DatedException {
            date: day.date,
            name: day.name,
            blocks: blocks(day.blocks),
        };
        let holiday = |day: domain::Holiday| Holiday {
            date: day.date,
            rule: day.rule.map(String::from),
            name: day.name,
            enabled: day.enabled,
        };
        Self {
            time_zone: hours.time_zone,
            weekly: Weekly {
                mon: blocks(week.mon),
                tue: blocks(week.tue),
                wed: blocks(week.wed),
                thu: blocks(week.thu),
                fri: blocks(week.fri),
                sat: blocks(week.sat),
                sun: blocks(week.sun),
            },
            exceptions: hours.exceptions.into_iter().map(exception).collect(),
            holidays: hours.holidays.into_iter().map(holiday).collect(),
            version,
        }
    }

    /// As the domain takes it, with every time and rule that cannot be read.
    fn hours(self) -> Result<domain::BusinessHours, Problem> {
        let mut reader = Reader::default();
        let week = self.weekly;
        let weekly = domain::Weekly {
            mon: reader.blocks("weekly.mon", week.mon),
            tue: reader.blocks("weekly.tue", week.tue),
            wed: reader.blocks("weekly.wed", week.wed),
            thu: reader.blocks("weekly.thu", week.thu),
            fri: reader.blocks("weekly.fri", week.fri),
            sat: reader.blocks("weekly.sat", week.sat),
            sun: reader.blocks("weekly.sun", week.sun),
        };
        let exceptions = self.exceptions.into_iter().enumerate().map(|(n, day)| {
            let blocks = reader.blocks(&format!("exceptions.{n}.blocks"), day.blocks);
            domain::DatedException { date: day.date, name: day.name, blocks }
        });
        let exceptions = exceptions.collect();
        let holidays = self.holidays.into_iter().enumerate().map(|(n, day)| domain::Holiday {
            date: day.date,
            rule: day.rule.and_then(|rule| reader.rule(n, &rule)),
            name: day.name,
            enabled: day.enabled,
        });
        let holidays = holidays.collect();
        reader.0.check().map_err(|wrong| Problem::invalid(wrong.0))?;
        Ok(domain::BusinessHours { time_zone: self.time_zone, weekly, exceptions, holidays })
    }
}

/// Reads times and rules and collects those that are none.
#[derive(Default)]
struct Reader(Invalid);

impl Reader {
    fn blocks(&mut self, path: &str, all: Vec<TimeBlock>) -> Vec<domain::Block> {
        let mut read = Vec::with_capacity(all.len());
        for (n, block) in all.into_iter().enumerate() {
            let open = self.time(&format!("{path}.{n}.open"), &block.open);
            let close = self.time(&format!("{path}.{n}.close"), &block.close);
            read.extend(open.zip(close).map(|(open, close)| domain::Block { open, close }));
        }
        read
    }

    fn time(&mut self, path: &str, text: &str) -> Option<LocalTime> {
        let time = text.parse().ok();
        if time.is_none() {
            self.0.push(path, "invalid_format", "Is a time of day such as 08:30.");
        }
        time
    }

    fn rule(&mut self, n: usize, text: &str) -> Option<domain::HolidayRule> {
        let rule = text.parse().ok();
        if rule.is_none() {
            let message = "Is a yearly day such as 07-04, 11-thu-4 or 05-mon-last.";
            self.0.push(format!("holidays.{n}.rule"), "invalid_format", message);
        }
        rule
    }
}

fn versioned(loaded: Loaded<domain::BusinessHours>) -> Versioned<BusinessHours> {
    let version = loaded.version;
    Versioned { body: BusinessHours::of(loaded.value, version.0), version }
}

pub(crate) struct HoursApi;

#[OpenApi(prefix_path = "/settings/business-hours", tag = "Part::Settings")]
impl HoursApi {
    /// The business hours
    #[oai(path = "/", method = "get", operation_id = "get_business_hours")]
    async fn get(&self, caller: Caller) -> Result<Versioned<BusinessHours>, Problem> {
        Ok(versioned(caller.follow_ups.hours(&caller.scope).await?))
    }

    /// Replace the business hours
    ///
    /// Clocks that run already keep the instants that they were promised.
    #[oai(path = "/", method = "post", operation_id = "replace_business_hours")]
    async fn replace(
        &self,
        caller: Caller,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<BusinessHours>,
    ) -> Result<Versioned<BusinessHours>, Problem> {
        let expected = if_match.or(body.0.version);
        let hours = body.0.hours()?;
        Ok(versioned(caller.follow_ups.save_hours(&caller.scope, expected, hours).await?))
    }
}
