//! The staging folder and its lock: one build at a time has them, and leaves no trace of them.

use super::disk::{exists, is_at, real_folder_or_nothing};
use super::error::{Error, doing};
use super::plan::{DRAFT, PLAN};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The staging folder's name in the target.
pub(super) const STAGING: &str = ".packetreel-staging";

const LOCK: &str = "lock";

/// How often a lock is tried for that goes away just when it is taken.
const TRIES: usize = 100;

/// The right to write to a target. Dropping it takes the staging folder away.
#[derive(Debug)]
pub(super) struct Claim {
    /// Canonical.
    target: PathBuf,
    staging: PathBuf,
    /// Held for as long as the staging folder is ours; the system lets go of it even when the process is killed.
    _lock: Option<fs::File>,
    /// Folders that were made for this build, the innermost first.
    made: Vec<PathBuf>,
    /// True when what is staged is still needed.
    unfinished: bool,
}

impl Claim {
    /// Makes the target and the staging folder where they are missing, and takes the lock. What a killed build left in
    /// the staging folder is still there.
    pub(super) fn take(target: &Path) -> Result<Self, Error> {
        let staging = target.join(STAGING);
        let made: Vec<_> = target.ancestors().take_while(|path| !exists(path)).map(Path::to_owned).collect();
        match lock(&staging) {
            Ok(lock) => Ok(Self { target: target.to_owned(), staging, _lock: lock, made, unfinished: true }),
            Err(error) => {
                remove_empty(&staging, &made);
                Err(error)
            }
        }
    }

    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    pub(super) fn staging(&self) -> &Path {
        &self.staging
    }

    /// Takes away what a build before left here.
    pub(super) fn clear(&mut self) -> Result<(), Error> {
        for leftover in leftovers(&self.staging) {
            doing("clear", &leftover, remove(&leftover))?;
        }
        self.unfinished = false;
        Ok(())
    }

    /// The target will have something in it that is to stay.
    pub(super) fn keep_target(&mut self) {
        self.made.clear();
    }

    /// What is staged is for the next build to bring to its end.
    pub(super) fn keep_staging(&mut self) {
        self.unfinished = true;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if self.unfinished {
            return;
        }
        // Nothing can be done about a leftover here; the next build clears it.
        for leftover in leftovers(&self.staging) {
            let _ = remove(&leftover);
        }
        // The lock's file goes while the lock is held; another build sees then that what it holds is gone.
        let _ = fs::remove_file(self.staging.join(LOCK));
        remove_empty(&self.staging, &self.made);
    }
}

/// Takes the lock in the staging folder, which is made where it is missing.
fn lock(staging: &Path) -> Result<Option<fs::File>, Error> {
    let busy = || Error::refused(staging, "another build is writing there: nothing was changed");
    let path = staging.join(LOCK);
    for _ in 0..TRIES {
        real_folder_or_nothing(staging)?;
        doing("create the folder", staging, fs::create_dir_all(staging))?;
        if exists(&path) && !path.symlink_metadata().is_ok_and(|about| about.is_file()) {
            return Err(Error::foreign(&path));
        }
        let lock = match fs::File::create(&path) {
            // The build before has just taken the folder away.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            result => doing("create", &path, result)?,
        };
        match lock.try_lock() {
            Ok(()) if is_at(&lock, &path) => return Ok(Some(lock)),
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(busy()),
            // Some file systems have no locks: there two builds at a time are the user's to avoid.
            Err(fs::TryLockError::Error(_)) => return Ok(None),
        }
    }
    Err(busy())
}

/// What may lie in a staging folder beside the lock. The plan goes first: what it speaks of must outlive it.
fn leftovers(staging: &Path) -> Vec<PathBuf> {
    let names = [PLAN, DRAFT, "files", "folders"];
    names.into_iter().map(|name| staging.join(name)).filter(|path| exists(path)).collect()
}

fn remove(path: &Path) -> io::Result<()> {
    if path.symlink_metadata()?.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

/// Removes folders that nothing is in: the staging folder, then those that were made for the build.
fn remove_empty(staging: &Path, made: &[PathBuf]) {
    let _ = fs::remove_dir(staging);
    for folder in made {
        let _ = fs::remove_dir(folder);
    }
}
