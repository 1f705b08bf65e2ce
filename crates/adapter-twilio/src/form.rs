//! Fields of a form or a query, as many as there are and whatever they are called: Twilio adds some without notice.

/// Decoded fields in the order in which they came. Values are not trimmed: what is signed is what was sent.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) const fn none() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first value of a name, also when it is empty.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.pairs().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The first value of a name, unless it is blank.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.first(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// The first value of a name as a number; `None` also when it is none.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }

    pub(crate) fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_several_values_counts_and_nonsense_is_no_number() {
        let fields = Fields::parse(b"a=1&a=2&b=+x+&c=&d=NaN&e");
        assert_eq!(fields.number::<u8>("a"), Some(1));
        assert_eq!(fields.text("b"), Some("x"));
        assert_eq!(fields.first("b"), Some(" x "));
        assert_eq!(fields.text("c"), None);
        assert_eq!(fields.number::<u32>("d"), None);
        assert_eq!(fields.first("e"), Some(""));
    }
}
