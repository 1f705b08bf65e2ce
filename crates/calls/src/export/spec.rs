//! What an export is asked for, as it is kept with its job.

use super::ExportColumn;
use crate::board::CallFilter;
use callboard_kernel::{CallId, Invalid, Timestamp, words};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};

words! {
    /// What the file is.
    pub enum ExportFormat {
        /// Comma-separated values (RFC 4180).
        Csv = "csv",
        /// Pages for paper.
        Pdf = "pdf",
    }
}

words! {
    /// How an export stands (S1-EXP-02).
    pub enum ExportStatus {
        /// It waits or is being written.
        Processing = "processing",
        /// Its file can be fetched.
        Ready = "ready",
        /// It was given up.
        Failed = "failed",
        /// Somebody stopped it.
        Cancelled = "cancelled",
        /// Its file was removed, by somebody or because its time was over.
        Removed = "removed",
    }
}

/// Most calls of a PDF.
pub const MAX_PDF_CALLS: u64 = 5_000;
/// Most calls that are named one by one.
pub const MAX_CALLS_BY_ID: usize = 500;
/// Most calls that are left out one by one.
const MAX_CALLS_LEFT_OUT: usize = 5_000;

/// Which calls are wanted.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhichCalls {
    /// All that fit.
    Filter(Box<CallFilter>),
    /// These.
    These(Vec<CallId>),
}

/// What an export is asked for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ExportSpec {
    /// What the file is.
    pub format: ExportFormat,
    /// Which calls.
    pub calls: WhichCalls,
    /// Calls that fit and are left out all the same.
    #[serde(default)]
    pub except: BTreeSet<CallId>,
    /// Which columns, in this order; all when empty.
    pub columns: Vec<ExportColumn>,
    /// A CSV file begins with the mark by which Excel knows UTF-8.
    pub byte_order_mark: bool,
    /// The filter in words, for the head of the paper; written down when it was asked for, while names are at hand.
    pub in_words: Vec<String>,
    /// As of when promises are judged, for the whole file.
    pub as_of: Timestamp,
}

impl ExportSpec {
    /// Refuses what no file can be; all faults at once.
    pub fn check(&self) -> Result<(), Invalid> {
        let mut wrong = Invalid::default();
        match &self.calls {
            WhichCalls::Filter(filter) => {
                if let Err(faults) = filter.check() {
                    wrong.0.extend(faults.0.into_iter().map(|mut fault| {
                        fault.path = format!("filters.{}", fault.path);
                        fault
                    }));
                }
            }
            WhichCalls::These(ids) if ids.is_empty() => {
                wrong.push("call_ids", "required", "Name at least one call.");
            }
            WhichCalls::These(ids) if ids.len() > MAX_CALLS_BY_ID => {
                wrong.push("call_ids", "too_many", "At most 500 calls by id; use a filter.");
            }
            WhichCalls::These(_) if !self.except.is_empty() => {
                wrong.push("except_ids", "not_allowed", "Not with `call_ids`.");
            }
            WhichCalls::These(_) => {}
        }
        if self.except.len() > MAX_CALLS_LEFT_OUT {
            let most = "At most 5,000 calls by id; narrow the filter.";
            wrong.push("except_ids", "too_many", most);
        }
        let mut seen = HashSet::new();
        if !self.columns.iter().all(|column| seen.insert(*column)) {
            wrong.push("columns", "repeated", "Each column once.");
        }
        wrong.check()
    }

    /// The columns of the file.
    pub fn columns(&self) -> &[ExportColumn] {
        if self.columns.is_empty() { ExportColumn::ALL } else { &self.columns }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;
    use uuid::Uuid;

    fn spec(calls: WhichCalls) -> ExportSpec {
        ExportSpec {
            format: ExportFormat::Csv,
            calls,
            except: BTreeSet::new(),
            columns: Vec::new(),
            byte_order_mark: true,
            in_words: Vec::new(),
            as_of: datetime!(2026-03-02 10:00 UTC),
        }
    }

    #[test]
    fn it_survives_its_storage() {
        let filter = CallFilter {
            from: Some(datetime!(2026-03-01 00:00 UTC)),
            tags: vec!["vip".to_owned()],
            ..CallFilter::default()
        };
        let asked = ExportSpec {
            columns: vec![ExportColumn::Caller, ExportColumn::Notes],
            ..spec(WhichCalls::Filter(Box::new(filter)))
        };
        let stored = serde_json::to_value(&asked).unwrap();
        assert_eq!(serde_json::from_value::<ExportSpec>(stored).unwrap(), asked);
    }

    #[test]
    fn one_that_was_stored_before_calls_could_be_left_out_is_read() {
        let asked = spec(WhichCalls::Filter(Box::default()));
        let mut stored = serde_json::to_value(&asked).unwrap();
        stored.as_object_mut().unwrap().remove("except");
        assert_eq!(serde_json::from_value::<ExportSpec>(stored).unwrap(), asked);
    }

    #[test]
    fn only_of_a_filter_calls_are_left_out() {
        let one = CallId(Uuid::nil());
        let but_one = |calls| ExportSpec { except: BTreeSet::from([one]), ..spec(calls) };
        assert!(but_one(WhichCalls::Filter(Box::default())).check().is_ok());
        let faults = but_one(WhichCalls::These(vec![one])).check().unwrap_err();
        assert_eq!(faults.0[0].path, "except_ids");
        let many = (0..=MAX_CALLS_LEFT_OUT).map(|n| CallId(Uuid::from_u128(n as u128))).collect();
        let asked = ExportSpec { except: many, ..spec(WhichCalls::Filter(Box::default())) };
        assert_eq!(asked.check().unwrap_err().0[0].code, "too_many");
    }

    #[test]
    fn faults_of_the_filter_name_their_place() {
        let filter = CallFilter { search: Some("55".to_owned()), ..CallFilter::default() };
        let faults = spec(WhichCalls::Filter(Box::new(filter))).check().unwrap_err();
        assert_eq!(faults.0[0].path, "filters.search");
    }

    #[test]
    fn nobody_and_too_many_are_refused() {
        assert!(spec(WhichCalls::These(Vec::new())).check().is_err());
        let one = CallId(Uuid::nil());
        assert!(spec(WhichCalls::These(vec![one; MAX_CALLS_BY_ID + 1])).check().is_err());
        assert!(spec(WhichCalls::These(vec![one])).check().is_ok());
        let twice = vec![ExportColumn::Caller; 2];
        let asked = ExportSpec { columns: twice, ..spec(WhichCalls::These(vec![one])) };
        assert_eq!(asked.check().unwrap_err().0[0].path, "columns");
    }
}
