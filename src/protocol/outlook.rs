//! What the rest of a lesson does to each connection, and what carries it: a lesson in, answers about its course out.

use super::known::{self, Carrier};
use super::packet::{End, Sending};
use super::tcp;
use crate::diagnostic::Span;
use crate::lesson::{Action, Arrow, ConnectionId, Event, HostId, Lesson, Packet, Verb};

/// Every packet of every connection, in order.
#[derive(Debug, Clone)]
pub(super) struct Outlook {
    carriers: Vec<Carrier>,
    moves: Vec<Vec<Move>>,
    /// Where the last event starts that could not be read and may close the connection.
    last_unread: Vec<Option<usize>>,
}

#[derive(Debug, Clone, Copy)]
struct Move {
    index: usize,
    span: Span,
    verb: Verb,
    by: HostId,
    drawn: bool,
    /// True for a plain ack.
    bare_ack: bool,
    /// True where the label has a FIN or a RST.
    ends: bool,
}

impl Move {
    fn new(index: usize, span: Span, packet: &Packet) -> Self {
        Self {
            index,
            span,
            verb: packet.verb,
            by: packet.from,
            drawn: packet.arrow != Arrow::Undrawn,
            bare_ack: tcp::is_bare_ack(&packet.label),
            ends: tcp::ends(&packet.label),
        }
    }

    fn is_data(&self) -> bool {
        matches!(self.verb, Verb::On(_)) && !self.bare_ack && !self.ends
    }

    fn is_answer(&self) -> bool {
        matches!(self.verb, Verb::Confirms(_)) || (matches!(self.verb, Verb::On(_)) && self.bare_ack)
    }
}

impl Outlook {
    /// Reads the whole lesson once.
    pub(super) fn new(lesson: &Lesson) -> Self {
        let mut moves = vec![Vec::new(); lesson.connections.len()];
        for (index, (span, packet)) in packets(lesson).enumerate() {
            if let Some(moves) = packet.verb.connection().and_then(|id| moves.get_mut(id.0)) {
                moves.push(Move::new(index, span, packet));
            }
        }
        let carriers = lesson
            .connections
            .iter()
            .zip(&moves)
            .map(|(connection, moves)| carrier(connection.protocol.as_deref(), moves))
            .collect();
        let mut last_unread = vec![None; lesson.connections.len()];
        for one in lesson.unread.iter().filter(|one| one.changes_life) {
            for id in one.connections.iter().filter(|id| id.0 < lesson.connections.len()) {
                last_unread[id.0] = Some(one.span.start);
            }
        }
        Self { carriers, moves, last_unread }
    }

    /// What carries a connection. One of no known protocol counts as TCP.
    pub(super) fn carrier(&self, id: ConnectionId) -> Carrier {
        self.carriers.get(id.0).copied().unwrap_or(Carrier::Tcp)
    }

    /// True where one end goes on to close its half of the connection before it is opened again, or may do so.
    pub(super) fn closes_later(&self, sending: &Sending, half: End) -> bool {
        let host = half.host(sending.connection);
        if self.last_unread.get(sending.id.0).is_some_and(|last| last.is_some_and(|start| start > sending.span.start)) {
            return true;
        }
        self.still_to_come(sending).any(|one| matches!(one.verb, Verb::Closes(_)) && one.by == host)
    }

    /// True where the sender's half of the connection is shown to live on: it sends data, or its close is drawn. An undrawn
    /// close alone is a detail that the picture leaves out.
    pub(super) fn half_lives_on(&self, sending: &Sending) -> bool {
        let host = sending.sender();
        let shown = |one: &Move| one.is_data() || (one.drawn && matches!(one.verb, Verb::Closes(_)));
        self.closes_later(sending, sending.by) && self.still_to_come(sending).any(|one| one.by == host && shown(one))
    }

    /// True where the receiver goes on to confirm or acknowledge something before the connection is opened again.
    pub(super) fn answers_later(&self, sending: &Sending) -> bool {
        let host = sending.receiver();
        self.still_to_come(sending).any(|one| one.by == host && one.is_answer())
    }

    /// Where the connection is opened after this packet.
    pub(super) fn opening_to_come(&self, sending: &Sending) -> Option<Span> {
        let by = sending.connection.from.host;
        self.after(sending).iter().find(|one| matches!(one.verb, Verb::Opens(_)) && one.by == by).map(|one| one.span)
    }

    /// Where one end accepts the connection after this packet, before it is opened again.
    pub(super) fn accept_to_come(&self, sending: &Sending, end: End) -> Option<Span> {
        let by = end.host(sending.connection);
        self.still_to_come(sending).find(|one| matches!(one.verb, Verb::Accepts(_)) && one.by == by).map(|one| one.span)
    }

    /// Where the receiver closes its half after this packet, before the connection is opened again.
    pub(super) fn close_to_come(&self, sending: &Sending) -> Option<Span> {
        let by = sending.receiver();
        self.still_to_come(sending).find(|one| matches!(one.verb, Verb::Closes(_)) && one.by == by).map(|one| one.span)
    }

    /// What comes after a packet on its connection, until that is opened again.
    fn still_to_come(&self, sending: &Sending) -> impl Iterator<Item = &Move> {
        self.after(sending).iter().take_while(|one| !matches!(one.verb, Verb::Opens(_)))
    }

    /// What comes after a packet on its connection.
    fn after(&self, sending: &Sending) -> &[Move] {
        let moves = self.moves.get(sending.id.0).map(Vec::as_slice).unwrap_or_default();
        &moves[moves.partition_point(|one| one.index <= sending.index)..]
    }
}

/// Every packet of a lesson with its event's place, in order.
fn packets(lesson: &Lesson) -> impl Iterator<Item = (Span, &Packet)> {
    let events = lesson.pages.iter().flat_map(|page| &page.steps).flat_map(|step| &step.events);
    events.filter_map(|event| Some((event.span, packet(event)?)))
}

/// The packet that an event sends, if it sends one.
pub(super) fn packet(event: &Event) -> Option<&Packet> {
    match &event.action {
        Action::Send(packet) => Some(packet),
        _ => None,
    }
}

/// A lesson that opens a connection means TCP, or a session, where the protocol has both; else datagrams.
fn carrier(protocol: Option<&str>, moves: &[Move]) -> Carrier {
    let opened = moves.iter().any(|one| !matches!(one.verb, Verb::On(_)));
    match protocol.map_or(Some(Carrier::Tcp), |name| known::find(name).map(|known| known.carrier)) {
        None => Carrier::Other,
        Some(Carrier::TcpOrUdp) if opened => Carrier::Tcp,
        Some(Carrier::UdpSession) if opened => Carrier::Quic,
        Some(Carrier::TcpOrUdp | Carrier::UdpSession) => Carrier::Udp,
        Some(carrier) => carrier,
    }
}
