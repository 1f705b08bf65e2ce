//! A field of an edit.

/// What an edit does to one optional field: absent, `null` and a value are three different things.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Patch<T> {
    /// The edit does not mention the field.
    #[default]
    Keep,
    /// The edit empties the field.
    Clear,
    /// The edit gives the field this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Applies the edit to a field.
    pub fn apply(self, field: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *field = None,
            Self::Set(value) => *field = Some(value),
        }
    }

    /// Whether the edit mentions the field.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}
