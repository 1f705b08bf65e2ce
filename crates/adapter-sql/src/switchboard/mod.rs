//! Stores of the switchboard.

mod conversations;
mod gate;
mod hooks;
mod journal;
mod lines;
mod orders;
mod rooms;
mod stations;

pub(crate) use conversations::SqlConversations;
pub(crate) use hooks::SqlHookDirectory;
pub(crate) use journal::SqlReportJournal;
pub(crate) use lines::SqlLineBook;
pub(crate) use orders::SqlOrderBook;
pub(crate) use rooms::SqlRoomBook;
pub(crate) use stations::SqlStations;
