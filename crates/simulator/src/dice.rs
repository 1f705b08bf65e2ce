//! Chance that can be repeated: the same key gives the same throws.

use rand::{Rng, RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};

/// Throws that depend on a seed and a key alone.
pub struct Dice(StdRng);

impl Dice {
    /// Dice for the `key`-th thing of a town.
    pub fn new(seed: u64, key: u64) -> Self {
        Self(StdRng::seed_from_u64(seed ^ key.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high)
    }

    /// True in `percent` of 100 throws.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100) < percent
    }

    /// One of the given things; the lists of this crate are never empty.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        things.choose(&mut self.0).unwrap_or(&things[0])
    }

    /// A raw number.
    pub fn number(&mut self) -> u64 {
        self.0.next_u64()
    }
}
