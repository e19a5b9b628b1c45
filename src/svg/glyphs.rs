//! Text goes in, outlines that are defined once and used letter by letter come out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::line;
use super::markup::{Number, Thousandth, escaped, path_step};
use crate::font::{self, Face, Outline, Segment};
use crate::scene::Shape;

/// Appends the outline of every glyph that the shapes' texts need, in thousandths of an em.
pub fn define(shapes: &[Shape], out: &mut String) {
    let mut glyphs = BTreeSet::new();
    for shape in shapes {
        if let Shape::Text { text, face, size, .. } = shape {
            glyphs.extend(font::shape(text, *face, *size).glyphs.iter().map(|glyph| (glyph.face, glyph.id)));
        }
    }
    for (face, id) in glyphs {
        let outline = font::outline(face, id);
        if !outline.segments.is_empty() {
            line(out, format_args!("<path id=\"{}\" d=\"{}\"/>", name(face, id), data(&outline)));
        }
    }
}

/// Appends one line of text; `look` are attributes.
pub fn used([x, y]: [f32; 2], text: &str, face: Face, size: f32, look: &str, out: &mut String) {
    let [left, base] = [x, y].map(Number);
    let _ = write!(out, "<g data-text=\"{}\"{look}", escaped(text));
    line(out, format_args!(" transform=\"translate({left} {base}) scale({})\">", Thousandth(size)));
    // Glyphs at 1000 px an em stand where their outlines are, in thousandths.
    for glyph in font::shape(text, face, 1000.0).glyphs {
        if font::outline(glyph.face, glyph.id).segments.is_empty() {
            continue;
        }
        let _ = write!(out, "<use xlink:href=\"#{}\"", name(glyph.face, glyph.id));
        for (axis, at) in [("x", glyph.x), ("y", glyph.y)] {
            let at = Number(at.round());
            if !at.is_zero() {
                let _ = write!(out, " {axis}=\"{at}\"");
            }
        }
        out.push_str("/>");
    }
    out.push_str("</g>\n");
}

/// A letter for the face and the glyph's number.
fn name(face: Face, id: u32) -> String {
    let letter = match face {
        Face::Regular => 'r',
        Face::Bold => 'b',
        Face::Mono => 'c',
        Face::Fallback => 'f',
        Face::FallbackMono => 'g',
    };
    format!("{letter}{id}")
}

fn data(outline: &Outline) -> String {
    let mut data = String::new();
    for segment in &outline.segments {
        match segment {
            Segment::Move(to) => path_step(&mut data, 'M', &[*to]),
            Segment::Line(to) => path_step(&mut data, 'L', &[*to]),
            Segment::Quad(points) => path_step(&mut data, 'Q', points),
            Segment::Cubic(points) => path_step(&mut data, 'C', points),
            Segment::Close => data.push('Z'),
        }
    }
    data
}
