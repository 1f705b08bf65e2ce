//! Ids that follow from what they are for, so that doing it twice gives the same one.

use uuid::{Builder, Uuid};

const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// The id of these words: the 128-bit FNV-1a hash of them, as a UUID of version 8. It is a name and no secret, and whoever
/// found two texts with one hash would only confuse the own workspace.
pub fn derived_id(words: &[&str]) -> Uuid {
    let mut hash = OFFSET;
    for word in words {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        for byte in (word.len() as u64).to_be_bytes().iter().chain(word.as_bytes()) {
            hash = (hash ^ u128::from(*byte)).wrapping_mul(PRIME);
        }
    }
    Builder::from_custom_bytes(hash.to_be_bytes()).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::derived_id;

    #[test]
    fn the_same_words_give_the_same_id_and_others_another() {
        assert_eq!(derived_id(&["a", "b"]), derived_id(&["a", "b"]));
        assert_ne!(derived_id(&["ab", "c"]), derived_id(&["a", "bc"]));
        assert_ne!(derived_id(&["a"]), derived_id(&["a", ""]));
    }
}
