//! `links:` in, [`Link`]s out.

use super::{Reader, shown};
use crate::diagnostic::{Diagnostic, Fix, Span};
use crate::lesson::yaml::{Kind, Value};
use crate::lesson::{HostId, Link, limits};

impl Reader<'_> {
    pub(super) fn links(&mut self, value: &Value) {
        let Kind::List(items) = &value.kind else {
            if !matches!(value.kind, Kind::Null) {
                let message = format!("`links` is {}, not a list", value.noun());
                let written = value.text().map(str::trim);
                let meant = written.and_then(|text| self.link_meant(text));
                let whole = written.filter(|text| text.contains(" - ")).map(str::to_owned);
                let example = whole.or(meant).unwrap_or_else(|| self.example());
                self.error("wrong-type", value.span, message, format!("write `links: [{}]`", shown(&example)));
            }
            return;
        };
        let before = self.diagnostics.errors();
        for item in items {
            self.chain(item);
        }
        if self.diagnostics.errors() > before {
            // Which hosts are apart is not known: without links, none are.
            self.found.links.clear();
        }
    }

    /// A link of two hosts of the lesson.
    fn example(&self) -> String {
        match self.found.hosts.as_slice() {
            [a, b, ..] => format!("{} - {}", a.name, b.name),
            _ => "H1 - R1, R1 - S1".to_owned(),
        }
    }

    /// `H1 - R1 - S1`: each two that stand side by side are neighbours.
    fn chain(&mut self, item: &Value) {
        let help = &format!("write two hosts with ` - ` between them, as in `{}`", self.example());
        let Some(text) = item.text() else {
            self.error("wrong-type", item.span, format!("a link is {}, not text", item.noun()), help.as_str());
            return;
        };
        let names = words_between_dashes(text);
        if names.len() < 2 {
            let message = format!("`{}` is no link", shown(text));
            let meant = self.link_meant(text);
            let help = meant.as_ref().map_or_else(|| help.to_owned(), |meant| format!("write `{}`", shown(meant)));
            let fix = meant.map(|replacement| Fix { span: item.part(text, 0..text.len()), replacement });
            self.diagnostics.push(Diagnostic::error("invalid-link", item.span, message).help(help).fix(fix));
            return;
        }
        let mut previous: Option<(HostId, Span)> = None;
        for (start, name) in names {
            let span = item.part(text, start..start + name.len());
            let Some(host) = self.known_host(name, span) else {
                previous = None;
                continue;
            };
            if let Some((neighbour, neighbour_span)) = previous {
                self.link(neighbour, host, neighbour_span.to(span));
            }
            previous = Some((host, span));
        }
    }

    /// Hosts that an arrow, or a dash without spaces, stands between, as a link has them.
    fn link_meant(&self, text: &str) -> Option<String> {
        const BETWEEN: [&str; 11] = ["<->", "-->", "->", "--", "→", "↔", "–", "—", "=>", "-", ","];
        let is_host = |name: &str| self.found.hosts.iter().any(|host| host.name == name);
        BETWEEN.iter().find_map(|sign| {
            let names: Vec<&str> = text.split(sign).map(str::trim).collect();
            (names.len() > 1 && names.iter().all(|name| is_host(name))).then(|| names.join(" - "))
        })
    }

    fn link(&mut self, a: HostId, b: HostId, span: Span) {
        let name = self.found.hosts[a.0].name.clone();
        if a == b {
            self.error("link-to-itself", span, format!("`{name}` is linked to itself"), "a link joins two hosts");
            return;
        }
        let same = |link: &&Link| (link.a, link.b) == (a, b) || (link.a, link.b) == (b, a);
        if let Some(first) = self.found.links.iter().find(same) {
            let other = &self.found.hosts[b.0].name;
            let message = format!("`{name}` and `{other}` are linked twice");
            let diagnostic = Diagnostic::error("link-twice", span, message)
                .help("leave one of the two out")
                .related(first.span, "first linked here");
            self.diagnostics.push(diagnostic);
            return;
        }
        if self.found.links.len() == limits::LINKS {
            let message = format!("a lesson has at most {} links", limits::LINKS);
            self.error("too-many-links", span, message, "split the lesson");
        }
        if self.found.links.len() <= limits::LINKS {
            self.found.links.push(Link { a, b, span });
        }
    }
}

/// The words that stand between dashes with a space on either side, each with its offset.
fn words_between_dashes(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut at = 0;
    for part in text.split(" - ") {
        let trimmed = part.trim_start();
        words.push((at + part.len() - trimmed.len(), trimmed.trim_end()));
        at += part.len() + 3;
    }
    words
}
