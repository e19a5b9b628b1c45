//! One numbered arrow of the ladder, with its label.

use super::super::board::Board;
use super::super::ink::{Type, cross, disc, filled, line, polygon};
use super::super::{Part, Rect, Shape};
use super::{FIRST, Ladder, Row, SLANT};
use crate::font::Face;
use crate::lesson::{HostId, Packet, Target};
use crate::protocol::{Fate, TracedPacket};
use crate::theme::Role;

/// Between a lifeline, with its bars, and a label.
const CLEAR: f32 = 9.0;

impl Ladder {
    /// The next arrow with its number and label.
    pub(super) fn row(&self, board: &mut Board, packet: &Packet, traced: &TracedPacket, part: Part) -> Row {
        let hue = board.hue(packet.verb);
        let start = self.x(packet.from);
        let ends: Vec<f32> = traced.routes.iter().filter_map(|route| self.end_of(packet, route, traced.fate)).collect();
        // A label has the room of the whole way, however far its packet comes.
        let goals = traced.routes.iter().filter_map(|route| self.end_of(packet, route, Fate::Delivered));
        let goals: Vec<f32> = goals.collect();
        let lines = self.label_lines(board, packet, (start, &goals));
        let rise = self.measures.leading() * lines.len().saturating_sub(1) as f32;
        let tail = self.next + rise;
        let y = self.room().y + FIRST + tail;
        let mut shapes = self.number(traced, y + SLANT / 2.0, hue);
        let lost = traced.fate != Fate::Delivered;
        for side in [-1.0, 1.0] {
            let mut heads: Vec<f32> = ends.iter().copied().filter(|end| (end - start) * side > 0.0).collect();
            heads.sort_by(|a, b| ((a - start) * side).total_cmp(&((b - start) * side)));
            shapes.extend(arrows(start, &heads, y, hue, lost));
        }
        let mut behind = Vec::new();
        for (index, text) in lines.iter().enumerate() {
            let above = self.measures.leading() * (lines.len() - 1 - index) as f32;
            let (cover, label) = self.label(text, (start, &goals, y - above));
            behind.extend(cover);
            shapes.push(label);
        }
        behind.extend(shapes);
        Row { y: tail, rise, part, shapes: behind }
    }

    /// Where an arrow's head stands. A way that ends at a node without a lifeline, or between two, ends partway.
    fn end_of(&self, packet: &Packet, route: &[HostId], fate: Fate) -> Option<f32> {
        let start = self.x(packet.from);
        let &last = route.last()?;
        let target = match packet.to {
            Target::Host(host) => host,
            Target::All => last,
        };
        let goal = self.x(target);
        match fate {
            Fate::Delivered => (target != packet.from).then_some(goal),
            Fate::Blocked if self.lifelines.contains(&last) && last != packet.from => Some(self.x(last)),
            Fate::Blocked | Fate::Lost => Some(start + (goal - start) * 0.6),
        }
    }

    fn number(&self, traced: &TracedPacket, y: f32, hue: u8) -> Vec<Shape> {
        let style = Type::new(Face::Bold, self.measures.number_size, Role::OnHue);
        let text = traced.number.to_string();
        let w = (style.width(&text) + 13.0).max(24.0);
        let pill = Rect::around([self.rect.x + self.measures.number, y], w, 24.0);
        let pill = self.measures.kept_in(pill, self.rect);
        vec![filled(pill, 12.0, Role::Hue(hue)), style.centred(pill.center()[0], style.middle(y), &text)]
    }

    /// A label keeps between the ends of its arrow, where that is no hardship: it is not to look as if it went farther.
    fn label_lines(&self, board: &mut Board, packet: &Packet, (start, ends): (f32, &[f32])) -> Vec<String> {
        let (left, right) = self.label_room();
        let farthest = ends.iter().map(|end| (end - start).abs()).fold(0.0, f32::max);
        let width = (farthest - 2.0 * CLEAR).max(self.measures.least_label).min(right - left);
        let (face, size) = (Face::Regular, self.measures.label_size);
        board.wrap(&packet.label, (face, size), width, self.measures.lines, packet.label_span)
    }

    /// Between which places a label stands.
    fn label_room(&self) -> (f32, f32) {
        let (left, right) = self.measures.label_sides;
        (self.rect.x + left, self.rect.right() - right)
    }

    /// What is behind a line of the label where it would cross a lifeline, and the line, over the middle of its arrow.
    fn label(&self, text: &str, (start, ends, y): (f32, &[f32], f32)) -> (Option<Shape>, Shape) {
        let size = self.measures.label_size;
        let style = Type::new(Face::Regular, size, Role::Ink);
        let low = ends.iter().copied().fold(start, f32::min);
        let high = ends.iter().copied().fold(start, f32::max);
        let middle = f32::midpoint(low, high);
        let (left, right) = self.label_room();
        let w = style.width(text);
        // On its arrow where there is room, else as near as the panel lets it be.
        let x = (middle - w / 2.0).clamp(left, (right - w).max(left));
        let baseline = y - 4.0;
        let crosses = |host: &HostId| (x - 6.0..x + w + 6.0).contains(&self.x(*host));
        let behind = filled(Rect::new(x - 4.0, baseline - size * 0.82, w + 8.0, size * 1.1), 4.0, Role::Card);
        (self.lifelines.iter().any(crosses).then_some(behind), style.left(x, baseline, text))
    }
}

/// One line to the farthest of `heads`, which lie to one side of `start`, nearest first; a head at each.
fn arrows(start: f32, heads: &[f32], y: f32, hue: u8, lost: bool) -> Vec<Shape> {
    let Some(&far) = heads.last() else { return Vec::new() };
    let side = if far < start { -1.0 } else { 1.0 };
    // A short arrow is not steeper than its slant.
    let slope = SLANT / ((far - start).abs() - 18.0).max(11.0);
    let on_line = |x: f32| [x, y + ((x - start).abs() - 9.0) * slope];
    let tip = |head: f32| on_line(head - side * if lost { 0.0 } else { 9.0 });
    let back = |head: f32, by: f32| on_line(tip(head)[0] - side * by);
    let mut shapes = vec![line(&[on_line(start + side * 9.0), back(far, 11.0)], Role::Hue(hue), 2.4, None)];
    for &head in heads {
        if lost {
            shapes.push(disc(tip(head), 9.0, Role::Lost));
            shapes.extend(cross(tip(head), 3.4, Role::OnLost, 2.2));
        } else {
            let base = back(head, 13.0);
            shapes.push(polygon(&[tip(head), [base[0], base[1] - 6.0], [base[0], base[1] + 6.0]], Role::Hue(hue)));
        }
    }
    shapes
}
