//! What residents are like when they are texted: whether a text reaches them, and what they answer.

use super::key_of;
use crate::dice::Dice;
use callboard_kernel::Phone;
use callboard_messaging::pretend::PretendText;
use callboard_telephony::{Keyword, RefusalCause};

const GLAD: &[&str] =
    &["Yes please", "Ok thanks!", "Thank you", "Yes, that works", "Great, thanks 👍"];
const ASKING: &[&str] = &[
    "How much would that cost?",
    "Can somebody come today?",
    "Do you also do water heaters?",
    "What time will they be here?",
    "Is the estimate still good?",
];
const LATER: &[&str] = &[
    "Can you call me later? After 5 works.",
    "In a meeting, call me at 3",
    "Please call me tomorrow morning",
];
const SPANISH: &[&str] = &[
    "Sí, gracias",
    "¿Pueden venir mañana por la mañana?",
    "Gracias, llámenme después de las 5 por favor",
];
const DONE: &[&str] = &["STOP", "Stop"];

/// Whether texts reach a number; the same number fares the same way each time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    /// They arrive.
    Reached,
    /// The telephone is off.
    Unreachable,
    /// It is a landline.
    Landline,
    /// The carrier takes them for spam.
    Filtered,
}

impl Fate {
    pub(super) fn of(seed: u64, number: &Phone) -> Self {
        match Dice::new(seed, key_of(number.as_str())).between(0, 99) {
            0..=3 => Self::Unreachable,
            4..=8 => Self::Landline,
            9 => Self::Filtered,
            _ => Self::Reached,
        }
    }

    /// Why it does not arrive, with the code that a telephone company gives.
    pub(super) const fn loss(self) -> Option<(RefusalCause, u32)> {
        match self {
            Self::Reached => None,
            Self::Unreachable => Some((RefusalCause::Unreachable, 30_003)),
            Self::Landline => Some((RefusalCause::NotTextable, 30_006)),
            Self::Filtered => Some((RefusalCause::Filtered, 30_007)),
        }
    }
}

/// What somebody answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Answer {
    pub(super) words: &'static str,
    pub(super) keyword: Option<Keyword>,
}

impl Answer {
    /// What the resident answers to a text; `None` when nothing. The same text gets the same answer.
    pub(super) fn of(seed: u64, text: &PretendText) -> Option<Self> {
        let speaks_spanish = Dice::new(seed, key_of(text.to.as_str()).rotate_left(7)).chance(10);
        let mut dice = Dice::new(seed, key_of(&text.order).rotate_left(13));
        let lists = match dice.between(0, 99) {
            0..=44 => return None,
            45..=47 => DONE,
            _ if speaks_spanish => SPANISH,
            48..=69 => GLAD,
            70..=88 => ASKING,
            _ => LATER,
        };
        let words = *dice.pick(lists);
        let keyword = words.eq_ignore_ascii_case("stop").then_some(Keyword::Stop);
        Some(Self { words, keyword })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::timestamp;
    use callboard_messaging::pretend::PretendStage;
    use uuid::Uuid;

    fn text(order: u32) -> PretendText {
        let phone = |number: &str| Phone::from_e164(number).unwrap();
        PretendText {
            id: Uuid::nil(),
            order: order.to_string(),
            to: phone(&format!("+140455501{:02}", order % 100)),
            from: phone("+14045550190"),
            body: "Hello".to_owned(),
            taken_at: timestamp(0),
            stage: PretendStage::Taken,
            next_at: None,
        }
    }

    #[test]
    fn people_answer_in_character_and_the_same_each_time() {
        let answers: Vec<_> = (0..400).map(|order| Answer::of(7, &text(order))).collect();
        assert_eq!(answers, (0..400).map(|order| Answer::of(7, &text(order))).collect::<Vec<_>>());
        let said = answers.iter().flatten().count();
        assert!((150..=280).contains(&said), "{said} of 400 answer");
        let stops = answers.iter().flatten().filter(|answer| answer.keyword.is_some()).count();
        assert!((2..=30).contains(&stops), "{stops} say STOP");
    }

    #[test]
    fn some_numbers_are_never_reached() {
        let lost = (0..100).filter(|order| Fate::of(7, &text(*order).to).loss().is_some()).count();
        assert!((2..=25).contains(&lost), "{lost} of 100");
    }
}
