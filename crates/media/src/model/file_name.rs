//! Names of files as they may be shown and sent: what a stranger wrote cannot climb a path, turn the reading direction, break a
//! header or claim to be another kind.

use super::FileKind;

/// Longest name, in characters.
const LONGEST: usize = 120;

/// A name that is safe to show and to save: the last part of a path, without what cannot be seen, with the ending of what the
/// file is. A name of nothing is `file`.
pub fn safe_name(given: &str, kind: FileKind) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let cleaned: String = last.chars().filter(|sign| is_visible(*sign)).map(plain).collect();
    let words: Vec<&str> = cleaned.split_whitespace().collect();
    let name = words.join(" ");
    let name = name.trim_start_matches(['.', ' ', '-']).trim_end_matches(['.', ' ']);
    let has_ending = name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty() && kind.endings().contains(&ending.to_ascii_lowercase().as_str())
    });
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if has_ending => (stem, ending),
        _ => (name, kind.endings()[0]),
    };
    let room = LONGEST - ending.len() - 1;
    let stem: String = stem.chars().take(room).collect();
    let stem = stem.trim_end_matches(['.', ' ']);
    let stem = if stem.is_empty() { "file" } else { stem };
    format!("{stem}.{ending}")
}

/// The name without an ending that the file had before it became another kind, so that a `leak.webp` becomes a `leak.jpg`.
pub(crate) fn without_ending(given: &str, was: FileKind) -> &str {
    given.rsplit_once('.').map_or(given, |(stem, ending)| {
        let had = was.endings().contains(&ending.to_ascii_lowercase().as_str());
        if had { stem } else { given }
    })
}

/// Signs that have no shape, or that turn the direction of those after them, are no part of a name.
fn is_visible(sign: char) -> bool {
    let invisible = matches!(
        sign,
        '\u{ad}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    );
    !sign.is_control() && !invisible
}

/// Signs that mean something to a file system or a shell of some machine stand as a line.
const fn plain(sign: char) -> char {
    match sign {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' | '%' | '`' | '$' | ';' | '&' => '_',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_what_a_person_reads() {
        for (given, expected) in [
            ("Kitchen leak.jpg", "Kitchen leak.jpg"),
            ("IMG_0042.JPEG", "IMG_0042.JPEG"),
            ("Küche – Spüle.jpg", "Küche – Spüle.jpg"),
            ("", "file.jpg"),
            ("...", "file.jpg"),
            ("../../etc/passwd", "passwd.jpg"),
            ("C:\\Windows\\system32\\cmd.exe", "cmd.exe.jpg"),
            ("photo.jpg.html", "photo.jpg.html.jpg"),
            ("gpj\u{202e}lmth.jpg", "gpjlmth.jpg"),
            ("a\0b\r\nc.jpg", "abc.jpg"),
            (".htaccess", "htaccess.jpg"),
            ("a\";x=\".jpg", "a__x=_.jpg"),
        ] {
            assert_eq!(safe_name(given, FileKind::Jpeg), expected, "{given:?}");
        }
    }

    #[test]
    fn a_picture_that_became_another_kind_loses_its_ending() {
        assert_eq!(without_ending("leak.PNG", FileKind::Png), "leak");
        assert_eq!(without_ending("leak.html", FileKind::Png), "leak.html");
        assert_eq!(without_ending("leak", FileKind::Png), "leak");
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = safe_name(&format!("{}.pdf", "x".repeat(5_000)), FileKind::Pdf);
        assert!(name.chars().count() <= LONGEST && name.ends_with("x.pdf"), "{name}");
    }
}
