//! Where the stage's hosts stand and which way their packets go.

use super::arrange::{arrange, hops, lanes};
use super::ink::direction;
use super::scale::{NARROW, Room, Scale};
use super::stack::Stack;
use super::{Rect, ink};
use crate::lesson::{ConnectionId, HostId, Lesson};

/// The stage's geometry, the same on every page.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// The stage.
    pub stage: Rect,
    /// How large things are.
    pub scale: Scale,
    /// The middle of each host's icon.
    pub hosts: Vec<[f32; 2]>,
    /// How wide a host's texts may be.
    pub text_width: f32,
    /// True for a host whose lines stand above its icon.
    pub above: Vec<bool>,
    /// The network's cloud.
    pub cloud: Option<Rect>,
    /// Per connection: how far beside the middle line its tube runs.
    lanes: Vec<f32>,
    /// Per connection, its hops and its lane.
    tubes: Vec<(Vec<[HostId; 2]>, f32)>,
    /// From lane to lane.
    pitch: f32,
    links_drawn: bool,
    /// What is under each icon.
    pub room: Room,
    /// The hosts as cards in rows, where ways run top to bottom.
    pub stack: Option<Stack>,
}

impl Plan {
    pub(super) fn new(lesson: &Lesson, stage: Rect, room: Room) -> Self {
        let cells = arrange(lesson);
        let columns = cells.iter().map(|cell| cell.column + 1).max().unwrap_or(1);
        let rows = cells.iter().map(|cell| cell.rows).max().unwrap_or(1);
        let with_cloud = lesson.network.is_some() && lesson.links.is_empty() && lesson.hosts.len() > 1;
        // A cloud takes the middle as a column of its own, wider than a host's.
        let breadth = if with_cloud { 3.0_f32.max(columns as f32) } else { columns as f32 };
        let cell_width = stage.w / breadth;
        let scale = Scale::that_fits(stage, room, (columns, rows), cell_width);
        // The lines under the icons count for less than the icons when the eye looks for the middle.
        let lift = (scale.below(room) - scale.icon / 2.0 + room.facts as f32 * scale.fact_height) * 0.42;
        let hosts = cells.iter().map(|cell| cell.center(stage, columns, &scale, lift)).collect();
        let cloud = with_cloud.then(|| {
            let [x, y] = stage.center();
            let h = (stage.h * 0.46).min(176.0);
            Rect::around([x, if rows == 1 { y - lift } else { y }], (stage.w * 0.42).min(330.0), h)
        });
        // In a long row the lines of neighbours would meet: every other host has its lines above.
        let crowded = rows == 1 && columns > 5;
        let above = cells.iter().map(|cell| crowded && cell.column % 2 == 1).collect();
        let text_width = (cell_width * if crowded { 1.6 } else { 1.0 } - 10.0).min(240.0);
        let pitch = scale.lane.min(scale.icon * 0.62);
        let lanes = lanes(lesson, &cells, (pitch, scale.tube * 2.0 + scale.port + 3.0));
        let tubes = lesson.connections.iter().zip(&lanes).map(|(ends, &lane)| {
            let route = lesson.route(ends.from.host, ends.to.host).unwrap_or_default();
            (hops(&route), lane)
        });
        let tubes = tubes.collect();
        Self {
            stage,
            scale,
            hosts,
            text_width,
            above,
            cloud,
            lanes,
            tubes,
            pitch,
            links_drawn: !lesson.links.is_empty(),
            room,
            stack: None,
        }
    }

    /// The stage of a phone.
    pub(super) fn narrow(lesson: &Lesson, stage: Rect, room: Room) -> Self {
        let stack = Stack::new(lesson);
        Self {
            stage,
            scale: NARROW,
            hosts: stack.cards.iter().map(|card| card.icon.center()).collect(),
            text_width: stage.w,
            above: vec![false; lesson.hosts.len()],
            cloud: stack.cloud,
            lanes: Vec::new(),
            tubes: Vec::new(),
            pitch: 0.0,
            links_drawn: !lesson.links.is_empty(),
            room,
            stack: Some(stack),
        }
    }

    /// Where the tube of a connection runs, from its `from` end to its `to` end.
    pub(super) fn tube(&self, lesson: &Lesson, connection: ConnectionId) -> Vec<[f32; 2]> {
        let ends = &lesson.connections[connection.0];
        let route = lesson.route(ends.from.host, ends.to.host).unwrap_or_else(|| vec![ends.from.host, ends.to.host]);
        if let Some(stack) = &self.stack {
            return stack.way(&route, Some(connection));
        }
        self.way(&route, self.lanes[connection.0])
    }

    /// The way of a packet along a route.
    pub(super) fn way_of(&self, route: &[HostId], connection: Option<ConnectionId>) -> Vec<[f32; 2]> {
        if let Some(stack) = &self.stack {
            return stack.way(route, connection);
        }
        self.way(route, connection.map_or_else(|| self.datagram_lane(route), |connection| self.lanes[connection.0]))
    }

    /// A datagram keeps to the middle of its way; beside tubes it runs below the last of them.
    fn datagram_lane(&self, route: &[HostId]) -> f32 {
        let own = hops(route);
        let beside = self.tubes.iter().filter(|(hops, _)| hops.iter().any(|hop| own.contains(hop)));
        beside.map(|&(_, lane)| lane + self.pitch).reduce(f32::max).unwrap_or(0.0)
    }

    /// From the edge of the first host, through the middle of those between, to the edge of the last.
    fn way(&self, route: &[HostId], lane: f32) -> Vec<[f32; 2]> {
        let centers: Vec<[f32; 2]> = route.iter().map(|host| self.hosts[host.0]).collect();
        let [first, .., last] = centers[..] else { return centers };
        let middle = self.bend(first, last, centers.len()).or_else(|| self.detour(route, (first, last), lane));
        let mut points = vec![first];
        points.extend_from_slice(&centers[1..centers.len() - 1]);
        points.extend(middle);
        points.push(last);
        let sideways = (first[0] - last[0]).abs() >= (first[1] - last[1]).abs();
        // Lanes lie side by side in the same order seen from either end.
        let shift = if sideways { [0.0, lane] } else { [lane, 0.0] };
        let count = points.len();
        points[0] = self.edge(first, points[1]);
        points[count - 1] = self.edge(last, points[count - 2]);
        for point in &mut points {
            *point = [point[0] + shift[0], point[1] + shift[1]];
        }
        points
    }

    /// Two hosts of one column, with nothing drawn between them, meet in the middle of the stage:
    /// straight down, the way would run through the upper one's name.
    fn bend(&self, first: [f32; 2], last: [f32; 2], count: usize) -> Option<[f32; 2]> {
        let stacked = (first[0] - last[0]).abs() < self.scale.icon;
        let beside = if first[0] < self.stage.center()[0] + 1.0 { 1.0 } else { -1.0 };
        // Halfway to the next column at most: farther out stand others.
        let apart = self.hosts.iter().map(|host| (host[0] - first[0]) * beside);
        let next = apart.filter(|&apart| apart > self.scale.icon).fold(f32::INFINITY, f32::min);
        let out = (self.stage.w * 0.22).max(self.scale.icon * 1.2).min(next / 2.0);
        (stacked && count == 2 && !self.links_drawn)
            .then(|| [first[0] + beside * out, f32::midpoint(first[1], last[1])])
    }

    /// A way between two hosts that would run through a third goes around it.
    fn detour(&self, route: &[HostId], (first, last): ([f32; 2], [f32; 2]), lane: f32) -> Option<[f32; 2]> {
        let others = (0..self.hosts.len()).map(HostId).filter(|host| !route.contains(host));
        let boxes: Vec<Rect> = others.map(|host| self.host_box(host)).collect();
        let hits = |way: &[[f32; 2]]| {
            let points = (1..40).map(|part| along(way, part as f32 / 40.0));
            points
                .filter(|&[x, y]| boxes.iter().any(|host| host.overlap(Rect::around([x, y], 12.0, 12.0)) > 0.0))
                .count()
        };
        let straight = hits(&[first, last]);
        if route.len() != 2 || self.links_drawn || straight == 0 {
            return None;
        }
        let middle = [f32::midpoint(first[0], last[0]), f32::midpoint(first[1], last[1])];
        let [dx, dy] = direction(first, last);
        let aside = |by: f32| [middle[0] - dy * by, middle[1] + dx * by];
        // A packet is as tall as this, and its lane is beside the way that is looked for here.
        let (w, h) = (self.scale.packet_width * 0.5, self.scale.packet_height + 16.0 + 2.0 * lane.abs());
        let inside = |&at: &[f32; 2]| self.stage.overlap(Rect::around(at, w, h)) > w * h - 1.0;
        let reach = self.scale.icon;
        let ways = [0.9, -0.9, 1.4, -1.4, 2.0, -2.0, 2.8, -2.8].map(|part| aside(part * reach));
        let best = ways.into_iter().filter(inside).min_by_key(|&bend| hits(&[first, bend, last]))?;
        (hits(&[first, best, last]) < straight).then_some(best)
    }

    /// Where a way leaves a host: beside its icon, or above it, or below its lines.
    fn edge(&self, host: [f32; 2], toward: [f32; 2]) -> [f32; 2] {
        let reach = self.scale.icon / 2.0 + 8.0;
        let [dx, dy] = [toward[0] - host[0], toward[1] - host[1]];
        if dx.abs() >= self.scale.icon * 0.6 {
            return [host[0] + reach * if dx < 0.0 { -1.0 } else { 1.0 }, host[1]];
        }
        let below = self.scale.icon / 2.0 + self.scale.name_gap + 2.0 * self.scale.detail_gap + 10.0;
        [host[0], host[1] + if dy < 0.0 { -reach } else { below }]
    }

    /// What a host covers: icon and lines.
    pub(super) fn host_box(&self, host: HostId) -> Rect {
        if let Some(stack) = &self.stack {
            return stack.cards[host.0].rect;
        }
        let [x, y] = self.hosts[host.0];
        let (reach, long) = (self.scale.icon / 2.0, self.scale.below(self.room));
        // Lines above keep clear of the ports, so they reach further.
        let long = if self.above[host.0] { long + self.scale.name } else { long };
        let top = if self.above[host.0] { y - long } else { y - reach };
        Rect::new(x - reach, top, self.scale.icon, reach + long)
    }

    /// The middle line of a link.
    pub(super) fn link(&self, a: HostId, b: HostId) -> Vec<[f32; 2]> {
        if let Some(stack) = &self.stack {
            return stack.link(a, b);
        }
        vec![self.edge(self.hosts[a.0], self.hosts[b.0]), self.edge(self.hosts[b.0], self.hosts[a.0])]
    }

    /// Where a host's line to the cloud runs: beside its icon to the cloud's edge.
    pub(super) fn uplink(&self, host: HostId, cloud: Rect) -> [[f32; 2]; 2] {
        if let Some(stack) = &self.stack {
            return stack.uplink(host, cloud);
        }
        let from = self.edge(self.hosts[host.0], cloud.center());
        let [dx, dy] = direction(cloud.center(), from);
        let [x, y] = cloud.center();
        [from, [x + dx * cloud.w * 0.4, y + dy * cloud.h * 0.3]]
    }
}

/// A cloud that fills `rect`.
pub(super) fn cloud_outline(rect: Rect) -> Vec<super::Segment> {
    use super::Segment::{Close, Cubic, Move};
    let at = |x: f32, y: f32| [rect.x + x * rect.w, rect.y + y * rect.h];
    vec![
        Move(at(0.20, 1.0)),
        Cubic([at(0.06, 1.0), at(0.0, 0.88), at(0.0, 0.74)]),
        Cubic([at(0.0, 0.58), at(0.08, 0.47), at(0.18, 0.45)]),
        Cubic([at(0.17, 0.17), at(0.30, 0.0), at(0.46, 0.0)]),
        Cubic([at(0.58, 0.0), at(0.67, 0.09), at(0.71, 0.23)]),
        Cubic([at(0.83, 0.19), at(0.92, 0.31), at(0.905, 0.49)]),
        Cubic([at(0.965, 0.52), at(1.0, 0.62), at(1.0, 0.74)]),
        Cubic([at(1.0, 0.89), at(0.93, 1.0), at(0.80, 1.0)]),
        Close,
    ]
}

/// The point and leg at `part` (0 to 1) of a line of points.
pub(super) fn along(points: &[[f32; 2]], part: f32) -> [f32; 2] {
    let mut left = ink::long(points) * part;
    for leg in points.windows(2) {
        let long = ink::length(leg[0], leg[1]);
        if left <= long && long > 0.0 {
            let mix = |axis: usize| leg[0][axis] + (leg[1][axis] - leg[0][axis]) * left / long;
            return [mix(0), mix(1)];
        }
        left -= long;
    }
    points.last().copied().unwrap_or_default()
}
