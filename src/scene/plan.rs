//! Where the stage's hosts stand and which way their packets go.

use super::ink::direction;
use super::{Rect, ink};
use crate::lesson::{Action, ConnectionId, HostId, Lesson, Target};

/// The stage's geometry, the same on every page.
#[derive(Debug)]
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
    /// How far beside it datagrams run between a pair that has connections too.
    datagram_lane: f32,
    links_drawn: bool,
    room: Room,
}

/// Sizes that go together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub icon: f32,
    pub name: f32,
    pub detail: f32,
    /// From the icon's bottom to the name's baseline, and from line to line after it.
    pub name_gap: f32,
    pub detail_gap: f32,
    pub fact: f32,
    pub fact_height: f32,
    pub port: f32,
    pub tube: f32,
    pub lane: f32,
    pub packet: f32,
    pub packet_height: f32,
    pub packet_width: f32,
}

const HUGE: Scale = Scale {
    icon: 150.0,
    name: 22.0,
    detail: 17.0,
    name_gap: 28.0,
    detail_gap: 25.0,
    fact: 15.5,
    fact_height: 33.0,
    port: 15.5,
    tube: 8.5,
    lane: 74.0,
    packet: 19.0,
    packet_height: 54.0,
    packet_width: 270.0,
};
const LARGE: Scale = Scale {
    icon: 124.0,
    name: 18.0,
    detail: 14.5,
    name_gap: 22.0,
    detail_gap: 21.0,
    fact: 13.5,
    fact_height: 28.0,
    port: 13.5,
    tube: 7.0,
    lane: 60.0,
    packet: 16.0,
    packet_height: 44.0,
    packet_width: 250.0,
};
/// Three hosts in a row, with room for a packet between them.
const WIDE: Scale = Scale {
    icon: 100.0,
    name: 17.0,
    detail: 13.8,
    name_gap: 20.5,
    detail_gap: 19.5,
    fact: 13.0,
    fact_height: 26.0,
    port: 13.0,
    tube: 6.5,
    lane: 51.0,
    packet: 15.0,
    packet_height: 40.0,
    packet_width: 190.0,
};
const MEDIUM: Scale = Scale {
    icon: 76.0,
    name: 16.0,
    detail: 13.0,
    name_gap: 19.0,
    detail_gap: 18.0,
    fact: 12.5,
    fact_height: 24.0,
    port: 12.5,
    tube: 6.0,
    lane: 42.0,
    packet: 14.0,
    packet_height: 36.0,
    packet_width: 190.0,
};
const SMALL: Scale = Scale {
    icon: 48.0,
    name: 14.0,
    detail: 12.0,
    name_gap: 16.0,
    detail_gap: 15.0,
    fact: 11.5,
    fact_height: 20.0,
    port: 11.5,
    tube: 5.0,
    lane: 30.0,
    packet: 13.0,
    packet_height: 30.0,
    packet_width: 150.0,
};

/// Four hosts above one another beside a terminal.
const TINY: Scale = Scale {
    icon: 36.0,
    name: 12.5,
    detail: 11.0,
    name_gap: 14.5,
    detail_gap: 14.0,
    fact: 10.5,
    fact_height: 16.0,
    port: 10.5,
    tube: 4.0,
    lane: 24.0,
    packet: 12.0,
    packet_height: 26.0,
    packet_width: 150.0,
};

/// A host's lines under its icon and how many facts it holds at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub details: usize,
    pub facts: usize,
}

impl Scale {
    /// From the middle of the icon to the bottom of the host's last line.
    pub(super) fn below(self, room: Room) -> f32 {
        self.icon / 2.0 + self.name_gap + room.details as f32 * self.detail_gap + 5.0
    }

    /// Height of a host from its icon's top to its last fact's bottom.
    fn height(self, room: Room) -> f32 {
        self.icon / 2.0 + self.below(room) + room.facts as f32 * (self.fact_height + 5.0)
    }
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
        let fits = |scale: &Scale| {
            scale_fits_rows(*scale, room, rows, stage)
                && scale.icon * 1.75 <= cell_width
                && scale.icon <= stage.h * 0.36
                && (columns < 3 || pitch(stage, columns, scale.icon) >= scale.icon * 2.5)
        };
        let narrow = scale_fits_rows(SMALL, room, rows, stage);
        let scale = [HUGE, LARGE, WIDE, MEDIUM].into_iter().find(fits).unwrap_or(if narrow { SMALL } else { TINY });
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
        let lane_of = lanes(lesson);
        let (lanes, datagram_lane) =
            spread(lesson, &lane_of, (scale.lane.min(scale.icon * 0.62), scale.tube * 2.0 + scale.port + 3.0));
        Self {
            stage,
            scale,
            hosts,
            text_width,
            above,
            cloud,
            lanes,
            datagram_lane,
            links_drawn: !lesson.links.is_empty(),
            room,
        }
    }

    /// Where the tube of a connection runs, from its `from` end to its `to` end.
    pub(super) fn tube(&self, lesson: &Lesson, connection: ConnectionId) -> Vec<[f32; 2]> {
        let ends = &lesson.connections[connection.0];
        let route = lesson.route(ends.from.host, ends.to.host).unwrap_or_else(|| vec![ends.from.host, ends.to.host]);
        self.way(&route, self.lanes[connection.0])
    }

    /// The way of a packet along a route.
    pub(super) fn way_of(&self, route: &[HostId], connection: Option<ConnectionId>) -> Vec<[f32; 2]> {
        self.way(route, connection.map_or(self.datagram_lane, |connection| self.lanes[connection.0]))
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
        let out = (self.stage.w * 0.22).max(self.scale.icon * 1.2);
        (stacked && count == 2 && !self.links_drawn)
            .then(|| [first[0] + beside * out, f32::midpoint(first[1], last[1])])
    }

    /// A way between two hosts that would run through a third goes around it.
    fn detour(&self, route: &[HostId], (first, last): ([f32; 2], [f32; 2]), lane: f32) -> Option<[f32; 2]> {
        let others = (0..self.hosts.len()).map(HostId).filter(|host| !route.contains(host));
        let boxes: Vec<Rect> = others.map(|host| self.host_box(host, self.room)).collect();
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
    pub(super) fn host_box(&self, host: HostId, room: Room) -> Rect {
        let [x, y] = self.hosts[host.0];
        let (reach, long) = (self.scale.icon / 2.0, self.scale.below(room));
        // Lines above keep clear of the ports, so they reach further.
        let long = if self.above[host.0] { long + self.scale.name } else { long };
        let top = if self.above[host.0] { y - long } else { y - reach };
        Rect::new(x - reach, top, self.scale.icon, reach + long)
    }

    /// The middle line of a link.
    pub(super) fn link(&self, a: HostId, b: HostId) -> [[f32; 2]; 2] {
        [self.edge(self.hosts[a.0], self.hosts[b.0]), self.edge(self.hosts[b.0], self.hosts[a.0])]
    }

    /// Where a host's line to the cloud runs: beside its icon to the cloud's edge.
    pub(super) fn uplink(&self, host: HostId, cloud: Rect) -> [[f32; 2]; 2] {
        let from = self.edge(self.hosts[host.0], cloud.center());
        let [dx, dy] = direction(cloud.center(), from);
        let [x, y] = cloud.center();
        [from, [x + dx * cloud.w * 0.4, y + dy * cloud.h * 0.3]]
    }
}

/// From the stage's edge to the middle of the outer columns: near the edge, so that packets have a long way between.
fn margin(stage: Rect, columns: usize, icon: f32) -> f32 {
    (stage.w / (columns as f32 * 2.0)).min(icon * 0.5 + 52.0)
}

/// From column to column.
fn pitch(stage: Rect, columns: usize, icon: f32) -> f32 {
    (stage.w - 2.0 * margin(stage, columns, icon)) / (columns.max(2) - 1) as f32
}

/// Whether hosts of this scale fit above one another.
fn scale_fits_rows(scale: Scale, room: Room, rows: usize, stage: Rect) -> bool {
    (scale.height(room) + 14.0) * rows as f32 <= stage.h - 14.0
}

/// A host's place in the grid: its column, and its row among those of that column.
#[derive(Debug, Clone, Copy)]
struct Cell {
    column: usize,
    row: usize,
    rows: usize,
}

impl Cell {
    fn center(self, stage: Rect, columns: usize, scale: &Scale, lift: f32) -> [f32; 2] {
        let x = if columns == 1 {
            stage.center()[0]
        } else {
            stage.x + margin(stage, columns, scale.icon) + pitch(stage, columns, scale.icon) * self.column as f32
        };
        let y = stage.y + 8.0 + (stage.h - 16.0) * (self.row as f32 + 0.5) / self.rows as f32 - lift;
        [x, y]
    }
}

/// Gives each host a cell: as `at:` says, else along the links, else half to the left and half to the right.
fn arrange(lesson: &Lesson) -> Vec<Cell> {
    let count = lesson.hosts.len();
    if lesson.hosts.iter().any(|host| host.at.is_some()) {
        return arrange_by_hand(lesson);
    }
    let columns: Vec<usize> =
        if lesson.links.is_empty() { columns_by_talk(lesson) } else { columns_along_links(lesson) };
    let cell = |host: usize| {
        let same = |&other: &usize| columns[other] == columns[host];
        let row = (0..host).filter(same).count();
        Cell { column: columns[host], row, rows: (0..count).filter(same).count() }
    };
    (0..count).map(cell).collect()
}

fn arrange_by_hand(lesson: &Lesson) -> Vec<Cell> {
    let given = |host: &crate::lesson::Host| host.at.map(|(column, row)| (usize::from(column), usize::from(row)));
    let mut taken: Vec<(usize, usize)> = lesson.hosts.iter().filter_map(given).collect();
    let rows = taken.iter().map(|&(_, row)| row).max().unwrap_or(1);
    let mut cells = Vec::new();
    for host in &lesson.hosts {
        let (column, row) = given(host).unwrap_or_else(|| {
            let free = (1..).flat_map(|column| (1..=rows).map(move |row| (column, row)));
            let place = free.into_iter().find(|place| !taken.contains(place)).unwrap_or((1, 1));
            taken.push(place);
            place
        });
        cells.push((column, row));
    }
    // Columns and rows without a host take no room.
    let used = |of: fn(&(usize, usize)) -> usize| {
        let mut used: Vec<usize> = cells.iter().map(of).collect();
        used.sort_unstable();
        used.dedup();
        used
    };
    let (columns, rows) = (used(|cell| cell.0), used(|cell| cell.1));
    let index = |used: &[usize], one: usize| used.iter().position(|&other| other == one).unwrap_or(0);
    let cell = |(column, row)| Cell { column: index(&columns, column), row: index(&rows, row), rows: rows.len() };
    cells.into_iter().map(cell).collect()
}

/// Without links: half to the left and half to the right, of an odd number one more to the right. Where all talk to one
/// alone, that one stands by itself: in the middle, or to the right of the network.
fn columns_by_talk(lesson: &Lesson) -> Vec<usize> {
    let count = lesson.hosts.len();
    let halves = |host: usize, count: usize| usize::from(host >= count / 2 && count > 1);
    let Some(hub) = hub(lesson) else { return (0..count).map(|host| halves(host, count)).collect() };
    let column = |host: usize| match (host == hub.0, lesson.network.is_some()) {
        (on_hub, true) => usize::from(on_hub),
        (true, false) => 1,
        (false, false) => 2 * halves(host - usize::from(host > hub.0), count - 1),
    };
    (0..count).map(column).collect()
}

/// The host that every packet comes from or goes to, where there are enough others to stand around it.
fn hub(lesson: &Lesson) -> Option<HostId> {
    let others = lesson.hosts.len().checked_sub(1)?;
    let most = if lesson.network.is_some() { 3 } else { 7 };
    let mut pairs: Vec<[HostId; 2]> = lesson.connections.iter().map(|one| [one.from.host, one.to.host]).collect();
    for event in lesson.pages.iter().flat_map(|page| &page.steps).flat_map(|step| &step.events) {
        let Action::Send(packet) = &event.action else { continue };
        let Target::Host(to) = packet.to else { return None };
        pairs.push([packet.from, to]);
    }
    let in_all = |host: &HostId| pairs.iter().all(|pair| pair.contains(host));
    let talks = |host: HostId| pairs.iter().any(|pair| pair.contains(&host));
    let everyone = (0..lesson.hosts.len()).all(|host| talks(HostId(host)));
    (3..=most).contains(&others).then(|| (0..=others).map(HostId).find(in_all)).flatten().filter(|_| everyone)
}

/// Columns by distance from one end of the longest shortest way, the end that is declared first.
fn columns_along_links(lesson: &Lesson) -> Vec<usize> {
    let hosts = || (0..lesson.hosts.len()).map(HostId);
    let distance = |from, to| lesson.route(from, to).map_or(0, |route| route.len() - 1);
    let reach = |&from: &HostId| hosts().map(|to| distance(from, to)).max().unwrap_or(0);
    let farthest = hosts().map(|host| reach(&host)).max().unwrap_or(0);
    let start = hosts().find(|host| reach(host) == farthest).unwrap_or(HostId(0));
    hosts().map(|host| distance(start, host)).collect()
}

/// A lane for each connection, so that no two share one where they run side by side or meet at a host.
fn lanes(lesson: &Lesson) -> Vec<usize> {
    let hops = |index: usize| {
        let ends = &lesson.connections[index];
        let route = lesson.route(ends.from.host, ends.to.host).unwrap_or_default();
        let hop = |pair: &[HostId]| (pair[0].min(pair[1]), pair[0].max(pair[1]));
        route.windows(2).map(hop).collect::<Vec<_>>()
    };
    let ways: Vec<_> = (0..lesson.connections.len()).map(hops).collect();
    let mut lanes: Vec<usize> = Vec::new();
    for (index, way) in ways.iter().enumerate() {
        let ends = |index: usize| [lesson.connections[index].from.host, lesson.connections[index].to.host];
        let meet = |a: usize, b: usize| ends(a).iter().any(|host| ends(b).contains(host));
        let beside = |&other: &usize| meet(index, other) || ways[other].iter().any(|hop| way.contains(hop));
        let taken: Vec<usize> = (0..index).filter(beside).map(|other| lanes[other]).collect();
        lanes.push((0..=index).find(|lane| !taken.contains(lane)).unwrap_or(0));
    }
    lanes
}

/// Lanes as distances from the middle, and the lane of datagrams.
fn spread(lesson: &Lesson, lane_of: &[usize], (pitch, least): (f32, f32)) -> (Vec<f32>, f32) {
    let connections = lane_of.iter().map(|lane| lane + 1).max().unwrap_or(0);
    let is_datagram = |action: &Action| {
        matches!(action, Action::Send(packet) if packet.verb.connection().is_none()
        && matches!(packet.to, Target::Host(_)))
    };
    let mut events = lesson.pages.iter().flat_map(|page| &page.steps).flat_map(|step| &step.events);
    let datagrams = events.any(|event| is_datagram(&event.action)) && connections > 0;
    let count = connections + usize::from(datagrams);
    // Two lanes stand a full pitch apart; more share what two would have and a half more, but leave room for a port.
    let gap = if count > 2 { (pitch * 1.5 / (count - 1) as f32).max(least) } else { pitch };
    let offset = |lane: usize| (lane as f32 - (count.max(1) - 1) as f32 / 2.0) * gap;
    let datagram_lane = if datagrams { offset(connections) } else { 0.0 };
    (lane_of.iter().map(|&lane| offset(lane)).collect(), datagram_lane)
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
    let total: f32 = points.windows(2).map(|leg| ink::length(leg[0], leg[1])).sum();
    let mut left = total * part;
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
