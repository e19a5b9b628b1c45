//! `hosts:` in, [`Host`]s out.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Reader, shown};
use crate::diagnostic::{Diagnostic, Span, did_you_mean};
use crate::lesson::yaml::{Kind, Value};
use crate::lesson::{Host, Icon, icon, limits};

const KEYS: [&str; 4] = ["label", "address", "icon", "at"];

impl Reader<'_> {
    pub(super) fn hosts(&mut self, value: &Value) {
        let Some(entries) = self.entries(value, "`hosts`") else {
            self.found.hosts_known &= matches!(value.kind, Kind::Null);
            return;
        };
        for (key, value) in &entries {
            if self.found.hosts.len() == limits::HOSTS {
                let message = format!("a lesson has at most {} hosts", limits::HOSTS);
                self.error("too-many-hosts", key.span, message, "split the lesson");
                break;
            }
            let Some(name) = self.name(key, "host") else {
                // It was declared, only wrongly: what names it is not at fault.
                (self.found.hosts_known, self.found.connections_known) = (false, false);
                continue;
            };
            let host = self.host(name, key.span, value);
            self.found.hosts.push(host);
        }
        // Of too many hosts, not all are read: their number is not known here, and that they are many was said.
        if (limits::HOSTS_SHOWN_WELL + 1..=limits::HOSTS).contains(&entries.len()) {
            let message = format!("{} hosts are more than a frame shows well", entries.len());
            let span = entries[limits::HOSTS_SHOWN_WELL].0.span;
            self.diagnostics
                .push(Diagnostic::warning("many-hosts", span, message).help("two to eight hosts look good"));
        }
    }

    fn host(&mut self, name: String, span: Span, value: &Value) -> Host {
        let mut host = Host { name, label: None, address: None, icon: Icon::Desktop, at: None, span };
        let mut icon = None;
        let what = format!("host `{}`", host.name);
        let mut entries = match value.kind {
            Kind::Null => Vec::new(),
            _ => self.entries(value, &what).unwrap_or_default(),
        };
        let row = row_apart(&entries);
        let row = row.map(|at| entries.remove(at).0);
        self.keys(&entries, &what, &KEYS);
        for (key, value) in entries {
            match key.text() {
                Some("label") => host.label = self.line(value, "label"),
                Some("address") => host.address = self.address(value),
                Some("icon") => icon = self.icon(value),
                Some("at") => match row.and_then(Value::text) {
                    Some(row) => self.place_without_brackets(value, row),
                    None => host.at = self.place(value),
                },
                _ => {}
            }
        }
        host.icon = icon.unwrap_or_else(|| icon::guess(&host.name, host.label.as_deref()));
        if let Some(at) = host.at {
            self.place_is_free(&host.name, at, span);
        }
        host
    }

    fn address(&mut self, value: &Value) -> Option<String> {
        let text = self.line(value, "address")?;
        let digits_and_dots = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let (valid, kind, example) = if text.contains(':') {
            (text.parse::<Ipv6Addr>().is_ok(), "IPv6 address", "`2001:db8::1`")
        } else if digits_and_dots {
            (text.parse::<Ipv4Addr>().is_ok(), "IPv4 address", "four numbers from 0 to 255, as in `192.0.2.1`")
        } else {
            let name = text.len() <= 253 && text.chars().all(|char| char.is_alphanumeric() || "-._".contains(char));
            (name, "address or host name", "an IPv4 address, an IPv6 address, or a name such as `ftp.example.org`")
        };
        if !valid {
            let message = format!("`{}` is no {kind}", shown(&text));
            self.error("invalid-address", value.span, message, format!("write {example}"));
            return None;
        }
        Some(text)
    }

    fn icon(&mut self, value: &Value) -> Option<Icon> {
        let text = self.line(value, "icon")?;
        if let Some((_, icon)) = Icon::ALL.iter().find(|(name, _)| *name == text) {
            return Some(*icon);
        }
        let names = Icon::ALL.map(|(name, _)| name);
        let message = format!("there is no icon `{}`", shown(&text));
        let other_word = icon::meant(&text).filter(|_| did_you_mean(&text, names).is_none());
        if let Some((name, _)) = Icon::ALL.iter().find(|(_, icon)| Some(*icon) == other_word) {
            self.error("unknown-icon", value.span, message, format!("did you mean `{name}`?"));
            return None;
        }
        self.misspelt("unknown-icon", value.span, message, &text, &names, "the icons are");
        None
    }

    fn place(&mut self, value: &Value) -> Option<(u8, u8)> {
        let number = |value: &Value| {
            let number = value.text()?.parse::<u8>().ok()?;
            (1..=limits::PLACE).contains(&number).then_some(number)
        };
        let place = match &value.kind {
            Kind::List(items) => match items.as_slice() {
                [column, row] => number(column).zip(number(row)),
                _ => None,
            },
            _ => None,
        };
        if place.is_none() {
            let numbers = value.text().and_then(|text| text.split_once([',', ' ', '/', 'x', ';']));
            let numbers = numbers.map(|(column, row)| (column.trim(), row.trim()));
            let is_number =
                |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            let help = match numbers.filter(|(column, row)| is_number(column) && is_number(row)) {
                Some((column, row)) => format!("write `at: [{column}, {row}]`: column and row"),
                None => format!("write `at: [column, row]`, two numbers from 1 to {}", limits::PLACE),
            };
            let has_zero =
                matches!(&value.kind, Kind::List(items) if items.iter().any(|item| item.text() == Some("0")));
            let message =
                if has_zero { "columns and rows are counted from 1" } else { "`at` is not a column and a row" };
            self.error("invalid-place", value.span, message, help);
        }
        place
    }

    /// `at: 1, 2` in braces.
    fn place_without_brackets(&mut self, value: &Value, row: &str) {
        let help = format!("write `at: [{}, {}]`: column and row", shown(value.text().unwrap_or("1")), shown(row));
        self.error("invalid-place", value.span, "`at` is not a column and a row", help);
    }

    fn place_is_free(&mut self, name: &str, at: (u8, u8), span: Span) {
        if let Some(other) = self.found.hosts.iter().find(|host| host.at == Some(at)) {
            let message = format!("host `{name}` stands where `{}` already is", other.name);
            let diagnostic = Diagnostic::error("place-taken", span, message)
                .help("give each host a column and a row of its own")
                .related(other.span, format!("`{}` stands at [{}, {}]", other.name, at.0, at.1));
            self.diagnostics.push(diagnostic);
        }
    }
}

/// The entry that is the row of a place without its brackets: in braces, `at: 1, 2` is a key more.
fn row_apart(entries: &[(&Value, &Value)]) -> Option<usize> {
    let is_number = |value: &Value| value.text().is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let at = entries.iter().position(|(key, value)| key.text() == Some("at") && is_number(value))?;
    let (row, nothing) = entries.get(at + 1)?;
    (is_number(row) && matches!(nothing.kind, Kind::Null)).then_some(at + 1)
}
