//! Who says what when, in one simulated call.

use super::lines::{Exchange, SMALL_TALK, Says, book, book_of_ours, names_nobody};
use crate::{
    Dice,
    carrier::{LEAST_TALK_S, PLACED_ANSWERS_S},
    script::CallScript,
    town::Town,
};
use callboard_calls::model::Direction;
use callboard_kernel::{Timestamp, timestamp};
use callboard_media::model::{NewSegment, Speaker};

/// Milliseconds that a word takes.
const WORD_MS: u64 = 340;
/// Shortest turn.
const SHORTEST_MS: u64 = 600;
/// What stays free at the end.
const TAIL_MS: u64 = 900;

/// Something that one of the two says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turn {
    /// Who.
    pub speaker: Speaker,
    /// Where in the call it begins, in milliseconds.
    pub start_ms: u64,
    /// Where it ends.
    pub end_ms: u64,
    /// What.
    pub text: String,
}

/// What is said in one call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conversation {
    /// When the talking began: the first ring and the ringing after it.
    pub started_at: Timestamp,
    /// Milliseconds of talking.
    pub length_ms: u64,
    /// The turns, in order.
    pub turns: Vec<Turn>,
}

impl Conversation {
    /// The conversation of the call of a town whose first ring this is, should somebody pick up. Whom the desk calls is not
    /// known here, so nobody is named in such a call.
    pub fn of(town: Town, first_ring_ms: u64, direction: Direction) -> Self {
        let is_ours = direction == Direction::Out;
        let storm = first_ring_ms % 2 == 1;
        let script = CallScript::new(town.seed(), first_ring_ms, Town::RESIDENTS, storm);
        let mut dice = Dice::new(town.seed(), first_ring_ms ^ 0x5eed_50d0);
        // Somebody may have picked up whom the script did not expect.
        let talk_s = match (is_ours, script.answered) {
            (true, _) => script.talk_s.max(LEAST_TALK_S),
            (false, true) => script.talk_s,
            (false, false) => LEAST_TALK_S,
        };
        let length_ms = talk_s.unsigned_abs() * 1_000;
        let resident = town.resident(script.resident);
        let spanish = dice.chance(14) && !is_ours;
        let mut said = Speaking::new(length_ms);
        let fill = |text: &str| {
            let given = resident.name.split(' ').next().unwrap_or_default();
            text.replace("{name}", &resident.name)
                .replace("{given}", given)
                .replace("{phone}", &spoken_number(&resident.phone))
                .replace("{street}", &resident.street)
                .replace("{city}", resident.city)
                .replace("{email}", resident.email.as_deref().unwrap_or("my usual address"))
                .replace("{problem}", script.problem)
        };
        let book = if is_ours { book_of_ours(script.mood) } else { book(script.mood, spanish) };
        said.all(dice.pick(book.opening), &fill, &mut dice);
        let closing = dice.pick(book.closing);
        let mut middle: Vec<&Exchange> = book.middle.iter().collect();
        if !spanish {
            middle.extend(SMALL_TALK);
        }
        if is_ours {
            middle.retain(|exchange| names_nobody(exchange));
        }
        // What is said at the end must still fit.
        let room = length_ms.saturating_sub(length_of(closing, &fill) + TAIL_MS);
        while !middle.is_empty() {
            let next = middle.remove(dice.between(0, middle.len() as i64 - 1) as usize);
            if said.at + length_of(next, &fill) > room {
                break;
            }
            said.all(next, &fill, &mut dice);
        }
        said.wait_until(room);
        said.all(closing, &fill, &mut dice);
        let rang_s = if is_ours { PLACED_ANSWERS_S } else { script.ring_s };
        let picked_up = rang_s.unsigned_abs() * 1_000;
        let started_at = timestamp((first_ring_ms + picked_up) as i64);
        Self { started_at, length_ms, turns: said.turns }
    }

    /// The turns as a transcript has them.
    pub fn segments(&self) -> Vec<NewSegment> {
        let segment = |turn: &Turn| {
            let mut dice = Dice::new(turn.start_ms, turn.text.len() as u64);
            NewSegment {
                key: format!("s{}", turn.start_ms),
                speaker: turn.speaker,
                start_ms: turn.start_ms,
                end_ms: turn.end_ms,
                confidence: Some(dice.between(780, 985) as u16),
                text: turn.text.clone(),
            }
        };
        self.turns.iter().map(segment).collect()
    }
}

/// Turns one after another, as long as there is time.
struct Speaking {
    turns: Vec<Turn>,
    at: u64,
    length_ms: u64,
}

impl Speaking {
    const fn new(length_ms: u64) -> Self {
        Self { turns: Vec::new(), at: 500, length_ms }
    }

    fn all(&mut self, exchange: &Exchange, fill: &impl Fn(&str) -> String, dice: &mut Dice) {
        for (says, text) in *exchange {
            let text = fill(text);
            let end = self.at + duration_of(&text);
            if end + 200 > self.length_ms {
                // Somebody hung up in the middle of it.
                return;
            }
            let speaker = match says {
                Says::Agent => Speaker::Agent,
                Says::Customer => Speaker::Customer,
            };
            self.turns.push(Turn { speaker, start_ms: self.at, end_ms: end, text });
            self.at = end + dice.between(250, 900).unsigned_abs();
        }
    }

    /// Somebody looks something up.
    fn wait_until(&mut self, at: u64) {
        self.at = self.at.max(at);
    }
}

fn duration_of(text: &str) -> u64 {
    (text.split_whitespace().count() as u64 * WORD_MS).max(SHORTEST_MS)
}

fn length_of(exchange: &Exchange, fill: &impl Fn(&str) -> String) -> u64 {
    exchange.iter().map(|(_, text)| duration_of(&fill(text)) + 900).sum()
}

/// `+14045550142` as people say it: `404 555 0142`.
fn spoken_number(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).skip(1).collect();
    match (digits.get(..3), digits.get(3..6), digits.get(6..)) {
        (Some(area), Some(exchange), Some(line)) => format!("{area} {exchange} {line}"),
        _ => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_media::model::redacted;

    fn all_of(direction: Direction) -> Vec<Conversation> {
        let at = |n: u64| 1_790_000_000_000 + n * 1_000;
        (0..400_u64).map(|n| Conversation::of(Town::new(7), at(n), direction)).collect()
    }

    fn all() -> Vec<Conversation> {
        all_of(Direction::In)
    }

    #[test]
    fn the_same_call_is_always_the_same_conversation() {
        let again = |direction| Conversation::of(Town::new(7), 1_000, direction);
        assert_eq!(again(Direction::In), again(Direction::In));
        assert_ne!(again(Direction::In), again(Direction::Out));
    }

    #[test]
    fn turns_follow_one_another_and_end_with_the_call() {
        for conversation in &[all(), all_of(Direction::Out)].concat() {
            assert!(conversation.turns.len() >= 4, "{conversation:?}");
            for pair in conversation.turns.windows(2) {
                assert!(pair[0].end_ms < pair[1].start_ms, "{pair:?}");
            }
            let last = conversation.turns.last().unwrap();
            assert!(last.end_ms <= conversation.length_ms, "{last:?}");
            let keys: std::collections::BTreeSet<_> =
                conversation.segments().into_iter().map(|segment| segment.key).collect();
            assert_eq!(keys.len(), conversation.turns.len());
            assert!(conversation.turns.iter().all(|turn| !turn.text.contains('{')));
        }
    }

    #[test]
    fn whom_the_desk_calls_is_told_who_calls_and_that_it_is_recorded() {
        for conversation in all_of(Direction::Out) {
            let first = &conversation.turns[0];
            assert_eq!(first.speaker, Speaker::Agent);
            assert!(first.text.contains("Ridgeline") && first.text.contains("record"), "{first:?}");
        }
    }

    #[test]
    fn some_speak_spanish_and_some_say_what_must_be_masked() {
        let texts: Vec<String> =
            all().into_iter().flat_map(|one| one.turns).map(|turn| turn.text).collect();
        assert!(texts.iter().any(|text| text.contains("gracias")));
        assert!(texts.iter().filter(|text| redacted(text) != **text).count() > 20);
    }
}
