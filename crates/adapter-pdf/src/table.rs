//! A table over any number of pages, its head on each of them.

use crate::{
    font::{Fonts, Weight},
    page::{Ink, MARGIN, Mark, Pages, Style},
};
use callboard_calls::paper::{SheetColumn, SheetTable, Side};

const SIZE: f32 = 8.0;
const HEAD_SIZE: f32 = 7.5;
const LINE: f32 = 10.5;
const HEAD: f32 = 18.0;
/// Space between two columns.
const GAP: f32 = 8.0;
/// Above and below the text of a row.
const PAD: f32 = 3.0;

/// Places a table.
pub(crate) fn place(pages: &mut Pages, fonts: &Fonts, table: &SheetTable) {
    let places = columns(pages.room(), &table.columns);
    if table.rows.is_empty() {
        pages.text((MARGIN, pages.y + 12.0), Style::grey(11.0), "Nothing fits the filter.");
        pages.y += 20.0;
        return;
    }
    pages.need(HEAD + 3.0 * LINE);
    head(pages, fonts, table, &places);
    let face = fonts.face(Weight::Regular);
    for (index, row) in table.rows.iter().enumerate() {
        let cells: Vec<Vec<String>> = row
            .iter()
            .zip(&table.columns)
            .zip(&places)
            .map(|((cell, column), place)| {
                face.wrap(cell, SIZE, place.width, usize::from(column.lines))
            })
            .collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let height = lines as f32 * LINE + 2.0 * PAD;
        if pages.need(height) {
            head(pages, fonts, table, &places);
        }
        if index % 2 == 1 {
            let (y, width) = (pages.y, pages.room() + 8.0);
            pages.put(Mark::Bar { x: MARGIN - 4.0, y, width, height, ink: Ink::Pale });
        }
        for ((lines, column), place) in cells.into_iter().zip(&table.columns).zip(&places) {
            for (line, text) in lines.into_iter().enumerate() {
                let y = pages.y + PAD + 7.6 + line as f32 * LINE;
                let x = start(place, column.side, face.width(&text, SIZE));
                pages.text((x, y), Style::plain(SIZE), text);
            }
        }
        pages.y += height;
    }
}

struct Place {
    x: f32,
    width: f32,
}

/// Where each column stands, by its share.
fn columns(room: f32, columns: &[SheetColumn]) -> Vec<Place> {
    let shares: f32 = columns.iter().map(|column| f32::from(column.share)).sum::<f32>().max(1.0);
    let gaps = GAP * columns.len().saturating_sub(1) as f32;
    let mut x = MARGIN;
    columns
        .iter()
        .map(|column| {
            let width = (room - gaps) * f32::from(column.share) / shares;
            let place = Place { x, width };
            x += width + GAP;
            place
        })
        .collect()
}

fn head(pages: &mut Pages, fonts: &Fonts, table: &SheetTable, places: &[Place]) {
    let face = fonts.face(Weight::Bold);
    for (column, place) in table.columns.iter().zip(places) {
        let title = face.wrap(&column.title, HEAD_SIZE, place.width, 1).pop().unwrap_or_default();
        let x = start(place, column.side, face.width(&title, HEAD_SIZE));
        pages.text((x, pages.y + 9.0), Style::bold(HEAD_SIZE), title);
    }
    pages.y += HEAD - 4.0;
    pages.rule(0.8, Ink::Black);
    pages.y += 4.0;
}

fn start(place: &Place, side: Side, wide: f32) -> f32 {
    match side {
        Side::Start => place.x,
        Side::End => place.x + place.width - wide,
    }
}
