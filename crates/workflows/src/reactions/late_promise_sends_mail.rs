//! Who is told in the app that a promise is late hears it by mail, too: managers that it broke or is escalated, once for a
//! call however long that goes on; whoever had it, that it is due. A promise that was kept in the meantime sends nothing.

use super::{Happening, ReactionError};
use crate::late_promise::{LatePromise, Reader};
use callboard_followups::{
    FollowUpError, FollowUpEvent,
    model::{FollowUpStatus, NotificationKind},
};
use callboard_kernel::{Cause, Permission, millis};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let FollowUpEvent::MemberNotified { notification } = what.follow_up_event()? else {
        return Ok(());
    };
    let broke = match notification.kind {
        NotificationKind::Breach => true,
        NotificationKind::Escalation => false,
        _ => return Ok(()),
    };
    let Some(id) = notification.follow_up else { return Ok(()) };
    let (mail, followups, scope) = (&what.ports.mail, &what.ports.followups, &what.scope);
    let member = notification.member;
    let Some(role) = mail.role_of(scope, member).await.map_err(ReactionError::of)? else {
        return Ok(());
    };
    let reader = match (role.allows(Permission::Supervise), broke) {
        (true, _) => Reader::Manager,
        (false, true) => Reader::Assignee,
        // Whose turn it is was told in the app, and is told the next one soon.
        (false, false) => return Ok(()),
    };
    let row = match followups.row(scope, id).await {
        Ok(row) if row.status == FollowUpStatus::Open => row,
        Ok(_) | Err(FollowUpError::NotFound) => return Ok(()),
        Err(error) => return Err(ReactionError::of(error)),
    };
    let cause = match (reader, row.call) {
        (Reader::Manager, Some(call)) => format!("late-call.{call}.{member}"),
        (Reader::Manager, None) => format!("late-promise.{id}.{member}"),
        // Another day that was agreed on is another reminder.
        (Reader::Assignee, _) => format!("due.{id}.{}.{member}", millis(row.due_at)),
    };
    let page = row.call.map_or_else(|| "/follow-ups".to_owned(), |call| format!("/calls/{call}"));
    let hours = followups.hours(scope).await.map_err(ReactionError::of)?;
    let late = LatePromise {
        id,
        kind: row.kind,
        who: row.customer_name.unwrap_or(row.subject),
        due_at: row.due_at,
        told_at: notification.created_at,
        time_zone: hours.value.time_zone,
        page: mail.link(&page),
    };
    mail.write(scope, member, late.letter(reader), &Cause(cause), what.event.occurred_at)
        .await
        .map_err(ReactionError::of)
}
