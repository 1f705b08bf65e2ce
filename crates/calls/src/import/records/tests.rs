//! Files as they come: other separators, other ends of lines, broken quotes, cut anywhere.

use super::*;
use proptest::prelude::*;

const START: Place = Place::after_mark(0);

fn all_in(records: &mut Records, pieces: &[&[u8]]) -> Vec<RawRow> {
    let mut rows = Vec::new();
    let mut take = |records: &mut Records| {
        while let Next::Row(row) = records.next_row() {
            rows.push(row);
        }
    };
    for piece in pieces {
        records.feed(piece);
        take(records);
    }
    records.end();
    take(records);
    assert_eq!(records.next_row(), Next::End);
    rows
}

fn read(text: &str, separator: Separator, width: usize) -> Vec<RawRow> {
    let mut records = Records::new(Encoding::Utf8, separator, Some(width), START);
    all_in(&mut records, &[text.as_bytes()])
}

fn cells(rows: &[RawRow]) -> Vec<Vec<&str>> {
    rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
}

#[test]
fn cells_may_hold_separators_quotes_and_ends_of_lines() {
    let rows = read("a,\"b,\"\"c\"\"\r\nd\",e\r\n1,2,3\r\n", Separator::Comma, 3);
    assert_eq!(cells(&rows), [["a", "b,\"c\"\r\nd", "e"], ["1", "2", "3"]]);
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn every_end_of_line_ends_one_line() {
    for ends in ["\n", "\r\n", "\r"] {
        let rows = read(&["a;b", "", "c;d", "e;f"].join(ends), Separator::Semicolon, 2);
        assert_eq!(cells(&rows), [["a", "b"], ["c", "d"], ["e", "f"]], "{ends:?}");
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 3, 4], "{ends:?}");
    }
}

#[test]
fn rows_without_content_are_no_rows() {
    assert!(read("\t\t\n \t\n\n", Separator::Tab, 3).is_empty());
}

#[test]
fn ragged_rows_are_told_and_empty_cells_more_do_no_harm() {
    let rows = read("1,2\n1,2,3,\n1,2,3,4\n", Separator::Comma, 3);
    let faults: Vec<_> = rows.iter().map(|row| row.fault).collect();
    let ragged = Some(RowFault::Ragged { expected: 3 });
    assert_eq!(faults, [ragged, None, ragged]);
    assert_eq!(rows[2].cells, ["1", "2", "3", "4"], "nothing is lost");
}

#[test]
fn a_stray_quote_costs_its_own_line_only() {
    let rows = read("1,a\n2,\"b\n3,c\n4,d\n", Separator::Comma, 2);
    let faults: Vec<_> = rows.iter().map(|row| (row.line, row.fault)).collect();
    assert_eq!(faults, [(1, None), (2, Some(RowFault::OpenQuote)), (3, None), (4, None)]);
    // Another mark far below closes it: the rows between are still rows.
    let rows = read("1,a\n2,\"b\n3,c\n4,\"d\"\n5,e\n", Separator::Comma, 2);
    let good: Vec<_> = rows.iter().filter(|row| row.fault.is_none()).map(|row| row.line).collect();
    assert_eq!(good, [1, 3, 4, 5]);
}

#[test]
fn a_line_of_ten_megabytes_is_passed_over() {
    let text = format!("1,a\n2,{}\n3,c\n", "x".repeat(10 * 1024 * 1024));
    let mut records = Records::new(Encoding::Utf8, Separator::Comma, Some(2), START);
    let pieces: Vec<&[u8]> = text.as_bytes().chunks(64 * 1024).collect();
    let rows = all_in(&mut records, &pieces);
    let faults: Vec<_> = rows.iter().map(|row| (row.line, row.fault)).collect();
    assert_eq!(faults, [(1, None), (2, Some(RowFault::TooLong)), (3, None)]);
    assert_eq!(records.place().offset, text.len() as u64);
    assert!(records.text.capacity() < 4 * MAX_ROW, "memory does not grow with the line");
}

#[test]
fn bytes_that_mean_nothing_and_zeros_are_told_by_column() {
    let mut records = Records::new(Encoding::Utf8, Separator::Comma, Some(2), START);
    let rows = all_in(&mut records, &[b"a,Gr\xf6\xdfe\n\0,b\nc,d"]);
    let faults: Vec<_> = rows.iter().map(|row| row.fault).collect();
    assert_eq!(
        faults,
        [Some(RowFault::NotText { column: 1 }), Some(RowFault::Zero { column: 0 }), None]
    );
}

#[test]
fn reading_goes_on_at_any_row_in_any_encoding() {
    let text = "1,\u{e9}t\u{e9}\r\n2,\"fl\u{fc}e\r\nge\"\r\n3,na\u{ef}ve\r\n";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let western: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let files = [
        (Encoding::Utf8, text.as_bytes().to_vec()),
        (Encoding::Utf16Be, wide),
        (Encoding::Windows1252, western),
    ];
    for (encoding, bytes) in files {
        let mut records = Records::new(encoding, Separator::Comma, Some(2), START);
        records.feed(&bytes);
        let mut rest = vec![records.place()];
        while let Next::Row(_) = records.next_row() {
            rest.push(records.place());
        }
        for (passed, place) in rest.into_iter().enumerate().take(3) {
            let mut again = Records::new(encoding, Separator::Comma, Some(2), place);
            let rows = all_in(&mut again, &[&bytes[place.offset as usize..]]);
            assert_eq!(rows.len(), 3 - passed, "{encoding} from {place:?}");
            assert_eq!(rows.last().unwrap().cells, ["3", "na\u{ef}ve"]);
            assert_eq!(rows.last().unwrap().line, 4);
        }
    }
}

proptest! {
    /// What was written with quotation marks is read as it was, wherever the portions end.
    #[test]
    fn what_is_written_is_read(
        rows in prop::collection::vec(prop::collection::vec("[a-z,;\"\r\n\u{e9}]{1,8}", 3), 1..8),
        cuts in prop::collection::vec(0_usize..200, 0..4),
    ) {
        let line = |row: &Vec<String>| {
            let cells: Vec<_> =
                row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            cells.join(",")
        };
        let text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
        let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
        cuts.extend([0, text.len()]);
        cuts.sort_unstable();
        let pieces: Vec<&[u8]> =
            cuts.windows(2).map(|pair| &text.as_bytes()[pair[0]..pair[1]]).collect();
        let mut records = Records::new(Encoding::Utf8, Separator::Comma, Some(3), START);
        let read = all_in(&mut records, &pieces);
        let whole = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        let expected: Vec<_> = rows.iter().filter(whole).cloned().collect();
        prop_assert_eq!(read.into_iter().map(|row| row.cells).collect::<Vec<_>>(), expected);
    }

    /// Whatever the bytes are, reading ends, reaches the end of the file, and tells lines in their order.
    #[test]
    fn no_bytes_are_too_strange(
        bytes in prop::collection::vec(
            prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), Just(0_u8), any::<u8>()],
            0..400,
        ),
        portion in 1_usize..50,
        encoding in prop::sample::select(Encoding::ALL),
        separator in prop::sample::select(Separator::ALL),
    ) {
        let mut records = Records::new(encoding, separator, Some(2), START);
        let pieces: Vec<&[u8]> = bytes.chunks(portion).collect();
        let rows = all_in(&mut records, &pieces);
        prop_assert!(rows.windows(2).all(|pair| pair[0].line <= pair[1].line));
        prop_assert!(records.place().offset >= bytes.len() as u64);
    }
}
