//! Keeps the legs of calls.

use crate::{
    error::{Outcome, Result},
    scoped,
    store::store,
    stored::{At, maybe_millis, maybe_timestamp},
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{MemberId, PortError, Scope, Timestamp, WorkspaceId, millis};
use callboard_switchboard::{
    model::{Conversation, DialResult, Entry, Guest, Leg, LegRole},
    ports::{AskedIn, Conversations, LegName, LegReport},
};
use callboard_telephony::{CallProgress, CallStatus, ProviderCallId};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

const AT: At = At::new("legs", Uuid::nil());

store! {
    /// Keeps legs.
    SqlConversations
}

#[async_trait]
impl Conversations for SqlConversations {
    async fn merge(&self, scope: &Scope, report: &LegReport) -> Result<Conversation, PortError> {
        self.take(scope, report).await.during("legs.merge")
    }

    async fn dialled(
        &self,
        scope: &Scope,
        provider: &str,
        first: &ProviderCallId,
        result: DialResult,
    ) -> Result<Conversation, PortError> {
        self.note(scope, provider, first, result).await.during("legs.dialled")
    }

    async fn get(
        &self,
        scope: &Scope,
        provider: &str,
        first: &ProviderCallId,
    ) -> Result<Option<Conversation>, PortError> {
        self.read(scope, provider, first).await.during("legs.get")
    }

    async fn asked_in(
        &self,
        scope: &Scope,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<AskedIn>, PortError> {
        self.waiting(scope, since, limit).await.during("legs.asked_in")
    }

    async fn asked_before(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, LegName)>, PortError> {
        self.forgotten(before, limit).await.during("legs.asked_before")
    }
}

impl SqlConversations {
    async fn take(&self, scope: &Scope, report: &LegReport) -> Result<Conversation> {
        let LegReport { provider, leg } = report;
        let tx = self.db.write(scope).await?;
        lock(&tx, provider, &leg.first).await?;
        let known = legs(&tx, provider, &leg.first).await?;
        let merged = match known.iter().find(|known| known.id == leg.id) {
            Some(known) => Leg {
                number: known.number.clone().or_else(|| leg.number.clone()),
                member: known.member.or(leg.member),
                role: known.role,
                progress: known.progress.merge(leg.progress),
                entry: known.entry.max(leg.entry),
                guest: known.guest.or(leg.guest),
                ..leg.clone()
            },
            None => leg.clone(),
        };
        write(&tx, provider, &merged).await?;
        let conversation = conversation(&tx, provider, &leg.first).await?;
        tx.commit().await?;
        Ok(conversation)
    }

    async fn note(
        &self,
        scope: &Scope,
        provider: &str,
        first: &ProviderCallId,
        result: DialResult,
    ) -> Result<Conversation> {
        let tx = self.db.write(scope).await?;
        lock(&tx, provider, first).await?;
        let sql = "UPDATE conversations_by_phone SET dial_status = $4, dial_duration_s = $5 \
                   WHERE workspace_id = $1 AND provider = $2 AND first_leg = $3";
        let duration = result.duration_s.and_then(|s| i32::try_from(s).ok());
        let values: [Value; 4] = [
            provider.into(),
            first.as_str().into(),
            result.status.as_str().into(),
            duration.into(),
        ];
        scoped::execute(&tx, sql, values).await?;
        let conversation = conversation(&tx, provider, first).await?;
        tx.commit().await?;
        Ok(conversation)
    }

    async fn read(
        &self,
        scope: &Scope,
        provider: &str,
        first: &ProviderCallId,
    ) -> Result<Option<Conversation>> {
        let tx = self.db.read(scope).await?;
        let conversation = conversation(&tx, provider, first).await?;
        tx.done().await?;
        Ok((!conversation.legs.is_empty()).then_some(conversation))
    }

    async fn waiting(&self, scope: &Scope, since: Timestamp, limit: u32) -> Result<Vec<AskedIn>> {
        let sql = format!(
            "SELECT provider, first_leg, {LEG} FROM legs WHERE workspace_id = $1 AND {IS_RUNG} AND asked_at >= $2 \
             ORDER BY asked_at DESC LIMIT $3"
        );
        let tx = self.db.read(scope).await?;
        let rows =
            scoped::query_all(&tx, &sql, [millis(since).into(), i64::from(limit).into()]).await?;
        tx.done().await?;
        rows.iter().map(asked).collect()
    }

    async fn forgotten(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, LegName)>> {
        let sql = format!(
            "SELECT workspace_id, provider, first_leg, leg FROM legs WHERE {IS_RUNG} AND asked_at < $1 \
             ORDER BY asked_at LIMIT $2"
        );
        let tx = self.db.system_read().await?;
        let values: [Value; 2] = [millis(before).into(), i64::from(limit).into()];
        let rows = scoped::query_anywhere(&tx, &sql, values).await?;
        rows.iter()
            .map(|row| {
                let name = LegName {
                    provider: row.try_get("", "provider")?,
                    first: leg_id(row, "first_leg")?,
                    id: leg_id(row, "leg")?,
                };
                Ok((WorkspaceId(row.try_get("", "workspace_id")?), name))
            })
            .collect()
    }
}

/// That a leg is one of a colleague who was asked in and neither came nor ended, in the words of its index.
const IS_RUNG: &str = "asked_by IS NOT NULL AND entry = 'asked' AND ended_at IS NULL";

/// What is read of a leg.
const LEG: &str = "leg, role, number, member_id, status, answered, duration_s, answered_at, ended_at, entry, asked_by, \
                   asked_at";

/// Reports of one conversation wait for each other here, or each would read it without the other.
async fn lock(tx: &Tx, provider: &str, first: &ProviderCallId) -> Result<()> {
    let sql = "INSERT INTO conversations_by_phone (workspace_id, provider, first_leg, reports) VALUES ($1, $2, $3, 1) \
               ON CONFLICT (workspace_id, provider, first_leg) DO UPDATE SET reports = conversations_by_phone.reports + 1";
    scoped::execute(tx, sql, [provider.into(), first.as_str().into()]).await?;
    Ok(())
}

async fn write(tx: &Tx, provider: &str, leg: &Leg) -> Result<()> {
    let sql = "INSERT INTO legs (workspace_id, provider, first_leg, leg, role, number, member_id, status, answered, \
               duration_s, answered_at, ended_at, entry, asked_by, asked_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
               ON CONFLICT (workspace_id, provider, first_leg, leg) DO UPDATE SET role = excluded.role, \
               number = excluded.number, member_id = excluded.member_id, status = excluded.status, \
               answered = excluded.answered, duration_s = excluded.duration_s, answered_at = excluded.answered_at, \
               ended_at = excluded.ended_at, entry = excluded.entry, asked_by = excluded.asked_by, \
               asked_at = excluded.asked_at";
    let Leg { id, first, role, number, member, progress, entry, guest } = leg;
    let values: [Value; 14] = [
        provider.into(),
        first.as_str().into(),
        id.as_str().into(),
        role.as_str().into(),
        number.as_ref().map(|number| number.as_str().to_owned()).into(),
        member.map(MemberId::uuid).into(),
        progress.status.as_str().into(),
        progress.answered.into(),
        progress.duration_s.and_then(|s| i32::try_from(s).ok()).into(),
        maybe_millis(progress.answered_at).into(),
        maybe_millis(progress.ended_at).into(),
        entry.as_str().into(),
        guest.map(|guest| guest.asked_by.uuid()).into(),
        maybe_millis(guest.map(|guest| guest.asked_at)).into(),
    ];
    scoped::execute(tx, sql, values).await?;
    Ok(())
}

async fn conversation(tx: &Tx, provider: &str, first: &ProviderCallId) -> Result<Conversation> {
    let sql = "SELECT dial_status, dial_duration_s FROM conversations_by_phone \
               WHERE workspace_id = $1 AND provider = $2 AND first_leg = $3 AND dial_status IS NOT NULL";
    let found = scoped::query_one(tx, sql, [provider.into(), first.as_str().into()]).await?;
    let dial = match found {
        Some(row) => {
            let status: String = row.try_get("", "dial_status")?;
            let duration: Option<i32> = row.try_get("", "dial_duration_s")?;
            Some(DialResult {
                status: AT.word("dial_status", &status, CallStatus::parse)?,
                duration_s: duration.and_then(|s| u32::try_from(s).ok()),
            })
        }
        None => None,
    };
    Ok(Conversation { legs: legs(tx, provider, first).await?, dial })
}

async fn legs(tx: &Tx, provider: &str, first: &ProviderCallId) -> Result<Vec<Leg>> {
    let sql = format!(
        "SELECT {LEG} FROM legs WHERE workspace_id = $1 AND provider = $2 AND first_leg = $3 ORDER BY leg"
    );
    let rows = scoped::query_all(tx, &sql, [provider.into(), first.as_str().into()]).await?;
    rows.iter().map(|row| leg(row, first)).collect()
}

fn asked(row: &QueryResult) -> Result<AskedIn> {
    let first = leg_id(row, "first_leg")?;
    Ok(AskedIn { provider: row.try_get("", "provider")?, leg: leg(row, &first)? })
}

fn leg_id(row: &QueryResult, column: &'static str) -> Result<ProviderCallId> {
    let text: String = row.try_get("", column)?;
    ProviderCallId::parse(&text).map_err(|_| AT.unreadable(column))
}

fn leg(row: &QueryResult, first: &ProviderCallId) -> Result<Leg> {
    let text = |column: &str| -> Result<String> { Ok(row.try_get("", column)?) };
    let number: Option<String> = row.try_get("", "number")?;
    let member: Option<Uuid> = row.try_get("", "member_id")?;
    let duration: Option<i32> = row.try_get("", "duration_s")?;
    let asked_by: Option<Uuid> = row.try_get("", "asked_by")?;
    let asked_at = maybe_timestamp(row.try_get("", "asked_at")?);
    Ok(Leg {
        id: leg_id(row, "leg")?,
        first: first.clone(),
        role: AT.word("role", &text("role")?, LegRole::parse)?,
        number: AT.phone("number", number.as_deref())?,
        member: member.map(MemberId),
        progress: CallProgress {
            status: AT.word("status", &text("status")?, CallStatus::parse)?,
            answered: row.try_get("", "answered")?,
            duration_s: duration.and_then(|s| u32::try_from(s).ok()),
            answered_at: maybe_timestamp(row.try_get("", "answered_at")?),
            ended_at: maybe_timestamp(row.try_get("", "ended_at")?),
        },
        entry: AT.word("entry", &text("entry")?, Entry::parse)?,
        guest: asked_by
            .zip(asked_at)
            .map(|(by, asked_at)| Guest { asked_by: MemberId(by), asked_at }),
    })
}
