//! What is kept of calls: where its bytes are, and who has recordings.

use super::Opened;
use callboard_adapter_media::ContentInspector;
use callboard_kernel::{Clock, IdGen};
use callboard_media::{AtProvider, Media, MediaPorts};
use callboard_simulator::{PROVIDER, PretendRecordings};
use callboard_workflows::bridges::CallsOfMediaBridge;
use std::sync::Arc;

pub(super) fn media(opened: &Opened, clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Media {
    let stores = &opened.stores;
    let simulator = AtProvider {
        name: PROVIDER,
        recordings: Arc::new(PretendRecordings),
        lazy: true,
        tells_words: true,
    };
    let twilio = opened.twilio.clone().map(|twilio| AtProvider {
        name: crate::telephony::TWILIO,
        recordings: Arc::new(twilio),
        lazy: false,
        tells_words: false,
    });
    Media::new(MediaPorts {
        files: stores.media_files.clone(),
        store: opened.media_files.clone(),
        inspector: Arc::new(ContentInspector::default()),
        attachments: stores.attachments.clone(),
        recordings: stores.recordings.clone(),
        transcripts: stores.transcripts.clone(),
        retention: stores.retention.clone(),
        calls: Arc::new(CallsOfMediaBridge::new(stores.calls.clone())),
        providers: std::iter::once(simulator).chain(twilio).collect(),
        speech: opened.speech.clone(),
        clock,
        ids,
    })
}
