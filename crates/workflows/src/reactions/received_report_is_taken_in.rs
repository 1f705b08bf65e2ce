//! What the telephone company reported is taken in: calls go into the log, and the rest to whom it is about.

use super::{Happening, ReactionError};
use crate::telephony::in_the_log;
use callboard_calls::model::Direction;
use callboard_kernel::{CallId, Timestamp};
use callboard_media::{
    LiveReport,
    model::{ConsentFact, Speaker},
};
use callboard_switchboard::{
    SwitchboardEvent, TakeIn,
    model::{BridgeMode, Reading},
};
use callboard_telephony::{
    ProviderCallId, ProviderEvent, RecordingProgressed, TranscriptionProgressed, TranscriptionStep,
};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let SwitchboardEvent::ReportReceived { report, .. } = what.switchboard_event()? else {
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
                let call = entered.map_err(ReactionError::of)?;
                let meets = matches!(heard.reading, Reading::Talks { .. })
                    && heard.order.is_some_and(|order| order.bridge == BridgeMode::Conference);
                if let (true, Some(call)) = (meets, call) {
                    let met = what.ports.switchboard.meet(&what.scope, call).await;
                    met.map_err(ReactionError::of)?;
                }
            }
            TakeIn::Event { provider, event, at, .. } => {
                pass_on(&what, &provider, &event, at).await?;
            }
        }
    }
    Ok(())
}

/// What is about no call's course goes to whom it is about.
async fn pass_on(
    what: &Happening<'_>,
    provider: &str,
    event: &ProviderEvent,
    at: Timestamp,
) -> Result<(), ReactionError> {
    let messaging = &what.ports.messaging;
    match event {
        ProviderEvent::MessageReceived(received) => {
            messaging.received(&what.scope, received).await.map(drop).map_err(ReactionError::of)
        }
        ProviderEvent::MessageProgressed(progressed) => {
            messaging.progressed(&what.scope, progressed).await.map(drop).map_err(ReactionError::of)
        }
        ProviderEvent::RecordingProgressed(report) => keep(what, provider, report).await,
        ProviderEvent::TranscriptionProgressed(report) => {
            write_down(what, provider, report, at).await
        }
        _ => Ok(()),
    }
}

/// The call of a leg; its own report may come later than what is about it.
async fn call_of(
    what: &Happening<'_>,
    provider: &str,
    leg: &ProviderCallId,
) -> Result<CallId, ReactionError> {
    let call = what.ports.calls.of_carrier(&what.scope, provider, leg.as_str()).await;
    call.map_err(ReactionError::of)?
        .ok_or_else(|| ReactionError::Retry("unknown_call: its own report may be late".to_owned()))
}

/// A recording is announced on every call before it begins, or the call could not be told to record.
async fn keep(
    what: &Happening<'_>,
    provider: &str,
    report: &RecordingProgressed,
) -> Result<(), ReactionError> {
    let call = call_of(what, provider, &report.call).await?;
    let announced = ConsentFact::Announced;
    let media = &what.ports.media;
    let kept = media.recording_progressed(&what.scope, call, provider, report, announced).await;
    kept.map(drop).map_err(ReactionError::of)
}

/// What is being said. The leg that is written down is the first one of the call: whoever called comes in there, and on a call
/// that we placed it is our own member.
async fn write_down(
    what: &Happening<'_>,
    provider: &str,
    report: &TranscriptionProgressed,
    at: Timestamp,
) -> Result<(), ReactionError> {
    if matches!(report.step, TranscriptionStep::Said { is_final: false, .. }) {
        return Ok(());
    }
    let id = call_of(what, provider, &report.call).await?;
    let Some(call) = what.call_now(id).await? else { return Ok(()) };
    let inbound = match call.snapshot().direction {
        Direction::In => Speaker::Customer,
        Direction::Out => Speaker::Agent,
    };
    let told = LiveReport { call: id, inbound, report, at };
    what.ports.media.transcription_progressed(&what.scope, told).await.map_err(ReactionError::of)
}
