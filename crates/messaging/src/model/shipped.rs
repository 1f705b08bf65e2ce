//! The templates that every workspace begins with.

use super::{
    template::{Template, TemplateSnapshot},
    vocabulary::Purpose,
};
use callboard_kernel::{MessageTemplateId, Timestamp, WorkspaceId, derived_id};

const SHIPPED: [(&str, &str, Purpose, &str); 5] = [
    (
        "general",
        "General",
        Purpose::Reply,
        "Hi {{first_name}}, this is {{agent_name}} from {{company_name}}. How can we help? Just reply to this text.",
    ),
    (
        "missed_call",
        "Missed call",
        Purpose::Reply,
        "Hi {{first_name}}, this is {{company_name}}. Sorry we missed your call. {{next_opening}} Reply here and tell us \
         what you need, and we will get right back to you.",
    ),
    (
        "on_my_way",
        "On my way",
        Purpose::Service,
        "Hi {{first_name}}, {{agent_name}} from {{company_name}} is on the way and should be with you {{job_time}}.",
    ),
    (
        "appointment_reminder",
        "Appointment reminder",
        Purpose::Reminder,
        "Hi {{first_name}}, a reminder from {{company_name}}: we will see you {{job_time}}. Reply here if that does not \
         work for you.",
    ),
    (
        "estimate_follow_up",
        "Estimate follow-up",
        Purpose::Service,
        "Hi {{first_name}}, {{agent_name}} from {{company_name}} here. Did you have a chance to look at our estimate? I \
         am happy to answer any question.",
    ),
];

/// The templates of a workspace that has never had one. Their ids follow from workspace and key, so that making them twice
/// makes them once.
pub fn shipped_templates(workspace: WorkspaceId, now: Timestamp) -> Vec<Template> {
    let template = |(key, name, purpose, body): (&str, &str, Purpose, &str)| {
        Template::restore(TemplateSnapshot {
            id: MessageTemplateId(derived_id(&["template", &workspace.to_string(), key])),
            key: key.to_owned(),
            name: name.to_owned(),
            body: body.to_owned(),
            purpose,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        })
    };
    SHIPPED.into_iter().map(template).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{placeholders::variables, segments, template::DEFAULT_KEY};
    use callboard_kernel::timestamp;

    #[test]
    fn what_is_shipped_is_a_template_of_one_or_two_segments() {
        let all = shipped_templates(WorkspaceId(uuid::Uuid::nil()), timestamp(0));
        assert!(all.iter().any(|one| one.snapshot().key == DEFAULT_KEY));
        for template in all {
            let body = &template.snapshot().body;
            assert!(variables(body).is_ok(), "{body}");
            assert!(segments(body).count <= 2, "{body}");
        }
    }
}
