//! Who talks to whom, out of a lesson without links: columns in which all that talk to each other stand side by side.

use crate::lesson::{Action, HostId, Lesson, Target};

/// More columns would leave their hosts no room for their lines.
const MOST_COLUMNS: usize = 5;
/// As many hosts as stand well in one column.
const MOST_ROWS: usize = 4;

/// The column of each host, where talk makes a tree of all who talk: then nobody talks to another of the same column, or past one.
/// Hosts that only stand there are in the last column. `None` where there is a ring, or no tree of all, or where there would be too many
/// columns or rows.
///
/// Connections alone decide where they reach everyone who talks; or else datagrams count, too.
pub(super) fn columns(lesson: &Lesson) -> Option<Vec<usize>> {
    let count = lesson.hosts.len();
    let (connected, all) = (connected(lesson), pairs(lesson));
    let everyone = all.as_ref().unwrap_or(&connected).iter().flatten();
    let talks = (0..count).map(|host| everyone.clone().any(|one| one.0 == host)).collect::<Vec<_>>();
    let tree = Tree::new(&talks, connected.clone()).or_else(|| Tree::new(&talks, all.clone()?))?;
    let columns = tree.columns();
    let most = (0..count).map(|column| columns.iter().filter(|&&other| other == column).count()).max()?;
    (columns.iter().all(|&column| column < MOST_COLUMNS) && most <= MOST_ROWS).then_some(columns)
}

/// The ends of every connection.
fn connected(lesson: &Lesson) -> Vec<[HostId; 2]> {
    lesson.connections.iter().map(|one| [one.from.host, one.to.host]).collect()
}

/// The ends of every connection and of every packet; `None` where one of them goes to everyone.
pub(super) fn pairs(lesson: &Lesson) -> Option<Vec<[HostId; 2]>> {
    let mut pairs = connected(lesson);
    for event in lesson.pages.iter().flat_map(|page| &page.steps).flat_map(|step| &step.events) {
        let Action::Send(packet) = &event.action else { continue };
        let Target::Host(to) = packet.to else { return None };
        pairs.push([packet.from, to]);
    }
    Some(pairs)
}

/// Hosts with one way between any two.
struct Tree {
    /// Of each host.
    neighbours: Vec<Vec<usize>>,
}

impl Tree {
    /// A tree of the hosts that talk, and no other; `None` where the pairs do not make one.
    fn new(talks: &[bool], mut pairs: Vec<[HostId; 2]>) -> Option<Self> {
        for pair in &mut pairs {
            pair.sort();
        }
        pairs.sort_unstable();
        pairs.dedup();
        if pairs.len() + 1 != talks.iter().filter(|&&talks| talks).count() {
            return None;
        }
        let mut neighbours = vec![Vec::new(); talks.len()];
        for [a, b] in pairs {
            neighbours.get_mut(a.0)?.push(b.0);
            neighbours.get_mut(b.0)?.push(a.0);
        }
        let tree = Self { neighbours };
        // One pair fewer than hosts, and all of them reached: there is no ring.
        let first = talks.iter().position(|&talks| talks)?;
        tree.distances(first).iter().zip(talks).all(|(far, &talks)| far.is_some() == talks).then_some(tree)
    }

    /// Columns by distance from one end of the longest way, the end that is declared first.
    fn columns(&self) -> Vec<usize> {
        let far: Vec<Vec<Option<usize>>> = (0..self.neighbours.len()).map(|host| self.distances(host)).collect();
        let reach = |from: &Vec<Option<usize>>| from.iter().copied().flatten().max().unwrap_or(0);
        let longest = far.iter().map(reach).max().unwrap_or(0);
        let from = far.into_iter().find(|from| reach(from) == longest).unwrap_or_default();
        from.into_iter().map(|far| far.unwrap_or(longest)).collect()
    }

    /// How many links away from a host each is.
    fn distances(&self, from: usize) -> Vec<Option<usize>> {
        let mut far = vec![None; self.neighbours.len()];
        let mut edge = vec![from];
        let mut steps = 0;
        while !edge.is_empty() {
            let reached: Vec<usize> = edge.into_iter().filter(|&host| far[host].is_none()).collect();
            for &host in &reached {
                far[host] = Some(steps);
            }
            edge = reached.iter().flat_map(|&host| self.neighbours[host].iter().copied()).collect();
            steps += 1;
        }
        far
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    /// The columns of hosts A, B, C, … of which the pairs are connected, and the others talk without a connection.
    fn columns_of(hosts: &[&str], connected: &[&str], datagrams: &[&str]) -> Option<Vec<usize>> {
        let all: String = hosts.iter().flat_map(|host| ["  ", host, ": {}\n"]).collect();
        let head = if connected.is_empty() { "" } else { "connections:\n" };
        let connection = |(at, pair): (usize, &&str)| {
            format!("  c{at}: {{ from: \"{}:{}\", to: \"{}:80\" }}\n", &pair[..1], 1000 + at, &pair[1..])
        };
        let connections: Vec<String> = connected.iter().enumerate().map(connection).collect();
        let step = |pair: &&str| format!("1. `{} -> {}: x`\n   x\n", &pair[..1], &pair[1..]);
        let steps: Vec<String> = datagrams.iter().map(step).collect();
        let text = format!("---\nhosts:\n{all}{head}{}---\n\n# Page\n\n{}", connections.concat(), steps.concat());
        let (lesson, said) = crate::lesson::parse(&Source::new("lesson.md", text));
        assert!(!said.has_errors(), "{said:?}");
        columns(&lesson)
    }

    #[test]
    fn a_chain_stands_in_a_row_from_the_end_that_is_declared_first() {
        assert_eq!(columns_of(&["A", "B", "C"], &["AB", "BC"], &[]), Some(vec![0, 1, 2]));
        assert_eq!(columns_of(&["B", "C", "A"], &["AB", "BC"], &[]), Some(vec![1, 0, 2]));
        assert_eq!(columns_of(&["A", "B", "C"], &[], &["AB", "BA", "CB"]), Some(vec![0, 1, 2]));
    }

    #[test]
    fn branches_share_a_column() {
        assert_eq!(columns_of(&["A", "B", "C", "D"], &["AB", "BC", "BD", "DB"], &[]), Some(vec![0, 1, 2, 2]));
    }

    #[test]
    fn a_datagram_past_the_connections_changes_nothing() {
        assert_eq!(columns_of(&["A", "B", "C"], &["AB", "BC"], &["AC"]), Some(vec![0, 1, 2]));
    }

    #[test]
    fn who_never_talks_stands_in_the_last_column() {
        assert_eq!(columns_of(&["A", "B", "X", "C"], &["AB", "BC"], &[]), Some(vec![0, 1, 2, 2]));
        assert_eq!(columns_of(&["X", "A", "B"], &["AB"], &[]), Some(vec![1, 0, 1]));
    }

    #[test]
    fn a_ring_two_groups_and_a_crowd_make_no_row() {
        assert_eq!(columns_of(&["A", "B", "C"], &["AB", "BC", "CA"], &[]), None);
        assert_eq!(columns_of(&["A", "B", "C", "D", "E", "F"], &["AB", "BC", "CD", "DE", "EF"], &[]), None);
        assert_eq!(columns_of(&["A", "B", "C", "D"], &["AB", "CD"], &["AB"]), None);
        assert_eq!(columns_of(&["A", "B", "C", "D"], &["AB", "BC", "CA"], &[]), None);
    }

    #[test]
    fn where_a_packet_goes_to_everyone_connections_alone_count() {
        let text =
            "---\nhosts: { A: {}, B: {}, C: {} }\n---\n\n# Page\n\n1. `A -> all: x`\n   x\n2. `C -> B: x`\n   x\n";
        let (lesson, _) = crate::lesson::parse(&Source::new("lesson.md", text));
        assert_eq!(columns(&lesson), None);
    }
}
