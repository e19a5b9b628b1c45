//! Storyboards become inline SVG: one picture a panel, each sprite as it stands at the end of its page.

use crate::font;
use crate::scene::{Panel, PanelBox, Part, Rect, Segment, Shape, Sprite, Storyboard};
use crate::svg::{self, Dress};

use super::markup::{each, escaped, number};

/// A panel's edge is centred on its outline and at most this far outside it.
const EDGE: f32 = 1.0;
/// How far around a packet or an arrow a touch still counts.
const REACH: f32 = 4.0;

/// Where the panels of all pages stand, so that they keep their places when a page is turned.
pub(super) struct Layout {
    /// What encloses all panels.
    pub around: Rect,
    /// Every place that a panel of some page has, once.
    pub places: Vec<Rect>,
}

impl Layout {
    /// The layout of these boards; that of a whole frame where none has panels.
    pub fn of(boards: &[Storyboard]) -> Self {
        let mut places: Vec<Rect> = Vec::new();
        for PanelBox { rect, .. } in boards.iter().flat_map(panels) {
            if !places.contains(&rect) {
                places.push(rect);
            }
        }
        let around = places.iter().copied().reduce(enclosing);
        Self { around: around.unwrap_or(Rect { x: 0.0, y: 0.0, w: 1232.0, h: 552.0 }), places }
    }
}

/// The panels that the page shows as pictures: title and caption are its own.
pub(super) fn panels(board: &Storyboard) -> impl Iterator<Item = PanelBox> {
    let is_shown = |panel: &&PanelBox| panel.panel != Panel::Frame && panel.rect.w > 0.0 && panel.rect.h > 0.0;
    board.panels.iter().filter(is_shown).map(|panel| PanelBox { rect: edged(panel.rect), ..*panel })
}

/// With the half of its edge that stands outside it.
fn edged(Rect { x, y, w, h }: Rect) -> Rect {
    Rect { x: x - EDGE, y: y - EDGE, w: w + 2.0 * EDGE, h: h + 2.0 * EDGE }
}

/// The sprites of one panel with their indices.
fn sprites(board: &Storyboard, panel: Panel) -> impl Iterator<Item = (usize, &Sprite)> {
    board.sprites.iter().enumerate().filter(move |(_, sprite)| sprite.panel == panel)
}

/// The sprites that the page shows, with their indices.
pub(super) fn shown(board: &Storyboard) -> impl Iterator<Item = (usize, &Sprite)> {
    panels(board).flat_map(|panel| sprites(board, panel.panel))
}

/// The pictures of one page. `alt` says what they show in the end.
pub(super) fn board(board: &Storyboard, layout: &Layout, alt: &str) -> String {
    let pictures = each(panels(board), |panel| picture(board, panel, layout, alt));
    format!("<div class=\"board\">\n{pictures}</div>\n")
}

/// The hosts before anything happens, for a page that introduces them; nothing where there is no stage.
pub(super) fn hosts(board: &Storyboard, alt: &str) -> String {
    let Some(PanelBox { rect, .. }) = panels(board).find(|panel| panel.panel == Panel::Stage) else {
        return String::new();
    };
    let view = [rect.x, rect.y, rect.w, rect.h].map(number).join(" ");
    let alt = escaped(alt);
    let sprites = each(sprites(board, Panel::Stage), |(index, sprite)| standing(sprite, index, 0));
    format!(
        "<figure class=\"hosts\">\n<svg viewBox=\"{view}\" role=\"img\" aria-label=\"{alt}\">\n{sprites}</svg>\n</figure>\n"
    )
}

/// The icons of all boards as symbols, which each picture uses.
pub(super) fn symbols(boards: &[Option<&Storyboard>]) -> String {
    let icons = svg::icons(boards.iter().flatten().flat_map(|board| shown(board)).map(|(_, sprite)| sprite));
    if icons.is_empty() {
        return String::new();
    }
    let mut symbols = String::new();
    svg::icon_symbols(icons, Dress::Page, &mut symbols);
    format!("<svg class=\"symbols\" width=\"0\" height=\"0\" aria-hidden=\"true\">\n{symbols}</svg>\n")
}

fn picture(board: &Storyboard, PanelBox { panel, rect }: PanelBox, layout: &Layout, alt: &str) -> String {
    let (name, label) = match panel {
        Panel::Ladder => ("ladder", "Packets so far"),
        Panel::Terminal => ("terminal", "Terminal"),
        Panel::Stage | Panel::Frame => ("stage", if alt.is_empty() { "Hosts and packets" } else { alt }),
    };
    let place = layout.places.iter().position(|place| *place == rect).unwrap_or_default();
    let label = escaped(label);
    let view = [rect.x, rect.y, rect.w, rect.h].map(number).join(" ");
    let mut picture =
        format!("<svg class=\"{name} place-{place}\" viewBox=\"{view}\" role=\"group\" aria-label=\"{label}\">\n");
    for (index, sprite) in sprites(board, panel) {
        picture.push_str(&standing(sprite, index, board.duration_ms));
    }
    picture.push_str("</svg>\n");
    picture
}

/// A sprite as it stands at `t_ms`, so that the page is whole before the player has drawn anything.
fn standing(sprite: &Sprite, index: usize, t_ms: u32) -> String {
    let mut markup = String::new();
    svg::sprite(sprite, index, Dress::Page, &mut markup);
    let seen = match sprite.opacity.at(t_ms) {
        0 => " visibility=\"hidden\"".to_owned(),
        100.. => String::new(),
        opacity => format!(" opacity=\"{}\"", number(f32::from(opacity) / 100.0)),
    };
    let [x, y] = sprite.shift.at(t_ms).map(number);
    let shift = match (x.as_str(), y.as_str()) {
        ("0", "0") => String::new(),
        (x, y) => format!(" transform=\"translate({x} {y})\""),
    };
    let markup = markup.replacen("<g", &format!("<g{seen}{shift}"), 1);
    match (sprite.part, markup.strip_suffix("</g>\n")) {
        (Part::Packet { .. } | Part::Arrow { .. }, Some(open)) => format!("{open}{}</g>\n", touch(sprite)),
        _ => markup,
    }
}

/// What a finger or a pointer hits of a packet or an arrow: all that its shapes enclose, since a line alone is too thin.
fn touch(sprite: &Sprite) -> String {
    let Some(Rect { x, y, w, h }) = sprite.shapes.iter().filter_map(enclosed).reduce(enclosing) else {
        return String::new();
    };
    let [x, y, w, h] = [x - REACH, y - REACH, w + 2.0 * REACH, h + 2.0 * REACH].map(number);
    format!("<rect class=\"touch\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>\n")
}

fn enclosed(shape: &Shape) -> Option<Rect> {
    match shape {
        Shape::Rect { rect, .. } => Some(*rect),
        Shape::Path { segments, .. } => segments.iter().flat_map(points).map(dot).reduce(enclosing),
        Shape::Text { at: [x, y], text, face, size, .. } => {
            Some(Rect { x: *x, y: y - size, w: font::width(text, *face, *size), h: *size })
        }
        Shape::Icon { at: [x, y], size, .. } => Some(Rect { x: *x, y: *y, w: *size, h: *size }),
    }
}

fn points(segment: &Segment) -> Vec<[f32; 2]> {
    match segment {
        Segment::Move(to) | Segment::Line(to) => vec![*to],
        Segment::Cubic(points) => points.to_vec(),
        Segment::Close => Vec::new(),
    }
}

fn dot([x, y]: [f32; 2]) -> Rect {
    Rect { x, y, w: 0.0, h: 0.0 }
}

fn enclosing(a: Rect, b: Rect) -> Rect {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Rect { x, y, w: (a.x + a.w).max(b.x + b.w) - x, h: (a.y + a.h).max(b.y + b.h) - y }
}
