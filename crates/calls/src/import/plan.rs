//! How a file shall be read: what a person decided before the import, remembered for the next file with the same header.

use super::{
    columns::{ColumnMap, Field, Recognised, recognise},
    layout::Layout,
};
use crate::model::Direction;
use callboard_kernel::{Invalid, Phone, words};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

words! {
    /// What is done about a row whose call is known already.
    pub enum Duplicates {
        /// The call stays as it is.
        Skip = "skip",
        /// The call gets what the file has, except where a person has changed it.
        Update = "update",
    }
}

impl Duplicates {
    /// The other choice.
    pub const fn other(self) -> Self {
        match self {
            Self::Skip => Self::Update,
            Self::Update => Self::Skip,
        }
    }
}

/// Own numbers that can be named.
const MAX_LINES: usize = 50;
/// Calls that can be treated otherwise than the rest.
const MAX_EXCEPTIONS: usize = 1_000;
/// Characters of a provider.
const MAX_PROVIDER: usize = 40;

/// How a file shall be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ImportPlan {
    /// Whose ids the calls carry, such as `twilio`; they are unique within it.
    pub provider: String,
    /// Column of each field, from 0.
    pub columns: BTreeMap<Field, usize>,
    /// IANA zone of times that name none.
    pub time_zone: String,
    /// Which way calls went whose row does not say it.
    pub direction: Direction,
    /// Numbers of the firm.
    pub own_lines: Vec<Phone>,
    /// What is done about known calls.
    pub duplicates: Duplicates,
    /// Ids of known calls that are treated the other way.
    #[serde(default)]
    pub exceptions: BTreeSet<String>,
}

impl ImportPlan {
    /// The plan for a file that nobody has decided about: what its header tells.
    pub fn proposed(layout: &Layout, time_zone: &str) -> Self {
        let Recognised { provider, columns } = recognise(&layout.headers, BTreeMap::new());
        Self {
            provider: provider.to_owned(),
            columns,
            time_zone: time_zone.to_owned(),
            direction: Direction::In,
            own_lines: Vec::new(),
            duplicates: Duplicates::Skip,
            exceptions: BTreeSet::new(),
        }
    }

    /// The plan fits the file; what does not is told. `is_zone` knows the time zones.
    pub fn check(&self, layout: &Layout, is_zone: bool) -> Result<ColumnMap, Invalid> {
        let mut wrong = Invalid::default();
        let provider = self.provider.as_str();
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        if provider.is_empty() || provider.len() > MAX_PROVIDER || !provider.chars().all(plain) {
            wrong.push(
                "provider",
                "invalid_format",
                format!("Is 1 to {MAX_PROVIDER} letters, digits, dashes or underscores."),
            );
        }
        if !is_zone {
            wrong.push("time_zone", "unknown_value", "Is no time zone, such as America/New_York.");
        }
        if self.own_lines.len() > MAX_LINES {
            wrong.push("own_lines", "too_many", format!("At most {MAX_LINES} numbers."));
        }
        if self.exceptions.len() > MAX_EXCEPTIONS {
            wrong.push("exceptions", "too_many", format!("At most {MAX_EXCEPTIONS} calls."));
        }
        let columns = ColumnMap::chosen(&layout.headers, provider, &self.columns);
        match columns {
            Ok(columns) => wrong.check().map(|()| columns),
            Err(more) => {
                wrong.0.extend(more.0);
                Err(wrong)
            }
        }
    }

    /// What is done about this known call.
    pub fn choice(&self, provider_call_id: &str) -> Duplicates {
        if self.exceptions.contains(provider_call_id) {
            self.duplicates.other()
        } else {
            self.duplicates
        }
    }
}

/// By what a header is known again: the same columns in the same order.
pub fn header_key(headers: &[String]) -> String {
    let mut hash = Sha256::new();
    for header in headers {
        hash.update(header.to_lowercase().as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // A text takes whatever is written to it.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout() -> Layout {
        Layout::sniff(b"When,From,Remark\n2026-01-05 08:00,+12125550110,x\n", None, None).unwrap()
    }

    #[test]
    fn a_plan_that_does_not_fit_is_refused_field_by_field() {
        let mut plan = ImportPlan::proposed(&layout(), "America/New_York");
        assert_eq!(plan.provider, "import");
        let refused = plan.check(&layout(), true).unwrap_err();
        assert_eq!(refused.0[0].message, "No column holds started_at.");
        plan.columns.insert(Field::StartedAt, 0);
        assert!(plan.check(&layout(), true).is_ok());
        plan.columns.insert(Field::Notes, 3);
        plan.provider = "a provider".to_owned();
        let refused = plan.check(&layout(), false).unwrap_err();
        let paths: Vec<_> = refused.0.iter().map(|error| error.path.as_str()).collect();
        assert_eq!(paths, ["provider", "time_zone", "columns.notes"]);
    }

    #[test]
    fn a_single_call_can_be_treated_otherwise() {
        let mut plan = ImportPlan::proposed(&layout(), "UTC");
        plan.exceptions.insert("CA1".to_owned());
        assert_eq!(plan.choice("CA1"), Duplicates::Update);
        assert_eq!(plan.choice("CA2"), Duplicates::Skip);
    }

    #[test]
    fn a_header_is_known_again_whatever_its_case() {
        let key = |text: &str| header_key(&text.split(',').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(key("Date,From"), key("DATE,from"));
        assert_ne!(key("Date,From"), key("From,Date"));
        assert_ne!(key("ab,c"), key("a,bc"));
    }
}
