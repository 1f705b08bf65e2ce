//! What a backup holds: how many rows of each table and which, which files, and the sums by which that is checked.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Version of the format. A file of another one is refused.
pub(super) const FORMAT: u32 = 1;

/// The first line of a backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Header {
    /// Version of the format.
    pub callboard_backup: u32,
    /// Version of the program that made it.
    pub program: String,
    /// `sqlite` or `postgres`. It may be restored into either.
    pub database: String,
    /// Migrations of the schema, oldest first.
    pub schema: Vec<String>,
    /// When it was taken, in epoch milliseconds.
    pub taken_at: i64,
}

/// A table in a backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TableSum {
    /// Its name.
    pub name: String,
    /// How many rows.
    pub rows: u64,
    /// The sum of the SHA-256 of all rows, modulo 2²⁵⁶: the same rows give the same sum in any order and from either
    /// database.
    pub hash: String,
}

/// A file of the data folder in a backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileSum {
    /// Path below the data folder.
    pub path: String,
    /// Length in bytes.
    pub size: u64,
    /// SHA-256 of the content.
    pub sha256: String,
}

/// The last line of a backup.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// All tables, by name.
    pub tables: Vec<TableSum>,
    /// All files, by path.
    pub files: Vec<FileSum>,
    /// SHA-256 of all lines before this one.
    pub sha256: String,
}

impl Manifest {
    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Adds up the rows of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct RowSum {
    pub(super) rows: u64,
    words: [u64; 4],
}

impl RowSum {
    /// One more row, as it stands in the file.
    pub(super) fn add(&mut self, line: &str) {
        self.rows += 1;
        let digest = Sha256::digest(line.as_bytes());
        let mut carry = false;
        for (word, bytes) in self.words.iter_mut().zip(digest.chunks_exact(8)) {
            let next = bytes.iter().rev().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
            let (sum, over) = word.overflowing_add(next);
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            *word = sum;
            carry = over || again;
        }
    }

    /// The sum as it is written down.
    pub(super) fn hash(&self) -> String {
        let mut hash = String::with_capacity(self.words.len() * 16);
        for word in self.words {
            // Writing into a text cannot fail.
            let _ = write!(hash, "{:016x}", word.swap_bytes());
        }
        hash
    }

    /// The entry of the manifest.
    pub(super) fn of(self, table: &str) -> TableSum {
        TableSum { name: table.to_owned(), rows: self.rows, hash: self.hash() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(lines: &[&str]) -> RowSum {
        let mut sum = RowSum::default();
        for line in lines {
            sum.add(line);
        }
        sum
    }

    #[test]
    fn the_order_of_rows_does_not_matter_but_each_row_does() {
        assert_eq!(sum(&["a", "b", "c"]).hash(), sum(&["c", "a", "b"]).hash());
        assert_ne!(sum(&["a", "b"]).hash(), sum(&["a", "c"]).hash());
        assert_ne!(sum(&["a", "a"]).hash(), sum(&["a"]).hash());
        assert_ne!(sum(&["a", "a"]).hash(), sum(&[]).hash());
        assert_eq!(sum(&["a"]).hash(), hex::encode(Sha256::digest(b"a")));
    }

    #[test]
    fn the_sum_carries_over_its_words() {
        let mut full = RowSum { rows: 1, words: [u64::MAX; 4] };
        full.add("a");
        let mut one_less = sum(&["a"]);
        // Adding 2²⁵⁶ − 1 is taking one away.
        let (word, borrowed) = one_less.words[0].overflowing_sub(1);
        assert!(!borrowed);
        one_less.words[0] = word;
        assert_eq!(full.hash(), one_less.hash());
    }
}
