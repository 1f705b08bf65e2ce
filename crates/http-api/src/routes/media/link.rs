//! Links to media, which open without a cookie for a few minutes.

use crate::auth::{Caller, Linked, query_of};
use callboard_kernel::Timestamp;
use uuid::Uuid;

/// A link to a file, and until when it opens.
pub(super) fn link(caller: &Caller, what: Linked, id: Uuid) -> Option<(String, Timestamp)> {
    let place = match what {
        Linked::Attachment => "attachments",
        Linked::Thumbnail => "thumbnails",
        Linked::Recording => "recordings",
        Linked::Export => "exports",
    };
    let grant = caller.links.grant(&caller.scope, what, id, caller.clock.now())?;
    let url = format!("/api/{place}/{id}/file?{}", query_of(&caller.links, &grant));
    Some((url, Timestamp::from_unix_timestamp(grant.until).ok()?))
}
