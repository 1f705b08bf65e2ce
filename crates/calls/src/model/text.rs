//! Limits of what people write: lengths, amounts, tags.

use super::outcome::MAX_VALUE_CENTS;
use callboard_kernel::{Invalid, one_line};

/// Longest notes, in characters.
pub(crate) const MAX_NOTES: usize = 10_000;
/// Longest name, in characters.
pub(crate) const MAX_NAME: usize = 200;
/// Most tags of a call.
pub(crate) const MAX_TAGS: usize = 30;
/// Longest tag, in characters.
pub(crate) const MAX_TAG: usize = 40;

/// Notes a text that is too long.
pub(crate) fn check_length(text: &str, path: &str, limit: usize, wrong: &mut Invalid) {
    if text.chars().count() > limit {
        wrong.push(path, "too_long", format!("Must have at most {limit} characters."));
    }
}

/// Refuses a text that is too long.
pub(crate) fn at_most(text: &str, path: &str, limit: usize) -> Result<(), Invalid> {
    let mut wrong = Invalid::default();
    check_length(text, path, limit, &mut wrong);
    wrong.check()
}

/// Notes an estimated value out of range.
pub(crate) fn check_value(cents: i64, wrong: &mut Invalid) {
    if !(0..=MAX_VALUE_CENTS).contains(&cents) {
        wrong.push(
            "value_est_cents",
            "out_of_range",
            format!("Must be from 0 to {MAX_VALUE_CENTS} cents."),
        );
    }
}

/// Tags as they are kept: one line each, the first of those that differ only in case, in the order given. Refuses empty and long
/// ones and too many.
pub(crate) fn tidy_tags(tags: &[String]) -> Result<Vec<String>, Invalid> {
    let mut wrong = Invalid::default();
    let mut kept: Vec<String> = Vec::with_capacity(tags.len());
    for (index, tag) in tags.iter().enumerate() {
        let tag = one_line(tag);
        let path = format!("tags.{index}");
        if tag.is_empty() {
            wrong.push(path, "required", "A tag cannot be empty.");
        } else if tag.chars().count() > MAX_TAG {
            wrong.push(path, "too_long", format!("Must have at most {MAX_TAG} characters."));
        } else if !kept.iter().any(|other| other.to_lowercase() == tag.to_lowercase()) {
            kept.push(tag);
        }
    }
    if kept.len() > MAX_TAGS {
        wrong.push("tags", "too_many", format!("At most {MAX_TAGS} tags."));
    }
    wrong.check()?;
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(list: &[&str]) -> Vec<String> {
        list.iter().map(|tag| (*tag).to_owned()).collect()
    }

    #[test]
    fn tags_are_trimmed_and_differ_by_more_than_case() {
        assert_eq!(
            tidy_tags(&tags(&[" Roof ", "roof", "Gutter", "GUTTER", "ÉTÉ", "été"])).unwrap(),
            tags(&["Roof", "Gutter", "ÉTÉ"])
        );
    }

    #[test]
    fn empty_long_and_too_many_tags_are_refused_by_their_place() {
        let long = "x".repeat(MAX_TAG + 1);
        let refused = tidy_tags(&tags(&["ok", "  ", &long])).unwrap_err();
        let found: Vec<_> = refused.0.iter().map(|e| (e.path.as_str(), e.code)).collect();
        assert_eq!(found, [("tags.1", "required"), ("tags.2", "too_long")]);

        let many: Vec<String> = (0..=MAX_TAGS).map(|n| format!("tag {n}")).collect();
        assert_eq!(tidy_tags(&many).unwrap_err().0[0].code, "too_many");
        assert!(tidy_tags(&many[..MAX_TAGS]).is_ok());
    }
}
