//! The work of an export: page by page into blocks of a file, so that any worker can go on where another one died.

use super::exports::Exports;
use crate::{
    error::CallError,
    export::{
        ExportFormat, ExportSpec, ExportedCall, FileBlock, LocalZone, MAX_PDF_CALLS, WhichCalls,
        csv_head, csv_lines,
    },
    jobs::{CallJob, JobEnd, JobKind, LongWork, Progress, Step},
    paper::{LogHead, call_log},
    ports::{ClaimedJob, Profile},
};
use async_trait::async_trait;
use callboard_kernel::{Cursor, PortError, Scope};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Calls of one page.
const PAGE: u32 = 1_000;
/// Pages of one block.
const PAGES_OF_A_BLOCK: usize = 4;

/// Where an export goes on.
#[derive(Default, Serialize, Deserialize)]
struct Place {
    /// After this call; from the newest on when absent.
    after: Option<String>,
    /// Blocks that are whole.
    blocks: Vec<FileBlock>,
}

impl ExportSpec {
    /// What a job was asked for.
    pub fn of(job: &CallJob) -> Result<Self, CallError> {
        serde_json::from_value(job.spec.clone())
            .map_err(|error| PortError::broken("exports.spec", error).into())
    }
}

#[async_trait]
impl LongWork for Exports {
    fn kinds(&self) -> &'static [JobKind] {
        &[JobKind::Export]
    }

    async fn step(&self, scope: &Scope, held: &ClaimedJob) -> Result<Step, CallError> {
        let spec = ExportSpec::of(&held.job)?;
        let place: Place = held.job.progress.place()?;
        let profile = self.ports.profile.profile(scope).await?;
        if place.blocks.is_empty() {
            let name = file_name(&spec, &profile.zone);
            self.ports.files.begin(scope, held.job.id, &name).await?;
        }
        match spec.format {
            ExportFormat::Csv => self.csv_step(scope, held, &spec, place, &profile).await,
            ExportFormat::Pdf => self.pdf_step(scope, held, &spec, &profile).await,
        }
    }
}

impl Exports {
    /// One block of a CSV file.
    async fn csv_step(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        spec: &ExportSpec,
        mut place: Place,
        profile: &Profile,
    ) -> Result<Step, CallError> {
        let columns = spec.columns();
        let mut text = String::new();
        if place.blocks.is_empty() {
            text.push_str(&csv_head(columns, spec.byte_order_mark));
        }
        let mut rows = 0;
        let mut over = false;
        for _ in 0..PAGES_OF_A_BLOCK {
            let (calls, next) = self.page(scope, spec, place.after.take()).await?;
            rows += calls.len() as u64;
            text.push_str(&csv_lines(&calls, columns, &profile.zone, spec.as_of));
            over = next.is_none();
            place.after = next;
            if over {
                break;
            }
        }
        let mut progress = held.job.progress.clone();
        progress.done += rows;
        self.put(scope, held, &mut place, text.into_bytes()).await?;
        if over {
            return self.whole(scope, held, &place, progress).await;
        }
        // A filter by state may let more through than were counted when the export was asked for.
        progress.total = progress.total.map(|total| total.max(progress.done));
        progress.position = kept(&place)?;
        Ok(Step::Going(progress))
    }

    /// All pages of a PDF: paper holds so few calls that they fit into memory and into one step.
    async fn pdf_step(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        spec: &ExportSpec,
        profile: &Profile,
    ) -> Result<Step, CallError> {
        let mut calls = Vec::new();
        let mut after = None;
        loop {
            let (more, next) = self.page(scope, spec, after).await?;
            calls.extend(more);
            if calls.len() as u64 > MAX_PDF_CALLS {
                let error =
                    CallError::TooLongForPaper { most: MAX_PDF_CALLS, found: calls.len() as u64 };
                let end = JobEnd::failed(held.job.progress.clone(), error.to_string());
                return Ok(Step::Done(end));
            }
            after = next;
            if after.is_none() {
                break;
            }
        }
        let head = LogHead {
            workspace: profile.name.clone(),
            region: profile.region.clone(),
            currency: profile.currency.clone(),
            in_words: spec.in_words.clone(),
            columns: spec.columns.clone(),
        };
        let sheet = call_log(&head, &calls, &profile.zone, spec.as_of);
        let printed = self.ports.printer.print(sheet).await?;
        let mut place = Place::default();
        self.put(scope, held, &mut place, printed).await?;
        let progress = Progress { done: calls.len() as u64, ..held.job.progress.clone() };
        self.whole(scope, held, &place, progress).await
    }

    async fn page(
        &self,
        scope: &Scope,
        spec: &ExportSpec,
        after: Option<String>,
    ) -> Result<(Vec<ExportedCall>, Option<String>), CallError> {
        match &spec.calls {
            WhichCalls::These(ids) => {
                Ok((self.ports.log.these(scope, ids, spec.as_of).await?, None))
            }
            WhichCalls::Filter(filter) => {
                let after = after.map(Cursor);
                let page = self.ports.log.page(scope, filter, after, PAGE, spec.as_of).await?;
                let mut calls = page.items;
                calls.retain(|one| !spec.except.contains(&one.row.id));
                Ok((calls, page.next.map(|cursor| cursor.0)))
            }
        }
    }

    /// Writes a block under a name that carries the turn of this worker.
    async fn put(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        place: &mut Place,
        bytes: Vec<u8>,
    ) -> Result<(), CallError> {
        let name = format!("{:06}-{}", place.blocks.len(), held.fence.epoch);
        let block = FileBlock { name, bytes: bytes.len() as u64 };
        self.ports.store.put(scope, held.job.id, &block.name, bytes).await?;
        place.blocks.push(block);
        Ok(())
    }

    async fn whole(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        place: &Place,
        mut progress: Progress,
    ) -> Result<Step, CallError> {
        let now = self.ports.clock.now();
        let (rows, expires_at) = (progress.done, now + self.ports.keep_for);
        let bytes: u64 = place.blocks.iter().map(|block| block.bytes).sum();
        let files = &self.ports.files;
        files.complete(scope, held.job.id, &place.blocks, rows, now, expires_at).await?;
        progress.total = Some(rows);
        progress.position = Value::Null;
        progress.result = json!({"rows": rows, "bytes": bytes});
        Ok(Step::Done(JobEnd::completed(progress)))
    }
}

fn kept(place: &Place) -> Result<Value, CallError> {
    serde_json::to_value(place).map_err(|error| PortError::broken("exports.position", error).into())
}

/// The name to save the file under: when it was asked for, and nothing that a person typed.
fn file_name(spec: &ExportSpec, zone: &LocalZone) -> String {
    let at = zone.local(spec.as_of);
    format!(
        "calls-{:04}-{:02}-{:02}-{:02}{:02}.{}",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        spec.format
    )
}
