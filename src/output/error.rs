//! What the disk or the target's place can say no to.

use crate::diagnostic::visible;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing, or not all, was written.
#[derive(Debug)]
pub enum Error {
    /// The path is no place to write to.
    Refused {
        /// Which.
        path: PathBuf,
        /// Why, as the end of a sentence that begins with the path.
        reason: String,
    },
    /// The system refused.
    Io {
        /// What was tried, such as `write`.
        doing: &'static str,
        /// With which path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Error {
    pub(super) fn refused(path: &Path, reason: &str) -> Self {
        Self::Refused { path: path.to_owned(), reason: reason.to_owned() }
    }

    pub(super) fn foreign(path: &Path) -> Self {
        Self::refused(path, "was not made by packetreel: move it away, or choose another folder with -o")
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |path: &Path| visible(&path.to_string_lossy()).into_owned();
        match self {
            Self::Refused { path, reason } => write!(f, "{} {reason}", shown(path)),
            Self::Io { doing, path, source } => write!(f, "cannot {doing} {}: {source}", shown(path)),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused { .. } => None,
            Self::Io { source, .. } => Some(source),
        }
    }
}

/// A result of the system with what was tried.
pub(super) fn doing<T>(doing: &'static str, path: &Path, result: io::Result<T>) -> Result<T, Error> {
    result.map_err(|source| Error::Io { doing, path: path.to_owned(), source })
}
