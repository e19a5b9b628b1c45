//! Who stands where in the stage's grid, and whose tube runs in which lane.

use super::Rect;
use super::scale::Scale;
use super::talk;
use crate::lesson::{Host, HostId, Lesson};

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

/// Without links: where all talk to one alone, that one stands by itself, in the middle, or to the right of the network; where
/// talk makes a tree and no network is drawn, along that; else half to the left and half to the right, of an odd number one more to
/// the right.
fn columns_by_talk(lesson: &Lesson) -> Vec<usize> {
    let count = lesson.hosts.len();
    let halves = |host: usize, count: usize| usize::from(host >= count / 2 && count > 1);
    let Some(hub) = hub(lesson) else {
        let columns = talk::columns(lesson).filter(|_| lesson.network.is_none());
        return columns.unwrap_or_else(|| (0..count).map(|host| halves(host, count)).collect());
    };
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
    let pairs = talk::pairs(lesson)?;
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

/// How far beside the middle of its way each connection's tube runs, so that none lies on another where they share a
/// hop, or end at one host. Those that have nothing in common keep to the middle.
pub(super) fn lanes(lesson: &Lesson, cells: &[Cell], (pitch, least): (f32, f32)) -> Vec<f32> {
    let beside = |a: usize, b: usize| beside(lesson, cells, a, b);
    let mut lane_of: Vec<usize> = Vec::new();
    // Connections that are beside one another, directly or by way of others, are a bundle, called after its first.
    let mut bundle_of: Vec<usize> = Vec::new();
    for index in 0..lesson.connections.len() {
        let neighbours: Vec<usize> = (0..index).filter(|&other| beside(index, other)).collect();
        let taken = |lane: &usize| neighbours.iter().any(|&other| lane_of[other] == *lane);
        lane_of.push((0..=index).find(|lane| !taken(lane)).unwrap_or(0));
        let joined: Vec<usize> = neighbours.iter().map(|&other| bundle_of[other]).collect();
        let bundle = joined.iter().copied().min().unwrap_or(index);
        bundle_of.push(bundle);
        bundle_of.iter_mut().filter(|one| joined.contains(one)).for_each(|one| *one = bundle);
    }
    let offset = |index: usize| {
        let bundle = (0..lane_of.len()).filter(|&other| bundle_of[other] == bundle_of[index]);
        let count = bundle.map(|other| lane_of[other] + 1).max().unwrap_or(1);
        // Two lanes stand a full pitch apart; more share what two would have and a half more, but leave room for a port.
        let gap = if count > 2 { (pitch * 1.5 / (count - 1) as f32).max(least) } else { pitch };
        (lane_of[index] as f32 - (count - 1) as f32 / 2.0) * gap
    };
    (0..lane_of.len()).map(offset).collect()
}

/// Whether two connections share a hop; or, where no links are drawn, whether they end at one side of one host.
fn beside(lesson: &Lesson, cells: &[Cell], a: usize, b: usize) -> bool {
    let ends = |index: usize| [lesson.connections[index].from.host, lesson.connections[index].to.host];
    let side = |index: usize, of: HostId| {
        let [from, to] = ends(index);
        let other = if from == of { to } else { from };
        cells[other.0].column.cmp(&cells[of.0].column)
    };
    let meet = || ends(a).iter().any(|&host| ends(b).contains(&host) && side(a, host) == side(b, host));
    let hops = |index: usize| {
        let [from, to] = ends(index);
        hops(&lesson.route(from, to).unwrap_or_default())
    };
    let shared = hops(a).iter().any(|hop| hops(b).contains(hop));
    shared || (lesson.links.is_empty() && meet())
}

/// The hops of a route, whichever way they are gone.
pub(super) fn hops(route: &[HostId]) -> Vec<[HostId; 2]> {
    route.windows(2).map(|pair| [pair[0].min(pair[1]), pair[0].max(pair[1])]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    fn lesson(front: &str) -> Lesson {
        let text = format!("---\n{front}---\n\n# Page\n\nText.\n");
        crate::lesson::parse(&Source::new("lesson.md", text)).0
    }

    #[test]
    fn tubes_at_two_sides_of_a_host_keep_to_the_middle() {
        let chain = lesson(
            "hosts: { A: {}, B: {}, C: {} }\nconnections: { x: { from: \"A:1\", to: \"B:2\" }, y: { from: \"B:3\", to: \"C:4\" } }\n",
        );
        assert_eq!(lanes(&chain, &arrange(&chain), (40.0, 20.0)), [0.0, 0.0]);
    }

    #[test]
    fn tubes_at_one_side_of_a_host_stand_apart() {
        let fork = lesson(
            "hosts: { A: {}, B: {}, C: {}, D: {} }\nconnections: { x: { from: \"A:1\", to: \"B:2\" }, y: { from: \"B:3\", to: \"C:4\" }, z: { from: \"B:5\", to: \"D:6\" } }\n",
        );
        let cells = arrange(&fork);
        assert_eq!(
            cells.iter().map(|cell| (cell.column, cell.row)).collect::<Vec<_>>(),
            [(0, 0), (1, 0), (2, 0), (2, 1)]
        );
        assert_eq!(lanes(&fork, &cells, (40.0, 20.0)), [0.0, -20.0, 20.0]);
    }

    #[test]
    fn a_network_stands_in_the_middle_whoever_talks() {
        let chain = lesson(
            "hosts: { A: {}, B: {}, C: {} }\nnetwork: Internet\nconnections: { x: { from: \"A:1\", to: \"B:2\" }, y: { from: \"B:3\", to: \"C:4\" } }\n",
        );
        assert_eq!(arrange(&chain).iter().map(|cell| cell.column).collect::<Vec<_>>(), [0, 1, 1]);
    }
}
