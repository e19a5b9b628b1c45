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

/// The place of the network's name.
#[derive(Debug, Clone)]
pub(super) struct Network {
    pub style: Type,
    /// The middle of its baseline.
    pub at: [f32; 2],
    /// How wide it may be.
    pub width: f32,
}

/// The network's name stands under its cloud; where ways run top to bottom, beside them in the cloud or under it.
pub(super) fn network(lesson: &Lesson, plan: &Plan, name: &str) -> Option<Network> {
    let cloud = plan.cloud?;
    let style = Type::new(Face::Regular, plan.scale.detail.max(13.0), Role::Muted);
    let [x, y] = cloud.center();
    let under = cloud.bottom() + style.size + 8.0;
    if plan.stack.is_none() {
        return Some(Network { style, at: [x, under], width: (cloud.w * 0.7).min(230.0) });
    }
    let width = style.width(name).min(130.0);
    let taken = obstacles(lesson, plan);
    let cost = |at: &[f32; 2]| {
        let rect = Rect::around([at[0], at[1] - style.size * 0.36], width + 6.0, style.size * 1.3);
        let outside = rect.w * rect.h - plan.stage.overlap(rect);
        (outside * 10.0 + taken.iter().map(|other| other.overlap(rect)).sum::<f32>()) as u32
    };
    let aside = (cloud.w - width) / 2.0;
    let xs = [x, x + aside * 0.6, x - aside * 0.6, x + aside, x - aside, x + aside + 30.0, x - aside - 30.0];
    let all = [y + cloud.h * 0.34, under - 6.0].into_iter().flat_map(|y| xs.map(|x| [x, y]));
    let at = all.min_by_key(cost)?;
    Some(Network { style, at, width })
}

/// What no text may cover: hosts and tubes.
fn obstacles(lesson: &Lesson, plan: &Plan) -> Vec<Rect> {
    let hosts = (0..lesson.hosts.len()).map(|host| plan.host_box(HostId(host)));
    let connections = (0..lesson.connections.len()).map(ConnectionId);
    hosts.chain(connections.flat_map(|connection| covered(plan, &plan.tube(lesson, connection)))).collect()
}

/// The texts of every connection, in declared order. One that finds no free place is left out.
pub(super) fn tags(lesson: &Lesson, plan: &Plan, network: Option<&Network>) -> Vec<Vec<Shape>> {
    let connections = (0..lesson.connections.len()).map(ConnectionId);
    let mut taken = obstacles(lesson, plan);
    if let Some(network) = network.filter(|_| plan.stack.is_some()) {
        let [x, y] = network.at;
        taken.push(Rect::around([x, y - network.style.size * 0.36], network.width + 4.0, network.style.size * 1.2));
    }
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
    if plan.stack.is_some() {
        let (name, _) = font::shorten(&declared.name, bold.face, size, 120.0);
        put(bold, &name, &along_upright(plan, [&from, &to], bold.width(&name)));
        return shapes;
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
        let x = left.at[0] + gap;
        put(bold, &name, &[[x, left.at[1] - clear_of_packets(plan)], [x, left.at[1] - plan.scale.tube - 6.0]]);
    }
    shapes
}

/// From the middle of a level tube up to where no packet on it covers a text.
fn clear_of_packets(plan: &Plan) -> f32 {
    plan.scale.packet_height / 2.0 + 5.0
}

/// Where a port may stand, best first: beside its end of the tube, inward; above, or below where the tube rises.
fn beside(plan: &Plan, end: &End, width: f32) -> Vec<[f32; 2]> {
    let [dx, dy] = [end.next[0] - end.at[0], end.next[1] - end.at[1]];
    let (gap, size) = (plan.scale.tube + 6.0, plan.scale.port);
    let ahead = ink::direction(end.at, end.next);
    if dx.abs() < dy.abs() * 0.5 {
        // An upright tube: to its right, or to its left.
        // Nearer to a card than to an icon, it needs more room above and below.
        let clear = if plan.stack.is_some() { 2.0 } else { 0.0 };
        let y = if dy > 0.0 { end.at[1] + size + clear * 0.5 } else { end.at[1] - 4.0 + clear };
        let places = [[end.at[0] + gap, y], [end.at[0] - gap - width, y]];
        return outward(plan, end.at[0], places).to_vec();
    }
    let x = if dx < 0.0 { end.at[0] - width } else { end.at[0] };
    let (above, below) = ([x, end.at[1] - gap], [x, end.at[1] + gap + size * 0.75]);
    let mut places = if dy < -12.0 { vec![below, above] } else { vec![above, below] };
    if dy.abs() < 12.0 && plan.stack.is_none() {
        places.insert(0, [x, end.at[1] - clear_of_packets(plan)]);
    }
    // Where other tubes end here too: on either side of a slope, a little way up it.
    for along in [24.0, 44.0, 64.0] {
        let [x, y] = [end.at[0] + ahead[0] * along, end.at[1] + ahead[1] * along];
        for left in [x - gap - width, x + gap] {
            places.extend([[left, y - 4.0], [left, y + size]]);
        }
    }
    places
}

/// Places to the right and to the left of a tube; where ways run top to bottom, the one away from the middle is first.
fn outward(plan: &Plan, x: f32, [right, left]: [[f32; 2]; 2]) -> [[f32; 2]; 2] {
    if plan.stack.is_some() && x < plan.stage.center()[0] - 1.0 { [left, right] } else { [right, left] }
}

/// Where the name of an upright connection may stand, best first: after its upper port, then down its way.
fn along_upright(plan: &Plan, [from, to]: [&End; 2], width: f32) -> Vec<[f32; 2]> {
    let (gap, size) = (plan.scale.tube + 6.0, plan.scale.port);
    let upper = if from.at[1] <= to.at[1] { from } else { to };
    let [dx, dy] = [upper.next[0] - upper.at[0], upper.next[1] - upper.at[1]];
    let places = (0..8).flat_map(|index| {
        let down = size * 2.35 + index as f32 * 12.0;
        let x = upper.at[0] + if dy > 1.0 { dx * down / dy } else { 0.0 };
        let y = upper.at[1] + down;
        outward(plan, x, [[x + gap, y], [x - gap - width, y]])
    });
    places.collect()
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
