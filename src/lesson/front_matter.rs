//! The front matter: the YAML between two `---` lines in, hosts, links and connections out.

mod connections;
mod fence;
mod golden;
mod hosts;
mod links;

use std::collections::BTreeMap;

use super::golden::Wanted;
use super::prose::is_unseen;
use super::yaml::{self, Kind, Value};
use super::{Connection, Host, HostId, Link};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Span, did_you_mean, surely_meant};

const KEYS: [&str; 8] = ["title", "summary", "lang", "hosts", "network", "links", "connections", "golden"];
/// A JSON Schema (draft 2020-12) of the front matter, for editors. It holds to everything that can be said without knowing
/// the rest of the lesson.
pub const SCHEMA: &str = include_str!("front_matter/schema.json");

/// What the front matter says.
#[derive(Debug, Default)]
pub struct FrontMatter {
    /// `title:` and where its value stands.
    pub title: Option<(String, Span)>,
    /// `summary:`.
    pub summary: Option<String>,
    /// `lang:`.
    pub language: Option<String>,
    /// `hosts:`.
    pub hosts: Vec<Host>,
    /// `network:` and where its value stands.
    pub network: Option<(String, Span)>,
    /// `links:`.
    pub links: Vec<Link>,
    /// `connections:`.
    pub connections: Vec<Connection>,
    /// `golden:`.
    pub golden: Wanted,
    /// Names of hosts that cannot be names, for the space in them.
    pub misnamed: Vec<String>,
    /// False where `hosts:` could not be read, so that nothing is known about the names in events.
    pub hosts_known: bool,
    /// The same of `connections:`.
    pub connections_known: bool,
    /// False where it has no end, so that no Markdown follows it.
    pub closed: bool,
    /// Where the Markdown begins.
    pub body: usize,
}

/// Reads the front matter at the start of `text`, if there is any.
pub fn read(text: &str, diagnostics: &mut Diagnostics) -> FrontMatter {
    let mut found = FrontMatter { hosts_known: true, connections_known: true, closed: true, ..FrontMatter::default() };
    let Some(fenced) = fence::find(text) else { return found };
    match (fenced.error, fenced.yaml) {
        (None, Some((range, body))) => {
            found.body = body;
            match yaml::read(text, range) {
                Ok(root) => Reader { found: &mut found, diagnostics }.top(&root),
                Err(diagnostic) => {
                    diagnostics.push(diagnostic);
                    (found.hosts_known, found.connections_known) = (false, false);
                }
            }
            found
        }
        (error, yaml) => {
            diagnostics.0.extend(error);
            let (body, closed) = (yaml.map_or(text.len(), |(_, body)| body), yaml.is_some());
            FrontMatter { body, closed, hosts_known: false, connections_known: false, ..found }
        }
    }
}

/// The YAML between the two lines that are `---`, and where the Markdown begins.
pub(super) fn range(text: &str) -> Option<(Span, usize)> {
    fence::find(text).filter(|fenced| fenced.error.is_none())?.yaml
}

struct Reader<'a> {
    found: &'a mut FrontMatter,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn top(&mut self, root: &Value) {
        let Some(entries) = self.entries(root, "the front matter") else { return };
        let known: Vec<_> = self.without_unindented(&entries);
        self.keys(&known, "the front matter", &KEYS);
        // Hosts first: links and connections name them, whatever the order of the keys.
        let value = |wanted: &str| entries.iter().find(|(key, ..)| key.text() == Some(wanted)).map(|(_, value)| *value);
        self.found.title = value("title").and_then(|value| Some((self.line(value, "title")?, value.span)));
        self.found.summary = value("summary").and_then(|value| self.line(value, "summary"));
        self.found.network = value("network").and_then(|value| Some((self.line(value, "network")?, value.span)));
        self.found.language = value("lang").and_then(|value| self.language(value));
        // A section under a misspelt key was declared, only wrongly: what uses its names is not at fault.
        let misspelt = |section: &str| {
            let meant = |key: &Value| did_you_mean(key.text().filter(|text| text.len() <= 100)?, KEYS);
            value(section).is_none()
                && entries.iter().any(|(key, _)| key.text() != Some("golden") && meant(key) == Some(section))
        };
        if misspelt("hosts") {
            (self.found.hosts_known, self.found.connections_known) = (false, false);
        }
        if misspelt("connections") {
            self.found.connections_known = false;
        }
        if let Some(value) = value("hosts") {
            self.hosts(value);
        }
        if let Some(value) = value("links") {
            self.links(value);
        }
        if let Some(value) = value("connections") {
            self.connections(value);
        }
        if let Some(value) = value("golden") {
            self.golden(value);
        }
        self.network_is_drawn();
    }

    /// The entries without those that stand beside a `hosts:` or `connections:` that is empty, instead of under it. The first
    /// is reported.
    fn without_unindented<'v>(&mut self, entries: &[(&'v Value, &'v Value)]) -> Vec<(&'v Value, &'v Value)> {
        let (mut section, mut told) = (None, false);
        let mut rest = Vec::new();
        for &(key, value) in entries {
            let text = key.text().unwrap_or_default();
            let is_section = matches!(text, "hosts" | "connections");
            if KEYS.contains(&text) {
                section = Some(text).filter(|_| is_section && matches!(value.kind, Kind::Null));
                told = false;
            }
            let belongs = !KEYS.contains(&text) && matches!(value.kind, Kind::Null | Kind::Map(_));
            let Some(section) = section.filter(|_| belongs && !text.is_empty()) else {
                rest.push((key, value));
                continue;
            };
            if !told {
                let message = format!("`{}` stands beside `{section}:`, not under it", shown(text));
                let help = "indent it, and those after it, by two spaces";
                self.error("unknown-key", key.span, message, help);
            }
            told = true;
            // It was declared, only wrongly: what names it is not at fault.
            self.found.hosts_known &= section != "hosts";
            self.found.connections_known = false;
        }
        rest
    }

    /// Where links say what stands between the hosts, there is no cloud.
    fn network_is_drawn(&mut self) {
        let Some((name, span)) = self.found.network.as_ref().filter(|_| !self.found.links.is_empty()) else { return };
        let message = "the network is not drawn: `links` says what stands between the hosts";
        let key: String =
            name.split_whitespace().next().unwrap_or_default().chars().filter(|&c| is_name_char(c)).collect();
        let help = format!(
            "leave `network` out, or make a host of it, as in `{}: {{ icon: cloud }}`, and link it",
            shown(if key.is_empty() { "Internet" } else { &key })
        );
        self.diagnostics.push(Diagnostic::warning("network-not-drawn", *span, message).help(help));
    }

    fn known_host(&mut self, name: &str, span: Span) -> Option<HostId> {
        let host = self.found.hosts.iter().position(|host| host.name == name).map(HostId);
        if host.is_none() && self.found.hosts_known {
            let names: Vec<&str> = self.found.hosts.iter().map(|host| host.name.as_str()).collect();
            let message = format!("there is no host `{}`", shown(name));
            let error = Diagnostic::error("unknown-host", span, message)
                .help(suggestion(name, &names, "the hosts are"))
                .fix(correction(name, &names, span));
            let declared = self.found.hosts.iter().map(|host| (host.name.as_str(), host.span));
            self.diagnostics.push(with_declaration(error, name, &declared));
        }
        host
    }

    /// A key that names a host or a connection: right characters, and an error for a reserved word.
    fn name(&mut self, key: &Value, what: &str) -> Option<String> {
        let text = key.text().unwrap_or_default();
        let spaced = text.contains(' ') && text.chars().all(|char| is_name_char(char) || char == ' ');
        if spaced {
            let message = format!("`{}` cannot name a {what}: there is a space in it", shown(text));
            let joined = text.split_whitespace().collect::<Vec<_>>().join("-");
            let label = if what == "host" {
                format!(", and write `label: {}` for what is shown", shown(text))
            } else {
                String::new()
            };
            self.error("invalid-name", key.span, message, format!("name it `{}`{label}", shown(&joined)));
            self.found.misnamed.push(text.to_owned());
            return None;
        }
        if text.is_empty() || !text.chars().all(is_name_char) {
            let message = match (text, &key.kind) {
                ("", Kind::Scalar { .. }) => format!("an empty text cannot name a {what}"),
                ("", _) => format!("{} cannot name a {what}", key.noun()),
                _ => format!("`{}` cannot name a {what}", shown(text)),
            };
            self.error("invalid-name", key.span, message, "names are made of letters, digits, `_`, `.` and `-`");
            return None;
        }
        if what == "host" && matches!(text, "all" | "pause") {
            let message = format!("`{text}` cannot name a host: events give the word a meaning of its own");
            self.error("reserved-name", key.span, message, "choose another name, and show this one as its `label`");
            // It stays a host: without it, packets would seem to have nowhere to go.
        }
        Some(text.to_owned())
    }

    /// One line of text that is not empty.
    fn line(&mut self, value: &Value, key: &str) -> Option<String> {
        let text = match &value.kind {
            Kind::Scalar { text, .. } => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Kind::Null => String::new(),
            _ => {
                let message = format!("`{key}` is {}, not text", value.noun());
                self.error("wrong-type", value.span, message, "write one line of text");
                return None;
            }
        };
        if is_unseen(&text) {
            let message = format!("`{key}` is empty");
            self.error("empty-value", value.span, message, "give it a value, or leave the key out");
            return None;
        }
        Some(text)
    }

    fn language(&mut self, value: &Value) -> Option<String> {
        let text = self.line(value, "lang")?;
        let mut parts = text.split('-');
        let primary = parts.next().unwrap_or_default();
        let letters = (2..=8).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
        let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        if !(letters && rest) {
            let message = format!("`{}` is no language tag", shown(&text));
            self.error("invalid-language", value.span, message, "write a tag such as `en`, `de` or `pt-BR`");
            return None;
        }
        Some(text)
    }

    /// The entries of a mapping, without those whose key was there before.
    fn entries<'v>(&mut self, value: &'v Value, what: &str) -> Option<Vec<(&'v Value, &'v Value)>> {
        let Kind::Map(all) = &value.kind else {
            if !matches!(value.kind, Kind::Null) {
                let message = format!("{what} is {}, not a mapping", value.noun());
                let help = mapping_meant(value, what).unwrap_or_else(|| "write `key: value` lines".to_owned());
                self.error("wrong-type", value.span, message, help);
            }
            return None;
        };
        let mut first: BTreeMap<&str, &Value> = BTreeMap::new();
        let mut entries = Vec::new();
        for (key, value) in all {
            let text = key.text().unwrap_or_default();
            if text.is_empty() {
                // That it is no key is reported where the keys are known.
                entries.push((key, value));
            } else if let Some(before) = first.get(text) {
                let message = format!("`{}` stands twice in {what}", shown(text));
                let diagnostic = Diagnostic::error("key-twice", key.span, message)
                    .help("leave one of the two out")
                    .related(before.span, "first named here");
                self.diagnostics.push(diagnostic);
            } else {
                first.insert(text, key);
                entries.push((key, value));
            }
        }
        Some(entries)
    }

    /// Reports the keys that mean nothing.
    fn keys(&mut self, entries: &[(&Value, &Value)], what: &str, known: &[&str]) {
        for (key, value) in entries {
            let text = key.text().unwrap_or_default();
            if !known.contains(&text) {
                let message = match text {
                    "" => format!("{what} has {} for a key", if key.text().is_some() { "nothing" } else { key.noun() }),
                    _ => format!("{what} has no key `{}`", shown(text)),
                };
                // A key that is there cannot be meant once more.
                let there = |one: &&str| entries.iter().any(|(key, _)| key.text() == Some(*one));
                let free: Vec<&str> = known.iter().copied().filter(|one| !there(one)).collect();
                let help = match text.split_once('=').filter(|(key, _)| free.contains(&key.trim_end())) {
                    Some((key, value)) => format!("write `{}: {}`", key.trim_end(), shown(value.trim_start())),
                    None => key_meant(what, text, value, known),
                };
                let error = Diagnostic::error("unknown-key", key.span, message)
                    .help(help)
                    .fix(correction(text, &free, key.span));
                self.diagnostics.push(error);
            }
        }
    }

    /// An error about a word that is none of the `valid` ones.
    fn misspelt(&mut self, code: &'static str, span: Span, message: String, word: &str, valid: &[&str], all: &str) {
        let error = Diagnostic::error(code, span, message).help(suggestion(word, valid, all));
        self.diagnostics.push(error.fix(correction(word, valid, span)));
    }

    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(code, span, message).help(help));
    }
}

/// What to write in place of a list whose items are names, or mappings with one key each; or of a text that says what a mapping
/// would.
fn mapping_meant(value: &Value, what: &str) -> Option<String> {
    const SHOWN: usize = 4;
    let is_connection = what.starts_with("connection ");
    if let Some(text) = value.text() {
        return match what {
            _ if what.starts_with("host ") => Some(format!("write `{{ label: {} }}`", shown(text))),
            _ if is_connection => Some(connections::meant(text)),
            _ => None,
        };
    }
    let Kind::List(items) = &value.kind else { return None };
    if let ([from, to], true) = (items.as_slice(), is_connection) {
        return Some(format!("write `{{ from: \"{}\", to: \"{}\" }}`", shown(from.text()?), shown(to.text()?)));
    }
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(is_name_char);
    let names: Option<Vec<&str>> = items.iter().map(|item| item.text().filter(is_name)).collect();
    if let Some(names) = names.filter(|names| !names.is_empty()) {
        let more = if names.len() > SHOWN { ", …" } else { "" };
        let entries: Vec<String> = names.iter().take(SHOWN).map(|name| format!("{}: {{}}", shown(name))).collect();
        let (key, keys) = match what {
            "`hosts`" => ("hosts: ", "; a `label`, an `address` and an `icon` stand between the braces"),
            _ => ("", ""),
        };
        return Some(format!("write `{key}{{ {}{more} }}`{keys}", entries.join(", ")));
    }
    let all_maps = !items.is_empty() && items.iter().all(|item| matches!(item.kind, Kind::Map(_)));
    all_maps.then(|| "take the `- ` at the beginning of each away: the names are keys, not items of a list".to_owned())
}

/// What to write in place of a key that means nothing.
fn key_meant(what: &str, key: &str, value: &Value, known: &[&str]) -> String {
    let all = suggestion(key, known, "the keys are");
    if did_you_mean(key.get(..100.min(key.len())).unwrap_or_default(), known.iter().copied()).is_some() {
        return all;
    }
    if what == "the front matter" && BUILD_OPTIONS.contains(&key) {
        let value = value.text().map(|text| format!(" {}", shown(text))).unwrap_or_default();
        return format!("it is an option of a command: `packetreel build --{key}{value}`; {all}");
    }
    match synonym(key).into_iter().find(|meant| known.contains(meant)) {
        Some(meant) => format!("did you mean `{meant}`? {all}"),
        None => all,
    }
}

/// Options of `packetreel build` that one might look for in a front matter.
const BUILD_OPTIONS: [&str; 8] = ["theme", "fps", "size", "reel-size", "every-packet", "captions", "page", "max-bytes"];

/// The keys that another word may stand for, at any level.
fn synonym(word: &str) -> Vec<&'static str> {
    match word.to_lowercase().as_str() {
        "ip" | "ipv4" | "ipv6" | "addr" | "hostname" => vec!["address"],
        "name" | "caption" | "text" => vec!["label", "title"],
        "description" | "desc" | "abstract" => vec!["label", "summary"],
        "type" | "kind" | "image" | "symbol" | "shape" => vec!["icon"],
        "position" | "pos" | "place" | "xy" => vec!["at"],
        "src" | "source" | "client" | "sender" => vec!["from"],
        "dst" | "dest" | "destination" | "server" | "target" | "receiver" => vec!["to"],
        "proto" | "transport" | "service" => vec!["protocol"],
        "language" | "locale" => vec!["lang"],
        "nodes" | "participants" | "actors" | "devices" | "machines" => vec!["hosts"],
        "edges" | "cables" | "wires" | "topology" => vec!["links"],
        "streams" | "flows" | "sessions" | "sockets" => vec!["connections"],
        "cloud" | "internet" => vec!["network"],
        _ => Vec::new(),
    }
}

/// What a name of a host or a connection is made of.
pub fn is_name_char(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '_' | '.' | '-')
}

/// "did you mean" where one is near, and all that are valid.
pub fn suggestion(word: &str, valid: &[&str], introduction: &str) -> String {
    const SHOWN: usize = 12;
    let near = if word.len() <= 100 { did_you_mean(word, valid.iter().copied()) } else { None };
    let list: Vec<String> = valid.iter().take(SHOWN).map(|name| format!("`{}`", shown(name))).collect();
    let more = if valid.len() > SHOWN { ", …" } else { "" };
    let all = format!("{introduction} {}{more}", list.join(", "));
    match (near, valid.is_empty()) {
        (Some(near), _) => format!("did you mean `{near}`? {all}"),
        (None, false) => all,
        (None, true) => "declare it in the front matter first".to_owned(),
    }
}

/// The error about a name that is not declared, with the place where the one is that was probably meant.
pub fn with_declaration<'a>(
    error: Diagnostic,
    name: &str,
    declared: &(impl Iterator<Item = (&'a str, Span)> + Clone),
) -> Diagnostic {
    let near = if name.len() <= 100 { did_you_mean(name, declared.clone().map(|(known, _)| known)) } else { None };
    let place = near.and_then(|near| declared.clone().find(|(known, _)| *known == near));
    place
        .into_iter()
        .fold(error, |error, (known, at)| error.related(at, format!("`{}` is declared here", shown(known))))
}

/// The one of the `valid` words that must have been meant by the word at `span`, which may stand in quotes.
pub fn correction(word: &str, valid: &[&str], span: Span) -> Option<Fix> {
    let quotes = (span.end - span.start).checked_sub(word.len())?;
    let known = matches!(quotes, 0 | 2) && word.len() <= 100;
    let meant = surely_meant(word, valid.iter().copied()).filter(|_| known)?;
    Some(Fix { span, replacement: meant.to_owned() })
}

/// A word of the author's for a message: one that is far too long is cut.
pub fn shown(word: &str) -> String {
    const LONGEST: usize = 60;
    if word.chars().count() <= LONGEST {
        return word.to_owned();
    }
    word.chars().take(LONGEST).chain(['…']).collect()
}

#[cfg(test)]
mod tests;
