//! `H1:54704` in an event: ports belong to the connections of the front matter, and here they are told of and passed over.

use super::{PACKET_VERBS, Reader, arrow};
use crate::diagnostic::{Diagnostic, Fix, Span};
use crate::lesson::front_matter::shown;

impl Reader<'_> {
    /// Passes over a port after the name of a host that was just read, where `follows` says that what comes next belongs to
    /// an event. Reports it.
    pub(super) fn skip_port(&mut self, host: &str, follows: fn(&str) -> bool) {
        let Some(len) = port(self.rest()).filter(|&len| follows(&self.rest()[len..])) else { return };
        let digits = &self.rest()[1..len];
        let span = Span::new(self.base + self.at, self.base + self.at + len);
        let known = self.is_declared(host, digits);
        let message = format!("`{}:{digits}` is no host: an event names hosts without their ports", shown(host));
        let help = format!(
            "write `{}`; the port stands under `connections:`, as in `to: \"{}:{digits}\"`",
            shown(host),
            shown(host)
        );
        let fix = known.then(|| Fix { span, replacement: String::new() });
        self.diagnostics.push(Diagnostic::error("port-in-event", span, message).help(help).fix(fix));
        self.at += len;
    }

    /// True where a connection has this end: then nothing is lost without the port.
    fn is_declared(&self, host: &str, digits: &str) -> bool {
        let ends = self.names.connections.iter().flat_map(|connection| [connection.from, connection.to]);
        let name = |end: crate::lesson::Endpoint| self.names.hosts.get(end.host.0).map(|host| host.name.as_str());
        digits
            .parse()
            .is_ok_and(|port: u16| ends.into_iter().any(|end| name(end) == Some(host) && end.port == Some(port)))
    }

    /// What comes after the port of a sender.
    pub(super) fn before_an_arrow(rest: &str) -> bool {
        arrow::starts(rest.trim_start())
    }

    /// What comes after the port of a receiver. `: label` may be the rest of a label, and does not count.
    pub(super) fn before_a_deed(rest: &str) -> bool {
        let word = rest.trim_start().split(|char: char| char.is_whitespace()).next().unwrap_or_default();
        rest.starts_with(char::is_whitespace) && (PACKET_VERBS.contains(&word) || word == "at")
    }
}

/// The event without ports after the names of hosts.
pub(super) fn left_out(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(':') {
        bare.push_str(&rest[..at]);
        rest = &rest[at..];
        match port(rest).filter(|&len| Reader::before_an_arrow(&rest[len..]) || Reader::before_a_deed(&rest[len..])) {
            Some(len) => rest = &rest[len..],
            None => break,
        }
    }
    bare.push_str(rest);
    bare
}

/// The length of `:80` at the start of a text.
fn port(text: &str) -> Option<usize> {
    let digits = text.strip_prefix(':')?.bytes().take_while(u8::is_ascii_digit).count();
    (1..=5).contains(&digits).then_some(digits + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_before_an_arrow_or_a_verb_are_left_out_and_labels_are_not() {
        assert_eq!(left_out("A:50000 -> B:80 on web: 12:30 on B"), "A -> B on web: 12:30 on B");
        assert_eq!(left_out("A -> B:80 is the port"), "A -> B:80 is the port");
        assert_eq!(left_out("A types: 1"), "A types: 1");
    }
}
