//! People, calls and ports.

use async_trait::async_trait;
use callboard_kernel::{
    Actor, CallId, ManualClock, MemberId, PortError, Role, Scope, SequentialIds, Timestamp,
    WorkspaceId,
};
use callboard_media::{
    MediaPorts,
    ports::{ByteSource, MockCallsOfMedia, MockMediaFiles, MockMediaStore},
};
use std::sync::{Arc, Mutex};
use time::macros::datetime;
use uuid::Uuid;

pub(crate) const NOON: Timestamp = datetime!(2026-03-02 12:00 UTC);
pub(crate) const CALL: CallId = CallId(Uuid::from_u128(0xca11));
pub(crate) const OTHERS: CallId = CallId(Uuid::from_u128(0x07ee));

#[expect(clippy::disallowed_methods, reason = "a test acts as somebody")]
pub(crate) fn of(role: Role) -> Scope {
    let workspace = WorkspaceId(Uuid::from_u128(1));
    Scope::authenticated(workspace, Actor::Member { id: MemberId(Uuid::from_u128(2)), role })
}

/// Ports with a call that everybody sees and one that technicians do not; files begin, are doomed, and may be written.
pub(crate) fn ports() -> MediaPorts {
    let clock = Arc::new(ManualClock::new(NOON));
    let mut calls = MockCallsOfMedia::new();
    calls.expect_began_at().returning(|scope, call| {
        let visible = call == CALL || call == OTHERS && scope.only_calls_of().is_none();
        Ok(visible.then_some(NOON))
    });
    let mut files = MockMediaFiles::new();
    files.expect_begin().returning(|_, _| Ok(()));
    files.expect_doom().returning(|_, _, _| Ok(()));
    files.expect_note().returning(|_, _, _| Ok(()));
    let mut store = MockMediaStore::new();
    store.expect_put().returning(|_, _, _, _| Ok(()));
    MediaPorts {
        calls: Arc::new(calls),
        files: Arc::new(files),
        store: Arc::new(store),
        ..MediaPorts::unasked(clock, Arc::new(SequentialIds::default()))
    }
}

/// Bytes in pieces of a size.
pub(crate) struct Pieces(pub(crate) Vec<u8>, pub(crate) usize);

#[async_trait]
impl ByteSource for Pieces {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let rest = self.0.split_off(self.1.min(self.0.len()));
        Ok(Some(std::mem::replace(&mut self.0, rest)))
    }
}

/// What happened, in order.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(crate) fn say(&self, what: impl Into<String>) {
        self.0.lock().unwrap().push(what.into());
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}
