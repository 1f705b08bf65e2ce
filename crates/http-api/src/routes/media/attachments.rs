//! Files that people put to calls.

use super::{
    link::link,
    upload::{self, Form},
};
use crate::{
    answer::{Answer, Created, Done},
    auth::{Caller, Linked},
    fields::{Instant, Word},
    problem::{PersonRef, Problem},
    request::IdempotencyKey,
    routes::Part,
};
use callboard_kernel::{AttachmentId, CallId, MemberId};
use callboard_media::{
    Upload,
    model::{self, FileKind, UNDO_DAYS},
};
use poem_openapi::{Object, OpenApi, param::Path};
use uuid::Uuid;

/// A file that was put to a call.
#[derive(Object)]
#[oai(rename = "MediaAttachment", skip_serializing_if_is_none)]
pub(crate) struct Attachment {
    /// Its id.
    id: Uuid,
    /// The call.
    call_id: Uuid,
    /// What it is, by its content.
    kind: Word<FileKind>,
    /// Its name.
    name: String,
    /// Its media type.
    media_type: String,
    /// Length in bytes.
    size_bytes: u64,
    /// Pixels across, of a picture.
    width: Option<u32>,
    /// Pixels down, of a picture.
    height: Option<u32>,
    /// When a picture was taken, as the camera says.
    taken_at: Option<Instant>,
    /// The member who added it; absent when a program did.
    added_by: Option<PersonRef>,
    /// When it was added.
    created_at: Instant,
    /// Where the file is, without a cookie, for a few minutes. Each answer has a new one.
    download_url: Option<String>,
    /// Where a small copy of a picture is, likewise.
    thumbnail_url: Option<String>,
    /// Until when the links open.
    download_until: Option<Instant>,
}

/// Attachments of a call.
#[derive(Object)]
#[oai(rename = "MediaAttachments")]
pub(crate) struct Attachments {
    /// Oldest first.
    attachments: Vec<Attachment>,
}

type Names = [(MemberId, String)];

fn shown(caller: &Caller, one: &model::Attachment, names: &Names) -> Attachment {
    let s = one.snapshot();
    let file = link(caller, Linked::Attachment, s.id.uuid());
    let thumbnail = s.picture.and_then(|_| link(caller, Linked::Thumbnail, s.id.uuid()));
    let added_by = s.added_by.and_then(|id| {
        let (_, name) = names.iter().find(|(member, _)| *member == id)?;
        Some(PersonRef { id: id.uuid(), name: name.clone() })
    });
    Attachment {
        id: s.id.uuid(),
        call_id: s.call.uuid(),
        kind: Word(s.kind),
        name: s.name.clone(),
        media_type: s.kind.media_type().to_owned(),
        size_bytes: s.bytes,
        width: s.picture.map(|picture| picture.width),
        height: s.picture.map(|picture| picture.height),
        taken_at: s.picture.and_then(|picture| picture.taken_at).map(Instant),
        added_by,
        created_at: s.created_at.into(),
        download_until: file.as_ref().map(|(_, until)| Instant(*until)),
        download_url: file.map(|(url, _)| url),
        thumbnail_url: thumbnail.map(|(url, _)| url),
    }
}

async fn all(caller: &Caller, found: &[model::Attachment]) -> Result<Attachments, Problem> {
    let names: Vec<_> = if found.is_empty() {
        Vec::new()
    } else {
        let members = caller.members.list(&caller.scope, true).await?;
        members.into_iter().map(|member| (member.id, member.name)).collect()
    };
    let attachments = found.iter().map(|one| shown(caller, one, &names)).collect();
    Ok(Attachments { attachments })
}

async fn one(caller: &Caller, found: model::Attachment) -> Result<Attachment, Problem> {
    let mut shown = all(caller, std::slice::from_ref(&found)).await?.attachments;
    shown.pop().ok_or_else(Problem::internal)
}

pub(crate) struct AttachmentsApi;

#[OpenApi(tag = "Part::Media")]
impl AttachmentsApi {
    /// Files of a call
    #[oai(path = "/calls/:id/attachments", method = "get", operation_id = "list_attachments")]
    async fn list(&self, caller: Caller, id: Path<Uuid>) -> Result<Answer<Attachments>, Problem> {
        let found = caller.media.attachments_of(&caller.scope, CallId(id.0)).await?;
        Ok(Answer(all(&caller, &found).await?))
    }

    /// Put files to a call
    ///
    /// All of them or none. What a file is, is decided by its content; pictures are written anew without what they tell besides the
    /// picture.
    #[oai(path = "/calls/:id/attachments", method = "post", operation_id = "add_attachments")]
    async fn add(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        form: Form,
    ) -> Result<Created<Attachments>, Problem> {
        let call = CallId(id.0);
        let kept = upload::receive(&caller, call, Upload::Anything, key.as_deref(), form).await?;
        Ok(Created(all(&caller, &kept).await?))
    }

    /// Put photos to a call
    ///
    /// JPEG, PNG or WebP. They are turned upright and keep when they were taken; place, camera and all else they tell is left behind.
    #[oai(path = "/calls/:id/photos", method = "post", operation_id = "add_photos")]
    async fn photos(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        form: Form,
    ) -> Result<Created<Attachments>, Problem> {
        let call = CallId(id.0);
        let kept = upload::receive(&caller, call, Upload::Photos, key.as_deref(), form).await?;
        Ok(Created(all(&caller, &kept).await?))
    }

    /// A file of a call
    ///
    /// With a link that opens the file itself.
    #[oai(path = "/attachments/:id", method = "get", operation_id = "get_attachment")]
    async fn get(&self, caller: Caller, id: Path<Uuid>) -> Result<Answer<Attachment>, Problem> {
        let found = caller.media.attachment_of(&caller.scope, AttachmentId(id.0)).await?;
        Ok(Answer(one(&caller, found).await?))
    }

    /// Remove a file of a call
    ///
    /// It can be taken back for thirty days.
    #[oai(path = "/attachments/:id", method = "delete", operation_id = "remove_attachment")]
    async fn remove(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        const { assert!(UNDO_DAYS == 30, "the document says thirty days") };
        caller.media.remove_attachment(&caller.scope, AttachmentId(id.0)).await?;
        Ok(Done)
    }

    /// Take the removal of a file back
    #[oai(path = "/attachments/:id/restore", method = "post", operation_id = "restore_attachment")]
    async fn restore(&self, caller: Caller, id: Path<Uuid>) -> Result<Answer<Attachment>, Problem> {
        let found = caller.media.restore_attachment(&caller.scope, AttachmentId(id.0)).await?;
        Ok(Answer(one(&caller, found).await?))
    }
}
