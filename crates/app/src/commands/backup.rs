//! `callboard backup` and `callboard restore`.

use crate::{
    cli::{Backup, Restore},
    clock::{SystemClock, TimeOrderedIds},
    config::Config,
    output,
    wiring::SECRET_FILE,
};
use anyhow::{Context, Result, bail};
use callboard_adapter_sql::backup::{
    self, BackUp, BackupError, BrokenChain, Checked, RestoreInto, Restored,
};
use callboard_kernel::Clock;
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, BufWriter, IsTerminal, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// Stands for standard output or standard input.
const STREAM: &str = "-";

/// Writes a backup, reads it again, and only then gives it its name.
pub(super) async fn back_up(config: &Config, options: Backup) -> Result<()> {
    let what = BackUp {
        url: config.database_url.clone(),
        folder: config.data_dir.clone(),
        without: vec![SECRET_FILE.to_owned()],
        at: SystemClock.now(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let bar = bar();
    if options.file == Path::new(STREAM) {
        if io::stdout().is_terminal() {
            bail!("a backup is no text for a terminal; give a file, or send it to a program");
        }
        let (mut out, manifest) = backup::back_up(&what, io::stdout(), &mut show(&bar)).await?;
        out.flush()?;
        bar.finish_and_clear();
        output::remark(format!(
            "{} rows and {} files written; `callboard restore --check` reads what arrived.",
            HumanCount(manifest.rows()),
            manifest.files.len()
        ));
        return Ok(());
    }
    if options.file.exists() {
        bail!("{} exists; name another file", options.file.display());
    }
    let partial = partial_name(&options.file)?;
    let written = write_and_check(&what, &partial, &bar).await;
    bar.finish_and_clear();
    let checked = match written {
        Ok(checked) => checked,
        Err(error) => {
            // What is not a backup shall not look like one; the reason of the failure is what counts.
            let _ = fs::remove_file(&partial);
            return Err(error);
        }
    };
    fs::rename(&partial, &options.file)?;
    sync_folder_of(&options.file)?;
    let size = fs::metadata(&options.file)?.len();
    warn_of(&checked.broken);
    output::line(format!(
        "{}: {} rows of {} tables, {} files, {}; read again and found whole",
        options.file.display(),
        HumanCount(checked.manifest.rows()),
        checked.manifest.tables.len(),
        checked.manifest.files.len(),
        HumanBytes(size)
    ));
    Ok(())
}

async fn write_and_check(what: &BackUp, partial: &Path, bar: &ProgressBar) -> Result<Checked> {
    // It holds everything, so nobody else may read it.
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(partial)
        .with_context(|| format!("{} cannot be written", partial.display()))?;
    let (out, _) = backup::back_up(what, BufWriter::new(file), &mut show(bar)).await?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    bar.set_position(0);
    Ok(backup::check(BufReader::new(File::open(partial)?), &mut show(bar))?)
}

/// Restores a backup, or only reads it.
pub(super) async fn restore(config: &Config, options: Restore) -> Result<()> {
    let bar = bar();
    let input: Box<dyn Read + Send> = if options.file == Path::new(STREAM) {
        Box::new(io::stdin())
    } else {
        let file = File::open(&options.file)
            .with_context(|| format!("{} cannot be opened", options.file.display()))?;
        Box::new(BufReader::new(file))
    };
    if options.check {
        let checked = backup::check(input, &mut show(&bar))?;
        bar.finish_and_clear();
        tell_of(&checked);
        return Ok(());
    }
    let into = RestoreInto {
        url: config.database_url.clone(),
        folder: config.data_dir.clone(),
        replace: options.replace,
        at: SystemClock.now(),
        ids: Arc::new(TimeOrderedIds),
    };
    let outcome = backup::restore(&into, input, &mut show(&bar)).await;
    bar.finish_and_clear();
    match outcome {
        Ok(restored) => {
            tell(&restored);
            Ok(())
        }
        Err(error) => Err(nothing_changed(error)),
    }
}

fn nothing_changed(error: BackupError) -> anyhow::Error {
    anyhow::Error::from(error).context("nothing was restored and nothing was changed")
}

fn tell(restored: &Restored) {
    let Restored { header, manifest, broken, parked, moved } = restored;
    output::line(format!(
        "{} rows of {} tables and {} files restored and compared; the backup is of {}",
        HumanCount(manifest.rows()),
        manifest.tables.len(),
        manifest.files.len(),
        moment(header.taken_at)
    ));
    output::line(format!(
        "parked: {} deliveries, {} clocks, {} jobs, {} mails, {} texts; ended: {} sessions, {} links",
        parked.deliveries,
        parked.clocks,
        parked.jobs,
        parked.mails,
        parked.texts,
        parked.sessions,
        parked.links
    ));
    if parked.do_not_contact > 0 {
        output::line(format!(
            "{} customers asked not to be contacted since; that stays",
            parked.do_not_contact
        ));
    }
    warn_of(broken);
    if let Some(moved) = moved {
        output::remark(format!("What was there before is {}.", moved.display()));
    }
    output::remark(
        "Everybody signs in anew. What was due before the backup was told to nobody: \
         Settings, Needs a person has what may be replayed.",
    );
}

fn tell_of(checked: &Checked) {
    let Checked { header, manifest, broken } = checked;
    for table in manifest.tables.iter().filter(|table| table.rows > 0) {
        output::line(format!("{:>12}  {}", HumanCount(table.rows).to_string(), table.name));
    }
    for file in &manifest.files {
        output::line(format!("{:>12}  {}", HumanBytes(file.size).to_string(), file.path));
    }
    warn_of(broken);
    output::line(format!(
        "whole: {} rows, taken {} from {} by version {}, schema {}",
        HumanCount(manifest.rows()),
        moment(header.taken_at),
        header.database,
        header.program,
        header.schema.last().map_or("none", String::as_str)
    ));
}

fn warn_of(broken: &[BrokenChain]) {
    for BrokenChain { workspace, seq, fault } in broken {
        output::remark(format!(
            "warning: the audit trail of workspace {workspace} does not hold at entry {seq}: {fault}"
        ));
    }
}

fn moment(millis: i64) -> String {
    let at = callboard_kernel::timestamp(millis);
    at.format(&time::format_description::well_known::Rfc3339).unwrap_or_else(|_| millis.to_string())
}

fn partial_name(file: &Path) -> Result<PathBuf> {
    let name = file.file_name().context("name a file")?;
    Ok(file.with_file_name(format!(".{}.partial", name.to_string_lossy())))
}

/// A name is safe when its folder is.
fn sync_folder_of(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} rows, {per_sec}, {msg}")
    {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn show(bar: &ProgressBar) -> impl FnMut(&str, u64) + Send {
    let bar = bar.clone();
    move |what, rows| {
        bar.set_position(rows);
        bar.set_message(what.to_owned());
    }
}
