//! The case as a file: the conflict format, with comments, and an `evidence` table beside it.

mod comments;
mod read;
mod write;

pub use comments::{Commented, write_commented};
pub use read::{ReadError, read};
pub use write::write;
