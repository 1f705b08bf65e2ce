//! Pretend recordings: what was said in a simulated call, as a sound and as a transcript. Both come from the name of the recording
//! alone, so nothing is kept and nothing can be lost.

mod conversation;
mod lines;
mod phones;
mod recordings;
mod voice;

pub use conversation::{Conversation, Turn};
pub use phones::PretendPhones;
pub use recordings::{PretendRecordings, recording_of};
