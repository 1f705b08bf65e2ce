//! What is said in simulated calls, sentence by sentence while it is said.

use super::{
    Carrier, leg_of, placed_leg,
    report::{Heard, Report},
};
use crate::{error::SimulatorError, sound::Conversation, town::Town};
use callboard_calls::{
    board::CallRow,
    model::{CallStatus, Direction},
};
use callboard_kernel::{Scope, Timestamp, millis};
use callboard_media::model::Speaker;

/// How far one tick looks back, in milliseconds. Ticks are a second apart, so a late one loses nothing.
const LOOKS_BACK_MS: i64 = 3_000;
/// Of so many calls the sentences can be told within a second on a small machine. In a storm the newest are written down.
const MOST_WRITTEN: usize = 150;

impl Carrier {
    /// Reports what was said in the last seconds in the calls of lines that want it.
    pub(super) async fn write_down(
        &self,
        scope: &Scope,
        open: &[CallRow],
        now: Timestamp,
    ) -> Result<(), SimulatorError> {
        let Some(exchange) = &self.exchange else { return Ok(()) };
        let talking = |call: &&CallRow| {
            let is_known = call.direction == Direction::Out || self.carries(call);
            call.status == CallStatus::InProgress && is_known
        };
        let talking: Vec<_> = open.iter().filter(talking).take(MOST_WRITTEN).collect();
        if talking.is_empty() {
            return Ok(());
        }
        let lines = exchange.lines_written_down(scope).await?;
        for call in talking {
            let own = if call.direction == Direction::Out { &call.from } else { &call.to };
            let wanted = own.as_ref().is_some_and(|own| lines.contains(own));
            let Some(answered_at) = call.answered_at.filter(|_| wanted) else { continue };
            let leg = match call.direction {
                Direction::In => Some(leg_of(call.started_at)),
                Direction::Out => placed_leg(call).map(str::to_owned),
            };
            let Some(leg) = leg else { continue };
            let talk =
                Talk { leg, direction: call.direction, first_ring: call.started_at, answered_at };
            for report in said(self.town, &talk) {
                if report.is_new(now) {
                    exchange.tell(scope, &report.report, None).await?;
                }
            }
        }
        Ok(())
    }
}

/// A call that is written down.
struct Talk {
    leg: String,
    direction: Direction,
    first_ring: Timestamp,
    answered_at: Timestamp,
}

/// A report, and when it is made.
struct Dated {
    at_ms: i64,
    report: Report,
}

impl Dated {
    fn is_new(&self, now: Timestamp) -> bool {
        let age = millis(now) - self.at_ms;
        (0..LOOKS_BACK_MS).contains(&age)
    }
}

/// All that a company that writes the call down reports of it, in its order. It follows from the call alone.
fn said(town: Town, talk: &Talk) -> Vec<Dated> {
    let Talk { leg, direction, first_ring, answered_at } = talk;
    let ring = millis(*first_ring);
    let conversation = Conversation::of(town, ring.unsigned_abs(), *direction);
    // The leg that began the call is the caller's, or that of the member who called.
    let whose = match direction {
        Direction::In => Speaker::Customer,
        Direction::Out => Speaker::Agent,
    };
    let talking = millis(*answered_at);
    let sentences = conversation.segments().into_iter().map(|segment| {
        let heard = Heard::Sentence {
            inbound: segment.speaker == whose,
            text: segment.text,
            confidence: segment.confidence,
        };
        (segment.end_ms, heard)
    });
    let length = conversation.length_ms;
    let all = std::iter::once((0, Heard::Began)).chain(sentences).chain([(length, Heard::Ended)]);
    let report = |(sequence, (after_ms, heard)): (u32, (u64, Heard))| {
        let at_ms = talking.saturating_add_unsigned(after_ms);
        let report = Report::Transcribed {
            leg: leg.clone(),
            transcription: format!("simt-{ring}"),
            sequence,
            at_ms,
            heard,
        };
        Dated { at_ms, report }
    };
    (1..).zip(all).map(report).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::timestamp;
    use callboard_telephony::{ProviderEvent, TranscriptionStep};
    use time::Duration;

    const RING: i64 = 1_790_000_000_000;

    fn all() -> Vec<Dated> {
        let talk = Talk {
            leg: "sim-1790000000000".to_owned(),
            direction: Direction::In,
            first_ring: timestamp(RING),
            answered_at: timestamp(RING + 9_000),
        };
        said(Town::new(7), &talk)
    }

    /// The sequences that the ticks of a call report, one tick after the other.
    fn told(every: Duration) -> Vec<u32> {
        let mut told = Vec::new();
        let mut now = timestamp(RING);
        while now < timestamp(RING) + Duration::minutes(20) {
            for (number, one) in (1..).zip(all()) {
                if one.is_new(now) {
                    told.push(number);
                }
            }
            now += every;
        }
        told
    }

    #[test]
    fn the_live_text_is_what_the_recording_says() {
        let conversation = Conversation::of(Town::new(7), RING.unsigned_abs(), Direction::In);
        let texts: Vec<_> = all()
            .into_iter()
            .filter_map(|one| match one.report.event().unwrap() {
                ProviderEvent::TranscriptionProgressed(told) => match told.step {
                    TranscriptionStep::Said { said, is_final: true, .. } => {
                        Some(said.text.expose().to_owned())
                    }
                    _ => None,
                },
                other => panic!("{other:?}"),
            })
            .collect();
        let recorded: Vec<_> = conversation.turns.into_iter().map(|turn| turn.text).collect();
        assert!(texts.len() >= 4);
        assert_eq!(texts, recorded);
    }

    #[test]
    fn each_sentence_is_told_when_it_is_over_and_none_is_left_out() {
        let all = all();
        assert!(all.windows(2).all(|pair| pair[0].at_ms < pair[1].at_ms));
        assert!(!all[1].is_new(timestamp(all[1].at_ms - 1)), "nobody has said it yet");
        assert!(all[1].is_new(timestamp(all[1].at_ms)));
        let mut told = told(Duration::seconds(1));
        told.sort_unstable();
        told.dedup();
        let expected: Vec<_> = (1..).take(all.len()).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn two_replicas_tell_the_same() {
        let raw = |dated: Vec<Dated>| -> Vec<_> {
            dated.iter().map(|one| one.report.raw(None).unwrap().body).collect()
        };
        assert_eq!(raw(all()), raw(all()));
    }
}
