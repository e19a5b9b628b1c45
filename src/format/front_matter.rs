//! The front matter: `key: value`, `{ key: value }`, `[a, b]`, two spaces a level. Order, quotes and comments stay.

use super::Text;
use super::edit::{Edit, indent, line_start};
use crate::diagnostic::Span;
use crate::lesson::{Value, Yaml};

/// An edit for each gap between words, for the start and the end of each line.
pub(super) fn edits(text: &Text<'_>) -> Vec<Edit> {
    let Some((span, root)) = &text.layout.front else { return Vec::new() };
    let mut walk = Walk { text: text.source, edits: Vec::new(), columns: Vec::new() };
    walk.fence(0, span.start);
    walk.value(root, 0);
    walk.columns.sort_unstable();
    walk.lines(*span);
    walk.fence(span.end, text.layout.body);
    walk.edits
}

struct Walk<'a> {
    text: &'a str,
    edits: Vec<Edit>,
    /// Offsets of keys and dashes that a line begins with, each with the column where it belongs.
    columns: Vec<(usize, usize)>,
}

impl Walk<'_> {
    /// One of the two lines around the front matter.
    fn fence(&mut self, start: usize, end: usize) {
        let fence = self.text[start..end].trim_end();
        self.edits.push(Edit::new(start, end, format!("{fence}\n")));
    }

    fn value(&mut self, value: &Value, depth: usize) {
        let flow = self.text[value.span.start..].starts_with(['{', '[']);
        match &value.kind {
            Yaml::Map(entries) => {
                for (key, inner) in entries {
                    if !flow {
                        self.begins_line(key.span.start, depth);
                    }
                    self.gap(self.end(key), inner, ":", ": ");
                    self.value(inner, depth + 1);
                }
                if flow {
                    self.flow(value, &entries.iter().map(|(key, value)| (key, value)).collect::<Vec<_>>(), " ");
                }
            }
            Yaml::List(items) => {
                for item in items {
                    if !flow {
                        self.dash(item, depth);
                    }
                    self.value(item, depth + 1);
                }
                if flow {
                    self.flow(value, &items.iter().map(|item| (item, item)).collect::<Vec<_>>(), "");
                }
            }
            _ => {}
        }
    }

    fn begins_line(&mut self, at: usize, depth: usize) {
        if self.text[line_start(self.text, at)..at].trim().is_empty() {
            self.columns.push((at, depth * 2));
        }
    }

    /// The dash before an item.
    fn dash(&mut self, item: &Value, depth: usize) {
        let line = line_start(self.text, item.span.start);
        let before = self.text[line..item.span.start].trim_end();
        if before.trim_start() == "-" {
            let dash = line + before.len() - 1;
            self.columns.push((dash, depth * 2));
            self.edits.push(Edit::new(dash + 1, item.span.start, " "));
        }
    }

    /// Where a value ends: what the parser calls its end may lie behind space.
    fn end(&self, value: &Value) -> usize {
        value.span.start + self.text[value.span.start..value.span.end].trim_end().len()
    }

    /// What stands between `end` and a value on the same line, if that is `sign` alone.
    fn gap(&mut self, end: usize, value: &Value, sign: &str, wanted: &str) {
        if !matches!(value.kind, Yaml::Null) {
            self.replace(end, value.span.start, &[sign], wanted);
        }
    }

    /// The space inside of brackets, around their entries: each from its first word to its last.
    fn flow(&mut self, whole: &Value, entries: &[(&Value, &Value)], pad: &str) {
        let (open, close) = (whole.span.start + 1, self.end(whole).saturating_sub(1));
        let (Some((first, _)), Some((_, last))) = (entries.first(), entries.last()) else {
            self.replace(open, close, &[""], "");
            return;
        };
        self.replace(open, first.span.start, &[""], pad);
        for pair in entries.windows(2) {
            if !matches!(pair[0].1.kind, Yaml::Null) {
                self.gap(self.end(pair[0].1), pair[1].0, ",", ", ");
            }
        }
        if !matches!(last.kind, Yaml::Null) {
            self.replace(self.end(last), close, &["", ","], pad);
        }
    }

    fn replace(&mut self, start: usize, end: usize, signs: &[&str], wanted: &str) {
        let gap = self.text.get(start..end).filter(|gap| !gap.contains('\n') && signs.contains(&gap.trim()));
        if gap.is_some() {
            self.edits.push(Edit::new(start, end, wanted));
        }
    }

    /// Where each line begins and ends. A comment goes with the line under it, the rest of a long value with its key.
    fn lines(&mut self, span: Span) {
        let lines = lines(self.text, span);
        let mut shift = (0, 0);
        let mut blank_above = true;
        for (at, &(start, line)) in lines.iter().enumerate() {
            let bare = line.trim_end();
            if bare.is_empty() {
                let last = lines[at..].iter().all(|(_, line)| line.trim().is_empty());
                let wanted = if blank_above || last { "" } else { "\n" };
                self.edits.push(Edit::new(start, start + line.len(), wanted));
                blank_above = true;
                continue;
            }
            blank_above = false;
            let comment = bare.trim_start().starts_with('#');
            let words = start + line.len() - line.trim_start().len();
            let own = self.column_at(words);
            let below = || {
                lines[at + 1..]
                    .iter()
                    .find_map(|&(start, line)| self.column_at(start + line.len() - line.trim_start().len()))
            };
            let column = own.or_else(|| if comment { below() } else { None });
            let column = column.unwrap_or_else(|| (indent(line) + shift.1).saturating_sub(shift.0));
            if own.is_some() {
                shift = (indent(line), column);
            }
            self.edits.push(Edit::new(start, words, " ".repeat(column)));
            self.edits.push(Edit::new(start + bare.len(), start + line.trim_end_matches('\n').len(), ""));
        }
    }

    fn column_at(&self, at: usize) -> Option<usize> {
        self.columns.binary_search_by_key(&at, |(at, _)| *at).ok().map(|found| self.columns[found].1)
    }
}

/// The lines of a span, each with its offset.
fn lines(text: &str, span: Span) -> Vec<(usize, &str)> {
    let mut at = span.start;
    let lines = text[span.start..span.end].split_inclusive('\n').map(|line| {
        at += line.len();
        (at - line.len(), line)
    });
    lines.collect()
}
