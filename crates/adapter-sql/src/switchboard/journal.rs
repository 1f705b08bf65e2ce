//! Keeps what the telephone company reported.

use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError, refusal},
    scoped,
    store::store,
    stored::At,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{PortError, Scope, millis, timestamp};
use callboard_switchboard::{
    SwitchboardEvent,
    ports::{Journalled, NewReport, ReportJournal, StoredReport},
};
use callboard_telephony::{HttpMethod, RawWebhook, WebhookKind, WrittenAnswer};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

/// The only media type of an answer; anything else has no body.
const XML: &str = "text/xml";
/// The pretend company answers in JSON.
const JSON: &str = "application/json";

store! {
    /// Keeps reports.
    SqlReportJournal + ids
}

#[async_trait]
impl ReportJournal for SqlReportJournal {
    async fn put(&self, scope: &Scope, report: &NewReport) -> Result<Journalled, PortError> {
        self.write(scope, report).await.during("provider_reports.put")
    }

    async fn get(&self, scope: &Scope, id: Uuid) -> Result<Option<StoredReport>, PortError> {
        self.read(scope, id).await.during("provider_reports.get")
    }
}

impl SqlReportJournal {
    async fn write(&self, scope: &Scope, report: &NewReport) -> Result<Journalled> {
        let mut tx = self.db.write(scope).await?;
        let id = self.ids.next();
        // A repetition is no error: it waits for the first one, and is answered the same.
        let sql = "INSERT INTO provider_reports (workspace_id, id, provider, dedupe_key, kind, method, url, headers, \
                   body, answer_status, answer_type, answer_body, received_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
                   ON CONFLICT (workspace_id, provider, dedupe_key) DO NOTHING";
        let NewReport { provider, dedupe_key, raw, answer, at } = report;
        let values: [Value; 12] = [
            id.into(),
            provider.as_str().into(),
            dedupe_key.as_str().into(),
            raw.kind.as_str().into(),
            raw.method.as_str().into(),
            raw.url.as_str().into(),
            kept_headers(raw)?.into(),
            raw.body.clone().into(),
            i32::from(answer.status).into(),
            answer.content_type.map(str::to_owned).into(),
            answer.body.as_str().into(),
            millis(*at).into(),
        ];
        let inserted = match scoped::execute(&tx, sql, values).await {
            Ok(done) => done.rows_affected() > 0,
            Err(StoreError::Db(error)) => {
                return Err(refusal(&error).unwrap_or(StoreError::Db(error)));
            }
            Err(error) => return Err(error),
        };
        if !inserted {
            let known = answered(&tx, provider, dedupe_key).await?;
            tx.done().await?;
            return Ok(Journalled::Known(known.unwrap_or_else(|| answer.clone())));
        }
        let urgent = is_urgent(raw.kind);
        let events = [SwitchboardEvent::ReportReceived { report: id, urgent }];
        let news = News { events: &events, audit: None, at: *at, cause: None, depth: 0 };
        commit::tell(&mut tx, &*self.ids, news).await?;
        tx.commit().await?;
        Ok(Journalled::New)
    }

    async fn read(&self, scope: &Scope, id: Uuid) -> Result<Option<StoredReport>> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT provider, kind, method, url, headers, body, received_at FROM provider_reports \
                   WHERE workspace_id = $1 AND id = $2";
        let found = scoped::query_one(&tx, sql, [id.into()]).await?;
        tx.done().await?;
        found.map(|row| stored(id, &row)).transpose()
    }
}

/// Whether somebody waits for what follows. Receipts come in floods, and of a recording or a sentence nobody waits.
const fn is_urgent(kind: WebhookKind) -> bool {
    !matches!(
        kind,
        WebhookKind::MessageStatus | WebhookKind::Recording | WebhookKind::Transcription
    )
}

async fn answered(tx: &Tx, provider: &str, dedupe_key: &str) -> Result<Option<WrittenAnswer>> {
    let sql = "SELECT answer_status, answer_type, answer_body FROM provider_reports \
               WHERE workspace_id = $1 AND provider = $2 AND dedupe_key = $3";
    let found = scoped::query_one(tx, sql, [provider.into(), dedupe_key.into()]).await?;
    let Some(row) = found else { return Ok(None) };
    let status: i32 = row.try_get("", "answer_status")?;
    let content_type: Option<String> = row.try_get("", "answer_type")?;
    Ok(Some(WrittenAnswer {
        status: u16::try_from(status).unwrap_or(200),
        content_type: content_type.and_then(|text| known_type(&text)),
        body: row.try_get("", "answer_body")?,
    }))
}

fn known_type(text: &str) -> Option<&'static str> {
    [XML, JSON].into_iter().find(|known| text.starts_with(known))
}

/// What the reading needs; signatures and the rest of the way through the network are not kept.
fn kept_headers(raw: &RawWebhook) -> Result<serde_json::Value> {
    let kept: Vec<(&str, &str)> = raw
        .headers
        .iter()
        .filter(|(name, _)| {
            ["content-type", "i-twilio-idempotency-token"]
                .iter()
                .any(|kept| name.eq_ignore_ascii_case(kept))
        })
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    Ok(serde_json::to_value(kept)?)
}

fn stored(id: Uuid, row: &QueryResult) -> Result<StoredReport> {
    let at = At::new("provider_reports", id);
    let kind: String = row.try_get("", "kind")?;
    let method: String = row.try_get("", "method")?;
    Ok(StoredReport {
        provider: row.try_get("", "provider")?,
        raw: RawWebhook {
            kind: at.word("kind", &kind, WebhookKind::parse)?,
            method: at.word("method", &method, HttpMethod::parse)?,
            url: row.try_get("", "url")?,
            headers: at.json("headers", row.try_get("", "headers")?)?,
            body: row.try_get("", "body")?,
        },
        at: timestamp(row.try_get("", "received_at")?),
    })
}
