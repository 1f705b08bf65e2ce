//! A small closed-loop HTTP load: each connection sends its next request when the answer to the last one is there.
//!
//! Written on plain sockets, so that the load itself takes as little of the machine as pgbench does.

use anyhow::{Context, Result, bail, ensure};
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

/// What was measured.
#[derive(Default)]
pub(super) struct Measured {
    /// Answered requests a second of each run.
    pub(super) rates: Vec<f64>,
    /// Microseconds of each request, of all runs.
    pub(super) micros: Vec<u32>,
    /// Bytes of an answer's body.
    pub(super) bytes: usize,
}

impl Measured {
    /// Answered requests a second: the median of the runs.
    pub(super) fn rate(&self) -> f64 {
        median(&self.rates)
    }

    /// The latency that `percent` of the requests stayed below, in milliseconds.
    pub(super) fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.micros.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).map_or(f64::NAN, |micros| f64::from(*micros) / 1000.0)
    }

    fn add(&mut self, run: Self) {
        self.rates.extend(run.rates);
        self.micros.extend(run.micros);
        self.bytes = run.bytes;
    }
}

/// The middle one of several figures; between two, halfway.
pub(super) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.get(middle.wrapping_sub(1)), sorted.get(middle)) {
        (Some(below), Some(above)) if sorted.len().is_multiple_of(2) => {
            f64::midpoint(*below, *above)
        }
        (_, Some(middle)) => *middle,
        _ => f64::NAN,
    }
}

/// A connection that stays open.
pub(super) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer's status and where its body stands.
struct Head {
    status: u16,
    start: usize,
    length: usize,
}

impl Connection {
    /// Opens one.
    pub(super) fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self { stream, buffer: vec![0; 1 << 18] })
    }

    /// Sends a request and answers the body; anything but a 2xx is an error.
    pub(super) fn send(&mut self, request: &str) -> Result<&[u8]> {
        self.stream.write_all(request.as_bytes())?;
        let mut filled = 0;
        let head = loop {
            filled += self.receive(filled)?;
            if let Some(head) = head(&self.buffer[..filled])? {
                break head;
            }
        };
        let end = head.start + head.length;
        if self.buffer.len() < end {
            self.buffer.resize(end, 0);
        }
        while filled < end {
            filled += self.receive(filled)?;
        }
        let body = &self.buffer[head.start..end];
        if !(200..300).contains(&head.status) {
            let first = request.lines().next().unwrap_or_default();
            bail!("`{first}` was answered with {}: {}", head.status, String::from_utf8_lossy(body));
        }
        Ok(body)
    }

    fn receive(&mut self, from: usize) -> Result<usize> {
        let count = self.stream.read(&mut self.buffer[from..])?;
        ensure!(count > 0, "the server closed the connection");
        Ok(count)
    }
}

/// The head, once it is there as a whole.
fn head(bytes: &[u8]) -> Result<Option<Head>> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&bytes[..end])?;
    let status = text.split(' ').nth(1).context("no status")?.parse()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let length = if status == 204 { 0 } else { length.context("the answer says no length")? };
    Ok(Some(Head { status, start: end + 4, length }))
}

/// A request as it goes over the wire.
pub(super) fn request(method: &str, target: &str, key: &str, body: Option<&str>) -> String {
    let head =
        format!("{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n");
    match body {
        None => format!("{head}\r\n"),
        Some(body) => {
            let length = body.len();
            format!(
                "{head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
            )
        }
    }
}

/// Sends requests over several connections for a while; `nth` makes the request of a number.
pub(super) fn load(
    port: u16,
    connections: u32,
    lasting: Duration,
    nth: &(impl Fn(u64) -> String + Sync),
    into: &mut Measured,
) -> Result<()> {
    let next = AtomicU64::new(0);
    let start = Instant::now();
    let worker = || -> Result<Measured> {
        let mut connection = Connection::open(port)?;
        let mut own = Measured::default();
        while start.elapsed() < lasting {
            let request = nth(next.fetch_add(1, Ordering::Relaxed));
            let sent = Instant::now();
            own.bytes = connection.send(&request)?.len();
            own.micros.push(u32::try_from(sent.elapsed().as_micros())?);
        }
        Ok(own)
    };
    let mut run = Measured::default();
    thread::scope(|scope| -> Result<()> {
        let workers: Vec<_> = (0..connections).map(|_| scope.spawn(worker)).collect();
        for worker in workers {
            match worker.join() {
                Ok(own) => run.add(own?),
                Err(_) => bail!("a connection of the load panicked"),
            }
        }
        Ok(())
    })?;
    run.rates.push(run.micros.len() as f64 / start.elapsed().as_secs_f64());
    into.add(run);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_once_they_are_whole() {
        let text = b"HTTP/1.1 200 OK\r\ncontent-type: a\r\nContent-Length: 12\r\n\r\n{";
        let found = head(text).unwrap().unwrap();
        assert_eq!((found.status, found.start, found.length), (200, text.len() - 1, 12));
        assert!(head(&text[..20]).unwrap().is_none());
        assert!(head(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
    }

    #[test]
    fn a_run_that_was_disturbed_moves_the_median_little() {
        assert!((median(&[3.0, 900.0, 1.0]) - 3.0).abs() < 1e-9);
        assert!((median(&[1.0, 3.0]) - 2.0).abs() < 1e-9);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn percentiles_are_of_all_runs() {
        let measured =
            Measured { micros: (1..=200).map(|n| n * 1000).collect(), ..Measured::default() };
        assert!((measured.percentile(50) - 101.0).abs() < 0.01);
        assert!((measured.percentile(99) - 199.0).abs() < 0.01);
    }
}
