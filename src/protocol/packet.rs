//! A packet of a connection in the course of the replay: which end sends it, and whether it arrives.

use super::{Fate, names};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::lesson::{Connection, ConnectionId, HostId, Lesson, Packet, Target};

/// One of the two ends of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The end that the declaration calls `from`.
    From,
    /// The end that it calls `to`.
    To,
}

impl End {
    /// The one at the other side.
    pub(super) fn other(self) -> Self {
        match self {
            Self::From => Self::To,
            Self::To => Self::From,
        }
    }

    /// Its host.
    pub(super) fn host(self, connection: &Connection) -> HostId {
        match self {
            Self::From => connection.from.host,
            Self::To => connection.to.host,
        }
    }
}

/// One value for each end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Ends<T> {
    from: T,
    to: T,
}

impl<T> Ends<T> {
    /// The value of one end.
    pub(super) fn of(&self, end: End) -> &T {
        match end {
            End::From => &self.from,
            End::To => &self.to,
        }
    }

    /// The value of one end, to be changed.
    pub(super) fn of_mut(&mut self, end: End) -> &mut T {
        match end {
            End::From => &mut self.from,
            End::To => &mut self.to,
        }
    }
}

/// A packet between the two ends of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sending<'a> {
    /// The lesson.
    pub lesson: &'a Lesson,
    /// The packet.
    pub packet: &'a Packet,
    /// Its place among all packets of the lesson.
    pub index: usize,
    /// The whole event.
    pub span: Span,
    /// The connection.
    pub id: ConnectionId,
    /// Its declaration.
    pub connection: &'a Connection,
    /// The end that sends.
    pub by: End,
    /// Whether it gets there.
    pub arrives: bool,
}

impl<'a> Sending<'a> {
    /// The packet as one of its connection; `None`, with an error, where it does not go from one end to the other.
    pub(super) fn new(
        lesson: &'a Lesson,
        packet: &'a Packet,
        place: (usize, Span),
        fate: Fate,
        said: &mut Diagnostics,
    ) -> Option<Self> {
        let (index, span) = place;
        let id = packet.verb.connection()?;
        let connection = lesson.connections.get(id.0)?;
        let (from, to) = (connection.from.host, connection.to.host);
        let by = match packet.to {
            Target::Host(receiver) if (packet.from, receiver) == (from, to) => End::From,
            Target::Host(receiver) if (packet.from, receiver) == (to, from) => End::To,
            _ => {
                said.push(wrong_ends(lesson, packet, id, connection));
                return None;
            }
        };
        Some(Self { lesson, packet, index, span, id, connection, by, arrives: fate == Fate::Delivered })
    }

    /// The host that sends.
    pub(super) fn sender(&self) -> HostId {
        self.by.host(self.connection)
    }

    /// The host that it is for.
    pub(super) fn receiver(&self) -> HostId {
        self.by.other().host(self.connection)
    }

    /// Where verb and connection stand.
    pub(super) fn verb_span(&self) -> Span {
        self.packet.verb_span
    }

    /// The text on it.
    pub(super) fn label(&self) -> &'a str {
        &self.packet.label
    }

    /// Sender, receiver and connection, as diagnostics call them.
    pub(super) fn names(&self) -> (String, String, String) {
        let lesson = self.lesson;
        (names::host(lesson, self.sender()), names::host(lesson, self.receiver()), names::connection(lesson, self.id))
    }

    /// True where the label itself says that this has been sent before: `Dup ACK`, `FIN (again)`, `Retransmission`.
    pub(super) fn says_again(&self) -> bool {
        let label = self.label().to_lowercase();
        label.split(|c: char| !c.is_alphanumeric()).any(|word| {
            let whole =
                matches!(word, "again" | "dup" | "resend" | "resent" | "resends" | "retry" | "repeated" | "repeat");
            whole || word.starts_with("duplicate") || word.starts_with("retrans")
        })
    }
}

fn wrong_ends(lesson: &Lesson, packet: &Packet, id: ConnectionId, connection: &Connection) -> Diagnostic {
    let (a, b) = (names::host(lesson, connection.from.host), names::host(lesson, connection.to.host));
    let name = names::connection(lesson, id);
    let (from, to) = (names::host(lesson, packet.from), names::target(lesson, packet.to));
    let span = if packet.from == connection.from.host || packet.from == connection.to.host {
        packet.to_span
    } else {
        packet.from_span
    };
    Diagnostic::error("wrong-ends", span, format!("{name} does not join {from} and {to}"))
        .help(format!("the ends of {name} are {a} and {b}; a packet of no connection is written `A -> B: …`"))
        .related(connection.span, format!("{name} is declared here"))
}
