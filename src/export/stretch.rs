//! A page's reel in parts of bounded length, so that neither its frames nor its files are in memory as a whole.

use super::{Export, reel};
use crate::Compiled;

/// Frames of a page in a row, which are packed by one thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) page: usize,
    /// The first frame, and the one after the last.
    pub(super) first: u32,
    pub(super) end: u32,
    pub(super) ends_page: bool,
}

/// How many frames there are in a stretch: those of some eight steps, so that a long page takes no more memory than a short one,
/// and most pages are one stretch.
const STRETCH: u32 = 600;

impl Stretch {
    /// All frames of a page.
    pub(super) fn whole(page: usize) -> Self {
        Self { page, first: 0, end: u32::MAX, ends_page: true }
    }

    /// True for all frames of a page.
    pub(super) fn is_whole(self) -> bool {
        self.first == 0 && self.ends_page
    }

    /// True where a page begins.
    pub(super) fn begins_page(self) -> bool {
        self.first == 0
    }

    /// How many there are.
    pub(super) fn frames(self) -> usize {
        (self.end - self.first) as usize
    }
}

/// The stretches of a page, of which there is at least one.
pub(super) fn stretches(compiled: &Compiled, options: &Export, page: usize) -> impl Iterator<Item = Stretch> {
    let frames = reel::frames(compiled, options, page) as u32;
    let stretch = move |first: u32| {
        let end = first.saturating_add(STRETCH).min(frames);
        Stretch { page, first, end, ends_page: end == frames }
    };
    (0..frames.max(1)).step_by(STRETCH as usize).map(stretch)
}
