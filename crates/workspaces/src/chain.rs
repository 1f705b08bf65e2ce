//! The audit chain: each entry hashes the one before it, the head of the workspace remembers the last one. Whoever edits,
//! removes, swaps or adds an entry without rewriting everything after it, head included, is found out.

use crate::model::{TokenHash, hex, unhex};
use callboard_kernel::{Actor, Timestamp, WorkspaceId, millis};
use serde_json::{Map, Number, Value, json};
use uuid::Uuid;

/// Hash of an entry, or of the start of the chain.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChainHash([u8; 32]);

impl ChainHash {
    /// What the first entry follows.
    pub const START: Self = Self([0; 32]);

    /// 64 lower-case hexadecimal digits, as stored.
    pub fn to_hex(self) -> String {
        hex(&self.0)
    }

    /// A stored hash; `None` unless it is 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        unhex(text).map(Self)
    }
}

impl std::fmt::Debug for ChainHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// What is hashed of an entry: all of it but the hashes themselves.
#[derive(Clone, PartialEq, Debug)]
pub struct ChainEntry {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Number within the workspace, from 1 without gaps.
    pub seq: i64,
    /// Id of the entry.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What was done.
    pub action: String,
    /// Kind of the thing.
    pub target_kind: String,
    /// The thing.
    pub target_id: Uuid,
    /// Changed fields as they were.
    pub before: Map<String, Value>,
    /// Changed fields as they are.
    pub after: Map<String, Value>,
    /// Why.
    pub note: String,
}

/// An entry as it is stored.
#[derive(Clone, PartialEq, Debug)]
pub struct ChainedEntry {
    /// The entry.
    pub entry: ChainEntry,
    /// Hash of the entry before.
    pub previous: ChainHash,
    /// Hash of this one.
    pub hash: ChainHash,
}

/// Where the chain ends as the head of the workspace remembers it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChainHead {
    /// Number of the last entry; 0 when there is none.
    pub seq: i64,
    /// Its hash; [`ChainHash::START`] when there is none.
    pub hash: ChainHash,
}

/// The hash of an entry that follows `previous`: SHA-256 of the previous hash and the canonical JSON of the entry.
pub fn hash(previous: ChainHash, entry: &ChainEntry) -> ChainHash {
    let text = canonical(&json!({
        "workspace": entry.workspace,
        "seq": entry.seq,
        "id": entry.id,
        "at": millis(entry.at),
        "actor": entry.actor,
        "action": entry.action,
        "target_kind": entry.target_kind,
        "target_id": entry.target_id,
        "before": entry.before,
        "after": entry.after,
        "note": entry.note,
    }));
    let mut bytes = previous.0.to_vec();
    bytes.extend_from_slice(text.as_bytes());
    ChainHash(TokenHash::of(&bytes).bytes())
}

/// JSON text that does not depend on the order of keys or on how a database writes whole numbers.
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_unstable_by_key(|(key, _)| *key);
            let fields = keys
                .into_iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        Value::Number(number) => canonical_number(number),
        Value::Null | Value::Bool(_) | Value::String(_) => value.to_string(),
    }
}

/// 2^53: up to it every whole number is exact in a double, so `3`, `3.0` and `3e0` can be told to be the same.
const EXACT: f64 = 9_007_199_254_740_992.0;

fn canonical_number(number: &Number) -> String {
    match number.as_f64() {
        Some(value)
            if !number.is_i64()
                && !number.is_u64()
                && value.fract() == 0.0
                && value.abs() <= EXACT =>
        {
            (value as i64).to_string()
        }
        _ => number.to_string(),
    }
}

/// What is wrong with a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChainFault {
    /// The entry does not hash to what is stored beside it: it was edited.
    Edited,
    /// The entry does not follow the one before it: it was replaced, or the one before it was.
    Unlinked,
    /// Numbers are missing before the entry: entries were removed or swapped.
    Missing,
    /// The head knows later entries: the end was cut off.
    Truncated,
    /// The head does not know the entry: it was added past the end.
    PastHead,
    /// The head remembers another hash for the last entry: the end was replaced.
    HeadDiffers,
}

impl std::fmt::Display for ChainFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Edited => "the entry was edited",
            Self::Unlinked => "the entry does not follow the one before it",
            Self::Missing => "entries are missing or swapped",
            Self::Truncated => "the end was cut off",
            Self::PastHead => "the entry was added past the end",
            Self::HeadDiffers => "the last entry was replaced",
        })
    }
}

/// Result of a verification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChainReport {
    /// How many entries are sound, from the first on.
    pub sound: i64,
    /// The first entry at which the chain does not hold, and why; `None` when all of it holds.
    pub fault: Option<(i64, ChainFault)>,
}

/// Walks a chain from its first entry.
#[derive(Clone, Copy, Debug)]
pub struct ChainWalk {
    workspace: WorkspaceId,
    last: ChainHead,
}

impl ChainWalk {
    /// Before the first entry of a workspace.
    pub const fn new(workspace: WorkspaceId) -> Self {
        Self { workspace, last: ChainHead { seq: 0, hash: ChainHash::START } }
    }

    /// The last entry that was found sound.
    pub const fn last(&self) -> ChainHead {
        self.last
    }

    /// Takes the next entry; the error says why the chain does not hold at it.
    pub fn step(&mut self, stored: &ChainedEntry) -> Result<(), (i64, ChainFault)> {
        let seq = stored.entry.seq;
        if seq != self.last.seq + 1 {
            return Err((seq, ChainFault::Missing));
        }
        if stored.previous != self.last.hash || stored.entry.workspace != self.workspace {
            return Err((seq, ChainFault::Unlinked));
        }
        if hash(stored.previous, &stored.entry) != stored.hash {
            return Err((seq, ChainFault::Edited));
        }
        self.last = ChainHead { seq, hash: stored.hash };
        Ok(())
    }

    /// Compares the end with the head, which must have been read after the last entry and with no entry left to read.
    pub fn finish(&self, head: ChainHead) -> ChainReport {
        let fault = match head.seq.cmp(&self.last.seq) {
            std::cmp::Ordering::Greater => Some((self.last.seq + 1, ChainFault::Truncated)),
            std::cmp::Ordering::Less => Some((head.seq + 1, ChainFault::PastHead)),
            std::cmp::Ordering::Equal if head.hash != self.last.hash => {
                Some((head.seq, ChainFault::HeadDiffers))
            }
            std::cmp::Ordering::Equal => None,
        };
        ChainReport { sound: self.last.seq.min(head.seq), fault }
    }

    /// The report of a chain that does not hold at an entry.
    pub const fn broken(&self, fault: (i64, ChainFault)) -> ChainReport {
        ChainReport { sound: self.last.seq, fault: Some(fault) }
    }
}

#[cfg(test)]
mod tests;
