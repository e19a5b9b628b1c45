//! A face and the characters of a page go in; a static WOFF2 font with just these glyphs and their kerning comes out.

mod kerning;
mod tables;
mod woff2;

use std::collections::BTreeSet;
use std::io;

use harfrust::font::glyph::outline::{DrawMemory, UnscaledOutlineSink};
use harfrust::{GlyphId, ShaperFont};
use read_fonts::tables::glyf::PointFlags;

use super::{Face, shape};

/// The bytes of a WOFF2 font that holds, of these characters, those that the face has.
///
/// It has the weight of the face, no axes, no hinting and the face's kerning, but no ligatures and no alternates, so
/// that a browser sets text as wide as [`width`](super::width) says; under `text-rendering: geometricPrecision`, since
/// some browsers otherwise round to whole pixels. A page that uses a face needs the faces of its [`chain`](Face::chain)
/// too, for what it lacks. Letters that join (Arabic and its neighbours) are left out, because they need more than
/// that. Above 512 characters kerning is left out too. Same input, same bytes.
///
/// # Errors
///
/// If the compressor fails, which it has no reason to.
pub fn subset(face: Face, text: &BTreeSet<char>) -> io::Result<Vec<u8>> {
    woff2::pack(&tables::write(&gather(face, text)))
}

/// What the tables of the font are written from, in font units.
struct Subset {
    face: Face,
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

impl Drawn {
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

fn gather(face: Face, text: &BTreeSet<char>) -> Subset {
    let font = ShaperFont::new(face.font());
    let mut subset = Subset { face, characters: Vec::new(), glyphs: vec![draw(face, &font, GlyphId::NOTDEF)] };
    for &character in text.iter().filter(|&&character| !joins(character)) {
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
