//! The only code that writes to the user's disk: files go in, one after the other, and stand in the target
//! folder all at once or not at all.
//!
//! They are staged in a folder of their own inside the target (so that the move is within one file system), and moved
//! into place by [`Staging::publish`], each folder's `manifest.json` last. A file whose bytes are the same stays
//! untouched; one that an older manifest lists and the new build would make but lacks is removed, unless someone has
//! changed it; one of a kind that the new build does not make stays, and stays listed; one that no manifest lists is
//! never written over or removed. [`write_one`] and [`write_folder`] are for what is no build.

mod error;
mod manifest;
mod single;
mod target;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use manifest::{Entry, Manifest};
pub use single::{Replace, write_folder, write_one};
pub use target::Surroundings;

use crate::export::{File, Kind};
use error::doing;
use manifest::Older;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The manifest's name in each folder.
pub const MANIFEST: &str = "manifest.json";

const STAGING: &str = ".packetreel-staging";

/// What a build did to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files that are new or have new bytes. Manifests do not count, here and below.
    pub written: usize,
    /// Files that were there already, byte for byte.
    pub unchanged: usize,
    /// Files of an older build that are gone.
    pub removed: usize,
    /// The size of all files written or unchanged.
    pub bytes: u64,
}

/// A build that is not in place yet. Dropping it leaves the target as it was.
#[derive(Debug)]
pub struct Staging {
    /// The target, canonical.
    target: PathBuf,
    /// Held for as long as the staging folder is ours; the system lets go of it even when the process is killed.
    _lock: Option<fs::File>,
    /// True when this build made the target folder.
    made_target: bool,
    folders: Vec<Folder>,
    summary: Summary,
}

/// A folder of the target: the target itself, or one right in it.
#[derive(Debug)]
struct Folder {
    /// Empty for the target itself.
    name: String,
    /// What this build makes here.
    kinds: Vec<Kind>,
    manifest: Manifest,
    /// What an older build left here.
    older: Option<Older>,
    /// Paths of the files that have to be moved, in the folder.
    staged: Vec<String>,
}

impl Staging {
    /// Gets ready to write to `target`, which is made where it is missing.
    ///
    /// # Errors
    ///
    /// When the target is no place to write to (see [`Surroundings`]), when another build is writing there, or when
    /// the disk refuses.
    pub fn begin(target: &Path, surroundings: &Surroundings) -> Result<Self, Error> {
        let target = target::resolve(target, surroundings)?;
        let made_target = !target.exists();
        doing("create the folder", &target, fs::create_dir_all(&target))?;
        let lock = claim(&target.join(STAGING))?;
        Ok(Self { target, _lock: lock, made_target, folders: Vec::new(), summary: Summary::default() })
    }

    /// The target with every link in its path resolved.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Starts a folder of the target, where the files that follow go; `name` is one path component, or empty for the
    /// target itself. Files of other kinds than `kinds` stay as an older build left them.
    ///
    /// # Errors
    ///
    /// When the folder is a symbolic link, or has a `manifest.json` that packetreel did not write.
    pub fn open(&mut self, name: &str, title: &str, kinds: &[Kind]) -> Result<(), Error> {
        if !name.is_empty() && (!is_plain(name) || name.contains('/')) {
            return Err(Error::refused(&self.target.join(name), "is not the name of a folder in the target"));
        }
        let path = self.target.join(name);
        real_folder_or_nothing(&path)?;
        let older = manifest::read(&path.join(MANIFEST))?;
        let staged_at = self.staged_at(name, "");
        doing("create the folder", &staged_at, fs::create_dir_all(&staged_at))?;
        let manifest = Manifest::new(title);
        let kinds = kinds.to_vec();
        self.folders.push(Folder { name: name.to_owned(), kinds, manifest, older, staged: Vec::new() });
        Ok(())
    }

    /// Stages a file for the folder that was opened last, unless it stands there already.
    ///
    /// # Errors
    ///
    /// When its path leads out of the folder or is taken, when a file that packetreel did not make stands in
    /// its place, or when the disk refuses.
    pub fn write(&mut self, file: File) -> Result<(), Error> {
        let name = self.folders.last().map(|folder| folder.name.clone()).unwrap_or_default();
        let place = self.target.join(&name).join(&file.path);
        let staged_at = self.staged_at(&name, &file.path);
        let Some(folder) = self.folders.last_mut() else {
            return Err(Error::refused(&place, "has no folder to go to"));
        };
        if !is_plain(&file.path) || file.path == MANIFEST || folder.manifest.lists(&file.path) {
            return Err(Error::refused(&place, "is not a path for a file of its own in the folder"));
        }
        self.summary.bytes += file.bytes.len() as u64;
        if stands(&place, &file.bytes)? {
            self.summary.unchanged += 1;
        } else if exists(&place) && !folder.older.as_ref().is_some_and(|older| older.lists(&file.path)) {
            return Err(Error::foreign(&place));
        } else {
            write_file(&staged_at, &file.bytes)?;
            folder.staged.push(file.path.clone());
            self.summary.written += 1;
        }
        folder.manifest.add(file);
        Ok(())
    }

    /// Moves everything into place, removes what the build no longer has, and writes the manifests.
    ///
    /// # Errors
    ///
    /// When the disk refuses; what was moved by then stays.
    pub fn publish(mut self) -> Result<Summary, Error> {
        for mut folder in std::mem::take(&mut self.folders) {
            self.keep_other_kinds(&mut folder);
            folder.manifest.sort();
            self.place(&folder)?;
            self.summary.removed += self.remove_stale(&folder)?;
            self.place_manifest(&folder)?;
        }
        self.made_target = false;
        Ok(self.summary)
    }

    /// What an older build left of the kinds that this one does not make is still its own.
    fn keep_other_kinds(&self, folder: &mut Folder) {
        let older = folder.older.iter().flat_map(|older| &older.files);
        for entry in older.filter_map(|entry| entry.beside(&folder.kinds)) {
            let stands = is_plain(&entry.path) && exists(&self.target.join(&folder.name).join(&entry.path));
            if stands && !folder.manifest.lists(&entry.path) {
                folder.manifest.keep(entry.clone());
            }
        }
    }

    fn place(&self, folder: &Folder) -> Result<(), Error> {
        for path in &folder.staged {
            let place = self.target.join(&folder.name).join(path);
            make_folders(&self.target, &place)?;
            let moved = fs::rename(self.staged_at(&folder.name, path), &place);
            doing("write", &place, moved)?;
        }
        Ok(())
    }

    /// Removes what the older manifest lists, the new one does not, and nobody has changed since.
    fn remove_stale(&self, folder: &Folder) -> Result<usize, Error> {
        let mut removed = 0;
        let stale = folder.older.iter().flat_map(|older| &older.files);
        for entry in stale.filter(|entry| is_plain(entry.path()) && !folder.manifest.lists(entry.path())) {
            let place = self.target.join(&folder.name).join(entry.path());
            if only_real_folders_above(&self.target, &place) && manifest::still_is(&place, entry) {
                doing("remove", &place, fs::remove_file(&place))?;
                removed += 1;
                remove_emptied_folders(&self.target, &place);
            }
        }
        Ok(removed)
    }

    fn place_manifest(&self, folder: &Folder) -> Result<(), Error> {
        let place = self.target.join(&folder.name).join(MANIFEST);
        let text = folder.manifest.to_json();
        if stands(&place, text.as_bytes())? {
            return Ok(());
        }
        let staged_at = self.staged_at(&folder.name, MANIFEST);
        write_file(&staged_at, text.as_bytes())?;
        make_folders(&self.target, &place)?;
        doing("write", &place, fs::rename(&staged_at, &place))
    }

    /// The folder `files` holds the target's own files, `folders/NAME` those of the folder NAME: so no name can meet
    /// the lock's.
    fn staged_at(&self, folder: &str, path: &str) -> PathBuf {
        let staging = self.target.join(STAGING);
        if folder.is_empty() {
            staging.join("files").join(path)
        } else {
            staging.join("folders").join(folder).join(path)
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Nothing can be done about a leftover here; the next build clears it.
        let _ = fs::remove_dir_all(self.target.join(STAGING));
        if self.made_target {
            let _ = fs::remove_dir(&self.target);
        }
    }
}

/// Takes the staging folder for this process, and clears what a killed build left in it.
fn claim(staging: &Path) -> Result<Option<fs::File>, Error> {
    real_folder_or_nothing(staging)?;
    doing("create the folder", staging, fs::create_dir_all(staging))?;
    let path = staging.join("lock");
    let lock = doing("create", &path, fs::File::create(&path))?;
    let held = match lock.try_lock() {
        Ok(()) => Some(lock),
        Err(fs::TryLockError::WouldBlock) => return Err(Error::refused(staging, "another build is writing there")),
        // Some file systems have no locks: there two builds at a time are the user's to avoid.
        Err(fs::TryLockError::Error(_)) => None,
    };
    for leftover in ["files", "folders"] {
        let path = staging.join(leftover);
        if exists(&path) {
            doing("clear", &path, fs::remove_dir_all(&path))?;
        }
    }
    Ok(held)
}

/// True for a relative path of ordinary names with `/` between them, on any platform.
fn is_plain(path: &str) -> bool {
    let ordinary = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
    path.split('/').all(ordinary) && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// True when a regular file with these very bytes is there.
fn stands(path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    match path.symlink_metadata() {
        Ok(about) if about.is_file() && about.len() == bytes.len() as u64 => {
            Ok(doing("read", path, fs::read(path))? == bytes)
        }
        Ok(about) if about.is_dir() => Err(Error::refused(path, "is a folder where a file should go")),
        _ => Ok(false),
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        doing("create the folder", folder, fs::create_dir_all(folder))?;
    }
    doing("write", path, fs::write(path, bytes))
}

/// A link in place of a folder would lead the files elsewhere.
fn real_folder_or_nothing(path: &Path) -> Result<(), Error> {
    match path.symlink_metadata() {
        Ok(about) if about.is_symlink() => Err(Error::refused(path, "is a symbolic link")),
        Ok(about) if !about.is_dir() => Err(Error::refused(path, "is a file where a folder should go")),
        _ => Ok(()),
    }
}

/// Makes the folders between the target and a file in it.
fn make_folders(target: &Path, place: &Path) -> Result<(), Error> {
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

fn only_real_folders_above(target: &Path, place: &Path) -> bool {
    let mut above = place.ancestors().skip(1).take_while(|path| *path != target);
    above.all(|path| path.symlink_metadata().is_ok_and(|about| about.is_dir()))
}

/// Removes the folders above a removed file up to the target, as far as they are empty.
fn remove_emptied_folders(target: &Path, place: &Path) {
    for folder in place.ancestors().skip(1).take_while(|path| *path != target) {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}
