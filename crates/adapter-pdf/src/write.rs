//! Makes a PDF of pages.

use crate::{
    font::{Face, Fonts},
    page::{Ink, Mark, Page, size},
};
use callboard_calls::paper::Sheet;
use krilla::{
    Document,
    color::luma,
    geom::{PathBuilder, Point, Rect},
    metadata::Metadata,
    page::PageSettings,
    paint::Fill,
    text::{GlyphId, KrillaGlyph},
};

/// Why no PDF was made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    #[error("the page has no size")]
    NoSize,
    #[error("the file could not be put together: {0:?}")]
    Refused(krilla::error::KrillaError),
}

/// The file of the pages.
pub(crate) fn pdf(sheet: &Sheet, pages: &[Page], fonts: &Fonts) -> Result<Vec<u8>, WriteError> {
    let (width, height) = size(sheet.paper, sheet.held);
    let mut document = Document::new();
    for marks in pages {
        let settings = PageSettings::from_wh(width, height).ok_or(WriteError::NoSize)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            match mark {
                Mark::Bar { x, y, width, height, ink } => {
                    let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) else { continue };
                    let mut path = PathBuilder::new();
                    path.push_rect(rect);
                    if let Some(path) = path.finish() {
                        surface.set_fill(Some(fill(*ink)));
                        surface.draw_path(&path);
                    }
                }
                Mark::Text { x, y, size, weight, ink, text } => {
                    let face = fonts.face(*weight);
                    let (shown, glyphs) = glyphs(face, text);
                    if glyphs.is_empty() {
                        continue;
                    }
                    surface.set_fill(Some(fill(*ink)));
                    let start = Point::from_xy(*x, *y);
                    surface.draw_glyphs(start, &glyphs, face.font.clone(), &shown, *size, false);
                }
            }
        }
        surface.finish();
        page.finish();
    }
    document.set_metadata(
        Metadata::new()
            .title(format!("{} – {}", sheet.title, sheet.owner))
            .creator("Callboard".to_owned())
            .language("en".to_owned()),
    );
    document.finish().map_err(WriteError::Refused)
}

/// Each character as a glyph, and the text that a reader copies from it.
fn glyphs(face: &Face, text: &str) -> (String, Vec<KrillaGlyph>) {
    let mut shown = String::with_capacity(text.len());
    let mut glyphs = Vec::with_capacity(text.len());
    for sign in text.chars() {
        let sign = if sign.is_control() { ' ' } else { sign };
        let from = shown.len();
        shown.push(sign);
        let letter = face.letter(sign);
        glyphs.push(KrillaGlyph {
            glyph_id: GlyphId::new(letter.glyph),
            text_range: from..shown.len(),
            x_advance: letter.width,
            x_offset: 0.0,
            y_offset: 0.0,
            y_advance: 0.0,
            location: None,
        });
    }
    (shown, glyphs)
}

fn fill(ink: Ink) -> Fill {
    let light = match ink {
        Ink::Black => 0,
        Ink::Grey => 95,
        Ink::Pale => 238,
        Ink::White => 255,
    };
    Fill { paint: luma::Color::new(light).into(), ..Fill::default() }
}
