//! What the telephone company reported is taken in: calls go into the log, and the rest to whom it is about.

use super::{Happening, ReactionError};
use crate::telephony::in_the_log;
use callboard_switchboard::{SwitchboardEvent, TakeIn, model::Reading};

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
            TakeIn::Event { .. } => {}
        }
    }
    Ok(())
}
