//! Prints sheets: letters are measured, parts are placed, pages are written as PDF with the font inside.
//!
//! `font` knows how wide letters are, `page` collects what stands where, `layout` places the parts of a sheet, `write`
//! makes a file of the pages. Nothing here knows what a call is.

mod font;
mod layout;
mod page;
mod table;
mod write;

use async_trait::async_trait;
use callboard_calls::{paper::Sheet, ports::SheetPrinter};
use callboard_kernel::PortError;
use font::Fonts;
use std::sync::Arc;

/// Prints sheets as PDF.
#[derive(Clone)]
pub struct PdfPrinter {
    fonts: Arc<Fonts>,
}

impl PdfPrinter {
    /// With the fonts of the program.
    pub fn new() -> Result<Self, PortError> {
        let fonts = Fonts::embedded().ok_or_else(|| {
            PortError::broken("pdf.fonts", "the fonts of the program cannot be read")
        })?;
        Ok(Self { fonts: Arc::new(fonts) })
    }
}

#[async_trait]
impl SheetPrinter for PdfPrinter {
    async fn print(&self, sheet: Sheet) -> Result<Vec<u8>, PortError> {
        let fonts = self.fonts.clone();
        let printed = tokio::task::spawn_blocking(move || {
            let pages = layout::pages(&sheet, &fonts);
            write::pdf(&sheet, &pages, &fonts)
        });
        printed
            .await
            .map_err(|error| PortError::broken("pdf.print", error))?
            .map_err(|error| PortError::broken("pdf.print", error))
    }
}
