//! Ids that follow from what they are for, so that doing it twice gives the same one.

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// The id of these words: their SHA-256, as a UUID of version 8. It is a name and no secret.
pub(crate) fn derived_id(words: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for word in words {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        hash.update((word.len() as u64).to_be_bytes());
        hash.update(word.as_bytes());
    }
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    for (byte, hashed) in bytes.iter_mut().zip(digest.iter()) {
        *byte = *hashed;
    }
    Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::derived_id;

    #[test]
    fn the_same_words_give_the_same_id_and_others_another() {
        assert_eq!(derived_id(&["a", "b"]), derived_id(&["a", "b"]));
        assert_ne!(derived_id(&["ab", "c"]), derived_id(&["a", "bc"]));
    }
}
