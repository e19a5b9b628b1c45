//! How diagnostics speak of hosts, connections and packets: ids in, words in backticks out.

use std::net::IpAddr;

use super::packet::Sending;
use crate::lesson::{Connection, ConnectionId, HostId, Lesson, Target};

/// A host's name.
pub(super) fn host(lesson: &Lesson, host: HostId) -> String {
    lesson.hosts.get(host.0).map_or_else(|| "an unknown host".to_owned(), |host| format!("`{}`", host.name))
}

/// A receiver's name.
pub(super) fn target(lesson: &Lesson, target: Target) -> String {
    match target {
        Target::Host(id) => host(lesson, id),
        Target::All => "`all`".to_owned(),
    }
}

/// A connection's name.
pub(super) fn connection(lesson: &Lesson, id: ConnectionId) -> String {
    lesson.connections.get(id.0).map_or_else(|| "an unknown connection".to_owned(), |one| format!("`{}`", one.name))
}

/// An event as it would be written, for help texts: `` `S1 -> H1 accepts data: …` ``.
pub(super) fn event(lesson: &Lesson, from: HostId, to: HostId, verb: &str, id: ConnectionId) -> String {
    let bare = |words: String| words.trim_matches('`').to_owned();
    let (from, to) = (bare(host(lesson, from)), bare(host(lesson, to)));
    format!("`{from} -> {to} {verb} {}: …`", bare(connection(lesson, id)))
}

/// The event that the receiver of `sending` would answer with.
pub(super) fn answer(sending: &Sending, verb: &str) -> String {
    event(sending.lesson, sending.receiver(), sending.sender(), verb, sending.id)
}

/// The event that the sender of `sending` would send instead.
pub(super) fn instead(sending: &Sending, verb: &str) -> String {
    event(sending.lesson, sending.sender(), sending.receiver(), verb, sending.id)
}

/// The event that opens the connection of `sending`, from its proper end.
pub(super) fn opening(sending: &Sending) -> String {
    let Connection { from, to, .. } = sending.connection;
    event(sending.lesson, from.host, to.host, "opens", sending.id)
}

/// Words with commas between them and an "or" before the last.
pub(super) fn list(words: impl IntoIterator<Item = String>) -> String {
    let mut words: Vec<_> = words.into_iter().collect();
    match words.pop() {
        None => "nothing".to_owned(),
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} or {last}", words.join(", ")),
    }
}

/// A host's address, where it is a numeric one.
pub(super) fn address(lesson: &Lesson, host: HostId) -> Option<IpAddr> {
    lesson.hosts.get(host.0)?.address.as_deref()?.trim().parse().ok()
}
