//! A small language for phrases: `a|b` one of these words, `~` at most three little words between, `..` at most five of any
//! kind, `$` the end of the message.

use super::nearness::{squeezed, transposed_or_moved};

/// Little words that change nothing about a phrase.
const LITTLE: &[&str] = &[
    "please",
    "pls",
    "ever",
    "me",
    "us",
    "my",
    "you",
    "u",
    "your",
    "ur",
    "yall",
    "guys",
    "the",
    "these",
    "those",
    "this",
    "that",
    "all",
    "any",
    "anymore",
    "more",
    "further",
    "of",
    "with",
    "to",
    "want",
    "be",
    "and",
    "fucking",
    "freaking",
    "damn",
    "stupid",
    "so",
    "many",
    "constantly",
    "just",
    "keep",
    "start",
    "trying",
    "try",
    "again",
    "text",
    "phone",
    "sales",
    "marketing",
    "spam",
    "promotional",
    "automated",
    "unwanted",
    "annoying",
    "such",
    "cell",
    "mobile",
    "out",
    "por",
    "favor",
    "mas",
    "ya",
    "vuelva",
    "vuelvan",
    "vuelvas",
    "a",
    "sigan",
    "siga",
    "nos",
    "le",
    "les",
    "de",
    "los",
    "las",
    "mi",
    "sus",
    "tantos",
    "tantas",
];

/// Words shorter than this are compared letter by letter.
const SHORTEST_WITH_SLIP: usize = 7;

/// Words shorter than this are not drawn out: to is not too.
const SHORTEST_DRAWN_OUT: usize = 4;

/// Where a phrase ends that begins at a word; `None` when it does not.
pub(super) fn ends(phrase: &str, words: &[String], from: usize) -> Option<usize> {
    let parts: Vec<&str> = phrase.split_whitespace().collect();
    walk(&parts, words, from)
}

fn walk(parts: &[&str], words: &[String], at: usize) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else { return Some(at) };
    match *part {
        "$" => (at == words.len()).then_some(at),
        "~" => {
            let little =
                words[at..].iter().take(3).take_while(|word| LITTLE.contains(&word.as_str()));
            (0..=little.count()).find_map(|skip| walk(rest, words, at + skip))
        }
        ".." => {
            let room = (words.len() - at).min(5);
            (0..=room).find_map(|skip| walk(rest, words, at + skip))
        }
        choices => {
            // The end may stand among the choices.
            let may_end = at == words.len() && choices.split('|').any(|choice| choice == "$");
            if may_end {
                return walk(rest, words, at);
            }
            let word = words.get(at)?;
            let fits = choices.split('|').any(|choice| fits(choice, word));
            if fits { walk(rest, words, at + 1) } else { None }
        }
    }
}

fn fits(choice: &str, word: &str) -> bool {
    let letters = choice.len();
    choice == word
        || (letters >= SHORTEST_WITH_SLIP && transposed_or_moved(choice, word))
        || (letters >= SHORTEST_DRAWN_OUT && squeezed(choice) == squeezed(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(phrase: &str, text: &str) -> bool {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        ends(phrase, &words, 0).is_some()
    }

    #[test]
    fn phrases_bend_a_little() {
        assert!(begins("stop ~ texting|calling", "stop texting"));
        assert!(begins("stop ~ texting|calling", "stop all this calling me"));
        assert!(!begins("stop ~ texting|calling", "stop the leak before calling"));
        assert!(begins("tired of .. calls", "tired of your endless robot calls"));
        assert!(begins("dont call $", "dont call"));
        assert!(!begins("dont call $", "dont call before nine"));
        assert!(begins("dont call me|$", "dont call"));
        assert!(begins("stop texting", "stop texing"));
    }
}
