//! Storyboards go in; the drawings of their sprites come out when they are wanted, those of the last version where nothing
//! in the page's pictures has another shape.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::drawing::{self, Sketch};
use crate::scene::{Panel, Shape, Storyboard};

/// Which board: the telling, the layout, the page; each counted from 0.
pub(super) type Key = [usize; 3];

/// The drawings of a page's sprites in one layout.
#[derive(Debug)]
pub(super) struct Sketches {
    board: Arc<Storyboard>,
    /// By the sprite's index.
    drawn: Vec<Option<Sketch>>,
}

impl Sketches {
    fn new(board: Arc<Storyboard>) -> Self {
        Self { drawn: vec![None; board.sprites.len()], board }
    }

    /// What is drawn.
    pub fn board(&self) -> &Arc<Storyboard> {
        &self.board
    }

    /// The drawing of a sprite of the board.
    pub fn of(&mut self, index: usize) -> &Sketch {
        let shapes = &self.board.sprites[index].shapes;
        self.drawn[index].get_or_insert_with(|| drawing::sketch(shapes))
    }

    /// The same drawings for another board, where it has the same shapes; times and ways are none of a drawing.
    fn taken_over(self, board: &Arc<Storyboard>) -> Option<Self> {
        let mut drawn = self.drawn;
        let same = Arc::ptr_eq(&self.board, board) || shapes(&self.board).eq(shapes(board));
        drawn.resize(board.sprites.len(), None);
        same.then(|| Self { board: Arc::clone(board), drawn })
    }
}

/// The shapes of each sprite with its index; title and caption are the page's own.
fn shapes(board: &Storyboard) -> impl Iterator<Item = (usize, &[Shape])> {
    let shown = board.sprites.iter().enumerate().filter(|(_, sprite)| sprite.panel != Panel::Frame);
    shown.map(|(index, sprite)| (index, sprite.shapes.as_slice()))
}

/// The drawings of one version and, where they are kept, of the one before.
#[derive(Debug, Default)]
pub(super) struct Book {
    is_kept: bool,
    last: BTreeMap<Key, Sketches>,
    now: BTreeMap<Key, Sketches>,
    /// The pages, from 1, of which something was drawn that was not taken over.
    redrawn: BTreeSet<usize>,
}

impl Book {
    /// A book that keeps what it has for the next version.
    pub fn kept() -> Self {
        Self { is_kept: true, ..Self::default() }
    }

    /// A new version begins.
    pub fn turn(&mut self) {
        self.last = std::mem::take(&mut self.now);
        self.redrawn.clear();
    }

    /// The drawings of a board, to be put back.
    pub fn take(&mut self, key: Key, board: Arc<Storyboard>) -> Sketches {
        let known = self.now.remove(&key).or_else(|| self.last.remove(&key));
        known.and_then(|known| known.taken_over(&board)).unwrap_or_else(|| {
            self.redrawn.insert(key[2] + 1);
            Sketches::new(board)
        })
    }

    /// Takes the drawings back.
    pub fn put(&mut self, key: Key, sketches: Sketches) {
        if self.is_kept {
            self.now.insert(key, sketches);
        }
    }

    /// The pages, from 1, that were drawn anew.
    pub fn redrawn(&self) -> Vec<usize> {
        self.redrawn.iter().copied().collect()
    }
}
