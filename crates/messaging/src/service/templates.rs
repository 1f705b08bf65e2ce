//! Templates of a workspace.

use super::Messaging;
use crate::{
    error::MessagingError,
    events::MessagingEvent,
    model::{DEFAULT_KEY, MAX_TEMPLATES, NewTemplate, Purpose, Template, shipped_templates},
};
use callboard_kernel::{
    AuditAction, AuditDraft, Commit, Loaded, MessageTemplateId, Permission, SaveError, Scope,
    Version,
};

/// What an edit of a template changes; what it does not mention stays. Its key stays for ever, because others name it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TemplateEdit {
    /// Words on its button.
    pub name: Option<String>,
    /// The text.
    pub body: Option<String>,
    /// What for.
    pub purpose: Option<Purpose>,
}

/// Which text is meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TemplateText {
    /// That of the template with this key.
    Key(String),
    /// These words, which may hold variables.
    Words(String),
}

impl Messaging {
    /// All templates, by key. A workspace that has never changed one has the shipped ones, which are written with its first
    /// change.
    pub async fn templates(&self, scope: &Scope) -> Result<Vec<Loaded<Template>>, MessagingError> {
        scope.require(Permission::ReadSettings)?;
        let found = self.ports.templates.list(scope).await?;
        if !found.is_empty() {
            return Ok(found);
        }
        let shipped = self.shipped(scope).into_iter();
        Ok(shipped.map(|value| Loaded { value, version: Version(1) }).collect())
    }

    fn shipped(&self, scope: &Scope) -> Vec<Template> {
        let mut shipped = shipped_templates(scope.workspace(), self.ports.clock.now());
        shipped.sort_by(|one, other| one.snapshot().key.cmp(&other.snapshot().key));
        shipped
    }

    /// One template.
    pub async fn template(
        &self,
        scope: &Scope,
        id: MessageTemplateId,
    ) -> Result<Loaded<Template>, MessagingError> {
        scope.require(Permission::ReadSettings)?;
        self.existing(scope, id).await
    }

    async fn existing(
        &self,
        scope: &Scope,
        id: MessageTemplateId,
    ) -> Result<Loaded<Template>, MessagingError> {
        let all = self.templates(scope).await?;
        all.into_iter()
            .find(|one| one.value.snapshot().id == id)
            .ok_or(MessagingError::NotFound("template"))
    }

    /// The template of a key.
    pub(super) async fn template_of_key(
        &self,
        scope: &Scope,
        key: &str,
    ) -> Result<Template, MessagingError> {
        let all = self.templates(scope).await?;
        all.into_iter()
            .map(|loaded| loaded.value)
            .find(|one| one.snapshot().key == key)
            .ok_or(MessagingError::NotFound("template_key"))
    }

    /// Makes a template. The same idempotency key of the same actor answers the first one again.
    pub async fn make_template(
        &self,
        scope: &Scope,
        new: NewTemplate,
        idempotency_key: Option<&str>,
    ) -> Result<Loaded<Template>, MessagingError> {
        scope.require(Permission::ManageSettings)?;
        let id = MessageTemplateId(self.id_for(scope, "template", idempotency_key));
        if idempotency_key.is_some()
            && let Some(first) = self.ports.templates.get(scope, id).await?
        {
            return Ok(first);
        }
        let now = self.ports.clock.now();
        let template = Template::try_new(id, new, now)?;
        if self.templates(scope).await?.len() >= MAX_TEMPLATES {
            return Err(MessagingError::TooManyTemplates);
        }
        let events = vec![MessagingEvent::TemplateChanged { template: id }];
        let audit = AuditDraft::create(template.snapshot());
        let commit = Commit::create(template.clone(), events, audit, now);
        let beneath = self.shipped(scope);
        let version = self.ports.templates.save(scope, beneath, commit).await.map_err(taken)?;
        Ok(Loaded { value: template, version })
    }

    /// Changes a template. `Stale` when `expected` is not its version.
    pub async fn edit_template(
        &self,
        scope: &Scope,
        id: MessageTemplateId,
        expected: Option<Version>,
        edit: TemplateEdit,
    ) -> Result<Loaded<Template>, MessagingError> {
        scope.require(Permission::ManageSettings)?;
        let before = self.current(scope, id, expected).await?;
        let now = self.ports.clock.now();
        let TemplateEdit { name, body, purpose } = edit;
        let after = before.value.reworded(name, body, purpose, now)?;
        if after == before.value {
            return Ok(before);
        }
        let version = self.write_template(scope, &before, &after, AuditAction::Update).await?;
        Ok(Loaded { value: after, version })
    }

    /// Removes a template softly. Texts that were made of it stay. The default one cannot be removed, because whoever names
    /// none means it.
    pub async fn delete_template(
        &self,
        scope: &Scope,
        id: MessageTemplateId,
        expected: Option<Version>,
    ) -> Result<(), MessagingError> {
        scope.require(Permission::ManageSettings)?;
        let before = self.current(scope, id, expected).await?;
        if before.value.snapshot().key == DEFAULT_KEY {
            return Err(MessagingError::DefaultTemplate);
        }
        let after = before.value.deleted(self.ports.clock.now());
        self.write_template(scope, &before, &after, AuditAction::Delete).await?;
        Ok(())
    }

    async fn current(
        &self,
        scope: &Scope,
        id: MessageTemplateId,
        expected: Option<Version>,
    ) -> Result<Loaded<Template>, MessagingError> {
        let before = self.existing(scope, id).await?;
        match expected {
            Some(expected) if expected != before.version => Err(SaveError::Stale.into()),
            _ => Ok(before),
        }
    }

    async fn write_template(
        &self,
        scope: &Scope,
        before: &Loaded<Template>,
        after: &Template,
        action: AuditAction,
    ) -> Result<Version, MessagingError> {
        let audit = AuditDraft::change(action, before.value.snapshot(), after.snapshot());
        let events = vec![MessagingEvent::TemplateChanged { template: after.snapshot().id }];
        let now = self.ports.clock.now();
        let commit = Commit::update(after.clone(), before.version, events, audit, now);
        self.ports.templates.save(scope, self.shipped(scope), commit).await.map_err(taken)
    }
}

fn taken(error: SaveError) -> MessagingError {
    match error {
        SaveError::Duplicate("message_templates_key_key") => MessagingError::KeyTaken,
        error => error.into(),
    }
}
