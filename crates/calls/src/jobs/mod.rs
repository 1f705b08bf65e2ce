//! Long work on many calls: bulk changes, exports, imports and their undoing. One aggregate for all kinds; a worker does it
//! in short steps, so that nobody waits for it, and any other worker can go on where one was killed.

mod job;
mod work;

pub use job::{CallJob, JobKind, JobState, NewJob, Progress};
pub use work::{JobEnd, LongWork, Step};
