//! The telephone of the desk: lines, stations, calls that members place.

mod lines;
mod number;
mod placed;
mod station;
mod words;

pub(crate) use lines::LinesApi;
pub(crate) use placed::PlacedApi;
pub(crate) use station::StationApi;
