//! Keyset pages.

/// Rows of a page when the caller names no limit.
pub const DEFAULT_LIMIT: u32 = 20;
/// The most rows a page may have.
pub const MAX_LIMIT: u32 = 100;

/// An opaque place in an ordered list. Only the store that made it can read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cursor(pub String);

/// Which page is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageRequest {
    /// Rows wanted, 1 to [`MAX_LIMIT`].
    pub limit: u32,
    /// Where the previous page ended; `None` for the first page.
    pub after: Option<Cursor>,
}

impl PageRequest {
    /// The first page of `limit` rows, clamped to 1..=[`MAX_LIMIT`].
    pub fn first(limit: u32) -> Self {
        Self { limit: limit.clamp(1, MAX_LIMIT), after: None }
    }
}

/// One page of rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<T> {
    /// The rows in list order.
    pub items: Vec<T>,
    /// Where the next page starts; `None` on the last page.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// The same page with each row translated.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}
