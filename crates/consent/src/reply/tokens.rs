//! A message as words in lower case without accents, in sentences.

/// Longer messages say early what they want.
const LONGEST: usize = 2000;

/// First words of lines that a telephone adds by itself.
const SIGNATURES: [&str; 5] =
    ["sent from my", "sent via", "enviado desde", "get outlook", "sent using"];

/// Signs that say stop without a word.
const SIGNS: [char; 6] = ['🛑', '✋', '🚫', '⛔', '🖕', '❌'];

/// A message, ready to be read.
#[derive(Debug)]
pub(super) struct Message {
    /// Every word.
    pub(super) words: Vec<String>,
    /// The words by sentence or line.
    pub(super) sentences: Vec<Vec<String>>,
    /// No word at all, but a sign that says stop.
    pub(super) only_a_sign: bool,
}

impl Message {
    pub(super) fn read(text: &str) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        let lines = text.lines().filter(|line| !is_signature(line));
        let sentences: Vec<Vec<String>> = lines
            .flat_map(|line| line.split(ends_a_sentence))
            .flat_map(|part| part.split(" - "))
            .map(words)
            .filter(|words| !words.is_empty())
            .collect();
        let mut words = sentences.concat();
        // S.T.O.P. and s t o p
        if words.len() >= 3 && words.iter().all(|word| word.chars().count() == 1) {
            words = vec![words.concat()];
        }
        let only_a_sign = words.is_empty() && text.contains(SIGNS);
        Self { words, sentences, only_a_sign }
    }
}

fn is_signature(line: &str) -> bool {
    let line = line.trim_start().to_lowercase();
    SIGNATURES.iter().any(|start| line.starts_with(start))
}

const fn ends_a_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ';' | ':' | ',' | '—' | '–' | '…' | '¡' | '¿' | '。' | '！')
}

fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars().map(plain).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if let Some(word) = words.last_mut() {
                word.push(c);
            }
        } else if !is_inside_a_word(c) {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Don’t is one word, and so is what hides an invisible sign.
const fn is_inside_a_word(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | '\u{200b}'
            ..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{301}' | '\u{303}'
    )
}

/// The letter without its accent or width.
fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'Á' | 'À' | 'Â' | 'Ä' | 'Ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'Í' | 'Ì' | 'Î' | 'Ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'Ó' | 'Ò' | 'Ô' | 'Ö' | 'Õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'Ú' | 'Ù' | 'Û' | 'Ü' => 'u',
        'ñ' | 'Ñ' => 'n',
        'ç' | 'Ç' => 'c',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        Message::read(text).words
    }

    #[test]
    fn only_words_are_left() {
        assert_eq!(read("“STOP” 🛑!!"), ["stop"]);
        assert_eq!(read("Don’t text, p\u{200b}lease"), ["dont", "text", "please"]);
        assert_eq!(read("No me escriban más"), ["no", "me", "escriban", "mas"]);
        assert_eq!(read("ＳＴＯＰ"), ["stop"]);
        assert_eq!(read("S.T.O.P."), ["stop"]);
        assert_eq!(read("stop\nSent from my telephone"), ["stop"]);
    }

    #[test]
    fn sentences_stay_apart() {
        let message = Message::read("Already fixed. STOP - Ann");
        assert_eq!(message.sentences, [vec!["already", "fixed"], vec!["stop"], vec!["ann"]]);
    }

    #[test]
    fn a_sign_alone_is_seen() {
        assert!(Message::read("🛑🛑").only_a_sign);
        assert!(!Message::read("👍").only_a_sign);
        assert!(!Message::read("🛑 ok").only_a_sign);
    }
}
