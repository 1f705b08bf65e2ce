//! Letters: which glyph, how wide, and where a line must break.

use krilla::text::Font;
use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    instance::{LocationRef, Size},
};
use std::collections::HashMap;

/// Stands for what the font has no letter for.
const MISSING: char = '\u{25a1}';
/// The same, in a font that has not even that.
const QUESTION: char = '?';
/// End of what was cut off.
const ELLIPSIS: char = '…';

/// How heavy letters are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// A letter as it is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter {
    pub glyph: u32,
    /// As a share of the font size.
    pub width: f32,
}

/// One weight of the font.
pub(crate) struct Face {
    /// The font as the file holds it.
    pub font: Font,
    letters: HashMap<char, Letter>,
    missing: Letter,
}

/// The fonts of the program.
pub(crate) struct Fonts {
    regular: Face,
    bold: Face,
}

impl Fonts {
    /// The fonts that the program carries; `None` when they are damaged.
    pub(crate) fn embedded() -> Option<Self> {
        Some(Self {
            regular: Face::new(notosans::REGULAR_TTF)?,
            bold: Face::new(notosans::BOLD_TTF)?,
        })
    }

    /// The face of a weight.
    pub(crate) const fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

impl Face {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let font = Font::new(bytes.into(), 0)?;
        let face = FontRef::new(bytes).ok()?;
        let metrics = face.glyph_metrics(Size::new(1.0), LocationRef::default());
        let letter = |glyph: GlyphId| Letter {
            glyph: glyph.to_u32(),
            width: metrics.advance_width(glyph).unwrap_or(0.5),
        };
        let letters: HashMap<char, Letter> = face
            .charmap()
            .mappings()
            .filter_map(|(code, glyph)| Some((char::from_u32(code)?, letter(glyph))))
            .collect();
        let missing = letters.get(&MISSING).or_else(|| letters.get(&QUESTION)).copied()?;
        Some(Self { font, letters, missing })
    }

    /// The letter of a character. Controls are blanks, what the font lacks is a box.
    pub(crate) fn letter(&self, sign: char) -> Letter {
        let sign = if sign.is_control() || sign.is_whitespace() { ' ' } else { sign };
        if is_invisible(sign) {
            return Letter {
                width: 0.0,
                ..self.letters.get(&' ').copied().unwrap_or(self.missing)
            };
        }
        self.letters.get(&sign).copied().unwrap_or(self.missing)
    }

    /// How wide the text is at a size.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|sign| self.letter(sign).width).sum::<f32>() * size
    }

    /// The text in lines that are at most `width` wide. Its own line ends are kept; a word that is wider than a line is
    /// broken. At most `most` lines; the last one then ends in an ellipsis.
    pub(crate) fn wrap(&self, text: &str, size: f32, width: f32, most: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            self.wrap_paragraph(paragraph, size, width, &mut lines);
            if lines.len() > most {
                break;
            }
        }
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                self.cut(last, size, width);
            }
        }
        lines
    }

    fn wrap_paragraph(&self, text: &str, size: f32, width: f32, lines: &mut Vec<String>) {
        let mut line = String::new();
        let mut used = 0.0;
        let blank = self.letter(' ').width * size;
        for word in text.split_whitespace() {
            let wide = self.width(word, size);
            if !line.is_empty() && used + blank + wide <= width {
                line.push(' ');
                line.push_str(word);
                used += blank + wide;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            for sign in word.chars() {
                let letter = self.letter(sign).width * size;
                if used + letter > width && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(sign);
                used += letter;
            }
        }
        lines.push(line);
    }

    /// Shortens a line until an ellipsis fits behind it.
    fn cut(&self, line: &mut String, size: f32, width: f32) {
        let room = width - self.letter(ELLIPSIS).width * size;
        while self.width(line, size) > room && line.pop().is_some() {}
        line.truncate(line.trim_end().len());
        line.push(ELLIPSIS);
    }
}

/// Signs that take no place: joiners, marks of direction and order.
const fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts {
        Fonts::embedded().unwrap()
    }

    #[test]
    fn lines_are_never_wider_than_asked() {
        let fonts = fonts();
        let face = fonts.face(Weight::Regular);
        let text = "The boiler in the cellar leaks since Tuesday, https://example.com/averyveryverylongaddresswithoutbreaks\n\nnext";
        let lines = face.wrap(text, 10.0, 80.0, 99);
        assert!(lines.len() > 4);
        assert!(lines.iter().all(|line| face.width(line, 10.0) <= 80.0), "{lines:?}");
        assert_eq!(lines.last().map(String::as_str), Some("next"));
        assert!(lines.iter().any(String::is_empty), "empty lines are kept");
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let fonts = fonts();
        let face = fonts.face(Weight::Bold);
        let lines = face.wrap("one two three four five six seven", 10.0, 40.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && face.width(&lines[1], 10.0) <= 40.0, "{lines:?}");
    }

    #[test]
    fn every_character_has_a_letter() {
        let fonts = fonts();
        let face = fonts.face(Weight::Regular);
        for sign in ['é', 'ł', 'Ж', 'Ω', '漢', 'ع', '\u{0}', '\t', '🛠', '\u{10ffff}'] {
            assert!(face.letter(sign).glyph != 0 || face.letter(sign).width > 0.0, "{sign:?}");
        }
        assert!(face.letter('é').glyph != face.letter('漢').glyph);
    }
}
