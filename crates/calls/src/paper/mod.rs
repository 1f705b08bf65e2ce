//! What is printed: sheets as plain data, without fonts and places. A printer lays them out.

mod card;
mod log;

pub use card::{CallCard, CardFollowUp, CardLine, call_card};
pub use log::{LogHead, call_log, spoken_number};

/// A document for paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// What it is, at the head of the first page and in the file's properties.
    pub title: String,
    /// Beside the title: whose it is.
    pub owner: String,
    /// Below the title, one line each.
    pub under_title: Vec<String>,
    /// Its size.
    pub paper: Paper,
    /// Which way it is held.
    pub held: Held,
    /// Its parts from top to bottom.
    pub parts: Vec<Part>,
    /// At the foot of each page, beside its number.
    pub foot: String,
}

/// The size of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paper {
    /// 8.5 × 11 inches.
    Letter,
    /// 210 × 297 mm.
    A4,
}

/// Which way a page is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    /// Narrow side up.
    Upright,
    /// Wide side up.
    Across,
}

/// A part of a sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// A bar that nobody overlooks.
    Warning(String),
    /// What is read at arm's length in a van: lines in large letters, the first the largest.
    Large(Vec<LargeLine>),
    /// Labels with short values, in columns.
    Facts(Vec<(String, String)>),
    /// The title of what follows.
    Heading(String),
    /// Running text; its own line ends are kept.
    Text(String),
    /// What happened, in order.
    Lines(Vec<SheetLine>),
    /// Rows under a head that is repeated on each page.
    Table(SheetTable),
    /// Empty lines to write on under a title, as many as still fit on the page; none when only a few do.
    Ruled(String),
}

/// A line in large letters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LargeLine {
    /// What it is.
    pub label: String,
    /// The line.
    pub text: String,
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetLine {
    /// When.
    pub when: String,
    /// What.
    pub what: String,
    /// More of it; may be empty.
    pub more: String,
}

/// A table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetTable {
    /// Its columns.
    pub columns: Vec<SheetColumn>,
    /// Its rows, a cell for each column.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetColumn {
    /// At its head.
    pub title: String,
    /// Its share of the width.
    pub share: u16,
    /// Numbers stand at the end.
    pub side: Side,
    /// Most lines of a cell; what does not fit ends in an ellipsis.
    pub lines: u8,
}

/// Where a cell begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// On the left.
    Start,
    /// On the right.
    End,
}
