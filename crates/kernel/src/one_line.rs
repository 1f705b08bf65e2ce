//! Names, labels and tags: text that stands on one line beside other words.

/// A text that stands beside others, on a screen, in a header or in a file: what would end its line or turn the direction in
/// which its neighbours are read becomes a space, and spaces in a row become one.
pub fn one_line(text: &str) -> String {
    let plain: String =
        text.chars().map(|sign| if breaks_one_line(sign) { ' ' } else { sign }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters, separators of lines and paragraphs, and marks of direction. Letters that are read from right to left
/// need none of them, and joiners of emoji are not among them.
pub fn breaks_one_line(sign: char) -> bool {
    sign.is_control()
        || matches!(
            sign,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn nothing_ends_the_line_or_turns_its_neighbours() {
        assert_eq!(one_line(" a\u{202E}b\r\n\0 c\u{2066}\u{1b}[31m "), "a b c [31m");
        assert_eq!(one_line("\u{200F}\u{FEFF}\u{2029}"), "");
    }

    #[test]
    fn what_people_are_called_stays() {
        for name in ["Zoë O'Neil-Sørensen", "משה", "أحمد علي", "👩\u{200D}🔧 Pat"] {
            assert_eq!(one_line(name), name);
        }
    }
}
