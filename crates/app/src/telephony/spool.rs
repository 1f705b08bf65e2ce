//! Reports that the database could not take, on the disk of this machine.

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use callboard_kernel::{PortError, WorkspaceId, millis, timestamp};
use callboard_switchboard::ports::{NewReport, Spool};
use callboard_telephony::{HttpMethod, RawWebhook, WebhookKind, WrittenAnswer};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};
use tokio::task::spawn_blocking;
use uuid::Uuid;

/// A folder of reports, one file each; whole files have this ending.
const WHOLE: &str = "report.json";
/// Media types that answers have.
const TYPES: [&str; 2] = ["text/xml", "application/json"];

/// Keeps reports in a folder.
#[derive(Clone, Debug)]
pub struct FileSpool {
    folder: PathBuf,
}

/// A report as it stands in its file.
#[derive(Serialize, Deserialize)]
struct Kept {
    workspace: Uuid,
    provider: String,
    dedupe_key: String,
    kind: String,
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: String,
    answer_status: u16,
    answer_type: Option<String>,
    answer_body: String,
    at_ms: i64,
}

impl FileSpool {
    /// In this folder, which is made when the first report comes.
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

#[async_trait]
impl Spool for FileSpool {
    async fn keep(&self, workspace: WorkspaceId, report: &NewReport) -> Result<(), PortError> {
        let kept = kept(workspace, report);
        let folder = self.folder.clone();
        run("spool.keep", move || write(&folder, &kept)).await
    }

    async fn oldest(
        &self,
        limit: usize,
    ) -> Result<Vec<(String, WorkspaceId, NewReport)>, PortError> {
        let folder = self.folder.clone();
        run("spool.oldest", move || read(&folder, limit)).await
    }

    async fn forget(&self, name: &str) -> Result<(), PortError> {
        let path = self.folder.join(name);
        run("spool.forget", move || match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await
    }
}

async fn run<T: Send + 'static>(
    operation: &'static str,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, PortError> {
    let done = spawn_blocking(work).await.map_err(|error| PortError::broken(operation, error))?;
    done.map_err(|error| PortError::no_storage(operation, error))
}

/// The file is whole and on the disk before it has its name.
fn write(folder: &Path, kept: &Kept) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let name = format!("{:020}-{}", kept.at_ms, short(&kept.dedupe_key));
    let (part, whole) =
        (folder.join(format!("{name}.part")), folder.join(format!("{name}.{WHOLE}")));
    let mut file = File::create(&part)?;
    file.write_all(&serde_json::to_vec(kept)?)?;
    file.sync_all()?;
    fs::rename(part, whole)?;
    File::open(folder)?.sync_all()
}

fn read(folder: &Path, limit: usize) -> io::Result<Vec<(String, WorkspaceId, NewReport)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        names.extend(name.to_str().filter(|name| name.ends_with(WHOLE)).map(str::to_owned));
    }
    names.sort_unstable();
    names.truncate(limit);
    let mut reports = Vec::with_capacity(names.len());
    for name in names {
        let kept: Kept = serde_json::from_slice(&fs::read(folder.join(&name))?)?;
        let (workspace, report) = report(kept)?;
        reports.push((name, workspace, report));
    }
    Ok(reports)
}

/// Enough of the key that two reports of one millisecond have two names.
fn short(key: &str) -> String {
    let signs: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
    signs.chars().rev().take(24).collect()
}

fn kept(workspace: WorkspaceId, report: &NewReport) -> Kept {
    let NewReport { provider, dedupe_key, raw, answer, at } = report.clone();
    Kept {
        workspace: workspace.uuid(),
        provider,
        dedupe_key,
        kind: raw.kind.as_str().to_owned(),
        method: raw.method.as_str().to_owned(),
        url: raw.url,
        headers: raw.headers,
        body: STANDARD.encode(raw.body),
        answer_status: answer.status,
        answer_type: answer.content_type.map(str::to_owned),
        answer_body: answer.body,
        at_ms: millis(at),
    }
}

fn report(kept: Kept) -> io::Result<(WorkspaceId, NewReport)> {
    let strange = || io::Error::new(io::ErrorKind::InvalidData, "a report that nobody here wrote");
    let raw = RawWebhook {
        kind: WebhookKind::parse(&kept.kind).ok_or_else(strange)?,
        method: HttpMethod::parse(&kept.method).ok_or_else(strange)?,
        url: kept.url,
        headers: kept.headers,
        body: STANDARD.decode(kept.body).map_err(|_| strange())?,
    };
    let known = |text: String| TYPES.into_iter().find(|known| text.starts_with(known));
    let answer = WrittenAnswer {
        status: kept.answer_status,
        content_type: kept.answer_type.and_then(known),
        body: kept.answer_body,
    };
    let report = NewReport {
        provider: kept.provider,
        dedupe_key: kept.dedupe_key,
        raw,
        answer,
        at: timestamp(kept.at_ms),
    };
    Ok((WorkspaceId(kept.workspace), report))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_report(second: i64) -> NewReport {
        NewReport {
            provider: "twilio".to_owned(),
            dedupe_key: format!("call:{second}"),
            raw: RawWebhook {
                kind: WebhookKind::Call,
                method: HttpMethod::Post,
                url: "https://desk.example.com/hooks/twilio/abc/voice".to_owned(),
                headers: vec![("content-type".to_owned(), "text/plain".to_owned())],
                body: vec![0, 159, 146, 150],
            },
            answer: WrittenAnswer {
                status: 200,
                content_type: Some("text/xml"),
                body: "<Response/>".to_owned(),
            },
            at: timestamp(second * 1_000),
        }
    }

    #[tokio::test]
    async fn reports_come_back_as_they_were_oldest_first_until_they_are_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let spool = FileSpool::new(folder.path().join("spool"));
        let workspace = WorkspaceId(Uuid::from_u128(7));
        assert!(spool.oldest(10).await.unwrap().is_empty(), "no folder yet");
        for second in [3, 1, 2] {
            spool.keep(workspace, &a_report(second)).await.unwrap();
        }
        // A repetition is one file; a file that was never finished is none.
        spool.keep(workspace, &a_report(1)).await.unwrap();
        fs::write(folder.path().join("spool/0000.part"), b"{").unwrap();
        let kept = spool.oldest(2).await.unwrap();
        let found: Vec<_> = kept.iter().map(|(_, _, report)| report.clone()).collect();
        assert_eq!(found, [a_report(1), a_report(2)]);
        assert_eq!(kept[0].1, workspace);
        spool.forget(&kept[0].0).await.unwrap();
        spool.forget(&kept[0].0).await.unwrap();
        assert_eq!(spool.oldest(10).await.unwrap().len(), 2);
    }
}
