//! A face and the characters of a page go in; a static WOFF2 font with just these glyphs and their kerning comes out.

mod brotli;
mod kerning;
mod tables;
mod woff2;

use std::collections::BTreeSet;

use harfrust::font::glyph::outline::{DrawMemory, UnscaledOutlineSink};
use harfrust::{GlyphId, ShaperFont};
use read_fonts::tables::glyf::PointFlags;

use super::{Face, shape};

/// What a face has to write.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Written {
    /// The characters.
    pub characters: BTreeSet<char>,
    /// Which of them stand beside which, and so may need kerning; `None` where any may.
    pub pairs: Option<BTreeSet<[char; 2]>>,
}

/// The bytes of a WOFF2 font that holds, of these characters, those that the face has.
///
/// It has the weight of the face, no axes, no hinting and the face's kerning for these pairs, but no ligatures and no
/// alternates, and its outlines keep to a grid that is too fine to be seen (1/250 em or finer); so
/// that a browser sets text as wide as [`width`](super::width) says; under `text-rendering: geometricPrecision`, since
/// some browsers otherwise round to whole pixels. A page that uses a face needs the faces of its [`chain`](Face::chain)
/// too, for what it lacks. Letters that join (Arabic and its neighbours) are left out, because they need more than
/// that. Above 512 characters kerning is left out too. Same input, same bytes.
pub fn subset(face: Face, written: &Written) -> Vec<u8> {
    woff2::pack(&tables::write(&gather(face, written)))
}

/// What the tables of the font are written from, in font units.
struct Subset<'a> {
    face: Face,
    /// The pairs that may be kerned; `None`: all.
    pairs: Option<&'a BTreeSet<[char; 2]>>,
    /// Characters in ascending order, each with its index in `glyphs`.
    characters: Vec<(char, u16)>,
    /// The glyph for what is missing, then one for each character.
    glyphs: Vec<Drawn>,
}

/// A glyph as a TrueType font stores it.
#[derive(Default)]
struct Drawn {
    /// Its number in the face.
    id: GlyphId,
    advance: u16,
    contours: Vec<Vec<Point>>,
}

/// A point of a contour, y up.
#[derive(Clone, Copy)]
struct Point {
    x: i32,
    y: i32,
    on_curve: bool,
}

/// Steps of an outline's grid in an em, at least: at 72 pixels, a point is at most 0.15 pixels from its place. What
/// repeats packs better.
const FINEST_GRID: i32 = 250;

impl Drawn {
    /// Moves each point to the nearest multiple of the step.
    fn keep_to_grid(&mut self, step: i32) {
        let step = step.max(1);
        let nearest = |value: i32| (value + step / 2).div_euclid(step) * step;
        for point in self.contours.iter_mut().flatten() {
            (point.x, point.y) = (nearest(point.x), nearest(point.y));
        }
    }

    /// Left, bottom, right, top of all points; all zero without any.
    fn bounds(&self) -> [i32; 4] {
        let mut points = self.contours.iter().flatten();
        let Some(first) = points.next() else {
            return [0; 4];
        };
        points.fold([first.x, first.y, first.x, first.y], |[left, bottom, right, top], point| {
            [left.min(point.x), bottom.min(point.y), right.max(point.x), top.max(point.y)]
        })
    }
}

fn gather(face: Face, written: &Written) -> Subset<'_> {
    let font = ShaperFont::new(face.font());
    let glyphs = vec![draw(face, &font, GlyphId::NOTDEF)];
    let mut subset = Subset { face, pairs: written.pairs.as_ref(), characters: Vec::new(), glyphs };
    for &character in written.characters.iter().filter(|&&character| !joins(character)) {
        // No bundled face has as many glyphs as the index can hold.
        let (Some(id), Ok(index)) = (face.font().charmap().map_unicode(character), subset.glyphs.len().try_into())
        else {
            continue;
        };
        subset.characters.push((character, index));
        subset.glyphs.push(draw(face, &font, id));
    }
    subset
}

/// Whether the letter takes another shape beside others.
fn joins(character: char) -> bool {
    matches!(character, '\u{600}'..='\u{8FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
}

fn draw(face: Face, font: &ShaperFont<'_, '_>, id: GlyphId) -> Drawn {
    let advance = shape::pitched(face, font.glyph_h_advance(id));
    let mut drawn = Drawn { id, advance: advance.try_into().unwrap_or_default(), contours: Vec::new() };
    if let Some(glyph) = face.font().outline_glyphs().get(id) {
        // As for outlines on frames: a bundled face has no glyph that cannot be drawn.
        let _ = glyph.draw_unscaled(DrawMemory::default(), &mut drawn);
    }
    drawn.contours.retain(|contour| !contour.is_empty());
    drawn.keep_to_grid(i32::from(face.font().units_per_em()) / FINEST_GRID);
    drawn
}

impl UnscaledOutlineSink for Drawn {
    fn start_contour(&mut self) {
        self.contours.push(Vec::new());
    }

    fn point(&mut self, x: i32, y: i32, flags: PointFlags) {
        if let Some(contour) = self.contours.last_mut() {
            contour.push(Point { x, y, on_curve: flags.is_on_curve() });
        }
    }

    fn end_contour(&mut self) {}
}

#[cfg(test)]
mod tests;
