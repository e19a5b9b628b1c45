//! What is at a path: questions to the disk, and folders made one at a time, so that no link leads a file elsewhere.

use super::error::{Error, doing};
use std::fs;
use std::io;
use std::path::{Component, Path};

/// True for a relative path of ordinary names with `/` between them, on any platform.
pub(super) fn is_plain(path: &str) -> bool {
    let ordinary = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
    path.split('/').all(ordinary) && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// True when anything is there, be it a link to nowhere.
pub(super) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// True when the open file is still the one at the path.
#[cfg(unix)]
pub(super) fn is_at(file: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |about: fs::Metadata| (about.dev(), about.ino());
    file.metadata().ok().map(identity) == path.symlink_metadata().ok().map(identity)
}

/// An open file cannot be replaced here.
#[cfg(not(unix))]
pub(super) fn is_at(_: &fs::File, path: &Path) -> bool {
    exists(path)
}

/// True when a regular file with these very bytes is there.
pub(super) fn stands(path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    match path.symlink_metadata() {
        Ok(about) if about.is_file() && about.len() == bytes.len() as u64 => {
            Ok(doing("read", path, fs::read(path))? == bytes)
        }
        Ok(about) if about.is_dir() => Err(Error::refused(path, "is a folder where a file should go")),
        _ => Ok(false),
    }
}

/// Fails where a file could not be put at the place in the target: because a file or a link is in place of a folder
/// above it, or because it, or the nearest folder above it, is marked read-only. Such a mark is a wish, even where the
/// system would let us pass.
pub(super) fn open_for_writing(target: &Path, place: &Path) -> Result<(), Error> {
    let above: Vec<&Path> = place.ancestors().skip(1).take_while(|path| *path != target).collect();
    above.iter().rev().try_for_each(|folder| real_folder_or_nothing(folder))?;
    let marked = |path: &Path| path.symlink_metadata().is_ok_and(|about| about.permissions().readonly());
    let nearest = place.ancestors().skip(1).find(|path| exists(path));
    match [Some(place), nearest].into_iter().flatten().find(|path| marked(path)) {
        Some(marked) => Err(Error::refused(marked, "is read-only: nothing was changed")),
        None => Ok(()),
    }
}

/// A link in place of a folder would lead the files elsewhere.
pub(super) fn real_folder_or_nothing(path: &Path) -> Result<(), Error> {
    match path.symlink_metadata() {
        Ok(about) if about.is_symlink() => Err(Error::refused(path, "is a symbolic link")),
        Ok(about) if !about.is_dir() => Err(Error::refused(path, "is a file where a folder should go")),
        _ => Ok(()),
    }
}

/// Makes the folders between the target and a place in it.
pub(super) fn make_folders(target: &Path, place: &Path) -> Result<(), Error> {
    let mut folders: Vec<&Path> = place.ancestors().skip(1).take_while(|path| *path != target).collect();
    folders.reverse();
    for folder in folders {
        real_folder_or_nothing(folder)?;
        if !folder.is_dir() {
            doing("create the folder", folder, fs::create_dir(folder))?;
        }
    }
    Ok(())
}

/// True when no folder between the target and the place is a link or a file; some may be missing.
pub(super) fn only_real_folders_above(target: &Path, place: &Path) -> bool {
    let mut above = place.ancestors().skip(1).take_while(|path| *path != target);
    above.all(|path| real_folder_or_nothing(path).is_ok())
}

/// Removes the folders above a removed file up to the target, as far as they are empty; some may be gone already.
pub(super) fn remove_emptied_folders(target: &Path, place: &Path) {
    for folder in place.ancestors().skip(1).take_while(|path| *path != target) {
        if fs::remove_dir(folder).is_err_and(|error| error.kind() != io::ErrorKind::NotFound) {
            return;
        }
    }
}
