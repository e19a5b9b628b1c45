//! What is seen: `compose(&Timeline, Format)` lays each page out once as a [`Storyboard`]; `storyboard.at(t)` is its [`Scene`].
//!
//! A storyboard holds every sprite that its page ever shows, with tracks that say when, where and how strongly.
//! Frames, reels and the page's player evaluate the same tracks, so they show the same picture.
//! Coordinates are in scene units, x to the right, y down: a frame is [`WIDTH`] × [`HEIGHT`], a phone's panel
//! [`NARROW_WIDTH`] wide.

mod alt;
mod arrange;
mod board;
mod boards;
mod fact;
mod format;
mod frame;
mod ink;
mod ladder;
mod packet;
mod plan;
mod prompt;
mod scale;
mod stack;
mod stage;
mod tag;
mod talk;
mod terminal;
mod track;

#[cfg(test)]
mod tests;

pub use alt::describe;
pub use boards::Boards;
pub use format::{Format, NARROW_WIDTH};
pub use track::{Key, Ramp, Track};

use crate::diagnostic::Diagnostics;
use crate::font::Face;
use crate::lesson::Icon;
use crate::theme::Role;
use crate::timeline::Timeline;

/// Width of a frame in scene units.
pub const WIDTH: f32 = 1280.0;
/// Height of a frame in scene units.
pub const HEIGHT: f32 = 720.0;

/// Everything that one page shows, over its whole time.
#[derive(Debug, Clone, PartialEq)]
pub struct Storyboard {
    /// The panels and where they stand.
    pub panels: Vec<PanelBox>,
    /// Back to front.
    pub sprites: Vec<Sprite>,
    /// How long the page lasts, in milliseconds.
    pub duration_ms: u32,
}

/// A panel's place in the frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PanelBox {
    /// Which.
    pub panel: Panel,
    /// Left, top, width, height.
    pub rect: Rect,
}

/// A part of the frame that the page can place by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Panel {
    /// Title, progress and caption: drawn in frames; the page has its own.
    Frame,
    /// Hosts, connections, packets.
    Stage,
    /// Lifelines and arrows.
    Ladder,
    /// What is typed and printed.
    Terminal,
}

/// Left, top, width and height in scene units.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left.
    pub x: f32,
    /// Top.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

/// A thing that appears, moves and goes as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Sprite {
    /// The panel it stands in.
    pub panel: Panel,
    /// What it stands for.
    pub part: Part,
    /// Back to front.
    pub shapes: Vec<Shape>,
    /// 0 (not there) to 100 (fully there) over time.
    pub opacity: Track<u8>,
    /// How far it is from where its shapes stand, over time.
    pub shift: Track<[f32; 2]>,
    /// Set where its text appears cluster by cluster.
    pub typed: Option<Typed>,
}

/// What a sprite stands for: the page makes some of them buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Nothing that one would point at.
    Still,
    /// The packet of this step and event (both from 0) on stage.
    Packet {
        /// Index of the step in its page.
        step: usize,
        /// Index of the event in its step.
        event: usize,
    },
    /// The arrow of this page, step and event (from 0) in the ladder.
    Arrow {
        /// Index of the page.
        page: usize,
        /// Index of the step in its page.
        step: usize,
        /// Index of the event in its step.
        event: usize,
    },
}

/// Text that appears as it is typed: grapheme clusters one after the other, evenly from `from_ms` to `to_ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typed {
    /// When the first cluster appears.
    pub from_ms: u32,
    /// When all stand.
    pub to_ms: u32,
    /// How many there are in the sprite's one text.
    pub clusters: usize,
}

/// Something to draw. Strokes are centred on their outline.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A rectangle with round corners (`radius` 0: square; half the side: a circle).
    Rect {
        /// Its place.
        rect: Rect,
        /// Of its corners.
        radius: f32,
        /// Its fill.
        fill: Option<Role>,
        /// Its edge.
        stroke: Option<Stroke>,
    },
    /// Any outline.
    Path {
        /// Absolute segments; the fill rule is nonzero.
        segments: Vec<Segment>,
        /// Its fill.
        fill: Option<Role>,
        /// Its edge.
        stroke: Option<Stroke>,
    },
    /// One line of text.
    Text {
        /// Left end of the baseline.
        at: [f32; 2],
        /// The text.
        text: String,
        /// The face.
        face: Face,
        /// Size of the em.
        size: f32,
        /// Its colour.
        color: Role,
    },
    /// A host's picture in a square.
    Icon {
        /// Which.
        icon: Icon,
        /// Left and top.
        at: [f32; 2],
        /// Side of the square.
        size: f32,
    },
}

/// A line's look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub color: Role,
    /// Its width.
    pub width: f32,
    /// Lengths of dash and gap; ends and joins are round either way.
    pub dash: Option<[f32; 2]>,
}

/// A piece of an outline, in absolute coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Segment {
    /// Starts anew.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A cubic curve: two control points and the end.
    Cubic([[f32; 2]; 3]),
    /// Back to the start.
    Close,
}

/// What stands at one moment, back to front.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene<'a> {
    /// The sprites that are there.
    pub placed: Vec<Placed<'a>>,
}

/// A sprite at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed<'a> {
    /// Its index in [`Storyboard::sprites`].
    pub index: usize,
    /// The sprite.
    pub sprite: &'a Sprite,
    /// How far it is from where its shapes stand.
    pub shift: [f32; 2],
    /// 1 to 100.
    pub opacity: u8,
    /// How many grapheme clusters of its text stand; `None`: all.
    pub typed: Option<usize>,
}

/// Lays out every page of a lesson. Texts that had to be shortened are warnings. [`Boards`] lays out pages one at a time.
///
/// Both formats have the same pages, times and packets, and their sprites come in the same order. [`Format::Narrow`] has no
/// [`Panel::Frame`] and no warnings: its panels stand one under the other, and there a text may be shorter than in a frame.
pub fn compose(timeline: &Timeline, format: Format) -> (Vec<Storyboard>, Diagnostics) {
    let mut composer = boards::Composer::new(timeline, format);
    let boards = (0..timeline.pages.len()).map(|_| composer.next(timeline)).collect();
    (boards, composer.remarks())
}

impl Storyboard {
    /// The scene at `t_ms` (what follows the end is the end).
    pub fn at(&self, t_ms: u32) -> Scene<'_> {
        let sprites = self.sprites.iter().enumerate();
        Scene { placed: sprites.filter_map(|(index, sprite)| sprite.at(index, t_ms)).collect() }
    }
}

impl Sprite {
    fn at(&self, index: usize, t_ms: u32) -> Option<Placed<'_>> {
        let opacity = self.opacity.at(t_ms);
        let typed = self.typed.and_then(|typed| typed.at(t_ms));
        (opacity > 0).then(|| Placed { index, sprite: self, shift: self.shift.at(t_ms), opacity, typed })
    }
}

impl Typed {
    /// How many clusters stand at `t_ms`; `None` once all do.
    pub fn at(&self, t_ms: u32) -> Option<usize> {
        if t_ms >= self.to_ms {
            return None;
        }
        let span = u64::from(self.to_ms - self.from_ms).max(1);
        let past = u64::from(t_ms.saturating_sub(self.from_ms));
        Some((past * self.clusters as u64 / span) as usize)
    }
}
