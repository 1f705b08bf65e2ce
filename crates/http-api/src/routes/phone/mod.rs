//! The telephone of the desk: lines, stations, calls that members place.

mod check;
mod lines;
mod number;
mod placed;
mod rooms;
mod setup;
mod station;
mod words;

pub(crate) use check::CheckApi;
pub(crate) use lines::LinesApi;
pub(crate) use placed::PlacedApi;
pub(crate) use rooms::RoomsApi;
pub(crate) use setup::SetupApi;
pub(crate) use station::StationApi;
