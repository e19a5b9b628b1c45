//! Who stands where in the stage's grid, and whose tube runs in which lane.

use super::Rect;
use super::scale::Scale;
use crate::lesson::{Action, Host, HostId, Lesson, Target};

/// From the stage's edge to the middle of the outer columns: near the edge, so that packets have a long way between.
fn margin(stage: Rect, columns: usize, icon: f32) -> f32 {
    (stage.w / (columns as f32 * 2.0)).min(icon * 0.5 + 52.0)
}

/// From column to column.
pub(super) fn pitch(stage: Rect, columns: usize, icon: f32) -> f32 {
    (stage.w - 2.0 * margin(stage, columns, icon)) / (columns.max(2) - 1) as f32
}

/// A host's place in the grid: its column, and its row among those of that column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub column: usize,
    pub row: usize,
    /// How many share its column.
    pub rows: usize,
}

impl Cell {
    pub(super) fn center(self, stage: Rect, columns: usize, scale: &Scale, lift: f32) -> [f32; 2] {
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
pub(super) fn arrange(lesson: &Lesson) -> Vec<Cell> {
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
    let given = |host: &Host| host.at.map(|(column, row)| (usize::from(column), usize::from(row)));
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
pub(super) fn lanes(lesson: &Lesson) -> Vec<usize> {
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
pub(super) fn spread(lesson: &Lesson, lane_of: &[usize], (pitch, least): (f32, f32)) -> (Vec<f32>, f32) {
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
