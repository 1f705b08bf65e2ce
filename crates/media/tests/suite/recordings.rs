//! Recordings, from the first report until they are gone.

use crate::world::{CALL, Log, NOON, of, ports};
use async_trait::async_trait;
use callboard_kernel::{Loaded, RecordingId, Role, SaveError, Timestamp, Version};
use callboard_media::{
    AtProvider, Media, MediaError, MediaPorts,
    model::{
        ConsentFact, Failure, LiveProgress, NewSegment, Peaks, Recording, RecordingState,
        RecordingTask, Speaker, TranscriptHead, TranscriptSource,
    },
    ports::{
        Heard, MockFileInspector, MockMediaStore, MockRecordingRepository, MockSpeechToText,
        MockTranscriptRepository, SoundError, SoundPiece, SoundPieces, SpeechError, Spoken,
    },
};
use callboard_telephony::{
    Chunks, Download, ProviderCallId, ProviderRecordingId, RecordingProgressed, RecordingStatus,
    RefusalCause, TelephonyError, ports::MockRecordings,
};
use std::sync::{Arc, Mutex};
use time::Duration;

type Kept = Arc<Mutex<Option<(Recording, i64)>>>;

/// A store of one recording.
fn store(kept: &Kept, log: &Log) -> MockRecordingRepository {
    let mut store = MockRecordingRepository::new();
    let found = |kept: &Kept| {
        let kept = kept.lock().unwrap().clone();
        kept.map(|(value, version)| Loaded { value, version: Version(version) })
    };
    let one = kept.clone();
    store.expect_by_provider().returning(move |_, _, _| Ok(found(&one)));
    let one = kept.clone();
    store.expect_of_call().returning(move |_, _| Ok(found(&one)));
    let one = kept.clone();
    store.expect_get().returning(move |_, _| Ok(found(&one)));
    let (one, log) = (kept.clone(), log.clone());
    store.expect_save().returning(move |_, commit, wait| {
        let mut kept = one.lock().unwrap();
        let version = kept.as_ref().map_or(0, |(_, version)| *version);
        let expected = match commit.expected {
            callboard_kernel::Expected::Absent => 0,
            callboard_kernel::Expected::At(Version(version)) => version,
        };
        if expected != version {
            return Err(SaveError::Stale);
        }
        let note = commit.audit.map(|audit| audit.note).unwrap_or_default();
        let s = commit.aggregate.snapshot();
        log.say(format!("{} {:?} after {}s {note}", s.state, s.task, wait.whole_seconds()));
        *kept = Some((commit.aggregate, version + 1));
        Ok(Version(version + 1))
    });
    store.expect_renew().returning(|_, _, _, _| Ok(true));
    store
}

fn report(status: RecordingStatus) -> RecordingProgressed {
    RecordingProgressed {
        recording: ProviderRecordingId::parse("RE1").unwrap(),
        call: ProviderCallId::parse("CA1").unwrap(),
        status,
        duration_s: Some(61),
        channels: Some(2),
        started_at: None,
        is_voicemail: false,
    }
}

struct Sound(Vec<Vec<u8>>);

#[async_trait]
impl Chunks for Sound {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TelephonyError> {
        Ok(self.0.pop())
    }
}

fn inspector() -> MockFileInspector {
    let mut inspector = MockFileInspector::new();
    inspector.expect_hear().returning(|_| {
        let peaks = Peaks { customer: vec![1], agent: vec![2] };
        Ok(Heard { duration_ms: 60_000, peaks })
    });
    inspector
}

fn provider(lazy: bool, fetch: fn() -> Result<Download, TelephonyError>) -> AtProvider {
    let mut recordings = MockRecordings::new();
    recordings.expect_fetch().returning(move |_, _, _| fetch());
    recordings.expect_delete().returning(|_, _| Ok(()));
    AtProvider { name: "twilio", recordings: Arc::new(recordings), lazy, tells_words: false }
}

#[expect(clippy::unnecessary_wraps, reason = "a provider may fail")]
fn sound() -> Result<Download, TelephonyError> {
    let chunks = Box::new(Sound(vec![vec![1; 10], vec![2; 10]]));
    Ok(Download { content_type: None, length: None, chunks })
}

fn media(kept: &Kept, log: &Log, provider: AtProvider) -> Media {
    Media::new(MediaPorts {
        recordings: Arc::new(store(kept, log)),
        inspector: Arc::new(inspector()),
        providers: vec![provider],
        ..ports()
    })
}

/// What a worker gets: the next version, and in hand.
fn claim(kept: &Kept) -> Loaded<Recording> {
    let mut kept = kept.lock().unwrap();
    let (recording, version) = kept.clone().unwrap();
    let claimed = (recording.fetching(), version + 1);
    *kept = Some(claimed.clone());
    Loaded { value: claimed.0, version: Version(claimed.1) }
}

fn state(kept: &Kept) -> RecordingState {
    kept.lock().unwrap().as_ref().unwrap().0.snapshot().state
}

async fn completed(media: &Media) -> RecordingId {
    let (completed, told) = (report(RecordingStatus::Completed), ConsentFact::Announced);
    media.recording_progressed(&of(Role::Admin), CALL, "twilio", &completed, told).await.unwrap()
}

#[tokio::test]
async fn reports_that_come_twice_write_once() {
    let (kept, log) = (Kept::default(), Log::default());
    let media = media(&kept, &log, provider(false, sound));
    let first = completed(&media).await;
    assert_eq!(completed(&media).await, first);
    assert_eq!(log.all().len(), 1, "{:?}", log.all());
    let agreed = ConsentFact::CallerConsented;
    let again = report(RecordingStatus::Completed);
    media.recording_progressed(&of(Role::Admin), CALL, "twilio", &again, agreed).await.unwrap();
    assert_eq!(log.all().len(), 2, "the consent is known better now");
}

#[tokio::test]
async fn a_recording_is_brought_in_and_can_be_heard() {
    let (kept, log) = (Kept::default(), Log::default());
    let media = media(&kept, &log, provider(false, sound));
    completed(&media).await;
    media.work(&of(Role::Admin), claim(&kept)).await.unwrap();
    let stored = media.recording_of(&of(Role::Dispatcher), CALL).await.unwrap().unwrap();
    let s = stored.snapshot();
    let sound = s.sound.as_ref().unwrap();
    assert_eq!((s.state, sound.bytes, sound.duration_ms), (RecordingState::Stored, 20, 60_000));
    assert!(matches!(
        media.recording_of(&of(Role::Viewer), CALL).await,
        Err(MediaError::Forbidden(_))
    ));
}

#[tokio::test]
async fn what_fails_is_tried_again_later_or_told() {
    fn gone() -> Result<Download, TelephonyError> {
        Err(TelephonyError::refused(RefusalCause::NotFound))
    }
    fn busy() -> Result<Download, TelephonyError> {
        let until: Timestamp = NOON + Duration::seconds(90);
        Err(TelephonyError::Busy { until, code: None, source: None })
    }
    let (kept, log) = (Kept::default(), Log::default());
    let lost = media(&kept, &log, provider(false, gone));
    completed(&lost).await;
    lost.work(&of(Role::Admin), claim(&kept)).await.unwrap();
    let failure = kept.lock().unwrap().as_ref().unwrap().0.snapshot().failure;
    assert_eq!(failure, Some(Failure::NotAtProvider));

    let (kept, log) = (Kept::default(), Log::default());
    let busy = media(&kept, &log, provider(false, busy));
    completed(&busy).await;
    for attempt in 1..8 {
        busy.work(&of(Role::Admin), claim(&kept)).await.unwrap();
        let last = log.all().pop().unwrap();
        assert_eq!(last, "announced Some(Fetch) after 90s ", "attempt {attempt}");
    }
    busy.work(&of(Role::Admin), claim(&kept)).await.unwrap();
    assert_eq!(state(&kept), RecordingState::Failed);
    let again = busy.hear(&of(Role::Dispatcher), CALL).await.unwrap();
    assert_eq!(again.snapshot().task, Some(RecordingTask::Fetch), "a person may ask once more");
}

#[tokio::test]
async fn a_zombie_makes_nothing_its_sound() {
    let (kept, log) = (Kept::default(), Log::default());
    let media = media(&kept, &log, provider(false, sound));
    completed(&media).await;
    let zombie = claim(&kept);
    let heir = claim(&kept);
    let before = log.all().len();
    media.work(&of(Role::Admin), zombie).await.unwrap();
    assert_eq!(log.all().len(), before, "nothing was written");
    media.work(&of(Role::Admin), heir).await.unwrap();
    assert_eq!(state(&kept), RecordingState::Stored);
}

#[tokio::test]
async fn a_lazy_one_comes_when_somebody_wants_to_hear_it() {
    let (kept, log) = (Kept::default(), Log::default());
    let media = media(&kept, &log, provider(true, sound));
    completed(&media).await;
    assert_eq!(log.all(), ["announced None after 0s "]);
    let heard = media.hear(&of(Role::Dispatcher), CALL).await.unwrap();
    assert_eq!(heard.snapshot().state, RecordingState::Stored);
    assert_eq!(log.all()[1], "fetching Some(Fetch) after 60s ", "nobody else begins meanwhile");
}

#[tokio::test]
async fn only_a_supervisor_deletes_and_says_why() {
    let (kept, log) = (Kept::default(), Log::default());
    let media = media(&kept, &log, provider(true, sound));
    let id = completed(&media).await;
    let refused = media.delete_recording(&of(Role::Dispatcher), id, "why").await;
    assert!(matches!(refused, Err(MediaError::Forbidden(_))));
    let silent = media.delete_recording(&of(Role::Admin), id, "  ").await;
    assert!(matches!(silent, Err(MediaError::Invalid(_))));
    media.delete_recording(&of(Role::Admin), id, "the customer asked").await.unwrap();
    let last = log.all().pop().unwrap();
    assert_eq!(last, "deleted Some(Erase) after 0s the customer asked");
    let twice = media.delete_recording(&of(Role::Admin), id, "again").await;
    assert!(matches!(twice, Err(MediaError::AlreadyDeleted)));
    let held = claim(&kept);
    media.work(&of(Role::Admin), held).await.unwrap();
    let erased = kept.lock().unwrap().clone().unwrap().0;
    assert_eq!((erased.snapshot().task, erased.snapshot().at_provider), (None, false));
}

struct Stretches(Vec<SoundPiece>);

#[async_trait]
impl SoundPieces for Stretches {
    async fn next(&mut self) -> Result<Option<SoundPiece>, SoundError> {
        Ok(if self.0.is_empty() { None } else { Some(self.0.remove(0)) })
    }
}

/// Media with a recording of three stretches, a machine that listens, and a transcript that begins like this.
fn listening(
    (kept, log): (&Kept, &Log),
    provider: AtProvider,
    speech: MockSpeechToText,
    head: Option<TranscriptHead>,
) -> Media {
    let piece = |side, start_ms| SoundPiece { side, sides: 2, start_ms, wav: vec![side as u8] };
    let mut eye = inspector();
    eye.expect_pieces().returning(move |_, _| {
        Ok(Box::new(Stretches(vec![piece(0, 0), piece(1, 0), piece(1, 600_000)])))
    });
    let mut transcripts = MockTranscriptRepository::new();
    transcripts.expect_head().returning(move |_, _| Ok(head));
    let said = log.clone();
    transcripts.expect_append().returning(move |_, appended| {
        said.say(format!("{} {}", appended.source.as_str(), appended.segments.len()));
        for (_, NewSegment { key, speaker, start_ms, text, .. }) in &appended.segments {
            said.say(format!("{key} {} {start_ms} {text}", speaker.as_str()));
        }
        Ok(1)
    });
    let mut bytes = MockMediaStore::new();
    bytes.expect_put().returning(|_, _, _, _| Ok(()));
    Media::new(MediaPorts {
        recordings: Arc::new(store(kept, log)),
        inspector: Arc::new(eye),
        providers: vec![provider],
        transcripts: Arc::new(transcripts),
        speech: Some(Arc::new(speech)),
        store: Arc::new(bytes),
        ..ports()
    })
}

fn hears() -> MockSpeechToText {
    let mut speech = MockSpeechToText::new();
    speech.expect_write_down().returning(|_, wav| {
        let text = format!("side {}", wav[0]);
        Ok(vec![Spoken { start_ms: 100, end_ms: 900, confidence: Some(800), text }])
    });
    speech
}

const fn live() -> TranscriptHead {
    TranscriptHead {
        source: TranscriptSource::Live,
        progress: LiveProgress::Ended,
        segments: 3,
        created_at: NOON,
        updated_at: NOON,
    }
}

#[tokio::test]
async fn a_stored_recording_is_written_down_stretch_by_stretch() {
    let (kept, log) = (Kept::default(), Log::default());
    let media = listening((&kept, &log), provider(false, sound), hears(), None);
    completed(&media).await;
    media.work(&of(Role::Admin), claim(&kept)).await.unwrap();
    assert_eq!(log.all().pop().unwrap(), "stored Some(Transcribe) after 0s ");
    media.work(&of(Role::Admin), claim(&kept)).await.unwrap();
    let (customer, agent) = (Speaker::Customer.as_str(), Speaker::Agent.as_str());
    let all = log.all();
    assert_eq!(
        all[all.len() - 7..],
        [
            "recording 1".to_owned(),
            format!("r0-100 {customer} 100 side 0"),
            "recording 1".to_owned(),
            format!("r1-100 {agent} 100 side 1"),
            "recording 1".to_owned(),
            format!("r1-600100 {agent} 600100 side 1"),
            "stored None after 0s ".to_owned(),
        ]
    );
}

#[tokio::test]
async fn live_text_stays_until_all_of_the_recording_can_take_its_place() {
    let (kept, log) = (Kept::default(), Log::default());
    let media = listening((&kept, &log), provider(false, sound), hears(), Some(live()));
    completed(&media).await;
    media.work(&of(Role::Admin), claim(&kept)).await.unwrap();
    media.work(&of(Role::Admin), claim(&kept)).await.unwrap();
    let written: Vec<_> =
        log.all().into_iter().filter(|line| line.starts_with("recording")).collect();
    assert_eq!(written, ["recording 3"], "at once");

    let (kept, log) = (Kept::default(), Log::default());
    let mut refuses = MockSpeechToText::new();
    refuses.expect_write_down().returning(|_, wav| {
        let text = "first".to_owned();
        let heard = Spoken { start_ms: 0, end_ms: 1, confidence: None, text };
        if wav[0] == 0 { Ok(vec![heard]) } else { Err(SpeechError::Refused) }
    });
    let media = listening((&kept, &log), provider(false, sound), refuses, Some(live()));
    completed(&media).await;
    media.work(&of(Role::Admin), claim(&kept)).await.unwrap();
    media.work(&of(Role::Admin), claim(&kept)).await.unwrap();
    assert!(!log.all().iter().any(|line| line.starts_with("recording")), "{:?}", log.all());
}

#[tokio::test]
async fn nobody_listens_to_a_recording_whose_words_are_told() {
    let (kept, log) = (Kept::default(), Log::default());
    let told = AtProvider { tells_words: true, ..provider(false, sound) };
    let media = listening((&kept, &log), told, MockSpeechToText::new(), None);
    completed(&media).await;
    media.work(&of(Role::Admin), claim(&kept)).await.unwrap();
    media.work(&of(Role::Admin), claim(&kept)).await.unwrap();
    assert_eq!(log.all().pop().unwrap(), "stored None after 0s ");
}
