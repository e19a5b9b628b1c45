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

/// Bytes to keep; beyond that, all stamps are forgotten and drawn anew when needed.
const KEPT_BYTES: usize = 128 << 20;

/// The stamps drawn so far.
pub struct Stamps {
    view: View,
    theme: Theme,
    icons: Icons,
    /// Looked up by hash only, never walked through, so its order shows nowhere.
    known: HashMap<u64, Vec<Known>>,
    kept_bytes: usize,
    serial: u64,
}

/// What a stamp shows; `None`: nothing.
struct Known {
    shapes: Vec<Shape>,
    typed: Option<usize>,
    stamp: Option<Arc<Stamp>>,
}

impl Stamps {
    /// No stamps yet.
    pub fn new(theme: Theme, view: View) -> Self {
        Self { view, theme, icons: Icons::new(theme), known: HashMap::new(), kept_bytes: 0, serial: 0 }
    }

    /// The stamp of these shapes, of whose text `typed` clusters stand (`None`: all); `None` where there is nothing to see.
    pub fn of(&mut self, shapes: &[Shape], typed: Option<usize>) -> Option<&Arc<Stamp>> {
        let hash = hash(shapes, typed);
        let fits = |known: &Known| known.typed == typed && known.shapes == shapes;
        let index = self.known.get(&hash).and_then(|known| known.iter().position(fits));
        let index = index.unwrap_or_else(|| self.learn(hash, shapes, typed));
        self.known.get(&hash)?.get(index)?.stamp.as_ref()
    }

    /// Draws a stamp and returns its index among those of the same hash.
    fn learn(&mut self, hash: u64, shapes: &[Shape], typed: Option<usize>) -> usize {
        if self.kept_bytes > KEPT_BYTES {
            self.known.clear();
            self.kept_bytes = 0;
        }
        let stamp = self.draw(shapes, typed);
        self.kept_bytes += stamp.as_ref().map_or(0, |stamp| stamp.data.len());
        let known = self.known.entry(hash).or_default();
        known.push(Known { shapes: shapes.to_vec(), typed, stamp: stamp.map(Arc::new) });
        known.len() - 1
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
