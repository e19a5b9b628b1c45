//! Words for shapes: what the panels draw with.

use super::{Rect, Segment, Shape, Stroke};
use crate::font::{self, Face};
use crate::theme::Role;

/// A type style: face, size, colour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub face: Face,
    pub size: f32,
    pub color: Role,
}

impl Type {
    pub(super) const fn new(face: Face, size: f32, color: Role) -> Self {
        Self { face, size, color }
    }

    pub(super) fn width(self, text: &str) -> f32 {
        font::width(text, self.face, self.size)
    }

    /// Text that begins at `x`.
    pub(super) fn left(self, x: f32, baseline: f32, text: &str) -> Shape {
        Shape::Text { at: [x, baseline], text: text.to_owned(), face: self.face, size: self.size, color: self.color }
    }

    /// Text whose middle is at `x`.
    pub(super) fn centred(self, x: f32, baseline: f32, text: &str) -> Shape {
        self.left(x - self.width(text) / 2.0, baseline, text)
    }

    /// Text that ends at `x`.
    pub(super) fn right(self, x: f32, baseline: f32, text: &str) -> Shape {
        self.left(x - self.width(text), baseline, text)
    }

    /// The baseline that centres capitals on `y`.
    pub(super) fn middle(self, y: f32) -> f32 {
        y + font::cap_height(self.face, self.size) / 2.0
    }
}

impl Rect {
    pub(super) const fn new(x: f32, y: f32, w: f32, h: f32) -> Self {
        Self { x, y, w, h }
    }

    /// The rectangle around a point.
    pub(super) fn around([x, y]: [f32; 2], w: f32, h: f32) -> Self {
        Self::new(x - w / 2.0, y - h / 2.0, w, h)
    }

    /// Right edge.
    pub fn right(self) -> f32 {
        self.x + self.w
    }

    /// Bottom edge.
    pub fn bottom(self) -> f32 {
        self.y + self.h
    }

    /// The middle.
    pub fn center(self) -> [f32; 2] {
        [self.x + self.w / 2.0, self.y + self.h / 2.0]
    }

    /// The area that both cover.
    pub(super) fn overlap(self, other: Self) -> f32 {
        let w = self.right().min(other.right()) - self.x.max(other.x);
        let h = self.bottom().min(other.bottom()) - self.y.max(other.y);
        w.max(0.0) * h.max(0.0)
    }

    /// Moved by as little as puts it inside `outer`.
    pub(super) fn kept_in(self, outer: Self) -> Self {
        let x = self.x.min(outer.right() - self.w).max(outer.x);
        let y = self.y.min(outer.bottom() - self.h).max(outer.y);
        Self { x, y, ..self }
    }
}

impl Shape {
    /// The same, elsewhere.
    pub(super) fn moved(self, [dx, dy]: [f32; 2]) -> Self {
        let to = |[x, y]: [f32; 2]| [x + dx, y + dy];
        match self {
            Self::Rect { rect, radius, fill, stroke } => {
                Self::Rect { rect: Rect::new(rect.x + dx, rect.y + dy, rect.w, rect.h), radius, fill, stroke }
            }
            Self::Path { segments, fill, stroke } => {
                let segment = |segment| match segment {
                    Segment::Move(at) => Segment::Move(to(at)),
                    Segment::Line(at) => Segment::Line(to(at)),
                    Segment::Cubic(points) => Segment::Cubic(points.map(to)),
                    Segment::Close => Segment::Close,
                };
                Self::Path { segments: segments.into_iter().map(segment).collect(), fill, stroke }
            }
            Self::Text { at, text, face, size, color } => Self::Text { at: to(at), text, face, size, color },
            Self::Icon { icon, at, size } => Self::Icon { icon, at: to(at), size },
        }
    }
}

pub(super) fn filled(rect: Rect, radius: f32, fill: Role) -> Shape {
    Shape::Rect { rect, radius, fill: Some(fill), stroke: None }
}

pub(super) fn framed(rect: Rect, radius: f32, fill: Role, stroke: Role, width: f32) -> Shape {
    Shape::Rect { rect, radius, fill: Some(fill), stroke: Some(Stroke { color: stroke, width, dash: None }) }
}

pub(super) fn disc(center: [f32; 2], radius: f32, fill: Role) -> Shape {
    filled(Rect::around(center, 2.0 * radius, 2.0 * radius), radius, fill)
}

/// Straight lines from point to point.
pub(super) fn line(points: &[[f32; 2]], color: Role, width: f32, dash: Option<[f32; 2]>) -> Shape {
    let segments = points.iter().enumerate();
    let segments = segments.map(|(index, &at)| if index == 0 { Segment::Move(at) } else { Segment::Line(at) });
    Shape::Path { segments: segments.collect(), fill: None, stroke: Some(Stroke { color, width, dash }) }
}

pub(super) fn polygon(points: &[[f32; 2]], fill: Role) -> Shape {
    let mut segments: Vec<Segment> = points.iter().map(|&at| Segment::Line(at)).collect();
    if let Some(&at) = points.first() {
        segments[0] = Segment::Move(at);
        segments.push(Segment::Close);
    }
    Shape::Path { segments, fill: Some(fill), stroke: None }
}

/// A ✕ around a point, `reach` to each side.
pub(super) fn cross([x, y]: [f32; 2], reach: f32, color: Role, width: f32) -> [Shape; 2] {
    let stroke = |dy: f32| line(&[[x - reach, y - dy], [x + reach, y + dy]], color, width, None);
    [stroke(reach), stroke(-reach)]
}

/// A cubic's control points lie this far along a quarter circle's tangent.
pub(super) const ROUND: f32 = 0.552_285;

pub(super) fn length([x0, y0]: [f32; 2], [x1, y1]: [f32; 2]) -> f32 {
    ((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)).sqrt()
}

/// How long a line of points is.
pub(super) fn long(points: &[[f32; 2]]) -> f32 {
    points.windows(2).map(|leg| length(leg[0], leg[1])).sum()
}

/// The unit vector from `a` to `b`; to the right where they are one.
pub(super) fn direction(a: [f32; 2], b: [f32; 2]) -> [f32; 2] {
    let long = length(a, b);
    if long < 1e-3 { [1.0, 0.0] } else { [(b[0] - a[0]) / long, (b[1] - a[1]) / long] }
}

/// The outline of a tube around a line of points, with round ends.
pub(super) fn tube(points: &[[f32; 2]], half: f32) -> Vec<Segment> {
    let Some((&first, &last)) = points.first().zip(points.last()) else { return Vec::new() };
    let left = beside(points, half);
    let right = beside(points, -half);
    let mut segments = vec![Segment::Move(left[0])];
    segments.extend(left[1..].iter().map(|&at| Segment::Line(at)));
    let ahead = direction(points[points.len().saturating_sub(2)], last);
    segments.extend(cap(last, ahead, half));
    segments.extend(right.iter().rev().skip(1).map(|&at| Segment::Line(at)));
    let back = direction(points[1.min(points.len() - 1)], first);
    segments.extend(cap(first, back, half));
    segments.push(Segment::Close);
    segments
}

/// The line `by` to the left of its direction, mitred at bends.
fn beside(points: &[[f32; 2]], by: f32) -> Vec<[f32; 2]> {
    let last = points.len() - 1;
    let normal = |index: usize| {
        let [dx, dy] = direction(points[index], points[index + 1]);
        [dy, -dx]
    };
    let at = |index: usize| {
        let before = normal(index.saturating_sub(1).min(last.saturating_sub(1)));
        let after = normal(index.min(last.saturating_sub(1)));
        let sum = [before[0] + after[0], before[1] + after[1]];
        // The mitre of two unit normals is their sum, scaled so that its part along either is one.
        let scale = 2.0 / (sum[0] * sum[0] + sum[1] * sum[1]).max(0.5);
        [points[index][0] + sum[0] * scale * by, points[index][1] + sum[1] * scale * by]
    };
    if last == 0 { vec![points[0]] } else { (0..=last).map(at).collect() }
}

/// Half a circle around a tube's end, from its left side to its right.
fn cap([x, y]: [f32; 2], [dx, dy]: [f32; 2], half: f32) -> [Segment; 2] {
    let point = |along: f32, left: f32| [x + (dx * along + dy * left) * half, y + (dy * along - dx * left) * half];
    [
        Segment::Cubic([point(ROUND, 1.0), point(1.0, ROUND), point(1.0, 0.0)]),
        Segment::Cubic([point(1.0, -ROUND), point(ROUND, -1.0), point(0.0, -1.0)]),
    ]
}
