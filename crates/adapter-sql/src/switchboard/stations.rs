//! Keeps where members can be rung.

use crate::{
    error::{Outcome, Result},
    scoped,
    store::store,
    stored::{At, maybe_millis, maybe_timestamp},
};
use async_trait::async_trait;
use callboard_kernel::{MemberId, PortError, Scope, Timestamp, millis};
use callboard_switchboard::{
    model::{Presence, Station},
    ports::Stations,
};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

const COLUMNS: &str =
    "stations.member_id, stations.presence, stations.phone, stations.browser_seen_at";

store! {
    /// Keeps stations.
    SqlStations
}

#[async_trait]
impl Stations for SqlStations {
    async fn all(&self, scope: &Scope) -> Result<Vec<Station>, PortError> {
        self.read_all(scope).await.during("stations.all")
    }

    async fn of(&self, scope: &Scope, member: MemberId) -> Result<Station, PortError> {
        self.read(scope, member).await.during("stations.of")
    }

    async fn put(&self, scope: &Scope, station: &Station, at: Timestamp) -> Result<(), PortError> {
        self.write(scope, station, at).await.during("stations.put")
    }

    async fn seen(&self, scope: &Scope, member: MemberId, at: Timestamp) -> Result<(), PortError> {
        self.note(scope, member, at).await.during("stations.seen")
    }
}

impl SqlStations {
    async fn read_all(&self, scope: &Scope) -> Result<Vec<Station>> {
        let tx = self.db.read(scope).await?;
        let sql = format!(
            "SELECT {COLUMNS} FROM stations JOIN members ON members.workspace_id = stations.workspace_id \
             AND members.id = stations.member_id WHERE stations.workspace_id = $1 AND members.active = TRUE \
             ORDER BY stations.updated_at, stations.member_id"
        );
        let rows = scoped::query_all(&tx, &sql, []).await?;
        tx.done().await?;
        rows.iter().map(station).collect()
    }

    async fn read(&self, scope: &Scope, member: MemberId) -> Result<Station> {
        let tx = self.db.read(scope).await?;
        let sql =
            format!("SELECT {COLUMNS} FROM stations WHERE workspace_id = $1 AND member_id = $2");
        let found = scoped::query_one(&tx, &sql, [member.uuid().into()]).await?;
        tx.done().await?;
        found.as_ref().map_or(Ok(Station::unknown(member)), station)
    }

    async fn write(&self, scope: &Scope, station: &Station, at: Timestamp) -> Result<()> {
        let Station { member, presence, phone, browser_seen_at } = station;
        let tx = self.db.write(scope).await?;
        let sql = "INSERT INTO stations (workspace_id, member_id, presence, phone, browser_seen_at, updated_at) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (workspace_id, member_id) DO UPDATE \
                   SET presence = excluded.presence, phone = excluded.phone, \
                   browser_seen_at = excluded.browser_seen_at, updated_at = excluded.updated_at";
        let values: [Value; 5] = [
            member.uuid().into(),
            presence.as_str().into(),
            phone.as_ref().map(|phone| phone.as_str().to_owned()).into(),
            maybe_millis(*browser_seen_at).into(),
            millis(at).into(),
        ];
        scoped::execute(&tx, sql, values).await?;
        tx.commit().await
    }

    async fn note(&self, scope: &Scope, member: MemberId, at: Timestamp) -> Result<()> {
        let tx = self.db.write(scope).await?;
        let sql = "UPDATE stations SET browser_seen_at = $3 WHERE workspace_id = $1 AND member_id = $2 \
                   AND browser_seen_at IS NOT NULL";
        scoped::execute(&tx, sql, [member.uuid().into(), millis(at).into()]).await?;
        tx.commit().await
    }
}

fn station(row: &QueryResult) -> Result<Station> {
    let member: Uuid = row.try_get("", "member_id")?;
    let at = At::new("stations", member);
    let presence: String = row.try_get("", "presence")?;
    let phone: Option<String> = row.try_get("", "phone")?;
    Ok(Station {
        member: MemberId(member),
        presence: at.word("presence", &presence, Presence::parse)?,
        phone: at.phone("phone", phone.as_deref())?,
        browser_seen_at: maybe_timestamp(row.try_get("", "browser_seen_at")?),
    })
}
