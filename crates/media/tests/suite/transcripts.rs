//! What was said, and how long all of it is kept.

use crate::world::{CALL, Log, NOON, OTHERS, of, ports};
use callboard_kernel::{
    Loaded, Page, PageRequest, RecordingId, Role, TranscriptSegmentId, Version,
};
use callboard_media::{
    Media, MediaError, MediaPorts,
    model::{RetentionSettings, Segment, Speaker, Words},
    ports::{
        MockMediaFiles, MockRecordingRepository, MockRetentionStore, MockTranscriptRepository,
    },
};
use std::sync::Arc;
use uuid::Uuid;

#[tokio::test]
async fn the_words_as_they_were_said_are_for_supervisors_and_leave_a_line() {
    let log = Log::default();
    let mut transcripts = MockTranscriptRepository::new();
    transcripts.expect_page().returning(|_, _, words, _| {
        let segment = Segment {
            id: TranscriptSegmentId(Uuid::nil()),
            speaker: Speaker::Agent,
            start_ms: 0,
            end_ms: 1,
            confidence: None,
            text: words.as_str().to_owned(),
            is_masked: true,
        };
        Ok(Page { items: vec![segment], next: None })
    });
    transcripts.expect_head().returning(|_, _| Ok(None));
    let mut files = MockMediaFiles::new();
    let noted = log.clone();
    files.expect_note().returning(move |_, audit, _| {
        noted.say(format!("{} {} {}", audit.action.as_str(), audit.target_kind, audit.target_id));
        Ok(())
    });
    let media = Media::new(MediaPorts {
        transcripts: Arc::new(transcripts),
        files: Arc::new(files),
        ..ports()
    });
    let page = PageRequest::first(10);
    let masked = media.transcript(&of(Role::Tech), CALL, &page).await.unwrap();
    assert_eq!(masked.said.items[0].text, Words::Masked.as_str());
    let foreign = media.transcript(&of(Role::Tech), OTHERS, &page).await;
    assert!(matches!(foreign, Err(MediaError::NotFound)));
    let refused = media.transcript_as_said(&of(Role::Dispatcher), CALL, &page).await;
    assert!(matches!(refused, Err(MediaError::Forbidden(_))));
    assert!(log.all().is_empty());
    let plain = media.transcript_as_said(&of(Role::Admin), CALL, &page).await.unwrap();
    assert_eq!(plain.said.items[0].text, Words::AsSaid.as_str());
    assert_eq!(log.all(), [format!("access transcript {CALL}")]);
}

#[tokio::test]
async fn a_search_has_three_characters_and_is_not_for_technicians() {
    let media = Media::new(ports());
    let page = PageRequest::first(10);
    let short = media.search_transcripts(&of(Role::Dispatcher), " ab ", &page).await;
    assert!(matches!(short, Err(MediaError::Invalid(_))));
    let refused = media.search_transcripts(&of(Role::Tech), "heater", &page).await;
    assert!(matches!(refused, Err(MediaError::Forbidden(_))));
}

#[tokio::test]
async fn the_sweep_lets_go_what_is_older_than_its_class_is_kept() {
    let log = Log::default();
    let mut retention = MockRetentionStore::new();
    let settings = RetentionSettings {
        recordings_days: Some(30),
        transcripts_days: Some(60),
        attachments_days: None,
    };
    retention
        .expect_load()
        .returning(move |_| Ok(Loaded { value: settings.clone(), version: Version(1) }));
    let asked = log.clone();
    retention.expect_old_recordings().returning(move |_, before, _| {
        asked.say(format!("recordings before {}", (NOON - before).whole_days()));
        Ok(vec![RecordingId(Uuid::from_u128(9))])
    });
    let asked = log.clone();
    retention.expect_old_transcripts().returning(move |_, before, _| {
        asked.say(format!("transcripts before {}", (NOON - before).whole_days()));
        Ok(vec![CALL])
    });
    let mut recordings = MockRecordingRepository::new();
    // Somebody deleted it at this moment.
    recordings.expect_get().returning(|_, _| Ok(None));
    let mut transcripts = MockTranscriptRepository::new();
    let removed = log.clone();
    transcripts.expect_remove().returning(move |_, call, audit, _| {
        removed.say(format!("{call} {}", audit.note));
        Ok(true)
    });
    let media = Media::new(MediaPorts {
        retention: Arc::new(retention),
        recordings: Arc::new(recordings),
        transcripts: Arc::new(transcripts),
        ..ports()
    });
    assert_eq!(media.sweep(&of(Role::Owner)).await.unwrap(), 1);
    let expected = [
        "recordings before 30".to_owned(),
        "transcripts before 60".to_owned(),
        format!("{CALL} kept for 60 days"),
    ];
    assert_eq!(log.all(), expected);
    assert!(matches!(media.sweep(&of(Role::Dispatcher)).await, Err(MediaError::Forbidden(_))));
}
