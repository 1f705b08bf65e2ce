//! Entry point of the `callboard` binary.
fn main() {}
