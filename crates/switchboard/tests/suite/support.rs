//! A desk with one line.

use callboard_kernel::{
    Actor, LineId, Loaded, ManualClock, MemberId, Phone, PortError, Role, Scope, SequentialIds,
    Timestamp, Version, WorkspaceId,
};
use callboard_switchboard::{
    SwitchboardPorts,
    model::{Line, NewLine, Presence, Station},
    ports::{
        Hours, MockCarrier, MockDeskHours, MockHookDirectory, MockLineBook, MockSecrets,
        MockStations,
    },
};
use std::sync::Arc;
use time::macros::datetime;
use uuid::Uuid;

pub(crate) const NOON: Timestamp = datetime!(2026-06-01 12:00 UTC);

pub(crate) fn number(text: &str) -> Phone {
    Phone::from_e164(text).unwrap()
}

pub(crate) fn me() -> MemberId {
    MemberId(Uuid::from_u128(7))
}

pub(crate) fn workspace() -> WorkspaceId {
    WorkspaceId(Uuid::from_u128(1))
}

#[expect(clippy::disallowed_methods, reason = "a test is somebody")]
pub(crate) fn dispatcher() -> Scope {
    Scope::authenticated(workspace(), Actor::Member { id: me(), role: Role::Dispatcher })
}

/// Never closes.
struct Always;

impl Hours for Always {
    fn is_open(&self, _at: Timestamp) -> bool {
        true
    }

    fn opens(&self, _at: Timestamp) -> Option<String> {
        None
    }
}

pub(crate) fn line() -> Line {
    let new = NewLine { number: number("+14045550190"), label: "Main".into(), is_default: true };
    Line::try_new(LineId(Uuid::from_u128(3)), new, NOON).unwrap()
}

pub(crate) fn station() -> Station {
    Station {
        presence: Presence::Available,
        phone: Some(number("+14045550111")),
        ..Station::unknown(me())
    }
}

pub(crate) fn outage() -> PortError {
    PortError::unavailable("a.test", "the database is down")
}

/// Ports with a line, a station on duty, Twilio, and nothing else.
pub(crate) fn ports(clock: &Arc<ManualClock>) -> SwitchboardPorts {
    let mut ports = SwitchboardPorts::mocked(clock.clone(), Arc::new(SequentialIds::default()));
    let mut lines = MockLineBook::new();
    lines.expect_list().returning(|_| Ok(vec![Loaded { value: line(), version: Version(1) }]));
    ports.lines = Arc::new(lines);
    let mut stations = MockStations::new();
    stations.expect_all().returning(|_| Ok(vec![station()]));
    stations.expect_of().returning(|_, _| Ok(station()));
    ports.stations = Arc::new(stations);
    let mut hours = MockDeskHours::new();
    hours.expect_hours().returning(|_| Ok(Arc::new(Always)));
    ports.hours = Arc::new(hours);
    let mut directory = MockHookDirectory::new();
    directory.expect_address().returning(|_, _, fresh, _| Ok(fresh.to_owned()));
    directory.expect_find().returning(|_, opaque| Ok((opaque == "secret").then(workspace)));
    ports.directory = Arc::new(directory);
    let mut carrier = MockCarrier::new();
    carrier.expect_provider().returning(|_| Ok(Some("twilio")));
    carrier.expect_origin().returning(|_| "https://desk.example.com".to_owned());
    ports.carrier = Arc::new(carrier);
    let mut secrets = MockSecrets::new();
    secrets.expect_fresh().returning(|| "secret".to_owned());
    ports.secrets = Arc::new(secrets);
    ports
}
