//! What is written down of a call while it goes on.

use crate::world::{CALL, Log, NOON, of, ports};
use callboard_kernel::{CallId, Page, PageRequest, Role, TranscriptSegmentId};
use callboard_media::{
    LiveReport, Media, MediaError, MediaPorts,
    model::{LiveProgress, Segment, Speaker, TranscriptHead, TranscriptSource},
    ports::{CallCourse, MockCallsOfMedia, MockTranscriptRepository},
};
use callboard_telephony::{
    Private, ProviderCallId, ProviderTranscriptionId, Said, Track, TranscriptionProgressed,
    TranscriptionStep,
};
use std::sync::Arc;
use time::Duration;
use uuid::Uuid;

fn report(sequence: Option<u32>, step: TranscriptionStep) -> TranscriptionProgressed {
    TranscriptionProgressed {
        transcription: ProviderTranscriptionId::parse("GT1").unwrap(),
        call: ProviderCallId::parse("CA1").unwrap(),
        sequence,
        at: Some(NOON + Duration::seconds(12)),
        step,
    }
}

fn said(track: Track, text: &str, is_final: bool) -> TranscriptionStep {
    let said = Said { text: Private::new(text), confidence: Some(0.9) };
    TranscriptionStep::Said { track, said, is_final }
}

async fn tell(
    media: &Media,
    inbound: Speaker,
    report: TranscriptionProgressed,
) -> Result<(), MediaError> {
    let told = LiveReport { call: CALL, inbound, report: &report, at: NOON };
    media.transcription_progressed(&of(Role::Dispatcher), told).await
}

fn media(log: &Log) -> Media {
    let mut transcripts = MockTranscriptRepository::new();
    let (added, noted) = (log.clone(), log.clone());
    transcripts.expect_append().returning(move |_, appended| {
        assert_eq!((appended.source, appended.call_at), (TranscriptSource::Live, NOON));
        let one = &appended.segments[0].1;
        let sure = one.confidence.unwrap_or_default();
        let who = one.speaker.as_str();
        added.say(format!("{} {who} {} {sure} {}", one.key, one.start_ms, one.shown()));
        Ok(1)
    });
    transcripts.expect_note_live().returning(move |_, note| {
        noted.say(format!("{} {}", note.transcription, note.progress.as_str()));
        Ok(true)
    });
    Media::new(MediaPorts { transcripts: Arc::new(transcripts), ..ports() })
}

#[tokio::test]
async fn what_is_said_is_added_and_guesses_and_silence_are_not() {
    let log = Log::default();
    let media = media(&log);
    let number = said(Track::Inbound, " My number is 404 555 0142 ", true);
    tell(&media, Speaker::Customer, report(Some(5), number.clone())).await.unwrap();
    tell(&media, Speaker::Agent, report(Some(6), number)).await.unwrap();
    let guess = said(Track::Inbound, "My numb", false);
    tell(&media, Speaker::Customer, report(Some(4), guess)).await.unwrap();
    let silence = said(Track::Inbound, "  ", true);
    tell(&media, Speaker::Customer, report(Some(7), silence)).await.unwrap();
    let unnumbered = said(Track::Outbound, "Hello.", true);
    tell(&media, Speaker::Customer, report(None, unnumbered)).await.unwrap();
    assert_eq!(
        log.all(),
        [
            "GT1-5 customer 12000 900 My number is [phone]",
            "GT1-6 agent 12000 900 My number is [phone]",
            "GT1-outbound-12000 agent 12000 900 Hello.",
        ]
    );
}

#[tokio::test]
async fn how_far_it_is_is_noted() {
    let log = Log::default();
    let media = media(&log);
    for step in [
        TranscriptionStep::Started,
        TranscriptionStep::Stopped,
        TranscriptionStep::Failed { code: Some(32_650) },
    ] {
        tell(&media, Speaker::Customer, report(Some(1), step)).await.unwrap();
    }
    assert_eq!(log.all(), ["GT1 going_on", "GT1 ended", "GT1 broke_off"]);
}

#[tokio::test]
async fn viewers_write_nothing_down() {
    let media = Media::new(ports());
    let report = report(Some(1), said(Track::Inbound, "x", true));
    let told = LiveReport { call: CALL, inbound: Speaker::Customer, report: &report, at: NOON };
    let refused = media.transcription_progressed(&of(Role::Viewer), told).await;
    assert!(matches!(refused, Err(MediaError::Forbidden(_))));
}

/// A transcript with one segment, 12 seconds after the first ring of a call that is like this.
async fn read(source: TranscriptSource, course: CallCourse) -> (LiveProgress, u64) {
    let mut transcripts = MockTranscriptRepository::new();
    transcripts.expect_head().returning(move |_, _| {
        Ok(Some(TranscriptHead {
            source,
            progress: LiveProgress::GoesOn,
            segments: 1,
            created_at: NOON,
            updated_at: NOON,
        }))
    });
    transcripts.expect_page().returning(|_, _, _, _| {
        let segment = Segment {
            id: TranscriptSegmentId(Uuid::nil()),
            speaker: Speaker::Agent,
            start_ms: 12_000,
            end_ms: 12_000,
            confidence: None,
            text: "Hello.".to_owned(),
            is_masked: false,
        };
        Ok(Page { items: vec![segment], next: None })
    });
    let mut calls = MockCallsOfMedia::new();
    calls.expect_began_at().returning(|_, _: CallId| Ok(Some(NOON)));
    calls.expect_course().returning(move |_, _| Ok(Some(course)));
    let media = Media::new(MediaPorts {
        transcripts: Arc::new(transcripts),
        calls: Arc::new(calls),
        ..ports()
    });
    let page = PageRequest::first(9);
    let read = media.transcript(&of(Role::Dispatcher), CALL, &page).await.unwrap();
    (read.head.unwrap().progress, read.said.items[0].start_ms)
}

#[tokio::test]
async fn live_text_counts_from_the_answer_and_goes_on_as_long_as_the_call() {
    let answered = Some(NOON + Duration::seconds(9));
    let live = TranscriptSource::Live;
    let talks = CallCourse { talks_since: answered, is_over: false };
    assert_eq!(read(live, talks).await, (LiveProgress::GoesOn, 3_000));
    let over = CallCourse { talks_since: answered, is_over: true };
    assert_eq!(read(live, over).await, (LiveProgress::Ended, 3_000));
    let rings = CallCourse { talks_since: None, is_over: false };
    assert_eq!(read(live, rings).await, (LiveProgress::GoesOn, 12_000));
    let recorded = read(TranscriptSource::Recording, over).await;
    assert_eq!(recorded.1, 12_000, "a recording begins with the answer");
}
