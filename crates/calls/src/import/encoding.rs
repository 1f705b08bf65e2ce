//! Which letters the bytes of a file mean. Spreadsheets write UTF-8, but also UTF-16 and, in the West, Windows-1252.

use callboard_kernel::words;

words! {
    /// How letters are written as bytes.
    pub enum Encoding {
        /// UTF-8.
        Utf8 = "utf-8",
        /// UTF-16, the low byte first, as spreadsheets call "Unicode text".
        Utf16Le = "utf-16le",
        /// UTF-16, the high byte first.
        Utf16Be = "utf-16be",
        /// What Windows writes in Western Europe and the Americas.
        Windows1252 = "windows-1252",
    }
}

/// The letters of Windows-1252 from 0x80 to 0x9f; the other bytes mean what they mean in Unicode. Five of them mean
/// nothing and stay what they are.
const WESTERN: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

impl Encoding {
    /// The encoding of a file by its first bytes, and how many of them are only a mark of it. Without a mark, text that is
    /// UTF-8 is that; a zero in every other byte is UTF-16; all else is Windows-1252.
    pub fn detect(head: &[u8]) -> (Self, usize) {
        match head {
            [0xef, 0xbb, 0xbf, ..] => return (Self::Utf8, 3),
            [0xff, 0xfe, ..] => return (Self::Utf16Le, 2),
            [0xfe, 0xff, ..] => return (Self::Utf16Be, 2),
            _ => {}
        }
        let zeros = |offset: usize| {
            head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count() * 5
                > head.len() * 2
        };
        if zeros(1) {
            return (Self::Utf16Le, 0);
        }
        if zeros(0) {
            return (Self::Utf16Be, 0);
        }
        match std::str::from_utf8(head) {
            // A letter that the end of the sample cut in two is no mistake.
            Err(error) if error.error_len().is_some() => (Self::Windows1252, 0),
            _ => (Self::Utf8, 0),
        }
    }

    /// Bytes of a mark that a file of this encoding begins with.
    pub fn mark(self, head: &[u8]) -> usize {
        let (marked, bytes) = Self::detect(head);
        if marked == self { bytes } else { 0 }
    }

    /// How many bytes of the file became these bytes of UTF-8.
    pub(super) fn bytes_in_file(self, utf8: &[u8]) -> u64 {
        let starts = |byte: &u8| byte & 0xc0 != 0x80;
        match self {
            Self::Utf8 => utf8.len() as u64,
            Self::Windows1252 => utf8.iter().filter(|byte| starts(byte)).count() as u64,
            Self::Utf16Le | Self::Utf16Be => utf8
                .iter()
                .filter(|byte| starts(byte))
                .map(|byte| if *byte >= 0xf0 { 4 } else { 2 })
                .sum(),
        }
    }
}

/// Turns the bytes of a file into UTF-8, portion by portion. UTF-8 goes through unchecked: which cell is none is seen later.
#[derive(Clone, Debug)]
pub(super) struct Decoder {
    encoding: Encoding,
    /// Bytes of a letter whose rest has not come yet.
    rest: Vec<u8>,
}

impl Decoder {
    pub(super) const fn new(encoding: Encoding) -> Self {
        Self { encoding, rest: Vec::new() }
    }

    pub(super) fn feed(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        match self.encoding {
            Encoding::Utf8 => out.extend_from_slice(bytes),
            Encoding::Windows1252 => {
                for byte in bytes {
                    push(out, western(*byte));
                }
            }
            Encoding::Utf16Le => self.feed_wide(bytes, u16::from_le_bytes, out),
            Encoding::Utf16Be => self.feed_wide(bytes, u16::from_be_bytes, out),
        }
    }

    fn feed_wide(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16, out: &mut Vec<u8>) {
        let mut all = std::mem::take(&mut self.rest);
        all.extend_from_slice(bytes);
        let mut whole = all.len() / 2 * 2;
        // The first half of a pair waits for the second.
        if whole >= 2 && (0xd800..0xdc00).contains(&unit([all[whole - 2], all[whole - 1]])) {
            whole -= 2;
        }
        let units = all[..whole].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        for letter in char::decode_utf16(units) {
            push(out, letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        self.rest = all.split_off(whole);
    }

    /// What is left when the file ends in the middle of a letter.
    pub(super) fn finish(&mut self, out: &mut Vec<u8>) {
        for _ in std::mem::take(&mut self.rest).chunks(2) {
            push(out, char::REPLACEMENT_CHARACTER);
        }
    }
}

fn western(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WESTERN[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

fn push(out: &mut Vec<u8>, letter: char) {
    out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(encoding: Encoding, pieces: &[&[u8]]) -> String {
        let mut decoder = Decoder::new(encoding);
        let mut out = Vec::new();
        for piece in pieces {
            decoder.feed(piece, &mut out);
        }
        decoder.finish(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_first_bytes_tell_the_encoding() {
        assert_eq!(Encoding::detect(b"\xef\xbb\xbfDate"), (Encoding::Utf8, 3));
        assert_eq!(Encoding::detect(b"\xff\xfeD\0"), (Encoding::Utf16Le, 2));
        assert_eq!(Encoding::detect(b"\xfe\xff\0D"), (Encoding::Utf16Be, 2));
        assert_eq!(Encoding::detect(b"D\0a\0t\0e\0"), (Encoding::Utf16Le, 0));
        assert_eq!(Encoding::detect(b"\0D\0a\0t\0e"), (Encoding::Utf16Be, 0));
        assert_eq!(Encoding::detect("Größe".as_bytes()), (Encoding::Utf8, 0));
        assert_eq!(Encoding::detect(b"Gr\xf6\xdfe"), (Encoding::Windows1252, 0));
        // Cut in the middle of a letter.
        assert_eq!(Encoding::detect(&"Größe".as_bytes()[..3]), (Encoding::Utf8, 0));
        assert_eq!(Encoding::detect(b""), (Encoding::Utf8, 0));
    }

    #[test]
    fn letters_that_two_portions_share_are_whole() {
        let text = "Zo\u{eb} \u{1f525}!";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for cut in 0..=wide.len() {
            let (one, two) = wide.split_at(cut);
            assert_eq!(decoded(Encoding::Utf16Le, &[one, two]), text, "cut at {cut}");
        }
        assert_eq!(Encoding::Utf16Le.bytes_in_file(text.as_bytes()), wide.len() as u64);
        assert_eq!(
            decoded(Encoding::Windows1252, &[b"\x80 5 \x96 Zo\xeb"]),
            "\u{20ac} 5 \u{2013} Zo\u{eb}"
        );
        assert_eq!(Encoding::Windows1252.bytes_in_file("\u{20ac} Zo\u{eb}".as_bytes()), 5);
    }

    #[test]
    fn half_a_letter_at_the_end_is_seen() {
        assert_eq!(decoded(Encoding::Utf16Le, &[b"A\0\x3d\xd8"]), "A\u{fffd}");
        assert_eq!(decoded(Encoding::Utf16Be, &[b"\0A\0"]), "A\u{fffd}");
    }
}
