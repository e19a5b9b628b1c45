//! The text of one code span in, what happens out: the grammar of events, with a precise word for each mistake.

mod arrow;
mod packet;
mod port;
mod wording;

use super::front_matter::{correction, is_name_char, shown, suggestion, with_declaration};
use super::prose::{clean, is_unseen};
use super::{Action, Connection, ConnectionId, Event, Host, HostId, Unread, limits};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Span, did_you_mean};

pub use wording::QUOTES;

const HOST_VERBS: [&str; 5] = ["types", "prints", "notes", "sets", "drops"];
const PACKET_VERBS: [&str; 5] = ["opens", "accepts", "closes", "confirms", "on"];

/// The names that events may use.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// The hosts.
    pub hosts: &'a [Host],
    /// The connections.
    pub connections: &'a [Connection],
    /// False where the hosts could not be read: then no name is unknown.
    pub hosts_known: bool,
    /// The same of connections.
    pub connections_known: bool,
}

/// Reads the event that is `source[span]`. `None` where it cannot be told what was meant, which is reported.
pub fn read(source: &str, span: Span, names: Names<'_>, diagnostics: &mut Diagnostics) -> Option<Event> {
    let text = &source[span.start..span.end];
    let trimmed = text.trim();
    let start = span.start + (text.len() - text.trim_start().len());
    let span = Span::new(start, start + trimmed.len());
    if trimmed.len() > limits::EVENT_BYTES {
        let message = format!("an event has at most {} bytes", limits::EVENT_BYTES);
        diagnostics.push(Diagnostic::error("event-too-long", Span::new(start, start), message));
        return None;
    }
    let mut reader = Reader { text: trimmed, base: start, at: 0, names, diagnostics };
    let action = reader.action()?;
    Some(Event { action, span })
}

/// What can still be told of the event `source[span]` once it could not be read: which connections it may be about.
pub fn unread(source: &str, span: Span, names: Names<'_>) -> Unread {
    let text = port::left_out(&source[span.start..span.end]);
    let head = text.split(':').next().unwrap_or_default();
    let words: Vec<&str> = head.split(|char| !is_name_char(char)).filter(|word| !word.is_empty()).take(16).collect();
    let of_host = words.get(1).is_some_and(|word| HOST_VERBS.contains(word));
    if of_host {
        return Unread { span, connections: Vec::new(), changes_life: false };
    }
    let all: Vec<&str> = names.connections.iter().map(|connection| connection.name.as_str()).collect();
    let find = |name: &str| all.iter().position(|known| *known == name).map(ConnectionId);
    let named = words.iter().skip(1).rev().find_map(|word| find(word));
    let verb = words.iter().skip(1).position(|word| near(word, &PACKET_VERBS).is_some()).map(|at| at + 1);
    let meant = || find(near(words.get(verb? + 1)?, &all)?);
    let connections = match named.or_else(meant) {
        Some(id) => vec![id],
        None if verb.is_some() => (0..all.len()).map(ConnectionId).collect(),
        None => Vec::new(),
    };
    Unread { span, connections, changes_life: !words.contains(&"on") }
}

/// True where `text` was surely meant as an event, whether or not it is a valid one.
pub fn is_meant(text: &str, names: Names<'_>) -> bool {
    let text = text.trim_start();
    let word_end = text.find(char::is_whitespace).unwrap_or(text.len());
    if text[..word_end].contains(':') && text.len() <= 1_000 && port::left_out(text) != text {
        return true;
    }
    let (word, rest) = (&text[..word_end], text[word_end..].trim_start());
    let second = rest.split(|char: char| char.is_whitespace() || char == ':').next().unwrap_or_default();
    let is_host = names.hosts.iter().any(|host| host.name == word);
    let verb = HOST_VERBS.contains(&second) || (is_host && near(second, &HOST_VERBS).is_some());
    let starts_with_name = !word.is_empty() && word.chars().all(is_name_char);
    (starts_with_name && verb && (is_host || rest.contains([':', '=']) || second == "drops"))
        || (starts_with_name && arrow::surely_starts(rest))
        || (is_host && arrow::starts(rest))
        || arrow::follows_name(word)
        || (near(word, &["pause"]).is_some() && rest.starts_with(|char: char| char.is_ascii_digit()))
}

/// True where a sentence begins as only an event does: `H1 -> S1`, or `H1 types:`.
pub fn begins_prose(text: &str, names: Names<'_>) -> bool {
    let (word, rest) = text.trim_start().trim_start_matches(wording::QUOTES).split_once(' ').unwrap_or_default();
    let is_host = |word: &str| names.hosts.iter().any(|host| host.name == word);
    let rest = rest.trim_start();
    if !is_host(word) {
        return false;
    }
    if let Some((len, shape)) = arrow::read(rest) {
        let receiver = rest[len..].trim_start();
        let end = receiver.find(|char| !is_name_char(char)).unwrap_or(receiver.len());
        return shape != arrow::Shape::Unclear && (is_host(&receiver[..end]) || &receiver[..end] == "all");
    }
    let verb = rest.split(|char: char| !char.is_alphabetic()).next().unwrap_or_default();
    let after = rest[verb.len()..].trim_start();
    match verb {
        "types" | "prints" | "notes" => after.starts_with(':'),
        "sets" => after.contains('='),
        _ => false,
    }
}

/// True for a line that is nothing but an event, in packetreel's words or nearly so, or in those of a sequence diagram: `H1 -> S1: x`,
/// `H1->>S1: x`, `H1 types: x`, `Note over H1: x`.
pub fn is_line(line: &str, names: Names<'_>) -> bool {
    let line = line.trim();
    let named = |text: &'_ str| -> Option<usize> {
        let ends = |len: usize| !text[len..].starts_with(|char: char| char.is_alphanumeric() || char == '_');
        let known = names.hosts.iter().map(|host| host.name.as_str()).chain(["all"]);
        known.filter(|name| text.starts_with(name) && ends(name.len())).map(str::len).max()
    };
    if let Some(noted) = wording::note(line) {
        return named(noted).is_some();
    }
    let Some(len) = named(line).filter(|len| &line[..*len] != "all") else { return false };
    let rest = line[len..].trim_start();
    let Some((arrow, shape)) = arrow::read(rest) else { return begins_prose(line, names) };
    let receiver = rest[arrow..].trim_start_matches([' ', '+']);
    let Some(len) = named(receiver).filter(|_| shape != arrow::Shape::Unclear) else { return false };
    let after = receiver[len..].trim_start();
    let word = after.split(|char: char| !char.is_alphabetic()).next().unwrap_or_default();
    after.is_empty() || after.starts_with(':') || arrow::starts(after) || PACKET_VERBS.contains(&word) || word == "at"
}

/// A line that is an event, with the arrow of an event where another one stands.
pub fn arrows_mended(line: &str) -> String {
    let start = line.find(['-', '~', '=', '<', '>', '→', '—', '–']).unwrap_or(line.len());
    let head = line[..start].trim_end();
    match arrow::read(&line[start..]) {
        Some((len, arrow::Shape::Almost(meant))) if head.chars().all(is_name_char) => {
            format!("{head} {meant} {}", line[start + len..].trim_start_matches([' ', '+']))
        }
        _ => line.to_owned(),
    }
}

fn near<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    if word.len() > 100 { None } else { did_you_mean(word, candidates.iter().copied()) }
}

/// Walks through the text of one event.
struct Reader<'a> {
    text: &'a str,
    base: usize,
    at: usize,
    names: Names<'a>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Reader<'a> {
    fn action(&mut self) -> Option<Action> {
        if self.text.is_empty() {
            self.error("empty-event", self.span_from(0), "the event is empty", "write one, such as `H1 types: text`");
            return None;
        }
        let (word, span) = self.name();
        let is_host = self.names.hosts.iter().any(|host| host.name == word);
        if word == "pause" || (!is_host && near(word, &["pause"]).is_some() && self.next_is_number()) {
            return self.pause(word, span);
        }
        self.skip_port(word, Self::before_an_arrow);
        self.skip_space();
        if word.is_empty() {
            return self.not_an_event();
        }
        if arrow::starts(self.rest()) {
            return self.packet(word, span);
        }
        self.host_event(word, span)
    }

    fn not_an_event(&mut self) -> Option<Action> {
        let help = "an event is `H types: text`, `H prints: text`, `H notes: text`, `H sets key = value`, `H drops key`, \
                    `A -> B …` or `pause 2s`; `packetreel explain format` says more";
        let message = format!("`{}` is not an event", shown(self.text));
        if let Some(meant) = self.meant_instead() {
            self.error("not-an-event", self.span_from(0), message, format!("write `{}`", shown(&meant)));
            return None;
        }
        let first = self.text.split(':').next().unwrap_or_default();
        let without_host = self.text.contains(':') && HOST_VERBS.contains(&first);
        match self.names.hosts.first().filter(|_| without_host) {
            Some(host) => {
                let help = format!("name the host before it: `{} {}`", host.name, shown(self.text));
                self.error("not-an-event", self.span_from(0), message, help);
            }
            None => self.error("not-an-event", self.span_from(0), message, help),
        }
        None
    }

    /// The event that is meant by a note of a sequence diagram, or by another word for a pause.
    fn meant_instead(&self) -> Option<String> {
        if let Some(noted) = wording::note(self.text) {
            let (host, text) = noted.split_once(':')?;
            let host = host.split(',').next().unwrap_or_default().trim();
            let known = self.names.hosts.iter().any(|known| known.name == host);
            return known.then(|| format!("{host} notes: {}", one_line(text)));
        }
        let (word, length) = self.text.split_once(char::is_whitespace)?;
        let is_pause = matches!(word.trim_end_matches(':'), "sleep" | "wait" | "delay");
        let length = wording::length(length).filter(|length| milliseconds(length).is_some())?;
        is_pause.then(|| format!("pause {length}"))
    }

    /// What a host of the lesson does to a connection, in words that are nearly those of an event: `H1 connects to S1`.
    fn packet_meant(&self, host: &str, verb: &str) -> Option<String> {
        let known = |name: &str| self.names.hosts.iter().any(|one| one.name == name);
        let exact = PACKET_VERBS.iter().copied().find(|known| *known == verb);
        let verb = exact.or_else(|| wording::packet_verb(verb))?;
        let rest = self.rest();
        let (head, label) = rest.split_once(':').unwrap_or((rest, ""));
        let names = head.split(|char| !is_name_char(char)).filter(|word| !word.is_empty());
        let end = |at: HostId| self.names.hosts.get(at.0).map(|host| host.name.as_str());
        let ends = |one: &Connection| (end(one.from.host), end(one.to.host));
        let joins = |one: &Connection, a: &str, b: &str| [(Some(a), Some(b)), (Some(b), Some(a))].contains(&ends(one));
        let connections = self.names.connections;
        let receiver = names.clone().find(|name| known(name) && *name != host);
        let connection = names.clone().find_map(|name| connections.iter().find(|one| one.name == name));
        let connection = connection.or_else(|| connections.iter().find(|one| joins(one, host, receiver.unwrap_or(""))));
        let other = connection.and_then(|one| match ends(one) {
            (Some(from), to) if from == host => to,
            (from, Some(to)) if to == host => from,
            _ => None,
        });
        let receiver = receiver.or(other).filter(|_| known(host))?;
        let connection = connection.map_or("C", |one| one.name.as_str());
        let label = one_line(label);
        let label = if label.is_empty() { "label".to_owned() } else { label };
        Some(format!("{host} -> {receiver} {verb} {connection}: {}", shown(&label)))
    }

    /// `H types: text` and its like; the host is read, the verb comes next.
    fn host_event(&mut self, host: &'a str, host_span: Span) -> Option<Action> {
        let (verb, verb_span) = self.name();
        let Some(known) = HOST_VERBS.into_iter().find(|known| *known == verb) else {
            return self.unknown_host_verb(host, host_span, verb, verb_span);
        };
        let id = self.host(host, host_span);
        match known {
            "sets" => self.sets(host, id),
            "drops" => self.drops(host, id),
            _ => {
                let text = self.text_after_colon(host, known, verb_span)?;
                let host = id?;
                Some(match known {
                    "types" => Action::Types { host, text },
                    "prints" => Action::Prints { host, text },
                    _ => Action::Notes { host, text },
                })
            }
        }
    }

    fn unknown_host_verb(&mut self, host: &str, host_span: Span, verb: &str, span: Span) -> Option<Action> {
        let is_host = self.names.hosts.iter().any(|known| known.name == host);
        if !is_host && near(verb, &HOST_VERBS).is_none() && self.names.hosts_known {
            return self.not_an_event();
        }
        self.host(host, host_span);
        if PACKET_VERBS.contains(&verb) {
            let meant = self.packet_meant(host, verb);
            let meant = meant.unwrap_or_else(|| format!("{host} -> {} {verb} C: label", self.another(host)));
            let help = format!("a packet goes from one host to another: write `{meant}`");
            self.error("no-receiver", span, format!("`{verb}` needs a receiver"), help);
        } else if verb.is_empty() {
            let span = Span::new(host_span.start, self.base + self.text.len());
            let message = format!("nothing happens at `{}`", shown(host));
            let said = self.rest().trim_start().strip_prefix(':').map(one_line).filter(|said| !said.is_empty());
            let said = said.unwrap_or_else(|| "text".to_owned());
            let help =
                format!("write what {host} does: `{host} types: {0}`, or `prints`, or `notes`", shown_ref(&said));
            self.error("no-verb", span, message, help);
        } else if verb == "pause" {
            let help = format!("a pause is nobody's: write `pause{}`", shown(self.rest().trim_end()));
            self.error("unknown-verb", span, "a host cannot `pause`", help);
        } else {
            if let Some(length) = self.pause_meant(verb) {
                let help = format!("a pause is nobody's: write `pause {length}`");
                let message = format!("a host cannot `{}`", shown(verb));
                self.error("unknown-verb", span, message, help);
                return None;
            }
            let meant = wording::host_verb(verb);
            let is_near = meant.is_some() || near(verb, &HOST_VERBS).is_some();
            let packet = if is_near { None } else { self.packet_meant(host, verb) };
            let line = meant.map(|meant| self.rewritten(host, meant)).or(packet);
            let help = line.map_or_else(String::new, |line| format!("write `{}`; ", shown(&line)));
            let all = suggestion(verb, &HOST_VERBS, "a host");
            let packet =
                wording::sent(self.rest()).filter(|(_, whom)| self.names.hosts.iter().any(|one| one.name == *whom));
            let help = match packet {
                Some((what, whom)) => format!("a packet is written `{} -> {whom}: {}`", shown(host), shown(what)),
                None => format!("{help}{all}; a packet is `A -> B …`"),
            };
            let fix = correction(verb, &HOST_VERBS, span);
            self.fixable("unknown-verb", span, format!("a host cannot `{}`", shown(verb)), help, fix);
        }
        None
    }

    /// How long a pause is that is written as what a host does: `H1 waits 2s`.
    fn pause_meant(&self, verb: &str) -> Option<String> {
        let waits = matches!(verb, "waits" | "wait" | "sleeps" | "sleep" | "pauses");
        let length = wording::length(self.rest().trim().trim_start_matches("for "))?;
        (waits && milliseconds(&length).is_some()).then_some(length)
    }

    /// The event with the verb that was meant, and what follows as the author has it.
    fn rewritten(&self, host: &str, verb: &str) -> String {
        let rest = one_line(self.rest().trim_start().trim_start_matches(':'));
        let rest = if rest.is_empty() { "text".to_owned() } else { rest };
        match verb {
            "sets" => {
                let fact = wording::fact(&rest).map(|(key, value, _)| format!("{key} = {value}"));
                let whole = if rest.contains('=') { rest } else { fact.unwrap_or_else(|| "key = value".to_owned()) };
                format!("{host} sets {whole}")
            }
            "drops" => format!("{host} drops {rest}"),
            _ => format!("{host} {verb}: {rest}"),
        }
    }

    /// What follows `types:`, `prints:` or `notes:`.
    fn text_after_colon(&mut self, host: &str, verb: &str, verb_span: Span) -> Option<String> {
        self.skip_space();
        if let Some(text) = self.rest().strip_prefix(':') {
            let text = one_line(text);
            if text.is_empty() && verb == "notes" {
                let help = format!("write `{host} notes: text`");
                self.error("empty-note", verb_span, "the bubble says nothing", help);
                return None;
            }
            return Some(text);
        }
        let text = one_line(self.rest());
        let help = format!("write `{host} {verb}: {}`", if text.is_empty() { "text" } else { shown_ref(&text) });
        let end = Span::new(verb_span.end, verb_span.end);
        let fix = Some(Fix { span: end, replacement: ":".to_owned() });
        self.fixable("no-colon", verb_span.to(end), format!("a `:` is missing after `{verb}`"), help, fix);
        None
    }

    /// What follows `sets`: a key of any words, `=`, and a value.
    fn sets(&mut self, name: &str, host: Option<HostId>) -> Option<Action> {
        let span = self.rest_span();
        let help = format!("write `{name} sets key = value`, such as `{name} sets state = ESTABLISHED`");
        let Some((key, value)) = self.rest().split_once('=') else {
            let (help, fix) = match wording::fact(self.rest()) {
                Some((key, value, colon)) => {
                    let at = self.base + self.at;
                    let sign = |colon: usize| Span::new(at + colon, at + colon + 1);
                    let fix = colon.map(|colon| Fix { span: sign(colon), replacement: " =".to_owned() });
                    (format!("write `{name} sets {} = {}`", shown(key), shown(value)), fix)
                }
                None if (1..=40).contains(&self.rest().trim().len()) && !self.rest().contains('\n') => {
                    (format!("write `{name} sets {} = value`", shown(self.rest().trim())), None)
                }
                None => (help, None),
            };
            self.fixable("no-value", span, "`sets` needs a key, `=` and a value".to_owned(), help, fix);
            return None;
        };
        let (key, value) = (one_line(key), one_line(value));
        if key.is_empty() || value.is_empty() {
            let missing = if key.is_empty() { "key" } else { "value" };
            self.error("no-value", span, format!("`sets` has no {missing}"), help);
            return None;
        }
        Some(Action::Sets { host: host?, key, value })
    }

    fn drops(&mut self, name: &str, host: Option<HostId>) -> Option<Action> {
        let span = self.rest_span();
        let key = one_line(self.rest());
        if key.is_empty() || key.contains('=') {
            let bare = key.split('=').next().unwrap_or_default().trim();
            let help = match bare {
                "" => format!("write `{name} drops key`, with a key that `{name} sets` has named"),
                bare => format!("write `{name} drops {}`", shown(bare)),
            };
            let message = if key.is_empty() { "`drops` has no key" } else { "`drops` takes a key without a value" };
            self.error("invalid-key", span, message, help);
            return None;
        }
        Some(Action::Drops { host: host?, key })
    }

    /// `pause 2s`, `pause 500ms`, `pause 1.5s`.
    fn pause(&mut self, word: &str, word_span: Span) -> Option<Action> {
        if word != "pause" {
            let message = format!("`{}` is not an event", shown(word));
            let fix = correction(word, &["pause"], word_span);
            self.fixable("not-an-event", word_span, message, "did you mean `pause`?", fix);
        }
        self.skip_space();
        let (rest, span) = (self.rest(), self.rest_span());
        let Some(ms) = milliseconds(rest) else {
            let message = if rest.is_empty() {
                "the pause has no length".to_owned()
            } else {
                format!("`{}` is no length of time", shown(rest))
            };
            let span = if rest.is_empty() { word_span } else { span };
            let meant = wording::length(rest).filter(|meant| milliseconds(meant).is_some());
            let help = match &meant {
                Some(meant) => format!("write `pause {meant}`"),
                None if rest.bytes().all(|byte| byte.is_ascii_digit()) && !rest.is_empty() => {
                    let seconds = milliseconds(&format!("{rest}s")).is_some_and(|ms| ms <= limits::PAUSE_MS);
                    let seconds =
                        if seconds { format!("`pause {}s` for seconds, ", shown(rest)) } else { String::new() };
                    format!("say of what: {seconds}`pause {}ms` for thousandths of a second", shown(rest))
                }
                None => "write `pause 2s`, `pause 1.5s` or `pause 500ms`; it takes 60 seconds at most".to_owned(),
            };
            let fix = meant.map(|replacement| Fix { span, replacement });
            self.fixable("invalid-pause", span, message, help, fix);
            return None;
        };
        if ms == 0 || ms > limits::PAUSE_MS {
            let message = format!("a pause of `{}` is too {}", shown(rest), if ms == 0 { "short" } else { "long" });
            self.error("invalid-pause", span, message, "a pause takes from `1ms` to `60s`");
            return None;
        }
        Some(Action::Pause { ms })
    }

    /// Looks a host up. Reports one that is not declared.
    fn host(&mut self, name: &str, span: Span) -> Option<HostId> {
        let hosts = self.names.hosts;
        let found = hosts.iter().position(|host| host.name == name).map(HostId);
        if found.is_none() && self.names.hosts_known {
            let names: Vec<&str> = hosts.iter().map(|host| host.name.as_str()).collect();
            let help = if names.is_empty() {
                "the lesson declares no hosts: begin it with a front matter whose `hosts:` names them".to_owned()
            } else {
                suggestion(name, &names, "the hosts are")
            };
            let error = Diagnostic::error("unknown-host", span, format!("there is no host `{}`", shown(name)))
                .help(help)
                .fix(correction(name, &names, span));
            let declared = hosts.iter().map(|host| (host.name.as_str(), host.span));
            self.diagnostics.push(with_declaration(error, name, &declared));
        }
        found
    }

    /// The name at the current place, which may be empty.
    fn name(&mut self) -> (&'a str, Span) {
        self.skip_space();
        let start = self.at;
        let rest = self.rest();
        let mut end = rest.find(|char| !is_name_char(char)).unwrap_or(rest.len());
        // In `A->B` the hyphen belongs to the arrow.
        if rest[end..].starts_with('>') {
            end = rest[..end].trim_end_matches('-').len();
        }
        self.at += end;
        (&rest[..end], self.span_from(start))
    }

    fn next_is_number(&self) -> bool {
        self.rest().trim_start().starts_with(|char: char| char.is_ascii_digit())
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The rest without the space around it; never empty where there is something before it.
    fn rest_span(&self) -> Span {
        let rest = self.rest();
        let start = self.at + (rest.len() - rest.trim_start().len());
        if start == self.text.len() { self.span_from(0) } else { self.span_from_to(start, self.text.len()) }
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// From `start` to the current place, or to the end where that is the start.
    fn span_from(&self, start: usize) -> Span {
        let end = if self.at > start { self.at } else { self.text.len() };
        self.span_from_to(start, end)
    }

    fn span_from_to(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start, self.base + end)
    }

    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.fixable(code, span, message.into(), help, None);
    }

    /// The same with a correction, where there is one.
    fn fixable(&mut self, code: &'static str, span: Span, message: String, help: impl Into<String>, fix: Option<Fix>) {
        self.diagnostics.push(Diagnostic::error(code, span, message).help(help).fix(fix));
    }
}

/// Text from a code span: a line break in it is a space; empty where nothing of it is seen.
fn one_line(text: &str) -> String {
    let text = text.trim();
    if is_unseen(text) {
        return String::new();
    }
    if !text.contains('\n') {
        return clean(text);
    }
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    clean(&lines.join(" "))
}

fn shown_ref(text: &str) -> &str {
    if text.chars().count() > 60 { "text" } else { text }
}

/// `2s`, `1.5s`, `500ms` in whole milliseconds; `None` for anything else.
fn milliseconds(text: &str) -> Option<u32> {
    let text = text.trim();
    let (digits, places) = match text.strip_suffix("ms") {
        Some(digits) => (digits, 0),
        None => (text.strip_suffix('s')?, 3),
    };
    let (whole, part) = digits.trim_end().split_once('.').unwrap_or((digits.trim_end(), ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let dot_without_digits = part.is_empty() && digits.contains('.');
    if whole.is_empty() || dot_without_digits || part.len() > places || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    // Digits that no number holds are a long time as well.
    let number = |text: &str| if text.is_empty() { 0 } else { text.parse::<u32>().unwrap_or(u32::MAX) };
    let scale = if places == 0 { 1 } else { 1_000 };
    let part = number(&format!("{part:0<3}")[..places.min(3)]);
    Some(number(whole).saturating_mul(scale).saturating_add(part))
}

#[cfg(test)]
mod tests;
