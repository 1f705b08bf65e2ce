//! The do-not-contact list as a file: taken in, and taken out.

use super::{Consents, MAX_WORDS, Writing, id_of, lines};
use crate::{
    board::{MarkFilter, MarkRow},
    error::ConsentError,
    events::ConsentEvent,
    model::{DoNotContact, DoNotContactReason, KeptMark, MarkedFor, Proof, Via},
    ports::Change,
};
use callboard_kernel::{
    DoNotContactId, Invalid, Page, PageRequest, Permission, Phone, SaveError, Scope,
};
use std::collections::HashSet;

/// Rows that a list may have.
pub const LIST_ROWS: usize = 2000;

/// A row of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListRow {
    /// Its line in the file, counted from 1.
    pub line: u32,
    /// The number, in any format.
    pub number: String,
    /// `asked`, `wrong_person` or `company`; empty is `asked`.
    pub reason: String,
    /// In which words it was asked for.
    pub words: String,
}

/// Why a row was left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowError {
    /// Its line in the file, counted from 1.
    pub line: u32,
    /// The column.
    pub column: &'static str,
    /// Sentence for people.
    pub message: String,
}

/// What came of a list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ListOutcome {
    /// Numbers that are marked now and were not before.
    pub added: u32,
    /// Numbers that were marked already, or stand twice in the list.
    pub already: u32,
    /// Rows that were left out, in the order of the file.
    pub errors: Vec<RowError>,
}

impl Consents {
    /// Marks every number of a list. Rows that cannot be read are named and left out; the rest is written together or not
    /// at all. Taking the same list in again adds nothing.
    pub async fn import_list(
        &self,
        scope: &Scope,
        rows: Vec<ListRow>,
    ) -> Result<ListOutcome, ConsentError> {
        scope.require(Permission::Import)?;
        if rows.len() > LIST_ROWS {
            let message = format!("A list has {LIST_ROWS} rows at most; send it in parts.");
            return Err(Invalid::field("csv", "too_many", message).into());
        }
        let region = self.ports.acquaintance.region(scope).await?;
        let mut outcome = ListOutcome::default();
        let mut read: Vec<(Phone, ListRow, DoNotContactReason)> = Vec::new();
        let mut seen = HashSet::new();
        for row in rows {
            match self::read(&row, &region) {
                Err(error) => outcome.errors.push(error),
                Ok((number, _)) if !seen.insert(number.clone()) => outcome.already += 1,
                Ok((number, reason)) => read.push((number, row, reason)),
            }
        }
        let mut may_retry = true;
        loop {
            let numbers: Vec<_> = read.iter().map(|(number, ..)| number.clone()).collect();
            let marked = self.ports.book.marked_among(scope, &numbers).await?;
            let marked: HashSet<_> = marked.into_iter().collect();
            let new: Vec<_> = read.iter().filter(|(number, ..)| !marked.contains(number)).collect();
            let added = new.len();
            if added > 0 {
                let writing = self.marks_of(scope, &new);
                match self.write(scope, writing).await {
                    Ok(_) => {}
                    // Somebody marked one of them at the same moment.
                    Err(ConsentError::Save(SaveError::Duplicate("do_not_contact_number_key")))
                        if may_retry =>
                    {
                        may_retry = false;
                        continue;
                    }
                    Err(error) => return Err(error),
                }
            }
            outcome.added = added as u32;
            outcome.already += (read.len() - added) as u32;
            return Ok(outcome);
        }
    }

    /// A page of the do-not-contact list, newest first.
    pub async fn marks(
        &self,
        scope: &Scope,
        filter: &MarkFilter,
        page: &PageRequest,
    ) -> Result<Page<MarkRow>, ConsentError> {
        scope.require(Permission::ReadCustomers)?;
        Ok(self.ports.board.marks(scope, filter, page).await?)
    }

    /// A page of what stands on the list, to be taken out as a file.
    pub async fn list_page(
        &self,
        scope: &Scope,
        page: &PageRequest,
    ) -> Result<Page<MarkRow>, ConsentError> {
        scope.require(Permission::Export)?;
        Ok(self.ports.board.marks(scope, &MarkFilter::default(), page).await?)
    }

    fn marks_of(&self, scope: &Scope, new: &[&(Phone, ListRow, DoNotContactReason)]) -> Writing {
        let mark = |(number, row, reason): &(Phone, ListRow, DoNotContactReason)| KeptMark {
            id: DoNotContactId(self.ports.ids.next()),
            customer: None,
            call: None,
            mark: DoNotContact {
                marked: MarkedFor::Number(number.clone()),
                reason: *reason,
                at: self.now(),
                proof: Proof {
                    by: scope.actor().clone(),
                    words: row.words.trim().to_owned(),
                    via: Via::Import,
                    source: format!("list, line {}", row.line),
                },
                lifted: None,
            },
            undone_at: None,
        };
        let target = id_of(scope, &["do-not-contact list"]);
        Writing {
            changes: new.iter().map(|row| Change::Mark(mark(row))).collect(),
            events: vec![ConsentEvent::ListImported { marks: new.len() as u32 }],
            audits: vec![lines::list(new.len(), target)],
            caused_by: None,
        }
    }
}

fn read(row: &ListRow, region: &str) -> Result<(Phone, DoNotContactReason), RowError> {
    let wrong = |column, message: String| RowError { line: row.line, column, message };
    let number = Phone::parse(row.number.trim(), region)
        .map_err(|error| wrong("number", format!("This {error}.")))?;
    let word = row.reason.trim();
    let reason = if word.is_empty() {
        DoNotContactReason::Asked
    } else {
        DoNotContactReason::parse(word)
            .ok_or_else(|| wrong("reason", "Is one of: asked, wrong_person, company.".to_owned()))?
    };
    if row.words.chars().count() > MAX_WORDS || row.words.contains('\0') {
        return Err(wrong("words", format!("Has {MAX_WORDS} characters at most.")));
    }
    Ok((number, reason))
}
