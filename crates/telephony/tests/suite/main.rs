//! What holds for every provider.

mod flows;
mod merging;
mod mocks;
