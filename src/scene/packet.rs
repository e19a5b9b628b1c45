//! The packets that move along the stage.

use super::board::{Board, Moment, stops_at};
use super::ink::{ROUND, Type, cross, disc};
use super::plan::{Plan, along};
use super::{Panel, Part, Ramp, Rect, Segment, Shape, Track, ink};
use crate::font::{self, Face};
use crate::lesson::{HostId, Lesson, Packet, Target, Verb};
use crate::protocol::Fate;
use crate::theme::Role;

/// How long a packet takes to appear and to go.
const FADE_MS: u32 = 150;
/// How much of its way a packet may cover, so that it is seen to move and does not cover its receiver.
const MOST_OF_WAY: f32 = 0.8;
/// Of the letters of a label that is long for its way.
const SMALLER: f32 = 0.84;
/// Shorter lines would say too little.
const LEAST_LABEL: f32 = 100.0;

/// Draws every drawn packet of the page.
pub(super) fn draw(board: &mut Board, plan: &Plan) {
    for moment in board.moments().collect::<Vec<_>>() {
        let Some((packet, traced)) = moment.packet() else { continue };
        if !moment.time.drawn {
            continue;
        }
        // Many copies of one label would cover each other: the middle one speaks for all.
        let count = traced.routes.len();
        for (index, route) in traced.routes.iter().enumerate() {
            let named = count <= 3 || index == count / 2;
            draw_one(board, plan, &moment, packet, route, (traced.fate, named));
        }
    }
}

fn draw_one(
    board: &mut Board,
    plan: &Plan,
    moment: &Moment,
    packet: &Packet,
    route: &[HostId],
    (fate, named): (Fate, bool),
) {
    let nothing = || vec![String::new()];
    let (style, lines) =
        if named { label(board, plan, packet, route) } else { (label_type(board, plan, packet), nothing()) };
    let widest = lines.iter().map(|text| style.width(text)).fold(0.0, f32::max);
    let tall = plan.scale.packet_height + (lines.len() - 1) as f32 * style.size * 1.25;
    let body = Rect::around([0.0, 0.0], widest + style.size * 2.0, tall);
    let way = way_of_middle(plan, packet, route, body, fate);
    let Some((&start, &end)) = way.first().zip(way.last()) else { return };
    let hue = board.hue(packet.verb);
    let [toward, down] = [end[0] - start[0], end[1] - start[1]];
    let upright = plan.stack.is_some();
    let toward = if upright { 0.0 } else { toward };
    let mut shapes = Vec::new();
    if plan.scale.tube > 6.0 && toward.abs() > 10.0 && fate == Fate::Delivered && body.w < ink::long(&way) {
        shapes.extend(trail(body, toward, hue));
    }
    let mut segments = tag(body, toward, tall * 0.28);
    if upright && down.abs() > 10.0 {
        segments.extend(tip(body, down));
    }
    shapes.push(Shape::Path { segments, fill: Some(Role::Hue(hue)), stroke: None });
    let style = Type { color: Role::OnHue, ..style };
    for (index, text) in lines.iter().enumerate() {
        let offset = (index as f32 - (lines.len() - 1) as f32 / 2.0) * style.size * 1.25;
        shapes.push(style.centred(0.0, style.middle(offset), text));
    }
    let shapes = shapes.into_iter().map(|shape| shape.moved(start)).collect();
    let stop = stops_at(packet, moment.time);
    let rests = rests_until(board, moment, packet);
    let sprite = board.add(Panel::Stage, shapes, there(moment.time.start_ms, rests));
    sprite.part = Part::Packet { step: moment.step, event: moment.event };
    sprite.shift = travel(&way, moment.time.start_ms, stop);
    if fate != Fate::Delivered {
        let side = if toward < 0.0 { -1.0 } else { 1.0 };
        let mark = [end[0] + side * body.w / 2.0, end[1] - tall / 2.0];
        let mark =
            if plan.stack.is_some() { Rect::around(mark, 36.0, 36.0).kept_in(plan.stage).center() } else { mark };
        let mut shapes = vec![disc(mark, 16.0, Role::Card), disc(mark, 14.0, Role::Lost)];
        shapes.extend(cross(mark, 5.0, Role::OnLost, 3.0));
        board.add(Panel::Stage, shapes, there(stop, rests));
    }
}

/// Protocols whose packets are lines of text.
const TEXT_PROTOCOLS: [&str; 9] = ["ftp", "http", "imap", "irc", "nntp", "pop3", "redis", "sip", "smtp"];

/// A line that goes over the wire is set in the face of the terminal, a description in that of the text.
fn label_type(board: &Board, plan: &Plan, packet: &Packet) -> Type {
    let face = if is_line(&board.timeline.trace.lesson, packet.verb) { Face::Mono } else { Face::Bold };
    Type::new(face, plan.scale.packet, Role::OnHue)
}

fn is_line(lesson: &Lesson, verb: Verb) -> bool {
    let Verb::On(connection) = verb else { return false };
    let protocol = lesson.connections[connection.0].protocol.as_deref().unwrap_or("");
    TEXT_PROTOCOLS.contains(&protocol)
}

/// Lines that make a packet no longer than its way, unless its words are: two, or three, or three of smaller letters.
fn label(board: &mut Board, plan: &Plan, packet: &Packet, route: &[HostId]) -> (Type, Vec<String>) {
    let large = label_type(board, plan, packet);
    let way =
        if plan.stack.is_some() { f32::INFINITY } else { ink::long(&plan.way_of(route, packet.verb.connection())) };
    // On a phone, nothing is smaller than it has to be.
    let small = if plan.stack.is_some() { large } else { Type { size: large.size * SMALLER, ..large } };
    let width = |style: Type| plan.scale.packet_width.min((way * MOST_OF_WAY - style.size * 2.0).max(LEAST_LABEL));
    let fits = |&(style, lines): &(Type, usize)| {
        !font::wrap(&packet.label, style.face, style.size, width(style), lines).shortened
    };
    let (style, most) = [(large, 2), (large, 3)].into_iter().find(fits).unwrap_or((small, 3));
    let lines = board.wrap(&packet.label, (style.face, style.size), width(style), most, packet.label_span);
    (style, if lines.is_empty() { vec![String::new()] } else { lines })
}

/// The way of the packet's middle: its tail leaves the sender's edge and its tip reaches the receiver's,
/// or the place where it is stopped.
fn way_of_middle(plan: &Plan, packet: &Packet, route: &[HostId], body: Rect, fate: Fate) -> Vec<[f32; 2]> {
    let way = plan.way_of(route, packet.verb.connection());
    let long = ink::long(&way);
    if long <= 0.0 {
        return way;
    }
    let ahead = if plan.stack.is_some() { body.h } else { body.w };
    let trim = (ahead / 2.0).min(long * MOST_OF_WAY / 2.0) / long;
    let way = match fate {
        Fate::Delivered | Fate::Blocked => part_of(&way, trim, 1.0 - trim),
        Fate::Lost => {
            // In the middle of the last hop.
            let last = ink::long(&way[way.len() - 2..]);
            part_of(&way, trim, (1.0 - last / long * 0.5 - if way.len() == 2 { 0.0 } else { trim * 0.2 }).max(trim))
        }
    };
    if plan.stack.is_none() {
        return way;
    }
    // Wider than its way's distance from the edge, it keeps inside.
    let room = Rect::new(plan.stage.x + 6.0, plan.stage.y, plan.stage.w - 12.0, plan.stage.h);
    way.into_iter().map(|at| Rect::around(at, body.w, body.h).kept_in(room).center()).collect()
}

/// The piece of a line of points between two of its parts (0 to 1).
fn part_of(points: &[[f32; 2]], from: f32, to: f32) -> Vec<[f32; 2]> {
    let total = ink::long(points);
    let mut piece = vec![along(points, from)];
    let mut past = 0.0;
    for leg in points.windows(2) {
        past += ink::length(leg[0], leg[1]);
        if past > total * from + 0.5 && past < total * to - 0.5 {
            piece.push(leg[1]);
        }
    }
    piece.push(along(points, to));
    piece
}

/// The shift along a way: each leg takes time by its length; the first begins and the last ends slowly.
fn travel(way: &[[f32; 2]], from_ms: u32, to_ms: u32) -> Track<[f32; 2]> {
    let mut track = Track::still([0.0, 0.0]);
    track.then(from_ms, [0.0, 0.0], Ramp::Jump);
    let total = ink::long(way);
    let ramp = if way.len() > 2 { Ramp::Linear } else { Ramp::Smooth };
    let mut past = 0.0;
    for leg in way.windows(2) {
        past += ink::length(leg[0], leg[1]);
        let part = if total > 0.0 { past / total } else { 1.0 };
        let at = from_ms + ((to_ms - from_ms) as f32 * part + 0.5) as u32;
        track.then(at, [leg[1][0] - way[0][0], leg[1][1] - way[0][1]], ramp);
    }
    track
}

/// A packet rests where it has arrived until its step is over, so that what follows from it is seen beside it;
/// or until the next one to or from that host takes its place.
fn rests_until(board: &Board, moment: &Moment, packet: &Packet) -> Option<u32> {
    let later = board.moments().filter(|other| other.step == moment.step && other.event > moment.event);
    let mut same = later.filter(|other| {
        let goes_there = |(next, _): (&Packet, _)| next.to == packet.to || Target::Host(next.from) == packet.to;
        other.time.drawn && other.packet().is_some_and(goes_there)
    });
    let times = &board.timeline.pages[board.page];
    let end = times.steps[moment.step].end_ms;
    let until = same.next().map_or(end, |next| next.time.start_ms);
    (until < times.duration_ms).then_some(until)
}

fn there(from_ms: u32, to_ms: Option<u32>) -> Track<u8> {
    let mut track = Track::still(0);
    track.go(from_ms, from_ms + FADE_MS, 100, Ramp::Linear);
    if let Some(to_ms) = to_ms {
        track.go(to_ms, to_ms + FADE_MS, 0, Ramp::Linear);
    }
    track
}

/// A box with round corners whose front is a point; without a point where it goes straight up or down.
fn tag(body: Rect, toward: f32, point: f32) -> Vec<Segment> {
    let r = 8.0_f32.min(body.h / 3.0);
    let side = if toward < 0.0 { -1.0 } else { 1.0 };
    let point = if toward.abs() > 10.0 { point } else { 0.0 };
    let (w, h) = (body.w / 2.0, body.h / 2.0);
    let at = |x: f32, y: f32| [side * x, y];
    let c = r * (1.0 - ROUND);
    let mut segments = vec![Segment::Move(at(-w + r, -h)), Segment::Line(at(w - r, -h))];
    if point > 0.0 {
        segments.push(Segment::Cubic([at(w - r + r * ROUND, -h), at(w - 1.0, -h + c), at(w + 1.5, -h + r)]));
        segments.push(Segment::Line(at(w + point, 0.0)));
        segments.push(Segment::Line(at(w + 1.5, h - r)));
        segments.push(Segment::Cubic([at(w - 1.0, h - c), at(w - r + r * ROUND, h), at(w - r, h)]));
    } else {
        segments.push(Segment::Cubic([at(w - c, -h), at(w, -h + c), at(w, -h + r)]));
        segments.push(Segment::Line(at(w, h - r)));
        segments.push(Segment::Cubic([at(w, h - c), at(w - c, h), at(w - r, h)]));
    }
    segments.extend([
        Segment::Line(at(-w + r, h)),
        Segment::Cubic([at(-w + c, h), at(-w, h - c), at(-w, h - r)]),
        Segment::Line(at(-w, -h + r)),
        Segment::Cubic([at(-w, -h + c), at(-w + c, -h), at(-w + r, -h)]),
        Segment::Close,
    ]);
    segments
}

/// What makes a tag point down or up: a small triangle at its edge.
fn tip(body: Rect, down: f32) -> [Segment; 4] {
    let side = if down < 0.0 { -1.0 } else { 1.0 };
    let edge = side * (body.h / 2.0 - 0.5);
    // Turning as the tag does, so that the overlap is filled.
    [
        Segment::Move([side * 8.0, edge]),
        Segment::Line([0.0, edge + side * 8.5]),
        Segment::Line([-side * 8.0, edge]),
        Segment::Close,
    ]
}

/// Three dots behind the packet, smaller the farther behind.
fn trail(body: Rect, toward: f32, hue: u8) -> Vec<Shape> {
    let back = if toward < 0.0 { 1.0 } else { -1.0 };
    let dot = |index: f32, radius: f32| disc([back * (body.w / 2.0 + 2.0 + 12.0 * index), 0.0], radius, Role::Hue(hue));
    vec![dot(1.0, 4.0), dot(2.0, 3.0), dot(3.0, 2.0)]
}
