//! Keeps the plans of list statements, so that a test can say that none of them scans a table.

use crate::{database::Database, dialect::Dialect, error::Result};
use sea_orm::{ConnectionTrait, Statement};
use std::sync::{Arc, Mutex, PoisonError};

/// The plans of the list statements that a [`Database`] ran since they were last taken.
#[derive(Clone, Debug, Default)]
pub struct Plans(Arc<Mutex<Vec<Plan>>>);

/// How the database answered a list statement.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The statement.
    pub sql: String,
    /// On PostgreSQL the JSON of EXPLAIN (ANALYZE); on SQLite the lines of EXPLAIN QUERY PLAN.
    pub text: String,
}

impl Plans {
    /// Takes what was kept so far.
    pub fn take(&self) -> Vec<Plan> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep(&self, plan: Plan) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(plan);
    }

    /// Asks for the plan of a statement in the transaction in which it is about to run.
    pub(crate) async fn explain(
        &self,
        tx: &impl ConnectionTrait,
        dialect: Dialect,
        statement: &Statement,
    ) -> Result<()> {
        let explain = match dialect {
            Dialect::Postgres => "EXPLAIN (ANALYZE, FORMAT JSON) ",
            Dialect::Sqlite => "EXPLAIN QUERY PLAN ",
        };
        let mut asked = statement.clone();
        asked.sql = format!("{explain}{}", statement.sql);
        let rows = tx.query_all_raw(asked).await?;
        let lines = rows
            .iter()
            .map(|row| match dialect {
                Dialect::Postgres => Ok(row.try_get_by_index::<serde_json::Value>(0)?.to_string()),
                Dialect::Sqlite => Ok(row.try_get::<String>("", "detail")?),
            })
            .collect::<Result<Vec<_>>>()?;
        self.keep(Plan { sql: statement.sql.clone(), text: lines.join("\n") });
        Ok(())
    }
}

impl Database {
    /// The same database, keeping the plan of each list statement. Every list is read twice; for tests and diagnosis.
    pub fn with_plans(mut self) -> (Self, Plans) {
        let plans = Plans::default();
        self.plans = Some(plans.clone());
        (self, plans)
    }
}
