//! The only code that writes to the user's disk: files go in, one after the other, and stand in the target
//! folder all at once or not at all.
//!
//! They are staged in a folder of their own inside the target (so that the move is within one file system), and moved
//! into place by [`Staging::publish`], each folder's `manifest.json` last. A file whose bytes are the same stays
//! untouched; one that an older manifest lists and the new build would make but lacks is removed, unless someone has
//! changed it; one of a kind that the new build does not make stays, and stays listed; one that no manifest lists is
//! never written over or removed. [`write_one`] and [`write_folder`] are for what is no build.
//!
//! A build that is killed before it publishes has changed nothing that is seen. Before anything moves, a plan of all
//! moves stands in the staging folder: where a build is killed or refused halfway, the next one goes to the end of that
//! plan first. So each file in the target is listed in a manifest, or is not packetreel's.

mod claim;
mod disk;
mod error;
mod manifest;
mod plan;
mod single;
mod target;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use manifest::{Entry, Manifest};
pub use single::{Replace, rewrite, write_folder, write_one};
pub use target::Surroundings;

use crate::export::{About, File, Kind};
use claim::Claim;
use disk::{exists, is_plain, stands};
use manifest::{Content, Older};
use plan::{Place, Plan};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The manifest's name in each folder.
pub const MANIFEST: &str = "manifest.json";

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
    claim: Claim,
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
    /// The paths in the manifest.
    listed: BTreeSet<String>,
    /// What an older build left here.
    older: Option<Older>,
    older_paths: BTreeSet<String>,
    /// Paths of the files that have to be moved, in the folder.
    staged: Vec<String>,
    /// Files of which not all pieces have come, with what there is to tell of them so far; of those with a head, that is
    /// known at the end.
    growing: BTreeMap<String, Option<Content>>,
}

impl Staging {
    /// Gets ready to write to `target`, which is made where it is missing. What an older build left half done is
    /// brought to its end first.
    ///
    /// # Errors
    ///
    /// When the target is no place to write to (see [`Surroundings`]), when another build is writing there, or when
    /// the disk refuses.
    pub fn begin(target: &Path, surroundings: &Surroundings) -> Result<Self, Error> {
        let target = target::resolve(target, surroundings)?;
        let mut claim = Claim::take(&target)?;
        if let Some(plan) = Plan::left_in(claim.staging()) {
            plan.carry_out(claim.target(), claim.staging())?;
        }
        claim.clear()?;
        Ok(Self { claim, folders: Vec::new(), summary: Summary::default() })
    }

    /// The target with every link in its path resolved.
    pub fn target(&self) -> &Path {
        self.claim.target()
    }

    /// Starts a folder of the target, where the files that follow go; `name` is one path component, or empty for the
    /// target itself. Files of other kinds than `kinds` stay as an older build left them.
    ///
    /// # Errors
    ///
    /// When the folder is a symbolic link, or has a `manifest.json` that packetreel did not write.
    pub fn open(&mut self, name: &str, title: &str, kinds: &[Kind]) -> Result<(), Error> {
        let path = self.target().join(name);
        if !name.is_empty() && (!is_plain(name) || name.contains('/')) {
            return Err(Error::refused(&path, "is not the name of a folder in the target"));
        }
        disk::real_folder_or_nothing(&path)?;
        let older = manifest::read(&path.join(MANIFEST))?;
        let older_paths = older.iter().flat_map(|older| &older.files).map(|entry| entry.path().to_owned()).collect();
        self.folders.push(Folder {
            name: name.to_owned(),
            kinds: kinds.to_vec(),
            manifest: Manifest::new(title),
            listed: BTreeSet::new(),
            older,
            older_paths,
            staged: Vec::new(),
            growing: BTreeMap::new(),
        });
        Ok(())
    }

    /// Stages a file for the folder that was opened last, unless it stands there already.
    ///
    /// # Errors
    ///
    /// When its path leads out of the folder or is taken, when a file that packetreel did not make or that is
    /// read-only stands in its place, or when the disk refuses.
    pub fn write(&mut self, file: File) -> Result<(), Error> {
        let place = self.place(&file.path)?;
        let Some(folder) = self.folders.last_mut() else { return Ok(()) };
        self.summary.bytes += file.bytes.len() as u64;
        if stands(&place.path, &file.bytes)? {
            self.summary.unchanged += 1;
        } else {
            folder.may_replace(&file.path, &place)?;
            place.stage(&file.bytes)?;
            folder.staged.push(file.path.clone());
            self.summary.written += 1;
        }
        folder.listed.insert(file.path.clone());
        folder.manifest.add(file.path, file.about, &Content::of(&file.bytes));
        Ok(())
    }

    /// Stages a piece of a file for the folder that was opened last; the pieces of several files may come in turn. With
    /// `last`, the file is whole.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    pub fn write_piece(&mut self, path: &str, bytes: &[u8], last: Option<About>) -> Result<(), Error> {
        let place = self.place(path)?;
        let Some(folder) = self.folders.last_mut() else { return Ok(()) };
        let begun = folder.growing.remove(path);
        if begun.is_some() {
            place.stage_more(bytes)?;
        } else {
            place.stage_unasked(bytes)?;
        }
        let mut content = begun.unwrap_or_else(|| Some(Content::default()));
        if let Some(content) = &mut content {
            content.add(bytes);
        }
        let Some(about) = last else {
            folder.growing.insert(path.to_owned(), content);
            return Ok(());
        };
        let content = content.map_or_else(|| place.staged_content(), Ok)?;
        self.summary.bytes += content.bytes;
        if place.is_staged_already(&content)? {
            self.summary.unchanged += 1;
        } else {
            folder.may_replace(path, &place)?;
            place.open_for_writing()?;
            folder.staged.push(path.to_owned());
            self.summary.written += 1;
        }
        folder.listed.insert(path.to_owned());
        folder.manifest.add(path.to_owned(), about, &content);
        Ok(())
    }

    /// Stages the first bytes of a file that comes in pieces, before its pieces; or puts them over those that were staged so,
    /// of which there were as many.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    pub fn write_head(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let place = self.place(path)?;
        let Some(folder) = self.folders.last_mut() else { return Ok(()) };
        match folder.growing.insert(path.to_owned(), None) {
            Some(_) => place.stage_over(bytes),
            None => place.stage_unasked(bytes),
        }
    }

    /// The place of a new file in the folder that was opened last.
    fn place(&self, path: &str) -> Result<Place, Error> {
        let target = self.claim.target();
        let Some(folder) = self.folders.last() else {
            return Err(Error::refused(&target.join(path), "has no folder to go to"));
        };
        let place = Place::new(target, &folder.name, path);
        if !is_plain(path) || path == MANIFEST || folder.listed.contains(path) {
            return Err(Error::refused(&place.path, "is not a path for a file of its own in the folder"));
        }
        Ok(place)
    }

    /// Moves everything into place, removes what the build no longer has, and writes the manifests.
    ///
    /// # Errors
    ///
    /// When the disk refuses; where it does so after some files are in place, the next build brings the rest.
    pub fn publish(mut self) -> Result<Summary, Error> {
        let plan = self.plan()?;
        if !plan.is_empty() {
            plan.write_down(self.claim.staging())?;
            self.claim.keep_target();
            if let Err(error) = plan.carry_out(self.claim.target(), self.claim.staging()) {
                self.claim.keep_staging();
                return Err(error);
            }
        }
        self.summary.removed = plan.stale();
        Ok(self.summary)
    }

    /// Stages the manifests, too, and says what is to be done then.
    fn plan(&mut self) -> Result<Plan, Error> {
        let mut plan = Plan::default();
        for folder in &mut self.folders {
            keep_other_kinds(self.claim.target(), folder);
            folder.manifest.sort();
            let steps = plan::Folder {
                name: folder.name.clone(),
                stale: stale(self.claim.target(), folder),
                manifest: stage_manifest(self.claim.target(), folder)?,
                moves: std::mem::take(&mut folder.staged),
            };
            plan.add(steps);
        }
        Ok(plan)
    }
}

impl Folder {
    /// Fails where something stands in a file's place that packetreel did not make.
    fn may_replace(&self, path: &str, place: &Place) -> Result<(), Error> {
        let foreign = exists(&place.path) && !self.older_paths.contains(path);
        if foreign { Err(Error::foreign(&place.path)) } else { Ok(()) }
    }
}

/// What an older build left of the kinds that this one does not make is still its own.
fn keep_other_kinds(target: &Path, folder: &mut Folder) {
    let older = folder.older.iter().flat_map(|older| &older.files);
    for entry in older.filter_map(|entry| entry.beside(&folder.kinds)) {
        let stands = is_plain(&entry.path) && exists(&target.join(&folder.name).join(&entry.path));
        if stands && folder.listed.insert(entry.path.clone()) {
            folder.manifest.keep(entry.clone());
        }
    }
}

/// What the older manifest lists, the new one does not, and nobody has changed since.
fn stale(target: &Path, folder: &Folder) -> Vec<manifest::OlderEntry> {
    let older = folder.older.iter().flat_map(|older| &older.files);
    let gone = older.filter(|entry| !folder.listed.contains(entry.path()));
    gone.filter(|entry| Place::new(target, &folder.name, entry.path()).holds(entry)).cloned().collect()
}

/// Stages the folder's manifest; false where it stands already.
fn stage_manifest(target: &Path, folder: &Folder) -> Result<bool, Error> {
    let place = Place::new(target, &folder.name, MANIFEST);
    let text = folder.manifest.to_json();
    if stands(&place.path, text.as_bytes())? {
        return Ok(false);
    }
    place.stage(text.as_bytes())?;
    Ok(true)
}
