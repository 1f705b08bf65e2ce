//! Who gets the morning's digest in the app gets it by mail, too, before he has opened the app.

use super::{Happening, ReactionError};
use crate::mail::Letter;
use callboard_followups::{FollowUpEvent, model::NotificationKind};
use callboard_kernel::Cause;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let FollowUpEvent::MemberNotified { notification } = what.follow_up_event()? else {
        return Ok(());
    };
    if notification.kind != NotificationKind::Digest {
        return Ok(());
    }
    let mail = &what.ports.mail;
    let page = mail.link("/follow-ups");
    let letter = Letter {
        subject: "Still open this morning".to_owned(),
        body: format!("{}\n\nSee them here:\n{page}\n", notification.text),
        about_kind: "digest",
        about: notification.id.uuid(),
    };
    let cause = Cause(format!("digest.{}", notification.id));
    mail.write(&what.scope, notification.member, letter, &cause, what.event.occurred_at)
        .await
        .map_err(ReactionError::of)
}
