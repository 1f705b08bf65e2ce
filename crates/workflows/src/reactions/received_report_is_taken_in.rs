//! What the telephone company reported is taken in: calls go into the log, and the rest to whom it is about.

use super::{Happening, ReactionError};
use crate::telephony::in_the_log;
use callboard_switchboard::{SwitchboardEvent, TakeIn, model::Reading};
use callboard_telephony::ProviderEvent;

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let SwitchboardEvent::ReportReceived { report } = what.switchboard_event()? else {
        return Ok(());
    };
    let taken = what.ports.switchboard.take_in(&what.scope, report).await;
    for news in taken.map_err(ReactionError::of)? {
        match news {
            TakeIn::Call(heard) => {
                if matches!(heard.reading, Reading::Unsettled { .. }) {
                    return Err(ReactionError::Retry(
                        "unsettled: who answered may be reported late".to_owned(),
                    ));
                }
                let entered = in_the_log(&what.ports.calls, &what.scope, &heard).await;
                entered.map_err(ReactionError::of)?;
            }
            TakeIn::Event { event, .. } => pass_on(&what, &event).await?,
        }
    }
    Ok(())
}

/// What is about no call's course goes to whom it is about.
async fn pass_on(what: &Happening<'_>, event: &ProviderEvent) -> Result<(), ReactionError> {
    let messaging = &what.ports.messaging;
    match event {
        ProviderEvent::MessageReceived(received) => {
            messaging.received(&what.scope, received).await.map(drop).map_err(ReactionError::of)
        }
        ProviderEvent::MessageProgressed(progressed) => {
            messaging.progressed(&what.scope, progressed).await.map(drop).map_err(ReactionError::of)
        }
        _ => Ok(()),
    }
}
