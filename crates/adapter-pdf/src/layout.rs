//! Places the parts of a sheet on pages.

use crate::{
    font::{Fonts, Weight},
    page::{Ink, MARGIN, Mark, Page, Pages, Style},
    table,
};
use callboard_calls::paper::{LargeLine, Part, Sheet, SheetLine};

/// Columns of facts.
const FACT_COLUMNS: usize = 2;
/// Width of the labels of large lines, and of the instants of what happened.
const LABELS: f32 = 62.0;
const INSTANTS: f32 = 138.0;
/// Height of a line to write on, and how many are worth it.
const RULED_LINE: f32 = 24.0;
const FEWEST_RULED: u8 = 2;
const MOST_RULED: u8 = 8;
/// Height of a heading.
const HEADING: f32 = 26.0;

/// The pages of a sheet, foot included.
pub(crate) fn pages(sheet: &Sheet, fonts: &Fonts) -> Vec<Page> {
    let mut desk = Layout { pages: Pages::new(sheet.paper, sheet.held), fonts };
    desk.head(sheet);
    for part in &sheet.parts {
        match part {
            Part::Warning(text) => desk.warning(text),
            Part::Large(lines) => desk.large(lines),
            Part::Facts(facts) => desk.facts(facts),
            Part::Heading(text) => desk.heading(text),
            Part::Text(text) => desk.running(text),
            Part::Lines(lines) => desk.lines(lines),
            Part::Table(rows) => table::place(&mut desk.pages, fonts, rows),
            Part::Ruled(title) => desk.ruled(title),
        }
    }
    desk.feet(&sheet.foot);
    desk.pages.all
}

struct Layout<'a> {
    pages: Pages,
    fonts: &'a Fonts,
}

impl Layout<'_> {
    fn head(&mut self, sheet: &Sheet) {
        let title = Style::bold(18.0);
        let owner = Style::bold(10.0);
        let pages = &mut self.pages;
        pages.text((MARGIN, pages.y + 16.0), title, &*sheet.title);
        let taken = self.fonts.face(Weight::Bold).width(&sheet.title, 18.0) + 24.0;
        let room = pages.room() - taken;
        if let Some(name) = self.fonts.face(Weight::Bold).wrap(&sheet.owner, 10.0, room, 1).pop() {
            let wide = self.fonts.face(Weight::Bold).width(&name, 10.0);
            pages.text((MARGIN + pages.room() - wide, pages.y + 16.0), owner, name);
        }
        pages.y += 24.0;
        for line in &sheet.under_title {
            for line in self.fonts.face(Weight::Regular).wrap(line, 9.0, pages.room(), 3) {
                pages.text((MARGIN, pages.y + 9.0), Style::grey(9.0), line);
                pages.y += 13.0;
            }
        }
        pages.y += 5.0;
        pages.rule(1.2, Ink::Black);
        pages.y += 12.0;
    }

    fn warning(&mut self, text: &str) {
        let face = self.fonts.face(Weight::Bold);
        let lines = face.wrap(text, 12.0, self.pages.room() - 20.0, 3);
        let height = lines.len() as f32 * 16.0 + 10.0;
        self.pages.need(height + 10.0);
        let (y, width) = (self.pages.y, self.pages.room());
        self.pages.put(Mark::Bar { x: MARGIN, y, width, height, ink: Ink::Black });
        let style = Style { ink: Ink::White, ..Style::bold(12.0) };
        for (index, line) in lines.into_iter().enumerate() {
            self.pages.text((MARGIN + 10.0, y + 17.0 + index as f32 * 16.0), style, line);
        }
        self.pages.y += height + 12.0;
    }

    /// The first line is the largest; a label stands before the line it belongs to.
    fn large(&mut self, lines: &[LargeLine]) {
        for (index, line) in lines.iter().enumerate() {
            let size = if index == 0 { 24.0 } else { 17.0 };
            let indent = if index == 0 { 0.0 } else { LABELS };
            let face = self.fonts.face(Weight::Bold);
            for (row, text) in
                face.wrap(&line.text, size, self.pages.room() - indent, 3).into_iter().enumerate()
            {
                self.pages.need(size * 1.35);
                let baseline = self.pages.y + size;
                if row == 0 && !line.label.is_empty() {
                    self.pages.text((MARGIN, baseline), Style::grey(9.0), &*line.label);
                }
                self.pages.text((MARGIN + indent, baseline), Style::bold(size), text);
                self.pages.y += size * 1.35;
            }
        }
        self.pages.y += 10.0;
        self.pages.rule(0.6, Ink::Grey);
        self.pages.y += 8.0;
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        let column = self.pages.room() / FACT_COLUMNS as f32;
        let label_width = 82.0;
        for row in facts.chunks(FACT_COLUMNS) {
            let face = self.fonts.face(Weight::Regular);
            let values: Vec<_> = row
                .iter()
                .map(|(_, value)| face.wrap(value, 10.5, column - label_width - 12.0, 3))
                .collect();
            let lines = values.iter().map(Vec::len).max().unwrap_or(1);
            let height = lines as f32 * 14.0 + 3.0;
            self.pages.need(height);
            for (index, ((label, _), lines)) in row.iter().zip(values).enumerate() {
                let x = MARGIN + index as f32 * column;
                let y = self.pages.y + 11.0;
                self.pages.text((x, y), Style::grey(9.0), &**label);
                for (row, line) in lines.into_iter().enumerate() {
                    let at = (x + label_width, y + row as f32 * 14.0);
                    self.pages.text(at, Style::plain(10.5), line);
                }
            }
            self.pages.y += height;
        }
        self.pages.y += 6.0;
    }

    fn heading(&mut self, text: &str) {
        // A heading is never the last thing on a page.
        self.pages.need(HEADING + 20.0);
        self.pages.y += 6.0;
        let y = self.pages.y + 10.0;
        self.pages.text((MARGIN, y), Style::bold(10.5), text);
        self.pages.y += 15.0;
        self.pages.rule(0.6, Ink::Pale);
        self.pages.y += 5.0;
    }

    fn running(&mut self, text: &str) {
        let face = self.fonts.face(Weight::Regular);
        for line in face.wrap(text, 11.0, self.pages.room(), usize::MAX) {
            self.pages.need(15.0);
            self.pages.text((MARGIN, self.pages.y + 11.0), Style::plain(11.0), line);
            self.pages.y += 15.0;
        }
        self.pages.y += 4.0;
    }

    fn lines(&mut self, lines: &[SheetLine]) {
        let face = self.fonts.face(Weight::Regular);
        let room = self.pages.room() - INSTANTS;
        for SheetLine { when, what, more } in lines {
            let mut texts: Vec<_> = face
                .wrap(what, 9.5, room, 2)
                .into_iter()
                .map(|line| (Style::plain(9.5), line))
                .collect();
            if !more.trim().is_empty() {
                let more = face.wrap(more, 9.0, room, 3);
                texts.extend(more.into_iter().map(|line| (Style::grey(9.0), line)));
            }
            self.pages.need(texts.len() as f32 * 12.5 + 3.0);
            self.pages.text((MARGIN, self.pages.y + 9.5), Style::grey(9.0), &**when);
            for (style, line) in texts {
                self.pages.text((MARGIN + INSTANTS, self.pages.y + 9.5), style, line);
                self.pages.y += 12.5;
            }
            self.pages.y += 3.0;
        }
        self.pages.y += 4.0;
    }

    /// Never a page of its own: lines to write on are a use of what is left.
    fn ruled(&mut self, title: &str) {
        let fit = ((self.pages.left() - HEADING) / RULED_LINE).floor().max(0.0) as u8;
        if fit < FEWEST_RULED {
            return;
        }
        self.heading(title);
        for _ in 0..fit.min(MOST_RULED) {
            self.pages.y += RULED_LINE;
            self.pages.rule(0.5, Ink::Grey);
        }
    }

    fn feet(&mut self, foot: &str) {
        let count = self.pages.all.len();
        let (room, baseline) = (self.pages.room(), self.pages.height - MARGIN + 6.0);
        let face = self.fonts.face(Weight::Regular);
        let foot = face.wrap(foot, 8.0, room - 90.0, 1).pop().unwrap_or_default();
        for (index, page) in self.pages.all.iter_mut().enumerate() {
            let number = format!("Page {} of {count}", index + 1);
            let x = MARGIN + room - face.width(&number, 8.0);
            for (x, text) in [(MARGIN, foot.clone()), (x, number)] {
                page.push(Mark::Text {
                    x,
                    y: baseline,
                    size: 8.0,
                    weight: Weight::Regular,
                    ink: Ink::Grey,
                    text,
                });
            }
        }
    }
}
