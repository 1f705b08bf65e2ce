//! What is asked before it is known who asks: the only reads that span workspaces, by addresses and hashes.

use super::row::{api_key, member, password_reset, session, workspace};
use crate::{
    error::{Outcome, Result},
    scoped::{self, find_anywhere},
    store::store,
    tx::SystemTx,
};
use async_trait::async_trait;
use callboard_kernel::{PortError, Timestamp, WorkspaceId, millis, timestamp};
use callboard_workflows::ports as workflows;
use callboard_workspaces::{
    model::{ApiKeySnapshot, PasswordReset, SessionSnapshot, TokenHash, Workspace},
    ports::{Account, SignInDirectory, WorkspaceDirectory},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

store! {
    /// Finds by what somebody shows who he is.
    SqlSignInDirectory
}

store! {
    /// Lists tenants.
    SqlWorkspaceDirectory
}

#[async_trait]
impl SignInDirectory for SqlSignInDirectory {
    async fn accounts(&self, email: &str) -> Result<Vec<Account>, PortError> {
        self.accounts_of(email).await.during("sign_in.accounts")
    }

    async fn session(
        &self,
        token: &TokenHash,
    ) -> Result<Option<(SessionSnapshot, Account)>, PortError> {
        self.session_of(token).await.during("sign_in.session")
    }

    async fn api_key(
        &self,
        key: &TokenHash,
    ) -> Result<Option<(WorkspaceId, ApiKeySnapshot)>, PortError> {
        self.key_of(key).await.during("sign_in.api_key")
    }

    async fn reset(
        &self,
        token: &TokenHash,
    ) -> Result<Option<(PasswordReset, Account)>, PortError> {
        self.reset_of(token).await.during("sign_in.reset")
    }

    async fn knows_device(
        &self,
        email: &str,
        device: &TokenHash,
        since: Timestamp,
    ) -> Result<bool, PortError> {
        self.knows(email, device, since).await.during("sign_in.knows_device")
    }
}

impl SqlSignInDirectory {
    async fn accounts_of(&self, email: &str) -> Result<Vec<Account>> {
        let tx = self.db.system_read().await?;
        let members = find_anywhere::<member::Entity>(&tx)
            .filter(member::Column::Email.eq(email))
            .filter(member::Column::Active.eq(true))
            .filter(member::Column::PasswordHash.is_not_null())
            .all(&*tx)
            .await?;
        let mut accounts = Vec::with_capacity(members.len());
        for member in members {
            accounts.extend(account(&tx, member).await?);
        }
        tx.done().await?;
        accounts.sort_by(|a, b| a.workspace_name.cmp(&b.workspace_name));
        Ok(accounts)
    }

    async fn session_of(&self, token: &TokenHash) -> Result<Option<(SessionSnapshot, Account)>> {
        let generation = self.db.senders.generation();
        if let Some(known) = self.db.senders.sessions.given(generation, token).await {
            return Ok(Some(known));
        }
        let tx = self.db.system_read().await?;
        let found = find_anywhere::<session::Entity>(&tx)
            .filter(session::Column::TokenHash.eq(token.to_hex()))
            .one(&*tx)
            .await?;
        let Some(row) = found else { return Ok(None) };
        let account = account_of(&tx, row.workspace_id, row.member_id).await?;
        tx.done().await?;
        let session = session::into(row)?;
        let Some(account) = account else { return Ok(None) };
        let known = (session, account);
        self.db.senders.sessions.keep(generation, token, &known).await;
        Ok(Some(known))
    }

    async fn key_of(&self, key: &TokenHash) -> Result<Option<(WorkspaceId, ApiKeySnapshot)>> {
        let generation = self.db.senders.generation();
        if let Some(known) = self.db.senders.keys.given(generation, key).await {
            return Ok(Some(known));
        }
        let tx = self.db.system_read().await?;
        let found = find_anywhere::<api_key::Entity>(&tx)
            .filter(api_key::Column::KeyHash.eq(key.to_hex()))
            .one(&*tx)
            .await?;
        tx.done().await?;
        let Some(row) = found else { return Ok(None) };
        let known = (WorkspaceId(row.workspace_id), api_key::into(row)?);
        self.db.senders.keys.keep(generation, key, &known).await;
        Ok(Some(known))
    }

    async fn reset_of(&self, token: &TokenHash) -> Result<Option<(PasswordReset, Account)>> {
        let tx = self.db.system_read().await?;
        let found = find_anywhere::<password_reset::Entity>(&tx)
            .filter(password_reset::Column::TokenHash.eq(token.to_hex()))
            .one(&*tx)
            .await?;
        let Some(row) = found else { return Ok(None) };
        let account = account_of(&tx, row.workspace_id, row.member_id).await?;
        tx.done().await?;
        let reset = password_reset::into(row)?;
        Ok(account.map(|account| (reset, account)))
    }

    async fn knows(&self, email: &str, device: &TokenHash, since: Timestamp) -> Result<bool> {
        let tx = self.db.system_read().await?;
        let sql = "SELECT 1 AS known FROM sessions s \
                   JOIN members m ON m.workspace_id = s.workspace_id AND m.id = s.member_id \
                   WHERE s.device = $1 AND s.created_at >= $2 AND m.email = $3 LIMIT 1";
        let values = [device.to_hex().into(), millis(since).into(), email.into()];
        let known = !scoped::query_anywhere(&tx, sql, values).await?.is_empty();
        tx.done().await?;
        Ok(known)
    }
}

async fn account_of(tx: &SystemTx, workspace: Uuid, member: Uuid) -> Result<Option<Account>> {
    let found = find_anywhere::<member::Entity>(tx)
        .filter(member::Column::WorkspaceId.eq(workspace))
        .filter(member::Column::Id.eq(member))
        .one(&**tx)
        .await?;
    match found {
        Some(row) => account(tx, row).await,
        None => Ok(None),
    }
}

async fn account(tx: &SystemTx, member: member::Model) -> Result<Option<Account>> {
    let workspace = member.workspace_id;
    let found = find_anywhere::<workspace::Entity>(tx)
        .filter(workspace::Column::WorkspaceId.eq(workspace))
        .one(&**tx)
        .await?;
    let Some(row) = found else { return Ok(None) };
    let member = member::into(member)?;
    Ok(Some(Account { workspace: WorkspaceId(workspace), workspace_name: row.name, member }))
}

impl SqlWorkspaceDirectory {
    async fn rows(&self) -> Result<Vec<workspace::Model>> {
        let tx = self.db.system_read().await?;
        let rows = find_anywhere::<workspace::Entity>(&tx)
            .order_by_asc(workspace::Column::Name)
            .order_by_asc(workspace::Column::WorkspaceId)
            .all(&*tx)
            .await?;
        tx.done().await?;
        Ok(rows)
    }

    async fn workspaces(&self) -> Result<Vec<Workspace>> {
        self.rows().await?.into_iter().map(|row| Ok(workspace::into(row)?.value)).collect()
    }
}

#[async_trait]
impl WorkspaceDirectory for SqlWorkspaceDirectory {
    async fn all(&self) -> Result<Vec<Workspace>, PortError> {
        self.workspaces().await.during("workspaces.all")
    }
}

#[async_trait]
impl workflows::WorkspaceDirectory for SqlWorkspaceDirectory {
    async fn all(&self) -> Result<Vec<workflows::WorkspaceZone>, PortError> {
        let rows = self.rows().await.during("workspaces.all")?;
        let zone = |row: workspace::Model| workflows::WorkspaceZone {
            id: WorkspaceId(row.workspace_id),
            time_zone: row.time_zone,
            created_at: timestamp(row.created_at),
        };
        Ok(rows.into_iter().map(zone).collect())
    }
}
