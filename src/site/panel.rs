//! Storyboards become inline SVG: one picture a panel, as it stands at the end of its page. The player puts its own in
//! their place.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::cast::Cast;
use super::drawing::Sketch;
use super::markup::{each, escaped};
use super::short::Short;
use super::sketches::Sketches;
use crate::lesson::{Icon, Page};
use crate::scene::{Panel, PanelBox, Rect, Sprite, Storyboard};
use crate::svg::{self, Dress};

/// A panel's edge is centred on its outline and at most this far outside it.
const EDGE: f32 = 1.0;

/// Where the panels stand, on every page.
pub(super) struct Layout {
    /// The panels that the page shows as pictures: title and caption are its own.
    pub panels: Vec<PanelBox>,
    /// What encloses them all.
    pub around: Rect,
}

impl Layout {
    /// The layout of a board, which is that of all; that of a whole frame where it has no panels.
    pub fn of(board: &Storyboard) -> Self {
        let panels = panels(board);
        let around = panels.iter().map(|panel| panel.rect).reduce(enclosing);
        Self { panels, around: around.unwrap_or(Rect { x: 0.0, y: 0.0, w: 1232.0, h: 552.0 }) }
    }

    /// Each panel: its name, left, top, width and height.
    pub fn json(&self) -> Value {
        let panel = |PanelBox { panel, rect }: &PanelBox| {
            let [x, y, w, h] = [rect.x, rect.y, rect.w, rect.h].map(Short::hundredth);
            json!([name(*panel), x, y, w, h])
        };
        json!(self.panels.iter().map(panel).collect::<Vec<_>>())
    }
}

fn panels(board: &Storyboard) -> Vec<PanelBox> {
    let is_shown = |panel: &&PanelBox| panel.panel != Panel::Frame && panel.rect.w > 0.0 && panel.rect.h > 0.0;
    board.panels.iter().filter(is_shown).map(|panel| PanelBox { rect: edged(panel.rect), ..*panel }).collect()
}

/// With the half of its edge that stands outside it.
fn edged(Rect { x, y, w, h }: Rect) -> Rect {
    Rect { x: x - EDGE, y: y - EDGE, w: w + 2.0 * EDGE, h: h + 2.0 * EDGE }
}

fn enclosing(a: Rect, b: Rect) -> Rect {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Rect { x, y, w: (a.x + a.w).max(b.x + b.w) - x, h: (a.y + a.h).max(b.y + b.h) - y }
}

/// The class of a panel's picture.
pub(super) fn name(panel: Panel) -> &'static str {
    match panel {
        Panel::Ladder => "ladder",
        Panel::Terminal => "terminal",
        Panel::Stage | Panel::Frame => "stage",
    }
}

/// Whether the page has a picture: steps, and panels to show them in.
pub(super) fn is_drawn(page: &Page, board: &Storyboard) -> bool {
    !page.steps.is_empty() && !panels(board).is_empty()
}

/// The sprites of one panel, each with its index.
pub(super) fn sprites(board: &Storyboard, panel: Panel) -> impl Iterator<Item = (usize, &Sprite)> {
    board.sprites.iter().enumerate().filter(move |(_, sprite)| sprite.panel == panel)
}

/// The pictures of one page. `alt` says what they show in the end.
pub(super) fn board(cast: &mut Cast, sketches: &mut Sketches, layout: &Layout, alt: &str) -> String {
    let end_ms = sketches.board().duration_ms;
    let mut pictures = String::new();
    for panel in &layout.panels {
        let label = match panel.panel {
            Panel::Ladder => "Packets so far",
            Panel::Terminal => "Terminal",
            Panel::Stage | Panel::Frame => {
                if alt.is_empty() {
                    "Hosts and packets"
                } else {
                    alt
                }
            }
        };
        let role = format!("class=\"{}\" role=\"group\"", name(panel.panel));
        pictures.push_str(&picture(cast, (&mut *sketches, end_ms), *panel, &role, label));
    }
    format!("<div class=\"board\">\n{pictures}</div>\n")
}

/// The hosts before anything happens, for a page that introduces them: a picture a layout; nothing where there is no
/// stage.
pub(super) fn hosts(cast: &mut Cast, boards: [(&mut Sketches, &Layout); 2], alt: &str) -> String {
    let mut pictures = String::new();
    for ((sketches, layout), class) in boards.into_iter().zip(["wide", "narrow"]) {
        if let Some(panel) = layout.panels.iter().find(|panel| panel.panel == Panel::Stage) {
            let role = format!("class=\"{class}\" role=\"img\"");
            pictures.push_str(&picture(cast, (sketches, 0), *panel, &role, alt));
        }
    }
    if pictures.is_empty() { pictures } else { format!("<figure class=\"hosts\">\n{pictures}</figure>\n") }
}

/// A panel as it stands at a time.
fn picture(
    cast: &mut Cast,
    (sketches, t_ms): (&mut Sketches, u32),
    PanelBox { panel, rect }: PanelBox,
    role: &str,
    label: &str,
) -> String {
    let [x, y, w, h] = [rect.x, rect.y, rect.w, rect.h].map(Short::hundredth);
    let board = Arc::clone(sketches.board());
    let standing = |(index, sprite)| standing(cast, (sprite, || sketches.of(index)), t_ms);
    let sprites: String = sprites(&board, panel).map(standing).collect();
    let label = escaped(label);
    format!("<svg {role} aria-label=\"{label}\" viewBox=\"{x} {y} {w} {h}\">\n{sprites}</svg>\n")
}

/// A sprite at a time; nothing where it does not stand.
fn standing<'a>(cast: &mut Cast, (sprite, sketch): (&Sprite, impl FnOnce() -> &'a Sketch), t_ms: u32) -> String {
    let opacity = match sprite.opacity.at(t_ms) {
        0 => return String::new(),
        100.. => String::new(),
        opacity => format!("opacity={} ", Short::hundredth(f32::from(opacity) / 100.0)),
    };
    let (drawing, origin) = cast.drawing(sketch());
    let shift = sprite.shift.at(t_ms);
    let [x, y] = [0, 1].map(|axis| Short::hundredth(origin[axis] + shift[axis]));
    format!("<use href=#_{drawing} x={x} y={y} {opacity}/>\n")
}

/// These icons as symbols, and each of the drawings so far, for pictures to use.
pub(super) fn symbols(cast: &Cast, icons: &BTreeSet<Icon>) -> String {
    let mut symbols = String::new();
    svg::icon_symbols(icons.iter().copied(), Dress::Page, &mut symbols);
    symbols += &each(cast.drawings.things().into_iter().enumerate(), |(number, drawing)| {
        format!("<g id=_{number}>{}</g>\n", each(drawing, super::drawing::Mark::markup))
    });
    if symbols.is_empty() {
        return symbols;
    }
    format!("<svg class=\"symbols\" width=\"0\" height=\"0\" aria-hidden=\"true\">\n<defs>\n{symbols}</defs>\n</svg>\n")
}
