//! What happens in one call.

use crate::{
    dice::Dice,
    words::{BILLING, EMERGENCIES, LEAD_SOURCES, QUESTIONS, QUOTES, ROUTINE, SPAM, TAGS},
};

/// What the caller wants, in the simulator's own words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mood {
    /// Danger or damage.
    Emergency,
    /// Ordinary work.
    Routine,
    /// A price.
    Quote,
    /// A question.
    Question,
    /// Money.
    Billing,
    /// Nothing we want.
    Spam,
}

impl Mood {
    /// The word of the call domain for it.
    pub const fn intent(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Routine => "routine",
            Self::Quote => "quote",
            Self::Question => "faq",
            Self::Billing => "billing",
            Self::Spam => "spam",
        }
    }
}

/// The course of one call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallScript {
    /// Which resident calls.
    pub resident: u64,
    /// What for.
    pub mood: Mood,
    /// What they say, in a sentence.
    pub problem: &'static str,
    /// Seconds it rings.
    pub ring_s: i64,
    /// Whether somebody of the company picks up.
    pub answered: bool,
    /// Seconds of talking, when answered.
    pub talk_s: i64,
    /// 0 to 100.
    pub emergency_score: u8,
    /// 0 to 100.
    pub spam_score: u8,
    /// Cents, when there is work in it.
    pub value_est_cents: Option<i64>,
    /// Labels.
    pub tags: Vec<&'static str>,
    /// Where they heard of the company.
    pub lead_source: &'static str,
}

impl CallScript {
    /// The script of the `key`-th call of a town. On a storm day more people are in trouble and fewer are answered.
    pub fn new(seed: u64, key: u64, residents: u64, storm: bool) -> Self {
        let mut dice = Dice::new(seed, key);
        let mood = mood(&mut dice, storm);
        let (problem, score) = problem(&mut dice, mood);
        let answered = mood != Mood::Spam && dice.chance(if storm { 30 } else { 68 });
        let tags = if dice.chance(35) { vec![*dice.pick(TAGS)] } else { Vec::new() };
        Self {
            resident: dice.number() % residents.max(1),
            mood,
            problem,
            // One in twelve gives up within seconds: listed, but no promise.
            ring_s: if dice.chance(8) { dice.between(4, 12) } else { dice.between(16, 34) },
            answered,
            talk_s: if answered { dice.between(35, 420) } else { 0 },
            emergency_score: score,
            spam_score: if mood == Mood::Spam {
                dice.between(70, 99) as u8
            } else {
                dice.between(0, 18) as u8
            },
            value_est_cents: value(&mut dice, mood),
            tags,
            lead_source: *dice.pick(LEAD_SOURCES),
        }
    }
}

fn mood(dice: &mut Dice, storm: bool) -> Mood {
    let throw = dice.between(0, 99);
    let emergencies = if storm { 38 } else { 9 };
    match throw {
        n if n < emergencies => Mood::Emergency,
        n if n < emergencies + 34 => Mood::Routine,
        n if n < emergencies + 46 => Mood::Quote,
        n if n < emergencies + 52 => Mood::Question,
        n if n < emergencies + 57 => Mood::Billing,
        _ if dice.chance(35) => Mood::Spam,
        _ => Mood::Routine,
    }
}

fn problem(dice: &mut Dice, mood: Mood) -> (&'static str, u8) {
    let calm = dice.between(0, 25) as u8;
    match mood {
        Mood::Emergency => {
            let (text, score) = *dice.pick(EMERGENCIES);
            (text, score as u8)
        }
        Mood::Routine => (*dice.pick(ROUTINE), calm),
        Mood::Quote => (*dice.pick(QUOTES), calm / 2),
        Mood::Question => (*dice.pick(QUESTIONS), 0),
        Mood::Billing => (*dice.pick(BILLING), 0),
        Mood::Spam => (*dice.pick(SPAM), 0),
    }
}

fn value(dice: &mut Dice, mood: Mood) -> Option<i64> {
    match mood {
        Mood::Emergency => Some(dice.between(4, 18) * 10_000),
        Mood::Routine => dice.chance(60).then(|| dice.between(9, 45) * 1_000),
        Mood::Quote => Some(dice.between(12, 140) * 10_000),
        Mood::Question | Mood::Billing | Mood::Spam => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_can_be_found_again() {
        assert_eq!(CallScript::new(7, 3, 800, false), CallScript::new(7, 3, 800, false));
    }

    #[test]
    fn a_storm_day_has_more_emergencies_and_fewer_answers() {
        let share = |storm: bool, is: fn(&CallScript) -> bool| {
            (0..2_000).filter(|key| is(&CallScript::new(7, *key, 800, storm))).count()
        };
        let emergency = |script: &CallScript| script.mood == Mood::Emergency;
        assert!(share(true, emergency) > 2 * share(false, emergency));
        assert!(share(true, |s| s.answered) < share(false, |s| s.answered));
    }
}
