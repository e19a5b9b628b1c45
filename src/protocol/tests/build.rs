//! Lessons for tests: hosts, links, connections and events as short lines, each event with a span of its own.

use crate::diagnostic::{Diagnostics, Severity, Span};
use crate::lesson::{
    Action, Arrow, Connection, ConnectionId, Endpoint, Event, Field, Host, HostId, Icon, Lesson, Link, Packet, Page,
    Step, Target, Unread, Verb,
};
use crate::protocol::{Trace, check};

/// Spans of events are `1000 × line`, lines of events counted from 1; within one, sender +1, receiver +2, verb +3, label +4,
/// rows +10, +20, …
pub const LINE: usize = 1000;

/// A lesson from lines: `host H1 1.1.1.1 router`, `link H1 R1`, `connection data S1:20 H1:54705 ftp-data`,
/// `A -> B opens data: label`, `| name | value` for a row under the event before it, and `unread c` or `unread on c` for an
/// event that could not be read.
pub fn lesson(text: &str) -> Lesson {
    let mut lesson = Lesson { language: "en".to_owned(), ..Lesson::default() };
    let mut steps: Vec<Step> = Vec::new();
    let mut line_number = 0;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[0] {
            "host" => lesson.hosts.push(host(&words)),
            "link" => {
                let link = Link { a: find(&lesson, words[1]), b: find(&lesson, words[2]), span: Span::default() };
                lesson.links.push(link);
            }
            "connection" => {
                let at = lesson.connections.len();
                let connection = connection(&lesson, &words, at);
                lesson.connections.push(connection);
            }
            "|" => {
                let step = steps.last_mut().expect("a row stands under an event");
                let start = line_number * LINE + 10 * (step.fields.len() + 1);
                let (name, value) = line[1..].split_once('|').expect("a row has two cells");
                let span = Span::new(start, start + 9);
                step.fields.push(Field {
                    name: name.trim().to_owned(),
                    value: value.trim().to_owned(),
                    span,
                    value_span: Span::new(start + 5, start + 9),
                });
            }
            "unread" => {
                line_number += 1;
                let connections = words.last().and_then(|name| find_connection(&lesson, name)).into_iter().collect();
                let span = Span::new(line_number * LINE, line_number * LINE + 9);
                lesson.unread.push(Unread { span, connections, changes_life: words[1] != "on" });
            }
            _ => {
                line_number += 1;
                // `& A -> B …` is one more event of the step before it.
                let same_step = line.strip_prefix("& ");
                let event = event(&lesson, same_step.unwrap_or(line), line_number * LINE);
                match (same_step, steps.last_mut()) {
                    (Some(_), Some(step)) => step.events.push(event),
                    _ => steps.push(Step { events: vec![event], ..Step::default() }),
                }
            }
        }
    }
    lesson.pages.push(Page { steps, ..Page::default() });
    lesson
}

fn host(words: &[&str]) -> Host {
    let icon = words
        .get(3)
        .map_or(Icon::Desktop, |name| Icon::ALL.iter().find(|(known, _)| known == name).expect("an icon").1);
    Host {
        name: words[1].to_owned(),
        label: None,
        address: words.get(2).filter(|address| **address != "-").map(|address| (*address).to_owned()),
        icon,
        at: None,
        span: Span::default(),
    }
}

fn find(lesson: &Lesson, name: &str) -> HostId {
    HostId(lesson.hosts.iter().position(|host| host.name == name).unwrap_or_else(|| panic!("no host {name}")))
}

fn connection(lesson: &Lesson, words: &[&str], at: usize) -> Connection {
    let span = Span::new(100 + at, 101 + at);
    let endpoint = |text: &str| {
        let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
        Endpoint { host: find(lesson, host), port: port.map(|port| port.parse().expect("a port")), span }
    };
    Connection {
        name: words[1].to_owned(),
        from: endpoint(words[2]),
        to: endpoint(words[3]),
        protocol: words.get(4).map(|protocol| (*protocol).to_owned()),
        span,
    }
}

fn find_connection(lesson: &Lesson, name: &str) -> Option<ConnectionId> {
    lesson.connections.iter().position(|one| one.name == name).map(ConnectionId)
}

fn event(lesson: &Lesson, line: &str, start: usize) -> Event {
    if let [host, verb @ ("sets" | "drops"), key, ..] = line.split_whitespace().collect::<Vec<_>>()[..] {
        let (host, key) = (find(lesson, host), key.to_owned());
        let action = if verb == "sets" {
            Action::Sets { host, key, value: "1".to_owned() }
        } else {
            Action::Drops { host, key }
        };
        return Event { action, span: Span::new(start, start + 9) };
    }
    let (head, label) = line.split_once(": ").unwrap_or((line.trim_end_matches(':'), ""));
    let words: Vec<&str> = head.split_whitespace().collect();
    let (at, rest) = match words.get(3) {
        Some(&"at") => (Some(find(lesson, words[4])), &words[5..]),
        _ => (None, &words[3..]),
    };
    let arrow = match words[1] {
        "->" => Arrow::Drawn,
        "~>" => Arrow::Undrawn,
        "-x" => Arrow::Lost { at },
        other => panic!("no arrow {other}"),
    };
    let to = if words[2] == "all" { Target::All } else { Target::Host(find(lesson, words[2])) };
    let verb = rest.get(1).map_or(Verb::Datagram, |name| {
        let id = find_connection(lesson, name).unwrap_or_else(|| panic!("no {name}"));
        match rest[0] {
            "opens" => Verb::Opens(id),
            "accepts" => Verb::Accepts(id),
            "closes" => Verb::Closes(id),
            "confirms" => Verb::Confirms(id),
            "on" => Verb::On(id),
            other => panic!("no verb {other}"),
        }
    });
    let part = |at: usize| Span::new(start + at, start + at + 1);
    let packet = Packet {
        from: find(lesson, words[0]),
        to,
        arrow,
        verb,
        label: label.to_owned(),
        from_span: part(1),
        to_span: part(2),
        verb_span: part(3),
        label_span: part(4),
    };
    Event { action: Action::Send(packet), span: Span::new(start, start + 9) }
}

/// The trace of a lesson.
pub fn trace(text: &str) -> Trace {
    check(&lesson(text)).0
}

/// What is said of a lesson.
pub fn said(text: &str) -> Diagnostics {
    check(&lesson(text)).1
}

/// Each error as `code@line`, where the line counts the events from 1 (0 is the front matter).
pub fn errors(text: &str) -> Vec<String> {
    of(text, Severity::Error)
}

/// Each warning as `code@line`.
pub fn warnings(text: &str) -> Vec<String> {
    of(text, Severity::Warning)
}

fn of(text: &str, severity: Severity) -> Vec<String> {
    let said = said(text).0.into_iter().filter(|one| one.severity == severity);
    said.map(|one| format!("{}@{}", one.code, one.span.start / LINE)).collect()
}

/// Two hosts with a plain TCP connection `c`, and one with FTP's two connections, before the events.
pub const TCP: &str = "host A 10.0.0.1\nhost B 10.0.0.2\nconnection c A:1024 B:80 tcp\n";
pub const FTP: &str = "host H1 1.1.1.1\nhost S1 1.1.2.1\nconnection control H1:54704 S1:21 ftp\nconnection data S1:20 H1:54705 ftp-data\n";
/// The control connection, up.
pub const LOGIN: &str =
    "H1 -> S1 opens control: SYN\nS1 -> H1 accepts control: SYN, ACK\nS1 ~> H1 on control: 220 ready\n";

/// Errors of events on `TCP`.
pub fn tcp(events: &str) -> Vec<String> {
    errors(&format!("{TCP}{events}"))
}

/// Errors of events on `FTP`, after three lines of `LOGIN`.
pub fn ftp(events: &str) -> Vec<String> {
    errors(&format!("{FTP}{LOGIN}{events}"))
}
