//! The replay: packet by packet through the ways, the lives and the protocols' rules, into the trace.

use super::facts::Facts;
use super::known::Carrier;
use super::life::Course;
use super::outlook::{self, Outlook};
use super::packet::{End, Sending};
use super::{Life, Number, Trace, TracedEvent, TracedPacket, TracedPage, TracedStep};
use super::{fields, ftp, ftp_data, known, names, tcp, way};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Span};
use crate::lesson::{
    Action, Arrow, Connection, ConnectionId, Event, Field, HostId, Lesson, Packet, Page, Step, Target, Unread, Verb,
};

/// Replays a whole lesson.
pub(super) fn run(lesson: &Lesson) -> (Trace, Diagnostics) {
    let mut replay = Replay::new(lesson);
    let mut pages = Vec::with_capacity(lesson.pages.len());
    for page in &lesson.pages {
        let steps = page.steps.iter().map(|step| replay.step(step)).collect();
        pages.push(TracedPage { steps });
    }
    replay.close_the_books();
    let mut said = replay.said;
    said.sort();
    (Trace { lesson: lesson.clone(), pages }, said)
}

struct Replay<'a> {
    lesson: &'a Lesson,
    outlook: Outlook,
    courses: Vec<Course>,
    streams: Vec<tcp::Streams>,
    dialogs: Vec<ftp::Dialog>,
    number: Number,
    index: usize,
    /// The events that could not be read and are still to come.
    unread: &'a [Unread],
    /// The data connections that were already held against a promised port and found wrong, with where it was promised.
    mismatched: Vec<(ConnectionId, Span)>,
    /// The pairs of hosts that were found not to be linked; a broadcast's sender makes a pair with itself.
    apart: Vec<(HostId, HostId)>,
    facts: Facts<'a>,
    said: Diagnostics,
}

impl<'a> Replay<'a> {
    fn new(lesson: &'a Lesson) -> Self {
        let count = lesson.connections.len();
        Self {
            lesson,
            outlook: Outlook::new(lesson),
            courses: vec![Course::default(); count],
            streams: vec![tcp::Streams::default(); count],
            dialogs: vec![ftp::Dialog::default(); count],
            number: Number { drawn: 0, undrawn: 0 },
            index: 0,
            unread: &lesson.unread,
            mismatched: Vec::new(),
            apart: Vec::new(),
            facts: Facts::new(lesson),
            said: Diagnostics::default(),
        }
    }

    fn step(&mut self, step: &'a Step) -> TracedStep {
        self.pass_over_unread(step.span.start);
        // The table of a step with an event that could not be read may belong to that one.
        let whole = self.unread.first().is_none_or(|one| one.span.start >= step.span.end);
        let bearer = bearer(step).filter(|_| whole);
        let events = step.events.iter().enumerate().map(|(at, event)| {
            self.pass_over_unread(event.span.start);
            self.facts.replay(event, &mut self.said);
            let rows: &[Field] = if Some(at) == bearer { &step.fields } else { &[] };
            self.listen_to_the_user(event);
            let packet = outlook::packet(event).map(|packet| self.packet(packet, event, rows));
            TracedEvent { event: event.clone(), packet }
        });
        TracedStep { events: events.collect() }
    }

    fn packet(&mut self, packet: &'a Packet, event: &Event, rows: &[Field]) -> TracedPacket {
        self.count(packet.arrow);
        let mut mistakes = Diagnostics::default();
        let (routes, fate) = way::find(self.lesson, packet, &mut mistakes);
        let place = (self.index, event.span);
        self.index += 1;
        let sending = Sending::new(self.lesson, packet, place, fate, &mut mistakes);
        if let Some(id) = packet.verb.connection().filter(|_| mistakes.has_errors()) {
            self.lose_track(&[id], !matches!(packet.verb, Verb::On(_)));
        }
        self.tell_once_who_is_apart(packet, &mut mistakes);
        self.said.extend(mistakes);
        let before = self.said.0.len();
        let becomes = sending.and_then(|sending| self.on_connection(&sending, rows));
        let mut mistakes = Diagnostics::default();
        let fields = fields::find(self.lesson, &self.outlook, packet, rows, &mut mistakes);
        if self.said.0[before..].iter().any(|one| one.severity == Severity::Error) {
            // The table may describe the packet that was meant.
            mistakes.0.retain(|one| one.code != "field-contradicts");
        }
        self.said.extend(mistakes);
        TracedPacket { number: self.number, routes, fate, becomes, fields }
    }

    /// Every packet between two hosts that no links join has the same mistake.
    fn tell_once_who_is_apart(&mut self, packet: &Packet, mistakes: &mut Diagnostics) {
        if !mistakes.0.iter().any(|one| one.code == way::NOT_LINKED) {
            return;
        }
        let pair = match packet.to {
            Target::Host(to) => (packet.from.min(to), packet.from.max(to)),
            Target::All => (packet.from, packet.from),
        };
        if self.apart.contains(&pair) {
            mistakes.0.retain(|one| one.code != way::NOT_LINKED);
        } else {
            self.apart.push(pair);
        }
    }

    /// What stood before `until` and could not be read may have done anything to its connection.
    fn pass_over_unread(&mut self, until: usize) {
        while let Some((first, rest)) = self.unread.split_first().filter(|(first, _)| first.span.start < until) {
            self.unread = rest;
            self.lose_track(&first.connections, first.changes_life);
        }
    }

    fn lose_track(&mut self, ids: &[ConnectionId], changes_life: bool) {
        let count = self.courses.len();
        for id in ids.iter().filter(|id| id.0 < count) {
            self.courses[id.0].lose_track(changes_life);
            self.streams[id.0].lose_count();
            self.dialogs[id.0].lose_track();
        }
        if !ids.is_empty() {
            self.dialogs.iter_mut().for_each(ftp::Dialog::doubt_transfer);
        }
    }

    fn listen_to_the_user(&mut self, event: &Event) {
        let Action::Types { host, .. } = event.action else { return };
        for (connection, dialog) in self.lesson.connections.iter().zip(&mut self.dialogs) {
            if connection.from.host == host {
                dialog.user_types();
            }
        }
    }

    fn count(&mut self, arrow: Arrow) {
        if arrow == Arrow::Undrawn {
            self.number.undrawn += 1;
        } else {
            self.number = Number { drawn: self.number.drawn + 1, undrawn: 0 };
        }
    }

    fn on_connection(&mut self, sending: &Sending, rows: &[Field]) -> Option<(ConnectionId, Life)> {
        let id = sending.id;
        if matches!(sending.packet.verb, Verb::Opens(_)) {
            self.same_ports(sending);
        }
        self.speak(sending);
        let course = &mut self.courses[id.0];
        let flags = tcp::check_flags(sending, &self.outlook, course.was_closed_by(sending.by.other()));
        let mut mistakes = Diagnostics::default();
        let becomes = course.replay(sending, &self.outlook, &mut mistakes);
        let in_doubt = course.in_doubt;
        match flags {
            // Verb and label disagree: which of the two is wrong, its author knows.
            Some(error) if error.severity == Severity::Error => mistakes = Diagnostics(vec![error]),
            Some(warning) if mistakes.0.is_empty() => mistakes.push(warning),
            _ => {}
        }
        let streams = &mut self.streams[id.0];
        if in_doubt {
            streams.lose_count();
        }
        streams.replay(sending, rows, &self.outlook, &mut mistakes);
        self.name_what_was_set_aside(sending, &mut mistakes);
        self.said.extend(mistakes);
        becomes.map(|life| (id, life))
    }

    /// An event that is shown as text may be what is missing: the error says so.
    fn name_what_was_set_aside(&self, sending: &Sending, mistakes: &mut Diagnostics) {
        let about = |one: &&Unread| one.connections.contains(&sending.id) && one.span.start < sending.span.start;
        let Some(latest) = self.lesson.aside.iter().rev().find(about) else { return };
        for error in mistakes.0.iter_mut().filter(|one| one.severity == Severity::Error) {
            error.related.push((latest.span, "this is shown as text, and does not happen".to_owned()));
        }
    }

    /// FTP's two connections know of each other: what moves on one is held against what was said on the other.
    fn speak(&mut self, sending: &Sending) {
        let lesson = self.lesson;
        let controls = |one: &Connection| one.protocol.as_deref().is_some_and(ftp_data::is_control);
        if controls(sending.connection) {
            let data_up = self.data_up(sending.connection);
            self.dialogs[sending.id.0].replay(sending, data_up, &mut self.said);
            return;
        }
        let held = self.is_held_against_its_transfer(sending);
        for (control, dialog) in lesson.connections.iter().zip(&mut self.dialogs) {
            if !controls(control) || !ftp_data::belongs(lesson, sending.connection, control) {
                continue;
            }
            let before = self.said.0.len();
            if held {
                dialog.file.check(sending, sending.sender() == control.from.host, &mut self.said);
            }
            match (sending.packet.verb, &dialog.listening) {
                // What comes after the end is held against nothing that was said before.
                (Verb::Opens(_), _) if self.said.0.len() > before => {}
                (Verb::Opens(_), Some(listening)) => {
                    // A request that is sent again repeats its mistake.
                    let promise = (sending.id, listening.span);
                    let mut mistakes = Diagnostics::default();
                    ftp_data::check_opening(sending, control, listening, &mut mistakes);
                    if mistakes.has_errors() && !self.mismatched.contains(&promise) {
                        self.mismatched.push(promise);
                        self.said.extend(mistakes);
                    }
                }
                (Verb::Closes(_) | Verb::Confirms(_), _) => continue,
                _ => {}
            }
            if !tcp::is_bare_ack(sending.label()) {
                dialog.data_moves();
            }
        }
    }

    /// True for a packet that opens, or goes over, what can only be the data connection of one control connection.
    fn is_held_against_its_transfer(&self, sending: &Sending) -> bool {
        let (lesson, data) = (self.lesson, sending.connection);
        let controls = |one: &&Connection| {
            one.protocol.as_deref().is_some_and(ftp_data::is_control) && ftp_data::belongs(lesson, data, one)
        };
        // Where there are two, either may have asked for the transfer; what is plain TCP may be about something else.
        let is_its = lesson.connections.iter().filter(controls).count() == 1
            && data.protocol.as_deref().is_some_and(ftp_data::is_data);
        is_its && self.courses[sending.id.0].lets_pass(sending)
    }

    /// Whether a data connection of `control` is up; `None` where the lesson has none.
    fn data_up(&self, control: &Connection) -> Option<bool> {
        let all = self.lesson.connections.iter().zip(&self.courses);
        let mut data =
            all.filter(|(one, _)| ftp_data::belongs(self.lesson, one, control)).map(|(_, course)| course).peekable();
        data.peek()?;
        Some(data.any(|course| course.life == Life::Up || course.in_doubt))
    }

    /// A connection is named by its two addresses and two ports (RFC 9293, 3.3.1): only one can be up at a time.
    fn same_ports(&mut self, sending: &Sending) {
        let lesson = self.lesson;
        let twin = lesson.connections.iter().enumerate().find(|&(at, other)| {
            let course = &self.courses[at];
            let up = course.life == Life::Up && !course.in_doubt;
            at != sending.id.0 && up && same_four(other, sending.connection)
        });
        let Some((at, other)) = twin else { return };
        let (_, _, name) = sending.names();
        let other_name = names::connection(lesson, ConnectionId(at));
        let message = format!("{name} has the same hosts and ports as {other_name}, which is up");
        self.said.push(
            Diagnostic::error("ports-in-use", sending.verb_span(), message)
                .help(format!("give one end of {name} another port, or close {other_name} first"))
                .related(sending.connection.span, format!("{name} is declared here"))
                .related(other.span, format!("{other_name} is declared here")),
        );
    }

    /// What can only be said once the last event is known.
    fn close_the_books(&mut self) {
        self.pass_over_unread(usize::MAX);
        // Where something is wrong, the missing end may be part of it.
        if self.said.has_errors() || !self.lesson.unread.is_empty() {
            return;
        }
        self.said.0.extend(no_steps(self.lesson));
        let is_aside = |id| self.lesson.aside.iter().any(|one| one.connections.contains(&id));
        for (at, (connection, course)) in self.lesson.connections.iter().zip(&self.courses).enumerate() {
            if is_aside(ConnectionId(at)) {
                continue;
            }
            let carrier = self.outlook.carrier(ConnectionId(at));
            let Some(warning) = loose_end(self.lesson, ConnectionId(at), connection, course, carrier) else { continue };
            // A close that is doubted already may not have been meant as one.
            let doubted = |one: &Diagnostic| (warning.span.start..warning.span.end).contains(&one.span.start);
            if course.life != Life::Closing || !self.said.0.iter().any(doubted) {
                self.said.push(warning);
            }
        }
    }
}

/// The event of a step that its table of fields belongs to: the first drawn packet, or else the first packet.
fn bearer(step: &Step) -> Option<usize> {
    let sends = |at: &usize| outlook::packet(&step.events[*at]);
    let mut packets = (0..step.events.len()).filter(|at| sends(at).is_some());
    let drawn = packets.clone().find(|at| sends(at).is_some_and(|packet| packet.arrow != Arrow::Undrawn));
    drawn.or_else(|| packets.next())
}

fn same_four(a: &Connection, b: &Connection) -> bool {
    let ends = |one: &Connection| {
        let port = |end: crate::lesson::Endpoint| end.port.map(|port| (end.host, port));
        let (from, to) = (port(one.from)?, port(one.to)?);
        Some((from.min(to), from.max(to)))
    };
    let layered = |one: &Connection| one.protocol.as_deref().is_none_or(known::is_layer);
    let stacked = a.protocol != b.protocol && (layered(a) || layered(b));
    !stacked && ends(a).is_some() && ends(a) == ends(b)
}

fn loose_end(
    lesson: &Lesson,
    id: ConnectionId,
    connection: &Connection,
    course: &Course,
    carrier: Carrier,
) -> Option<Diagnostic> {
    let name = names::connection(lesson, id);
    let declared = |diagnostic: Diagnostic| diagnostic.related(connection.span, format!("{name} is declared here"));
    if !course.used {
        let message = format!("{name} is declared, but no packet uses it");
        return Some(
            Diagnostic::warning("connection-unused", connection.span, message)
                .help("use it, or leave its declaration out"),
        );
    }
    if course.in_doubt {
        return None;
    }
    let asked_at: Option<Span> = course.asked.map(|asked| asked.span);
    // What its `from` end sends, and what the other end answers.
    let sent = |verb, flags| to_paste(lesson, (connection.from.host, connection.to.host), verb, id, carrier, flags);
    let answered = |verb, flags| to_paste(lesson, (connection.to.host, connection.from.host), verb, id, carrier, flags);
    match course.life {
        Life::Up => Some(declared(
            Diagnostic::warning("connection-left-open", asked_at?, format!("{name} is still up when the lesson ends"))
                .help(format!("end it with {}, then {}", sent("closes", "FIN"), answered("confirms", "ACK"))),
        )),
        Life::Asked if course.asked.is_some_and(|asked| asked.arrived && !asked.answered) => Some(declared(
            Diagnostic::warning("request-unanswered", asked_at?, format!("{name} is asked for, but never accepted"))
                .help(format!(
                    "accept it with {}, refuse it with {}, or show that the request is lost (`-x`)",
                    answered("accepts", "SYN, ACK"),
                    answered("closes", "RST, ACK")
                )),
        )),
        Life::Closing => half_closed(lesson, id, connection, course).map(declared),
        _ => None,
    }
}

/// An event that can be written as it stands: TCP's has the flags of such a packet for a label, others do without one.
fn to_paste(
    lesson: &Lesson,
    (from, to): (HostId, HostId),
    verb: &str,
    id: ConnectionId,
    carrier: Carrier,
    flags: &str,
) -> String {
    let event = names::event(lesson, from, to, verb, id);
    if carrier == Carrier::Tcp { event.replace('…', flags) } else { event.replace(": …", "") }
}

/// Hosts are there to do something; unless they only stand beside questions, or an event is shown as text.
fn no_steps(lesson: &Lesson) -> Option<Diagnostic> {
    let has_prose = |page: &&Page| !page.faq && (!page.text.is_empty() || !page.notes.is_empty());
    let page = lesson.pages.iter().find(has_prose)?;
    let host = lesson.hosts.first()?;
    if !lesson.aside.is_empty() || lesson.pages.iter().any(|page| !page.steps.is_empty()) {
        return None;
    }
    let event = match lesson.hosts.get(1) {
        Some(other) => format!("{} -> {}: hello", host.name, other.name),
        None => format!("{} types: hello", host.name),
    };
    let help = format!(
        "a step is an item of a numbered list that begins with an event: ``1. `{event}` ``, and on the next line a sentence about it"
    );
    let message = "the lesson has hosts, but no step shows what they do";
    Some(Diagnostic::warning("no-steps", page.span, message).help(help))
}

/// A close that nobody answers leaves the other half open. A close of each end is an answer.
fn half_closed(lesson: &Lesson, id: ConnectionId, connection: &Connection, course: &Course) -> Option<Diagnostic> {
    let open = |end: End| {
        let answered = course.closes.of(end.other()).is_some();
        course.closes.of(end).filter(|close| !close.confirmed && !close.acked && !answered)
    };
    let (end, close) = [End::From, End::To].into_iter().find_map(|end| Some((end, open(end)?)))?;
    let (by, other) = (end.host(connection), end.other().host(connection));
    let name = names::connection(lesson, id);
    let closer = names::host(lesson, by);
    let (message, help) = if close.arrived {
        let answer = names::event(lesson, other, by, "confirms", id).replace('…', "ACK");
        (format!("{closer} closes {name}, and nobody confirms it"), format!("end it with {answer}"))
    } else {
        let again = names::event(lesson, by, other, "closes", id);
        (format!("the close of {name} never arrives, and the lesson ends"), format!("send it again: {again}"))
    };
    Some(Diagnostic::warning("connection-left-open", close.span, message).help(help))
}
