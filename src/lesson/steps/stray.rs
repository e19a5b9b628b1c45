//! A block of prose in, warnings of the events in it out: they are shown as text, and do not happen.

use super::{LONGEST_EXAMPLE, Steps, first_line, is_blank, is_number_of_item, text_of};
use crate::diagnostic::{Diagnostic, Span};
use crate::lesson::event;
use crate::lesson::markdown::{Kind, Node};

const STRAY_CODE: &str = "event-as-text";
/// Code blocks that other tools make diagrams of.
const DIAGRAMS: [&str; 5] = ["mermaid", "plantuml", "puml", "sequence", "msc"];

impl Steps<'_> {
    /// Warns of what was meant as an event in a block that is no list of steps. Code within a sentence is no event.
    pub fn warn_of_events_in(&mut self, node: &Node<'_>) {
        match &node.kind {
            Kind::List(first) => node.children.iter().for_each(|item| self.stray_item(item, first.is_some())),
            Kind::CodeBlock(language) => self.warn_of_events_in_block(node, language),
            Kind::Paragraph => self.warn_of_events_in_paragraph(node),
            _ => {}
        }
    }

    /// A code block whose lines are events, or a diagram of another tool: its first such line is told of.
    pub(super) fn warn_of_events_in_block(&mut self, block: &Node<'_>, language: &str) {
        let language = language.split([' ', '{', ',']).next().unwrap_or_default().to_lowercase();
        let diagram = DIAGRAMS.contains(&language.as_str());
        let mut told = false;
        for line in self.lines_of(block) {
            let text = &self.source[line.start..line.end];
            let is_event = event::is_line(text, self.names);
            if !told && (is_event || (diagram && (text.contains("->") || text.contains('→')))) {
                told = true;
                let message = match language.as_str() {
                    _ if !diagram => "this code block holds an event and is shown as text".to_owned(),
                    language => format!("a diagram for {language} is shown as text: packetreel draws steps"),
                };
                self.push(Diagnostic::warning(STRAY_CODE, line, message).help(as_step(text)));
            }
            if is_event {
                self.aside.push(event::unread(self.source, line, self.names));
            }
        }
    }

    fn stray_item(&mut self, item: &Node<'_>, numbered: bool) {
        let line = first_line(item);
        let in_code = line.first().is_some_and(|code| self.is_valid_event(code));
        if !numbered && in_code {
            let help = "steps are a numbered list: write `1.` in place of the bullet";
            let message = "this event is in a bullet list and is shown as text";
            let span = self.trimmed(line[0].span);
            self.push(Diagnostic::warning("event-in-bullet-list", span, message).help(help));
            self.set_aside(&line[0]);
        } else if numbered && event::begins_prose(&text_of(line), self.names) {
            let message = "this looks like an event and is shown as text";
            let span = self.first_line_span(line);
            self.push(Diagnostic::warning("event-without-backticks", span, message).help(self.backticks(span)));
            self.aside.push(event::unread(self.source, span, self.names));
        } else if numbered {
            self.stray_caption(line);
        }
        let inline = item.children.iter().take_while(|node| node.kind.is_inline()).count();
        for block in &item.children[inline.max(1).min(item.children.len())..] {
            self.warn_of_events_in(block);
        }
    }

    /// An item whose event comes after text is no step. Code in the midst of a sentence is part of it.
    fn stray_caption(&mut self, line: &[Node<'_>]) {
        for (at, code) in line.iter().enumerate() {
            let begins_line = at > 0 && matches!(line[at - 1].kind, Kind::SoftBreak | Kind::HardBreak);
            if (begins_line || at + 1 == line.len()) && self.is_valid_event(code) {
                self.warn_of_late_event(code);
            }
        }
    }

    /// `1.` without a space after it begins no item, and neither does an event alone. The first is told of.
    fn warn_of_events_in_paragraph(&mut self, node: &Node<'_>) {
        let is_number = |at: usize| matches!(&node.children[at].kind, Kind::Text(text) if is_number_of_item(text));
        let (mut line_begins, mut told) = (true, false);
        for (at, code) in node.children.iter().enumerate() {
            // Text that follows on the line makes the event one that is spoken of.
            let alone =
                node.children.get(at + 1).is_none_or(|next| is_blank(next) || matches!(next.kind, Kind::Code(_)));
            if line_begins && alone && self.is_valid_event(code) {
                self.set_aside(code);
                if !told {
                    self.warn_of_event_in_paragraph(code, at > 0 && is_number(at - 1));
                }
                told = true;
            }
            line_begins = is_number(at) || matches!(code.kind, Kind::SoftBreak | Kind::HardBreak);
        }
        if !told {
            self.warn_of_a_bare_event(node);
        }
    }

    /// A paragraph whose first line is an event without backticks.
    fn warn_of_a_bare_event(&mut self, node: &Node<'_>) {
        let line = self.first_line_span(std::slice::from_ref(node));
        let text = &self.source[line.start..line.end];
        if event::is_line(text, self.names) {
            let message = "this event stands outside the steps and is shown as text";
            self.push(Diagnostic::warning(STRAY_CODE, line, message).help(as_step(text)));
            self.aside.push(event::unread(self.source, line, self.names));
        }
    }

    fn warn_of_event_in_paragraph(&mut self, code: &Node<'_>, numbered: bool) {
        let help = if numbered {
            "write a space after the number, and the event is one of a step"
        } else {
            "steps are a numbered list: write a number and a dot before it, such as `1. `"
        };
        let message = "this event is in a paragraph and is shown as text";
        self.push(Diagnostic::warning("event-in-paragraph", code.span, message).help(help));
    }

    /// The lines of a code block that are not empty, without the space around them.
    fn lines_of(&self, block: &Node<'_>) -> Vec<Span> {
        let mut lines = Vec::new();
        for text in &block.children {
            let mut start = text.span.start;
            for line in self.source[text.span.start..text.span.end].split_inclusive('\n') {
                lines.push(self.trimmed(Span::new(start, start + line.len())));
                start += line.len();
            }
        }
        lines.retain(|line| line.start < line.end);
        lines
    }
}

/// How an event is written as a step, with the author's own words where they are few.
fn as_step(event: &str) -> String {
    let event = event.trim();
    let few = event.len() <= LONGEST_EXAMPLE && !event.contains(['`', '\n']);
    let event = if few { super::event::arrows_mended(event) } else { "A -> B: label".to_owned() };
    format!(
        "write it as a step, an item of a numbered list: ``1. `{event}` ``, and on the next line a sentence about it"
    )
}
