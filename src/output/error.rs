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
    /// Some files are in place and the rest is not; the next build goes on from there.
    Halfway {
        /// What came in between.
        error: Box<Error>,
        /// Files that were put in place.
        placed: usize,
        /// Where the rest waits.
        staging: PathBuf,
    },
}

impl Error {
    pub(super) fn refused(path: &Path, reason: &str) -> Self {
        Self::Refused { path: path.to_owned(), reason: reason.to_owned() }
    }

    /// The same, after some files were put in place.
    pub(super) fn halfway(self, placed: usize, staging: &Path) -> Self {
        Self::Halfway { error: Box::new(self), placed, staging: staging.to_owned() }
    }

    pub(super) fn foreign(path: &Path) -> Self {
        Self::refused(path, "was not made by packetreel: move it away, or choose another folder with -o")
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.describe(f)?;
        match self {
            Self::Refused { .. } => Ok(()),
            Self::Io { .. } => write!(f, "; nothing there was changed"),
            Self::Halfway { placed, staging, .. } => {
                let files = match placed {
                    0 => "no file is",
                    1 => "1 file is",
                    _ => &format!("{placed} files are"),
                };
                let staging = shown(staging);
                write!(
                    f,
                    "; {files} in place, the rest waits in {staging}: mend this and run it again to have it whole"
                )
            }
        }
    }
}

impl Error {
    /// What went wrong, without what became of the target.
    fn describe(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused { path, reason } => write!(f, "{} {reason}", shown(path)),
            Self::Io { doing, path, source } => write!(f, "cannot {doing} {}: {source}", shown(path)),
            Self::Halfway { error, .. } => error.describe(f),
        }
    }
}

fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused { .. } => None,
            Self::Io { source, .. } => Some(source),
            Self::Halfway { error, .. } => Some(error),
        }
    }
}

/// A result of the system with what was tried.
pub(super) fn doing<T>(doing: &'static str, path: &Path, result: io::Result<T>) -> Result<T, Error> {
    result.map_err(|source| Error::Io { doing, path: path.to_owned(), source })
}
