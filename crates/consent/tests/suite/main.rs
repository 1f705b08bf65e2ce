//! The consent domain against labelled phrases, an independent calendar, and everything a generator can think of.

mod hours;
mod phrases;
mod properties;
mod world;
