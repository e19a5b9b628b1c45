//! Which folders are no place to write to.

use super::error::{Error, doing};
use std::path::{Component, Path, PathBuf};
use std::{env, fs};

/// What must not be written over: the target must not be the root, the user's home or above it, a folder that holds a
/// lesson or is above one, or the root of a repository.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The user's home, where known.
    pub home: Option<PathBuf>,
    /// The files of the lessons.
    pub lessons: Vec<PathBuf>,
}

/// The target with every link in its path resolved; it need not exist.
pub(super) fn resolve(target: &Path, surroundings: &Surroundings) -> Result<PathBuf, Error> {
    let path = canonical(target)?;
    let refuse = |reason: &str| Err(Error::refused(&path, reason));
    if path.parent().is_none() {
        return refuse("is the root of the file system: choose a folder with -o");
    }
    // One that leads somewhere is resolved.
    if let Some(link) = path.ancestors().find(|above| above.is_symlink()) {
        return Err(Error::refused(link, "is a symbolic link to nothing"));
    }
    if let Some(other) = path.ancestors().find(|above| above.exists()).filter(|above| !above.is_dir()) {
        let reason = if other.is_file() { "is a file, not a folder" } else { "is not a folder" };
        // As it was written, where it is the target itself.
        return Err(Error::refused(if other == path { target } else { other }, reason));
    }
    if surroundings.home.as_ref().and_then(|home| home.canonicalize().ok()).is_some_and(|home| home.starts_with(&path))
    {
        return refuse("is your home or above it: choose a folder inside it with -o");
    }
    let folders =
        surroundings.lessons.iter().filter_map(|lesson| Some(lesson.canonicalize().ok()?.parent()?.to_owned()));
    if folders.into_iter().any(|folder| folder.starts_with(&path)) {
        return refuse("holds the lesson itself: choose another folder with -o");
    }
    if path.join(".git").symlink_metadata().is_ok() {
        return refuse("is the root of a repository: choose a folder inside it with -o");
    }
    Ok(path)
}

/// As much of the path as exists, canonical, with the rest after it.
fn canonical(target: &Path) -> Result<PathBuf, Error> {
    let here = doing("find", Path::new("."), env::current_dir())?;
    let whole = here.join(target);
    for existing in whole.ancestors() {
        if let Ok(found) = fs::canonicalize(existing) {
            let rest = whole.strip_prefix(existing).unwrap_or(Path::new(""));
            if rest.as_os_str().is_empty() {
                // Joining nothing would end the path with a slash, and no file is found under that name.
                return Ok(found);
            }
            if rest.components().all(|part| matches!(part, Component::Normal(_))) {
                return Ok(found.join(rest));
            }
            return Err(Error::refused(target, "goes up from a folder that does not exist"));
        }
    }
    Err(Error::refused(target, "cannot be found"))
}
