//! The shape of a glyph: a face and a glyph id go in, a path in thousandths of an em comes out.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use harfrust::GlyphId;
use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathElement};

use super::Face;

/// One piece of an outline. Coordinates are [x, y] in thousandths of an em, y down, the origin on the baseline.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Segment {
    /// Begins a contour.
    Move([f32; 2]),
    /// A straight line to a point.
    Line([f32; 2]),
    /// A quadratic curve: control point, end point.
    Quad([[f32; 2]; 2]),
    /// A cubic curve: two control points, end point.
    Cubic([[f32; 2]; 3]),
    /// Back to where the contour began.
    Close,
}

/// A glyph's outline, to be filled by the nonzero rule.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Outline {
    /// The contours. Coordinates are whole thousandths of an em. Empty for a space.
    pub segments: Vec<Segment>,
    /// Left, top, right, bottom of all points, control points included. All zero for a space.
    pub bounds: [f32; 4],
}

/// The outline of a glyph, as [`shape`](super::shape) names it; empty for a glyph id that the face lacks.
///
/// Drawn once and then kept, so that asking again is cheap.
pub fn outline(face: Face, glyph_id: u32) -> Arc<Outline> {
    let key = (face, glyph_id);
    if let Some(known) = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Arc::clone(known);
    }
    let drawn = Arc::new(draw(face, glyph_id));
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(known.entry(key).or_insert(drawn))
}

/// Looked up by key only, never walked through, so its order shows nowhere.
type Outlines = HashMap<(Face, u32), Arc<Outline>>;

static KNOWN: LazyLock<RwLock<Outlines>> = LazyLock::new(RwLock::default);

fn draw(face: Face, glyph_id: u32) -> Outline {
    let font = face.font();
    let mut path: Vec<PathElement> = Vec::new();
    if let Some(glyph) = font.outline_glyphs().get(GlyphId::new(glyph_id)) {
        // A bundled face has no glyph that cannot be drawn; if one did, the part that was drawn is the best there is.
        let _ = glyph.draw(&DrawOptions::new(), DrawMemory::default(), &mut path);
    }
    let scale = 1000.0 / f32::from(font.units_per_em());
    let segments: Vec<_> = path.iter().map(|element| segment(element, scale)).collect();
    let bounds = bounds(&segments);
    Outline { segments, bounds }
}

fn segment(element: &PathElement, scale: f32) -> Segment {
    // Adding zero turns -0 into 0.
    let point = |x: f32, y: f32| [(x * scale).round() + 0.0, (-y * scale).round() + 0.0];
    match *element {
        PathElement::MoveTo { x, y } => Segment::Move(point(x, y)),
        PathElement::LineTo { x, y } => Segment::Line(point(x, y)),
        PathElement::QuadTo { cx0, cy0, x, y } => Segment::Quad([point(cx0, cy0), point(x, y)]),
        PathElement::CurveTo { cx0, cy0, cx1, cy1, x, y } => {
            Segment::Cubic([point(cx0, cy0), point(cx1, cy1), point(x, y)])
        }
        PathElement::Close => Segment::Close,
    }
}

fn bounds(segments: &[Segment]) -> [f32; 4] {
    let mut points = segments.iter().flat_map(|segment| match segment {
        Segment::Move(point) | Segment::Line(point) => std::slice::from_ref(point),
        Segment::Quad(points) => points.as_slice(),
        Segment::Cubic(points) => points.as_slice(),
        Segment::Close => &[],
    });
    let Some(&[x, y]) = points.next() else {
        return [0.0; 4];
    };
    points.fold([x, y, x, y], |[left, top, right, bottom], &[x, y]| {
        [left.min(x), top.min(y), right.max(x), bottom.max(y)]
    })
}
