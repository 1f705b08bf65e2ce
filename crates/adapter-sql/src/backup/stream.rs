//! The file: gzip over lines. A header, then for each table its columns, its rows (arrays) and their sum, then the files of
//! the data folder in pieces, then the manifest. Without the manifest at its end a file is not a backup, so one that was
//! cut off is found out.

use super::{
    BackupError,
    cell::{Cell, read_row, write_row},
    manifest::{FORMAT, FileSum, Header, Manifest, RowSum},
    tables::{Column, Table},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};

/// Bytes of a file in one line.
const PIECE: usize = 48 * 1024;
/// Longest line that is read. Rows are far shorter; a file that has a longer one was not made by this program.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

/// A line that is no row and no piece of a file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Control {
    Table { name: String, columns: Vec<Column> },
    TableEnd { rows: u64, hash: String },
    File { path: String },
    FileEnd { size: u64, sha256: String },
    Manifest(Manifest),
}

/// Writes a backup.
pub(super) struct Writer<W: Write> {
    out: GzEncoder<W>,
    hash: Sha256,
    line: String,
    sum: RowSum,
    manifest: Manifest,
}

impl<W: Write> Writer<W> {
    pub(super) fn begin(out: W, header: &Header) -> Result<Self, BackupError> {
        let mut writer = Self {
            out: GzEncoder::new(out, Compression::fast()),
            hash: Sha256::new(),
            line: String::new(),
            sum: RowSum::default(),
            manifest: Manifest::default(),
        };
        writer.put(&serde_json::to_string(header)?)?;
        Ok(writer)
    }

    pub(super) fn begin_table(&mut self, table: &Table) -> Result<(), BackupError> {
        self.sum = RowSum::default();
        let Table { name, columns } = table.clone();
        self.put_control(&Control::Table { name, columns })
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<(), BackupError> {
        let mut line = std::mem::take(&mut self.line);
        write_row(cells, &mut line)?;
        self.sum.add(&line);
        self.put(&line)?;
        self.line = line;
        Ok(())
    }

    /// Ends the table; answers how many rows it has.
    pub(super) fn end_table(&mut self, table: &Table) -> Result<u64, BackupError> {
        let sum = self.sum;
        self.manifest.tables.push(sum.of(&table.name));
        self.put_control(&Control::TableEnd { rows: sum.rows, hash: sum.hash() })?;
        Ok(sum.rows)
    }

    /// A file of the data folder under its path below it.
    pub(super) fn file(&mut self, path: &str, mut content: impl Read) -> Result<(), BackupError> {
        self.put_control(&Control::File { path: path.to_owned() })?;
        let (mut size, mut hash) = (0, Sha256::new());
        let mut piece = vec![0; PIECE];
        loop {
            let read = content.read(&mut piece)?;
            if read == 0 {
                break;
            }
            size += read as u64;
            hash.update(&piece[..read]);
            self.put(&format!("\"{}\"", STANDARD.encode(&piece[..read])))?;
        }
        let sha256 = hex::encode(hash.finalize());
        let sum = FileSum { path: path.to_owned(), size, sha256: sha256.clone() };
        self.manifest.files.push(sum);
        self.put_control(&Control::FileEnd { size, sha256 })
    }

    /// Writes the manifest and answers it with what was written to.
    pub(super) fn finish(mut self) -> Result<(W, Manifest), BackupError> {
        self.manifest.sha256 = hex::encode(self.hash.clone().finalize());
        let manifest = self.manifest.clone();
        self.put_control(&Control::Manifest(manifest.clone()))?;
        Ok((self.out.finish()?, manifest))
    }

    fn put_control(&mut self, control: &Control) -> Result<(), BackupError> {
        self.put(&serde_json::to_string(control)?)
    }

    fn put(&mut self, line: &str) -> Result<(), BackupError> {
        for bytes in [line.as_bytes(), b"\n"] {
            self.hash.update(bytes);
            self.out.write_all(bytes)?;
        }
        Ok(())
    }
}

/// What comes next in a backup.
pub(super) enum Part {
    /// A table begins.
    Table(Table),
    /// A row of it.
    Row(Vec<Cell>),
    /// It ends; its sum is right.
    TableEnd(RowSum),
    /// A file begins.
    File(String),
    /// A piece of it.
    Piece(Vec<u8>),
    /// It ends; its sum is right.
    FileEnd,
    /// The backup ends; everything is as the manifest says.
    End(Manifest),
}

/// Reads a backup and checks its sums on the way.
pub(super) struct Reader<R: Read> {
    lines: BufReader<MultiGzDecoder<R>>,
    hash: Sha256,
    header: Header,
    line: String,
    open: Open,
    seen: Manifest,
}

/// What the next lines belong to.
enum Open {
    Nothing,
    Table(Table, RowSum),
    File(String, u64, Sha256),
}

impl<R: Read> Reader<R> {
    pub(super) fn begin(input: R) -> Result<Self, BackupError> {
        let mut reader = Self {
            lines: BufReader::new(MultiGzDecoder::new(input)),
            hash: Sha256::new(),
            header: Header {
                callboard_backup: 0,
                program: String::new(),
                database: String::new(),
                schema: Vec::new(),
                taken_at: 0,
            },
            line: String::new(),
            open: Open::Nothing,
            seen: Manifest::default(),
        };
        if !reader.read_line().map_err(|_| BackupError::NoBackup)? {
            return Err(BackupError::NoBackup);
        }
        reader.header = serde_json::from_str(&reader.line).map_err(|_| BackupError::NoBackup)?;
        reader.digest_line();
        match reader.header.callboard_backup {
            FORMAT => Ok(reader),
            other => Err(BackupError::Format(other, FORMAT)),
        }
    }

    pub(super) const fn header(&self) -> &Header {
        &self.header
    }

    /// The next part. After [`Part::End`] there is nothing to ask for.
    pub(super) fn next(&mut self) -> Result<Part, BackupError> {
        if !self.read_line()? {
            return Err(BackupError::Damaged("it ends before its manifest"));
        }
        if self.line.starts_with('{') {
            let control: Control = serde_json::from_str(&self.line)?;
            if !matches!(control, Control::Manifest(_)) {
                self.digest_line();
            }
            return self.control(control);
        }
        self.digest_line();
        match &mut self.open {
            Open::Table(table, sum) => {
                sum.add(&self.line);
                Ok(Part::Row(read_row(&self.line, &table.kinds())?))
            }
            Open::File(_, size, hash) => {
                let text: String = serde_json::from_str(&self.line)?;
                let piece = STANDARD
                    .decode(text)
                    .map_err(|_| BackupError::Damaged("a piece of a file cannot be read"))?;
                *size += piece.len() as u64;
                hash.update(&piece);
                Ok(Part::Piece(piece))
            }
            Open::Nothing => Err(BackupError::Damaged("a row stands outside of its table")),
        }
    }

    fn control(&mut self, control: Control) -> Result<Part, BackupError> {
        match (control, std::mem::replace(&mut self.open, Open::Nothing)) {
            (Control::Table { name, columns }, Open::Nothing) => {
                let table = Table { name, columns };
                self.open = Open::Table(table.clone(), RowSum::default());
                Ok(Part::Table(table))
            }
            (Control::TableEnd { rows, hash }, Open::Table(table, sum)) => {
                if (rows, hash) != (sum.rows, sum.hash()) {
                    return Err(BackupError::Table(table.name));
                }
                self.seen.tables.push(sum.of(&table.name));
                Ok(Part::TableEnd(sum))
            }
            (Control::File { path }, Open::Nothing) => {
                self.open = Open::File(path.clone(), 0, Sha256::new());
                Ok(Part::File(path))
            }
            (Control::FileEnd { size, sha256 }, Open::File(path, read, hash)) => {
                if (size, &sha256) != (read, &hex::encode(hash.finalize())) {
                    return Err(BackupError::File(path));
                }
                self.seen.files.push(FileSum { path, size, sha256 });
                Ok(Part::FileEnd)
            }
            (Control::Manifest(manifest), Open::Nothing) => {
                self.seen.sha256 = hex::encode(self.hash.clone().finalize());
                if manifest != self.seen {
                    return Err(BackupError::Damaged("it is not what its manifest says"));
                }
                if self.read_line()? {
                    return Err(BackupError::Damaged("something follows its manifest"));
                }
                Ok(Part::End(manifest))
            }
            _ => Err(BackupError::Damaged("its parts are not in order")),
        }
    }

    /// Reads the next line without its end; `false` at the end of the file.
    fn read_line(&mut self) -> Result<bool, BackupError> {
        self.line.clear();
        let read = (&mut self.lines).take(LONGEST_LINE).read_line(&mut self.line);
        let read = read.map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::InvalidInput => {
                BackupError::Damaged("it was cut off or changed, and cannot be unpacked")
            }
            _ => BackupError::Io(error),
        })?;
        if read == 0 {
            return Ok(false);
        }
        if self.line.pop() != Some('\n') {
            return Err(BackupError::Damaged("it ends in the middle of a line"));
        }
        Ok(true)
    }

    fn digest_line(&mut self) {
        self.hash.update(self.line.as_bytes());
        self.hash.update(b"\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::cell::Kind;

    fn header() -> Header {
        Header {
            callboard_backup: FORMAT,
            program: "1.2.3".to_owned(),
            database: "sqlite".to_owned(),
            schema: vec!["m1".to_owned()],
            taken_at: 7,
        }
    }

    fn written() -> Vec<u8> {
        let mut writer = Writer::begin(Vec::new(), &header()).unwrap();
        let columns = vec![Column { name: "n".to_owned(), kind: Kind::Int }];
        let table = Table { name: "numbers".to_owned(), columns };
        writer.begin_table(&table).unwrap();
        for number in 0..50 {
            writer.row(&[Cell::Int(number)]).unwrap();
        }
        assert_eq!(writer.end_table(&table).unwrap(), 50);
        writer.file("exports/a.csv", &vec![b'x'; PIECE * 2 + 5][..]).unwrap();
        writer.finish().unwrap().0
    }

    fn read(bytes: &[u8]) -> Result<Manifest, BackupError> {
        let mut reader = Reader::begin(bytes)?;
        loop {
            if let Part::End(manifest) = reader.next()? {
                return Ok(manifest);
            }
        }
    }

    fn plain(bytes: &[u8]) -> String {
        let mut text = String::new();
        MultiGzDecoder::new(bytes).read_to_string(&mut text).unwrap();
        text
    }

    fn packed(text: &str) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn what_is_written_is_read() {
        let manifest = read(&written()).unwrap();
        assert_eq!((manifest.rows(), manifest.files[0].size), (50, PIECE as u64 * 2 + 5));
        assert_eq!(read(&packed(&plain(&written()))).unwrap(), manifest);
    }

    #[test]
    fn a_file_that_was_cut_off_is_found_out() {
        let bytes = written();
        for keep in [0, 1, 20, bytes.len() / 2, bytes.len() - 1] {
            assert!(read(&bytes[..keep]).is_err(), "{keep} bytes");
        }
        let text = plain(&bytes);
        let lines: Vec<_> = text.lines().collect();
        for keep in 0..lines.len() {
            let cut = [&lines[..keep], &[""]].concat().join("\n");
            assert!(read(&packed(&cut)).is_err(), "{keep} lines");
        }
    }

    #[test]
    fn a_line_that_was_changed_swapped_or_added_is_found_out() {
        let text = plain(&written());
        let changes = [
            text.replacen("[7]", "[8]", 1),
            text.replacen("[7]\n[8]", "[8]\n[7]", 1),
            text.replacen("[7]\n", "", 1),
            text.replacen("[7]\n", "[7]\n[7]\n", 1),
            text.replacen("\"xA", "\"xB", 1).replacen("eHh4", "eHh5", 1),
            text.replacen("\"1.2.3\"", "\"1.2.4\"", 1),
            format!("{text}[1]\n"),
        ];
        for changed in changes {
            assert_ne!(changed, text);
            assert!(read(&packed(&changed)).is_err());
        }
    }

    #[test]
    fn other_files_are_no_backups() {
        for bytes in [&b"SQLite format 3\0"[..], &packed("hello\n"), &packed("{}\n")] {
            assert!(matches!(read(bytes), Err(BackupError::NoBackup)));
        }
        let tomorrow = plain(&written()).replacen(":1,", ":2,", 1);
        assert!(matches!(read(&packed(&tomorrow)), Err(BackupError::Format(2, FORMAT))));
    }
}
