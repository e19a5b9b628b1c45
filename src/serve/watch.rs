//! Folders go in; a word comes out whenever something in one of them has changed.

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Folders under watch. Where the system cannot watch, or loses track, someone has to look by themselves.
pub struct Watch {
    watcher: Option<RecommendedWatcher>,
    covered: BTreeSet<PathBuf>,
}

/// What of the folders is watched.
pub struct Cover {
    /// All of them.
    pub is_whole: bool,
    /// One is only from now on: what happened there before has not been heard.
    pub is_new: bool,
}

impl Watch {
    /// Watches nothing yet; calls `changed` from a thread of its own.
    pub fn new(changed: impl Fn() + Send + 'static) -> Self {
        let hear = move |event: notify::Result<Event>| {
            if event.map_or(true, |event| is_change(event.kind)) {
                changed();
            }
        };
        Self { watcher: RecommendedWatcher::new(hear, Config::default()).ok(), covered: BTreeSet::new() }
    }

    /// Watches these folders, not what is in the folders in them, and no others.
    pub fn cover(&mut self, folders: &BTreeSet<PathBuf>) -> Cover {
        let Some(watcher) = &mut self.watcher else { return Cover { is_whole: false, is_new: false } };
        let mut is_new = false;
        for gone in self.covered.difference(folders) {
            // A folder that is gone is no longer watched anyway.
            let _ = watcher.unwatch(gone);
        }
        self.covered.retain(|folder| folders.contains(folder));
        for folder in folders {
            if !self.covered.contains(folder) && watcher.watch(folder, RecursiveMode::NonRecursive).is_ok() {
                self.covered.insert(folder.clone());
                is_new = true;
            }
        }
        Cover { is_whole: self.covered.len() == folders.len(), is_new }
    }

    /// Begins anew: a folder may have been replaced by another of the same name.
    pub fn forget(&mut self) {
        self.cover(&BTreeSet::new());
    }
}

/// Reading is none, and looking at a lesson is reading.
fn is_change(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, ModifyKind};

    #[test]
    fn reading_is_no_change() {
        assert!(!is_change(EventKind::Access(AccessKind::Open(AccessMode::Read))));
        assert!(!is_change(EventKind::Access(AccessKind::Close(AccessMode::Read))));
        assert!(is_change(EventKind::Access(AccessKind::Close(AccessMode::Write))));
        assert!(is_change(EventKind::Create(CreateKind::File)) && is_change(EventKind::Modify(ModifyKind::Any)));
    }
}
