//! What is written along the tubes: the port at each end and the connection's name, each where it covers nothing.

use super::board::hue_of;
use super::ink::{self, Type};
use super::plan::{Plan, along};
use super::{Rect, Shape};
use crate::font::{self, Face};
use crate::lesson::{ConnectionId, HostId, Lesson};
use crate::theme::Role;

/// Less than this of a name says nothing.
const LEAST_NAME: f32 = 26.0;

/// The texts of every connection, in declared order. One that finds no free place is left out.
pub(super) fn tags(lesson: &Lesson, plan: &Plan) -> Vec<Vec<Shape>> {
    let hosts = (0..lesson.hosts.len()).map(|host| plan.host_box(HostId(host)));
    let connections = (0..lesson.connections.len()).map(ConnectionId);
    let tubes = connections.clone().flat_map(|connection| covered(plan, &plan.tube(lesson, connection)));
    let mut taken: Vec<Rect> = hosts.chain(tubes).collect();
    connections.map(|connection| tags_of(lesson, plan, connection, &mut taken)).collect()
}

/// One end of a tube.
struct End {
    port: String,
    at: [f32; 2],
    /// The tube's next point, toward the other end.
    next: [f32; 2],
}

fn tags_of(lesson: &Lesson, plan: &Plan, connection: ConnectionId, taken: &mut Vec<Rect>) -> Vec<Shape> {
    let declared = &lesson.connections[connection.0];
    let points = plan.tube(lesson, connection);
    let [first, .., last] = points[..] else { return Vec::new() };
    let port = |port: Option<u16>| port.map(|port| format!(":{port}")).unwrap_or_default();
    let from = End { port: port(declared.from.port), at: first, next: points[1] };
    let to = End { port: port(declared.to.port), at: last, next: points[points.len() - 2] };
    let hue = Role::Hue(hue_of(connection));
    let size = plan.scale.port;
    let (mono, bold) = (Type::new(Face::Mono, size, hue), Type::new(Face::Bold, size, hue));
    let mut shapes = Vec::new();
    let mut put = |style: Type, text: &str, places: &[[f32; 2]]| {
        let free = places.iter().find(|&&place| {
            let rect = text_box(style, text, place);
            plan.stage.overlap(rect) > rect.w * rect.h - 1.0 && taken.iter().all(|other| other.overlap(rect) <= 0.0)
        });
        if let Some(&[x, y]) = free.filter(|_| !text.is_empty()) {
            taken.push(text_box(style, text, [x, y]));
            shapes.push(style.left(x, y, text));
        }
    };
    for end in [&from, &to] {
        put(mono, &end.port, &beside(plan, end, mono.width(&end.port)));
    }
    let left = if from.at[0] <= to.at[0] { &from } else { &to };
    let right = if from.at[0] <= to.at[0] { &to } else { &from };
    let gap = if left.port.is_empty() { 0.0 } else { mono.width(&left.port) + size };
    // The name stands before the first node on the way, which would hide the rest of it.
    let whole = points.len() == 2;
    let hop = (left.next[0] - left.at[0]).abs() - if whole { 0.0 } else { plan.scale.icon * 0.62 };
    let free = hop - gap - size - if whole { mono.width(&right.port) } else { 0.0 };
    if (left.at[1] - left.next[1]).abs() < 12.0 && free > LEAST_NAME {
        let (name, _) = font::shorten(&declared.name, bold.face, size, free);
        put(bold, &name, &[[left.at[0] + gap, left.at[1] - plan.scale.tube - 6.0]]);
    }
    shapes
}

/// Where a port may stand, best first: beside its end of the tube, inward; above, or below where the tube rises.
fn beside(plan: &Plan, end: &End, width: f32) -> Vec<[f32; 2]> {
    let [dx, dy] = [end.next[0] - end.at[0], end.next[1] - end.at[1]];
    let (gap, size) = (plan.scale.tube + 6.0, plan.scale.port);
    let ahead = ink::direction(end.at, end.next);
    if dx.abs() < dy.abs() * 0.5 {
        // An upright tube: to its right, or to its left.
        let y = if dy > 0.0 { end.at[1] + size } else { end.at[1] - 4.0 };
        return vec![[end.at[0] + gap, y], [end.at[0] - gap - width, y]];
    }
    let x = if dx < 0.0 { end.at[0] - width } else { end.at[0] };
    let (above, below) = ([x, end.at[1] - gap], [x, end.at[1] + gap + size * 0.75]);
    let mut places = if dy < -12.0 { vec![below, above] } else { vec![above, below] };
    // Where other tubes end here too: on either side of a slope, a little way up it.
    for along in [24.0, 44.0, 64.0] {
        let [x, y] = [end.at[0] + ahead[0] * along, end.at[1] + ahead[1] * along];
        for left in [x - gap - width, x + gap] {
            places.extend([[left, y - 4.0], [left, y + size]]);
        }
    }
    places
}

/// What a tube covers, in small pieces.
fn covered(plan: &Plan, points: &[[f32; 2]]) -> Vec<Rect> {
    let side = 2.0 * plan.scale.tube;
    let pieces = points.windows(2).flat_map(|leg| {
        let count = (ink::length(leg[0], leg[1]) / side) as usize + 1;
        (0..=count).map(move |piece| along(leg, piece as f32 / count as f32))
    });
    pieces.map(|at| Rect::around(at, side, side)).collect()
}

fn text_box(style: Type, text: &str, [x, y]: [f32; 2]) -> Rect {
    let rise = font::ascent(style.face, style.size);
    Rect::new(x - 2.0, y - rise, style.width(text) + 4.0, rise + style.size * 0.3)
}
