//! An export as it is shown.

use crate::{
    auth::{Caller, Linked, query_of},
    fields::{Instant, Word},
    problem::PersonRef,
};
use callboard_calls::{
    ExportItem,
    export::{ExportColumn, ExportFile, ExportFormat, ExportStatus},
};
use callboard_kernel::{Actor, MemberId, Timestamp};
use poem_openapi::Object;
use uuid::Uuid;

/// An export.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Export {
    /// Its id.
    id: Uuid,
    /// How it stands.
    status: Word<ExportStatus>,
    /// What the file is.
    format: Word<ExportFormat>,
    /// Its columns; all when empty.
    columns: Vec<Word<ExportColumn>>,
    /// The filter in words; none when all calls are in it.
    filter: Vec<String>,
    /// Calls written so far.
    done: u64,
    /// Calls to write.
    total: Option<u64>,
    /// Seconds until it is done, roughly; absent when it is over.
    estimated_time: Option<u64>,
    /// The member who asked for it; absent when a program did.
    asked_by: Option<PersonRef>,
    /// When it was asked for.
    created_at: Instant,
    /// When it was over.
    finished_at: Option<Instant>,
    /// Name of the file.
    file_name: Option<String>,
    /// Length of the file in bytes.
    size_bytes: Option<u64>,
    /// When the file is removed.
    expires_at: Option<Instant>,
    /// Where the file is, without a cookie, for a while. Each answer has a new one.
    download_url: Option<String>,
    /// Until when the link opens.
    download_until: Option<Instant>,
    /// Why it failed.
    error: Option<String>,
}

impl Export {
    /// As it is shown to whoever asks; `names` are those of members.
    pub(crate) fn of(caller: &Caller, item: ExportItem, names: &[(MemberId, String)]) -> Self {
        let now = caller.clock.now();
        let (left, status) = (item.seconds_left(), item.status(now));
        let ExportItem { job, spec, file } = item;
        let there = file.as_ref().filter(|file| file.is_there(now));
        let link = there.and_then(|file| link(caller, file, now));
        let asked_by = match job.actor {
            Actor::Member { id, .. } => names
                .iter()
                .find(|(member, _)| *member == id)
                .map(|(_, name)| PersonRef { id: id.uuid(), name: name.clone() }),
            Actor::ApiKey { .. } | Actor::System { .. } => None,
        };
        Self {
            id: job.id.uuid(),
            status: Word(status),
            format: Word(spec.format),
            columns: spec.columns.into_iter().map(Word).collect(),
            filter: spec.in_words,
            done: job.progress.done,
            total: job.progress.total,
            estimated_time: (!job.state.is_final()).then_some(left),
            asked_by,
            created_at: job.created_at.into(),
            finished_at: job.finished_at.map(Instant),
            file_name: there.map(|file| file.name.clone()),
            size_bytes: file.as_ref().map(ExportFile::bytes),
            expires_at: there.map(|file| file.expires_at.into()),
            download_until: link.as_ref().map(|(_, until)| Instant(*until)),
            download_url: link.map(|(url, _)| url),
            error: job.error,
        }
    }
}

/// A signed link to the file, and until when it opens.
fn link(caller: &Caller, file: &ExportFile, now: Timestamp) -> Option<(String, Timestamp)> {
    let grant = caller.links.grant(&caller.scope, Linked::Export, file.job.uuid(), now)?;
    let url = format!("/api/exports/{}/file?{}", grant.file, query_of(&caller.links, &grant));
    let until = Timestamp::from_unix_timestamp(grant.until).ok()?;
    Some((url, until))
}
