//! A sprite's shapes go in, its pixels come out, each different sprite drawn once.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use tiny_skia::Pixmap;

use super::icon::Icons;
use super::shape;
use super::view::View;
use crate::scene::{Rect, Segment, Shape, Stroke};
use crate::theme::Theme;

/// A sprite's pixels.
#[derive(Debug)]
pub struct Stamp {
    /// Tells this stamp from every other of the same painter.
    pub serial: u64,
    /// Where its left edge lies on the bitmap while the sprite is not shifted.
    pub left: i32,
    /// Where its top edge lies on the bitmap while the sprite is not shifted.
    pub top: i32,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Premultiplied red, green, blue and alpha of each pixel, row by row.
    pub data: Vec<u8>,
}

impl Stamp {
    /// `length` pixels from (`x`, `y`) on, which are all in the same row.
    pub fn pixels(&self, x: usize, y: usize, length: usize) -> &[[u8; 4]] {
        let start = y * self.width as usize + x;
        &self.data.as_chunks().0[start..start + length]
    }
}

/// How many times the pixels of the bitmap the stamps of a generation may have. A scene's own have less than twice as many:
/// panels, what stands in them, and what moves.
const GENERATION: usize = 2;

/// The stamps that were used of late. Where as many were used as a generation holds, the next one begins, and those that
/// the last one did not use are forgotten: memory follows what a page shows, not how long a lesson is.
pub struct Stamps {
    view: View,
    theme: Theme,
    icons: Icons,
    /// Looked up by hash only; never walked through where order would show.
    known: HashMap<u64, Vec<Known>>,
    generation: u64,
    /// The size of the stamps that this generation has used.
    used_bytes: usize,
    serial: u64,
}

/// What a stamp shows; `None`: nothing.
struct Known {
    shapes: Vec<Shape>,
    typed: Option<usize>,
    stamp: Option<Arc<Stamp>>,
    /// The last generation that used it.
    used: u64,
}

impl Stamps {
    /// No stamps yet.
    pub fn new(theme: Theme, view: View) -> Self {
        let known = HashMap::new();
        Self { view, theme, icons: Icons::new(theme), known, generation: 1, used_bytes: 0, serial: 0 }
    }

    /// The stamp of these shapes, of whose text `typed` clusters stand (`None`: all); `None` where there is nothing to see.
    ///
    /// As long as someone holds a stamp, the same shapes have that very stamp.
    pub fn of(&mut self, shapes: &[Shape], typed: Option<usize>) -> Option<&Arc<Stamp>> {
        // Before it is looked for: what is wanted now may be among what is forgotten.
        if self.used_bytes > GENERATION * 4 * self.view.rect.area() as usize {
            self.begin_generation();
        }
        let hash = hash(shapes, typed);
        let fits = |known: &Known| known.typed == typed && known.shapes == shapes;
        if !self.known.get(&hash).is_some_and(|known| known.iter().any(fits)) {
            let stamp = self.draw(shapes, typed).map(Arc::new);
            let known = Known { shapes: shapes.to_vec(), typed, stamp, used: 0 };
            self.known.entry(hash).or_default().push(known);
        }
        let known = self.known.get_mut(&hash)?.iter_mut().find(|known| fits(known))?;
        if known.used < self.generation {
            known.used = self.generation;
            self.used_bytes += known.stamp.as_ref().map_or(0, |stamp| stamp.data.len());
        }
        known.stamp.as_ref()
    }

    fn begin_generation(&mut self) {
        let last = self.generation;
        let held = |stamp: &Option<Arc<Stamp>>| stamp.as_ref().is_some_and(|stamp| Arc::strong_count(stamp) > 1);
        #[expect(clippy::disallowed_methods, reason = "each is kept or not, whatever the order")]
        self.known.retain(|_, alike| {
            alike.retain(|known| known.used == last || held(&known.stamp));
            !alike.is_empty()
        });
        self.generation += 1;
        self.used_bytes = 0;
    }

    fn draw(&mut self, shapes: &[Shape], typed: Option<usize>) -> Option<Stamp> {
        let drawings: Vec<_> = shapes.iter().filter_map(|shape| shape::drawing(shape, typed)).collect();
        let bounds = drawings.iter().map(|drawing| drawing.bounds).reduce(union)?;
        let (left, top, width, height) = self.view.touched(bounds)?;
        let mut pixmap = Pixmap::new(width, height)?;
        let transform = self.view.transform(left, top);
        for drawing in &drawings {
            shape::draw(drawing, self.theme, &mut self.icons, transform, &mut pixmap);
        }
        self.serial += 1;
        Some(Stamp { serial: self.serial, left, top, width, height, data: pixmap.take() })
    }
}

fn union(a: Rect, b: Rect) -> Rect {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Rect { x, y, w: (a.x + a.w).max(b.x + b.w) - x, h: (a.y + a.h).max(b.y + b.h) - y }
}

/// Numbers are hashed by their bits. Shapes that are equal but differ in bits (0 and −0) are drawn twice, no more.
fn hash(shapes: &[Shape], typed: Option<usize>) -> u64 {
    let mut state = DefaultHasher::new();
    typed.hash(&mut state);
    for shape in shapes {
        std::mem::discriminant(shape).hash(&mut state);
        match shape {
            Shape::Rect { rect, radius, fill, stroke } => {
                hash_numbers(&[rect.x, rect.y, rect.w, rect.h, *radius], &mut state);
                fill.hash(&mut state);
                hash_stroke(*stroke, &mut state);
            }
            Shape::Path { segments, fill, stroke } => {
                for segment in segments {
                    hash_segment(*segment, &mut state);
                }
                fill.hash(&mut state);
                hash_stroke(*stroke, &mut state);
            }
            Shape::Text { at, text, face, size, color } => {
                hash_numbers(&[at[0], at[1], *size], &mut state);
                (text, face, color).hash(&mut state);
            }
            Shape::Icon { icon, at, size } => {
                hash_numbers(&[at[0], at[1], *size], &mut state);
                icon.hash(&mut state);
            }
        }
    }
    state.finish()
}

fn hash_numbers(numbers: &[f32], state: &mut impl Hasher) {
    for number in numbers {
        number.to_bits().hash(state);
    }
}

fn hash_stroke(stroke: Option<Stroke>, state: &mut impl Hasher) {
    if let Some(Stroke { color, width, dash }) = stroke {
        color.hash(state);
        hash_numbers(&[width], state);
        hash_numbers(dash.as_ref().map_or(&[], |dash| dash.as_slice()), state);
    }
}

fn hash_segment(segment: Segment, state: &mut impl Hasher) {
    match segment {
        Segment::Move(to) | Segment::Line(to) => hash_numbers(&to, state),
        Segment::Cubic(points) => hash_numbers(points.as_flattened(), state),
        Segment::Close => state.write_u8(0),
    }
}
