//! `A -> B …`: what follows the sender, read into a [`Packet`].

use super::arrow::{self, Shape};
use super::{PACKET_VERBS, Reader, near, one_line, wording};
use crate::diagnostic::{Diagnostic, Fix, Span};
use crate::lesson::front_matter::{correction, shown, suggestion, with_declaration};
use crate::lesson::{Action, Arrow, ConnectionId, HostId, Packet, Target, Verb};

/// The kinds of arrow, before it is known where a lost packet stops.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Drawn,
    Undrawn,
    Lost,
}

/// An end of a packet as it was written.
#[derive(Clone, Copy)]
struct End<'a> {
    name: &'a str,
    span: Span,
}

/// What a packet does, and where that stands.
struct Deed {
    /// `None` where the connection is unknown, which was reported.
    verb: Option<Verb>,
    /// The label of a packet that has none.
    default: Option<&'static str>,
    span: Span,
}

impl<'a> Reader<'a> {
    /// The sender is read, the arrow comes next.
    pub(super) fn packet(&mut self, sender: &'a str, sender_span: Span) -> Option<Action> {
        let first = End { name: sender, span: sender_span };
        let (kind, backward) = self.arrow(first)?;
        let (name, span) = self.name();
        if name.is_empty() {
            return self.no_receiver(first);
        }
        let second = End { name, span };
        self.skip_port(name, Self::before_a_deed);
        if arrow::starts(self.rest().trim_start()) {
            return self.chain(first, second);
        }
        let (from, to) = if backward { (second, first) } else { (first, second) };
        let (sender, receiver) = (self.host(from.name, from.span), self.target(to));
        let ends = sender.zip(receiver).filter(|_| self.ends_differ(from, to, kind));
        let at = self.stop(from, to, kind);
        let deed = self.deed(from, to);
        let (label, label_span) = self.label(from, to, &deed)?;
        let (sender, receiver) = ends?;
        if kind != Kind::Lost && wording::says_lost(&label) {
            self.doubt_arrival(from, to, label_span);
        }
        let arrow = match kind {
            Kind::Drawn => Arrow::Drawn,
            Kind::Undrawn => Arrow::Undrawn,
            Kind::Lost => Arrow::Lost { at: at? },
        };
        Some(Action::Send(Packet {
            from: sender,
            to: receiver,
            arrow,
            verb: deed.verb?,
            label,
            from_span: from.span,
            to_span: to.span,
            verb_span: deed.span,
            label_span,
        }))
    }

    /// A packet whose label says that it is lost, but whose arrow does not.
    fn doubt_arrival(&mut self, from: End<'_>, to: End<'_>, label: Span) {
        let help = match to.name {
            "all" => "a broadcast cannot be lost: name the one receiver that it does not reach".to_owned(),
            to => format!("a packet that is lost has another arrow: `{} -x {to} …`", from.name),
        };
        let message = "the label says that this packet is lost, but it arrives";
        self.diagnostics.push(Diagnostic::warning("label-says-lost", label, message).help(help));
    }

    /// `A ->`, or `A -> *` for a broadcast.
    fn no_receiver(&mut self, sender: End<'_>) -> Option<Action> {
        self.skip_space();
        let (name, start) = (shown(sender.name), self.at);
        if let Some(label) = self.rest().strip_prefix('*') {
            let label = one_line(label.trim_start().trim_start_matches(':'));
            let label = if label.is_empty() { "label".to_owned() } else { label };
            let span = self.span_from_to(start, start + 1);
            let help = format!("a broadcast goes to `all`: write `{name} -> all: {}`", shown(&label));
            let fix = Some(Fix { span, replacement: "all".to_owned() });
            self.fixable("unknown-host", span, "there is no host `*`".to_owned(), help, fix);
            return None;
        }
        let span = Span::new(sender.span.start, self.base + self.text.len());
        let help = format!("write `{name} -> {}: label`", self.another(sender.name));
        self.error("no-receiver", span, "the packet has no receiver", help);
        None
    }

    /// `A -> B -> C`: a packet finds its way by itself.
    fn chain(&mut self, from: End<'_>, by: End<'_>) -> Option<Action> {
        self.skip_space();
        let start = self.at;
        let len = arrow::read(self.rest()).map_or(0, |(len, _)| len);
        let arrow = self.span_from_to(start, start + len);
        self.at += len;
        let (_, last) = self.peek_name();
        let last = if last.is_empty() { "C" } else { last };
        let help = format!(
            "write `{} -> {last} …` for one packet, which finds its way along the `links`; or two events, `{} -> {} …` and `{} -> {last} …`",
            from.name, from.name, by.name, by.name
        );
        self.error("invalid-arrow", arrow, "a packet goes from one host to one other", help);
        None
    }

    /// The arrow, and whether it points back. One that is only almost right is reported and taken for what it meant.
    fn arrow(&mut self, first: End<'_>) -> Option<(Kind, bool)> {
        let (len, shape) = arrow::read(self.rest())?;
        let written = shown(&self.rest()[..len]);
        let start = self.at;
        self.at += len;
        let span = self.span_from(start);
        let (after_span, after) = self.peek_name();
        let (sender, other) =
            (shown(first.name), shown(if after.is_empty() { self.another(first.name) } else { after }));
        let (meant, backward) = match shape {
            Shape::Drawn => return Some((Kind::Drawn, false)),
            Shape::Undrawn => return Some((Kind::Undrawn, false)),
            Shape::Lost => return Some((Kind::Lost, false)),
            Shape::Almost(meant) => {
                let help = format!("did you mean `{meant}`? {ARROWS}");
                let fix = self.spaced(span, meant);
                self.fixable("invalid-arrow", span, format!("`{written}` is no arrow"), help, Some(fix));
                (meant, false)
            }
            Shape::Backward(meant) => {
                let help = format!("the sender comes first: write `{other} {meant} {sender} …`");
                // Who sends and who receives is told by the arrow: the same, with the sender first.
                let turned =
                    || Fix { span: first.span.to(after_span), replacement: format!("{after} {meant} {}", first.name) };
                let fix = (!after.is_empty()).then(turned);
                self.fixable("invalid-arrow", span, format!("`{written}` points back to the sender"), help, fix);
                (meant, true)
            }
            Shape::Both => {
                let help = format!("write two events, `{sender} -> {other} …` and `{other} -> {sender} …`");
                let message = format!("`{written}` points both ways, and one event has one direction");
                self.error("invalid-arrow", span, message, help);
                return None;
            }
            Shape::Unclear => {
                let help = format!("write `{sender} -> {other} …`; {ARROWS}");
                self.error("invalid-arrow", span, format!("`{written}` is no arrow"), help);
                ("->", false)
            }
        };
        let kind = match meant {
            "-x" => Kind::Lost,
            "~>" => Kind::Undrawn,
            _ => Kind::Drawn,
        };
        Some((kind, backward))
    }

    /// An arrow in place of another, with a space on either side.
    fn spaced(&self, span: Span, arrow: &str) -> Fix {
        let (start, end) = (span.start - self.base, span.end - self.base);
        let before = if self.text[..start].ends_with(char::is_whitespace) { "" } else { " " };
        let after = if self.text[end..].starts_with(char::is_whitespace) { "" } else { " " };
        Fix { span, replacement: format!("{before}{arrow}{after}") }
    }

    /// What an example calls the other end of a packet whose one end is `name`: another host of the lesson, where `name` is one.
    pub(super) fn another(&self, name: &str) -> &'a str {
        let hosts = self.names.hosts;
        let other = hosts.iter().find(|host| host.name != name).filter(|_| hosts.iter().any(|host| host.name == name));
        other.map_or(if name == "B" { "A" } else { "B" }, |host| host.name.as_str())
    }

    fn peek_name(&mut self) -> (Span, &'a str) {
        let at = self.at;
        let (name, span) = self.name();
        self.at = at;
        (span, name)
    }

    fn target(&mut self, end: End<'_>) -> Option<Target> {
        let is_host = |name: &str| self.names.hosts.iter().any(|host| host.name == name);
        let everyone = wording::is_everyone(end.name);
        if (everyone || end.name.eq_ignore_ascii_case("all")) && end.name != "all" && !is_host(end.name) {
            let fix = Some(Fix { span: end.span, replacement: "all".to_owned() });
            let message = format!("there is no host `{}`", end.name);
            let help = if everyone { "a broadcast goes to `all`" } else { "a broadcast goes to `all`, in lower case" };
            self.fixable("unknown-host", end.span, message, help, fix);
            return None;
        }
        if end.name == "all" { Some(Target::All) } else { self.host(end.name, end.span).map(Target::Host) }
    }

    fn ends_differ(&mut self, from: End<'_>, to: End<'_>, kind: Kind) -> bool {
        if from.name == to.name {
            let message = format!("`{}` sends to itself", shown(from.name));
            let said = self.rest().split_once(':').map(|(_, label)| one_line(label)).filter(|label| !label.is_empty());
            let help = format!(
                "a packet goes from one host to another; what happens at one host is a note: `{} notes: {}`",
                shown(from.name),
                shown(said.as_deref().unwrap_or("text"))
            );
            self.error("packet-to-itself", to.span, message, help);
            return false;
        }
        if to.name == "all" && kind == Kind::Lost {
            let help = "a broadcast has no single way on which it could be lost: name one receiver";
            self.error("lost-broadcast", to.span, "a broadcast cannot be lost", help);
            return false;
        }
        true
    }

    /// `at N` of a lost packet: `Some(None)` where it is not written, `None` where it is wrong.
    #[expect(clippy::option_option, reason = "left out and wrong are two things")]
    fn stop(&mut self, from: End<'_>, to: End<'_>, kind: Kind) -> Option<Option<HostId>> {
        let (at_span, word) = self.peek_name();
        if word != "at" {
            return Some(None);
        }
        self.name();
        let (name, span) = self.name();
        if kind != Kind::Lost {
            let node = if name.is_empty() { "N" } else { name };
            let help = format!("write `{} -x {} at {node} …` for a packet that is stopped there", from.name, to.name);
            self.error("stopped-but-not-lost", at_span.to(span), "only a lost packet stops on its way", help);
            return Some(None);
        }
        if name.is_empty() {
            let help = format!("write `{} -x {} at N …`, where N is a host on the way", from.name, to.name);
            self.error("no-stop", at_span, "`at` names no host", help);
            return None;
        }
        if name == from.name {
            let help = "name the node on the way that stops it, or leave `at` out";
            self.error("stopped-at-sender", span, format!("the packet cannot stop at its sender `{name}`"), help);
            return None;
        }
        self.host(name, span).map(Some)
    }

    /// `opens C`, `on C` or nothing: up to the colon of the label.
    fn deed(&mut self, from: End<'_>, to: End<'_>) -> Deed {
        let datagram = Deed { verb: Some(Verb::Datagram), default: None, span: to.span };
        let (word, span) = self.name();
        if word.is_empty() {
            return datagram;
        }
        let Some(verb) = PACKET_VERBS.into_iter().find(|verb| *verb == word) else {
            let help = self.verb_help(from, to, word);
            let fix = correction(word, &PACKET_VERBS, span).filter(|_| !wording::is_loss(word));
            self.fixable("unknown-verb", span, format!("a packet cannot `{}`", shown(word)), help, fix);
            // What may be the connection is no label.
            if !self.rest().trim_start().starts_with(':') {
                self.name();
            }
            return Deed { verb: None, default: Some(""), span };
        };
        let (name, name_span) = self.name();
        let connection = self.connection(verb, span, name, name_span);
        if connection.is_some() && to.name == "all" {
            let label = self.rest().split_once(':').map(|(_, label)| one_line(label)).filter(|label| !label.is_empty());
            let help = format!("write `{} -> all: {}`", from.name, shown(label.as_deref().unwrap_or("label")));
            self.error("broadcast-on-connection", span.to(name_span), "a broadcast is on no connection", help);
        }
        let (make, default): (fn(ConnectionId) -> Verb, _) = match verb {
            "opens" => (Verb::Opens, Some("Request")),
            "accepts" => (Verb::Accepts, Some("Accept")),
            "closes" => (Verb::Closes, Some("Close")),
            "confirms" => (Verb::Confirms, Some("Confirm")),
            _ => (Verb::On, None),
        };
        let verb = connection.filter(|_| to.name != "all").map(make);
        Deed { verb, default, span: if name.is_empty() { span } else { span.to(name_span) } }
    }

    /// What may have been meant by a word where a verb should be.
    fn verb_help(&self, from: End<'_>, to: End<'_>, word: &str) -> String {
        if wording::is_loss(word) {
            let rest = one_line(self.rest());
            let next = rest.split([' ', ':']).next().unwrap_or_default();
            let named = self.names.connections.iter().any(|connection| connection.name == next);
            let on = if named {
                " on "
            } else if rest.is_empty() || rest.starts_with(':') {
                ""
            } else {
                " "
            };
            return format!("a packet that is lost is written `{} -x {}{on}{}`", from.name, to.name, shown(&rest));
        }
        let all = suggestion(word, &PACKET_VERBS, "a packet");
        if near(word, &PACKET_VERBS).is_some() {
            return all;
        }
        let next = self.rest().split_whitespace().next().unwrap_or_default().trim_end_matches(':');
        let followed = self.names.connections.iter().any(|connection| connection.name == next);
        if let Some(meant) = wording::packet_verb(word).filter(|_| followed) {
            return format!("did you mean `{meant} {next}`? {all}");
        }
        if self.names.connections.iter().any(|connection| connection.name == word) {
            return format!("write `on {word}` for a packet on that connection; {all}");
        }
        let rest = one_line(self.rest());
        let next = rest.split([' ', ':']).next().unwrap_or_default();
        if self.names.connections.iter().any(|connection| connection.name == next) {
            return format!("did you mean `on {next}`? {all}");
        }
        let space = if rest.is_empty() || rest.starts_with(':') { "" } else { " " };
        let label = format!("{word}{space}{rest}");
        format!("write `{} -> {}: {}` if that is the label; {all}", from.name, to.name, shown(&label))
    }

    fn connection(&mut self, verb: &str, verb_span: Span, name: &str, span: Span) -> Option<ConnectionId> {
        let connections = self.names.connections;
        let names: Vec<&str> = connections.iter().map(|connection| connection.name.as_str()).collect();
        if name.is_empty() {
            let help = format!("write `{verb} C`, where C is a key under `connections:`");
            self.error("no-connection", verb_span, format!("`{verb}` names no connection"), help);
            return None;
        }
        let found = names.iter().position(|known| *known == name).map(ConnectionId);
        if found.is_none() && self.names.connections_known {
            let help = suggestion(name, &names, "the connections are");
            let error =
                Diagnostic::error("unknown-connection", span, format!("there is no connection `{}`", shown(name)))
                    .help(help)
                    .fix(correction(name, &names, span));
            let declared = connections.iter().map(|connection| (connection.name.as_str(), connection.span));
            self.diagnostics.push(with_declaration(error, name, &declared));
        }
        found
    }

    /// What follows the colon, or what a verb says by itself.
    fn label(&mut self, from: End<'_>, to: End<'_>, deed: &Deed) -> Option<(String, Span)> {
        self.skip_space();
        let rest = self.rest();
        let head = &self.text[..self.text.len() - rest.len()];
        let label = match rest.strip_prefix(':') {
            Some(label) => label,
            None if rest.is_empty() => "",
            None => {
                let label = one_line(rest.trim_start_matches([',', ';', '.', '=', ' ']));
                let help = format!("write `{}: {}`", shown(head.trim_end()), shown(&label));
                let span = self.rest_span();
                // After a verb and a connection that are known, nothing but the label can follow.
                let is_label = !matches!(deed.verb, None | Some(Verb::Datagram)) && !label.is_empty();
                let start = head.trim_end().len();
                let sign = self.text[start..].trim_start_matches([',', ';', '.', '=', ' ']);
                let sign = self.text[start..self.text.len() - sign.len()].trim_end();
                let place = self.span_from_to(start, start + sign.len());
                let fix = is_label.then(|| Fix { span: place, replacement: ":".to_owned() });
                let second = label.split([' ', ':', ',']).next().unwrap_or_default();
                let is_list = rest.starts_with(',') && self.names.hosts.iter().any(|host| host.name == second);
                let help = if is_list {
                    format!("one packet has one receiver: write an event for each, or `{} -> all: label`", from.name)
                } else {
                    help
                };
                // After a word that is no verb, or no connection, which was told of, nothing is known of the rest.
                let told = deed.verb.is_none() && deed.default.is_some();
                if told {
                    return None;
                }
                self.fixable("no-colon", span, "a `:` is missing before the label".to_owned(), help, fix);
                rest
            }
        };
        let text = one_line(label);
        if !text.is_empty() {
            let start = self.text.len() - label.trim_start().len();
            return Some((text, self.span_from_to(start, start + label.trim().len())));
        }
        let span = self.span_from_to(head.trim_end().len(), self.text.len());
        if let Some(default) = deed.default {
            return Some((default.to_owned(), span));
        }
        let help = match deed.verb {
            Some(Verb::Datagram) => {
                format!("write `{} -> {}: label`, or name a connection with `on C`", from.name, to.name)
            }
            _ => format!("write `{}: label`", shown(head.trim_end())),
        };
        self.error("no-label", self.span_from_to(0, self.text.len()), "the packet has no label", help);
        None
    }
}

/// What the arrows mean.
const ARROWS: &str = "the arrows are `->` (sent), `~>` (sent, but not drawn) and `-x` (lost)";
