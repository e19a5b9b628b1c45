//! What is left to do once every file is staged: which files move, which go, which manifests follow. It is written
//! down before the first of them moves, so that a later build can go on where this one was killed.

use super::disk::{self, exists, is_plain};
use super::error::{Error, doing};
use super::manifest::{self, Content, OlderEntry};
use super::{MANIFEST, claim};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The name of the plan in the staging folder.
pub(super) const PLAN: &str = "plan.json";

/// Its name until it is whole.
pub(super) const DRAFT: &str = "plan.draft";

/// Everything that a build has to do, folder by folder.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Plan {
    folders: Vec<Folder>,
}

/// What there is to do in one folder of the target.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Folder {
    /// Empty for the target itself.
    pub(super) name: String,
    /// Staged files, by their paths in the folder.
    pub(super) moves: Vec<String>,
    /// Files of an older build that go.
    pub(super) stale: Vec<OlderEntry>,
    /// True when a manifest is staged.
    pub(super) manifest: bool,
}

/// Where a file goes, and where it waits until then.
pub(super) struct Place {
    target: PathBuf,
    /// Where it goes.
    pub(super) path: PathBuf,
    staged: PathBuf,
}

impl Plan {
    /// Adds what there is to do in a folder, if anything.
    pub(super) fn add(&mut self, folder: Folder) {
        if folder.manifest || !folder.moves.is_empty() || !folder.stale.is_empty() {
            self.folders.push(folder);
        }
    }

    /// True when all is as it should be already.
    pub(super) fn is_empty(&self) -> bool {
        self.folders.is_empty()
    }

    /// How many files of an older build go.
    pub(super) fn stale(&self) -> usize {
        self.folders.iter().map(|folder| folder.stale.len()).sum()
    }

    /// Puts the plan into the staging folder, whole or not at all.
    pub(super) fn write_down(&self, staging: &Path) -> Result<(), Error> {
        let (draft, path) = (staging.join(DRAFT), staging.join(PLAN));
        let text = serde_json::to_vec(self).unwrap_or_default();
        doing("write", &draft, fs::write(&draft, text))?;
        doing("write", &path, fs::rename(&draft, &path))
    }

    /// The plan that a build left behind which did not come to its end.
    pub(super) fn left_in(staging: &Path) -> Option<Self> {
        let path = staging.join(PLAN);
        let plan: Self = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        plan.is_sound().then_some(plan)
    }

    /// True when the plan stays inside the target.
    fn is_sound(&self) -> bool {
        self.folders.iter().all(|folder| {
            let named = folder.name.is_empty() || (is_plain(&folder.name) && !folder.name.contains('/'));
            let mut paths = folder.moves.iter().map(String::as_str).chain(folder.stale.iter().map(OlderEntry::path));
            named && paths.all(|path| is_plain(path) && path != MANIFEST)
        })
    }

    /// Does what is left to do. What is done already, by a build that was killed, is passed over.
    pub(super) fn carry_out(&self, target: &Path, staging: &Path) -> Result<(), Error> {
        let mut placed = 0;
        for folder in &self.folders {
            folder.carry_out(target, &mut placed).map_err(|error| error.halfway(placed, staging))?;
        }
        Ok(())
    }
}

impl Folder {
    fn carry_out(&self, target: &Path, placed: &mut usize) -> Result<(), Error> {
        let older = manifest::read(&target.join(&self.name).join(MANIFEST))?;
        for path in &self.moves {
            let place = Place::new(target, &self.name, path);
            if exists(&place.staged) && exists(&place.path) && !older.as_ref().is_some_and(|older| older.lists(path)) {
                return Err(Error::foreign(&place.path));
            }
            *placed += usize::from(place.fill()?);
        }
        for entry in &self.stale {
            Place::new(target, &self.name, entry.path()).empty(entry)?;
        }
        if self.manifest {
            Place::new(target, &self.name, MANIFEST).fill()?;
        }
        Ok(())
    }
}

impl Place {
    /// The place of a file by its path in a folder of the target.
    ///
    /// The folder `files` of the staging folder holds the target's own files, `folders/NAME` those of the folder NAME:
    /// so no name can meet that of the lock or the plan.
    pub(super) fn new(target: &Path, folder: &str, path: &str) -> Self {
        let staging = target.join(claim::STAGING);
        let staged = if folder.is_empty() { staging.join("files") } else { staging.join("folders").join(folder) };
        Self { target: target.to_owned(), path: target.join(folder).join(path), staged: staged.join(path) }
    }

    /// Lays the bytes beside, to be moved later.
    pub(super) fn stage(&self, bytes: &[u8]) -> Result<(), Error> {
        self.open_for_writing()?;
        self.stage_unasked(bytes)
    }

    /// Fails where nothing may be put at the place.
    pub(super) fn open_for_writing(&self) -> Result<(), Error> {
        disk::open_for_writing(&self.target, &self.path)
    }

    /// As [`stage`](Self::stage), for what may turn out to stand there already.
    pub(super) fn stage_unasked(&self, bytes: &[u8]) -> Result<(), Error> {
        let folder = self.staged.parent().unwrap_or(&self.target);
        doing("create the folder", folder, fs::create_dir_all(folder))?;
        doing("write", &self.path, fs::write(&self.staged, bytes))
    }

    /// Adds to what is staged.
    pub(super) fn stage_more(&self, bytes: &[u8]) -> Result<(), Error> {
        let staged = fs::OpenOptions::new().append(true).open(&self.staged);
        doing("write", &self.path, staged.and_then(|mut file| file.write_all(bytes)))
    }

    /// Puts bytes over the first ones of what is staged.
    pub(super) fn stage_over(&self, bytes: &[u8]) -> Result<(), Error> {
        let staged = fs::OpenOptions::new().write(true).open(&self.staged);
        doing("write", &self.path, staged.and_then(|mut file| file.write_all(bytes)))
    }

    /// What there is to tell of all that is staged.
    pub(super) fn staged_content(&self) -> Result<Content, Error> {
        doing("read", &self.path, Content::of_file(&self.staged))
    }

    /// True when the file there is what is staged: then nothing is staged any more.
    pub(super) fn is_staged_already(&self, content: &Content) -> Result<bool, Error> {
        if !self.path.symlink_metadata().is_ok_and(|about| about.is_file() && about.len() == content.bytes) {
            return Ok(false);
        }
        let same = doing("read", &self.path, Content::of_file(&self.path))?.hex() == content.hex();
        if same {
            doing("remove", &self.staged, fs::remove_file(&self.staged))?;
        }
        Ok(same)
    }

    /// True when the file there is still what the entry says.
    pub(super) fn holds(&self, entry: &OlderEntry) -> bool {
        is_plain(entry.path())
            && disk::only_real_folders_above(&self.target, &self.path)
            && manifest::still_is(&self.path, entry)
    }

    /// Moves the staged file to its place; false where none is staged.
    fn fill(&self) -> Result<bool, Error> {
        if !exists(&self.staged) {
            return Ok(false);
        }
        disk::make_folders(&self.target, &self.path)?;
        doing("write", &self.path, fs::rename(&self.staged, &self.path))?;
        Ok(true)
    }

    /// Removes the file, unless someone has changed it, and the folders above that are empty then. A build that was killed
    /// may have removed the file and not the folders.
    fn empty(&self, entry: &OlderEntry) -> Result<(), Error> {
        if self.holds(entry) {
            doing("remove", &self.path, fs::remove_file(&self.path))?;
        }
        if !exists(&self.path) && disk::only_real_folders_above(&self.target, &self.path) {
            disk::remove_emptied_folders(&self.target, &self.path);
        }
        Ok(())
    }
}
