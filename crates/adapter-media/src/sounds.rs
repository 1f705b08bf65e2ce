//! Sounds: WAV files of one or two sides, read piece by piece.

use async_trait::async_trait;
use callboard_kernel::PortError;
use callboard_media::{
    model::Peaks,
    ports::{ByteSource, Heard, SoundError, SoundPiece, SoundPieces},
};
use hound::{SampleFormat, WavReader, WavSpec, WavWriter};
use std::io::{Cursor, Error, Read, Result as IoResult};
use tokio::sync::mpsc;

/// Values of a shape: one for two pixels of a wide screen.
const VALUES: usize = 600;
/// Pieces that wait to be read.
const WAITING: usize = 2;

/// Length and shape of a sound.
pub(crate) async fn hear(sound: Box<dyn ByteSource>) -> Result<Heard, SoundError> {
    reading(sound, shape).await
}

/// A sound in stretches, each side for itself.
#[expect(
    clippy::disallowed_methods,
    reason = "the task ends with whoever takes the pieces, and keeps nothing that a stop could lose"
)]
pub(crate) fn pieces(sound: Box<dyn ByteSource>, seconds: u32) -> Box<dyn SoundPieces> {
    let (out, stretches) = mpsc::channel(1);
    tokio::spawn(async move {
        let failed = out.clone();
        let cut = reading(sound, move |reader| cut(reader, seconds, &out)).await;
        if let Err(error) = cut {
            // Nobody listens any more: then nobody wants to know.
            failed.send(Err(error)).await.ok();
        }
    });
    Box::new(Stretches(stretches))
}

/// Stretches that are cut while they are taken.
struct Stretches(mpsc::Receiver<Result<SoundPiece, SoundError>>);

#[async_trait]
impl SoundPieces for Stretches {
    async fn next(&mut self) -> Result<Option<SoundPiece>, SoundError> {
        self.0.recv().await.transpose()
    }
}

/// Lets `read` read the sound on a thread of its own, because the reader of WAV files waits where it reads.
async fn reading<T: Send + 'static>(
    mut sound: Box<dyn ByteSource>,
    read: impl FnOnce(WavReader<Incoming>) -> Result<T, SoundError> + Send + 'static,
) -> Result<T, SoundError> {
    let (send, receive) = mpsc::channel(WAITING);
    let reader = tokio::task::spawn_blocking(move || {
        let incoming = Incoming { pieces: receive, piece: Cursor::new(Vec::new()) };
        read(WavReader::new(incoming).map_err(unreadable)?)
    });
    let mut broken = None;
    loop {
        match sound.next().await {
            Ok(Some(piece)) => {
                if send.send(piece).await.is_err() {
                    // The reader has seen enough.
                    break;
                }
            }
            Ok(None) => break,
            Err(error) => {
                broken = Some(error);
                break;
            }
        }
    }
    drop(send);
    let read = reader.await.map_err(|error| PortError::broken("inspector.hear", error))?;
    // What broke off is not the file that was meant, whatever was read of it.
    broken.map_or(read, |error| Err(error.into()))
}

/// Pieces that come in, as one stream of bytes.
struct Incoming {
    pieces: mpsc::Receiver<Vec<u8>>,
    piece: Cursor<Vec<u8>>,
}

impl Read for Incoming {
    fn read(&mut self, into: &mut [u8]) -> IoResult<usize> {
        loop {
            let read = self.piece.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            match self.pieces.blocking_recv() {
                Some(piece) => self.piece = Cursor::new(piece),
                None => return Ok(0),
            }
        }
    }
}

fn unreadable(error: hound::Error) -> SoundError {
    tracing::debug!(error = &error as &dyn std::error::Error, "no WAV file");
    SoundError::Unreadable
}

/// What a WAV file must be to be read.
fn checked(spec: WavSpec) -> Result<WavSpec, SoundError> {
    let fine = (1..=2).contains(&spec.channels)
        && (4_000..=192_000).contains(&spec.sample_rate)
        && spec.bits_per_sample <= 16
        && spec.sample_format == SampleFormat::Int;
    if fine { Ok(spec) } else { Err(SoundError::Unreadable) }
}

fn shape(mut reader: WavReader<Incoming>) -> Result<Heard, SoundError> {
    let spec = checked(reader.spec())?;
    let sides = usize::from(spec.channels);
    let loudest = f64::from(1_i32 << (spec.bits_per_sample - 1));
    let frames = (reader.len() as usize / sides).max(1);
    let mut peaks = vec![vec![0_i32; VALUES.min(frames)]; sides];
    let values = peaks[0].len();
    let mut read = 0_usize;
    for sample in reader.samples::<i16>() {
        let sample = i32::from(sample.map_err(unreadable)?).abs();
        let frame = read / sides;
        let value = &mut peaks[read % sides][(frame * values / frames).min(values - 1)];
        *value = (*value).max(sample);
        read += 1;
    }
    if read == 0 {
        return Err(SoundError::Unreadable);
    }
    let duration_ms = (read / sides) as u64 * 1_000 / u64::from(spec.sample_rate);
    let mut lines = peaks.into_iter().map(|line| {
        // A voice on the telephone is far below the loudest that can be written; the root lifts it to what can be seen.
        let seen =
            |value: i32| ((f64::from(value) / loudest).sqrt() * 100.0).round().min(100.0) as u8;
        line.into_iter().map(seen).collect::<Vec<u8>>()
    });
    let customer = lines.next().unwrap_or_default();
    let agent = lines.next().unwrap_or_default();
    Ok(Heard { duration_ms, peaks: Peaks { customer, agent } })
}

type Out = mpsc::Sender<Result<SoundPiece, SoundError>>;

fn cut(mut reader: WavReader<Incoming>, seconds: u32, out: &Out) -> Result<(), SoundError> {
    let spec = checked(reader.spec())?;
    let sides = usize::from(spec.channels);
    let of_stretch = spec.sample_rate as usize * seconds.max(1) as usize;
    let mut stretch: Vec<Vec<i16>> = vec![Vec::new(); sides];
    let mut frames = 0_usize;
    let mut begun = 0_usize;
    for (index, sample) in reader.samples::<i16>().enumerate() {
        stretch[index % sides].push(sample.map_err(unreadable)?);
        if index % sides == sides - 1 {
            frames += 1;
            if frames - begun == of_stretch {
                if !hand_out(&mut stretch, spec, begun, out)? {
                    return Ok(());
                }
                begun = frames;
            }
        }
    }
    if frames > begun {
        hand_out(&mut stretch, spec, begun, out)?;
    }
    Ok(())
}

/// Hands out a stretch, each side for itself; `false` when nobody takes it.
fn hand_out(
    stretch: &mut [Vec<i16>],
    spec: WavSpec,
    begun: usize,
    out: &Out,
) -> Result<bool, SoundError> {
    let sides = spec.channels;
    let start_ms = begun as u64 * 1_000 / u64::from(spec.sample_rate);
    for (side, samples) in (0_u16..).zip(stretch.iter_mut()) {
        let wav = one_side(&std::mem::take(samples), spec)?;
        let piece = SoundPiece { side, sides, start_ms, wav };
        if out.blocking_send(Ok(piece)).is_err() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn one_side(samples: &[i16], spec: WavSpec) -> Result<Vec<u8>, SoundError> {
    let mut bytes = Cursor::new(Vec::with_capacity(samples.len() * 2 + 64));
    let failed = |error: hound::Error| {
        SoundError::Port(PortError::broken("inspector.pieces", Error::other(error)))
    };
    let one = WavSpec { channels: 1, bits_per_sample: 16, ..spec };
    let mut writer = WavWriter::new(&mut bytes, one).map_err(failed)?;
    for sample in samples {
        writer.write_sample(*sample).map_err(failed)?;
    }
    writer.finalize().map_err(failed)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that come in portions.
    struct Portions(Vec<u8>, usize);

    #[async_trait]
    impl ByteSource for Portions {
        async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
            if self.0.is_empty() {
                return Ok(None);
            }
            let rest = self.0.split_off(self.1.min(self.0.len()));
            Ok(Some(std::mem::replace(&mut self.0, rest)))
        }
    }

    /// Two seconds: the customer loud in the first, the agent in the second.
    fn conversation() -> Vec<u8> {
        let spec = WavSpec {
            channels: 2,
            sample_rate: 8_000,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let mut bytes = Cursor::new(Vec::new());
        let mut writer = WavWriter::new(&mut bytes, spec).unwrap();
        for frame in 0..16_000_i32 {
            let loud = if frame % 2 == 0 { 20_000_i16 } else { -20_000 };
            let first = frame < 8_000;
            writer.write_sample(if first { loud } else { 0 }).unwrap();
            writer.write_sample(if first { 0 } else { loud }).unwrap();
        }
        writer.finalize().unwrap();
        bytes.into_inner()
    }

    #[tokio::test]
    async fn the_shape_shows_who_speaks_when() {
        for portion in [7, 1_000, 1_000_000] {
            let heard = hear(Box::new(Portions(conversation(), portion))).await.unwrap();
            assert_eq!(heard.duration_ms, 2_000);
            let Peaks { customer, agent } = heard.peaks;
            assert_eq!((customer.len(), agent.len()), (VALUES, VALUES));
            assert!(customer[10] > 70 && agent[10] == 0, "{} {}", customer[10], agent[10]);
            assert!(customer[VALUES - 10] == 0 && agent[VALUES - 10] > 70);
        }
    }

    #[tokio::test]
    async fn a_sound_is_cut_into_stretches_of_one_side() {
        let mut pieces = pieces(Box::new(Portions(conversation(), 4_096)), 1);
        let mut seen = Vec::new();
        while let Some(piece) = pieces.next().await.unwrap() {
            let mut reader = WavReader::new(Cursor::new(&piece.wav)).unwrap();
            let loud = reader.samples::<i16>().any(|sample| sample.unwrap() != 0);
            seen.push((piece.start_ms, piece.side, loud, reader.duration()));
        }
        let expected = [
            (0, 0, true, 8_000),
            (0, 1, false, 8_000),
            (1_000, 0, false, 8_000),
            (1_000, 1, true, 8_000),
        ];
        assert_eq!(seen, expected);
    }

    #[tokio::test]
    async fn what_is_no_sound_is_told() {
        for bytes in [b"RIFF".to_vec(), b"<html>".to_vec(), conversation()[..30].to_vec()] {
            let heard = hear(Box::new(Portions(bytes, 100))).await;
            assert!(matches!(heard, Err(SoundError::Unreadable)));
        }
    }
}
