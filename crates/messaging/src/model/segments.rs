//! How many segments a text is: what carriers count and bill (3GPP TS 23.038 and 23.040).

use callboard_kernel::words;

words! {
    /// By which alphabet a text is sent.
    pub enum Alphabet {
        /// Seven bits a character.
        Gsm7 = "gsm7",
        /// Sixteen bits a character; one character outside the GSM alphabet is enough.
        Ucs2 = "ucs2",
    }
}

/// The size of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Segments {
    /// By which alphabet.
    pub alphabet: Alphabet,
    /// How many segments; 0 when there is no text.
    pub count: u16,
    /// Units used: characters, of which some of either alphabet count twice.
    pub units: u16,
    /// Units left until another segment begins.
    pub left: u16,
}

/// The basic alphabet. The last of its table, escape, is no character.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Characters that take an escape before them.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// Measures a text.
pub fn segments(text: &str) -> Segments {
    let (alphabet, sizes) = match gsm_sizes(text) {
        Some(sizes) => (Alphabet::Gsm7, sizes),
        None => (Alphabet::Ucs2, text.chars().map(char::len_utf16).collect()),
    };
    let (single, joined) = match alphabet {
        Alphabet::Gsm7 => (160, 153),
        Alphabet::Ucs2 => (70, 67),
    };
    let units: usize = sizes.iter().sum();
    let (count, left) = match units {
        0 => (0, single),
        units if units <= single => (1, single - units),
        _ => spread(&sizes, joined),
    };
    Segments { alphabet, count: count as u16, units: units as u16, left: left as u16 }
}

/// Units of each character, when all of them are of the alphabet.
fn gsm_sizes(text: &str) -> Option<Vec<usize>> {
    let size = |letter: char| {
        if BASIC.contains(letter) { Some(1) } else { EXTENDED.contains(letter).then_some(2) }
    };
    text.chars().map(size).collect()
}

/// A character of two units is not torn apart, so a segment may stay short of one.
fn spread(sizes: &[usize], room: usize) -> (usize, usize) {
    let (mut count, mut used) = (1, 0);
    for size in sizes {
        if used + size > room {
            count += 1;
            used = 0;
        }
        used += size;
    }
    (count, room - used)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> (Alphabet, u16) {
        let found = segments(text);
        (found.alphabet, found.count)
    }

    #[test]
    fn a_hundred_and_sixty_fit_and_one_more_makes_two() {
        assert_eq!(count(""), (Alphabet::Gsm7, 0));
        assert_eq!(count(&"a".repeat(160)), (Alphabet::Gsm7, 1));
        assert_eq!(count(&"a".repeat(161)), (Alphabet::Gsm7, 2));
        assert_eq!(count(&"a".repeat(306)), (Alphabet::Gsm7, 2));
        assert_eq!(count(&"a".repeat(307)), (Alphabet::Gsm7, 3));
        assert_eq!(segments(&"a".repeat(161)).left, 145);
    }

    #[test]
    fn brackets_and_the_euro_count_twice_and_are_not_torn_apart() {
        assert_eq!(count(&"€".repeat(80)), (Alphabet::Gsm7, 1));
        assert_eq!(count(&"€".repeat(81)), (Alphabet::Gsm7, 2));
        // 152 units in each segment, because the 153rd is half a character.
        assert_eq!(count(&"€".repeat(76 * 2 + 1)), (Alphabet::Gsm7, 3));
    }

    #[test]
    fn one_character_of_another_alphabet_makes_all_of_them_large() {
        assert_eq!(count(&"é".repeat(160)), (Alphabet::Gsm7, 1));
        assert_eq!(count("It’s done"), (Alphabet::Ucs2, 1));
        assert_eq!(count(&"ж".repeat(70)), (Alphabet::Ucs2, 1));
        assert_eq!(count(&"ж".repeat(71)), (Alphabet::Ucs2, 2));
        // A picture is two units.
        assert_eq!(segments("👍").units, 2);
    }
}
