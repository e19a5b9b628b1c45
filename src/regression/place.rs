//! A scene goes in, and where its panels and things stand on a bitmap of it comes out: so that a difference has a name.

use crate::encode::PixelRect;
use crate::font;
use crate::scene::{HEIGHT, Panel, Part, Placed, Rect, Scene, Segment, Shape, Storyboard, WIDTH};

/// What something in a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A packet on stage.
    Packet,
    /// A packet's arrow in the ladder.
    Arrow,
    /// A line of text.
    Text,
    /// A host's picture.
    Icon,
    /// A line.
    Line,
    /// Anything with an area.
    Area,
}

/// Where everything stands, in pixels.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    panels: Vec<(Panel, Span)>,
    /// Back to front.
    things: Vec<(Thing, Span)>,
}

/// Left, top, right, bottom.
type Span = [f32; 4];

impl Places {
    /// The places of a scene of `board` on a bitmap of this size.
    pub fn of(board: &Storyboard, scene: &Scene<'_>, (width, height): (u32, u32)) -> Self {
        let scale = (width as f32 / WIDTH).min(height as f32 / HEIGHT);
        let margin = [(width as f32 - WIDTH * scale) / 2.0, (height as f32 - HEIGHT * scale) / 2.0];
        let pixels = |rect: Rect| {
            let [x, y] = [rect.x * scale + margin[0], rect.y * scale + margin[1]];
            [x, y, x + rect.w * scale, y + rect.h * scale]
        };
        let panels = board.panels.iter().map(|one| (one.panel, pixels(one.rect))).collect();
        let things = scene.placed.iter().flat_map(things);
        Self { panels, things: things.map(|(thing, rect)| (thing, pixels(rect))).collect() }
    }

    /// The panel that a pixel is in; the frame around them, where it is in none.
    pub fn panel(&self, x: u32, y: u32) -> Panel {
        let found = self.panels.iter().find(|(_, span)| holds(*span, x, y));
        found.map_or(Panel::Frame, |(panel, _)| *panel)
    }

    /// What is seen at a pixel: the uppermost thing that reaches there.
    pub fn thing(&self, x: u32, y: u32) -> Thing {
        let found = self.things.iter().rev().find(|(_, span)| holds(*span, x, y));
        found.map_or(Thing::Area, |(thing, _)| *thing)
    }

    /// The panels that a rectangle touches, in order; the frame, where it is not in any other as a whole. Never none.
    pub fn panels(&self, rect: PixelRect) -> Vec<Panel> {
        let [left, top, right, bottom] = [rect.x, rect.y, rect.x + rect.w, rect.y + rect.h].map(|side| side as f32);
        let touches = |span: &Span| left < span[2] && right > span[0] && top < span[3] && bottom > span[1];
        // The last pixel of a panel may be shared with the frame.
        let inside = |span: &Span| {
            left >= span[0] - 1.0 && right <= span[2] + 1.0 && top >= span[1] - 1.0 && bottom <= span[3] + 1.0
        };
        let mut panels: Vec<Panel> =
            self.panels.iter().filter(|(_, span)| touches(span)).map(|(panel, _)| *panel).collect();
        if panels.is_empty() || !self.panels.iter().any(|(_, span)| inside(span)) {
            panels.insert(0, Panel::Frame);
        }
        panels
    }
}

fn holds(span: Span, x: u32, y: u32) -> bool {
    let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
    x >= span[0] && x < span[2] && y >= span[1] && y < span[3]
}

/// What a sprite is made of, with the rectangles around it in scene units.
fn things(placed: &Placed<'_>) -> Vec<(Thing, Rect)> {
    let thing = |shape: &Shape| match (placed.sprite.part, shape) {
        (Part::Packet { .. }, _) => Thing::Packet,
        (Part::Arrow { .. }, _) => Thing::Arrow,
        (Part::Still, Shape::Text { .. }) => Thing::Text,
        (Part::Still, Shape::Icon { .. }) => Thing::Icon,
        (Part::Still, Shape::Path { fill: None, .. }) => Thing::Line,
        (Part::Still, Shape::Path { .. } | Shape::Rect { .. }) => Thing::Area,
    };
    let [dx, dy] = placed.shift;
    let around = |shape: &Shape| {
        let Rect { x, y, w, h } = around(shape);
        // A line's width, and the smoothing of edges.
        rect(x + dx - 2.0, y + dy - 2.0, w + 4.0, h + 4.0)
    };
    placed.sprite.shapes.iter().map(|shape| (thing(shape), around(shape))).collect()
}

fn rect(x: f32, y: f32, w: f32, h: f32) -> Rect {
    Rect { x, y, w, h }
}

fn around(shape: &Shape) -> Rect {
    match shape {
        Shape::Rect { rect, .. } => *rect,
        Shape::Icon { at: [x, y], size, .. } => rect(*x, *y, *size, *size),
        Shape::Text { at: [x, y], text, face, size, .. } => {
            rect(*x, y - size, font::width(text, *face, *size), size * 1.3)
        }
        Shape::Path { segments, .. } => {
            let points = segments.iter().flat_map(|segment| match *segment {
                Segment::Move(point) | Segment::Line(point) => vec![point],
                Segment::Cubic(points) => points.to_vec(),
                Segment::Close => Vec::new(),
            });
            let (mut low, mut high) = ([f32::MAX; 2], [f32::MIN; 2]);
            for point in points {
                for axis in [0, 1] {
                    low[axis] = low[axis].min(point[axis]);
                    high[axis] = high[axis].max(point[axis]);
                }
            }
            rect(low[0], low[1], (high[0] - low[0]).max(0.0), (high[1] - low[1]).max(0.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_right_beside_a_panel_is_in_the_frame() {
        let places = Places { panels: vec![(Panel::Stage, [10.0, 10.0, 90.0, 50.0])], things: Vec::new() };
        let panels = |x, y, w, h| places.panels(PixelRect { x, y, w, h });
        assert_eq!(panels(20, 9, 30, 1), [Panel::Frame], "above it, and touching nothing");
        assert_eq!(panels(20, 9, 30, 2), [Panel::Stage], "its first row may be shared");
        assert_eq!(panels(20, 10, 30, 5), [Panel::Stage]);
        assert_eq!(panels(20, 5, 30, 10), [Panel::Frame, Panel::Stage]);
    }
}
