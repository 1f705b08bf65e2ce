//! What one can do with texts: one method a use case, a file for each group of them.

mod answers;
mod changing;
mod compose;
mod conversations;
mod incoming;
mod settings;
mod templates;
mod threads;
mod wording;

pub use changing::Resolution;
pub use compose::Draft;
pub use conversations::ConversationEdit;
pub use templates::{TemplateEdit, TemplateText};
pub use threads::ThreadOfNumber;
pub use wording::{Previewed, Wording};

use crate::{
    error::MessagingError,
    ports::{
        Company, ContactGate, ConversationStore, MessageStore, MessagingBoard, Parties, Staff,
        TemplateStore, TextSettingsStore,
    },
};
use callboard_kernel::{Actor, Clock, IdGen, Invalid, MAX_LIMIT, PageRequest, Scope, derived_id};
use std::sync::Arc;
use uuid::Uuid;

/// What the use cases stand on.
#[expect(missing_docs, reason = "the types say it")]
pub struct MessagingPorts {
    pub templates: Arc<dyn TemplateStore>,
    pub messages: Arc<dyn MessageStore>,
    pub conversations: Arc<dyn ConversationStore>,
    pub board: Arc<dyn MessagingBoard>,
    pub settings: Arc<dyn TextSettingsStore>,
    pub gate: Arc<dyn ContactGate>,
    pub parties: Arc<dyn Parties>,
    pub company: Arc<dyn Company>,
    pub staff: Arc<dyn Staff>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn IdGen>,
}

/// The use cases of texts.
pub struct Messaging {
    ports: MessagingPorts,
}

impl Messaging {
    /// Over these ports.
    pub const fn new(ports: MessagingPorts) -> Self {
        Self { ports }
    }

    /// The id of what somebody asks for: the same key of the same actor gives the same one.
    fn id_for(&self, scope: &Scope, what: &str, key: Option<&str>) -> Uuid {
        match key {
            Some(key) => derived_id(&["request", what, &asker(scope), key]),
            None => self.ports.ids.next(),
        }
    }
}

fn asker(scope: &Scope) -> String {
    match scope.actor() {
        Actor::Member { id, .. } => id.to_string(),
        Actor::ApiKey { id, .. } => id.to_string(),
        Actor::System { name } => name.clone(),
    }
}

fn checked_page(page: &PageRequest) -> Result<(), MessagingError> {
    if (1..=MAX_LIMIT).contains(&page.limit) {
        return Ok(());
    }
    Err(Invalid::field("limit", "out_of_range", "1 to 100.").into())
}
