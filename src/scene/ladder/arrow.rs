//! One numbered arrow of the ladder, with its label.

use super::super::board::Board;
use super::super::ink::{Type, cross, disc, filled, line, polygon};
use super::super::{Part, Rect, Shape};
use super::{FIRST, Ladder, Row, SLANT};
use crate::font::Face;
use crate::lesson::{HostId, Packet, Target};
use crate::protocol::{Fate, TracedPacket};
use crate::theme::Role;

impl Ladder {
    /// One arrow with its number and label.
    pub(super) fn row(
        &self,
        board: &mut Board,
        packet: &Packet,
        traced: &TracedPacket,
        (tail, part): (f32, Part),
    ) -> Row {
        let hue = board.hue(packet.verb);
        let y = self.room().y + FIRST + tail;
        let start = self.x(packet.from);
        let mut shapes = self.number(traced, y + SLANT / 2.0, hue);
        let ends: Vec<f32> = traced.routes.iter().filter_map(|route| self.end_of(packet, route, traced.fate)).collect();
        let lost = traced.fate != Fate::Delivered;
        for side in [-1.0, 1.0] {
            let mut heads: Vec<f32> = ends.iter().copied().filter(|end| (end - start) * side > 0.0).collect();
            heads.sort_by(|a, b| ((a - start) * side).total_cmp(&((b - start) * side)));
            shapes.extend(arrows(start, &heads, y, hue, lost));
        }
        let (behind, label) = self.label(board, packet, (start, &ends, y));
        Row { y: tail, part, shapes: behind.into_iter().chain(shapes).chain([label]).collect() }
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
        let style = Type::new(Face::Bold, 12.5, Role::OnHue);
        let text = traced.number.to_string();
        let w = (style.width(&text) + 13.0).max(24.0);
        let pill = Rect::around([self.rect.x + 32.0, y], w, 24.0);
        vec![filled(pill, 12.0, Role::Hue(hue)), style.centred(pill.center()[0], style.middle(y), &text)]
    }

    /// What is behind the label where it would cross a lifeline, and the label over the middle of its arrow.
    fn label(
        &self,
        board: &mut Board,
        packet: &Packet,
        (start, ends, y): (f32, &[f32], f32),
    ) -> (Option<Shape>, Shape) {
        let size = if self.lifelines.len() > 5 { 12.5 } else { 14.0 };
        let style = Type::new(Face::Medium, size, Role::Ink);
        let low = ends.iter().copied().fold(start, f32::min);
        let high = ends.iter().copied().fold(start, f32::max);
        let middle = f32::midpoint(low, high);
        let (left, right) = (self.rect.x + 54.0, self.rect.right() - 14.0);
        let text = board.fit(&packet.label, style.face, size, right - left, packet.label_span);
        let w = style.width(&text);
        // On its arrow where there is room, else as near as the panel lets it be.
        let x = (middle - w / 2.0).clamp(left, (right - w).max(left));
        let baseline = y - 4.0;
        let crosses = |host: &HostId| (x - 6.0..x + w + 6.0).contains(&self.x(*host));
        let behind = filled(Rect::new(x - 4.0, baseline - size * 0.82, w + 8.0, size * 1.1), 4.0, Role::Card);
        (self.lifelines.iter().any(crosses).then_some(behind), style.left(x, baseline, &text))
    }
}

/// One line to the farthest of `heads`, which lie to one side of `start`, nearest first; a head at each.
fn arrows(start: f32, heads: &[f32], y: f32, hue: u8, lost: bool) -> Vec<Shape> {
    let Some(&far) = heads.last() else { return Vec::new() };
    let side = if far < start { -1.0 } else { 1.0 };
    let slope = SLANT / ((far - start).abs() - 18.0).max(1.0);
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
