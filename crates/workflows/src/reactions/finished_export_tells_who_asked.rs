//! An export that is over tells the member who asked for it: in the app, and by a mail that waits for a sender. One that
//! he stopped himself tells nothing.

use super::{Happening, ReactionError};
use crate::mail::Letter;
use callboard_calls::{
    CallEvent,
    jobs::{JobKind, JobState},
};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::JobFinished { job, kind: JobKind::Export, state } = what.call_event()? else {
        return Ok(());
    };
    // A program has neither a bell nor an address; it asks how its export is.
    let Some(member) = what.member() else { return Ok(()) };
    let page = what.ports.mail.link(&format!("/exports?export={job}"));
    let (told, subject, body) = match state {
        JobState::Completed => (
            "Your export is ready to download.",
            "Your export is ready",
            format!("The calls that you asked for are ready. Fetch the file here:\n\n{page}\n"),
        ),
        JobState::Failed => (
            "Your export could not be made. Exports says why.",
            "Your export could not be made",
            format!(
                "The calls that you asked for could not be written. Why, and how to try again:\n\n{page}\n"
            ),
        ),
        JobState::Pending | JobState::Running | JobState::Cancelled => return Ok(()),
    };
    let letter =
        Letter { subject: subject.to_owned(), body, about_kind: "export", about: job.uuid() };
    let at = what.event.occurred_at;
    let mail = &what.ports.mail;
    mail.write(&what.scope, member, letter, &what.cause, at).await.map_err(ReactionError::of)?;
    let followups = &what.ports.followups;
    followups
        .report_finished(&what.scope, member, told.to_owned(), what.cause)
        .await
        .map_err(ReactionError::of)
}
