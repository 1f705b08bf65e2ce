//! Attachments, recordings, transcripts and how long they are kept.

use crate::support::{Desk, World, missed_call, noon, on_both};
use callboard_kernel::{
    AttachmentId, AuditAction, AuditDraft, CallId, Commit, Loaded, MediaFileId, PageRequest,
    RecordingId, SaveError, Timestamp, TranscriptSegmentId, Version,
};
use callboard_media::{
    MediaEvent,
    model::{
        Attachment, AttachmentSnapshot, ConsentFact, FileKind, LiveProgress, NewRecording,
        NewSegment, Peaks, Picture, Recording, RecordingState, RecordingTask, RetentionSettings,
        Sound, Speaker, TranscriptSource, Words,
    },
    ports::{Added, Appended, LiveNote, NewFile},
};
use callboard_telephony::ProviderRecordingId;
use serde_json::Map;
use time::Duration;

on_both!(
    attachments_are_added_whole_and_never_too_many,
    the_same_attachments_are_added_once,
    a_removed_attachment_dooms_its_files_and_comes_back_with_them,
    forgotten_files_take_their_attachment_along,
    a_recording_waits_for_one_worker,
    who_lost_a_claim_completes_nothing,
    a_provider_names_a_recording_once,
    a_sound_keeps_its_file_until_it_is_deleted,
    what_is_said_twice_stands_once,
    the_words_of_a_recording_take_the_place_of_live_ones,
    a_live_transcription_that_is_over_does_not_go_on,
    a_transcript_is_read_page_by_page_masked_or_as_said,
    search_finds_what_is_shown_and_nothing_masked,
    nobody_reads_another_workspace,
    retention_is_replaced_and_old_media_are_found,
);

async fn call(world: &World, desk: &Desk) -> CallId {
    let snapshot = missed_call(world.id());
    let id = snapshot.id;
    world.call(desk, snapshot).await;
    id
}

async fn file(world: &World, desk: &Desk) -> MediaFileId {
    let id = MediaFileId(world.id());
    let new = NewFile { id, at: noon(), doomed_at: noon() + Duration::days(1) };
    world.stores.media_files.begin(&desk.scope, new).await.unwrap();
    id
}

async fn attachment(world: &World, desk: &Desk, call: CallId) -> Attachment {
    let picture = Picture {
        width: 40,
        height: 30,
        taken_at: Some(noon() - Duration::hours(1)),
        thumbnail: file(world, desk).await,
    };
    Attachment::new(AttachmentSnapshot {
        id: AttachmentId(world.id()),
        call,
        file: file(world, desk).await,
        kind: FileKind::Jpeg,
        name: "Küche.jpg".to_owned(),
        bytes: 1_234,
        picture: Some(picture),
        added_by: Some(desk.owner),
        created_at: noon(),
        deleted_at: None,
        doomed_at: None,
    })
}

async fn add(world: &World, desk: &Desk, all: &[Attachment], most: u32) -> Added {
    let audits = all.iter().map(|one| AuditDraft::create(one.snapshot())).collect();
    world.stores.attachments.add(&desk.scope, all.to_vec(), audits, most, noon()).await.unwrap()
}

async fn doomed(world: &World, at: Timestamp) -> Vec<MediaFileId> {
    let all = world.stores.media_files.doomed(at, 100).await.unwrap();
    all.into_iter().map(|(_, file)| file).collect()
}

async fn events(world: &World, desk: &Desk) -> Vec<String> {
    let all = world.stores.live_feed.after(&desk.scope, 0, 100).await.unwrap();
    all.into_iter().map(|event| event.name).filter(|name| name.starts_with("media.")).collect()
}

async fn attachments_are_added_whole_and_never_too_many(world: &World) {
    let desk = world.desk().await;
    let id = call(world, &desk).await;
    let two = [attachment(world, &desk, id).await, attachment(world, &desk, id).await];
    assert_eq!(add(world, &desk, &two, 3).await, Added::Yes);
    let found = world.stores.attachments.of_call(&desk.scope, id).await.unwrap();
    assert_eq!(found, two, "pictures, names and instants come back as they were");
    let more = [attachment(world, &desk, id).await, attachment(world, &desk, id).await];
    assert_eq!(add(world, &desk, &more, 3).await, Added::TooMany);
    assert_eq!(world.stores.attachments.of_call(&desk.scope, id).await.unwrap().len(), 2);
    assert_eq!(events(world, &desk).await, ["media.attachments_added"]);
    let late = doomed(world, noon() + Duration::days(2)).await;
    assert_eq!(late.len(), 4, "what is kept is not doomed, what was refused is: {late:?}");
}

async fn the_same_attachments_are_added_once(world: &World) {
    let desk = world.desk().await;
    let id = call(world, &desk).await;
    let one = attachment(world, &desk, id).await;
    assert_eq!(add(world, &desk, std::slice::from_ref(&one), 9).await, Added::Yes);
    let again = AttachmentSnapshot { name: "other".to_owned(), ..one.snapshot().clone() };
    let again = add(world, &desk, &[Attachment::new(again)], 9).await;
    assert_eq!(again, Added::Already(vec![one]));
}

async fn a_removed_attachment_dooms_its_files_and_comes_back_with_them(world: &World) {
    let desk = world.desk().await;
    let id = call(world, &desk).await;
    let one = attachment(world, &desk, id).await;
    add(world, &desk, std::slice::from_ref(&one), 9).await;
    let save = async |before: &Attachment, after: &Attachment, version| {
        let audit = AuditDraft::change(AuditAction::Delete, before.snapshot(), after.snapshot());
        let commit = Commit::update(after.clone(), version, vec![], audit, noon());
        world.stores.attachments.save(&desk.scope, commit).await
    };
    let removed = one.clone().remove(noon());
    let version = save(&one, &removed, Version(1)).await.unwrap();
    assert!(matches!(save(&one, &removed, Version(1)).await, Err(SaveError::Stale)));
    assert!(world.stores.attachments.of_call(&desk.scope, id).await.unwrap().is_empty());
    assert!(doomed(world, noon() + Duration::days(29)).await.is_empty());
    assert_eq!(doomed(world, noon() + Duration::days(30)).await.len(), 2, "file and small copy");
    let back = removed.clone().restore_removed(noon()).unwrap();
    save(&removed, &back, version).await.unwrap();
    assert!(doomed(world, noon() + Duration::days(99)).await.is_empty());
    let found = world.stores.attachments.get(&desk.scope, one.snapshot().id).await.unwrap();
    assert_eq!(found, Some(Loaded { value: one, version: Version(3) }));
}

async fn forgotten_files_take_their_attachment_along(world: &World) {
    let desk = world.desk().await;
    let id = call(world, &desk).await;
    let one = attachment(world, &desk, id).await;
    add(world, &desk, std::slice::from_ref(&one), 9).await;
    let files = &world.stores.media_files;
    let kept = one.snapshot().file;
    files.forget(&desk.scope, kept).await.unwrap();
    let found = world.stores.attachments.get(&desk.scope, one.snapshot().id).await.unwrap();
    assert!(found.is_some(), "a file that is not doomed stays");
    let small = one.snapshot().picture.unwrap().thumbnail;
    for file in [small, kept] {
        files.doom(&desk.scope, file, noon()).await.unwrap();
        files.forget(&desk.scope, file).await.unwrap();
    }
    assert!(doomed(world, noon() + Duration::days(99)).await.is_empty());
    let found = world.stores.attachments.get(&desk.scope, one.snapshot().id).await.unwrap();
    assert_eq!(found, None);
}

fn recording(world: &World, call: CallId, key: &str) -> Recording {
    Recording::announced(NewRecording {
        id: RecordingId(world.id()),
        call,
        provider: "twilio".to_owned(),
        provider_key: ProviderRecordingId::parse(key).unwrap(),
        lazy: false,
        consent: ConsentFact::Announced,
        at: noon(),
    })
}

async fn save(
    world: &World,
    desk: &Desk,
    after: &Recording,
    version: Option<Version>,
) -> Result<Version, SaveError> {
    let audit = AuditDraft::create(&after.audited());
    let s = after.snapshot();
    let event = MediaEvent::RecordingChanged { call: s.call, recording: s.id, state: s.state };
    let commit = match version {
        Some(version) => Commit::update(after.clone(), version, vec![event], audit, noon()),
        None => Commit::create(after.clone(), vec![event], audit, noon()),
    };
    world.stores.recordings.save(&desk.scope, commit, Duration::ZERO).await
}

async fn a_recording_waits_for_one_worker(world: &World) {
    let desk = world.desk().await;
    let id = call(world, &desk).await;
    let idle = recording(world, id, "RE0");
    save(world, &desk, &idle, None).await.unwrap();
    let store = &world.stores.recordings;
    assert_eq!(store.claim(Duration::seconds(60)).await.unwrap(), None, "nothing is to be done");
    let waits = recording(world, id, "RE1").wanted();
    save(world, &desk, &waits, None).await.unwrap();
    let claimed = store.claim(Duration::seconds(60)).await.unwrap().unwrap();
    assert_eq!(claimed.workspace, desk.workspace);
    assert_eq!(claimed.recording.value, waits.clone().fetching());
    assert_eq!(claimed.recording.version, Version(2));
    assert_eq!(store.claim(Duration::seconds(60)).await.unwrap(), None, "somebody has it");
    let s = waits.snapshot();
    assert!(store.renew(&desk.scope, s.id, Version(2), Duration::seconds(-1)).await.unwrap());
    let again = store.claim(Duration::seconds(60)).await.unwrap().unwrap();
    assert_eq!(again.recording.version, Version(3), "the lease had ended");
    assert!(!store.renew(&desk.scope, s.id, Version(2), Duration::seconds(60)).await.unwrap());
    let upcoming = world.stores.agenda.upcoming(&["nothing"]).await.unwrap();
    assert!(upcoming.recording_in.is_some_and(|wait| wait > Duration::seconds(30)));
}

async fn who_lost_a_claim_completes_nothing(world: &World) {
    let desk = world.desk().await;
    let id = call(world, &desk).await;
    let waits = recording(world, id, "RE1").wanted();
    save(world, &desk, &waits, None).await.unwrap();
    let store = &world.stores.recordings;
    let first = store.claim(Duration::seconds(-1)).await.unwrap().unwrap().recording;
    let second = store.claim(Duration::seconds(60)).await.unwrap().unwrap().recording;
    let sound = async || Sound {
        file: file(world, &desk).await,
        bytes: 7,
        duration_ms: 1_000,
        peaks: Peaks { customer: vec![1, 2], agent: vec![3, 4] },
    };
    let zombie = first.value.store(sound().await, None);
    let refused = save(world, &desk, &zombie, Some(first.version)).await;
    assert!(matches!(refused, Err(SaveError::Stale)), "{refused:?}");
    let stored = second.value.store(sound().await, Some(RecordingTask::Transcribe));
    save(world, &desk, &stored, Some(second.version)).await.unwrap();
    let found = store.of_call(&desk.scope, id).await.unwrap().unwrap();
    assert_eq!(found.value, stored);
    let next = store.claim(Duration::seconds(60)).await.unwrap().unwrap();
    assert_eq!(next.recording.value.snapshot().state, RecordingState::Stored);
}

async fn a_provider_names_a_recording_once(world: &World) {
    let (desk, other) = (world.desk().await, world.desk().await);
    let id = call(world, &desk).await;
    save(world, &desk, &recording(world, id, "RE1"), None).await.unwrap();
    let twice = save(world, &desk, &recording(world, id, "RE1"), None).await;
    assert!(matches!(twice, Err(SaveError::Duplicate("recordings_provider_key"))), "{twice:?}");
    let theirs = call(world, &other).await;
    save(world, &other, &recording(world, theirs, "RE1"), None).await.unwrap();
    let store = &world.stores.recordings;
    let found = store.by_provider(&other.scope, "twilio", "RE1").await.unwrap().unwrap();
    assert_eq!(found.value.snapshot().call, theirs);
    assert_eq!(store.by_provider(&desk.scope, "simulator", "RE1").await.unwrap(), None);
}

async fn a_sound_keeps_its_file_until_it_is_deleted(world: &World) {
    let desk = world.desk().await;
    let id = call(world, &desk).await;
    let sound = Sound {
        file: file(world, &desk).await,
        bytes: 7,
        duration_ms: 1_000,
        peaks: Peaks { customer: vec![50], agent: vec![] },
    };
    let new = recording(world, id, "RE1");
    let version = save(world, &desk, &new, None).await.unwrap();
    let stored = new.store(sound, None);
    let version = save(world, &desk, &stored, Some(version)).await.unwrap();
    assert!(doomed(world, noon() + Duration::days(9)).await.is_empty());
    let deleted = stored.delete(Some(desk.owner), noon());
    save(world, &desk, &deleted, Some(version)).await.unwrap();
    assert_eq!(doomed(world, noon()).await.len(), 1);
    let claimed = world.stores.recordings.claim(Duration::seconds(60)).await.unwrap().unwrap();
    assert_eq!(claimed.recording.value, deleted, "it waits to be erased at the provider");
}

fn said(key: &str, start_ms: u64, text: &str) -> NewSegment {
    NewSegment {
        key: key.to_owned(),
        speaker: if start_ms.is_multiple_of(2) { Speaker::Agent } else { Speaker::Customer },
        start_ms,
        end_ms: start_ms + 900,
        confidence: Some(930),
        text: text.to_owned(),
    }
}

async fn write(
    world: &World,
    desk: &Desk,
    call: CallId,
    call_at: Timestamp,
    all: &[NewSegment],
) -> u32 {
    write_from(world, desk, (call, call_at), TranscriptSource::Live, all).await
}

async fn write_from(
    world: &World,
    desk: &Desk,
    (call, call_at): (CallId, Timestamp),
    source: TranscriptSource,
    all: &[NewSegment],
) -> u32 {
    let segments = all.iter().map(|one| (TranscriptSegmentId(world.id()), one.clone())).collect();
    let appended = Appended { call, call_at, source, segments, at: noon() };
    world.stores.transcripts.append(&desk.scope, appended).await.unwrap()
}

async fn the_words_of_a_recording_take_the_place_of_live_ones(world: &World) {
    let desk = world.desk().await;
    let id = call(world, &desk).await;
    let at = (id, noon());
    let heard = [said("GT1-2", 1_000, "The water heather leaks."), said("GT1-3", 3_000, "Oh no.")];
    assert_eq!(write(world, &desk, id, noon(), &heard).await, 2);
    let store = &world.stores.transcripts;
    let page = PageRequest::first(9);
    assert_eq!(store.search(&desk.scope, "heather", &page).await.unwrap().items.len(), 1);
    let better = [said("r0-900", 900, "The water heater leaks.")];
    let from = TranscriptSource::Recording;
    assert_eq!(write_from(world, &desk, at, from, &better).await, 1);
    let late = [said("GT1-4", 5_000, "Bye.")];
    assert_eq!(write(world, &desk, id, noon(), &late).await, 0, "a late sentence is not needed");
    let more = [said("r1-2900", 2_900, "Oh no.")];
    assert_eq!(write_from(world, &desk, at, from, &more).await, 1);
    let head = store.head(&desk.scope, id).await.unwrap().unwrap();
    assert_eq!((head.segments, head.source), (2, from));
    assert_eq!(head.progress, LiveProgress::Ended);
    let read = store.page(&desk.scope, id, Words::Masked, &page).await.unwrap();
    let texts: Vec<_> = read.items.into_iter().map(|one| one.text).collect();
    assert_eq!(texts, ["The water heater leaks.", "Oh no."]);
    assert!(store.search(&desk.scope, "heather", &page).await.unwrap().items.is_empty());
    assert_eq!(store.search(&desk.scope, "heater", &page).await.unwrap().items.len(), 1);
    assert_eq!(events(world, &desk).await, ["media.transcript_changed"; 3]);
}

async fn a_live_transcription_that_is_over_does_not_go_on(world: &World) {
    let desk = world.desk().await;
    let id = call(world, &desk).await;
    let store = &world.stores.transcripts;
    let note = async |name: &str, progress| {
        let transcription = name.to_owned();
        let note = LiveNote { call: id, transcription, progress, at: noon() };
        store.note_live(&desk.scope, note).await.unwrap()
    };
    let head = async || store.head(&desk.scope, id).await.unwrap().map(|head| head.progress);
    let (on, ended, broken) = (LiveProgress::GoesOn, LiveProgress::Ended, LiveProgress::BrokeOff);
    assert!(note("GT1", broken).await);
    assert_eq!(head().await, Some(broken));
    assert!(!note("GT1", on).await, "its beginning was reported late");
    assert!(!note("GT1", ended).await);
    assert_eq!(head().await, Some(broken));
    assert!(note("GT2", on).await);
    assert!(!note("GT2", on).await);
    assert_eq!(head().await, Some(on), "another one goes on");
    assert_eq!(events(world, &desk).await, ["media.transcript_changed"; 2]);
    write(world, &desk, id, noon(), &[said("GT2-2", 0, "Hello.")]).await;
    assert!(note("GT2", ended).await);
    assert_eq!(head().await, Some(broken));
    let stays = store.head(&desk.scope, id).await.unwrap().unwrap();
    assert_eq!((stays.segments, stays.source), (1, TranscriptSource::Live));
    let audit = AuditDraft {
        action: AuditAction::Delete,
        target_kind: "transcript",
        target_id: id.uuid(),
        before: Map::new(),
        after: Map::new(),
        note: String::new(),
    };
    assert!(store.remove(&desk.scope, id, audit, noon()).await.unwrap());
    assert_eq!(head().await, None);
    let other = world.desk().await;
    let foreign = LiveNote { call: id, transcription: "GT9".to_owned(), progress: on, at: noon() };
    let refused = store.note_live(&other.scope, foreign).await;
    assert!(matches!(refused, Err(SaveError::MissingReference)), "{refused:?}");
}

async fn what_is_said_twice_stands_once(world: &World) {
    let desk = world.desk().await;
    let id = call(world, &desk).await;
    let two = [said("1", 0, "Hello."), said("2", 1_001, "Hi there.")];
    assert_eq!(write(world, &desk, id, noon(), &two).await, 2);
    assert_eq!(write(world, &desk, id, noon(), &two).await, 0);
    let three = [said("2", 1_001, "Hi there."), said("3", 2_002, "Bye."), said("3", 2_002, "Bye.")];
    assert_eq!(write(world, &desk, id, noon(), &three).await, 1);
    let head = world.stores.transcripts.head(&desk.scope, id).await.unwrap().unwrap();
    assert_eq!((head.segments, head.source), (3, TranscriptSource::Live));
    assert_eq!(events(world, &desk).await, ["media.transcript_changed"; 2]);
}

async fn a_transcript_is_read_page_by_page_masked_or_as_said(world: &World) {
    let desk = world.desk().await;
    let id = call(world, &desk).await;
    let all: Vec<_> = (0..7)
        .map(|n| said(&n.to_string(), (7 - n) * 1_000, &format!("My number is 404 555 01{n}0.")))
        .collect();
    write(world, &desk, id, noon(), &all).await;
    let store = &world.stores.transcripts;
    let mut page = PageRequest::first(3);
    let mut seen = Vec::new();
    loop {
        let found = store.page(&desk.scope, id, Words::Masked, &page).await.unwrap();
        seen.extend(found.items);
        match found.next {
            Some(next) => page.after = Some(next),
            None => break,
        }
    }
    let starts: Vec<_> = seen.iter().map(|one| one.start_ms).collect();
    assert_eq!(starts, [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000]);
    assert!(seen.iter().all(|one| one.text == "My number is [phone]." && one.is_masked));
    assert_eq!(seen[0].confidence, Some(930));
    let first = store.page(&desk.scope, id, Words::AsSaid, &PageRequest::first(1)).await.unwrap();
    assert_eq!(first.items[0].text, "My number is 404 555 0160.");
}

async fn search_finds_what_is_shown_and_nothing_masked(world: &World) {
    let desk = world.desk().await;
    for day in 0..3_i64 {
        let id = call(world, &desk).await;
        let at = noon() + Duration::days(day);
        let lines = [
            said("1", 0, &format!("The Water Heater leaks, day {day}.")),
            said("2", 1_000, "Call me at 404-555-0142 or jane@example.com"),
            said("3", 2_000, "100%_sure"),
        ];
        write(world, &desk, id, at, &lines).await;
    }
    let store = &world.stores.transcripts;
    let mut page = PageRequest::first(2);
    let first = store.search(&desk.scope, "water heat", &page).await.unwrap();
    page.after = first.next.clone();
    let second = store.search(&desk.scope, "water heat", &page).await.unwrap();
    let days: Vec<_> = first.items.iter().chain(&second.items).map(|hit| hit.call_at).collect();
    assert_eq!(days, [2, 1, 0].map(|day| noon() + Duration::days(day)), "newest calls first");
    assert_eq!(second.next, None);
    let all = PageRequest::first(100);
    for (text, hits) in [
        ("555-0142", 0),
        ("5550142", 0),
        ("jane@ex", 0),
        ("[phone]", 3),
        ("100%_s", 3),
        ("100__s", 0),
        ("he", 0),
        ("\" OR \"", 0),
        ("LEAKS, DAY 1", 1),
    ] {
        let found = store.search(&desk.scope, text, &all).await.unwrap();
        assert_eq!(found.items.len(), hits, "{text}");
    }
    let gone = first.items[0].call;
    let audit = AuditDraft {
        action: AuditAction::Delete,
        target_kind: "transcript",
        target_id: gone.uuid(),
        before: Map::new(),
        after: Map::new(),
        note: String::new(),
    };
    assert!(store.remove(&desk.scope, gone, audit.clone(), noon()).await.unwrap());
    assert!(!store.remove(&desk.scope, gone, audit, noon()).await.unwrap());
    assert_eq!(store.search(&desk.scope, "water heat", &all).await.unwrap().items.len(), 2);
    assert_eq!(store.head(&desk.scope, gone).await.unwrap(), None);
}

async fn nobody_reads_another_workspace(world: &World) {
    let (desk, other) = (world.desk().await, world.desk().await);
    let id = call(world, &desk).await;
    let one = attachment(world, &desk, id).await;
    add(world, &desk, std::slice::from_ref(&one), 9).await;
    save(world, &desk, &recording(world, id, "RE1"), None).await.unwrap();
    write(world, &desk, id, noon(), &[said("1", 0, "The water heater leaks.")]).await;
    let stores = &world.stores;
    let page = PageRequest::first(10);
    assert_eq!(stores.attachments.get(&other.scope, one.snapshot().id).await.unwrap(), None);
    assert!(stores.attachments.of_call(&other.scope, id).await.unwrap().is_empty());
    assert_eq!(stores.recordings.of_call(&other.scope, id).await.unwrap(), None);
    assert_eq!(stores.transcripts.head(&other.scope, id).await.unwrap(), None);
    let found = stores.transcripts.search(&other.scope, "water heater", &page).await.unwrap();
    assert!(found.items.is_empty());
    let found = stores.transcripts.page(&other.scope, id, Words::AsSaid, &page).await.unwrap();
    assert!(found.items.is_empty());
    let theirs = attachment(world, &other, id).await;
    let audits = vec![AuditDraft::create(theirs.snapshot())];
    let foreign = stores.attachments.add(&other.scope, vec![theirs], audits, 9, noon()).await;
    assert!(matches!(foreign, Err(SaveError::MissingReference)), "{foreign:?}");
}

async fn retention_is_replaced_and_old_media_are_found(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.retention;
    let shipped = store.load(&desk.scope).await.unwrap();
    assert_eq!(shipped, Loaded { value: RetentionSettings::shipped(), version: Version(0) });
    let new = RetentionSettings { recordings_days: Some(90), ..RetentionSettings::shipped() };
    let audit = AuditDraft::change(AuditAction::Update, &shipped.value, &new);
    let save_it =
        async |version| store.save(&desk.scope, version, new.clone(), audit.clone(), noon()).await;
    assert_eq!(save_it(Version(0)).await.unwrap(), Version(1));
    assert!(matches!(save_it(Version(0)).await, Err(SaveError::Stale)));
    assert_eq!(store.load(&desk.scope).await.unwrap().value, new);

    let id = call(world, &desk).await;
    let one = attachment(world, &desk, id).await;
    add(world, &desk, std::slice::from_ref(&one), 9).await;
    let sound = recording(world, id, "RE1");
    save(world, &desk, &sound, None).await.unwrap();
    write(world, &desk, id, noon(), &[said("1", 0, "Hello.")]).await;
    let counts = store.counts(&desk.scope).await.unwrap();
    assert_eq!((counts.recordings, counts.transcripts, counts.attachments), (1, 1, 1));
    assert_eq!(counts.bytes, 1_234);
    for (before, expected) in [(noon(), 0), (noon() + Duration::milliseconds(1), 1)] {
        let scope = &desk.scope;
        assert_eq!(store.old_recordings(scope, before, 9).await.unwrap().len(), expected);
        assert_eq!(store.old_transcripts(scope, before, 9).await.unwrap().len(), expected);
        assert_eq!(store.old_attachments(scope, before, 9).await.unwrap().len(), expected);
    }
}
