//! A timeline goes in, page by page; the storyboard of any page comes out when it is asked for.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use super::board::Board;
use super::ladder::Ladder;
use super::stage::Stage;
use super::terminal::Terminal;
use super::{Format, Panel, PanelBox, Storyboard, format, frame, packet};
use crate::diagnostic::Diagnostics;
use crate::timeline::Timeline;

/// The storyboards of a timeline. Those of the pages that were asked for last are kept; others are laid out again, from a
/// page a little before. So a lesson takes as little memory with a thousand pages as with ten.
#[derive(Debug)]
pub struct Boards {
    format: Format,
    kept: Mutex<Kept>,
}

/// What is known by now.
#[derive(Debug, Default)]
struct Kept {
    /// By the page that they draw next.
    composers: BTreeMap<usize, Composer>,
    /// Pages with their boards, the newest last.
    boards: VecDeque<(usize, Arc<Storyboard>)>,
}

/// As many steps on pages that are kept are little against all else that a lesson takes.
const MOST_STEPS: usize = 96;

/// A composer is kept for every so many pages.
const FAR: usize = 8;

impl Boards {
    /// The storyboards in this format; none is laid out yet.
    pub fn new(format: Format) -> Self {
        Self { format, kept: Mutex::default() }
    }

    /// Lays out all pages once, to see what is to be said of them: texts that had to be shortened are warnings.
    pub fn remarks(&self, timeline: &Timeline) -> Diagnostics {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let mut composer = Composer::new(timeline, self.format);
        for page in 0..timeline.pages.len() {
            kept.draw(&mut composer, timeline, page);
        }
        composer.remarks()
    }

    /// The board of a page, counted from 0. One that is not there has nothing on it.
    ///
    /// Each call has to come with the same timeline.
    pub fn page(&self, timeline: &Timeline, page: usize) -> Arc<Storyboard> {
        if page >= timeline.pages.len() {
            return Arc::new(Storyboard { panels: Vec::new(), sprites: Vec::new(), duration_ms: 0 });
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, board)) = kept.boards.iter().find(|(number, _)| *number == page) {
            return Arc::clone(board);
        }
        let nearest = kept.composers.range(..=page).next_back();
        let (first, mut composer) = nearest
            .map_or_else(|| (0, Composer::new(timeline, self.format)), |(&first, composer)| (first, composer.clone()));
        for before in first..page {
            kept.draw(&mut composer, timeline, before);
        }
        kept.draw(&mut composer, timeline, page)
    }
}

/// A copy lays out its pages by itself.
impl Clone for Boards {
    fn clone(&self) -> Self {
        Self::new(self.format)
    }
}

/// What is kept makes no difference.
impl PartialEq for Boards {
    fn eq(&self, other: &Self) -> bool {
        self.format == other.format
    }
}

impl Kept {
    fn draw(&mut self, composer: &mut Composer, timeline: &Timeline, page: usize) -> Arc<Storyboard> {
        let board = Arc::new(composer.next(timeline));
        // The one that drew the newest page will most likely draw the next.
        self.composers.retain(|&next, _| next % FAR == 0 || next > page + 1);
        self.composers.insert(page + 1, composer.bare());
        self.boards.retain(|(number, _)| *number != page);
        self.boards.push_back((page, Arc::clone(&board)));
        let steps = |&(page, _): &(usize, Arc<Storyboard>)| 1 + timeline.pages[page].steps.len();
        while self.boards.len() > 1 && self.boards.iter().map(steps).sum::<usize>() > MOST_STEPS {
            self.boards.pop_front();
        }
        board
    }
}

/// Draws a lesson's pages in order: what stands at the end of one stands at the beginning of the next.
#[derive(Debug, Clone)]
pub(super) struct Composer {
    format: Format,
    /// The page that comes next.
    page: usize,
    panels: Vec<PanelBox>,
    stage: Option<Stage>,
    ladder: Option<Ladder>,
    terminal: Option<Terminal>,
    diagnostics: Diagnostics,
}

impl Composer {
    /// Gets ready for the first page.
    pub fn new(timeline: &Timeline, format: Format) -> Self {
        let lesson = &timeline.trace.lesson;
        let panels = format::panels(lesson, format);
        let rect = |panel| panels.iter().find(|one| one.panel == panel).map(|one| one.rect);
        Self {
            format,
            page: 0,
            stage: rect(Panel::Stage).map(|rect| Stage::new(lesson, rect, format)),
            ladder: rect(Panel::Ladder).map(|rect| Ladder::new(lesson, rect, format)),
            terminal: rect(Panel::Terminal).map(|rect| Terminal::new(lesson.hosts.len(), rect, format)),
            panels,
            diagnostics: Diagnostics::default(),
        }
    }

    /// Draws the next page. There has to be one.
    pub fn next(&mut self, timeline: &Timeline) -> Storyboard {
        let page = self.page;
        self.page += 1;
        let mut board = Board { timeline, page, sprites: Vec::new(), diagnostics: &mut self.diagnostics };
        if let Some(ladder) = &mut self.ladder {
            ladder.draw(&mut board);
        }
        if self.format == Format::Wide {
            frame::draw_header(&mut board);
        }
        if let Some(ladder) = &self.ladder {
            ladder.draw_tags(&mut board);
        }
        if let Some(terminal) = &mut self.terminal {
            terminal.draw(&mut board);
        }
        if let Some(stage) = &mut self.stage {
            stage.draw(&mut board);
            packet::draw(&mut board, &stage.plan);
            stage.draw_bubbles(&mut board);
        }
        if self.format == Format::Wide {
            frame::draw_captions(&mut board);
        }
        let mut sprites = board.sprites;
        sprites.shrink_to_fit();
        Storyboard { panels: self.panels.clone(), sprites, duration_ms: timeline.pages[page].duration_ms }
    }

    /// What is to be said of the pages so far.
    pub fn remarks(mut self) -> Diagnostics {
        if self.format == Format::Narrow {
            return Diagnostics::default();
        }
        // One text may be cut in several panels and pages: once is enough to say so.
        self.diagnostics.sort();
        self.diagnostics.0.dedup_by_key(|one| (one.span, one.code));
        self.diagnostics
    }

    /// A copy that forgets what is to be said.
    fn bare(&mut self) -> Self {
        let diagnostics = std::mem::take(&mut self.diagnostics);
        let bare = self.clone();
        self.diagnostics = diagnostics;
        bare
    }
}

#[cfg(test)]
mod tests {
    use super::super::compose;
    use super::*;
    use crate::diagnostic::Source;
    use crate::timeline::Pacing;
    use std::fmt::Write as _;

    /// Pages of four steps each, with a ladder that scrolls and a terminal.
    fn long(pages: usize) -> Timeline {
        let mut text = String::from("---\nhosts: { A: {}, B: {} }\n---\n");
        for page in 0..pages {
            let _ = write!(
                text,
                "\n# Page {page}\n\n1. `A types: go {page}`\n2. `A -> B: {page}?`\n3. `B -> A: {page}!`\n4. `A sets n = {page}`\n"
            );
        }
        crate::compile(&Source::new("long", text), &Pacing::default()).expect("it has no mistakes").timeline
    }

    #[test]
    fn pages_are_the_same_in_any_order_and_however_often() {
        let timeline = long(40);
        for format in [Format::Wide, Format::Narrow] {
            let (expected, _) = compose(&timeline, format);
            let boards = Boards::new(format);
            for page in [39, 0, 1, 2, 20, 19, 18, 39, 21, 7, 8, 9, 20, 0] {
                assert_eq!(*boards.page(&timeline, page), expected[page], "page {page}");
            }
        }
    }

    #[test]
    fn what_is_kept_does_not_grow_with_the_lesson() {
        let timeline = long(60);
        let boards = Boards::new(Format::Wide);
        assert!(boards.remarks(&timeline).0.is_empty());
        let kept = boards.kept.lock().expect("no thread has failed");
        assert!((10..=MOST_STEPS / 4).contains(&kept.boards.len()), "{}", kept.boards.len());
        assert!(kept.composers.len() <= 60 / FAR + 1);
    }

    #[test]
    fn a_page_that_is_not_there_is_empty() {
        let timeline = long(1);
        assert!(Boards::new(Format::Wide).page(&timeline, 1).sprites.is_empty());
    }
}
