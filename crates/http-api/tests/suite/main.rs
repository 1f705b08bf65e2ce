//! The API over mocked ports, through its real door.

mod document;
