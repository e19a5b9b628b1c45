//! One shape goes in, one element comes out.

use std::fmt::Write as _;

use super::markup::{Number, path_step};
use super::{glyphs, icon, line};
use crate::font::Face;
use crate::scene::{Rect, Segment, Shape, Stroke};
use crate::theme::{Role, Theme};

/// Appends the element of a shape.
pub fn write(shape: &Shape, theme: Theme, out: &mut String) {
    match shape {
        Shape::Rect { rect, radius, fill, stroke } => rectangle(*rect, *radius, &look(*fill, *stroke, theme), out),
        Shape::Path { segments, fill, stroke } => {
            line(out, format_args!("<path d=\"{}\"{}/>", data(segments), look(*fill, *stroke, theme)));
        }
        Shape::Text { at, text, face, size, color } => outlined(*at, text, *face, *size, theme, *color, out),
        Shape::Icon { icon, at, size } => icon::used(*icon, *at, *size, out),
    }
}

fn rectangle(Rect { x, y, w, h }: Rect, radius: f32, look: &str, out: &mut String) {
    // Nothing is drawn of one without width or height, and a negative one is an error.
    if !(w > 0.0 && h > 0.0) {
        return;
    }
    let [x, y, w, h, r] = [x, y, w, h, radius.max(0.0)].map(Number);
    let _ = write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"");
    if !r.is_zero() {
        let _ = write!(out, " rx=\"{r}\"");
    }
    line(out, format_args!("{look}/>"));
}

/// The attributes of fill and stroke.
fn look(fill: Option<Role>, stroke: Option<Stroke>, theme: Theme) -> String {
    let mut look = String::new();
    if let Some(role) = fill {
        let _ = write!(look, " fill=\"{}\"", theme.color(role));
    }
    if let Some(stroke) = stroke {
        let _ = write!(look, " stroke=\"{}\"", theme.color(stroke.color));
    }
    if fill.is_none() {
        look.push_str(" fill=\"none\"");
    }
    if let Some(Stroke { width, dash, .. }) = stroke {
        let _ = write!(look, " stroke-width=\"{}\"", Number(width.max(0.0)));
        if let Some([dash, gap]) = dash.map(|dash| dash.map(|length| Number(length.max(0.0)))) {
            let _ = write!(look, " stroke-dasharray=\"{dash} {gap}\"");
        }
    }
    look
}

fn data(segments: &[Segment]) -> String {
    let mut data = String::new();
    for segment in segments {
        match segment {
            Segment::Move(to) => path_step(&mut data, 'M', &[*to]),
            Segment::Line(to) => path_step(&mut data, 'L', &[*to]),
            Segment::Cubic(points) => path_step(&mut data, 'C', points),
            Segment::Close => data.push('Z'),
        }
    }
    data
}

fn outlined(at: [f32; 2], text: &str, face: Face, size: f32, theme: Theme, color: Role, out: &mut String) {
    let look = format!(" fill=\"{}\"", theme.color(color));
    glyphs::used(at, text, face, size, &look, out);
}
