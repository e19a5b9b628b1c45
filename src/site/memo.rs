//! What the last version of a page was made of: the next version takes over its fonts and the drawings of pages that look the
//! same, and knows which pictures changed.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

use super::sketches::Book;
use crate::font::{Face, Written};
use crate::scene::{Boards, Panel, PanelBox, Part, Shape, Storyboard};
use crate::timeline::Timeline;

/// The looks, drawings and fonts of a page's last version. What is made with it is the same, byte for byte, as what is made
/// without; only sooner.
#[derive(Debug)]
pub struct Memo {
    /// Of each page's pictures.
    looks: Vec<Look>,
    changed: Vec<usize>,
    pub(super) fonts: Fonts,
    pub(super) book: Book,
}

impl Default for Memo {
    fn default() -> Self {
        Self { book: Book::kept(), ..Self::for_once() }
    }
}

/// Typefaces of the last version, packed, by what they have to write.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    known: BTreeMap<(Face, Written), Vec<u8>>,
    packed: usize,
}

/// All that a page's pictures show. Times are none of it: they are the player's.
#[derive(Debug, PartialEq)]
struct Look {
    panels: Vec<PanelBox>,
    sprites: Vec<Standing>,
    alt: String,
}

/// A sprite: its look, and where it stands in the end.
#[derive(Debug, PartialEq)]
struct Standing {
    part: Part,
    shapes: Vec<Shape>,
    typed: bool,
    opacity: u8,
    shift: [f32; 2],
}

impl Memo {
    /// A memo for one version: it keeps no drawings.
    pub(super) fn for_once() -> Self {
        Self { looks: Vec::new(), changed: Vec::new(), fonts: Fonts::default(), book: Book::default() }
    }

    /// The pages, from 1, whose pictures are not those of the version before the latest.
    pub fn changed(&self) -> &[usize] {
        &self.changed
    }

    /// The pages, from 1, whose sprites were drawn for the latest version; those of the others were taken over.
    pub fn redrawn(&self) -> Vec<usize> {
        self.book.redrawn()
    }

    /// How many typefaces were packed for the latest version.
    pub fn packed(&self) -> usize {
        self.fonts.packed
    }

    /// A new version begins, with these boards.
    pub(super) fn begin(&mut self, timeline: &Timeline, boards: &Boards, alts: &[Vec<String>]) {
        let alt = |page: usize| alts.get(page).and_then(|alts| alts.last()).map_or("", String::as_str);
        let look = |page: usize| Look::of(&boards.page(timeline, page), alt(page));
        let looks: Vec<Look> = (0..timeline.pages.len()).map(look).collect();
        let is_new = |&page: &usize| self.looks.get(page) != Some(&looks[page]);
        self.changed = (0..looks.len()).filter(is_new).map(|page| page + 1).collect();
        self.looks = looks;
        self.book.turn();
    }
}

impl Fonts {
    /// The fonts with these letters: those of the last version where it had the same letters. Others are forgotten. With two
    /// `jobs` or more, each new one is packed by a thread of its own.
    pub fn take(
        &mut self,
        letters: &BTreeMap<Face, Written>,
        cut: impl Fn(Face, &Written) -> Vec<u8> + Sync,
        jobs: usize,
    ) -> Vec<(Face, Vec<u8>)> {
        let mut last = std::mem::take(&mut self.known);
        let keys: Vec<_> = letters.iter().map(|(&face, letters)| (face, letters.clone())).collect();
        let found: Vec<_> = keys.iter().map(|key| last.remove(key)).collect();
        self.packed = found.iter().filter(|font| font.is_none()).count();
        let cut = &cut;
        let fonts: Vec<Vec<u8>> = if jobs < 2 {
            let cut = |(key, font): (&(Face, Written), Option<_>)| font.unwrap_or_else(|| cut(key.0, &key.1));
            keys.iter().zip(found).map(cut).collect()
        } else {
            thread::scope(|scope| {
                let mut begun: Vec<Result<Vec<u8>, ScopedJoinHandle<_>>> = Vec::new();
                for ((face, letters), font) in keys.iter().zip(found) {
                    begun.push(font.map_or_else(|| Err(scope.spawn(move || cut(*face, letters))), Ok));
                }
                // What ends another thread is a mistake of ours, and ends this one, too.
                let end = |font: ScopedJoinHandle<_>| font.join().unwrap_or_else(|panic| resume_unwind(panic));
                begun.into_iter().map(|font| font.unwrap_or_else(end)).collect()
            })
        };
        self.known = keys.iter().cloned().zip(fonts.iter().cloned()).collect();
        keys.into_iter().map(|(face, _)| face).zip(fonts).collect()
    }
}

impl Look {
    fn of(board: &Storyboard, alt: &str) -> Self {
        // Title and caption are the page's own.
        let shown = board.sprites.iter().filter(|sprite| sprite.panel != Panel::Frame);
        let sprites = shown.map(|sprite| Standing {
            part: sprite.part,
            shapes: sprite.shapes.clone(),
            typed: sprite.typed.is_some(),
            opacity: sprite.opacity.at(board.duration_ms),
            shift: sprite.shift.at(board.duration_ms),
        });
        Self { panels: board.panels.clone(), sprites: sprites.collect(), alt: alt.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::diagnostic::Source;
    use crate::timeline::Pacing;
    use crate::{Compiled, compile, embedded, scene, site};

    fn flagship() -> &'static str {
        embedded::content("ftp-basics/lesson.md").expect("the lesson is in the binary")
    }

    fn compiled(text: &str) -> Compiled {
        compile(&Source::new("lesson.md", text), &Pacing::default()).expect("the lesson is right")
    }

    /// The page, and the pages whose pictures are not those of the version before.
    fn made(text: &str, memo: &mut Memo) -> (String, Vec<usize>) {
        let compiled = compiled(text);
        let alts = scene::describe(&compiled.timeline);
        let page = site::slideshow_again(memo, &compiled.timeline, &compiled.boards, &alts, 1);
        (page, memo.changed().to_vec())
    }

    fn edited(from: &str, to: &str) -> String {
        assert_eq!(flagship().matches(from).count(), 1, "{from} is not one place");
        flagship().replace(from, to)
    }

    #[test]
    fn a_captions_edit_changes_no_picture() {
        let mut memo = Memo::default();
        let (_, first) = made(flagship(), &mut memo);
        let pages: Vec<usize> = (1..=compiled(flagship()).timeline.pages.len()).collect();
        assert_eq!((&first, memo.redrawn()), (&pages, pages.clone()));
        // Other words, and more of them: all that follows comes later.
        let caption = "H1 asks S1, very politely and with many more words than before, to talk to it at port 21";
        let (page, changed) = made(&edited("H1 asks S1 to talk to it at port 21", caption), &mut memo);
        assert!(page.contains(caption));
        assert!(changed.is_empty(), "{changed:?}");
        assert_eq!((memo.redrawn(), memo.packed()), (vec![], 0));
    }

    #[test]
    fn a_steps_edit_changes_the_pictures_of_that_page_alone() {
        let mut memo = Memo::default();
        made(flagship(), &mut memo);
        let (page, changed) = made(&edited("S1 notes: foo goes to", "S1 notes: the file goes to"), &mut memo);
        assert!(page.contains("the file goes to"));
        assert_eq!((changed, memo.redrawn()), (vec![3], vec![3]));
    }

    #[test]
    fn a_packets_edit_changes_its_page_and_those_whose_ladder_still_shows_it() {
        let mut memo = Memo::default();
        made(flagship(), &mut memo);
        let (_, changed) = made(&edited("data: Data connection request`", "data: Data, please`"), &mut memo);
        assert!(!changed.is_empty() && changed.iter().all(|&page| page >= 4), "{changed:?}");
    }

    #[test]
    fn what_is_taken_over_is_what_would_be_made() {
        let (mut memo, mut text) = (Memo::default(), flagship().to_owned());
        for (from, to) in [("foo", "bar"), ("Internet", "Wide network"), ("# Overview", "# Änderung"), ("bar", "foo")]
        {
            text = text.replace(from, to);
            let again = made(&text, &mut memo).0;
            let afresh = made(&text, &mut Memo::default()).0;
            assert!(again == afresh, "{from} to {to}");
        }
    }

    #[test]
    fn fonts_are_cut_again_where_letters_are_new() {
        let letters =
            |text: &str| BTreeMap::from([(Face::Bold, Written { characters: text.chars().collect(), pairs: None })]);
        let cuts = AtomicUsize::new(0);
        let cut = |_, letters: &Written| {
            cuts.fetch_add(1, Ordering::Relaxed);
            letters.characters.iter().map(|&letter| letter as u8).collect()
        };
        let mut fonts = Fonts::default();
        for (text, expected) in [("ab", 1), ("ba", 1), ("abc", 2), ("ab", 3)] {
            fonts.take(&letters(text), cut, 2);
            assert_eq!(cuts.load(Ordering::Relaxed), expected, "{text}");
            assert_eq!(fonts.packed, usize::from(text != "ba"), "{text}");
        }
    }
}
