//! The binary callboard: configuration, wiring and commands.
