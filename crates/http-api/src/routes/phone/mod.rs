//! The telephone of the desk: lines, stations, calls that members place.

mod check;
mod lines;
mod number;
mod placed;
mod setup;
mod station;
mod words;

pub(crate) use check::CheckApi;
pub(crate) use lines::LinesApi;
pub(crate) use placed::PlacedApi;
pub(crate) use setup::SetupApi;
pub(crate) use station::StationApi;
