//! What a call counts as (domain rules 1), once for lists and reports: `report_class` holds what follows from the call
//! alone, the catalogue of dispositions the rest.

use super::{catalogue, row};
use crate::{error::Result, keyset::column, tx::Tx};
use callboard_calls::{
    analytics::{CallFigures, CountedAs},
    model::DispositionClass,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryResult, QuerySelect, Select,
    sea_query::{Alias, Expr, ExprTrait, Func, SimpleExpr},
};

const ANSWERED: [&str; 3] = ["answered_lead", "answered_excused", "answered_other"];
const MISSED: [&str; 2] = ["missed", "missed_spam"];

/// The dispositions that say what a call counts as.
#[derive(Debug)]
pub(super) struct Classes {
    won: Vec<String>,
    /// Never was a lead, or wants no contact.
    no_lead: Vec<String>,
}

impl Classes {
    /// Of the transaction's workspace.
    pub(super) async fn load(tx: &Tx) -> Result<Self> {
        let no_lead = [DispositionClass::NotALead, DispositionClass::Suppress];
        Ok(Self {
            won: catalogue::keys_of(tx, &[DispositionClass::Won]).await?,
            no_lead: catalogue::keys_of(tx, &no_lead).await?,
        })
    }

    /// The condition that a call counts as that.
    pub(super) fn condition(&self, word: CountedAs) -> Condition {
        let all = Condition::all();
        match word {
            CountedAs::Total => all.add(is_counted()),
            CountedAs::Incoming => {
                all.add(class_in(ANSWERED.into_iter().chain(MISSED).chain(["abandoned", "failed"])))
            }
            CountedAs::Answered => all.add(class_in(ANSWERED)),
            CountedAs::Missed => all.add(class_in(MISSED)),
            CountedAs::Abandoned => all.add(class_in(["abandoned"])),
            CountedAs::Outgoing => all.add(class_in(["outgoing"])),
            CountedAs::Lead => all.add(self.lead()),
            CountedAs::Booked => all.add(self.booked()),
            CountedAs::Unbooked => all.add(self.lead()).add(self.won().not()),
            CountedAs::Excused => all.add(class_in(ANSWERED)).add(self.lead().not()),
            CountedAs::Recovered => all.add(class_in(MISSED)).add(self.won()),
            CountedAs::MissedValue => all
                .add(class_in(["missed"]))
                .add(row::Column::ValueEstCents.gt(0))
                .add(self.won().not())
                .add(self.no_lead().not()),
        }
    }

    fn lead(&self) -> Condition {
        let by_itself = Condition::all().add(class_in(["answered_lead"])).add(self.no_lead().not());
        Condition::any().add(by_itself).add(self.booked())
    }

    fn booked(&self) -> Condition {
        Condition::all().add(class_in(["answered_lead", "answered_excused"])).add(self.won())
    }

    fn won(&self) -> SimpleExpr {
        row::Column::Disposition.is_in(self.won.iter().map(String::as_str))
    }

    fn no_lead(&self) -> SimpleExpr {
        row::Column::Disposition.is_in(self.no_lead.iter().map(String::as_str))
    }

    /// Adds the figures to what a statement selects; [`figures_of`] reads them.
    pub(super) fn select<E: EntityTrait>(&self, select: Select<E>) -> Select<E> {
        let when = |word| Expr::case(self.condition(word), 1);
        let sum = |word, of| {
            let amount = Expr::case(self.condition(word), Expr::col((row::Entity, of)));
            // PostgreSQL adds integers up to a decimal number.
            Func::coalesce([SimpleExpr::from(Func::sum(amount)), Expr::val(0)])
                .cast_as(Alias::new("BIGINT"))
        };
        let select = COUNTED
            .iter()
            .fold(select, |select, (name, word)| select.expr_as(Func::count(when(*word)), *name));
        select
            .expr_as(sum(CountedAs::Answered, row::Column::DurationS), "talk_s")
            .expr_as(sum(CountedAs::MissedValue, row::Column::ValueEstCents), "missed_value_cents")
    }
}

/// The figures that are counts, by the name of their column.
const COUNTED: [(&str, CountedAs); 10] = [
    ("total", CountedAs::Total),
    ("incoming", CountedAs::Incoming),
    ("answered", CountedAs::Answered),
    ("missed", CountedAs::Missed),
    ("abandoned", CountedAs::Abandoned),
    ("outgoing", CountedAs::Outgoing),
    ("leads", CountedAs::Lead),
    ("booked", CountedAs::Booked),
    ("recovered", CountedAs::Recovered),
    ("missed_value_calls", CountedAs::MissedValue),
];

/// The condition that a call counts at all.
pub(super) fn is_counted() -> SimpleExpr {
    class().ne("none")
}

/// Reads what [`Classes::select`] added.
pub(super) fn figures_of(row: &QueryResult) -> Result<CallFigures> {
    let count =
        |name: &str| Ok::<u64, sea_orm::DbErr>(row.try_get::<i64>("", name)?.unsigned_abs());
    Ok(CallFigures {
        total: count("total")?,
        incoming: count("incoming")?,
        answered: count("answered")?,
        missed: count("missed")?,
        abandoned: count("abandoned")?,
        outgoing: count("outgoing")?,
        talk_s: count("talk_s")?,
        leads: count("leads")?,
        booked: count("booked")?,
        recovered: count("recovered")?,
        missed_value_calls: count("missed_value_calls")?,
        missed_value_cents: row.try_get("", "missed_value_cents")?,
    })
}

fn class() -> SimpleExpr {
    column::<row::Entity>("report_class")
}

fn class_in(words: impl IntoIterator<Item = &'static str>) -> SimpleExpr {
    class().is_in(words)
}
