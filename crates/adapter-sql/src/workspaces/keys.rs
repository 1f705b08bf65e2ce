//! Keeps API keys.

use super::row::api_key;
use crate::{
    commit::{self, News},
    error::{Outcome, Result},
    scoped,
    store::store,
    workspaces::names,
};
use async_trait::async_trait;
use callboard_kernel::{ApiKeyId, PortError, SaveError, Scope, Timestamp, millis};
use callboard_workspaces::{
    KeyRow,
    model::ApiKeySnapshot,
    ports::{ApiKeyStore, Change},
};
use sea_orm::{ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder, sea_query::Expr};

store! {
    /// Keeps API keys.
    SqlApiKeys + ids
}

#[async_trait]
impl ApiKeyStore for SqlApiKeys {
    async fn add(
        &self,
        scope: &Scope,
        key: ApiKeySnapshot,
        change: Change,
    ) -> Result<(), SaveError> {
        self.insert(scope, &key, &change).await.saving("api_keys.add")
    }

    async fn list(&self, scope: &Scope) -> Result<Vec<KeyRow>, PortError> {
        self.read_all(scope).await.during("api_keys.list")
    }

    async fn get(&self, scope: &Scope, id: ApiKeyId) -> Result<Option<ApiKeySnapshot>, PortError> {
        self.read(scope, id).await.during("api_keys.get")
    }

    async fn revoke(&self, scope: &Scope, id: ApiKeyId, change: Change) -> Result<bool, SaveError> {
        self.end(scope, id, &change).await.saving("api_keys.revoke")
    }

    async fn touch(&self, scope: &Scope, id: ApiKeyId, at: Timestamp) -> Result<(), PortError> {
        self.see(scope, id, at).await.during("api_keys.touch")
    }
}

impl SqlApiKeys {
    async fn insert(&self, scope: &Scope, key: &ApiKeySnapshot, change: &Change) -> Result<()> {
        let mut tx = self.db.write(scope).await?;
        scoped::insert::<api_key::Entity, _>(&tx, api_key::from(key).into_active_model()).await?;
        commit::tell(&mut tx, &*self.ids, News::of_change(change)).await?;
        tx.commit().await
    }

    async fn read(&self, scope: &Scope, id: ApiKeyId) -> Result<Option<ApiKeySnapshot>> {
        let tx = self.db.read(scope).await?;
        let select = scoped::find::<api_key::Entity>(&tx).filter(api_key::Column::Id.eq(id.uuid()));
        let found = select.one(&*tx).await?;
        tx.done().await?;
        found.map(api_key::into).transpose()
    }

    async fn read_all(&self, scope: &Scope) -> Result<Vec<KeyRow>> {
        let tx = self.db.read(scope).await?;
        let rows = scoped::find::<api_key::Entity>(&tx)
            .order_by_desc(api_key::Column::CreatedAt)
            .order_by_desc(api_key::Column::Id)
            .all(&*tx)
            .await?;
        let keys = rows.into_iter().map(api_key::into).collect::<Result<Vec<_>>>()?;
        let makers = names::of(&tx, keys.iter().filter_map(|key| key.created_by)).await?;
        tx.done().await?;
        let row = |key: ApiKeySnapshot| KeyRow {
            id: key.id,
            name: key.name,
            role: key.role,
            prefix: key.prefix,
            created_by: key.created_by.and_then(|maker| makers.get(&maker).cloned()),
            created_at: key.created_at,
            last_used_at: key.last_used_at,
            revoked_at: key.revoked_at,
        };
        Ok(keys.into_iter().map(row).collect())
    }

    async fn end(&self, scope: &Scope, id: ApiKeyId, change: &Change) -> Result<bool> {
        let mut tx = self.db.write(scope).await?;
        let ended = scoped::update::<api_key::Entity>(&tx)
            .col_expr(api_key::Column::RevokedAt, Expr::value(millis(change.at)))
            .filter(api_key::Column::Id.eq(id.uuid()))
            .filter(api_key::Column::RevokedAt.is_null())
            .exec(&*tx)
            .await?;
        if ended.rows_affected == 0 {
            return Ok(false);
        }
        tx.concerns_senders();
        commit::tell(&mut tx, &*self.ids, News::of_change(change)).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn see(&self, scope: &Scope, id: ApiKeyId, at: Timestamp) -> Result<()> {
        let mut tx = self.db.write(scope).await?;
        tx.concerns_senders();
        let earlier = Condition::any()
            .add(api_key::Column::LastUsedAt.is_null())
            .add(api_key::Column::LastUsedAt.lt(millis(at)));
        scoped::update::<api_key::Entity>(&tx)
            .col_expr(api_key::Column::LastUsedAt, Expr::value(millis(at)))
            .filter(api_key::Column::Id.eq(id.uuid()))
            .filter(earlier)
            .exec(&*tx)
            .await?;
        tx.commit().await
    }
}
