//! What the user names.

use std::ffi::OsStr;
use std::path::PathBuf;

/// A file or directory, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file or a directory.
    Path(PathBuf),
    /// Standard input; its kind is found out from its first bytes.
    Stdin,
    /// Bytes in memory under the name of a file.
    Bytes {
        /// The name; its extension tells the kind.
        name: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

impl<T: AsRef<OsStr> + ?Sized> From<&T> for Input {
    /// `-` is standard input, all else a path.
    fn from(argument: &T) -> Self {
        if argument.as_ref() == "-" { Self::Stdin } else { Self::Path(PathBuf::from(argument)) }
    }
}
