//! Who is whose neighbour, and the way of a packet through the links.

use std::collections::VecDeque;

use super::{HostId, Lesson};

impl Lesson {
    /// True where two hosts are joined: by a link, or by the network when the lesson has no links.
    pub fn joined(&self, a: HostId, b: HostId) -> bool {
        self.links.is_empty() || self.links.iter().any(|link| (link.a, link.b) == (a, b) || (link.a, link.b) == (b, a))
    }

    /// The shortest way from `from` to `to` along the links, both ends included.
    ///
    /// Among equally short ways the one whose hosts are declared first. `None` where no links join them.
    pub fn route(&self, from: HostId, to: HostId) -> Option<Vec<HostId>> {
        if from == to {
            return Some(vec![from]);
        }
        let mut came_from = vec![None; self.hosts.len()];
        let mut queue = VecDeque::from([from]);
        while let Some(here) = queue.pop_front() {
            for next in (0..self.hosts.len()).map(HostId) {
                if next == from || came_from[next.0].is_some() || !self.joined(here, next) {
                    continue;
                }
                came_from[next.0] = Some(here);
                if next == to {
                    return Some(walk_back(&came_from, from, to));
                }
                queue.push_back(next);
            }
        }
        None
    }
}

fn walk_back(came_from: &[Option<HostId>], from: HostId, to: HostId) -> Vec<HostId> {
    let mut route = vec![to];
    let mut here = to;
    while here != from {
        let Some(previous) = came_from[here.0] else { break };
        route.push(previous);
        here = previous;
    }
    route.reverse();
    route
}
