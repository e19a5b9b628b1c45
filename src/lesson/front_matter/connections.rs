//! `connections:` in, [`Connection`]s out.

use super::{Reader, shown};
use crate::diagnostic::{Diagnostic, Fix, Span};
use crate::lesson::yaml::{Kind, Value};
use crate::lesson::{Connection, Endpoint, limits};

const KEYS: [&str; 3] = ["from", "to", "protocol"];

impl Reader<'_> {
    pub(super) fn connections(&mut self, value: &Value) {
        let Some(entries) = self.entries(value, "`connections`") else {
            self.found.connections_known &= matches!(value.kind, Kind::Null);
            return;
        };
        for (key, value) in &entries {
            if self.found.connections.len() == limits::CONNECTIONS {
                let message = format!("a lesson has at most {} connections", limits::CONNECTIONS);
                self.error("too-many-connections", key.span, message, "split the lesson");
                break;
            }
            let Some(name) = self.name(key, "connection") else {
                self.found.connections_known = false;
                continue;
            };
            match self.connection(name, key.span, value) {
                Some(connection) => self.found.connections.push(connection),
                // It was declared, only wrongly: events that use it are not at fault.
                None => self.found.connections_known = false,
            }
        }
    }

    fn connection(&mut self, name: String, span: Span, value: &Value) -> Option<Connection> {
        let what = format!("connection `{name}`");
        let help = "write `{ from: \"H1:54704\", to: \"S1:21\", protocol: ftp }`";
        let entries = match value.kind {
            Kind::Null => Vec::new(),
            _ => self.entries(value, &what)?,
        };
        self.keys(&entries, &what, &KEYS);
        let (mut ends, mut missing, mut protocol) = ([None, None], vec!["from", "to"], None);
        for (key, value) in entries {
            let Some(key) = key.text() else { continue };
            missing.retain(|wanted| *wanted != key);
            match key {
                "from" => ends[0] = self.endpoint(key, value),
                "to" => ends[1] = self.endpoint(key, value),
                "protocol" => protocol = self.line(value, "protocol").map(|name| name.to_lowercase()),
                _ => {}
            }
        }
        for key in missing {
            self.error("connection-without-end", span, format!("{what} has no `{key}`"), help);
        }
        let [Some(from), Some(to)] = ends else { return None };
        if from.host == to.host {
            let message = format!("{what} starts and ends at `{}`", self.found.hosts[from.host.0].name);
            let error = Diagnostic::error("connection-to-itself", to.span, message);
            self.diagnostics.push(error.help("a connection joins two hosts").related(from.span, "the other end"));
            return None;
        }
        Some(Connection { name, from, to, protocol, span })
    }

    /// `H1:54704`, or `H1` where the port does not matter.
    fn endpoint(&mut self, key: &str, value: &Value) -> Option<Endpoint> {
        let text = self.line(value, key)?;
        if let Some(bare) = without_quotes(&text) {
            let message = format!("`{}` stands in quotes that YAML does not know", shown(&text));
            let fix = Fix { span: value.span, replacement: format!("\"{bare}\"") };
            let error = Diagnostic::error("typographic-quotes", value.span, message)
                .help(format!("write straight ones: `{key}: \"{}\"`", shown(bare)));
            self.diagnostics.push(error.fix(Some(fix).filter(|_| !bare.contains(['"', '\\']))));
            return None;
        }
        let (name, port) = match text.split_once(':') {
            Some((name, port)) => (name, Some(port.trim())),
            None => (text.as_str(), None),
        };
        let host = self.known_host(name.trim(), value.part(&text, 0..name.len()));
        let port = match port {
            None => None,
            Some(digits) => match digits.parse::<u16>() {
                Ok(number) if number > 0 && digits.bytes().all(|byte| byte.is_ascii_digit()) => Some(number),
                _ => {
                    let span = value.part(&text, name.len() + 1..text.len());
                    let message = match digits {
                        "" => "there is no port after the `:`".to_owned(),
                        _ => format!("`{}` is no port", shown(digits)),
                    };
                    self.error("invalid-port", span, message, "ports are numbers from 1 to 65535");
                    return None;
                }
            },
        };
        Some(Endpoint { host: host?, port, span: value.part(&text, 0..text.len()) })
    }
}

/// What to write in place of `H1:54704 -> S1:21`, or of any other text.
pub(super) fn meant(text: &str) -> String {
    let signs = ["<->", "-->", "->", "→", "↔", " - ", " to ", " – "];
    let ends = signs.iter().find_map(|sign| text.split_once(sign));
    let (from, to) = ends.unwrap_or(("H1:54704", "S1:21"));
    format!("write `{{ from: \"{}\", to: \"{}\" }}`", shown(from.trim()), shown(to.trim()))
}

/// What stands between quotes as a text editor makes them.
fn without_quotes(text: &str) -> Option<&str> {
    text.strip_prefix(['“', '”', '„', '‘', '’', '‚', '«', '»'])?.strip_suffix(['“', '”', '‘', '’', '«', '»'])
}
