//! Tones that go up and down like speech: nobody's voice, but it is heard who speaks and when.

use super::conversation::{Conversation, Turn};
use callboard_media::model::Speaker;
use hound::{SampleFormat, WavSpec, WavWriter};
use std::{f32::consts::TAU, io::Cursor};

/// Samples a second, as the telephone has them.
pub(super) const RATE: u32 = 8_000;
/// Bytes of a moment of both sides.
pub(super) const FRAME: usize = 4;

/// The head of the file of a conversation, and nothing after it.
pub(super) fn head(conversation: &Conversation) -> Vec<u8> {
    let spec = WavSpec {
        channels: 2,
        sample_rate: RATE,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut bytes = Cursor::new(Vec::new());
    // A file in memory without a sample cannot fail to be written; if it did, it would be no sound, and that is told.
    let written = WavWriter::new(&mut bytes, spec).and_then(WavWriter::finalize);
    let mut head = if written.is_ok() { bytes.into_inner() } else { Vec::new() };
    let data = (frames(conversation) as usize * FRAME) as u32;
    let length = head.len();
    if length >= 44 {
        // The head says how long the file and its sound are; both are known before any of it is made.
        head[4..8].copy_from_slice(&(data + length as u32 - 8).to_le_bytes());
        head[length - 4..].copy_from_slice(&data.to_le_bytes());
    }
    head
}

/// Moments of a conversation.
pub(super) fn frames(conversation: &Conversation) -> u64 {
    conversation.length_ms * u64::from(RATE) / 1_000
}

/// The sound from one moment to another: customer left, agent right.
pub(super) fn sound(conversation: &Conversation, from: u64, to: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity((to - from) as usize * FRAME);
    let mut turn = 0;
    for frame in from..to {
        let ms = frame * 1_000 / u64::from(RATE);
        while conversation.turns.get(turn).is_some_and(|one| one.end_ms <= ms) {
            turn += 1;
        }
        let speaks = conversation.turns.get(turn).filter(|one| one.start_ms <= ms);
        let (left, right) = match speaks {
            Some(one) if one.speaker == Speaker::Customer => (tone(one, frame), hiss(frame)),
            Some(one) => (hiss(frame), tone(one, frame)),
            None => (hiss(frame), hiss(frame + 7)),
        };
        bytes.extend(left.to_le_bytes());
        bytes.extend(right.to_le_bytes());
    }
    bytes
}

/// A buzz with the overtones of a throat, in syllables, higher for the customer.
fn tone(turn: &Turn, frame: u64) -> i16 {
    let at = frame as f32 / RATE as f32;
    let within = at - turn.start_ms as f32 / 1_000.0;
    let left = turn.end_ms as f32 / 1_000.0 - at;
    let base = if turn.speaker == Speaker::Customer { 178.0 } else { 118.0 };
    let flavour = (turn.text.len() % 17) as f32;
    // The voice falls towards the end of a sentence and moves a little all the time.
    let pitch =
        base + flavour * 1.7 + 14.0 * (within * 1.9 + flavour).sin() - 9.0 * within.min(3.0);
    let syllable = (within * TAU * (3.6 + flavour * 0.06)).sin().mul_add(0.5, 0.5);
    let words = if (within * 2.3 + flavour).sin() > -0.82 { 1.0 } else { 0.0 };
    let edge = (within / 0.05).min(left / 0.05).clamp(0.0, 1.0);
    let vowel = 2.0 + 1.6 * (within * 5.1 + flavour).sin();
    let phase = TAU * pitch * within;
    let voice = phase.sin() * 0.55
        + (phase * 2.0).sin() * 0.28
        + (phase * vowel.round()).sin() * 0.22
        + (phase * 5.0).sin() * 0.07;
    // Some words are said with more force than others.
    let word = (within * 2.3) as u64;
    let force = 0.45 + 0.55 * ((word.wrapping_mul(0x9E37_79B9) >> 7) % 97) as f32 / 97.0;
    let loud = 15_000.0 * force * edge * words * syllable.mul_add(0.8, 0.2);
    (voice * loud) as i16 + hiss(frame)
}

/// The line itself, very low.
fn hiss(frame: u64) -> i16 {
    let mixed = frame.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
    ((mixed >> 52) as i16 - 2_048) / 90
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town::Town;
    use callboard_calls::model::Direction;
    use hound::WavReader;

    #[test]
    fn the_file_is_a_sound_of_the_length_of_the_call() {
        let conversation = (0..40)
            .map(|n| Conversation::of(Town::new(7), 1_790_000_000_000 + n * 2_000, Direction::In))
            .min_by_key(|one| one.length_ms)
            .unwrap();
        let all = frames(&conversation);
        let mut bytes = head(&conversation);
        for from in (0..all).step_by(5_000) {
            bytes.extend(sound(&conversation, from, (from + 5_000).min(all)));
        }
        let reader = WavReader::new(Cursor::new(bytes)).unwrap();
        assert_eq!(reader.spec().channels, 2);
        assert_eq!(u64::from(reader.duration()), all);
        let samples: Vec<i16> = reader.into_samples::<i16>().map(Result::unwrap).collect();
        let loud = |ms: u64, side: usize| {
            let from = (ms * u64::from(RATE) / 1_000) as usize;
            (from..from + 800).map(|at| i32::from(samples[at * 2 + side].abs())).max().unwrap()
        };
        let turn = &conversation.turns[0];
        let middle = u64::midpoint(turn.start_ms, turn.end_ms);
        assert!(loud(middle, 1) > 2_000 && loud(middle, 0) < 200, "the agent begins");
    }
}
