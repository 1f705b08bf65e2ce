//! What a workspace sets about all outgoing contact. The law holds beside it.

use crate::{
    answer::Versioned,
    auth::Caller,
    problem::Problem,
    request::IfMatch,
    routes::{Part, settings::TimeBlock},
};
use callboard_consent::{
    Caps, Settings,
    hours::{Week, Window},
};
use callboard_kernel::{Invalid, Loaded};
use poem_openapi::{Object, OpenApi, payload::Json};
use time::Weekday;

/// When somebody is contacted, in the time at the customer; a part that is absent never is.
#[derive(Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub(crate) struct ContactWeek {
    /// Monday to Friday.
    weekdays: Option<TimeBlock>,
    /// Saturday.
    saturday: Option<TimeBlock>,
    /// Sunday.
    sunday: Option<TimeBlock>,
}

/// Settings of all outgoing contact.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct ContactSettings {
    /// When customers are called and texted; a dispatcher may go beyond it with a reason.
    courtesy_hours: ContactWeek,
    /// When the company sells; narrows the law and never widens it.
    marketing_hours: ContactWeek,
    /// Calls in 24 hours to one number about one subject.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    calls_per_day: u16,
    /// Texts in 24 hours of one automation to one customer.
    #[oai(validator(maximum(value = "100")))]
    texts_per_automation_per_day: u16,
    /// Contacts in 7 days of all automations together.
    #[oai(validator(maximum(value = "100")))]
    automated_per_week: u16,
    /// Version; sent back, it guards against overwriting somebody else's change.
    version: i64,
}

impl ContactSettings {
    /// The settings with these changes; what is not shown stays.
    fn over(&self, before: Settings) -> Result<Settings, Invalid> {
        let mut wrong = Invalid::default();
        let settings = Settings {
            caps: Caps {
                calls_per_day: self.calls_per_day,
                texts_per_automation_per_day: self.texts_per_automation_per_day,
                automated_per_week: self.automated_per_week,
                ..before.caps
            },
            courtesy_hours: read(&self.courtesy_hours, "courtesy_hours", &mut wrong),
            marketing_hours: read(&self.marketing_hours, "marketing_hours", &mut wrong),
            ..before
        };
        wrong.check()?;
        Ok(settings)
    }
}

fn read(week: &ContactWeek, path: &str, wrong: &mut Invalid) -> Week {
    let mut window = |name: &str, block: &Option<TimeBlock>| {
        let block = block.as_ref()?;
        let ends = minutes(&block.open).zip(minutes(&block.close));
        let window = ends.and_then(|(from, to)| Window::try_new(from, to));
        if window.is_none() {
            let path = format!("{path}.{name}.close");
            wrong.push(
                path,
                "out_of_range",
                "It must end after it begins, at 24:00 at the latest.",
            );
        }
        window
    };
    let weekdays = window("weekdays", &week.weekdays);
    let saturday = window("saturday", &week.saturday);
    Week::of(weekdays, saturday, window("sunday", &week.sunday))
}

fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    Some(hours.parse::<u16>().ok()? * 60 + minutes.parse::<u16>().ok()?)
}

fn shown(week: &Week) -> ContactWeek {
    let text = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let block = |day| {
        let window = week.on(day)?;
        Some(TimeBlock { open: text(window.from()), close: text(window.to()) })
    };
    ContactWeek {
        weekdays: block(Weekday::Monday),
        saturday: block(Weekday::Saturday),
        sunday: block(Weekday::Sunday),
    }
}

fn answer(loaded: Loaded<Settings>) -> Versioned<ContactSettings> {
    let Settings { caps, marketing_hours, courtesy_hours, .. } = loaded.value;
    let body = ContactSettings {
        courtesy_hours: shown(&courtesy_hours),
        marketing_hours: shown(&marketing_hours),
        calls_per_day: caps.calls_per_day,
        texts_per_automation_per_day: caps.texts_per_automation_per_day,
        automated_per_week: caps.automated_per_week,
        version: loaded.version.0,
    };
    Versioned { body, version: loaded.version }
}

pub(crate) struct ContactSettingsApi;

#[OpenApi(prefix_path = "/settings/contact", tag = "Part::Settings")]
impl ContactSettingsApi {
    /// Settings of all outgoing contact
    #[oai(path = "/", method = "get", operation_id = "get_contact_settings")]
    async fn get(&self, caller: Caller) -> Result<Versioned<ContactSettings>, Problem> {
        Ok(answer(caller.consents.settings(&caller.scope).await?))
    }

    /// Replace the settings of all outgoing contact
    #[oai(path = "/", method = "post", operation_id = "save_contact_settings")]
    async fn save(
        &self,
        caller: Caller,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<ContactSettings>,
    ) -> Result<Versioned<ContactSettings>, Problem> {
        let expected = if_match.or(body.0.version);
        let before = caller.consents.settings(&caller.scope).await?.value;
        let settings = body.0.over(before).map_err(|wrong| Problem::invalid(wrong.0))?;
        Ok(answer(caller.consents.save_settings(&caller.scope, expected, settings).await?))
    }
}
