//! The ways that a packet takes: a packet of a lesson in, its routes and its fate out.

use std::collections::VecDeque;

use super::{Fate, names};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lesson::{Arrow, HostId, Icon, Lesson, Packet, Target};

/// The code of a packet that no links carry.
pub(super) const NOT_LINKED: &str = "not-linked";

/// Finds the routes of a packet, each as far as it gets, and how they end.
///
/// A packet that no links carry has no routes and counts as lost, and is an error.
pub(super) fn find(lesson: &Lesson, packet: &Packet, said: &mut Diagnostics) -> (Vec<Vec<HostId>>, Fate) {
    match (packet.to, packet.arrow) {
        (Target::Host(to), Arrow::Lost { at: Some(node) }) => blocked(lesson, packet, to, node, said),
        (Target::Host(to), arrow) => {
            let fate = if matches!(arrow, Arrow::Lost { .. }) { Fate::Lost } else { Fate::Delivered };
            match lesson.route(packet.from, to) {
                Some(route) => (vec![route], fate),
                None => (not_linked(lesson, packet, to, said), Fate::Lost),
            }
        }
        (Target::All, arrow) => broadcast(lesson, packet, arrow, said),
    }
}

fn blocked(
    lesson: &Lesson,
    packet: &Packet,
    to: HostId,
    node: HostId,
    said: &mut Diagnostics,
) -> (Vec<Vec<HostId>>, Fate) {
    // Without links the network joins every pair: what passes packets on may stand between any two.
    if lesson.links.is_empty() && node != packet.from && node.0 < lesson.hosts.len() {
        if node != to && !passes_on(lesson, node) {
            said.push(not_between(lesson, packet, to, node));
        }
        return (vec![vec![packet.from, node]], Fate::Blocked);
    }
    let Some(mut route) = lesson.route(packet.from, to) else {
        return (not_linked(lesson, packet, to, said), Fate::Lost);
    };
    if let Some(before) = route.iter().skip(1).position(|&on_the_way| on_the_way == node) {
        route.truncate(before + 2);
        return (vec![route], Fate::Blocked);
    }
    said.push(not_on_the_way(lesson, packet, &route, node));
    (vec![route], Fate::Lost)
}

fn passes_on(lesson: &Lesson, host: HostId) -> bool {
    matches!(icon(lesson, host), Some(Icon::Router | Icon::Firewall | Icon::Switch | Icon::Cloud))
}

/// The error for a stop at a host that nothing says is on the way.
fn not_between(lesson: &Lesson, packet: &Packet, to: HostId, node: HostId) -> Diagnostic {
    let bare = |host: HostId| names::host(lesson, host).trim_matches('`').to_owned();
    let (from, node, to) = (bare(packet.from), bare(node), bare(to));
    let message = format!("nothing says that `{node}` is on the way from `{from}` to `{to}`");
    Diagnostic::error("not-on-the-way", packet.to_span, message).help(format!(
        "say who is next to whom: `links: [{from} - {node} - {to}]`; without links only routers, firewalls, switches and clouds \
         (`icon:`) stand between two hosts"
    ))
}

fn not_on_the_way(lesson: &Lesson, packet: &Packet, route: &[HostId], node: HostId) -> Diagnostic {
    let nodes = names::list(route.iter().skip(1).map(|&host| names::host(lesson, host)));
    let (from, to) = (names::host(lesson, packet.from), names::target(lesson, packet.to));
    let node = names::host(lesson, node);
    Diagnostic::error("not-on-the-way", packet.to_span, format!("{node} is not on the way from {from} to {to}"))
        .help(format!("the packet can be blocked at {nodes}"))
}

fn not_linked(lesson: &Lesson, packet: &Packet, to: HostId, said: &mut Diagnostics) -> Vec<Vec<HostId>> {
    let (from, to_name) = (names::host(lesson, packet.from), names::host(lesson, to));
    let neighbours: Vec<_> = (0..lesson.hosts.len())
        .map(HostId)
        .filter(|&host| host != packet.from && lesson.joined(packet.from, host))
        .map(|host| names::host(lesson, host))
        .collect();
    let help = if neighbours.is_empty() {
        format!("no link names {from}: add one under `links:`")
    } else {
        format!("the neighbours of {from} are {}: add a link that leads on to {to_name}", names::list(neighbours))
    };
    said.push(
        Diagnostic::error(NOT_LINKED, packet.to_span, format!("no links lead from {from} to {to_name}")).help(help),
    );
    Vec::new()
}

/// A broadcast reaches every host of the sender's link (RFC 919, section 4): switches, clouds and other nodes pass it on,
/// routers and firewalls receive it and keep it. Switches and clouds are not receivers, unless there are no others.
fn broadcast(lesson: &Lesson, packet: &Packet, arrow: Arrow, said: &mut Diagnostics) -> (Vec<Vec<HostId>>, Fate) {
    let reached = flood(lesson, packet.from);
    let is_passive = |host: HostId| matches!(icon(lesson, host), Some(Icon::Switch | Icon::Cloud));
    let end = |route: &Vec<HostId>| route.last().copied().unwrap_or(packet.from);
    let receivers: Vec<_> = reached.iter().filter(|route| !is_passive(end(route))).cloned().collect();
    let mut routes = if receivers.is_empty() { reached } else { receivers };
    routes.sort_by_key(end);
    if routes.is_empty() {
        let from = names::host(lesson, packet.from);
        said.push(
            Diagnostic::error(
                NOT_LINKED,
                packet.to_span,
                format!("{from} has no neighbour that a broadcast could reach"),
            )
            .help(format!("add a link from {from} under `links:`")),
        );
        return (routes, Fate::Lost);
    }
    match arrow {
        Arrow::Lost { at: Some(node) } => match routes.iter().find(|route| end(route) == node).cloned() {
            Some(route) => (vec![route], Fate::Blocked),
            None => (routes, Fate::Lost),
        },
        Arrow::Lost { at: None } => (routes, Fate::Lost),
        Arrow::Drawn | Arrow::Undrawn => (routes, Fate::Delivered),
    }
}

/// The shortest way to every host that a broadcast reaches.
fn flood(lesson: &Lesson, from: HostId) -> Vec<Vec<HostId>> {
    let mut reached = Vec::new();
    let mut seen = vec![false; lesson.hosts.len()];
    let mut queue = VecDeque::from([vec![from]]);
    while let Some(route) = queue.pop_front() {
        let here = route.last().copied().unwrap_or(from);
        if here != from && matches!(icon(lesson, here), Some(Icon::Router | Icon::Firewall)) {
            continue;
        }
        for next in (0..lesson.hosts.len()).map(HostId) {
            if next == from || seen[next.0] || !lesson.joined(here, next) {
                continue;
            }
            seen[next.0] = true;
            let mut longer = route.clone();
            longer.push(next);
            reached.push(longer.clone());
            queue.push_back(longer);
        }
    }
    reached
}

fn icon(lesson: &Lesson, host: HostId) -> Option<Icon> {
    lesson.hosts.get(host.0).map(|host| host.icon)
}
