//! What stands where on pages, before it is written.

use crate::font::Weight;
use callboard_calls::paper::{Held, Paper};

/// Space around the text in points.
pub(crate) const MARGIN: f32 = 42.0;
/// Space for the foot.
const FOOT: f32 = 24.0;

/// How dark something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ink {
    Black,
    Grey,
    Pale,
    White,
}

/// Something on a page. Points from the upper left corner.
#[derive(Clone, Debug)]
pub(crate) enum Mark {
    Text { x: f32, y: f32, size: f32, weight: Weight, ink: Ink, text: String },
    Bar { x: f32, y: f32, width: f32, height: f32, ink: Ink },
}

/// The marks of a page.
pub(crate) type Page = Vec<Mark>;

/// Pages that fill from top to bottom.
pub(crate) struct Pages {
    pub(crate) all: Vec<Page>,
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// Where the next part begins.
    pub(crate) y: f32,
}

impl Pages {
    /// The first page, empty.
    pub(crate) fn new(paper: Paper, held: Held) -> Self {
        let (width, height) = size(paper, held);
        Self { all: vec![Page::new()], width, height, y: MARGIN }
    }

    /// From the left margin to the right one.
    pub(crate) fn room(&self) -> f32 {
        self.width - 2.0 * MARGIN
    }

    /// From here to the foot.
    pub(crate) fn left(&self) -> f32 {
        self.height - MARGIN - FOOT - self.y
    }

    /// Starts a new page.
    pub(crate) fn turn(&mut self) {
        self.all.push(Page::new());
        self.y = MARGIN;
    }

    /// Starts a new page when less than `height` is left on this one. Answers whether it did.
    pub(crate) fn need(&mut self, height: f32) -> bool {
        let turns = self.left() < height && self.y > MARGIN;
        if turns {
            self.turn();
        }
        turns
    }

    /// Puts a mark on the current page.
    pub(crate) fn put(&mut self, mark: Mark) {
        if let Some(page) = self.all.last_mut() {
            page.push(mark);
        }
    }

    /// Text whose baseline is at `y`.
    pub(crate) fn text(&mut self, at: (f32, f32), style: Style, text: impl Into<String>) {
        let Style { size, weight, ink } = style;
        let (x, y) = at;
        self.put(Mark::Text { x, y, size, weight, ink, text: text.into() });
    }

    /// A line across the page at the current place.
    pub(crate) fn rule(&mut self, thick: f32, ink: Ink) {
        let bar = Mark::Bar { x: MARGIN, y: self.y, width: self.room(), height: thick, ink };
        self.put(bar);
    }
}

/// How text looks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Style {
    pub size: f32,
    pub weight: Weight,
    pub ink: Ink,
}

impl Style {
    pub(crate) const fn plain(size: f32) -> Self {
        Self { size, weight: Weight::Regular, ink: Ink::Black }
    }

    pub(crate) const fn bold(size: f32) -> Self {
        Self { size, weight: Weight::Bold, ink: Ink::Black }
    }

    pub(crate) const fn grey(size: f32) -> Self {
        Self { size, weight: Weight::Regular, ink: Ink::Grey }
    }
}

/// Width and height in points.
pub(crate) const fn size(paper: Paper, held: Held) -> (f32, f32) {
    let (short, long) = match paper {
        Paper::Letter => (612.0, 792.0),
        Paper::A4 => (595.0, 842.0),
    };
    match held {
        Held::Upright => (short, long),
        Held::Across => (long, short),
    }
}
