//! What the server answers: `verbose_json`.

use callboard_media::ports::Spoken;
use serde::Deserialize;

/// Above this a machine believes that nobody spoke, and what it wrote is an invention of its own.
const SILENCE: f64 = 0.8;
/// Below this it is hardly sure of its words.
const UNSURE: f64 = -1.0;

/// A transcript.
#[derive(Deserialize)]
pub(crate) struct Answer {
    #[serde(default)]
    segments: Vec<Segment>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    duration: f64,
}

#[derive(Deserialize)]
struct Segment {
    start: f64,
    end: f64,
    text: String,
    avg_logprob: Option<f64>,
    no_speech_prob: Option<f64>,
}

impl Answer {
    /// What was said. A server that knows no segments has one that is all of it.
    pub(crate) fn spoken(self) -> Vec<Spoken> {
        let Self { segments, text, duration } = self;
        if segments.is_empty() && !text.trim().is_empty() {
            let text = text.trim().to_owned();
            return vec![Spoken { start_ms: 0, end_ms: millis(duration), confidence: None, text }];
        }
        segments.into_iter().filter(Segment::was_said).map(Segment::spoken).collect()
    }
}

impl Segment {
    fn was_said(&self) -> bool {
        let silent = self.no_speech_prob.is_some_and(|likely| likely > SILENCE);
        let unsure = self.avg_logprob.is_some_and(|sure| sure < UNSURE);
        !(self.text.trim().is_empty() || silent && unsure)
    }

    fn spoken(self) -> Spoken {
        // The mean logarithm of the likelihoods of its words: as a likelihood it is how sure the machine is.
        let sure = self.avg_logprob.map(|log| (log.min(0.0).exp() * 1_000.0).round() as u16);
        Spoken {
            start_ms: millis(self.start),
            end_ms: millis(self.end),
            confidence: sure,
            text: self.text.trim().to_owned(),
        }
    }
}

fn millis(seconds: f64) -> u64 {
    if seconds.is_finite() { (seconds.max(0.0) * 1_000.0).round() as u64 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(json: &str) -> Vec<Spoken> {
        serde_json::from_str::<Answer>(json).unwrap().spoken()
    }

    #[test]
    fn confidence_is_the_likelihood_of_the_words() {
        let all = spoken(
            r#"{"task":"transcribe","language":"english","duration":4.2,"text":" Hi. Bye.","segments":[
            {"id":0,"start":0.0,"end":1.5,"text":" Hi.","avg_logprob":-0.105,"no_speech_prob":0.01},
            {"id":1,"start":1.5,"end":4.2,"text":" Bye.","avg_logprob":-2.3,"no_speech_prob":0.2},
            {"id":2,"start":4.2,"end":9,"text":" Thanks for watching!","avg_logprob":-1.4,"no_speech_prob":0.97}]}"#,
        );
        assert_eq!(all.len(), 2, "an invention in a silence is none");
        assert_eq!((all[0].confidence, all[1].confidence), (Some(900), Some(100)));
        assert_eq!((all[0].start_ms, all[0].end_ms, all[0].text.as_str()), (0, 1_500, "Hi."));
    }

    #[test]
    fn a_plain_answer_is_one_segment() {
        let all = spoken(r#"{"text":" Hello there. "}"#);
        assert_eq!(
            all,
            [Spoken { start_ms: 0, end_ms: 0, confidence: None, text: "Hello there.".to_owned() }]
        );
        assert!(spoken(r#"{"text":"  "}"#).is_empty());
    }
}
