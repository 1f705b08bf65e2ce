//! The use cases of the switchboard with mocks and a clock that stands still.

fn main() {}
