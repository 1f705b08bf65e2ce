//! Ranges of files.

use std::ops::Range;

/// What of a file is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    /// All of it.
    Whole,
    /// These bytes.
    Span(Range<u64>),
}

impl Wanted {
    /// Reads `bytes=0-99`, `bytes=100-`, `bytes=-50`. More ranges than one, and what is no range at all, is the whole
    /// file; `None` when nothing of the file is in it.
    pub(crate) fn of(header: &str, length: u64) -> Option<Self> {
        let Some(span) = header.strip_prefix("bytes=").and_then(|range| range.split_once('-'))
        else {
            return Some(Self::Whole);
        };
        let number = |text: &str| text.trim().parse::<u64>();
        let span = match span {
            ("", last) => match number(last) {
                Ok(0) => return None,
                Ok(last) => length.saturating_sub(last)..length,
                Err(_) => return Some(Self::Whole),
            },
            (first, "") => match number(first) {
                Ok(first) => first..length,
                Err(_) => return Some(Self::Whole),
            },
            (first, last) => match (number(first), number(last)) {
                (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
                _ => return Some(Self::Whole),
            },
        };
        (!span.is_empty()).then_some(Self::Span(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_browsers_send_them() {
        let span = |from, to| Some(Wanted::Span(from..to));
        let cases = [
            ("bytes=0-99", span(0, 100)),
            ("bytes=0-", span(0, 1000)),
            ("bytes=900-", span(900, 1000)),
            ("bytes=-50", span(950, 1000)),
            ("bytes=-5000", span(0, 1000)),
            ("bytes=990-5000", span(990, 1000)),
            ("bytes=999-999", span(999, 1000)),
            ("bytes=1000-", None),
            ("bytes=1000-1001", None),
            ("bytes=-0", None),
            ("bytes=5-4", Some(Wanted::Whole)),
            ("bytes=0-1,5-6", Some(Wanted::Whole)),
            ("bytes=a-b", Some(Wanted::Whole)),
            ("lines=0-1", Some(Wanted::Whole)),
            ("bytes=-", Some(Wanted::Whole)),
            ("bytes=0-18446744073709551615", span(0, 1000)),
        ];
        for (header, expected) in cases {
            assert_eq!(Wanted::of(header, 1000), expected, "{header}");
        }
    }
}
