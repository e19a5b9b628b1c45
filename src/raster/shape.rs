//! A shape goes in, what tiny-skia and resvg need to draw it comes out, and its pixels on a pixmap.

use tiny_skia::{FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke as Pen, StrokeDash, Transform};
use unicode_segmentation::UnicodeSegmentation;

use super::icon::Icons;
use crate::font::{self, Face};
use crate::lesson::Icon;
use crate::scene::{Rect, Segment, Shape, Stroke};
use crate::theme::{Role, Theme};

/// A shape ready to be drawn.
pub struct Drawing {
    /// What it covers at most, in scene units.
    pub bounds: Rect,
    picture: Picture,
}

enum Picture {
    Outline { path: Path, fill: Option<Role>, stroke: Option<Stroke> },
    Icon { icon: Icon, at: [f32; 2], size: f32 },
}

/// The drawing of a shape, of whose text `typed` clusters stand (`None`: all); `None` where there is nothing to see.
pub fn drawing(shape: &Shape, typed: Option<usize>) -> Option<Drawing> {
    match shape {
        Shape::Rect { rect, radius, fill, stroke } => outlined(rectangle(*rect, *radius)?, *fill, *stroke),
        Shape::Path { segments, fill, stroke } => outlined(outline(segments)?, *fill, *stroke),
        Shape::Text { at, text, face, size, color } => {
            let path = letters(*at, standing(text, typed), *face, *size)?;
            outlined(path, Some(*color), None)
        }
        Shape::Icon { icon, at, size } => {
            let bounds = Rect { x: at[0], y: at[1], w: *size, h: *size };
            Some(Drawing { bounds, picture: Picture::Icon { icon: *icon, at: *at, size: *size } })
        }
    }
}

/// Draws onto a pixmap; `transform` leads from scene units to its pixels.
pub fn draw(drawing: &Drawing, theme: Theme, icons: &mut Icons, transform: Transform, pixmap: &mut Pixmap) {
    match &drawing.picture {
        Picture::Outline { path, fill, stroke } => {
            if let Some(role) = *fill {
                pixmap.fill_path(path, &paint(theme, role), FillRule::Winding, transform, None);
            }
            if let Some(stroke) = *stroke {
                pixmap.stroke_path(path, &paint(theme, stroke.color), &pen(stroke), transform, None);
            }
        }
        Picture::Icon { icon, at, size } => {
            if let Some(tree) = icons.tree(*icon) {
                let scale = size / tree.size().width();
                let transform = transform.pre_translate(at[0], at[1]).pre_scale(scale, scale);
                resvg::render(tree, transform, &mut pixmap.as_mut());
            }
        }
    }
}

/// As much of a text as stands once `typed` of its grapheme clusters have been typed.
fn standing(text: &str, typed: Option<usize>) -> &str {
    let end = typed.and_then(|typed| text.grapheme_indices(true).nth(typed)).map_or(text.len(), |(end, _)| end);
    &text[..end]
}

fn outlined(path: Path, fill: Option<Role>, stroke: Option<Stroke>) -> Option<Drawing> {
    if fill.is_none() && stroke.is_none() {
        return None;
    }
    let bounds = path.bounds();
    let reach = stroke.map_or(0.0, |stroke| stroke.width / 2.0);
    let rect = Rect {
        x: bounds.left() - reach,
        y: bounds.top() - reach,
        w: bounds.width() + 2.0 * reach,
        h: bounds.height() + 2.0 * reach,
    };
    Some(Drawing { bounds: rect, picture: Picture::Outline { path, fill, stroke } })
}

/// How far a cubic's control points lie from its ends, in radii, for a quarter of a circle.
const QUARTER: f32 = 0.552_284_8;

fn rectangle(rect: Rect, radius: f32) -> Option<Path> {
    let Rect { x, y, w, h } = rect;
    // As in SVG, nothing is drawn of one without width or height.
    if !(w > 0.0 && h > 0.0) {
        return None;
    }
    let r = radius.min(w / 2.0).min(h / 2.0).max(0.0);
    if r <= 0.0 {
        return tiny_skia::Rect::from_xywh(x, y, w, h).map(PathBuilder::from_rect);
    }
    let k = r * (1.0 - QUARTER);
    let (right, bottom) = (x + w, y + h);
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.line_to(right - r, y);
    path.cubic_to(right - k, y, right, y + k, right, y + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
    path.line_to(x + r, bottom);
    path.cubic_to(x + k, bottom, x, bottom - k, x, bottom - r);
    path.line_to(x, y + r);
    path.cubic_to(x, y + k, x + k, y, x + r, y);
    path.close();
    path.finish()
}

fn outline(segments: &[Segment]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for segment in segments {
        match *segment {
            Segment::Move([x, y]) => path.move_to(x, y),
            Segment::Line([x, y]) => path.line_to(x, y),
            Segment::Cubic([[ax, ay], [bx, by], [x, y]]) => path.cubic_to(ax, ay, bx, by, x, y),
            Segment::Close => path.close(),
        }
    }
    path.finish()
}

fn letters([x, y]: [f32; 2], text: &str, face: Face, size: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    for glyph in font::shape(text, face, size).glyphs {
        let place = |[dx, dy]: [f32; 2]| [x + glyph.x + dx * size / 1000.0, y + glyph.y + dy * size / 1000.0];
        for segment in &font::outline(glyph.face, glyph.id).segments {
            letter_segment(&mut path, segment, place);
        }
    }
    path.finish()
}

fn letter_segment(path: &mut PathBuilder, segment: &font::Segment, place: impl Fn([f32; 2]) -> [f32; 2]) {
    match *segment {
        font::Segment::Move(to) => {
            let [x, y] = place(to);
            path.move_to(x, y);
        }
        font::Segment::Line(to) => {
            let [x, y] = place(to);
            path.line_to(x, y);
        }
        font::Segment::Quad(points) => {
            let [[ax, ay], [x, y]] = points.map(place);
            path.quad_to(ax, ay, x, y);
        }
        font::Segment::Cubic(points) => {
            let [[ax, ay], [bx, by], [x, y]] = points.map(place);
            path.cubic_to(ax, ay, bx, by, x, y);
        }
        font::Segment::Close => path.close(),
    }
}

fn paint(theme: Theme, role: Role) -> Paint<'static> {
    let color = theme.color(role);
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(color.0, color.1, color.2, 255);
    paint
}

fn pen(stroke: Stroke) -> Pen {
    Pen {
        width: stroke.width,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        dash: stroke.dash.and_then(|dash| StrokeDash::new(dash.to_vec(), 0.0)),
        ..Pen::default()
    }
}
