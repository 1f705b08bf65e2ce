//! Keeps templates.

use super::row::template;
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{
    Commit, Expected, Loaded, MessageTemplateId, PortError, SaveError, Scope, Version,
};
use callboard_messaging::{MessagingEvent, model::Template, ports::TemplateStore};
use sea_orm::{ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder};

store! {
    /// Keeps templates.
    SqlMessageTemplates + ids
}

#[async_trait]
impl TemplateStore for SqlMessageTemplates {
    async fn list(&self, scope: &Scope) -> Result<Vec<Loaded<Template>>, PortError> {
        self.all(scope).await.during("message_templates.list")
    }

    async fn get(
        &self,
        scope: &Scope,
        id: MessageTemplateId,
    ) -> Result<Option<Loaded<Template>>, PortError> {
        self.one(scope, id).await.during("message_templates.get")
    }

    async fn save(
        &self,
        scope: &Scope,
        beneath: Vec<Template>,
        commit: Commit<Template, MessagingEvent>,
    ) -> Result<Version, SaveError> {
        self.write(scope, &beneath, &commit).await.saving("message_templates.save")
    }
}

impl SqlMessageTemplates {
    async fn all(&self, scope: &Scope) -> Result<Vec<Loaded<Template>>> {
        let tx = self.db.read(scope).await?;
        let rows = scoped::find::<template::Entity>(&tx)
            .filter(template::Column::DeletedAt.is_null())
            .order_by_asc(template::Column::Key)
            .all(&*tx)
            .await?;
        tx.done().await?;
        rows.into_iter().map(template::into).collect()
    }

    async fn one(&self, scope: &Scope, id: MessageTemplateId) -> Result<Option<Loaded<Template>>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<template::Entity>(&tx)
            .filter(template::Column::Id.eq(id.uuid()))
            .filter(template::Column::DeletedAt.is_null())
            .one(&*tx)
            .await?;
        tx.done().await?;
        found.map(template::into).transpose()
    }

    async fn write(
        &self,
        scope: &Scope,
        beneath: &[Template],
        commit: &Commit<Template, MessagingEvent>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let rows =
            beneath.iter().map(|one| template::from(one, Version(1)).into_active_model()).collect();
        scoped::insert_absent::<template::Entity, template::ActiveModel>(&tx, rows).await?;
        let version = match commit.expected {
            Expected::Absent => {
                let row = template::from(&commit.aggregate, Version(1));
                scoped::insert::<template::Entity, _>(&tx, row.into_active_model()).await?;
                Version(1)
            }
            Expected::At(Version(current)) => {
                let version = Version(current + 1);
                let mut row: template::ActiveModel =
                    scoped::all_columns(template::from(&commit.aggregate, version));
                row.workspace_id = Set(tx.workspace_uuid());
                let written = scoped::update::<template::Entity>(&tx)
                    .set(row)
                    .filter(template::Column::Id.eq(commit.aggregate.snapshot().id.uuid()))
                    .filter(template::Column::Version.eq(current))
                    .exec(&*tx)
                    .await?;
                if written.rows_affected == 0 {
                    return Err(StoreError::Stale);
                }
                version
            }
        };
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }
}
