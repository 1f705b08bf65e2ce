//! Sheets as files: whole, of the right number of pages, whatever people are called.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod samples;

use callboard_adapter_pdf::PdfPrinter;
use callboard_calls::{
    export::LocalZone,
    paper::{Part, Sheet, call_card, call_log},
    ports::SheetPrinter,
};
use samples::{CALLED, calls, card, head};
use std::{fs, path::Path};
use time::macros::offset;

fn zone() -> LocalZone {
    LocalZone::new("America/New_York", |_| offset!(-5))
}

/// Prints and keeps the file, so that a person can look at it.
async fn print(sheet: Sheet, name: &str) -> Vec<u8> {
    let bytes = PdfPrinter::new().unwrap().print(sheet).await.unwrap();
    fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), &bytes).unwrap();
    assert!(bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF"));
    bytes
}

/// Pages by the objects of the file.
fn pages(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes).matches("/Type/Page/").count()
}

#[tokio::test]
async fn a_card_is_one_page() {
    let sheet = call_card(&card(), &zone(), CALLED);
    let bytes = print(sheet, "card.pdf").await;
    assert_eq!(pages(&bytes), 1);
    assert!(bytes.len() < 120_000, "the font is cut to its letters: {} bytes", bytes.len());
}

#[tokio::test]
async fn a_log_of_many_calls_has_many_pages() {
    let sheet = call_log(&head(), &calls(200), &zone(), CALLED);
    let bytes = print(sheet, "log.pdf").await;
    assert!(pages(&bytes) > 5, "{} pages", pages(&bytes));
}

#[tokio::test]
async fn the_longest_log_is_printed_in_seconds() {
    let began = std::time::Instant::now();
    let sheet = call_log(&head(), &calls(5_000), &zone(), CALLED);
    let bytes = print(sheet, "longest.pdf").await;
    println!(
        "5,000 calls: {} pages, {} KiB, {} ms",
        pages(&bytes),
        bytes.len() / 1024,
        began.elapsed().as_millis()
    );
    assert!(pages(&bytes) > 100);
}

#[tokio::test]
async fn an_empty_log_says_so() {
    let bytes = print(call_log(&head(), &[], &zone(), CALLED), "empty.pdf").await;
    assert_eq!(pages(&bytes), 1);
}

#[tokio::test]
async fn no_name_stops_the_printer() {
    let names = [
        "",
        "李小龙",
        "محمد",
        "🛠️🚿",
        "\u{0}\u{1}\t\r\n",
        "e\u{301}e\u{301}",
        "Nguyễn Thị Ánh",
        "\u{202e}gnisrever",
        &"x".repeat(100_000),
        "Ζωή Жанна",
    ];
    for name in names {
        let mut card = card();
        card.name = name.to_owned();
        card.call.notes = name.to_owned();
        card.address = vec![name.to_owned(); 4];
        let mut sheet = call_card(&card, &zone(), CALLED);
        sheet.parts.push(Part::Text(name.to_owned()));
        print(sheet, "names.pdf").await;
    }
}
