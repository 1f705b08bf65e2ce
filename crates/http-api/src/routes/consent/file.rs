//! The do-not-contact list as a CSV file: read from a text, written a page at a time.

use crate::{auth::Caller, fields::Instant, problem::Problem};
use callboard_consent::{LIST_ROWS, ListRow, board::MarkRow};
use callboard_kernel::{Invalid, MAX_LIMIT, PageRequest};
use csv::{ReaderBuilder, StringRecord, Trim, WriterBuilder};
use futures_util::{TryStreamExt, stream};
use poem::Body;
use std::io;

const COLUMNS: [&str; 6] = ["number", "customer", "reason", "words", "channel", "marked_at"];

/// Which column holds what.
struct Heading {
    number: usize,
    reason: Option<usize>,
    words: Option<usize>,
    /// The first record is a row already.
    is_row: bool,
}

impl Heading {
    fn of(first: &StringRecord) -> Option<Self> {
        let place = |names: &[&str]| {
            let named = |cell: &str| names.contains(&cell.trim().to_lowercase().as_str());
            first.iter().position(named)
        };
        let (reason, words) = (place(&["reason"]), place(&["words", "note"]));
        if let Some(number) = place(&["number", "phone", "phone number", "phone_number"]) {
            return Some(Self { number, reason, words, is_row: false });
        }
        let looks_dialled =
            first.get(0).is_some_and(|cell| cell.chars().filter(char::is_ascii_digit).count() >= 7);
        looks_dialled.then_some(Self { number: 0, reason: None, words: None, is_row: true })
    }

    fn row(&self, record: &StringRecord, line: u32) -> ListRow {
        let cell = |place: Option<usize>| {
            let text = place.and_then(|place| record.get(place)).unwrap_or_default();
            text.to_owned()
        };
        ListRow {
            line,
            number: cell(Some(self.number)),
            reason: cell(self.reason),
            words: cell(self.words),
        }
    }
}

/// The rows of a file. Empty lines are none.
pub(super) fn read(text: &str) -> Result<Vec<ListRow>, Problem> {
    let refused = |code, message: String| Problem::invalid(Invalid::field("csv", code, message).0);
    // Spreadsheets begin a file with a mark that says how its letters are written.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut heading: Option<Heading> = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|_| refused("malformed", "This is not a CSV file.".to_owned()))?;
        let line = record.position().map_or(0, csv::Position::line) as u32;
        if let Some(heading) = &heading {
            rows.push(heading.row(&record, line));
        } else {
            let found = Heading::of(&record).ok_or_else(|| {
                let message = "The first line must name a column `number`.";
                refused("no_number", message.to_owned())
            })?;
            if found.is_row {
                rows.push(found.row(&record, line));
            }
            heading = Some(found);
        }
        if rows.len() > LIST_ROWS {
            let message = format!("A list has {LIST_ROWS} rows at most; send it in parts.");
            return Err(refused("too_many", message));
        }
    }
    Ok(rows)
}

/// Where the writing of a file is.
enum Place {
    Heading,
    Page(PageRequest),
    End,
}

/// The whole list, a page at a time.
pub(super) fn written(caller: Caller) -> Body {
    let blocks = stream::try_unfold(Place::Heading, move |place| {
        let caller = caller.clone();
        async move { block(&caller, place).await }
    });
    Body::from_bytes_stream(
        blocks.inspect_err(|error| tracing::error!(%error, "a download broke off")),
    )
}

async fn block(caller: &Caller, place: Place) -> io::Result<Option<(Vec<u8>, Place)>> {
    let request = match place {
        Place::End => return Ok(None),
        Place::Heading => {
            let first = Place::Page(PageRequest::first(MAX_LIMIT));
            return Ok(Some((lines([COLUMNS.map(str::to_owned)])?, first)));
        }
        Place::Page(request) => request,
    };
    let page =
        caller.consents.list_page(&caller.scope, &request).await.map_err(io::Error::other)?;
    let next = page.next.map_or(Place::End, |after| {
        Place::Page(PageRequest { after: Some(after), ..PageRequest::first(MAX_LIMIT) })
    });
    Ok(Some((lines(page.items.iter().flat_map(cells))?, next)))
}

fn lines(rows: impl IntoIterator<Item = [String; 6]>) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row)?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// A line for each number.
fn cells(row: &MarkRow) -> Vec<[String; 6]> {
    let mark = &row.kept.mark;
    let line = |number: &callboard_kernel::Phone| {
        [
            number.as_str().to_owned(),
            plain(row.customer_name.as_deref().unwrap_or_default()),
            mark.reason.as_str().to_owned(),
            plain(&mark.proof.words),
            mark.proof.via.as_str().to_owned(),
            Instant(mark.at).to_string(),
        ]
    };
    row.numbers.iter().map(line).collect()
}

/// What a spreadsheet would take for a formula is made a text.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return format!("'{text}");
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<String> {
        read(text).unwrap().into_iter().map(|row| row.number).collect()
    }

    #[test]
    fn a_list_may_have_a_heading_or_none() {
        assert_eq!(numbers("+18645550100\n(864) 555-0101\n\n"), ["+18645550100", "(864) 555-0101"]);
        let rows = read("\u{feff}Reason,Phone,Words\nasked,+18645550100,\"no, thanks\"\n").unwrap();
        assert_eq!(rows[0].words, "no, thanks");
        assert_eq!((rows[0].line, rows[0].reason.as_str()), (2, "asked"));
        assert!(read("name,town\nAnn,Easley\n").is_err());
    }

    #[test]
    fn a_list_that_is_too_long_is_refused_and_not_cut() {
        let text = "+18645550100\n".repeat(LIST_ROWS + 1);
        assert!(read(&text).is_err());
    }

    #[test]
    fn words_are_no_formulas() {
        assert_eq!(plain("=1+1"), "'=1+1");
        assert_eq!(plain("stop calling"), "stop calling");
    }
}
