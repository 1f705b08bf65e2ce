//! Masks what identifies people and pays for things in what was said: telephone numbers, numbers of cards and accounts, mail
//! addresses. Numbers are masked when written as digits and when a machine wrote them down as words.

/// Least digits that are masked: what is shorter is a price, a year or a house.
const LEAST_DIGITS: usize = 7;
/// Digits of the longest number that is taken for a telephone; longer ones are cards and accounts.
const LONGEST_PHONE: usize = 11;

/// Words of digits, in English and Spanish, as speech recognition writes them.
const DIGIT_WORDS: [&str; 26] = [
    "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "double",
    "triple", "cero", "uno", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho",
    "nueve", "doble", "triples",
];

/// The text with what must not be seen masked as `[phone]`, `[card]` or `[email]`.
pub fn redacted(text: &str) -> String {
    without_spelled(&without_numbers(&without_addresses(text)))
}

fn without_addresses(text: &str) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for word in &mut words {
        let core = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        if is_address(core) {
            *word = word.replacen(core, "[email]", 1);
        }
    }
    // "jane at example dot com", as it is said: everything from the name before "at" to the word after the last "dot".
    let mut index = 1;
    while index + 3 < words.len() {
        let says = |at: usize, what: &[&str]| {
            words.get(at).is_some_and(|w| what.contains(&bare(w).as_str()))
        };
        if says(index, &["at", "arroba"]) && says(index + 2, &["dot", "punto"]) {
            let mut end = index + 3;
            while says(end + 1, &["dot", "punto"]) && end + 2 < words.len() {
                end += 2;
            }
            let mut start = index - 1;
            while start >= 2 && says(start - 1, &["dot", "punto", "underscore", "dash"]) {
                start -= 2;
            }
            let tail: String =
                words[end].chars().rev().take_while(|s| !s.is_alphanumeric()).collect();
            let masked = format!("[email]{}", tail.chars().rev().collect::<String>());
            words.splice(start..=end, [masked]);
            index = start + 1;
        } else {
            index += 1;
        }
    }
    words.join(" ")
}

fn bare(word: &str) -> String {
    word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase()
}

fn is_address(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    !name.is_empty() && host.contains('.') && host.len() >= 4
}

/// Runs of digits with the signs that people put between them.
fn without_numbers(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    while at < signs.len() {
        let begins = signs[at].is_ascii_digit()
            || (matches!(signs[at], '+' | '(')
                && signs.get(at + 1).is_some_and(char::is_ascii_digit));
        let end = if begins { end_of_number(&signs, at) } else { at };
        let digits = signs[at..end].iter().filter(|sign| sign.is_ascii_digit()).count();
        if digits >= LEAST_DIGITS {
            masked.push_str(mask(digits));
            at = end;
        } else {
            // A short number stands as it is, and what follows it may begin another one only behind it.
            let next = end.max(at + 1);
            masked.extend(&signs[at..next]);
            at = next;
        }
    }
    masked
}

/// The end of a number that begins at `start`: digits, and at most two joining signs between two of them.
fn end_of_number(signs: &[char], start: usize) -> usize {
    let mut end = start;
    let mut gap = 0;
    for (offset, sign) in signs[start..].iter().enumerate() {
        if sign.is_ascii_digit() {
            gap = 0;
            end = start + offset + 1;
        } else if matches!(
            sign,
            ' ' | '-' | '.' | '(' | ')' | '+' | '/' | '\u{a0}' | '\u{2011}' | ','
        ) {
            gap += 1;
            if gap > 2 {
                break;
            }
        } else {
            break;
        }
    }
    end
}

/// Runs of words that each are a digit.
fn without_spelled(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let mut masked: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let run = words[at..].iter().take_while(|word| is_digit_word(word)).count();
        if run >= LEAST_DIGITS {
            let last = words[at + run - 1];
            let tail: String = last.chars().rev().take_while(|s| !s.is_alphanumeric()).collect();
            masked.push(format!("{}{}", mask(run), tail.chars().rev().collect::<String>()));
            at += run;
        } else {
            let next = run.max(1);
            masked.extend(words[at..at + next].iter().map(|word| (*word).to_owned()));
            at += next;
        }
    }
    masked.join(" ")
}

fn is_digit_word(word: &str) -> bool {
    let word = bare(word);
    !word.is_empty()
        && word.split('-').all(|part| {
            DIGIT_WORDS.contains(&part)
                || (part.len() <= 4 && part.chars().all(|s| s.is_ascii_digit()))
        })
}

const fn mask(digits: usize) -> &'static str {
    if digits <= LONGEST_PHONE { "[phone]" } else { "[card]" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_and_addresses_are_masked_however_they_are_written() {
        for (said, shown) in [
            ("Call me at (404) 555-0142, thanks.", "Call me at [phone], thanks."),
            ("It is +1 404 555 0142.", "It is [phone]."),
            ("404.555.0142 or 4045550143", "[phone] or [phone]"),
            ("the card is 4111 1111 1111 1111 ok", "the card is [card] ok"),
            ("card 4111-1111-1111-1111.", "card [card]."),
            ("Write to jane.doe+x@example.com.", "Write to [email]."),
            ("jane dot doe at example dot com, please", "[email], please"),
            ("mail me, ana arroba ejemplo punto com", "mail me, [email]"),
            ("four oh four five five five oh one four two", "[phone]"),
            ("es cuatro cero cuatro cinco cinco cinco cero uno", "es [phone]"),
            (
                "two hundred dollars in 2026 at 1450 Mill Creek Rd",
                "two hundred dollars in 2026 at 1450 Mill Creek Rd",
            ),
            ("between 8 and 10, or 12 to 2", "between 8 and 10, or 12 to 2"),
            ("", ""),
        ] {
            assert_eq!(redacted(said), shown, "{said}");
        }
    }

    proptest! {
        #[test]
        fn no_long_number_is_left(before in "[a-z ]{0,10}", digits in "[0-9]{7,19}", after in "[a-z ]{0,10}") {
            let shown = redacted(&format!("{before} {digits} {after}"));
            prop_assert!(!shown.contains(&digits), "{}", shown);
        }

        #[test]
        fn what_is_masked_stays_as_it_is(text in "\\PC{0,80}") {
            let once = redacted(&text);
            prop_assert_eq!(redacted(&once), once);
        }
    }
}
