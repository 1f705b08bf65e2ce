//! What a run costs the machine, read from `/proc`.

use super::{http::Measured, stage::Stage};
use anyhow::{Context, Result};
use std::{collections::HashMap, fs, time::Instant};

/// Clock ticks a second in `/proc/*/stat`; fixed by the kernel's interface.
const TICKS: f64 = 100.0;

/// Processor seconds so far.
#[derive(Clone, Default)]
pub(super) struct Cpu {
    server: f64,
    /// By session: one that ends meanwhile takes its clock with it.
    postgres: HashMap<u32, f64>,
    load: f64,
}

/// Processor seconds of some runs.
#[derive(Clone, Copy, Default)]
pub(super) struct CpuSpent {
    server: f64,
    postgres: f64,
    load: f64,
}

/// Processor milliseconds of one request.
#[derive(Clone, Copy, Default)]
pub(super) struct CpuOfRequest {
    /// The Callboard server.
    pub(super) server: f64,
    /// PostgreSQL.
    pub(super) postgres: f64,
    /// The load generator.
    pub(super) load: f64,
}

impl Cpu {
    /// Reads the clocks of the server, of all sessions of PostgreSQL and of this process.
    pub(super) fn read(server: u32, postgres: u32) -> Result<Self> {
        let mut cpu =
            Self { server: stat(server)?.1, load: stat(std::process::id())?.1, ..Self::default() };
        for entry in fs::read_dir("/proc").context("there is no /proc here")?.flatten() {
            let pid = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok());
            // A process may end while it is looked at.
            if let Some(pid) = pid
                && let Ok((parent, seconds)) = stat(pid)
                && parent == postgres
            {
                cpu.postgres.insert(pid, seconds);
            }
        }
        Ok(cpu)
    }

    /// What passed since `before`, in the sessions that are still there.
    pub(super) fn since(&self, before: &Self) -> CpuSpent {
        let earlier = |pid| before.postgres.get(pid).copied().unwrap_or_default();
        CpuSpent {
            server: self.server - before.server,
            postgres: self.postgres.iter().map(|(pid, seconds)| seconds - earlier(pid)).sum(),
            load: self.load - before.load,
        }
    }
}

impl CpuSpent {
    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            server: self.server + other.server,
            postgres: self.postgres + other.postgres,
            load: self.load + other.load,
        }
    }

    /// Spread over the requests of the runs.
    pub(super) fn of_request(self, measured: &Measured) -> CpuOfRequest {
        let share = |seconds: f64| seconds * 1000.0 / measured.micros.len().max(1) as f64;
        CpuOfRequest {
            server: share(self.server),
            postgres: share(self.postgres),
            load: share(self.load),
        }
    }
}

/// Parent and processor seconds of a process.
fn stat(pid: u32) -> Result<(u32, f64)> {
    parse_stat(&fs::read_to_string(format!("/proc/{pid}/stat"))?).context("a strange /proc/*/stat")
}

fn parse_stat(text: &str) -> Option<(u32, f64)> {
    // The name in parentheses may hold blanks.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((fields.get(1)?.parse().ok()?, (ticks(11)? + ticks(12)?) / TICKS))
}

/// The most memory that a process has held, in MiB.
pub(super) fn peak_memory(pid: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let kib = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: f64 =
        kib.and_then(|rest| rest.trim().split(' ').next()?.parse().ok()).context("no VmHWM")?;
    Ok(kib / 1024.0)
}

/// Processor time that neither the server nor PostgreSQL nor this tool with its children took.
pub(super) struct Others {
    since: Instant,
    machine: f64,
    ours: f64,
}

impl Others {
    /// Begins to watch.
    pub(super) fn watch() -> Result<Self> {
        Ok(Self { since: Instant::now(), machine: machine_seconds()?, ours: 0.0 })
    }

    /// How many cores they kept busy on average since then.
    pub(super) fn cores(mut self, stage: &Stage) -> Result<f64> {
        let Cpu { server, postgres, load } = Cpu::read(stage.server.pid(), stage.postgres.pid())?;
        // Sessions that ended count as children of PostgreSQL, programs that ended as children of this tool.
        self.ours = server + postgres.values().sum::<f64>() + load;
        for parent in [stage.postgres.pid(), std::process::id()] {
            self.ours += waited_for(parent)?;
        }
        let passed = self.since.elapsed().as_secs_f64();
        Ok(((machine_seconds()? - self.machine - self.ours) / passed).max(0.0))
    }
}

/// Processor seconds of the machine since it started, idle ones left out.
fn machine_seconds() -> Result<f64> {
    let text = fs::read_to_string("/proc/stat")?;
    let line = text.lines().next().context("a strange /proc/stat")?;
    let ticks: Vec<f64> =
        line.split_whitespace().skip(1).filter_map(|field| field.parse().ok()).collect();
    // user, nice, system, then idle and waiting, then interrupts.
    let busy = ticks.iter().take(3).chain(ticks.iter().skip(5).take(2)).sum::<f64>();
    Ok(busy / TICKS)
}

/// Processor seconds of children that ended.
fn waited_for(pid: u32) -> Result<f64> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let rest = text.rsplit_once(')').context("a strange /proc/*/stat")?.1;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    Ok((ticks(13).unwrap_or_default() + ticks(14).unwrap_or_default()) / TICKS)
}

/// Model of the processor, how many, and memory in GiB.
pub(super) fn machine() -> Result<(String, usize, f64)> {
    let cpus = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let count = std::thread::available_parallelism()?.get();
    let memory = fs::read_to_string("/proc/meminfo")?;
    let kib: f64 = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.trim().split(' ').next()?.parse().ok())
        .context("no MemTotal")?;
    Ok((model.map_or("unknown", |(_, name)| name).to_owned(), count, kib / 1024.0 / 1024.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_stand_after_a_name_that_may_hold_anything() {
        let text = "42 (a) b (c) S 7 42 42 0 -1 4194304 1 2 3 4 150 50 0 0 20 0 9 0 1 2 3";
        assert_eq!(parse_stat(text), Some((7, 2.0)));
    }
}
