//! Files that people put to calls.

use crate::world::{CALL, Log, NOON, OTHERS, Pieces, of, ports};
use callboard_kernel::{Classify, ErrorKind, MediaFileId, Role};
use callboard_media::{
    LARGEST_FILE, Media, MediaError, MediaPorts, Upload,
    model::FileKind,
    ports::{
        Added, BLOCK, CleanPicture, MockAttachmentRepository, MockFileInspector, MockMediaFiles,
        MockMediaStore, PictureError,
    },
};
use std::sync::Arc;

fn inspector(kind: Option<FileKind>) -> MockFileInspector {
    let mut inspector = MockFileInspector::new();
    inspector.expect_head().return_const(16_usize);
    inspector.expect_kind_of().returning(move |_, _| kind);
    inspector
}

fn media_of(kind: Option<FileKind>) -> Media {
    Media::new(MediaPorts { inspector: Arc::new(inspector(kind)), ..ports() })
}

#[tokio::test]
async fn viewers_add_nothing_and_technicians_to_their_own_calls_only() {
    let media = media_of(Some(FileKind::Pdf));
    for (role, call, allowed) in [
        (Role::Viewer, CALL, false),
        (Role::Tech, CALL, true),
        (Role::Tech, OTHERS, false),
        (Role::Dispatcher, OTHERS, true),
    ] {
        let mut source = Pieces(b"%PDF-1.7 offer".to_vec(), 5);
        let taken = media.take_in(&of(role), call, Upload::Anything, "a.pdf", &mut source).await;
        assert_eq!(taken.is_ok(), allowed, "{role} {call}: {taken:?}");
        let list = media.attachments_of(&of(Role::Viewer), CALL).await;
        assert!(matches!(list, Err(MediaError::Forbidden(_))), "viewers see none");
    }
}

#[tokio::test]
async fn the_content_decides_and_the_name_is_made_safe() {
    let media = media_of(Some(FileKind::Pdf));
    let mut source = Pieces(b"%PDF-1.7 offer".to_vec(), 4);
    let name = "../../x.html";
    let taken = media.take_in(&of(Role::Admin), CALL, Upload::Anything, name, &mut source).await;
    let taken = taken.unwrap();
    let s = taken.snapshot();
    assert_eq!((s.kind, s.name.as_str(), s.bytes), (FileKind::Pdf, "x.html.pdf", 14));
    let refused = media_of(None);
    let mut source = Pieces(b"MZ".to_vec(), 4);
    let taken =
        refused.take_in(&of(Role::Admin), CALL, Upload::Anything, "a.pdf", &mut source).await;
    let error = taken.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Rule(_)) && error.code() == "kind_not_kept");
    assert!(error.to_string().contains("PDF"), "it says what is kept: {error}");
}

#[tokio::test]
async fn a_file_is_written_in_blocks_and_never_larger_than_allowed() {
    let log = Log::default();
    let (put, doomed) = (log.clone(), log.clone());
    let mut store = MockMediaStore::new();
    store.expect_put().returning(move |_, _, block, bytes| {
        put.say(format!("block {block} of {}", bytes.len()));
        Ok(())
    });
    let mut files = MockMediaFiles::new();
    files.expect_begin().returning(|_, _| Ok(()));
    files.expect_doom().returning(move |_, _, _| {
        doomed.say("doomed");
        Ok(())
    });
    let media = Media::new(MediaPorts {
        inspector: Arc::new(inspector(Some(FileKind::Mp3))),
        store: Arc::new(store),
        files: Arc::new(files),
        ..ports()
    });
    let mut source = Pieces(vec![7; BLOCK as usize + 10], 100_000);
    let taken = media.take_in(&of(Role::Admin), CALL, Upload::Anything, "a.mp3", &mut source).await;
    assert_eq!(taken.unwrap().snapshot().bytes, BLOCK + 10);
    assert_eq!(log.all(), [format!("block 0 of {BLOCK}"), "block 1 of 10".to_owned()]);

    let mut source = Pieces(vec![7; LARGEST_FILE as usize + 1], 500_000);
    let taken = media.take_in(&of(Role::Admin), CALL, Upload::Anything, "a.mp3", &mut source).await;
    assert!(matches!(taken, Err(MediaError::TooLarge { most: LARGEST_FILE })));
    assert_eq!(log.all().last().unwrap(), "doomed", "what was written goes at once");
}

#[tokio::test]
async fn a_photo_is_what_was_written_anew() {
    let clean = CleanPicture {
        kind: FileKind::Jpeg,
        bytes: vec![1, 2, 3],
        thumbnail: vec![4],
        width: 40,
        height: 30,
        taken_at: Some(NOON),
    };
    let mut eye = inspector(Some(FileKind::Webp));
    eye.expect_clean().withf(|bytes| bytes.len() == 999).returning(move |_| Ok(clean.clone()));
    let media = Media::new(MediaPorts { inspector: Arc::new(eye), ..ports() });
    let mut source = Pieces(vec![9; 999], 100);
    let taken = media.take_in(&of(Role::Tech), CALL, Upload::Photos, "a.webp", &mut source).await;
    let taken = taken.unwrap();
    let s = taken.snapshot();
    assert_eq!((s.kind, s.bytes, s.name.as_str()), (FileKind::Jpeg, 3, "a.jpg"));
    assert_eq!(s.picture.unwrap().taken_at, Some(NOON));

    let mut source = Pieces(b"%PDF".to_vec(), 100);
    let media = media_of(Some(FileKind::Pdf));
    let taken = media.take_in(&of(Role::Tech), CALL, Upload::Photos, "a.pdf", &mut source).await;
    assert!(matches!(taken, Err(MediaError::NoPicture)));
    let mut eye = inspector(Some(FileKind::Png));
    eye.expect_clean().returning(|_| Err(PictureError::Unreadable));
    let media = Media::new(MediaPorts { inspector: Arc::new(eye), ..ports() });
    let mut source = Pieces(vec![1; 50], 100);
    let taken = media.take_in(&of(Role::Tech), CALL, Upload::Anything, "a.png", &mut source).await;
    assert!(matches!(taken, Err(MediaError::NoPicture)));
}

#[tokio::test]
async fn what_finds_no_place_is_doomed_and_a_key_works_once() {
    for (answer, key) in [(Added::TooMany, None), (Added::Already(vec![]), Some("k"))] {
        let log = Log::default();
        let said = log.clone();
        let mut files = MockMediaFiles::new();
        files.expect_begin().returning(|_, _| Ok(()));
        files.expect_doom().returning(move |_, file: MediaFileId, _| {
            said.say(file.to_string());
            Ok(())
        });
        let mut repo = MockAttachmentRepository::new();
        let (ids, given) = (log.clone(), answer.clone());
        repo.expect_add().returning(move |_, all, audits, most, _| {
            assert_eq!((all.len(), audits.len(), most), (1, 1, 50));
            ids.say(format!("id {}", all[0].snapshot().id));
            Ok(given.clone())
        });
        let media = Media::new(MediaPorts {
            inspector: Arc::new(inspector(Some(FileKind::Pdf))),
            files: Arc::new(files),
            attachments: Arc::new(repo),
            ..ports()
        });
        let admin = of(Role::Admin);
        for _ in 0..2 {
            let mut source = Pieces(b"%PDF".to_vec(), 100);
            let upload = Upload::Anything;
            let taken = media.take_in(&admin, CALL, upload, "a.pdf", &mut source).await.unwrap();
            let kept = media.attach(&admin, CALL, vec![taken], key).await;
            match answer {
                Added::TooMany => assert!(matches!(kept, Err(MediaError::TooMany { most: 50 }))),
                _ => assert!(kept.unwrap().is_empty()),
            }
        }
        let all = log.all();
        assert_eq!(all.len(), 4, "each was doomed: {all:?}");
        assert_eq!(all[0] == all[2], key.is_some(), "the same key is the same id: {all:?}");
    }
}
